// When a part of the page could not be fetched, say so where messages stand.
import { words } from "./words.js";

function complain(text) {
  const message = document.createElement("div");
  message.className = "utrecht-alert message utrecht-alert--error";
  const sentence = document.createElement("p");
  sentence.className = "utrecht-paragraph";
  sentence.textContent = text;
  message.append(sentence);
  document.getElementById("messages")?.replaceChildren(message);
}

document.addEventListener("htmx:sendError", () => complain(words("offline")));
document.addEventListener("htmx:responseError", () => complain(words("broken")));
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt instanceof HTMLFormElement) delete event.detail.elt.dataset.sent;
});
