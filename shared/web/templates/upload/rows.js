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
    const endings = limits.endings.filter(([, named]) => named === type).slice(0, 2).map(([ending]) => ending);
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
  const byName = Object.fromEntries(limits.endings)[file.name.split(".").pop().toLowerCase()] ?? type;
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

