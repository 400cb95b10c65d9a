// Writes into the cells of an empty workbook. Text is written as text, never as a formula.
import { cellName } from "./map.js";

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const XML = "http://www.w3.org/XML/1998/namespace";
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** Text that a spreadsheet would take for a formula where somebody edits its cell; such a cell gets a mark that it is text. */
const RISKY = /^[=+\-@\t\r\n]/;
// eslint-disable-next-line no-control-regex
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
/** Letters for each unit of a column's width, the height of a line in points, and the greatest height of a row. */
const [LETTERS, LINE, HIGHEST] = [1.02, 14.5, 400];

function parsed(source) {
  const found = new DOMParser().parseFromString(source, "application/xml");
  if (found.getElementsByTagName("parsererror").length) throw new Error("the empty workbook is damaged");
  return found;
}

function element(owner, name, attributes = {}) {
  const made = owner.createElementNS(MAIN, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** Return a document as text again. */
function written(found) {
  return DECLARATION + new XMLSerializer().serializeToString(found.documentElement);
}

/** The styles of a workbook, to which some are added. */
export class Styles {
  constructor(source) {
    this.document = parsed(source);
    this.all = this.document.getElementsByTagNameNS(MAIN, "cellXfs")[0];
    this.made = new Map();
  }

  /** Return the style of cells that stay text when they are edited, and look like those of another style. */
  quoted(style) {
    if (!this.made.has(style)) {
      const copy = this.all.children[Number(style)].cloneNode(true);
      copy.setAttribute("quotePrefix", "1");
      this.all.append(copy);
      this.all.setAttribute("count", String(this.all.children.length));
      this.made.set(style, String(this.all.children.length - 1));
    }
    return this.made.get(style);
  }

  text() {
    return written(this.document);
  }
}

/** One sheet; rows and columns count from 1. */
export class Editor {
  /** @param unlocked whether a style is one of cells that are filled in, by its number */
  constructor(source, styles, unlocked) {
    this.document = parsed(source);
    this.data = this.document.getElementsByTagNameNS(MAIN, "sheetData")[0];
    this.styles = styles;
    this.unlocked = unlocked;
    this.rows = new Map([...this.data.children].map((row) => [Number(row.getAttribute("r")), row]));
    this.cells = new Map();
    for (const row of this.rows.values()) for (const cell of row.children) this.cells.set(cell.getAttribute("r"), cell);
    this.widths = new Map();
    for (const range of this.document.getElementsByTagNameNS(MAIN, "col")) {
      for (let at = Number(range.getAttribute("min")); at <= Number(range.getAttribute("max")); at += 1) this.widths.set(at, Number(range.getAttribute("width")));
    }
  }

  /** Tell whether a cell is there to be filled in. */
  takes(row, column) {
    const cell = column === undefined ? undefined : this.cells.get(cellName(row, column));
    return cell !== undefined && this.unlocked[Number(cell.getAttribute("s") ?? 0)] === true && !cell.getElementsByTagNameNS(MAIN, "f").length;
  }

  /** Fill a cell in with a text or a number, or empty it with null. */
  set(row, column, value) {
    const cell = this.cells.get(cellName(row, column));
    cell.textContent = "";
    cell.removeAttribute("t");
    if (typeof value === "number") cell.append(this.holding("v", String(value)));
    else if (value !== null) this.write(cell, value, this.rows.get(row), column);
  }

  write(cell, value, row, column) {
    if (RISKY.test(value)) cell.setAttribute("s", this.styles.quoted(cell.getAttribute("s") ?? "0"));
    cell.setAttribute("t", "inlineStr");
    const inline = element(this.document, "is");
    const text = this.holding("t", escaped(value));
    text.setAttributeNS(XML, "xml:space", "preserve");
    inline.append(text);
    cell.append(inline);
    this.stretch(row, value, this.widths.get(column) ?? 8.43);
  }

  holding(name, text) {
    const made = element(this.document, name);
    made.textContent = text;
    return made;
  }

  /** Make a row as high as a text needs; a spreadsheet program does so itself only where it writes. */
  stretch(row, value, width) {
    const room = Math.max(1, width * LETTERS - 1);
    const lines = value.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / room)), 0);
    const height = Math.min(HIGHEST, lines * LINE + 2);
    if (lines > 1 && height > Number(row.getAttribute("ht") ?? 15)) row.setAttribute("ht", height.toFixed(2));
  }

  /** Add a row of texts at the end, from the first column on. */
  append(texts) {
    const number = Math.max(0, ...this.rows.keys()) + 1;
    const row = element(this.document, "row", { r: String(number) });
    this.rows.set(number, row);
    texts.forEach((text, at) => {
      const cell = element(this.document, "c", { r: cellName(number, at + 1) });
      row.append(cell);
      this.write(cell, text, row, at + 1);
      row.removeAttribute("ht");
    });
    this.data.append(row);
    const size = this.document.getElementsByTagNameNS(MAIN, "dimension")[0];
    size?.remove(); // it may be absent, and would have to grow
  }

  text() {
    return written(this.document);
  }
}

/** Return text with the escapes that the format has for signs XML cannot hold, and for what looks like such an escape. */
function escaped(text) {
  return text
    .replace(/_x[0-9a-fA-F]{4}_/g, (found) => `_x005F${found}`)
    .replace(UNWRITABLE, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`);
}
