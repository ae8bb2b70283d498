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
async function sendForm(form, pressed) {
  const button = form.querySelector("button:not([type])");
  if (button.disabled) return null;
  const body = new URLSearchParams(new FormData(form));
  // A button that was pressed says what is wanted: the same form in another language.
  if (pressed?.name) body.append(pressed.name, pressed.value);
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
  forgetDraft(draftName(form));
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
  document.querySelector(".bar").replaceWith(page.querySelector(".bar"));
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  const messages = document.querySelector(".summary[role=alert]");
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
  // A file that comes with a note is as internal as the note.
  const internal = document.getElementById("files-internal");
  const kinds = [...document.querySelectorAll("[name=internal]")];
  const take = () => {
    if (internal) internal.checked = kinds.some((kind) => kind.checked && kind.value === "true");
  };
  for (const kind of kinds) on("change", take, kind);
  take();
  on("submit", (event) => {
    if (!event.target.contains(zone) || target || !rows.some((row) => row.state === "kept")) return;
    event.preventDefault();
    sendForm(event.target, event.submitter);
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
