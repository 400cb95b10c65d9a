// The cell map of a workbook, as model/workbook_map.py describes it; a test holds the two to the same words.

/** The latest version of the map that is understood. */
export const FORMAT = 1;

export const FORM = "spregistry form";
export const LISTS = "spregistry lists";
export const REST = "spregistry rest";
export const ROWS = "spregistry rows";
export const LIST = "spregistry list";
const VIEW = "spregistry view";
export const MARKS = [FORM, LISTS, REST, ROWS, LIST, VIEW];
/** The marks of sheets that are read. */
export const READ = [FORM, LISTS, REST, ROWS, LIST];

export const HEAD = "head";
export const SHOWN = "-";
export const EXCLUDED = -1;
export const YES = "yes";

/** Kinds of fields that are the same in every row; other fields have the kind of their row. */
export const FIELD_KINDS = {
  justification: "line",
  evidence: "lines",
  no_evidence: "line",
  comment: "text",
  by: "line",
  on: "date",
  flag: "boolean",
  unconfirmed: "boolean",
  not_measured: "boolean",
  note: "text",
  indicator: "option:indicators",
  what: "text",
  who: "line",
  by_when: "date",
  target: "target",
  done: "boolean",
};

export const NOT_APPLICABLE = ["n/a", "na", "n.a.", "not applicable"];

/** What stands between the lines of a checklist where they are named in one cell, as the answer that an action aims at. */
export const BETWEEN = "; ";

/** The most characters that a cell can hold. */
export const CELL = 32_767;

/** Begins the names of the lists that tell which rows each sheet was made with. */
export const ROWS_OF = "rows/";
/** Begins the names of the lists that tell which fields each sheet was made with. */
export const COLUMNS_OF = "columns/";

/** Read a key, such as "answers/policy-covers/purpose": `{section, name, item}`; null where it is none. */
export function parseKey(text) {
  const parts = text.split("/");
  if (parts.length < 2 || parts.length > 3 || parts.some((part) => !part)) return null;
  return { section: parts[0], name: parts[1], item: parts[2] ?? null };
}

export const reasonsList = (indicator) => `reason/${indicator}`;
export const itemsList = (indicator) => `items/${indicator}`;

/** Return the name of a cell, such as F12; rows and columns count from 1. */
export function cellName(row, column) {
  let letters = "";
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26)) letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  return letters + row;
}

/** Return the column of letters, counted from 1. */
export function columnOf(letters) {
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0);
}
