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
const note = document.getElementById("files-note");
const { limits, used, texts } = Object.fromEntries(
  ["limits", "used", "texts"].map((name) => [name, JSON.parse(zone.dataset[name])]),
);
const rows = [];

// Where the files go. The form for a new ticket has none until it was sent.
let target = zone.dataset.api ? targetOf(zone.dataset.ticket) : null;
let watching = false;

// ---- Words ----------------------------------------------------------------------------------------------------------------

// All words come with the page, in its language; `%name%` is filled in here.
function say(id, values = {}) {
  return texts[id].replace(/%(\w+)%/g, (whole, name) => values[name] ?? whole);
}

function sizeWords(bytes) {
  const units = ["size-b", "size-kb", "size-mb", "size-gb"];
  let unit = 0;
  while (bytes >= 1024 && unit < units.length - 1) {
    bytes /= 1024;
    unit += 1;
  }
  const value = new Intl.NumberFormat(language, { maximumFractionDigits: 1, useGrouping: false }).format(bytes);
  return say(units[unit], { value });
}

// The desk's types as people call them: kinds by a word, the others by how such files' names end.
function typesWords() {
  const words = limits.types.flatMap((type) => {
    if (type.endsWith("/*")) return texts[`files-kind-${type.slice(0, -2)}`] ?? type;
    const endings = Object.keys(ENDINGS).filter((ending) => ENDINGS[ending] === type);
    return endings.length ? endings.map((ending) => ending.toUpperCase()) : type;
  });
  return new Intl.ListFormat(language, { type: "unit" }).format(words);
}

// A problem of the API in its own words.
function problemWords(problem, status) {
  const fields = problem?.errors?.map((error) => error.message).join(" ");
  return fields || problem?.detail || problem?.title || say("files-failed", { status });
}

// ---- Limits: nothing is sent that would not be taken ------------------------------------------------------------------------

function isTaken(type) {
  const fits = (taken) => (taken.endsWith("*") ? type.startsWith(taken.slice(0, -1)) : type === taken);
  return type !== "" && limits.types.some(fits);
}

// What the browser says, unless the ending of the name says something that the desk takes: systems call a ZIP or a CSV all
// kinds of things.
function typeOf(file) {
  const type = file.type.split(";")[0].trim().toLowerCase();
  const byName = ENDINGS[file.name.split(".").pop().toLowerCase()] ?? "";
  return isTaken(type) || !isTaken(byName) ? type : byName;
}

// Why a file is refused; nothing for one that fits.
function whyNot(file, type, isFolder) {
  const others = rows.filter((row) => !["refused", "quarantined"].includes(row.state));
  const left = limits.max_total_bytes - used.bytes - others.reduce((sum, row) => sum + row.file.size, 0);
  if (isFolder) return say("files-folder");
  if (file.size === 0) return say("field-empty-file");
  if (!isTaken(type)) return say("field-file-type", { types: typesWords() });
  if (file.size > limits.max_bytes) return say("field-file-too-large", { most: sizeWords(limits.max_bytes) });
  if (used.count + others.length >= limits.max_count) return say("field-too-many-files", { max: limits.max_count });
  if (file.size > left) {
    return say("field-no-room", { most: sizeWords(limits.max_total_bytes), left: sizeWords(Math.max(0, left)) });
  }
  return null;
}

// ---- Rows -------------------------------------------------------------------------------------------------------------------

function add(file, isFolder = false) {
  const known = rows.find((row) => row.file.name === file.name && row.file.size === file.size && row.file.lastModified === file.lastModified);
  if (known?.state === "failed") {
    // Chosen once more: the browser may have lost its hold of the first one.
    Object.assign(known, { file, digests: null });
    retry(known);
    return;
  }
  if (known && known.state !== "refused") return;
  if (known) remove(known);
  const type = typeOf(file);
  const internal = document.getElementById("files-internal")?.checked ?? false;
  const row = { file, type, internal, state: "", id: null, digests: null, sent: new Map(), there: 0, failures: 0, absent: 0 };
  const refusal = whyNot(file, type, isFolder);
  draw(row);
  rows.push(row);
  if (refusal) show(row, "refused", refusal);
  else if (target) show(row, "waiting", say("files-waiting"));
  else show(row, "kept", say("files-kept"));
  work();
}

function draw(row) {
  const item = document.getElementById("files-row").content.firstElementChild.cloneNode(true);
  const find = (selector) => item.querySelector(selector);
  row.item = item;
  row.bar = find("progress");
  row.words = find(".state");
  row.buttons = Object.fromEntries(["cancel", "retry", "remove"].map((name) => [name, find(`[data-act=${name}]`)]));
  find(".name").textContent = row.file.name;
  find(".size").textContent = sizeWords(row.file.size);
  row.bar.max = row.file.size || 1;
  row.bar.setAttribute("aria-label", row.file.name);
  for (const button of Object.values(row.buttons)) button.setAttribute("aria-label", `${button.textContent}: ${row.file.name}`);
  row.buttons.cancel.onclick = row.buttons.remove.onclick = () => giveUp(row);
  row.buttons.retry.onclick = () => retry(row);
  item.classList.toggle("internal", row.internal);
  if (row.type.startsWith("image/") && row.file.size > 0) preview(row, find("img"));
  document.getElementById("files-rows").append(item);
}

function preview(row, image) {
  row.preview = URL.createObjectURL(row.file);
  // Not every browser draws every kind of picture.
  image.onload = () => { image.hidden = false; };
  image.src = row.preview;
}

function show(row, state, words) {
  const isNews = row.state !== state && !["reading", "sending", "kept"].includes(state);
  row.state = state;
  row.item.dataset.state = state;
  row.words.textContent = words;
  row.words.classList.toggle("wrong", ATTENTION.includes(state));
  row.bar.hidden = !["sending", "lost"].includes(state);
  row.buttons.cancel.hidden = !PENDING.includes(state);
  row.buttons.retry.hidden = !["failed", "lost"].includes(state);
  row.buttons.remove.hidden = !["kept", ...ATTENTION].includes(state);
  if (isNews) announce(`${row.file.name}: ${words}`);
}

// For those who do not see the rows. What changes many times a second is left out.
function announce(words) {
  const line = document.createElement("p");
  line.textContent = words;
  document.getElementById("files-news").append(line);
}

function showProgress(row) {
  let sent = row.there;
  for (const bytes of row.sent.values()) sent += bytes;
  row.bar.value = sent;
  show(row, "sending", say("files-sending", { sent: sizeWords(sent), size: sizeWords(row.file.size) }));
}

function remove(row) {
  const hadFocus = row.item.contains(document.activeElement);
  rows.splice(rows.indexOf(row), 1);
  row.item.remove();
  if (row.preview) URL.revokeObjectURL(row.preview);
  if (hadFocus) picker.focus();
}

// Cancelled or removed: the place that the ticket holds for the file is given back.
function giveUp(row) {
  row.control?.abort();
  row.wake?.();
  if (row.id && [...PENDING, "failed"].includes(row.state)) forget(row.id);
  remove(row);
  settle();
}

function retry(row) {
  row.failures = 0;
  if (row.state === "lost") {
    row.wake?.();
  } else {
    show(row, "waiting", say("files-waiting"));
    work();
  }
}

// ---- Requests ---------------------------------------------------------------------------------------------------------------

// What stands in the way of a file: `lost` (no answer: wait, however long), `busy` (wait, but not for ever), `stale` (the
// addresses are too old: ask for new ones) or `refused` (no use to try).
function trouble(kind, words) {
  return Object.assign(new Error(kind), { kind, words });
}

// XMLHttpRequest, since fetch tells nothing of how much was sent. Status 0: there was no answer.
function request(method, url, { headers = {}, body = null, signal, onProgress } = {}) {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    const stop = () => xhr.abort();
    let silence;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(stop, SILENCE);
    };
    xhr.open(method, url);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = (event) => {
      heard();
      onProgress?.(event.loaded);
    };
    xhr.onprogress = heard;
    xhr.onloadend = () => {
      clearTimeout(silence);
      signal?.removeEventListener("abort", stop);
      resolve(xhr);
    };
    signal?.addEventListener("abort", stop);
    heard();
    xhr.send(body);
  });
}

// A request to the API, which answers in the page's language.
async function ask(method, path, content) {
  const headers = { Accept: "application/json", "Accept-Language": language };
  if (content) headers["Content-Type"] = "application/json";
  const xhr = await request(method, path, { headers, body: content ? JSON.stringify(content) : null });
  if (xhr.status === 0) throw trouble("lost");
  let answer = null;
  try {
    answer = JSON.parse(xhr.responseText);
  } catch {
    // Something between us and the API has answered in its place; the status says enough.
  }
  if (xhr.status < 400 && answer) return answer;
  const kind = xhr.status === 409 ? "stale" : xhr.status < 400 || xhr.status >= 500 || xhr.status === 429 ? "busy" : "refused";
  throw trouble(kind, problemWords(answer, xhr.status));
}

// The addresses of a ticket, from that of its JSON: /api/desks/{desk}/tickets/{id}?key=…
function targetOf(ticket) {
  const [path, query = ""] = ticket.split("?");
  const key = query && `?${query}`;
  return { ticket, files: `${path}/attachments${key}`, page: ticket.replace("/api/desks/", "/"), file: (id) => `${path}/attachments/${id}${key}` };
}

function pause(row) {
  const seconds = Math.min(LONGEST_PAUSE, 2 ** (row.failures - 1)) * (0.75 + Math.random() / 2);
  return new Promise((resolve) => {
    row.wake = resolve;
    setTimeout(resolve, seconds * 1000);
  });
}

// ---- A file's way -----------------------------------------------------------------------------------------------------------

function work() {
  let free = AT_A_TIME - rows.filter((row) => row.isRunning).length;
  for (const row of rows.filter((each) => each.state === "waiting" && !each.isRunning)) {
    if (free === 0) return;
    free -= 1;
    row.isRunning = true;
    run(row).finally(() => {
      row.isRunning = false;
      work();
      settle();
    });
  }
}

async function run(row) {
  row.control = new AbortController();
  const { signal } = row.control;
  while (!signal.aborted) {
    try {
      await send(row);
      if (!signal.aborted) show(row, "checking", say("files-checking"));
      watch();
      return;
    } catch (error) {
      if (signal.aborted) return;
      row.failures += 1;
      const isHopeless = error.kind !== "lost" && row.failures > MOST_ATTEMPTS;
      if (!["lost", "busy", "stale"].includes(error.kind) || isHopeless) {
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
  const { signal } = row.control;
  await read(row);
  if (signal.aborted) return;
  const { name, size } = row.file;
  const content = row.digests.length > 1 ? { parts: row.digests } : { sha256: row.digests[0] };
  const answer = await ask("POST", target.files, { name, size, content_type: row.type, internal: row.internal, ...content });
  row.id = answer.id;
  row.sent.clear();
  row.there = 0;
  // Given up while the API was holding a place for it.
  if (signal.aborted) forget(row.id);
  else if (answer.upload?.parts) await sendParts(row, answer.upload);
  else if (answer.upload) await put(row, 1, answer.upload, row.file.slice());
}

// The SHA-256 of each part of the file, and never more than one part of it in memory.
async function read(row) {
  const { file } = row;
  const digests = row.digests ?? [];
  try {
    // A file that was changed since it was chosen cannot be read any more, and sending it looks like a lost connection.
    await file.slice(0, 1).arrayBuffer();
    for (let at = digests.length * limits.part_bytes; at < file.size && !row.control.signal.aborted; at += limits.part_bytes) {
      const percent = new Intl.NumberFormat(language, { style: "percent" }).format(at / file.size);
      show(row, "reading", say("files-reading", { percent }));
      const bytes = await file.slice(at, at + limits.part_bytes).arrayBuffer();
      digests.push(hex(await crypto.subtle.digest("SHA-256", bytes)));
    }
  } catch {
    throw trouble("refused", say("files-unreadable"));
  }
  row.digests = digests;
}

function hex(digest) {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function sendParts(row, upload) {
  const missing = upload.parts.map((part) => ({ ...part, at: (part.number - 1) * upload.part_bytes }));
  const lengthOf = (part) => Math.min(upload.part_bytes, row.file.size - part.at);
  row.there = missing.reduce((left, part) => left - lengthOf(part), row.file.size);
  let failure = null;
  const worker = async () => {
    while (missing.length > 0 && !failure && !row.control.signal.aborted) {
      const part = missing.shift();
      try {
        await put(row, part.number, part, row.file.slice(part.at, part.at + lengthOf(part)));
      } catch (error) {
        // The parts beside it are let through: what has arrived need not be sent again.
        failure ??= error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  if (failure) throw failure;
  if (row.control.signal.aborted) return;
  show(row, "checking", say("files-checking"));
  await ask("POST", upload.complete);
}

async function put(row, number, { method, url, headers }, bytes) {
  const onProgress = (loaded) => {
    row.sent.set(number, Math.min(loaded, bytes.size));
    if (!row.control.signal.aborted) showProgress(row);
  };
  onProgress(0);
  const { status } = await request(method, url, { headers, body: bytes, signal: row.control.signal, onProgress });
  // 412: it is there already. An attempt has sent it whose answer was lost.
  if ((status >= 200 && status < 300) || status === 412) {
    row.failures = 0;
    onProgress(bytes.size);
    return;
  }
  row.sent.delete(number);
  if (status === 0) throw trouble("lost");
  // 403: the address is too old. 404: storage has given the upload up.
  throw trouble(status === 403 || status === 404 ? "stale" : "busy", say("files-failed", { status }));
}

// Best effort: what is not forgotten now is cleared away in a day.
async function forget(id) {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const { status } = await request("DELETE", target.file(id));
    if (status !== 0 && status < 500) return;
    await pause({ failures: attempt });
  }
}

// ---- After sending: until we have looked at the files -----------------------------------------------------------------------

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
    const reason = file.reason === "type" ? say("files-other-type") : texts[`refused-${file.reason.replaceAll("_", "-")}`];
    show(row, "quarantined", say("files-set-aside", { reason: reason ?? file.reason }));
  } else if (!file) {
    // Not at the first sight: the ticket may have been read a moment before the file was on it.
    row.absent += 1;
    if (row.absent > 5) show(row, "failed", say("files-gone"));
  }
}

// When all is done, the page is loaded with the files on it, unless somebody would lose what they typed or what a row says.
function settle() {
  const isDone = target && rows.every((row) => row.state === "stored" || ATTENTION.includes(row.state));
  const hasNews = zone.dataset.api ? rows.some((row) => row.state === "stored") : true;
  if (!isDone || !hasNews || watching) return;
  const isTyped = zone.dataset.api && [...document.querySelectorAll("textarea")].some((area) => area.value.trim() !== "");
  if (isTyped || rows.some((row) => ATTENTION.includes(row.state))) {
    if (zone.dataset.api) tell("", { link: say("files-show") });
  } else if (target.page === location.pathname + location.search) {
    location.reload();
  } else {
    location.assign(target.page);
  }
}

// ---- The form for a new ticket ------------------------------------------------------------------------------------------------

function tell(words, { link = "", isBad = false } = {}) {
  note.textContent = words;
  note.classList.toggle("bad", isBad);
  note.hidden = false;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = target.page;
    anchor.textContent = link;
    note.append(words && " ", anchor);
  }
}

// The form is sent from here only when there are files to follow it; the browser does it otherwise.
async function sendForm(form) {
  const button = form.querySelector("button:not([type])");
  const body = new URLSearchParams(new FormData(form));
  button.disabled = true;
  tell(say("files-form-sending"));
  const xhr = await request("POST", form.action, { headers: { Accept: "text/html" }, body });
  button.disabled = false;
  const arrived = new URL(xhr.responseURL || form.action);
  const found = /^\/([^/]+)\/tickets\/([^/]+)$/.exec(arrived.pathname);
  if (xhr.status === 200 && found) return follow(form, found, arrived.searchParams.get("key"));
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  if (page.getElementById("files")) return takeBack(page);
  const words = ["h1", ".lead"].map((selector) => page.querySelector(selector)?.textContent).filter(Boolean);
  // The form's key stays the same, so however often it is sent, it makes one ticket.
  return tell(xhr.status === 0 ? say("files-form-lost") : words.join(". ") || say("files-failed", { status: xhr.status }), { isBad: true });
}

// The ticket is there: now its files.
function follow(form, [, desk, id], key) {
  target = targetOf(`/api/desks/${desk}/tickets/${id}${key ? `?key=${encodeURIComponent(key)}` : ""}`);
  form.querySelector("button:not([type])").remove();
  for (const field of form.elements) if (!zone.contains(field)) field.disabled = true;
  tell(say("files-form-arrived"), { link: say("files-form-open") });
  note.tabIndex = -1;
  note.focus();
  for (const row of rows) if (row.state === "kept") show(row, "waiting", say("files-waiting"));
  work();
  settle();
}

// Something is not right: the form as it came back, with its messages, around the files that were chosen.
function takeBack(page) {
  note.hidden = true;
  document.querySelector("main").replaceChildren(...page.querySelector("main").childNodes);
  document.getElementById("files").replaceWith(zone);
  const mistakes = document.querySelector(".box.bad[role=alert]");
  mistakes?.setAttribute("tabindex", "-1");
  mistakes?.focus();
}

// ---- What people do -----------------------------------------------------------------------------------------------------------

function listen() {
  picker.addEventListener("change", () => {
    [...picker.files].forEach((file) => add(file));
    picker.value = ""; // So that the same file can be chosen again.
  });
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  const mark = (isOver) => document.body.classList.toggle("dropping", isOver);
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    mark(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) mark(false);
  });
  document.addEventListener("drop", (event) => {
    mark(false);
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
    const dropped = items.map((item) => [item.getAsFile(), item.webkitGetAsEntry?.()?.isDirectory]);
    for (const [file, isFolder] of dropped) if (file) add(file, isFolder);
    zone.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("paste", paste);
  document.addEventListener("submit", (event) => {
    if (!event.target.contains(zone) || target || !rows.some((row) => row.state === "kept")) return;
    event.preventDefault();
    sendForm(event.target);
  });
  window.addEventListener("online", () => rows.forEach((row) => row.wake?.()));
  window.addEventListener("beforeunload", (event) => {
    if (!rows.some((row) => PENDING.includes(row.state))) return;
    event.preventDefault();
    event.returnValue = true;
  });
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
  const two = (number) => String(number).padStart(2, "0");
  const now = new Date();
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const stem = `screenshot-${day}-${two(now.getHours())}${two(now.getMinutes())}`;
  const isFree = (name) => !rows.some((row) => row.file.name === name);
  let name = `${stem}.png`;
  for (let next = 2; !isFree(name); next += 1) name = `${stem}-${next}.png`;
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
