// The rows of a workbook: which cells belong to which part of a submission, and what stands where nothing is asked; mirrors
// load/workbook/rows.py.
import { FORM, FORMAT, HEAD, LIST, LISTS, MARKS, REST, ROWS, SHOWN, parseKey } from "./map.js";
import { foreign } from "./refusal.js";
import { losses } from "./losses.js";
import { spelled, split } from "./values.js";

/** Columns of keys and kinds; fields stand behind them. */
const [KEY, KIND] = [1, 2];
/** How many remarks of one kind are told; a workbook that was rebuilt by hand would have thousands. */
const TOLD = 40;
/** The place of what has no cell. */
export const NOWHERE = { sheet: null, row: null, column: null };

export class WorkbookRows {
  /** @param sheets what `readSheets` returns. Throws Refused where the workbook is no form, or one of a later program. */
  constructor(sheets) {
    this.byMark = new Map(MARKS.map((mark) => [mark, []]));
    /** `{code, kind, …values, sheet, row, column, path}` */
    this.remarks = [];
    this.counts = new Map();
    for (const sheet of sheets) {
      const mark = sheet.cells.get(1)?.get(1)?.value;
      if (MARKS.includes(mark)) this.byMark.get(mark).push(sheet);
      else if (sheet.cells.size) this.remark("unread-cell", { kind: "unread-sheet", severity: "note" }, { sheet: sheet.name, row: 1, column: 1 }, []);
    }
    this.about = this.readAbout();
  }

  readAbout() {
    if (!this.byMark.get(FORM).length || !this.byMark.get(LISTS).length) throw foreign("no-form");
    const about = new Map();
    for (const cells of this.table(FORM)) if (cells.has(1) && cells.has(2)) about.set(String(cells.get(1).value), String(cells.get(2).value));
    const format = about.get("format") ?? "";
    if (!/^[1-9]\d?$/.test(format) || Number(format) > FORMAT) throw foreign("newer");
    return about;
  }

  get formSheet() {
    return this.byMark.get(FORM)[0].name;
  }

  /** The rows of the first sheet with a mark, below the mark: Maps from column to cell. */
  table(mark) {
    const [sheet] = this.byMark.get(mark);
    if (!sheet) return [];
    return [...sheet.cells].filter(([row]) => row > 1).sort(([one], [other]) => one - other).map(([, cells]) => cells);
  }

  /** The text in pieces that carries what has no cell. */
  get rest() {
    return this.table(REST).map((cells) => (cells.has(1) ? String(cells.get(1).value) : "")).join("");
  }

  remark(code, values, at, path) {
    const told = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, told);
    if (told <= TOLD) this.remarks.push({ code, ...values, ...at, path });
  }

  /** Every row that has a key, those of one key once; where two say different things, neither is preferred in silence. */
  rows() {
    const first = new Map();
    for (const sheet of this.byMark.get(ROWS)) {
      for (const row of this.rowsOf(sheet)) {
        const id = JSON.stringify(row.key);
        const other = first.get(id);
        if (!other) first.set(id, row);
        else if (row.cells.size && saying(row) !== saying(other)) {
          if (!other.cells.size) first.set(id, row);
          else {
            const column = Math.min(...[...row.cells.values()].map((cell) => cell.column));
            this.remark("duplicate-key", { kind: "row-twice", otherRow: other.number, otherSheet: other.sheet }, { sheet: row.sheet, row: row.number, column }, [row.key.section, row.key.name]);
          }
        }
      }
    }
    this.missing(first);
    return [...first.values()];
  }

  /** Tell of the rows, columns and sheets that the workbook was made with, and that it lost. */
  missing(found) {
    const labels = this.table(LISTS).map((cells) => [1, 2, 3].map((column) => (cells.has(column) ? spelled(cells.get(column)) : "")));
    const made = labels.filter(([name, value]) => name && value).map(([name, value, label]) => [name, value, label || value]);
    const sheets = this.byMark.get(LIST);
    const items = sheets.length ? new Set(sheets.flatMap(({ cells }) => [...(cells.get(1)?.values() ?? [])].map(({ value }) => String(value)))) : null;
    const columns = new Map([...found].map(([key, row]) => [key, row.columns]));
    for (const lost of losses(made, columns, items, this.byMark.get(REST).length > 0)) this.remark("missing-rows", lost, NOWHERE, []);
  }

  /** Every row of the lists in which something stands. */
  items() {
    const found = [];
    for (const sheet of this.byMark.get(LIST)) {
      for (const { number, cells, fields, columns } of this.belowHead(sheet)) {
        const given = givenIn(cells, fields);
        this.loose(sheet, number, cells, fields);
        if (given.size) found.push({ sheet: sheet.name, number, key: { section: "actions", name: String(number), item: null }, kind: "", main: null, cells: given, columns });
      }
    }
    return found;
  }

  rowsOf(sheet) {
    const found = [];
    for (const { number, cells, fields, columns } of this.belowHead(sheet)) {
      const key = cells.has(KEY) ? parseKey(String(cells.get(KEY).value)) : null;
      this.loose(sheet, number, cells, key ? fields : new Map());
      if (!key) continue;
      const [kind, main = null] = split(String(cells.get(KIND)?.value ?? "text"), " ");
      found.push({ sheet: sheet.name, part: sheet.part, number, key, kind, main: main || null, cells: givenIn(cells, fields), columns });
    }
    return found;
  }

  belowHead(sheet) {
    const fields = new Map();
    const columns = new Map();
    for (const [column, cell] of sheet.cells.get(1) ?? []) {
      if (column <= KEY) continue;
      fields.set(column, String(cell.value));
      if (String(cell.value) !== SHOWN) columns.set(String(cell.value), column);
    }
    for (const { row, column } of sheet.unworked.sort((one, other) => one.row - other.row || one.column - other.column)) this.unworked(sheet, row, column, fields.get(column) ?? SHOWN);
    const numbers = [...sheet.cells.keys()].sort((one, other) => one - other);
    const keyOf = (row) => sheet.cells.get(row).get(KEY)?.value;
    const head = numbers.find((row) => keyOf(row) === HEAD) ?? 1;
    return numbers.filter((row) => row > head && keyOf(row) !== SHOWN).map((number) => ({ number, cells: sheet.cells.get(number), fields, columns }));
  }

  /** Tell of a formula without a result, except where the form itself has one. */
  unworked(sheet, row, column, name) {
    const key = sheet.cells.get(row)?.get(KEY)?.value;
    if (name === SHOWN || key === undefined || key === SHOWN) return;
    const kind = String(sheet.cells.get(row).get(KIND)?.value ?? "");
    if (!(name === "value" && kind === "computed")) this.remark("error-in-cell", { kind: "no-result" }, { sheet: sheet.name, row, column }, []);
  }

  /** Tell of what stands where nothing is asked. */
  loose(sheet, row, cells, fields) {
    const columns = [...cells.keys()].filter((column) => column > KIND && !fields.has(column));
    if (columns.length) this.remark("unread-cell", { kind: "unread-cell" }, { sheet: sheet.name, row, column: Math.min(...columns) }, []);
  }
}

/** The cells of a row by field, each with its column. */
function givenIn(cells, fields) {
  const given = new Map();
  for (const [column, cell] of [...cells].sort(([one], [other]) => one - other)) {
    const name = fields.get(column) ?? SHOWN;
    if (name !== SHOWN) given.set(name, { ...cell, column });
  }
  return given;
}

const saying = (row) => JSON.stringify([...row.cells].map(([name, { value }]) => [name, value]).sort());
