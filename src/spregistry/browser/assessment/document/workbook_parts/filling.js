// Fills an empty workbook with a submission, by the map that the workbook carries. What a cell would not give back as it was is carried
// along on the hidden sheet for it, and told.
import { isPlain, own, same } from "../answers.js";
import { Editor, Styles } from "./editor.js";
import { BETWEEN, CELL, FIELD_KINDS, FORM, HEAD, LIST, LISTS, READ, REST, SHOWN, YES, itemsList, reasonsList } from "./map.js";
import { targetFrom } from "./reading.js";
import { WorkbookRows } from "./rows.js";
import { readSheets } from "./sheets.js";
import { Values, listsOf, split } from "./values.js";

const DAY = 86_400_000;
const EPOCH = Date.UTC(1899, 11, 30);
/** Days before this one are no dates to a spreadsheet. */
const FIRST_DAY = Date.UTC(1900, 2, 1);
/** What the hidden form sheet says itself. */
const ENVELOPE = ["format", "framework", "profile"];
/** Fields of an answer beside its value and why it does not apply. */
const REMARKS = ["evidence", "no_evidence", "comment", "by", "on", "flag", "unconfirmed"];

/**
 * Fill an empty workbook in.
 *
 * @param parts the empty workbook as `Parts`
 * @param submission plain data; it is left alone
 * @returns `{texts, left, expected}`: the parts as texts by name, what no cell took, and the submission as it will be read from there
 */
export function filled(parts, submission) {
  return new Filler(parts, submission).fill();
}

class Filler {
  constructor(parts, submission) {
    this.parts = parts;
    const { sheets, from1904, unlocked } = readSheets(parts, (mark) => READ.includes(mark));
    this.rows = new WorkbookRows(sheets);
    this.values = new Values(listsOf(this.rows.table(LISTS)), this.rows.about.get("language") ?? "en", { from1904 });
    this.unlocked = unlocked;
    this.styles = new Styles(parts.text("xl/styles.xml"));
    this.editors = new Map();
    this.kinds = new Map();
    this.expected = plainEnds(submission);
    this.left = structuredCopy(this.expected);
    for (const key of ENVELOPE) delete this.left[key];
  }

  editor(part) {
    if (!this.editors.has(part)) this.editors.set(part, new Editor(this.parts.text(part), this.styles, this.unlocked));
    return this.editors.get(part);
  }

  fill() {
    const byKey = new Map();
    for (const row of this.rows.rows()) {
      const key = `${row.key.section}/${row.key.name}`;
      if (!byKey.has(key)) byKey.set(key, { items: [] });
      if (row.key.item === null) byKey.get(key).row = row;
      else byKey.get(key).items.push(row);
    }
    for (const { row, items } of byKey.values()) {
      if (row === undefined) continue;
      if (row.key.section === "facts") this.fact(row, items);
      else if (row.key.section === "answers") this.answer(row, items);
      else this.field(row, "value", row.kind, row.key.section === "submission" ? [row.key.name] : [row.key.section, row.key.name]);
    }
    this.actions();
    this.profile();
    this.rest();
    return { texts: this.texts(), left: this.left, expected: this.expected };
  }

  /** Write a single value, a list of lines or of days into its cell; where it would not be read as it is, it stays. Tells whether it was taken. */
  field(row, name, kind, path) {
    const editor = this.editor(row.part);
    const column = row.columns.get(name);
    if (!editor.takes(row.number, column)) return false;
    const holder = at(this.left, path.slice(0, -1));
    const key = path[path.length - 1];
    const value = own(holder, key);
    const cell = value === undefined ? null : this.cell(kind, value, row, name);
    editor.set(row.number, column, cell === null ? null : cell.value);
    if (cell === null) return false;
    this.taken(path);
    return true;
  }

  /** Remove what was taken, and what is then left empty. */
  taken(path) {
    const holders = path.map((_, end) => at(this.left, path.slice(0, end)));
    for (let end = path.length - 1; end >= 0; end -= 1) {
      delete holders[end][path[end]];
      if (Object.keys(holders[end]).length) break;
    }
  }

  /** Return a cell that is read as a value; null where there is none. */
  cell(kind, value, row, name) {
    const cell = this.candidate(kind, value, name === "justification" ? reasonsList(row.key.name) : null);
    if (cell === null || (typeof cell.value === "string" && !writable(cell.value))) return null;
    if (name === "justification") return this.values.reason(reasonsList(row.key.name), cell) === value ? cell : null;
    const { value: back, remark } = this.values.read(kind, cell);
    return remark === undefined && same(back, value) ? cell : null;
  }

  candidate(kind, value, reasons) {
    const [base, list] = split(kind, ":");
    if (typeof value === "boolean") return base === "boolean" || base === "tick" ? { value: this.label(YES, String(value)) } : null;
    if (typeof value === "number") return base === "number" || base === "integer" || base === "percent" ? { value, shows: null } : null;
    if (Array.isArray(value)) {
      const lines = (base === "lines" || base === "dates") && value.length > 0 && value.every((line) => typeof line === "string" && !line.includes("\n"));
      return lines ? { value: value.join("\n") } : null;
    }
    if (typeof value !== "string") return null;
    if (reasons !== null) return { value: this.label(reasons, value) };
    if (base === "option") return { value: this.label(list, value) };
    const serial = base === "date" ? serialOf(value) : null;
    return serial === null ? { value } : { value: serial, shows: "date" };
  }

  label(list, value) {
    return this.values.list(list).labels.get(value) ?? value;
  }

  fact(row, items) {
    const path = ["facts", row.key.name];
    if (items.length) this.ticks(items, path);
    const value = at(this.left, path);
    if (isPlain(value)) this.figure(row, path, value);
    else if (row.kind !== "computed") this.field(row, "value", row.kind, path);
    this.field(row, "note", FIELD_KINDS.note, ["fact_notes", row.key.name]);
    this.field(row, "unconfirmed", FIELD_KINDS.unconfirmed, ["unconfirmed_facts", row.key.name]);
  }

  /** Write a figure that has parts, or is not measured. */
  figure(row, path, value) {
    const main = row.main ?? "total";
    const fields = new Map([...row.columns.keys()].filter((name) => name === "open" || name.startsWith("segment:")).map((name) => [name.replace(/^segment:/, ""), name]));
    if (row.kind !== "computed") fields.set(main, "value");
    fields.set("not_measured", "not_measured");
    const fits = (part) => fields.has(part) && this.fits(row, fields.get(part), part, value[part]);
    const parts = Object.keys(value);
    // Where nothing but the main part had a cell, the rest would be lost behind it.
    if (!parts.every(fits) && !parts.some((part) => part !== main && fits(part))) return;
    for (const part of parts.filter(fits)) this.field(row, fields.get(part), part === "not_measured" ? "boolean" : row.kind, [...path, part]);
    if (parts.length === 1 && parts[0] === main) this.expected.facts[row.key.name] = value[main] ?? this.expected.facts[row.key.name][main];
  }

  fits(row, name, part, value) {
    if (!this.editor(row.part).takes(row.number, row.columns.get(name))) return false;
    return part === "not_measured" ? value === true : !isPlain(value) && this.cell(row.kind, value, row, name) !== null;
  }

  /** Write a list of ticked items; an item of no row keeps the whole list from being written. */
  ticks(items, path) {
    const value = at(this.left, path);
    const known = items.map((row) => row.key.item);
    const fits = Array.isArray(value) && new Set(value).size === value.length && value.every((item) => known.includes(item));
    for (const row of items) this.editor(row.part).set(row.number, row.columns.get("value"), fits ? this.label(YES, String(value.includes(row.key.item))) : null);
    if (!fits) return;
    at(this.expected, path.slice(0, -1))[path[path.length - 1]] = known.filter((item) => value.includes(item));
    this.taken(path);
  }

  answer(row, items) {
    const path = ["answers", row.key.name];
    const answer = structuredCopy(at(this.left, path));
    this.kinds.set(row.key.name, row.kind);
    if (items.length) this.ticks(items, [...path, "value"]);
    if (row.kind !== "computed") this.field(row, "value", row.kind, [...path, "value"]);
    this.reason(row, path, isPlain(answer) ? answer : {});
    for (const name of REMARKS) this.field(row, name, FIELD_KINDS[name], [...path, name]);
    this.evidence(row, [...path, "evidence"]);
  }

  /** Write why an indicator does not apply. What the reason means depends on the value, which must be in its cell as well. */
  reason(row, path, { value, not_applicable: said }) {
    const editor = this.editor(row.part);
    const left = at(this.left, path);
    const hasValue = value !== undefined && own(left, "value") === undefined;
    const says = value === undefined && said === true && this.values.list(split(row.kind, ":")[1]).excluded === null;
    if ((hasValue && said === undefined) || says) {
      if (this.field(row, "justification", "line", [...path, "justification"]) && says) this.taken([...path, "not_applicable"]);
    } else if (editor.takes(row.number, row.columns.get("justification"))) editor.set(row.number, row.columns.get("justification"), null);
  }

  /** Write as many lines of a long list as fit into its cell; the others come behind them. */
  evidence(row, path) {
    const lines = at(this.left, path);
    if (!Array.isArray(lines) || !this.editor(row.part).takes(row.number, row.columns.get("evidence"))) return;
    let [size, fitting] = [-1, 0];
    while (fitting < lines.length && typeof lines[fitting] === "string" && (size += lines[fitting].length + 1) <= CELL) fitting += 1;
    const cell = fitting > 0 && fitting < lines.length ? this.cell("lines", lines.slice(0, fitting), row, "evidence") : null;
    if (cell === null) return;
    this.editor(row.part).set(row.number, row.columns.get("evidence"), cell.value);
    lines.splice(0, fitting);
  }

  /** Write the actions that fit into the rows that are ready for them; the others come behind them. */
  actions() {
    const [sheet] = this.rows.byMark.get(LIST);
    if (sheet === undefined || !Array.isArray(this.left.actions)) return;
    const editor = this.editor(sheet.part);
    const columns = new Map([...sheet.cells.get(1)].filter(([column, { value }]) => column > 1 && value !== SHOWN).map(([column, { value }]) => [String(value), column]));
    const head = [...sheet.cells].find(([, cells]) => cells.get(1)?.value === HEAD)?.[0] ?? 1;
    const ready = [...editor.rows.keys()].filter((row) => row > head && editor.takes(row, columns.get("what")));
    const [written, others] = [[], []];
    for (const action of this.left.actions) {
      const cells = ready.length ? this.actionCells(action, columns) : null;
      if (cells === null) others.push(action);
      else {
        const row = ready.shift();
        for (const [name, cell] of cells) editor.set(row, columns.get(name), cell.value);
        written.push(action);
      }
    }
    this.expected.actions = structuredCopy([...written, ...others]);
    if (written.length && !others.length) delete this.left.actions;
    else this.left.actions = others;
  }

  actionCells(action, columns) {
    if (!isPlain(action) || !Object.keys(action).length) return null;
    const cells = Object.entries(action).map(([name, value]) => [name, columns.has(name) ? this.actionCell(name, value, action) : null]);
    return cells.every(([, cell]) => cell !== null) ? cells : null;
  }

  actionCell(name, value, action) {
    if (name !== "target") return this.cell(FIELD_KINDS[name] ?? "text", value, null, name);
    const cell = this.targetCell(value, action.indicator);
    if (cell === null || (typeof cell.value === "string" && !writable(cell.value))) return null;
    const back = this.values.spelled(cell);
    return same(typeof action.indicator === "string" ? targetFrom(this.values, this.kinds, action.indicator, back) : back, value) ? cell : null;
  }

  /** Return the answer that is aimed at as it is shown: labels of options and of the lines of a checklist, else the value. */
  targetCell(value, indicator) {
    if (typeof value === "number") return { value, shows: null };
    if (Array.isArray(value)) {
      const labels = value.map((item) => this.label(itemsList(indicator), item));
      return { value: labels.map((label, at) => (String(label).includes(BETWEEN.trim()) ? value[at] : label)).join(BETWEEN) };
    }
    return typeof value === "string" ? { value: this.label(split(this.kinds.get(indicator) ?? "", ":")[1], value) } : null;
  }

  /** Name the profile, where the workbook is one of the whole standard. */
  profile() {
    const { profile } = this.expected;
    if (typeof profile === "string" && this.rows.about.get("profile") !== profile) this.editor(this.rows.byMark.get(FORM)[0].part).append(["profile", profile]);
  }

  /** Write what no cell took as pieces of one JSON text. */
  rest() {
    if (!Object.keys(this.left).length) return;
    // eslint-disable-next-line no-control-regex
    const text = JSON.stringify(this.left).replace(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
    const editor = this.editor(this.rows.byMark.get(REST)[0].part);
    for (let start = 0; start < text.length; start += CELL) editor.append([text.slice(start, start + CELL)]);
  }

  /** The parts of the filled workbook, without results of formulas, which were those of an empty one. */
  texts() {
    const texts = new Map(this.parts.texts);
    for (const [part, editor] of this.editors) texts.set(part, editor.text());
    texts.set("xl/styles.xml", this.styles.text());
    for (const [part, text] of texts) if (part.startsWith("xl/worksheets/sheet")) texts.set(part, text.replace(/<\/f><v>[^<]*<\/v>/g, "</f>"));
    const book = texts.get("xl/workbook.xml");
    if (!/<calcPr\b[^>]*fullCalcOnLoad="1"/.test(book)) texts.set("xl/workbook.xml", book.replace(/<calcPr\b/, '<calcPr fullCalcOnLoad="1"'));
    return texts;
  }
}

/** Return what stands at a way of keys; undefined where nothing does. */
function at(node, path) {
  return path.reduce((holder, key) => own(holder, key), node);
}

const structuredCopy = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/** Return a copy of data whose texts have plain ends of lines, the only ones that cells have. */
function plainEnds(value) {
  return JSON.parse(JSON.stringify(value), (_, one) => (typeof one === "string" ? one.replace(/\r\n?/g, "\n") : one));
}

/** Tell whether a cell can hold a text: something to see, not too long, and no halves of signs. */
function writable(text) {
  if (!text.trim() || text.length > CELL) return false;
  try {
    return encodeURIComponent(text) !== "";
  } catch {
    return false;
  }
}

/** Return a day as spreadsheets count days; null where it is none that they know. */
function serialOf(text) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const day = found ? Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3])) : NaN;
  return day >= FIRST_DAY && new Date(day).toISOString().slice(0, 10) === text ? Math.round((day - EPOCH) / DAY) : null;
}
