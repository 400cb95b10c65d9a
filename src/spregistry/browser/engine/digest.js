// Digests of plain data, which name exactly what was scored.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonical } from "./canonical.js";

/** Return "sha256:" and the hexadecimal SHA-256 of the canonical JSON of plain data. */
export function digest(data) {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(canonical(data))))}`;
}
