// Reads a filled workbook as a submission, by the map that the workbook carries; mirrors load/workbook/reading.py.
import { isPlain, own, same } from "../answers.js";
import { parseJson } from "../json.js";
import { BETWEEN, FIELD_KINDS, LISTS, READ, itemsList, reasonsList } from "./map.js";
import { damaged } from "./refusal.js";
import { NOWHERE, WorkbookRows } from "./rows.js";
import { Archive } from "./archive.js";
import { readSheets } from "./sheets.js";
import { BLANK, DOES_NOT_APPLY, Values, folded, listsOf, numberRemark, split } from "./values.js";

/** Sections in the order of a submission. */
const ORDER = [
  "format", "framework", "profile", "language", "organisation", "period", "currency", "assurance", "respondent", "status", "facts",
  "fact_notes", "unconfirmed_facts", "answers", "actions",
]; // prettier-ignore

/** Parts of a submission that rows of details cannot be about. */
const NO_DETAILS = ["format", "framework", "profile", "facts", "fact_notes", "unconfirmed_facts", "answers", "actions"];

/** Set a key as the object's own, whatever its name. */
function put(object, key, value) {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  return value;
}

/** Return what stands under a key, an empty object put there where nothing does. */
function held(object, key) {
  return own(object, key) ?? put(object, key, {});
}

/**
 * Read a workbook.
 *
 * @param bytes the file as a Uint8Array
 * @returns `{data, digest, remarks, places}`: the submission, the digest of the standard that the workbook was made from, what is
 *     remarkable about cells, and a Map from the JSON of a path to `{sheet, row, column}`
 * @throws Refused where it is damaged, locked, unsafe, has macros, is no workbook, or none of this program
 */
export function readWorkbook(bytes) {
  const { sheets, from1904 } = readSheets(new Archive(bytes), (mark) => READ.includes(mark));
  const rows = new WorkbookRows(sheets);
  const values = new Values(listsOf(rows.table(LISTS)), rows.about.get("language") ?? "en", { from1904 });
  return new Reader(rows, values).read();
}

class Reader {
  constructor(rows, values) {
    Object.assign(this, { rows, values });
    this.data = { format: 1 };
    this.places = new Map();
    /** Kinds of answers by indicator. */
    this.kinds = new Map();
  }

  read() {
    for (const key of ["framework", "profile"]) {
      if (!this.rows.about.has(key)) continue;
      this.data[key] = this.rows.about.get(key);
      this.place([key], { sheet: this.rows.formSheet, row: 1, column: 1 });
    }
    for (const row of this.rows.rows()) {
      if (row.key.section === "facts") this.fact(row);
      else if (row.key.section === "answers") this.answer(row);
      else this.detail(row);
    }
    this.settle();
    for (const row of this.rows.items()) this.action(row);
    const whole = this.joined(this.data, this.carried(), []);
    const data = {};
    for (const key of [...ORDER, ...Object.keys(whole)]) if (own(whole, key) !== undefined && own(data, key) === undefined) put(data, key, whole[key]);
    return { data, digest: this.rows.about.get("digest") ?? null, remarks: this.rows.remarks, places: this.places };
  }

  place(path, at) {
    this.places.set(JSON.stringify(path), at);
  }

  placeFirst(path, at) {
    if (!this.places.has(JSON.stringify(path))) this.place(path, at);
  }

  /** Read a field of a row; note where it stands, and what is remarkable about it. */
  take(row, name, path, kind) {
    const at = placeIn(row, name);
    if (row.columns.has(name)) this.placeFirst(path, at);
    const cell = row.cells.get(name);
    if (!cell) return BLANK;
    if (cell.error) {
      this.rows.remark("error-in-cell", { kind: "error", error: String(cell.value) }, at, path);
      return BLANK;
    }
    const typed =
      name === "justification"
        ? { value: this.values.reason(reasonsList(row.key.name), cell) }
        : this.values.read(kind ?? own(FIELD_KINDS, name) ?? row.kind, cell);
    if (cell.formula) this.rows.remark("formula-in-cell", { kind: "formula" }, at, path);
    if (typed.remark) this.rows.remark("typed-as-text", typed.remark, at, path);
    this.place(path, at);
    return typed.value;
  }

  detail(row) {
    const { section, name } = row.key;
    if (NO_DETAILS.includes(section === "submission" ? name : section)) {
      this.rows.remark("unread-cell", { kind: "unread-cell" }, { sheet: row.sheet, row: row.number, column: 1 }, []);
      return;
    }
    const value = plain(this.take(row, "value", section === "submission" ? [name] : [section, name], row.kind), row, "value");
    if (value === BLANK) return;
    if (section === "submission") put(this.data, name, value);
    else {
      const there = held(this.data, section);
      if (isPlain(there)) put(there, name, value);
      this.placeFirst([section], placeIn(row, "value"));
    }
  }

  fact(row) {
    const { name: id, item } = row.key;
    const path = ["facts", id];
    if (item !== null) {
      this.tick(row, held(this.data, "facts"), path, item);
      return;
    }
    const value = row.kind === "computed" ? BLANK : plain(this.take(row, "value", path, row.kind), row, "value");
    const parts = this.parts(row, path);
    const several = Object.keys(parts).length > 0;
    if (several && value !== BLANK) {
      put(parts, row.main ?? "total", value);
      this.place([...path, row.main ?? "total"], this.places.get(JSON.stringify(path)));
    }
    if (several || value !== BLANK) put(held(this.data, "facts"), id, several ? parts : value);
    const note = this.take(row, "note", ["fact_notes", id]);
    if (note !== BLANK) put(held(this.data, "fact_notes"), id, note);
    const waits = plain(this.take(row, "unconfirmed", ["unconfirmed_facts", id]), row, "unconfirmed");
    if (waits !== BLANK) put(held(this.data, "unconfirmed_facts"), id, waits);
  }

  /** Read the opening value and the segments of a fact, and whether it is said not to be measured. */
  parts(row, path) {
    const parts = {};
    for (const name of row.columns.keys()) {
      if (name !== "open" && !name.startsWith("segment:")) continue;
      const part = name.replace(/^segment:/, "");
      const found = plain(this.take(row, name, [...path, part], row.kind), row, name);
      if (found !== BLANK) put(parts, part, found);
    }
    const said = this.take(row, "not_measured", [...path, "not_measured"]);
    if (said !== BLANK && said !== false) parts.not_measured = said;
    return parts;
  }

  /** Read one line of a list: yes adds its item, no says that the list is answered. */
  tick(row, holder, path, item) {
    const way = [...path, "/", item];
    const said = this.take(row, "value", way, "tick");
    const at = placeIn(row, "value");
    this.placeFirst(path, at);
    if (said === BLANK) return;
    const key = path[path.length - 1];
    const ticked = own(holder, key) ?? put(holder, key, []);
    if (!Array.isArray(ticked) || said === false) return;
    // What says neither yes nor no stays as it was typed, so that it is refused at its cell.
    ticked.push(said === true ? item : said);
    this.place([...path, ticked.length - 1], at);
  }

  answer(row) {
    const { name: id, item } = row.key;
    const path = ["answers", id];
    const holder = held(held(this.data, "answers"), id);
    if (item !== null) {
      this.tick(row, holder, [...path, "value"], item);
      return;
    }
    this.kinds.set(id, row.kind);
    this.place(path, placeIn(row, "value"));
    const value = row.kind === "computed" ? BLANK : this.take(row, "value", [...path, "value"], row.kind);
    if (value === DOES_NOT_APPLY) {
      holder.not_applicable = true;
      this.place([...path, "not_applicable"], this.places.get(JSON.stringify(path)));
    } else if (value !== BLANK) holder.value = value;
    for (const name of row.columns.keys()) {
      if (name === "value") continue;
      const found = plain(this.take(row, name, [...path, name]), row, name);
      if (found !== BLANK && !(Array.isArray(found) && found.length === 0)) put(holder, name, found);
    }
  }

  /** A reason for not applying says so by itself, where nothing is answered; rows in which nothing is said are left out. */
  settle() {
    const kept = {};
    for (const [id, answer] of Object.entries(this.data.answers ?? {})) {
      let settled = answer;
      if (own(answer, "justification") !== undefined && own(answer, "value") === undefined && own(answer, "not_applicable") === undefined) {
        const { excluded } = this.values.list(split(this.kinds.get(id) ?? "", ":")[1]);
        settled = excluded === null ? { ...answer, not_applicable: true } : { value: excluded, ...answer };
      }
      if (Object.keys(settled).length) put(kept, id, settled);
    }
    this.data.answers = kept;
    for (const key of ["answers", "facts"]) if (this.data[key] && !Object.keys(this.data[key]).length) delete this.data[key];
  }

  action(row) {
    const actions = (this.data.actions ??= []);
    const path = ["actions", actions.length];
    const action = {};
    for (const name of row.columns.keys()) {
      const found = plain(this.take(row, name, [...path, name]), row, name);
      if (found !== BLANK) put(action, name, found);
    }
    if (typeof action.target === "string" && typeof action.indicator === "string") {
      const typed = action.target;
      action.target = targetFrom(this.values, this.kinds, action.indicator, typed);
      const read = typeof action.target === "number" ? this.values.reading(typed) : null;
      const at = placeIn(row, "target");
      if (read?.other != null) this.rows.remark("typed-as-text", numberRemark(typed, read), at, [...path, "target"]);
    }
    this.placeFirst(path, { sheet: row.sheet, row: row.number, column: [...row.columns.values()][0] });
    actions.push(action);
  }

  /** What has no cell and is carried along. */
  carried() {
    const text = this.rows.rest;
    if (!text) return {};
    let carried;
    try {
      carried = parseJson(text);
    } catch {
      throw damaged("rest");
    }
    if (!isPlain(carried)) throw damaged("rest");
    return carried;
  }

  /** Return what cells say, completed by what was carried along; of lists, first those of the cells. */
  joined(cells, carried, path) {
    if (isPlain(cells) && isPlain(carried)) {
      const whole = {};
      for (const [key, value] of Object.entries(carried)) put(whole, key, value);
      for (const [key, value] of Object.entries(cells)) put(whole, key, own(carried, key) === undefined ? value : this.joined(value, carried[key], [...path, key]));
      return whole;
    }
    if (Array.isArray(cells) && Array.isArray(carried)) return [...cells, ...carried];
    if (!same(cells, carried)) this.rows.remark("unread-cell", { kind: "carried-otherwise" }, this.nearest(path), path);
    return cells;
  }

  /** Return the cell of a value, or of what holds it. */
  nearest(path) {
    for (let end = path.length; end > 0; end -= 1) {
      const at = this.places.get(JSON.stringify(path.slice(0, end)));
      if (at) return at;
    }
    return NOWHERE;
  }
}

/** Return the answer that an action aims at as the submission has it: an option, a number, lines of a list, or what was typed. */
export function targetFrom(values, kinds, indicator, text) {
  const [base, list] = split(kinds.get(indicator) ?? "", ":");
  if (values.lists.has(itemsList(indicator))) {
    const lines = values.list(itemsList(indicator)).values;
    const items = text.split(BETWEEN.trim()).filter((piece) => piece.trim()).map((piece) => lines.get(folded(piece)) ?? piece);
    const known = new Set(lines.values());
    return items.every((item) => known.has(item)) ? items : text;
  }
  if (base === "option") return values.list(list).values.get(folded(text)) ?? text;
  if (base === "number" || base === "integer" || base === "percent") return values.reading(text, base === "percent")?.number ?? text;
  return text;
}

/** Return the cell of a field; the first of the row where its column was deleted. */
function placeIn(row, name) {
  return { sheet: row.sheet, row: row.number, column: row.columns.get(name) ?? 1 };
}

/** Return a value; that something does not apply is an answer to questions only, and elsewhere stays as it was typed. */
function plain(value, row, name) {
  return value === DOES_NOT_APPLY ? String(row.cells.get(name).value).trim() : value;
}