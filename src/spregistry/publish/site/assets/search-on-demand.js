// The index of the whole site, and what searches it, are fetched when somebody begins to search, and not before. The theme asks for both
// as soon as a page is open; until then its request is held back, and its worker stood in for. From opened files the theme waits itself.
(() => {
  if (location.protocol === "file:" || !window.Worker) return;
  const { open, send } = XMLHttpRequest.prototype;
  const RealWorker = window.Worker;
  const indexRequests = new WeakSet();
  let waiting = [];

  function whenAsked(begin) {
    if (waiting === null) begin();
    else waiting.push(begin);
  }

  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    if (String(address).endsWith("/search/search_index.json")) indexRequests.add(this);
    return open.call(this, method, address, ...rest);
  };
  XMLHttpRequest.prototype.send = function (...body) {
    if (indexRequests.has(this)) whenAsked(() => send.apply(this, body));
    else send.apply(this, body);
  };

  /** Stand in for a worker: keep what it is told, and pass everything on both ways once the real one is there. */
  function waitingWorker(address, options) {
    const stand = new EventTarget();
    const begun = new Promise(whenAsked).then(() => {
      const worker = new RealWorker(address, options);
      worker.addEventListener("message", (event) => pass(new MessageEvent("message", { data: event.data })));
      worker.addEventListener("error", (event) => pass(new ErrorEvent("error", { message: event.message, error: event.error })));
      return worker;
    });
    function pass(event) {
      stand.dispatchEvent(event);
      if (stand[`on${event.type}`]) stand[`on${event.type}`](event);
    }
    stand.postMessage = (...message) => void begun.then((worker) => worker.postMessage(...message));
    stand.terminate = () => void begun.then((worker) => worker.terminate());
    return stand;
  }

  window.Worker = function (address, options) {
    return /\/workers\/search\b/.test(String(address)) ? waitingWorker(address, options) : new RealWorker(address, options);
  };

  function begin() {
    const held = waiting ?? [];
    waiting = null;
    held.forEach((one) => one());
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (new URLSearchParams(location.search).has("q")) begin();
    document.getElementById("__search")?.addEventListener("change", begin, { once: true });
    document.querySelector(".md-search input[name=query]")?.addEventListener("focus", begin, { once: true });
  });
})();
