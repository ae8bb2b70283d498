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
