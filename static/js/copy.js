// data-copy="text or address": a button that puts it on the clipboard, and says so.
import { words } from "./words.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const place = button.querySelector("[data-copy-says]") ?? button;
  const before = place.textContent;
  place.textContent = words("copied");
  setTimeout(() => {
    place.textContent = before;
  }, 3000);
});
