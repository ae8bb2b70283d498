"use strict";

// Sends files from the browser straight to storage. The page works without this script; with it, files can be dropped and
// pasted, several go at once, and a lost connection costs nothing that has arrived.
//
// A file is a row. Its way: kept (the form is not sent yet) -> waiting -> reading (its SHA-256) -> sending -> checking (storage
// has it, we look at it) -> stored. On the way it may be lost (no connection; it goes on by itself). What needs somebody's
// attention: refused (does not fit the desk's limits), failed, quarantined.

const AT_A_TIME = 3; // Files, and parts of one file.
const LONGEST_PAUSE = 30; // Seconds between two attempts without a connection.
const MOST_ATTEMPTS = 8; // While the other side answers, but never well.
const SILENCE = 60_000; // Milliseconds after which a connection that moves nothing is lost: one that is gone seldom says so.

const PENDING = ["waiting", "reading", "sending", "lost"];
const ATTENTION = ["refused", "failed", "quarantined"];

// What names stand for, where the browser's system knows no type. The desk has the last word: `media.rs` in the domain.
const ENDINGS = {
  txt: "text/plain", log: "text/plain", md: "text/plain", csv: "text/csv", json: "application/json",
  zip: "application/zip", gz: "application/gzip", pdf: "application/pdf",
  png: "image/png", jpg: "image/jpeg", jpeg: "image/jpeg", heic: "image/heif",
  mp4: "video/mp4", mov: "video/quicktime", webm: "video/webm", mp3: "audio/mpeg", wav: "audio/wav",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

const language = document.documentElement.lang;
const zone = document.getElementById("files");
const picker = document.getElementById("files-input");
const [limits, used, texts] = ["limits", "used", "texts"].map((name) => JSON.parse(zone.dataset[name]));
const isForm = !zone.dataset.api; // The form for a new ticket, which has no place for files until it was sent.
const rows = [];
const requests = new Map(); // Those that wait for an answer, with the rows that can break them off.
let target = isForm ? null : targetOf(zone.dataset.ticket);
let watching = false;

// All words come with the page, in its language; `%name%` is filled in here.
function say(id, values = {}) {
  return texts[id].replace(/%(\w+)%/g, (whole, name) => values[name] ?? whole);
}

function number(value, options) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 1, useGrouping: false, ...options }).format(value);
}

function sizeWords(bytes) {
  const units = ["size-b", "size-kb", "size-mb", "size-gb"];
  while (bytes >= 1024 && units.length > 1) {
    bytes /= 1024;
    units.shift();
  }
  return say(units[0], { value: number(bytes) });
}

// The desk's types as people call them: kinds by a word, the others by how such files' names end.
function typesWords() {
  const words = limits.types.flatMap((type) => {
    const endings = Object.keys(ENDINGS).filter((ending) => ENDINGS[ending] === type);
    const kind = texts[`files-kind-${type.replace("/*", "")}`];
    return kind ?? (endings.length ? endings.map((ending) => ending.toUpperCase()) : type);
  });
  return new Intl.ListFormat(language, { type: "unit" }).format(words);
}

function isTaken(type) {
  return limits.types.some((taken) => (taken.endsWith("*") ? type.startsWith(taken.slice(0, -1)) : type === taken));
}

// What the browser says, unless only the ending of the name says something that the desk takes: systems call a ZIP or a CSV
// all kinds of things.
function typeOf(file) {
  const type = file.type.split(";")[0];
  const byName = ENDINGS[file.name.split(".").pop().toLowerCase()] ?? type;
  return isTaken(type) || !isTaken(byName) ? type : byName;
}

// Why a file is refused; nothing for one that fits.
function whyNot(file, type) {
  const others = rows.filter((row) => !["refused", "quarantined"].includes(row.state));
  const left = Math.max(0, others.reduce((room, row) => room - row.file.size, limits.max_total_bytes - used.bytes));
  if (!isTaken(type)) return say("field-file-type", { types: typesWords() });
  if (file.size === 0) return say("field-empty-file");
  if (file.size > limits.max_bytes) return say("field-file-too-large", { most: sizeWords(limits.max_bytes) });
  if (used.count + others.length >= limits.max_count) return say("field-too-many-files", { max: limits.max_count });
  if (file.size > left) return say("field-no-room", { most: sizeWords(limits.max_total_bytes), left: sizeWords(left) });
  return null;
}

function add(file) {
  const isSame = (row) => ["name", "size", "lastModified"].every((each) => row.file[each] === file[each]);
  const known = rows.find(isSame);
  if (known) {
    // Chosen once more, it is tried once more, in the place that it has. What goes well already is left alone.
    if (!ATTENTION.includes(known.state)) return;
    known.id = null;
    remove(known);
  }
  const internal = document.getElementById("files-internal")?.checked ?? false;
  const row = { file, type: typeOf(file), internal, id: null, digests: [], sent: new Map(), there: 0, failures: 0, absent: 0 };
  const refusal = whyNot(file, row.type);
  draw(row);
  rows.push(row);
  if (refusal) show(row, "refused", refusal);
  else if (target) queue(row);
  else show(row, "kept", say("files-kept"));
}

function draw(row) {
  const item = document.getElementById("files-row").content.firstElementChild.cloneNode(true);
  const find = (selector) => item.querySelector(selector);
  Object.assign(row, { item, bar: find("progress"), words: find(".state"), buttons: item.querySelectorAll("button") });
  find(".name").textContent = row.file.name;
  find(".size").textContent = sizeWords(row.file.size);
  row.bar.max = row.file.size;
  row.bar.setAttribute("aria-label", row.file.name);
  for (const button of row.buttons) {
    button.setAttribute("aria-label", `${button.textContent}: ${row.file.name}`);
    button.addEventListener("click", () => {
      if (button.dataset.act === "retry") queue(row);
      else remove(row);
      settle();
    });
  }
  item.classList.toggle("internal", row.internal);
  const image = find("img");
  // Not every browser draws every kind of picture.
  image.addEventListener("load", () => (image.hidden = false));
  if (row.type.startsWith("image/")) image.src = row.preview = URL.createObjectURL(row.file);
  document.getElementById("files-rows").append(item);
}

function show(row, state, words) {
  const acts = { kept: "remove", refused: "remove", quarantined: "remove", failed: "retry remove", lost: "retry cancel" };
  const shown = acts[state] ?? (PENDING.includes(state) ? "cancel" : "");
  // What changes many times a second is not read out.
  const isNews = row.state !== state && !["kept", "reading", "sending"].includes(state);
  row.state = row.item.dataset.state = state;
  row.words.textContent = words;
  row.words.classList.toggle("wrong", ATTENTION.includes(state));
  row.bar.hidden = !["sending", "lost"].includes(state);
  for (const button of row.buttons) button.hidden = !shown.includes(button.dataset.act);
  if (!isNews) return;
  // For those who do not see the rows.
  const line = document.createElement("p");
  line.textContent = `${row.file.name}: ${words}`;
  document.getElementById("files-news").append(line);
}

// To be sent, or to be tried again at once.
function queue(row) {
  row.failures = row.absent = 0;
  if (row.state === "lost") return row.wake?.();
  if (!isForm) document.getElementById("files-note").hidden = true;
  show(row, "waiting", say("files-waiting"));
  return work();
}

// Cancelled, or taken note of. The place that the ticket holds for the file is given back.
function remove(row) {
  row.isGone = true;
  row.wake?.();
  for (const [xhr, owner] of requests) if (owner === row) xhr.abort();
  if (row.id && [...PENDING, "failed"].includes(row.state)) forget(row.id);
  if (row.item.contains(document.activeElement)) picker.focus();
  if (row.preview) URL.revokeObjectURL(row.preview);
  rows.splice(rows.indexOf(row), 1);
  row.item.remove();
}

// What stands in the way of a file: `lost` (no answer: wait, however long), `busy` (wait, but not for ever), `stale` (the
// addresses are too old: ask for new ones) or `refused` (no use to try).
function trouble(kind, words) {
  return Object.assign(new Error(kind), { kind, words });
}

// XMLHttpRequest, since fetch tells nothing of how much was sent. Status 0: there was no answer.
function request(method, url, { headers = {}, body = null, row, onProgress } = {}) {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    let silence;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => xhr.abort(), SILENCE);
    };
    xhr.open(method, url);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.onprogress = heard;
    xhr.upload.onprogress = (event) => {
      heard();
      onProgress?.(event.loaded);
    };
    xhr.onloadend = () => {
      clearTimeout(silence);
      requests.delete(xhr);
      resolve(xhr);
    };
    requests.set(xhr, row);
    heard();
    xhr.send(body);
  });
}

// A request to the API, which answers in the page's language.
async function ask(method, path, content) {
  const headers = { Accept: "application/json", "Accept-Language": language };
  if (content) headers["Content-Type"] = "application/json";
  const { status, responseText } = await request(method, path, { headers, body: content && JSON.stringify(content) });
  if (status === 0) throw trouble("lost");
  let answer = null;
  try {
    answer = JSON.parse(responseText);
  } catch {
    // Something between us and the API has answered in its place; the status says enough.
  }
  if (status < 400 && answer) return answer;
  const fields = answer?.errors?.map((error) => error.message).join(" ");
  const isOurs = status >= 400 && status < 500 && status !== 429;
  const kind = status === 409 ? "stale" : isOurs ? "refused" : "busy";
  throw trouble(kind, fields || answer?.detail || answer?.title || say("files-failed", { status }));
}

// The addresses that belong to a ticket, from that of its JSON: /api/desks/{desk}/tickets/{id}?key=…
function targetOf(ticket) {
  const [path, query = ""] = ticket.split(/(?=\?)/);
  const file = (id) => `${path}/attachments/${id}${query}`;
  return { ticket, file, files: `${path}/attachments${query}`, page: ticket.replace("/api/desks", "") };
}

// A growing one, and not for all at the same moment. It ends early when the connection is back or somebody asks for it.
function pause(row) {
  const seconds = Math.min(LONGEST_PAUSE, 2 ** (row.failures - 1)) * (0.75 + Math.random() / 2);
  return new Promise((resolve) => {
    row.wake = resolve;
    setTimeout(resolve, seconds * 1000);
  });
}

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

// When all is done, the page is loaded with the files on it, unless somebody would lose what they typed or what a row says.
function settle() {
  const needsAttention = rows.some((row) => ATTENTION.includes(row.state));
  const isDone = target && rows.every((row) => row.state === "stored" || ATTENTION.includes(row.state));
  if (!isDone || !(isForm || rows.some((row) => row.state === "stored"))) return;
  const isTyped = !isForm && [...document.querySelectorAll("textarea")].some((area) => area.value.trim() !== "");
  if (isTyped || (needsAttention && !isForm)) tell(say("files-done"), say("files-show"));
  else if (!needsAttention && location.pathname === target.page.split("?")[0]) location.reload();
  // After a refused comment, too, the browser stands at another address: one that must not be asked again.
  else if (!needsAttention) location.assign(target.page);
}

function tell(words, link = "", isBad = false) {
  const note = document.getElementById("files-note");
  const anchor = document.createElement("a");
  note.textContent = `${words} `;
  note.classList.toggle("bad", isBad);
  note.hidden = false;
  if (link) note.append(Object.assign(anchor, { href: target.page, textContent: link }));
  return note;
}

// The form is sent from here only when there are files to follow it; the browser does it otherwise.
async function sendForm(form) {
  const button = form.querySelector("button:not([type])");
  const body = new URLSearchParams(new FormData(form));
  button.disabled = true;
  tell(say("files-form-sending"));
  const { status, responseURL, responseText } = await request("POST", form.action, { headers: { Accept: "text/html" }, body });
  button.disabled = false;
  // The form's key stays the same, so however often it is sent, it makes one ticket.
  if (status === 0) return tell(say("files-form-lost"), "", true);
  const address = new URL(responseURL);
  const ticket = /^\/[^/]+\/tickets\/[^/]+$/.test(address.pathname) && `/api/desks${address.pathname}${address.search}`;
  if (status === 200 && ticket) return follow(form, ticket);
  const page = new DOMParser().parseFromString(responseText, "text/html");
  if (page.getElementById("files")) return takeBack(page);
  const words = [...page.querySelectorAll("h1, .lead")].map((each) => each.textContent).join(". ");
  return tell(words || say("files-failed", { status }), "", true);
}

// The ticket is there: now its files.
function follow(form, ticket) {
  target = targetOf(ticket);
  form.querySelector("button:not([type])").remove();
  for (const field of form.elements) if (!zone.contains(field)) field.disabled = true;
  const note = tell(say("files-form-arrived"), say("files-form-open"));
  note.tabIndex = -1;
  note.focus();
  rows.filter((row) => row.state === "kept").forEach(queue);
  settle();
}

// Something is not right: the form as it came back, with its messages, around the files that were chosen.
function takeBack(page) {
  document.getElementById("files-note").hidden = true;
  document.querySelector("main").replaceChildren(...page.querySelector("main").childNodes);
  document.getElementById("files").replaceWith(zone);
  const messages = document.querySelector(".box.bad[role=alert]");
  messages?.setAttribute("tabindex", "-1");
  messages?.focus();
}

function listen() {
  const on = (name, act, where = document) => where.addEventListener(name, act);
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  const mark = (isOver) => document.body.classList.toggle("dropping", isOver);
  on("change", () => {
    [...picker.files].forEach(add);
    picker.value = ""; // So that the same file can be chosen again.
  }, picker);
  on("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    mark(true);
  });
  on("dragleave", (event) => {
    if (!event.relatedTarget) mark(false);
  });
  on("drop", (event) => {
    mark(false);
    if (!carriesFiles(event)) return;
    event.preventDefault();
    [...event.dataTransfer.files].forEach(add);
    zone.scrollIntoView({ block: "nearest" });
  });
  on("paste", paste);
  on("submit", (event) => {
    if (!event.target.contains(zone) || target || !rows.some((row) => row.state === "kept")) return;
    event.preventDefault();
    sendForm(event.target);
  });
  // Without a network, what is under way would wait for its answer for minutes.
  on("offline", () => [...requests.keys()].forEach((xhr) => xhr.abort()), window);
  on("online", () => rows.forEach((row) => row.wake?.()), window);
  on("beforeunload", (event) => {
    if (!rows.some((row) => PENDING.includes(row.state))) return;
    event.preventDefault();
    event.returnValue = true;
  }, window);
}

function paste(event) {
  const files = [...(event.clipboardData?.files ?? [])];
  // Text from office programs comes with a picture of itself. Whoever pastes it into a field wants the text.
  const wantsText = event.target.closest("textarea, input") && event.clipboardData.types.includes("text/plain");
  if (files.length === 0 || wantsText) return;
  event.preventDefault();
  for (const file of files) add(file.name === "image.png" ? screenshot(file) : file);
}

// Browsers call every pasted picture the same; the time tells one from another.
function screenshot(file) {
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString();
  const stem = `screenshot-${local.slice(0, 10)}-${local.slice(11, 16).replace(":", "")}`;
  let name = `${stem}.png`;
  for (let next = 2; rows.some((row) => row.file.name === name); next += 1) name = `${stem}-${next}.png`;
  return new File([file], name, { type: file.type });
}

if (window.crypto?.subtle) {
  document.getElementById("files-limits").textContent = say("files-limits", {
    count: limits.max_count, each: sizeWords(limits.max_bytes), total: sizeWords(limits.max_total_bytes), types: typesWords(),
  });
  zone.hidden = false;
  listen();
} else {
  // No SHA-256 outside of HTTPS: then it has to be as without JavaScript, which the page has ready.
  const plain = document.getElementById("files-plain");
  plain.outerHTML = plain.textContent;
}
