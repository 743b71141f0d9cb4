// form[data-signs-out]: signing out destroys what an advisor wrote on this device without a network, and asks first where something was not sent.
import { destroy, howMany } from "./offline/vault.js";

for (const form of document.querySelectorAll("form[data-signs-out]")) {
  howMany().then((waiting) => {
    if (waiting) form.dataset.confirm = form.dataset.unsent;
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await destroy().catch(() => undefined);
    form.submit();
  });
}
