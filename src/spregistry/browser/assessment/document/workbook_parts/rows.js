// The rows of a workbook: which cells belong to which part of a submission, and what stands where nothing is asked; mirrors
// load/workbook_rows.py.
import { FORM, FORMAT, HEAD, LIST, LISTS, MARKS, REST, ROWS, ROWS_OF, SHOWN, parseKey } from "./map.js";
import { foreign } from "./refusal.js";
import { split } from "./values.js";

/** Columns of keys and kinds; fields stand behind them. */
const [KEY, KIND] = [1, 2];
/** How many remarks of one kind are told; a workbook that was rebuilt by hand would have thousands. */
const TOLD = 40;
/** How many names a remark lists. */
const NAMED = 12;
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

  /** Tell of the rows and sheets that the workbook was made with, and that it lost. */
  missing(found) {
    const held = new Map();
    for (const cells of this.table(LISTS)) {
      const [name, value] = [String(cells.get(1)?.value ?? ""), String(cells.get(2)?.value ?? "")];
      if (!name.startsWith(ROWS_OF) || !value) continue;
      const [title, key] = [name.slice(ROWS_OF.length), parseKey(value)];
      if (key === null) {
        if (!this.byMark.get(LIST).length) this.remark("missing-rows", { kind: "actions-deleted", title }, NOWHERE, []);
        continue;
      }
      if (!held.has(title)) held.set(title, []);
      held.get(title).push({ key, label: String(cells.get(3)?.value ?? value), kept: found.has(JSON.stringify(key)) });
    }
    for (const [title, rows] of held) {
      const lost = new Map(rows.filter(({ kept }) => !kept).map(({ key, label }) => [JSON.stringify([key.section, key.name]), label]));
      if (!lost.size) continue;
      const kind = rows.some(({ kept }) => kept) ? "rows-deleted" : "sheet-deleted";
      const names = [...lost.values()];
      this.remark("missing-rows", { kind, title, count: lost.size, names: names.slice(0, NAMED), more: Math.max(0, names.length - NAMED) }, NOWHERE, []);
    }
    if (held.size && !this.byMark.get(REST).length) this.remark("missing-rows", { kind: "rest-deleted" }, NOWHERE, []);
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
