// Keeps the self-assessment for use without a network, once it was opened: each form's page with all it needs, fetched together and
// replaced together. Other pages of the site go to the network as ever.
//
// The digest changes with the content of any form. The browser then installs this worker anew: it fetches every kept form whole before
// it takes over, and it takes over only when no page of the former build is open any more.
"use strict";

const CACHE = "spregistry-BUILD_DIGEST";

self.addEventListener("install", (event) => event.waitUntil(renew()));
self.addEventListener("activate", (event) => event.waitUntil(forgetFormer()));
self.addEventListener("message", (event) => {
  if (event.data && event.data.keep) event.waitUntil(keep([event.data.keep]));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === self.location.origin) event.respondWith(answer(request));
});

async function answer(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request.mode === "navigate" ? plain(request.url) : request)) || fetch(request);
}

/** The address of a page without its query, its fragment and the name of a folder's own page. */
function plain(address) {
  const url = new URL(address, self.location);
  return url.origin + url.pathname.replace(/\/index\.html$/, "/");
}

async function formerCaches() {
  return (await caches.keys()).filter((name) => name.startsWith("spregistry-") && name !== CACHE);
}

async function forgetFormer() {
  for (const name of await formerCaches()) await caches.delete(name);
}

/** Fetch what former builds kept, as it is now. */
async function renew() {
  const pages = new Set();
  for (const name of await formerCaches()) {
    for (const request of await (await caches.open(name)).keys()) if (request.url.endsWith("/")) pages.add(request.url);
  }
  await keep([...pages]);
}

/** Keep pages with everything they need, or nothing of them. A page that is gone is no longer kept. */
async function keep(pages) {
  const kept = new Map();
  for (const page of new Set(pages.map(plain))) {
    const response = await fetch(page, { cache: "no-cache" });
    if (response.status === 404 || response.status === 410) continue;
    if (!response.ok) throw new Error(`${page}: ${response.status}`);
    const text = await response.clone().text();
    kept.set(page, response);
    for (const address of needed(text, response.url || page)) {
      if (kept.has(address)) continue;
      // A name with a digest never stands for other content.
      const part = await fetch(address, { cache: /\.[0-9a-f]{8,}\./.test(address) ? "force-cache" : "no-cache" });
      if (!part.ok) throw new Error(`${address}: ${part.status}`);
      kept.set(address, part);
    }
  }
  const cache = await caches.open(CACHE);
  for (const [address, response] of kept) await cache.put(address, whole(response));
}

/** A response that was redirected cannot answer a navigation; its content can. */
function whole(response) {
  return response.redirected ? new Response(response.body, { headers: response.headers }) : response;
}

/** The scripts, style sheets and pictures that a page names. */
function needed(text, page) {
  const found = new Set();
  const add = (address) => {
    const url = new URL(address.replace(/&amp;/g, "&"), page);
    if (url.origin === self.location.origin) found.add(url.href);
  };
  for (const [tag] of text.matchAll(/<(?:script|link|div)\b[^>]*>/g)) {
    const rel = /\brel="([^"]*)"/.exec(tag);
    const address = /\b(?:src|href)="([^"]*)"/.exec(tag);
    if (tag.startsWith("<script") && address) add(address[1]);
    if (rel && address && /stylesheet|icon/.test(rel[1])) add(address[1]);
    const others = /\bdata-keep="([^"]*)"/.exec(tag);
    if (others) others[1].split(" ").filter(Boolean).forEach(add);
  }
  return found;
}
