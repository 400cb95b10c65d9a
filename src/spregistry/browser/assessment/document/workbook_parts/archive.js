// A ZIP package, opened with suspicion: nothing is unpacked before its size is known, and never more than that.
import { Inflate } from "fflate";
import { damaged, unsafe } from "./refusal.js";

/** Bounds far beyond any real form, as load/workbook/package.py has them: parts, bytes of one and of all that are read, times unpacked. */
const PARTS = 2000;
const PART = 48 * 2 ** 20;
const TOTAL = 96 * 2 ** 20;
const RATIO = 300;
const SMALL = 4 * 2 ** 20;

/** How much is unpacked at a time, so that a part which lies about its size is found out early. */
const STEP = 32 * 1024;

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const LONGEST_REMARK = 65_535;
const IN_64_BITS = 0xffffffff;

export class Archive {
  /** @param bytes the package as a Uint8Array. Throws Refused where it is none. */
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.left = TOTAL;
    /** Entries by name: `{name, flags, method, crc, packed, size, at}`. */
    this.entries = new Map();
    try {
      this.list();
    } catch (error) {
      throw error instanceof RangeError ? damaged("package") : error;
    }
  }

  list() {
    const { view, bytes } = this;
    let end = bytes.length - 22;
    const first = Math.max(0, end - LONGEST_REMARK);
    while (end >= first && view.getUint32(end, true) !== END) end -= 1;
    if (end < first || end < 0) throw damaged("package");
    const count = view.getUint16(end + 10, true);
    const size = view.getUint32(end + 12, true);
    const said = view.getUint32(end + 16, true);
    if (count > PARTS) throw unsafe("size");
    // What stands before the package, as in a file that was glued together, moves everything.
    const shift = end - size - said;
    if (shift < 0) throw damaged("package");
    let at = said + shift;
    for (let index = 0; index < count; index += 1) at = this.entry(at, shift);
  }

  entry(at, shift) {
    const { view, bytes } = this;
    if (view.getUint32(at, true) !== ENTRY) throw damaged("package");
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [crc, packed, size] = [16, 20, 24].map((offset) => view.getUint32(at + offset, true));
    const [named, extra, remark] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const place = view.getUint32(at + 42, true);
    if (packed === IN_64_BITS || size === IN_64_BITS || place === IN_64_BITS) throw unsafe("size");
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + named));
    this.entries.set(name, { name, flags, method, crc, packed, size, at: place + shift });
    return at + 46 + named + extra + remark;
  }

  has(name) {
    return this.entries.has(name);
  }

  get names() {
    return [...this.entries.keys()];
  }

  /** Unpack one part. Throws Refused where it is damaged, or larger than any form's. */
  read(name) {
    const entry = this.entries.get(name);
    if (!entry) throw damaged("part-missing");
    this.left -= entry.size;
    if (entry.size > PART || this.left < 0 || entry.size > Math.max(SMALL, RATIO * entry.packed)) throw unsafe("size");
    const content = this.unpacked(entry);
    if (content === null || content.length !== entry.size || checksum(content) !== entry.crc) throw damaged("part");
    return content;
  }

  unpacked({ at, packed, size, method }) {
    try {
      if (this.view.getUint32(at, true) !== LOCAL) return null;
      const from = at + 30 + this.view.getUint16(at + 26, true) + this.view.getUint16(at + 28, true);
      const content = this.bytes.subarray(from, from + packed);
      if (content.length !== packed) return null;
      if (method === 0) return content;
      return method === 8 ? inflated(content, size) : null;
    } catch {
      return null; // what cannot be unpacked
    }
  }

  /** Unpack one part as text. */
  text(name) {
    const content = this.read(name);
    const marked = content[0] === 0xff && content[1] === 0xfe ? "utf-16le" : content[0] === 0xfe && content[1] === 0xff ? "utf-16be" : "utf-8";
    try {
      return new TextDecoder(marked, { fatal: true }).decode(content);
    } catch {
      throw damaged("xml");
    }
  }
}

/** Inflate bytes into room of the size that the package tells; null where more comes out. */
function inflated(packed, size) {
  const room = new Uint8Array(size);
  let filled = 0;
  const stream = new Inflate((piece) => {
    if (filled + piece.length <= size) room.set(piece, filled);
    filled += piece.length;
  });
  for (let at = 0; at < packed.length && filled <= size; at += STEP) stream.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
  return filled === size ? room : null;
}

let table = null;

/** Return the CRC-32 of bytes. */
function checksum(bytes) {
  table ??= Int32Array.from({ length: 256 }, (_, start) => {
    let value = start;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  let crc = -1;
  for (let at = 0; at < bytes.length; at += 1) crc = table[(crc ^ bytes[at]) & 0xff] ^ (crc >>> 8);
  return (crc ^ -1) >>> 0;
}
