// Canonical JSON (RFC 8785) and the digests over it.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

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

/** Return "sha256:" and the hexadecimal SHA-256 of the canonical JSON of plain data. */
export function digest(data) {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(canonical(data))))}`;
}
