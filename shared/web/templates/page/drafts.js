"use strict";

// What people type outlives a closed tab. It stays in this browser until it was sent or they sign out, and for a day at most.
const DRAFT_LIFE = 24 * 3600 * 1000; // Milliseconds.
const DRAFT = "docket-draft";
const SENT = "docket-sent";

// What is kept in the browser, or nothing: some browsers keep nothing, or have no room.
function inStore(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

// By who writes, the form's address, and its topic if it has one. The place in a list and the language are no part of it. A key is
// known by a number made of it alone.
function draftName(form) {
  const { topic } = form.elements;
  const { pathname, searchParams } = new URL(form.action);
  const writer = document.querySelector("[data-writer]")?.dataset.writer ?? "";
  const mark = [...`${searchParams.get("key") ?? ""} ${writer}`].reduce((sum, sign) => (Math.imul(sum, 31) + sign.codePointAt(0)) | 0, 7);
  return [DRAFT, mark, pathname, topic?.value ?? ""].join(" ");
}

// What a person fills in about the request. Who they are is not kept: the next one at this browser may be somebody else.
function typedIn(form) {
  const isKept = ({ name, type }) => name && !/^requester|^cc$|^email$/.test(name) && !["hidden", "file", "submit"].includes(type);
  return [...form.elements].filter(isKept);
}

function isChoice(field) {
  return ["checkbox", "radio"].includes(field.type);
}

function keepDraft(form) {
  const values = typedIn(form).map((field) => [field.name, isChoice(field) ? `${field.value}=${field.checked}` : field.value]);
  inStore(() => localStorage.setItem(draftName(form), JSON.stringify({ at: Date.now(), values })));
}

function readDraft(name) {
  return inStore(() => JSON.parse(localStorage.getItem(name)));
}

function forgetDraft(name) {
  inStore(() => localStorage.removeItem(name));
}

function draftNames() {
  return inStore(() => Object.keys(localStorage).filter((name) => name.startsWith(DRAFT))) ?? [];
}

// Puts back what was typed, unless the page came with something typed itself.
function restoreDraft(form) {
  const fields = typedIn(form);
  const texts = fields.filter((field) => !isChoice(field) && field.type !== "select-one");
  const draft = readDraft(draftName(form));
  if (!Array.isArray(draft?.values) || texts.some((field) => field.value !== "")) return;
  draft.values.forEach(([name, value], place) => {
    const field = fields[place];
    // The form has changed since then.
    if (field?.name !== name) return;
    if (isChoice(field)) field.checked = value === `${field.value}=true`;
    else field.value = value;
  });
}

// A page that a change leads to has the version that it made, or names the ticket that has left the list. A new ticket has one
// of the first: what opens it also confirms it, and gives it to somebody.
function wasTaken({ path, version }) {
  const query = new URLSearchParams(location.search);
  const made = Number(query.get("version"));
  const after = query.get("after");
  if (after && path.includes(`/tickets/${after}/`)) return true;
  const [ticket] = location.pathname.match(/[^/]+$/) ?? [""];
  if (/\/(tickets|follow-up)$/.test(path)) return made >= 1 && made <= 5;
  return Boolean(version) && path.includes(`/tickets/${ticket}/`) && made > version;
}

function noteSent(form) {
  const { pathname } = new URL(form.action);
  const sent = { name: draftName(form), path: pathname, version: Number(form.elements.version?.value ?? 0) };
  inStore(() => sessionStorage.setItem(SENT, JSON.stringify(sent)));
}

const sent = inStore(() => JSON.parse(sessionStorage.getItem(SENT)));
inStore(() => sessionStorage.removeItem(SENT));
if (sent && wasTaken(sent)) forgetDraft(sent.name);
for (const name of draftNames()) if (!(Date.now() - readDraft(name)?.at < DRAFT_LIFE)) forgetDraft(name);
for (const form of document.querySelectorAll("main form[method=post]")) restoreDraft(form);
document.addEventListener("input", (event) => event.target.form && keepDraft(event.target.form));
document.addEventListener("submit", (event) => {
  // A button beside the reply sends none of it.
  if (event.submitter?.hasAttribute("formaction")) return;
  if (event.target.action.endsWith("/sign-out")) draftNames().forEach(forgetDraft);
  else noteSent(event.target);
});
