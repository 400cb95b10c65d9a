// Files: reads and recognises submissions, and writes them as JSON and CSV. Everything read is data that anybody may have written.
import { isPlain, own } from "./answers.js";
import { NotJson, parseJson } from "./json.js";

/** As everywhere: no real submission is larger. */
export const LARGEST_FILE = 16 * 1024 * 1024;

/** A file that cannot be opened; `kind` and `values` are put into words by the form. */
export class UnreadableFile extends Error {
  constructor(kind, values = {}) {
    super(kind);
    this.kind = kind;
    this.values = values;
  }
}

/** Readers of other kinds of files, by what their first bytes are: `[{opens(bytes), async read(bytes)}]`; `read` returns `{data, …}`. */
export const readers = [];

/**
 * Read a submission from a file that a person chose.
 *
 * @returns {Promise<{name, data}>}; of a workbook also `remarks` about its cells, and `places`, the cell of each value
 * @throws UnreadableFile where it is no submission at all
 */
export async function readFile(file) {
  if (file.size > LARGEST_FILE) throw new UnreadableFile("too-large");
  if (file.size === 0) throw new UnreadableFile("empty-document");
  const bytes = new Uint8Array(await content(file));
  const reader = readers.find((one) => one.opens(bytes));
  const found = reader ? await reader.read(bytes) : { data: readText(bytes) };
  const { data } = found;
  if (!isPlain(data) || typeof data.framework !== "string" || data.format === undefined) throw new UnreadableFile("no-submission");
  if (data.format !== 1) throw new UnreadableFile("other-format", { format: String(data.format) });
  return { name: file.name, ...found };
}

/** A file may be gone by now: moved, changed, or on a stick that was taken out. */
async function content(file) {
  try {
    return await file.arrayBuffer();
  } catch {
    throw new UnreadableFile("not-readable");
  }
}

function readText(bytes) {
  let source;
  try {
    source = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableFile("not-text");
  }
  if (!source.trim()) throw new UnreadableFile("empty-document");
  try {
    return parseJson(source);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    const other = error.kind !== "syntax-error" || /^\s*[[{]/.test(source) ? null : textKind(source);
    throw new UnreadableFile(other ?? error.kind, { line: error.line, column: error.column, key: error.key });
  }
}

/** Tell what a text is that is no JSON, whatever the name of its file says. */
function textKind(source) {
  if (/^(format|framework)\s*:/m.test(source)) return "yaml";
  if (/^\s*</.test(source)) return "markup";
  return /^[^\n]*[,;\t|]/.test(source) ? "table" : "no-submission";
}

/**
 * Tell how a submission's framework stands to the one of this form: "same", "patch" (same MAJOR.MINOR: other wording at most),
 * "older", "newer" or "other".
 */
export function recognise(reference, ours) {
  if (reference === ours) return "same";
  const [id, version = ""] = String(reference).split("@");
  const [ownId, ownVersion] = ours.split("@");
  if (id !== ownId || !/^\d+\.\d+\.\d+$/.test(version)) return "other";
  const [theirs, mine] = [version, ownVersion].map((one) => one.split(".").map(Number));
  const step = theirs[0] - mine[0] || theirs[1] - mine[1];
  return step === 0 ? "patch" : step > 0 ? "newer" : "older";
}

/** Return the elements of a submission that a framework does not know: `{facts: [ids], answers: [ids]}`; they are kept all the same. */
export function strangers(submission, framework) {
  const of = (key, known) => Object.keys(isPlain(submission[key]) ? submission[key] : {}).filter((id) => !known.has(id));
  return { facts: of("facts", framework.facts), answers: of("answers", framework.indicators) };
}

/** Return a submission as the text of a file: what the command line reads. */
export function toJson(submission) {
  return `${JSON.stringify(submission, null, 2)}\n`;
}

/** Return the name of a file for a submission: organisation, standard and end of the period, in letters that every system takes. */
export function fileName(submission, extension, part) {
  const organisation = own(submission.organisation, "name");
  const named = [typeof organisation === "string" ? organisation : "", submission.framework, own(submission.period, "end") ?? "", part ?? ""]
    .map((piece) => String(piece).normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[^\p{L}\p{N}.@]+/gu, "-").replace(/^[-.]+|[-.]+$/g, ""))
    .filter(Boolean)
    .join("_");
  return `${named.slice(0, 100) || "assessment"}.${extension}`;
}

/**
 * Return rows as CSV that spreadsheets open: UTF-8 with its mark, and no text that a spreadsheet would take for a formula.
 *
 * @param decimal the decimal sign of the person's country; where that is a comma, spreadsheets expect semicolons between cells
 */
export function toCsv(rows, decimal = ".") {
  const between = decimal === "," ? ";" : ",";
  return `\ufeff${rows.map((row) => row.map((value) => cell(value, decimal)).join(between)).join("\r\n")}\r\n`;
}

function cell(value, decimal) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return decimal === "," ? String(value).replace(".", ",") : String(value);
  let said = String(value);
  if (/^[\s\u0000]*[=+\-@\t\r|%]/.test(said)) said = `'${said}`;
  return /[",\r\n';]/.test(said) ? `"${said.replace(/"/g, '""')}"` : said;
}

/** Give a person a file to keep. */
export function download(content, name, type) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
