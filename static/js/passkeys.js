// Says so when a passkey does not work. The talking itself is done by the scripts of allauth, on the pages that need them.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const sentence of document.querySelectorAll("[data-passkey-error]")) sentence.hidden = false;
});
