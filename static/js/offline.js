// On the pages of advisors: keeps the page on which one writes without a network, and sends what waits on this device.
import { startPage } from "./offline/page.js";
import { askDevice, send, sessionsOf } from "./offline/sessions.js";

async function registerWorker(address) {
  const registration = await navigator.serviceWorker.register(address);
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  worker?.postMessage({ language: document.documentElement.lang });
}

function tell(text, href) {
  const message = document.createElement("div");
  message.className = "utrecht-alert message utrecht-alert--info";
  const link = document.createElement("a");
  link.className = "utrecht-link utrecht-link--html-a";
  link.href = href;
  link.textContent = text;
  message.append(link);
  document.getElementById("messages")?.append(message);
}

// Where nobody writes now: send what waits, and say what is left.
async function sendQuietly({ device: address, receive, page, left, notYours }) {
  const device = await askDevice(address);
  if (!device?.person) return;
  await send(device, { address: receive, notYours });
  const { length } = await sessionsOf(device);
  if (length) tell(left.replace("{n}", length), page);
}

const settings = document.getElementById("offline")?.dataset;
if (settings && window.isSecureContext && navigator.serviceWorker) {
  registerWorker(settings.worker);
  const page = document.querySelector("[data-offline-page]");
  if (page) startPage(page, settings);
  else sendQuietly(settings);
}
