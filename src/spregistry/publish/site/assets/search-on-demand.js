// The index of the whole site is fetched when somebody begins to search, and not before. The theme asks for it as soon as a page is
// open, so its request is held back until then. From opened files the theme waits by itself.
(() => {
  if (location.protocol === "file:") return;
  const { open, send } = XMLHttpRequest.prototype;
  const isIndex = new WeakSet();
  let waiting = [];

  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    if (String(address).endsWith("/search/search_index.json")) isIndex.add(this);
    return open.call(this, method, address, ...rest);
  };
  XMLHttpRequest.prototype.send = function (...body) {
    if (waiting === null || !isIndex.has(this)) send.apply(this, body);
    else waiting.push(() => send.apply(this, body));
  };

  function release() {
    const held = waiting ?? [];
    waiting = null;
    held.forEach((request) => request());
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (new URLSearchParams(location.search).has("q")) release();
    document.getElementById("__search")?.addEventListener("change", release, { once: true });
    document.querySelector(".md-search input[name=query]")?.addEventListener("focus", release, { once: true });
  });
})();
