// The workbook: a filled one is read as a submission, and an empty one filled with a submission. Bundled on its own (dist/workbook.js),
// and loaded when the first workbook is opened or saved.
import { zipSync } from "fflate";
import { same } from "./answers.js";
import { filled } from "./workbook_parts/filling.js";
import { unpack } from "./workbook_parts/pack.js";
import { readWorkbook } from "./workbook_parts/reading.js";
import { Refused, foreign } from "./workbook_parts/refusal.js";

/** The same bytes for the same content, whenever and wherever it is packed. */
const WHEN = new Date(2000, 0, 1);

/** How files of older Office programs begin, and what stands in those that hold a workbook with a password. */
const OLD_OFFICE = [0xd0, 0xcf, 0x11, 0xe0];
const ENCRYPTED = [..."EncryptedPackage"].flatMap((letter) => [letter.charCodeAt(0), 0]);

const isOldOffice = (bytes) => OLD_OFFICE.every((byte, at) => bytes[at] === byte);

function includes(bytes, wanted) {
  for (let at = bytes.indexOf(wanted[0]); at >= 0; at = bytes.indexOf(wanted[0], at + 1)) if (wanted.every((byte, offset) => bytes[at + offset] === byte)) return true;
  return false;
}

/**
 * Read a workbook.
 *
 * @returns `{data, digest, remarks, places}` as `readWorkbook`, or `{refused: {kind, detail}}`
 */
export function read(bytes) {
  try {
    if (isOldOffice(bytes)) throw includes(bytes, ENCRYPTED) ? new Refused("locked-workbook", "password") : foreign("old-office");
    if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw foreign("package");
    return readWorkbook(bytes);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { refused: { kind: error.kind, detail: error.detail } };
  }
}

/**
 * Fill an empty workbook with a submission.
 *
 * @param pack what publish/browser/workbook_pack.py makes
 * @param language one of the pack's languages
 * @returns `{bytes, left}`: the .xlsx file, and what no cell could take and the file carries along unseen
 * @throws Error where the file would not give the submission back; nothing is then written
 */
export function fill(pack, language, submission) {
  const { texts, left, expected } = filled(unpack(pack, language), submission);
  const encoder = new TextEncoder();
  const bytes = zipSync(Object.fromEntries([...texts].map(([name, text]) => [name, encoder.encode(text)])), { level: 6, mtime: WHEN });
  const { data } = readWorkbook(bytes);
  if (!same(data, expected)) throw new Error("the workbook would not give back what was written into it");
  return { bytes, left };
}

const spregistry = (globalThis.spregistry ??= {});
spregistry.workbook = { read, fill };
