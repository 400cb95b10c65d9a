// The form that saves comments on a draft as CSV, in the columns that `spregistry consult import` reads. Nothing is sent anywhere.
(() => {
  "use strict";
  const form = document.querySelector("form.comment-form");
  if (!form) return;
  const said = form.dataset;
  const columns = said.columns.split(" ");
  const status = form.querySelector(".comment-status");
  const section = form.querySelector(".comment-kept");
  const shelf = `spregistry-comments ${said.draft}`;
  let kept = remembered();

  /** The comments that this browser keeps for this draft; some browsers keep nothing for pages opened as files. */
  function remembered() {
    try {
      const rows = JSON.parse(localStorage.getItem(shelf) ?? "[]");
      return Array.isArray(rows) ? rows.filter((row) => row && typeof row === "object") : [];
    } catch {
      return [];
    }
  }

  function remember() {
    try {
      localStorage.setItem(shelf, JSON.stringify(kept));
    } catch {
      // The file that was saved holds them all.
    }
  }

  /** Today where the reader is, as YYYY-MM-DD. */
  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  }

  /** The round that is open, else the last that was; none before the first, when a comment has neither round nor day. */
  function occasion() {
    const day = today();
    const begun = JSON.parse(said.rounds).filter((round) => round.from <= day);
    const round = begun.find((one) => day <= one.to) ?? begun[begun.length - 1];
    return round ? { round: String(round.number), on: day } : { round: "", on: "" };
  }

  /** A cell that no spreadsheet takes for a formula; twin of `_marked` in load/consultation/comment_rows.py. */
  function cell(text) {
    const [, marks, words] = /^('*)([^]*)$/.exec(text);
    const closed = /'(?![\p{L}\p{N}_])/u.test(words);
    const wanted = !closed ? marks.length + 1 : marks.length === 1 ? 1 : Math.max(2, marks.length + 1);
    const marked = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(words) ? "'".repeat(wanted) + words : text;
    return `"${marked.replaceAll('"', '""')}"`;
  }

  function save() {
    const lines = [columns.join(","), ...kept.map((row) => columns.map((column) => cell(row[column] ?? "")).join(","))];
    const file = new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = said.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    status.textContent = said.saved.replace("{file}", said.file).replace("{count}", kept.length);
  }

  function show() {
    section.hidden = !kept.length;
    section.querySelector("ul").replaceChildren(
      ...kept.map((row) => {
        const item = document.createElement("li");
        const title = [...form.elements.element.options].find((option) => option.value === row.element)?.textContent ?? row.element;
        const remove = document.createElement("button");
        remove.type = "button";
        remove.textContent = said.remove;
        remove.setAttribute("aria-label", `${said.remove}: ${title}`);
        remove.addEventListener("click", () => {
          kept = kept.filter((one) => one !== row);
          remember();
          show();
          status.textContent = said.removed.replace("{count}", kept.length);
          form.elements.summary.focus();
        });
        item.append(`${title}: ${row.summary} `, remove);
        return item;
      }),
    );
  }

  /** The element that the address names, such as #/complaints. */
  function choose() {
    const id = decodeURIComponent(location.hash.replace(/^#\/?/, ""));
    if ([...form.elements.element.options].some((option) => option.value === id)) form.elements.element.value = id;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
    if (!given.summary) {
      form.elements.summary.value = "";
      form.reportValidity();
      return;
    }
    kept.push({ ...given, ...occasion(), draft: said.draft });
    remember();
    form.elements.summary.value = "";
    show();
    save();
  });
  form.querySelector(".comment-again").addEventListener("click", save);
  addEventListener("hashchange", choose);
  form.hidden = false;
  choose();
  show();
})();
