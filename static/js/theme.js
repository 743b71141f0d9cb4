// The choice of colours in the foot. A cookie keeps it, so that the server draws the next page right at once.

const YEAR_SECONDS = 365 * 24 * 3600;
const root = document.documentElement;

function show() {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === (root.dataset.theme ?? "")));
  }
}

document.addEventListener("DOMContentLoaded", () => {
  for (const group of document.querySelectorAll("[data-themes]")) group.hidden = false;
  show();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-choice]");
  if (!button) return;
  const choice = button.dataset.themeChoice;
  if (choice) root.dataset.theme = choice;
  else delete root.dataset.theme;
  // biome-ignore lint/suspicious/noDocumentCookie: Firefox had no cookieStore yet in the versions that we serve.
  document.cookie = `theme=${choice}; path=/; max-age=${choice ? YEAR_SECONDS : 0}; samesite=lax`;
  show();
});
