// Keeps the page on which an advisor writes without a network. It holds nothing about anybody: it is fetched as a stranger would see it.
const CACHE = "coophub-offline";
const PAGE = new URL("offline/", self.registration.scope).pathname;
const ASSETS = /(?:href|src)="([^"]+\.(?:css|js|svg))(?:#[^"]*)?"/g;

async function keepPage(language) {
  const cache = await caches.open(CACHE);
  const answer = await fetch(PAGE, {
    credentials: "omit",
    headers: { "Accept-Language": language },
    cache: "no-store",
  });
  if (!answer.ok || answer.redirected) return;
  const page = await answer.clone().text();
  const assets = [...page.matchAll(ASSETS)].map(([, address]) => address);
  await cache.addAll([...new Set(assets)].filter((address) => address.startsWith("/")));
  await cache.put(PAGE, answer);
}

async function fromNetwork(request, kept) {
  try {
    return await fetch(request);
  } catch (error) {
    const cache = await caches.open(CACHE);
    const found = await cache.match(kept, { ignoreVary: true });
    if (found) return found;
    throw error;
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(keepPage(event.data.language)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(fromNetwork(request, PAGE));
  else if (["script", "style", "image"].includes(request.destination)) event.respondWith(fromNetwork(request, request));
});
