
// The keys of the console. What a key does stands on the page: it acts on the element that names it. Whoever uses a screen
// reader or speaks to the machine can turn them off (WCAG 2.2, 2.1.4).
const KEYS_OFF = "docket-keys-off";
const LETTERS = new Set("jkornst?");
const keyList = document.getElementById("keys");

function areKeysOff() {
  return inStore(() => localStorage.getItem(KEYS_OFF)) !== null;
}

// By what is printed on the key, or by its place where letters are other than Latin ones.
function letterOf({ key, code }) {
  if (key === "?") return key;
  return /^[a-z]$/i.test(key) ? key.toLowerCase() : code.replace(/^Key/, "").toLowerCase();
}

// The link of the row that has the focus, or that the address names: the one that somebody came back to.
function linkHere() {
  const row = document.activeElement?.closest("tr") ?? document.querySelector("tr:target");
  return row?.querySelector("a");
}

// The next row of the list, or the one before.
function step(by) {
  const links = [...document.querySelectorAll(".list tbody a")];
  const here = links.indexOf(linkHere());
  const at = here < 0 ? (by > 0 ? 0 : links.length - 1) : here + by;
  links[Math.max(0, Math.min(links.length - 1, at))]?.focus();
}

function act(letter) {
  const found = document.querySelector(`[data-key="${letter}"]`);
  if (letter === "?") keyList.showModal();
  else if (letter === "o") linkHere()?.click();
  else if (found?.type === "radio") {
    found.click();
    document.getElementById("body").focus();
  } else if (found?.href) found.click();
  else if (found) found.focus();
  else if ("jk".includes(letter)) step(letter === "j" ? 1 : -1);
}

function isWritten({ target }) {
  return target.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])") !== null;
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.id === "body") {
    // The button that says Send, also for who wrote with a button beside it in mind.
    event.target.form.querySelector("[data-key=send]")?.click();
    return;
  }
  if (event.key === "Escape" && event.target.id === "body") event.target.blur();
  if (!keyList || keyList.open || areKeysOff() || event.ctrlKey || event.metaKey || event.altKey || isWritten(event)) return;
  const letter = letterOf(event);
  if (!LETTERS.has(letter)) return;
  event.preventDefault();
  act(letter);
});

if (keyList) {
  const hint = document.getElementById("keys-hint");
  const isOn = document.getElementById("keys-on");
  hint.hidden = false;
  hint.addEventListener("click", () => keyList.showModal());
  isOn.checked = !areKeysOff();
  isOn.addEventListener("change", () => {
    inStore(() => (isOn.checked ? localStorage.removeItem(KEYS_OFF) : localStorage.setItem(KEYS_OFF, "1")));
  });
}
