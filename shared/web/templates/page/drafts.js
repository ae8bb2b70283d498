"use strict";

// What people type outlives a closed tab. It stays in this browser until it was sent or they sign out, and for a day at most.
const DRAFT_LIFE = 24 * 3600 * 1000; // Milliseconds.
const DRAFT = "docket-draft";

// By who writes, the form's address, and its topic if it has one. A key is known by a number made of it alone.
function draftName(form) {
  const { topic } = form.elements;
  const { pathname, search } = new URL(form.action);
  const writer = document.querySelector("form[action$='/sign-out'] button")?.title ?? "";
  const mark = [...(search + writer)].reduce((sum, sign) => (Math.imul(sum, 31) + sign.codePointAt(0)) | 0, 7);
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
  try {
    localStorage.setItem(draftName(form), JSON.stringify({ at: Date.now(), values }));
  } catch {
    // A browser that keeps nothing, or has no room.
  }
}

function forgetDraft(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // As above.
  }
}

// Puts back what was typed, unless the page came with something typed itself.
function restoreDraft(form) {
  const fields = typedIn(form);
  const texts = fields.filter((field) => !isChoice(field) && field.type !== "select-one");
  let draft = null;
  try {
    draft = JSON.parse(localStorage.getItem(draftName(form)));
  } catch {
    return;
  }
  if (!Array.isArray(draft?.values)) return;
  if (Date.now() - draft.at > DRAFT_LIFE) return forgetDraft(draftName(form));
  if (texts.some((field) => field.value !== "")) return;
  draft.values.forEach(([name, value], place) => {
    const field = fields[place];
    // The form has changed since then.
    if (field?.name !== name) return;
    if (isChoice(field)) field.checked = value === `${field.value}=true`;
    else field.value = value;
  });
}

// A page that a change leads to has the version that it made.
const sent = sessionStorage.getItem("docket-sent");
sessionStorage.removeItem("docket-sent");
if (sent && new URLSearchParams(location.search).has("version")) forgetDraft(sent);
for (const form of document.querySelectorAll("main form[method=post]")) restoreDraft(form);
document.addEventListener("input", (event) => event.target.form && keepDraft(event.target.form));
document.addEventListener("submit", (event) => {
  if (!event.target.action.endsWith("/sign-out")) return sessionStorage.setItem("docket-sent", draftName(event.target));
  Object.keys(localStorage).filter((name) => name.startsWith(DRAFT)).forEach(forgetDraft);
});
