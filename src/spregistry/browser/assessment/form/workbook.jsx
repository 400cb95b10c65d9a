// The workbook: opened like any other file, and written from an empty one that the page brings along. What reads and writes it is loaded
// when it is first needed.
import { isPlain, own } from "../document/answers.js";
import { UnreadableFile, download, fileName, readers } from "../document/files.js";
import { cellName } from "../document/workbook_parts/map.js";
import { list, number, t, text } from "../language.js";
import { data, framework, language, notice, options, part, profiles, record, submission, tell } from "../state.js";
import { flush, savedTo } from "../storage.js";
import { ask, show } from "./dialog.jsx";
import { loadScript } from "../script.js";

const OWN = typeof document === "undefined" ? null : (document.currentScript?.src ?? null);
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/** How files begin that may be workbooks: packages, and what older Office programs and passwords make of them. */
const MAGIC = [
  [0x50, 0x4b],
  [0xd0, 0xcf, 0x11, 0xe0],
];
/** How many names a list gives before it says that there are others. */
const NAMED = 12;

readers.push({
  opens: (bytes) => MAGIC.some((magic) => magic.every((byte, at) => bytes[at] === byte)),
  async read(bytes) {
    const tool = await reader().catch(() => {
      throw new UnreadableFile("no-reader");
    });
    const found = tool.read(bytes);
    if (found.refused) throw new UnreadableFile(found.refused.kind, { detail: found.refused.detail });
    return found;
  },
});

/** Return what reads and writes workbooks: workbook.js beside this script, or what the self-contained file holds. */
async function reader() {
  if (!globalThis.spregistry.workbook) {
    const address = options.value.workbook ?? (OWN ? new URL("workbook.js", OWN).href : null);
    if (address === null) throw new Error("workbook.js is not part of this file");
    await loadScript(address);
  }
  return globalThis.spregistry.workbook;
}

function packs() {
  return (globalThis.spregistry?.workbooks ?? []).filter((one) => [framework.value.reference, submission.value?.profile].includes(one.reference));
}

/** Tell whether this page brings an empty workbook along. */
export function hasWorkbook() {
  return Boolean(options.value.workbooks) || packs().length > 0;
}

/** Return the empty workbook that fits best: of the profile that is asked, in the language that is read; null where none fits. */
async function emptyWorkbook() {
  if (!packs().length) await loadScript(options.value.workbooks);
  const fitting = packs();
  if (!fitting.length) return null;
  const rank = (one) => 2 * Number(one.reference === submission.value.profile) + Number(one.languages.includes(language.value));
  const pack = fitting.reduce((best, one) => (rank(one) > rank(best) ? one : best));
  const wanted = [language.value, data.value.source_language].find((one) => pack.languages.includes(one)) ?? pack.languages[0];
  return { pack, wanted };
}

/** Save the open assessment as a workbook that goes on scoring itself. */
export async function saveWorkbook() {
  let tool;
  let empty;
  try {
    [tool, empty] = [await reader(), await emptyWorkbook()];
  } catch {
    await show(t("The workbook cannot be written now"), <p>{t("What writes it could not be loaded; perhaps there is no connection. Save to a file (JSON) instead: it holds everything, and the workbook can be written from it later.")}</p>);
    return;
  }
  if (empty === null) {
    await show(t("The workbook cannot be written now"), <p>{t("This page brings along the workbook of a profile only, and this assessment is not about it. Choose the profile, or open the assessment in the form of the whole standard.")}</p>);
    return;
  }
  tell(t("The workbook is being written …"));
  await new Promise((resolve) => setTimeout(resolve, 30)); // so that this is seen
  let made;
  try {
    made = tool.fill(empty.pack, empty.wanted, submission.value);
  } catch (error) {
    await show(t("The workbook was not saved"), <p>{t("It would not have given back all that is in this assessment ({reason}). Save to a file (JSON) instead, and please report this.", { reason: String(error?.message ?? error) })}</p>);
    return;
  }
  notice.value = null;
  const [notes, carried] = [beforeSaving(empty), carriedNotes(made.left)];
  if (notes.length + carried.length && !(await ask(t("Before the workbook is saved"), <Notes notes={notes} carried={carried} />, [{ value: true, label: t("Save the workbook") }, { value: false, label: t("Cancel"), kind: "plain" }]))) return;
  const name = fileName(submission.value, "xlsx", part.value);
  download(made.bytes, name, TYPE);
  savedTo(name);
  await flush();
  tell(t("Saved as {name}, in the folder for downloads.", { name }));
}

function Notes({ notes, carried }) {
  return (
    <>
      {carried.length > 0 && (
        <>
          <p>{t("What follows has no cell. It travels in a hidden sheet of the workbook, cannot be seen there, and is back when the workbook is opened here or read by spregistry.")}</p>
          <ul>
            {carried.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      )}
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </>
  );
}

/** What a person should know before the workbook goes out, beside what travels unseen. */
function beforeSaving({ pack }) {
  const notes = [];
  const { profile } = submission.value;
  if (profile && pack.reference !== profile) notes.push(t("The results in the workbook are those of the whole standard, not of the profile {profile}. The profile stays named in the file.", { profile }));
  if (pack.function) notes.push(t("The workbook asks only what this part of the institution answers, and shows no result."));
  const drafts = Object.keys(record.value?.drafts ?? {}).length;
  if (drafts) notes.push(t("Fields whose content is not understood or complete yet are not in the workbook: {count}.", { count: drafts }));
  return notes;
}

/** What is told of facts. */
const FACTS = ["facts", "fact_notes", "unconfirmed_facts"];

function carriedNotes(left) {
  const answers = Object.entries(isPlain(left.answers) ? left.answers : {}).map(([id, answer]) => [id, said(answer)]);
  const having = (...keys) => answers.filter(([, keysOf]) => keysOf.some((key) => keys.includes(key))).map(([id]) => nameOf(id));
  const known = ["review", "unconfirmed", "dissent"];
  const others = answers.filter(([, keysOf]) => keysOf.some((key) => !known.includes(key))).map(([id]) => nameOf(id));
  const facts = FACTS.flatMap((section) => Object.keys(isPlain(left[section]) ? left[section] : {}).map(nameOf));
  const sections = Object.keys(left).filter((key) => !["answers", ...FACTS, "actions"].includes(key) && said({ key: left[key] }).length).map((key) => (key === "migration" ? t("What was carried over") : key));
  const actions = Array.isArray(left.actions) ? left.actions.length : 0;
  return [
    having("review").length && t("Reviews by an assessor: {names}", { names: some(having("review")) }),
    having("unconfirmed").length && t("Marks of answers from last year that wait to be confirmed: {names}", { names: some(having("unconfirmed")) }),
    having("dissent").length && t("Views that differ: {names}", { names: some(having("dissent")) }),
    others.length && t("Answers, or parts of them, that no cell holds as they are: {names}", { names: some(others) }),
    facts.length && t("Facts and remarks on them that no cell holds as they are: {names}", { names: some([...new Set(facts)]) }),
    actions && t("Actions that do not fit into the sheet of the plan: {count}", { count: actions }),
    sections.length && t("Details that are not complete yet, and what this form and other programs keep: {names}", { names: some(sections) }),
  ].filter(Boolean);
}

/** The keys of a mapping under which something is said. */
function said(mapping) {
  const empty = (value) => value === null || value === undefined || (typeof value === "object" && Object.values(value).every(empty));
  return isPlain(mapping) ? Object.keys(mapping).filter((key) => !empty(mapping[key])) : [];
}

function nameOf(id) {
  return framework.value.indicators.get(id)?.code ?? (framework.value.facts.has(id) ? text(`${id}/title`) || id : id);
}

function some(names) {
  const first = names.slice(0, NAMED);
  return names.length > NAMED ? t("{names} and others", { names: first.join(", ") }) : list(first);
}

/** Why a workbook is not opened, as a sentence. */
export function refusedWorkbook(kind, detail) {
  const foreign = {
    "open-document": t("This is an OpenDocument file. Save it as an Excel workbook (.xlsx), and open that."),
    "old-office": t("This is a file of an older Office. Save it as an Excel workbook (.xlsx), and open that."),
    binary: t("This is a binary Excel workbook (.xlsb). Open it in Excel or LibreOffice, save it there as an Excel workbook (.xlsx), and open that."),
    newer: t("This workbook was made by a newer version of the program. Open it with a newer form."),
    "no-form": t("This workbook is none of these forms, or its hidden sheets were removed. Fill in one that this form saved, or that spregistry wrote."),
  };
  return {
    table: t("This file is a table of plain text (CSV), whatever its name says; such a table is for reading only, and has lost which cell answers what. Open the workbook (.xlsx) or the .json file that it was made from."),
    markup: t("This file is a web page or other text with tags, whatever its name says. Open it in Excel or LibreOffice, save it there as an Excel workbook (.xlsx), and open that."),
    "no-reader": t("What reads workbooks could not be loaded; perhaps there is no connection. Try again, or open a .json file."),
    "damaged-workbook": t("The workbook is damaged. Open it in a spreadsheet program and save it anew, or take an earlier copy."),
    "foreign-workbook": foreign[detail] ?? t("The file is packed, but no Excel workbook. Choose a workbook (.xlsx) or a .json file."),
    "locked-workbook": t("The workbook is protected by a password. Take the password off (File, Information), save it, and open it again."),
    "macro-workbook": t("The workbook has macros; these forms have none. Save it as an Excel workbook without macros (.xlsx), or ask its sender."),
    "unsafe-workbook": t("The workbook unpacks to far more than any form has, or declares entities of its own, which no spreadsheet program does. It was not opened; do not open it elsewhere either, and ask its sender."),
  }[kind];
}

/** Return the cell where a value stands, and what is written there, in words; null for what came from no cell. */
export function cellOf(found, pointer) {
  if (!found.places) return null;
  const path = pointer.split("/").slice(1).map((key) => key.replace(/~1/g, "/").replace(/~0/g, "~"));
  const value = path.reduce((holder, key) => own(holder, key), found.data);
  for (let end = path.length; end > 0; end -= 1) {
    const steps = path.slice(0, end);
    const numbered = steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    const at = found.places.get(JSON.stringify(steps)) ?? found.places.get(JSON.stringify(numbered));
    if (at) return typeof value === "string" ? t("{cell}: “{text}”", { cell: cellWords(at), text: value.slice(0, 80) }) : cellWords(at);
  }
  return null;
}

function cellWords({ sheet, row, column }) {
  return t("Sheet “{sheet}”, cell {cell}", { sheet, cell: cellName(row, column) });
}

/** What is remarkable about a workbook that was read, each as a sentence: what was not read, and how it was understood. */
export function workbookRemarks(found) {
  if (!found.remarks) return [];
  const remarks = found.remarks.map((remark) => (remark.kind === "unread-sheet" || remark.sheet === null ? remarkWords(remark) : t("{cell}: {remark}", { cell: cellWords(remark), remark: remarkWords(remark) })));
  const digests = [framework.value, ...profiles.value.values()].map(({ digest }) => digest);
  const judged = found.data.profile === undefined || profiles.value.has(found.data.profile);
  if (judged && found.data.framework === framework.value.reference && found.digest && !digests.includes(found.digest)) {
    remarks.unshift(t("The workbook was made from another state of {framework} than this form. Check the answers against the present wording.", { framework: framework.value.reference }));
  }
  return remarks;
}

function namesOf({ names, more }) {
  return list(more ? [...names, t("{count} more", { count: more })] : names);
}

function remarkWords(remark) {
  switch (remark.kind) {
    case "unread-sheet":
      return t("The sheet “{sheet}” is no part of the form, and was not read.", { sheet: remark.sheet });
    case "sheet-deleted":
      return t("The sheet “{sheet}” was deleted, or its hidden first row or column; what stood in it counts as not given ({count}: {names}). Take an earlier copy of the workbook, unless this is meant.", { sheet: remark.title, count: remark.count, names: namesOf(remark) });
    case "rows-deleted":
      return t("Rows of the sheet “{sheet}” were deleted; what stood in them counts as not given ({count}: {names}). Take an earlier copy of the workbook, unless this is meant.", { sheet: remark.title, count: remark.count, names: namesOf(remark) });
    case "columns-deleted":
      return t("Columns of the sheet “{sheet}” were deleted; what stood in them counts as not given ({count}: {names}). Take an earlier copy of the workbook, unless this is meant.", { sheet: remark.title, count: remark.count, names: namesOf(remark) });
    case "actions-deleted":
      return t("The sheet “{sheet}” was deleted; the actions in it are not read.", { sheet: remark.title });
    case "rest-deleted":
      return t("The hidden sheet of what has no cell of its own was deleted; what it carried is not read.");
    case "carried-otherwise":
      return t("what stands in the cells was read; the workbook also carried another value along unseen, which was not");
    case "unread-cell":
      return t("nothing is asked here; what stands in this cell was not read");
    case "row-twice":
      return t("this row stands in the workbook twice, in row {row} of the sheet “{sheet}” as well, and the two differ; the first was read", { row: remark.otherRow, sheet: remark.otherSheet });
    case "error":
      return t("the cell holds the error {error}", { error: remark.error });
    case "no-result":
      return t("the cell holds a formula whose result the file does not have");
    case "formula":
      return t("the cell holds a formula; its last result was taken");
    case "percentage":
      return t("the cell shows {value} as a percentage; it was read as {number}. The workbook’s own results take it for {value} percent", { value: remark.value, number: number(remark.number) });
    case "number-as-text":
      return t("“{text}” is text; it was read as the number {number}. The workbook’s own results count it as missing until it is typed as a number", { text: remark.text, number: number(remark.number) });
    case "number-two-ways":
      return t("“{text}” is text and could be two numbers; it was read as {number}, as the language of the workbook writes it, not as {other}. The workbook’s own results count it as missing until it is typed as a number", { text: remark.text, number: number(remark.number), other: number(remark.other) });
    default:
      return t("“{text}” is text; it was read as the date {day}. The workbook’s own results count it as missing until it is typed as a date", { text: remark.text, day: own(remark, "day") });
  }
}
