// form[data-send-files]: files can be dropped on it, and each is sent by itself, with how far it is.
//
// Each file is posted with the header X-One-File: 1. The server answers in JSON {"stored": [...], "refused": [...]}, sentences about files. Without JavaScript the form sends all of them at once.
import { words } from "./words.js";

function fileInput(form) {
  return form.querySelector('input[type="file"]');
}

function lineFor(list, file) {
  const line = document.createElement("li");
  line.className = "sent-file";
  const name = document.createElement("span");
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  line.append(name, bar);
  list.append(line);
  return line;
}

function say(line, text, tone) {
  line.querySelector("progress")?.remove();
  const said = document.createElement("span");
  said.className = tone === "bad" ? "sent-file__refused" : "muted";
  said.textContent = text;
  line.append(said);
}

function send(form, file, line) {
  return new Promise((resolve) => {
    const data = new FormData(form);
    data.delete(fileInput(form).name);
    data.append(fileInput(form).name, file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-One-File", "1");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      const bar = line.querySelector("progress");
      if (bar && event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.addEventListener("error", () => resolve(words("offline")));
    request.addEventListener("load", () => {
      if (request.status !== 200 || !request.response) resolve(words("broken"));
      else resolve(request.response.refused[0] ?? "");
    });
    request.send(data);
  });
}

async function sendAll(form, files) {
  const list = form.querySelector("[data-sent-files]");
  list.replaceChildren();
  let refused = 0;
  for (const file of files) {
    const line = lineFor(list, file);
    const why = await send(form, file, line);
    if (why) refused += 1;
    say(line, why || words("stored"), why ? "bad" : "");
  }
  if (!refused) location.assign(form.action);
  else form.querySelector("[data-files-again]")?.removeAttribute("hidden");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-send-files]")) return;
  const files = [...fileInput(form).files];
  if (files.length < 2) return;
  event.preventDefault();
  const button = event.submitter;
  button?.setAttribute("aria-busy", "true");
  sendAll(form, files).finally(() => {
    button?.removeAttribute("aria-busy");
    form.reset();
  });
});

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest?.("[data-send-files]");
    if (!form || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("form--takes-files", kind === "dragover");
    if (kind === "drop") fileInput(form).files = event.dataTransfer.files;
  });
}
