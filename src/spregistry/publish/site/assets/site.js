// What the pages of the standards can do with a script; without one they show everything.
(() => {
  "use strict";

  /** The form that narrows a page to a word, a function or a tag. */
  function narrow(form) {
    const entries = entriesOf(form);
    if (!entries.length) return;
    const output = form.querySelector("output");
    const words = entries.map((entry) => plain(entry.parts.map((part) => part.textContent).join(" ")));

    function show() {
      const wanted = new FormData(form);
      const word = plain(wanted.get("word") ?? "").split(" ").filter(Boolean);
      let shown = 0;
      entries.forEach((entry, at) => {
        const fits =
          (!wanted.get("function") || entry.marks.function === wanted.get("function")) &&
          (!wanted.get("tag") || entry.marks.tags.split(" ").includes(wanted.get("tag"))) &&
          word.every((one) => words[at].includes(one));
        entry.parts.forEach((part) => (part.hidden = !fits));
        shown += fits;
      });
      hideEmptyHeadings();
      output.textContent = shown === entries.length ? "" : output.dataset.shown.replace("{count}", shown).replace("{all}", entries.length);
    }

    const asked = new URLSearchParams(location.search);
    for (const field of form.querySelectorAll("input, select")) if (asked.has(field.name)) field.value = asked.get(field.name);
    form.addEventListener("input", show);
    form.addEventListener("reset", () => setTimeout(show));
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("hashchange", reveal);
    form.hidden = false;
    show();
    reveal();

    /** What a link leads to must not stay hidden. */
    function reveal() {
      const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target && target.hidden) {
        form.reset();
        setTimeout(() => target.scrollIntoView());
      }
    }
  }

  /** Letters without accents and case, so that “garantia” finds “Garantía”. */
  function plain(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
  }

  /** Indicators of a page: sections under a marked heading, or items of a list with a marked link. */
  function entriesOf(form) {
    const all = [...form.parentElement.querySelectorAll("[data-function]")].filter((mark) => !form.contains(mark));
    return all.map((mark) => ({ marks: mark.dataset, parts: /^H[1-6]$/.test(mark.tagName) ? section(mark) : [mark.closest("li")] }));
  }

  function section(heading) {
    const parts = [heading];
    for (let next = heading.nextElementSibling; next && !/^H[1-6]$/.test(next.tagName) && !next.matches(".onwards"); ) {
      parts.push(next);
      next = next.nextElementSibling;
    }
    return parts;
  }

  /** A heading shows where something below it does. */
  function hideEmptyHeadings() {
    const article = document.querySelector("article");
    const headings = [...article.querySelectorAll("h2, h3, h4, h5")].filter((heading) => !heading.dataset.function && heading.dataset.function !== "");
    for (const list of article.querySelectorAll("ul")) if (list.querySelector("[data-function]")) list.hidden = [...list.children].every((item) => item.hidden);
    for (const heading of headings.reverse()) {
      let shown = false;
      for (let next = heading.nextElementSibling; next; next = next.nextElementSibling) {
        if (/^H[1-6]$/.test(next.tagName) && next.tagName <= heading.tagName) break;
        if (next.matches("ul, [data-function]") && !next.hidden) shown = true;
      }
      for (const part of section(heading)) part.hidden = !shown;
    }
  }

  /** On the index of ids, an address that ends with an id, or with a code that an element has or had, leads on to where it stands now. */
  function lead() {
    const asked = decodeURIComponent(location.hash.slice(1));
    const mark = asked && document.getElementById(asked);
    const marks = [...document.querySelectorAll("article [data-codes]")];
    const coded = asked && !mark ? marks.filter((one) => one.dataset.codes.toLowerCase().split(" ").includes(asked.toLowerCase())) : [];
    const found = mark || (coded.length === 1 && coded[0]);
    // Of what was withdrawn, the row itself says what continues it.
    const target = found && !found.classList.contains("gone") && found.closest("tr")?.querySelector("a[href]");
    if (target) return location.replace(target.href);
    // Where a code named several elements, or one that was withdrawn, their rows are all there is to read.
    for (const one of marks) one.closest("tr").hidden = coded.length > 0 && !coded.includes(one);
  }

  /** How many days a round of consultation is still open, on the reader's own day. */
  function countDays(mark) {
    const { from, to, before, open, over } = mark.dataset;
    const [first, last] = [from, to].map((day) => new Date(`${day}T00:00:00`));
    const today = new Date().setHours(0, 0, 0, 0);
    const days = (until) => Math.round((until - today) / 86_400_000);
    if (today > last) mark.textContent = over;
    else mark.textContent = today < first ? before.replace("{days}", days(first)) : open.replace("{days}", days(last) + 1);
  }

  /** Keeps a form for use without a network. */
  async function keep(form) {
    if (!("serviceWorker" in navigator) || !location.protocol.startsWith("http") || !form.dataset.worker) return;
    await navigator.serviceWorker.register(form.dataset.worker);
    const registration = await navigator.serviceWorker.ready;
    registration.active.postMessage({ keep: location.href });
  }

  /** What the theme adds by script: wide tables can be scrolled with the keyboard, and copy buttons are no landmarks of their own. */
  function mendTheme() {
    for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap")) if (wrap.scrollWidth > wrap.clientWidth) wrap.tabIndex = 0;
    for (const nav of document.querySelectorAll("nav.md-code__nav")) nav.setAttribute("role", "none");
  }

  document.querySelectorAll("form.filter").forEach(narrow);
  document.querySelectorAll(".days-left").forEach(countDays);
  addEventListener("load", () => requestAnimationFrame(mendTheme));
  addEventListener("resize", mendTheme);
  if (document.querySelector("article .elements")) {
    lead();
    addEventListener("hashchange", lead);
  }
  const form = document.querySelector("[data-spregistry-assessment]");
  if (form) keep(form).catch((error) => console.warn("The form could not be kept for use without a network:", error));
})();
