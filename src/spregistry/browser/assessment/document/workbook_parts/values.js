// What people type into cells, as values of a submission; mirrors load/workbook/values.py.
//
// What cannot be understood stays as it was typed, so that it is marked beside its question; nothing is dropped or guessed.
import { latinDigits } from "../numbers.js";
import { EXCLUDED, NOT_APPLICABLE, YES } from "./map.js";

/** Stand for a cell in which nothing is said, and for one that says that the question does not apply. */
export const BLANK = Symbol("blank");
export const DOES_NOT_APPLY = Symbol("does not apply");

const GAPS = /[ \u00a0\u2007\u2009\u202f'’_\t٬]/g;
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+$/;
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const DAY = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/;
const OTHER_DAY = /^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})$/;
const EPOCH = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const LAST_SERIAL = 2_958_465;
const DAY_MS = 86_400_000;

/** Return text as labels are compared: without case, and without spaces that nobody sees. */
export function folded(text) {
  return text.normalize("NFC").split(/[\s\x1c-\x1f\x85]+/).filter(Boolean).join(" ").toUpperCase().toLowerCase();
}

/**
 * Return the lists of a workbook by name, from the rows of its sheet of labels: `{values: Map folded label → value, labels: Map value →
 * label, excluded}`; own labels go before those of other languages.
 */
export function listsOf(rows) {
  const lists = new Map();
  const listOf = (name) => {
    if (!lists.has(name)) lists.set(name, { values: new Map(), labels: new Map(), excluded: null });
    return lists.get(name);
  };
  const given = rows.filter((cells) => cells.has(1) && cells.has(2)).map((cells) => ({ cells, known: listOf(String(cells.get(1).value)), value: spelled(cells.get(2)) }));
  const learn = (known, label, value) => known.values.has(folded(label)) || known.values.set(folded(label), value);
  for (const { cells, known, value } of given) {
    if (cells.get(5)?.value === EXCLUDED) known.excluded = value;
    if (cells.has(3)) {
      learn(known, spelled(cells.get(3)), value);
      if (!known.labels.has(value)) known.labels.set(value, spelled(cells.get(3)));
    }
  }
  for (const { cells, known, value } of given) {
    for (const [column, cell] of cells) if (column > 5) learn(known, spelled(cell), value);
  }
  for (const known of lists.values()) for (const value of [...known.values.values()]) learn(known, value, value);
  return lists;
}

const NO_LIST = { values: new Map(), labels: new Map(), excluded: null };

/** Reads cells by their kind; each reading is `{value, remark}`, where the remark tells how it was understood. */
export class Values {
  constructor(lists, language, { from1904 }) {
    this.lists = lists;
    this.language = language;
    this.decimal = decimalSign(language);
    this.epoch = from1904 ? EPOCH_1904 : EPOCH;
  }

  list(name) {
    return this.lists.get(name) ?? NO_LIST;
  }

  read(kind, cell) {
    const [base, name = ""] = split(kind, ":");
    if (base === "number" || base === "integer" || base === "percent") return this.figure(cell, base === "percent");
    if (base === "date") return this.date(cell);
    if (base === "dates") return this.dates(cell);
    if (base === "boolean" || base === "tick") return this.boolean(cell);
    if (base === "option") return this.option(cell, name);
    if (base === "lines") return { value: this.spelled(cell).split("\n").filter((line) => line.trim()) };
    return { value: this.spelled(cell) };
  }

  /** Return an accepted reason as it is stored, whichever language it is written in; any other as it was typed. */
  reason(name, cell) {
    const text = this.spelled(cell);
    return this.list(name).values.get(folded(text)) ?? text;
  }

  /** Return what a cell says as text; a date that a program made of text is written as a date. */
  spelled(cell) {
    if (cell.shows === "date" && typeof cell.value === "number") return this.dayOf(cell.value) ?? spelled(cell);
    return spelled(cell);
  }

  dayOf(serial) {
    if (!(serial >= 0 && serial <= LAST_SERIAL)) return null;
    const day = new Date(this.epoch + Math.trunc(serial) * DAY_MS).toISOString();
    return day.length === 24 ? day.slice(0, 10) : null;
  }

  option(cell, name) {
    const known = this.list(name);
    const text = folded(spelled(cell));
    if (known.values.has(text)) return { value: known.values.get(text) };
    if (NOT_APPLICABLE.includes(text)) return { value: known.excluded ?? DOES_NOT_APPLY };
    return { value: spelled(cell).trim() };
  }

  boolean(cell) {
    if (typeof cell.value === "boolean") return { value: cell.value };
    const text = folded(spelled(cell));
    const said = this.list(YES).values.get(text) ?? { 1: "true", 0: "false", x: "true" }[text];
    return { value: said === "true" || said === "false" ? said === "true" : spelled(cell).trim() };
  }

  figure(cell, percent) {
    const { value } = cell;
    if (typeof value === "boolean") return { value };
    if (typeof value === "number") {
      if (cell.shows === "date") return { value: this.spelled(cell) };
      if (percent && cell.shows === "percentage") {
        const figure = Number((value * 100).toPrecision(12));
        return { value: figure, remark: { kind: "percentage", value: spelled(cell), number: figure } };
      }
      return { value };
    }
    if (NOT_APPLICABLE.includes(folded(value))) return { value: DOES_NOT_APPLY };
    const read = this.reading(value, percent);
    return read === null ? { value: value.trim() } : { value: read.number, remark: numberRemark(value.trim(), read) };
  }

  /**
   * Return text as a number, with thousands and decimals separated as people do: `{number, other}`; null where it is none. A comma or a
   * point with three digits behind it is read as the language of the workbook has it; `other` is then what it could have been.
   */
  reading(said, percent = false) {
    let text = latinDigits(said).replace(/−/g, "-").replace(/٪/g, "%").replace(GAPS, "");
    const share = text.endsWith("%");
    if (share) text = text.slice(0, -1);
    const [comma, point] = [text.lastIndexOf(","), text.lastIndexOf(".")];
    let other = null;
    if (text.includes("٫")) text = comma >= 0 || point >= 0 ? text : text.replace("٫", "."); // which is nothing but a decimal sign
    else if (comma >= 0 && point >= 0) text = ungrouped(comma < point ? text : text.replace(/[,.]/g, (sign) => (sign === "," ? "." : ",")));
    else if (comma >= 0 || point >= 0) [text, other] = this.oneSign(text, comma >= 0 ? "," : ".");
    if (!PLAIN.test(text) || !Number.isFinite(Number(text))) return null;
    const part = share && !percent ? 100 : 1;
    return { number: Number(text) / part, other: other === null ? null : Number(other) / part };
  }

  oneSign(text, sign) {
    const parts = text.split(sign);
    const grouped = parts.join(",");
    if (parts.length > 2) return [ungrouped(grouped), null];
    const thousands = parts[1].length === 3 && GROUPED.test(grouped) && !/^[+-]*0{1,3}$/.test(parts[0]);
    const [whole, broken] = [parts.join(""), parts.join(".")];
    if (!thousands) return [broken, null];
    return sign !== this.decimal ? [whole, broken] : [broken, whole];
  }

  date(cell) {
    if (typeof cell.value === "number") return { value: this.dayOf(cell.value) ?? spelled(cell) };
    const text = spelled(cell).trim();
    if (NOT_APPLICABLE.includes(folded(text))) return { value: DOES_NOT_APPLY };
    const day = this.readDay(text);
    if (day === null || day === text) return { value: text };
    return { value: day, remark: { kind: "date-as-text", text: text.slice(0, 40), day } };
  }

  /** Return a date in the spelling of submissions; null where it is none, or could be two. */
  readDay(text) {
    let found = DAY.exec(text);
    if (found) return written(found[1], found[2], found[3]);
    found = OTHER_DAY.exec(text);
    if (!found) return null;
    const [first, second] = [Number(found[1]), Number(found[3])];
    if (first <= 12 && second <= 12 && first !== second && found[2] === "/" && this.language.startsWith("en")) return null;
    return second <= 12 ? written(found[4], second, first) : written(found[4], first, second);
  }

  dates(cell) {
    if (typeof cell.value === "number") return { value: [this.dayOf(cell.value) ?? spelled(cell)] };
    const pieces = spelled(cell).split(/[\n,;]/).map((piece) => piece.trim()).filter(Boolean);
    const days = pieces.map((piece) => this.readDay(piece) ?? piece);
    if (days.every((day, at) => day === pieces[at])) return { value: days };
    return { value: days, remark: { kind: "date-as-text", text: pieces.join(", ").slice(0, 40), day: days.join(", ") } };
  }
}

/** Return the remark on text that was read as a number. */
export function numberRemark(text, { number, other }) {
  const said = { text: text.slice(0, 40), number };
  return other === null ? { kind: "number-as-text", ...said } : { kind: "number-two-ways", ...said, other };
}

/** Return a text up to a sign and what follows it, undefined where the sign is not there. */
export function split(text, sign) {
  const at = text.indexOf(sign);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + sign.length)];
}

/** Return what a cell shows, roughly: numbers in the fewest digits, as the command line writes them. */
export function spelled({ value }) {
  if (typeof value !== "number") return String(value);
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-4 && size < 2 ** 53)) return String(value);
  if (size < 1e16 && size >= 1) return `${value}.0`;
  return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}

const written = (year, month, day) => `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;

/** Return a number without the commas between its thousands; unchanged where they stand elsewhere. */
function ungrouped(text) {
  const [whole, rest] = split(text, ".");
  if (!GROUPED.test(whole) || rest?.includes(",")) return text;
  return whole.replace(/,/g, "") + (rest === undefined ? "" : `.${rest}`);
}

function decimalSign(language) {
  try {
    const parts = new Intl.NumberFormat(split(language, "-")[0]).formatToParts(1.5);
    const sign = parts.find(({ type }) => type === "decimal")?.value;
    return Intl.NumberFormat.supportedLocalesOf(split(language, "-")[0]).length ? sign : ".";
  } catch {
    return "."; // no language tag at all
  }
}
