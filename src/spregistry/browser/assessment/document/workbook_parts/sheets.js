// The sheets of a workbook as cells, with bounded time and memory; nothing in it is run or fetched. Mirrors load/workbook/package.py.
import { columnOf } from "./map.js";
import { Refused, damaged, foreign, unsafe } from "./refusal.js";
import { Enough, local, walk } from "./xml.js";

const CELLS = 400_000;
/** More sheets than any form has; each is a part that is read. */
const SHEETS = 500;
const LAST_COLUMN = 16_384;
const LAST_ROW = 1_048_576;

const between = (number, ...ranges) => ranges.some(([low, high]) => number >= low && number <= high);
const isDate = (number) => between(number, [14, 22], [27, 36], [45, 47], [50, 58]);
const isPercentage = (number) => between(number, [9, 10]);
const LITERAL = /"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g;

/**
 * Read the sheets of a workbook whose cell A1 is wanted; of others only this cell is kept.
 *
 * @param archive the package: `entries`, `has(name)` and `text(name)`
 * @returns `{sheets: [{name, part, cells, unworked}], from1904, unlocked}`: `cells` is a Map from row to a Map from column to
 *     `{value, error, formula, shows, style}`, `unworked` holds `{row, column}` of formulas without a result, and `unlocked` tells
 *     which styles belong to cells that are filled in
 * @throws Refused where it is damaged, locked, unsafe, has macros, or is no workbook
 */
export function readSheets(archive, wanted) {
  return new Reader(archive, wanted).read();
}

class Reader {
  constructor(archive, wanted) {
    this.archive = archive;
    this.wanted = wanted;
    this.left = CELLS;
  }

  read() {
    this.look();
    const main = this.relations("", "_rels/.rels").find(({ kind }) => kind === "officeDocument")?.target ?? "xl/workbook.xml";
    const folder = main.slice(0, Math.max(0, main.lastIndexOf("/")));
    const relations = this.relations(folder, `${folder}/_rels/${main.slice(main.lastIndexOf("/") + 1)}.rels`);
    const partOf = (kind) => relations.find((one) => one.kind === kind)?.target;
    const book = this.book(main);
    const strings = this.strings(partOf("sharedStrings"));
    const { shows, unlocked } = this.styles(partOf("styles"));
    const targets = new Map(relations.map(({ id, target }) => [id, target]));
    const sheets = [];
    for (const { name, relation } of book.sheets) {
      // A sheet without its part is refused as damage: its answers would silently be lost.
      const part = targets.get(relation) ?? "";
      sheets.push({ name, part, ...this.sheet(part, strings, shows) });
    }
    return { sheets, from1904: book.from1904, unlocked };
  }

  /** Refuse what is no workbook, or none that anybody should open. */
  look() {
    const { archive } = this;
    const entries = [...archive.entries.values()];
    if (entries.some(({ flags }) => flags & 1)) throw new Refused("locked-workbook", "password");
    if (archive.has("mimetype") && archive.has("content.xml")) throw foreign("open-document");
    if (entries.some(({ name }) => /(?:^|\/)vbaproject\.bin$/i.test(name))) throw new Refused("macro-workbook", "macros");
    if (!archive.has("[Content_Types].xml") || !entries.some(({ name }) => name.startsWith("xl/"))) throw foreign("package");
    if (archive.has("xl/workbook.bin")) throw foreign("binary");
  }

  count = () => {
    this.left -= 1;
    if (this.left < 0) throw unsafe("size");
  };

  relations(folder, part) {
    const found = [];
    if (!this.archive.has(part)) return found;
    walk(this.archive.text(part), {
      start(tag, { Id = "", Type = "", Target = "", TargetMode }) {
        if (tag === "Relationship" && TargetMode !== "External") {
          found.push({ id: Id, kind: Type.slice(Type.lastIndexOf("/") + 1), target: targetOf(folder, Target) });
        }
      },
    });
    return found;
  }

  book(part) {
    const book = { sheets: [], from1904: false };
    walk(this.archive.text(part), {
      start(tag, attributes) {
        if (tag === "sheet") {
          const relation = Object.keys(attributes).find((name) => name.includes(":") && local(name) === "id");
          book.sheets.push({ name: attributes.name ?? "", relation: relation ? attributes[relation] : "" });
          if (book.sheets.length > SHEETS) throw unsafe("size");
        } else if (tag === "workbookPr") book.from1904 = ["1", "true"].includes(attributes.date1904);
      },
    });
    return book;
  }

  /** Shared texts; what is written above their letters to be read aloud is left out. */
  strings(part) {
    const found = [];
    if (part === undefined) return found;
    let [pieces, inside, aloud] = [[], false, false];
    walk(this.archive.text(part), {
      start: (tag) => {
        if (tag === "si") {
          this.count();
          pieces = [];
        } else if (tag === "rPh") aloud = true;
        else if (tag === "t") inside = !aloud;
      },
      text: (text) => inside && pieces.push(text),
      end: (tag) => {
        if (tag === "si") found.push(decoded(pieces.join("")));
        else if (tag === "rPh") aloud = false;
        else if (tag === "t") inside = false;
      },
    });
    return found;
  }

  /** What each style of a cell shows: "date", "percentage" or null; and whether its cells are filled in. */
  styles(part) {
    const [shows, unlocked, formats] = [[], [], new Map()];
    if (part === undefined) return { shows, unlocked };
    let inside = false;
    walk(this.archive.text(part), {
      start(tag, attributes) {
        if (tag === "numFmt") formats.set(attributes.numFmtId ?? "", attributes.formatCode ?? "");
        else if (tag === "cellXfs") inside = true;
        else if (tag === "xf" && inside) {
          shows.push(shown(attributes.numFmtId ?? "0", formats));
          unlocked.push(false);
        } else if (tag === "protection" && inside) unlocked[unlocked.length - 1] = ["0", "false"].includes(attributes.locked);
      },
      end(tag) {
        if (tag === "cellXfs") inside = false;
      },
    });
    return { shows, unlocked };
  }

  sheet(part, strings, shows) {
    const reader = new SheetReader(strings, shows, this.wanted, this.count);
    walk(this.archive.text(part), reader);
    return { cells: reader.cells, unworked: reader.unworked };
  }
}

function shown(number, formats) {
  const code = formats.get(number);
  if (code !== undefined) {
    const bare = code.replace(LITERAL, "").toLowerCase();
    return bare.includes("%") ? "percentage" : /[dmyhs]/.test(bare) && !bare.includes("general") ? "date" : null;
  }
  if (!/^\d{1,9}$/.test(number)) return null;
  return isDate(Number(number)) ? "date" : isPercentage(Number(number)) ? "percentage" : null;
}

/** Return where in the package a relation points to. */
function targetOf(folder, target) {
  if (target.startsWith("/")) return target.slice(1);
  const parts = folder ? folder.split("/") : [];
  for (const step of target.split("/")) {
    if (step === "..") parts.pop();
    else if (step !== ".") parts.push(step);
  }
  return parts.join("/");
}

/** Return text without the escapes that the format has for signs XML cannot hold, and with plain ends of lines. */
function decoded(text) {
  const bare = text.includes("_x") ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(parseInt(code, 16))) : text;
  return bare.replace(/\r\n?/g, "\n");
}

const whole = (text) => (/^[0-9]{1,9}$/.test(text ?? "") ? Number(text) : null);

/** Collects the cells of a sheet; ends where its cell A1 is not wanted. */
class SheetReader {
  constructor(strings, shows, wanted, count) {
    Object.assign(this, { strings, shows, wanted, count });
    this.cells = new Map();
    this.unworked = [];
    this.row = this.column = 0;
    this.pieces = [];
    this.taking = this.hasFormula = this.judged = this.aloud = false;
  }

  start = (tag, attributes) => {
    if (tag === "row") {
      this.row = whole(attributes.r) || this.row + 1;
      this.column = 0;
    } else if (tag === "c") this.begin(attributes);
    else if (tag === "f") this.hasFormula = true;
    else if (tag === "rPh") this.aloud = true;
    else if (tag === "v" || tag === "t") this.taking = !this.aloud;
  };

  begin({ r = "", t = "n", s }) {
    const named = /^([A-Z]{1,3})([1-9][0-9]{0,6})$/.exec(r);
    if (named) [this.row, this.column] = [Number(named[2]), columnOf(named[1])];
    else this.column += 1;
    this.type = t;
    this.style = whole(s) ?? 0;
    this.pieces = [];
    this.hasFormula = false;
  }

  text = (text) => {
    if (this.taking) this.pieces.push(text);
  };

  end = (tag) => {
    if (tag === "v" || tag === "t") this.taking = false;
    else if (tag === "rPh") this.aloud = false;
    else if (tag === "c") this.keep();
  };

  keep() {
    const cell = this.cell(this.pieces.join(""));
    const { row, column } = this;
    if (cell && row > 0 && row <= LAST_ROW && column <= LAST_COLUMN) {
      this.count();
      if (!this.cells.has(row)) this.cells.set(row, new Map());
      this.cells.get(row).set(column, { error: false, formula: this.hasFormula, shows: null, style: this.style, ...cell });
    } else if (this.hasFormula) {
      this.count();
      this.unworked.push({ row, column });
    }
    if (!this.judged && cell) {
      // A sheet of the form has its mark in A1, and cells come in order.
      this.judged = true;
      if (row !== 1 || column !== 1 || !this.wanted(String(cell.value))) throw new Enough();
    }
  }

  cell(text) {
    if (this.type === "s") return text ? said(this.shared(text)) : null;
    if (this.type === "inlineStr" || this.type === "str") return said(decoded(text));
    if (this.type === "e") return text ? { value: text, error: true } : null;
    if (this.type === "b") return text ? { value: ["1", "true"].includes(text.trim()) } : null;
    if (this.type === "d") return text ? { value: text.split("T")[0] } : null;
    if (!text.trim()) return null;
    const value = /^[ \t\r\n]*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?[ \t\r\n]*$/.test(text) ? Number(text) : NaN;
    if (!Number.isFinite(value)) throw damaged("xml");
    return { value, shows: this.shows[this.style] ?? null };
  }

  shared(text) {
    const found = this.strings[whole(text.trim()) ?? -1];
    if (found === undefined) throw damaged("xml");
    return found;
  }
}

const said = (text) => (text.trim() ? { value: text } : null);
