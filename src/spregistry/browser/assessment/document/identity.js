// Tells whether submissions are about the same assessment: one institution, in one period, in one currency.
// The same rules as `spregistry merge`; both are held to the same cases.
import { isPlain, own } from "./answers.js";

const NAMED = {
  organisation: (data) => textAt(data, "organisation", "name"),
  country: (data) => textAt(data, "organisation", "country"),
  currency: (data) => textAt(data, "currency", "code"),
  period: (data) => {
    const start = textAt(data, "period", "start");
    const end = textAt(data, "period", "end");
    return start && end && `${start}/${end}`;
  },
};

/**
 * Return in what submissions are about different assessments; each is held against the first that says anything about it. What is left
 * blank contradicts nothing.
 *
 * @param parts `[{name, data}]`
 * @returns {[{subject, one, oneFrom, other, otherFrom}]} a period is "START/END"; whom something is from are the parts themselves
 */
export function contradictions(parts) {
  const found = [];
  for (const [subject, named] of Object.entries(NAMED)) {
    const said = parts.map((part) => ({ part, value: named(part.data) })).filter(({ value }) => value);
    for (const { part, value } of said.slice(1)) {
      if (folded(value) !== folded(said[0].value)) found.push({ subject, one: said[0].value, oneFrom: said[0].part, other: value, otherFrom: part });
    }
  }
  return found;
}

function textAt(data, section, key) {
  const inner = isPlain(data) ? own(data, section) : undefined;
  const value = isPlain(inner) ? own(inner, key) : undefined;
  return typeof value === "string" && value.trim() ? value : undefined;
}

function folded(text) {
  return text.normalize("NFKC").toLowerCase().trim().replace(/\s+/g, " ");
}
