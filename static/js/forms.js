// What every form does: it leads to its errors, and is sent once.

document.addEventListener("DOMContentLoaded", () => document.querySelector("[data-error-summary]")?.focus());

// The summary's link to a group of choices goes to the first of them.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  if (!link) return;
  const target = document.getElementById(link.hash.slice(1));
  const input = target?.matches("input, select, textarea") ? target : target?.querySelector("input, select, textarea");
  if (!input) return;
  event.preventDefault();
  input.focus();
});

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
