// Canonical JSON (RFC 8785): equal data is the same text.

/** Return the canonical JSON of plain data; keys without a value are left out, as JSON.stringify does. */
export function canonical(data) {
  if (Array.isArray(data)) return `[${data.map((item) => canonical(item ?? null)).join(",")}]`;
  if (typeof data !== "object" || data === null) return JSON.stringify(data);
  // Keys stand in the order of their UTF-16 code units, which is how text is compared here.
  const keys = Object.keys(data)
    .filter((key) => data[key] !== undefined)
    .sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(data[key])}`).join(",")}}`;
}
