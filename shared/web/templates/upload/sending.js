
// Files are sent from here: a few at a time, each in one piece or in parts.
function work() {
  const free = AT_A_TIME - rows.filter((row) => row.isRunning).length;
  const waiting = rows.filter((row) => row.state === "waiting" && !row.isRunning);
  for (const row of waiting.slice(0, Math.max(0, free))) {
    row.isRunning = true;
    run(row).finally(() => {
      row.isRunning = false;
      work();
      settle();
    });
  }
}

async function run(row) {
  while (!row.isGone) {
    try {
      await send(row);
      if (row.isGone) return;
      show(row, "checking", say("files-checking"));
      watch();
      return;
    } catch (error) {
      if (row.isGone) return;
      row.failures += 1;
      const isHopeless = error.kind !== "lost" && row.failures > MOST_ATTEMPTS;
      if (isHopeless || !["lost", "busy", "stale"].includes(error.kind)) {
        show(row, "failed", error.words ?? say("files-failed", { status: error.message }));
        return;
      }
      if (error.kind === "stale" && row.failures === 1) continue;
      show(row, "lost", say(error.kind === "lost" ? "files-lost" : "files-busy"));
      await pause(row);
    }
  }
}

// Announcing a file again tells what of it is missing, so whatever went wrong, this is how it goes on.
async function send(row) {
  await read(row);
  if (row.isGone) return;
  const { name, size } = row.file;
  const content = row.digests.length > 1 ? { parts: row.digests } : { sha256: row.digests[0] };
  const answer = await ask("POST", target.files, { name, size, content_type: row.type, internal: row.internal, ...content });
  row.id = answer.id;
  row.sent.clear();
  row.there = 0;
  // Given up while the API was finding a place for it.
  if (row.isGone) forget(row.id);
  else if (answer.upload?.parts) await sendParts(row, answer.upload);
  else if (answer.upload) await put(row, 1, answer.upload, row.file.slice());
}

// The SHA-256 of each part of the file, with never more than one part of it in memory.
async function read(row) {
  const { file, digests } = row;
  const step = limits.part_bytes;
  try {
    // A file that was changed since it was chosen cannot be read any more; sending it would look like a lost connection.
    await file.slice(0, 1).arrayBuffer();
    for (let at = digests.length * step; at < file.size && !row.isGone; at += step) {
      show(row, "reading", say("files-reading", { percent: number(at / file.size, { style: "percent" }) }));
      const digest = await crypto.subtle.digest("SHA-256", await file.slice(at, at + step).arrayBuffer());
      digests.push(Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join(""));
    }
  } catch {
    throw trouble("refused", say("files-unreadable"));
  }
}

async function sendParts(row, upload) {
  const pieceOf = ({ number: place }) => row.file.slice((place - 1) * upload.part_bytes, place * upload.part_bytes);
  const missing = [...upload.parts];
  row.there = missing.reduce((bytes, part) => bytes - pieceOf(part).size, row.file.size);
  let failure = null;
  const worker = async () => {
    while (missing.length > 0 && !failure && !row.isGone) {
      const part = missing.shift();
      // When one fails, those beside it are let through: what has arrived need not be sent again.
      await put(row, part.number, part, pieceOf(part)).catch((error) => (failure ??= error));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  if (failure) throw failure;
  if (row.isGone) return;
  show(row, "checking", say("files-checking"));
  await ask("POST", upload.complete);
}

async function put(row, place, { method, url, headers }, body) {
  const onProgress = (loaded) => {
    row.sent.set(place, Math.min(loaded, body.size));
    row.bar.value = [...row.sent.values()].reduce((sum, bytes) => sum + bytes, row.there);
    show(row, "sending", say("files-sending", { sent: sizeWords(row.bar.value), size: sizeWords(row.file.size) }));
  };
  onProgress(0);
  const { status } = await request(method, url, { headers, body, row, onProgress });
  // 412: it is there already. An attempt has sent it whose answer was lost.
  if ((status >= 200 && status < 300) || status === 412) {
    row.failures = 0;
    onProgress(body.size);
    return;
  }
  row.sent.delete(place);
  if (status === 0) throw trouble("lost");
  // 403: the address is too old. 404: storage has given the upload up.
  throw trouble([403, 404].includes(status) ? "stale" : "busy", say("files-failed", { status }));
}

// As well as it goes: what is not forgotten now is cleared away in a day.
async function forget(id) {
  for (let failures = 1; failures <= 5; failures += 1) {
    const { status } = await request("DELETE", target.file(id));
    if (status !== 0 && status < 500) return;
    await pause({ failures });
  }
}

async function watch() {
  if (watching) return;
  watching = true;
  const checking = () => rows.filter((row) => row.state === "checking");
  for (let round = 0; checking().length > 0; round += 1) {
    // A second is enough as a rule. What takes long is not asked for as often.
    await new Promise((resolve) => setTimeout(resolve, round < 30 ? 1000 : 5000));
    try {
      const { attachments } = await ask("GET", target.ticket);
      for (const row of checking()) judge(row, attachments.find((file) => file.id === row.id));
    } catch (error) {
      if (error.kind === "refused") for (const row of checking()) show(row, "failed", error.words);
    }
  }
  watching = false;
  settle();
}

function judge(row, file) {
  if (file?.scan === "infected") {
    show(row, "quarantined", say("files-infected"));
  } else if (file?.state === "stored") {
    show(row, "stored", say("files-stored"));
  } else if (file?.state === "quarantined") {
    const reason = texts[`quarantine-${file.reason.replace("_", "-")}`] ?? say("files-other-type");
    show(row, "quarantined", say("files-set-aside", { reason }));
  } else if (!file && (row.absent += 1) > 5) {
    show(row, "failed", say("files-gone"));
  }
}

