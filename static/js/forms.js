// What every form does: it leads to its errors, and is sent once.

document.addEventListener("DOMContentLoaded", () => document.querySelector("[data-error-summary]")?.focus());

const CONTROLS = "input:not([type=hidden]), select, textarea, button";

// To the field that an address names, or the first one of a group of choices. Says whether it was there.
function goTo(id) {
  const target = document.getElementById(id);
  const input = target?.matches(CONTROLS) ? target : target?.querySelector(CONTROLS);
  input?.focus();
  return Boolean(input);
}

// The summary's links, and links from another page to what is missing (#id_iban), put the cursor in the field.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#'], a[data-to-field]");
  if (!link || link.pathname !== location.pathname) return;
  if (goTo(link.hash.slice(1))) event.preventDefault();
});

function goToHash() {
  if (location.hash.length > 1 && !document.querySelector("[data-error-summary]"))
    goTo(decodeURIComponent(location.hash.slice(1)));
}

document.addEventListener("DOMContentLoaded", goToHash);
window.addEventListener("hashchange", goToHash);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});

// A page that comes back from the browser's memory may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});
