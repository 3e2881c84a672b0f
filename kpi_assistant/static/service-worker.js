// Opens the app without a network. Only GET is ever touched: what is typed goes its own way (outbox.js, sender.js).
// VERSION, FILES and SHELLS are written above by the server. No page with anybody's words is ever put into this cache, and
// no page that says whose it is: the shells are fetched as a stranger would, and ask the device who was here last.

const CACHE = `kpi-${VERSION}`;
const PATIENCE = 4000;

addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll([
      ...[...new Set(FILES)].map((address) => new Request(address, { cache: "no-cache" })),
      ...Object.values(SHELLS).map((address) => new Request(address, { cache: "no-cache", credentials: "omit" })),
    ]);
    await skipWaiting();
  })());
});

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
    await clients.claim();
  })());
});

// From a page that opened while this worker took its place, and was overlooked.
addEventListener("message", (event) => { if (event.data === "claim") event.waitUntil(clients.claim()); });

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, address));
  else if (address.pathname.startsWith("/static/")) event.respondWith(file(request, address));
});

// The server's page when it answers, else what this device has. Only a page that can be used without a network is
// given up for slow: any other would say there is no network where there is a poor one.
async function page(request, address) {
  const inMeeting = /^\/meetings\/[0-9a-f-]{36}\/(capture\/|read-back)$/.test(address.pathname);
  try {
    return await (inMeeting ? patiently(fetch(request)) : fetch(request));
  } catch {
    return await caches.match(inMeeting ? SHELLS.capture : SHELLS.home, { cacheName: CACHE }) ?? Response.error();
  }
}

async function file(request, address) {
  // An address with the content's hash never changes; any other is asked for, so that no page mixes two versions.
  const kept = await caches.match(request, { cacheName: CACHE });
  if (kept && address.searchParams.has("v")) return kept;
  try {
    return await (kept ? patiently(fetch(request)) : fetch(request));
  } catch {
    return kept ?? Response.error();
  }
}

function patiently(promise) {
  return Promise.race([promise, new Promise((_, reject) => { setTimeout(() => reject(new Error("too slow")), PATIENCE); })]);
}
