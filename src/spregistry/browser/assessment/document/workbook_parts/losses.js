// What was deleted from a workbook: held against the lists, which it carries, of the rows and columns that it was made with; mirrors
// load/workbook/losses.py.
import { COLUMNS_OF, ROWS_OF, parseKey } from "./map.js";

/** How many names a remark lists. */
const NAMED = 12;

/**
 * Return what is no longer there, as remarks `{kind, title, count, names, more}`.
 *
 * @param labels the rows of the sheet of labels: `[list, value, label]`
 * @param found a Map from the JSON of the key of each row that is there to its columns, a Map
 * @param items the columns of the sheets whose rows are items of a list, a Set; null where there is no such sheet
 * @param rest whether the sheet is there that carries what has no cell
 */
export function losses(labels, found, items, rest) {
  const [rows, columns, lists] = [new Map(), new Map(), []];
  const under = (map, title) => map.get(title) ?? map.set(title, new Map()).get(title);
  for (const [name, value, label] of labels) {
    if (name.startsWith(COLUMNS_OF)) under(columns, name.slice(COLUMNS_OF.length)).set(value, label);
    else if (name.startsWith(ROWS_OF)) {
      const [title, key] = [name.slice(ROWS_OF.length), parseKey(value)];
      if (key === null) lists.push(title);
      else under(rows, title).set(JSON.stringify(key), { about: JSON.stringify([key.section, key.name]), label });
    }
  }
  const remarks = [];
  const withoutColumns = (title, there) => {
    const lost = [...(columns.get(title) ?? [])].filter(([name]) => there.some((one) => !one.has(name))).map(([, label]) => label);
    if (lost.length) remarks.push(said("columns-deleted", title, lost));
  };
  for (const title of lists) {
    if (items === null) remarks.push({ kind: "actions-deleted", title });
    else withoutColumns(title, [items]);
  }
  for (const [title, keys] of rows) {
    const lost = new Map([...keys].filter(([key]) => !found.has(key)).map(([, { about, label }]) => [about, label]));
    const there = [...keys.keys()].filter((key) => found.has(key)).map((key) => found.get(key));
    if (lost.size) remarks.push(said(there.length ? "rows-deleted" : "sheet-deleted", title, [...lost.values()]));
    withoutColumns(title, there);
  }
  if (rows.size && !rest) remarks.push({ kind: "rest-deleted" });
  return remarks;
}

function said(kind, title, names) {
  return { kind, title, count: names.length, names: names.slice(0, NAMED), more: Math.max(0, names.length - NAMED) };
}
