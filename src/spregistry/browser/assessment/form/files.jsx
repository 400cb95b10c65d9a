// Opening and saving: what a file is, is told before anything happens with it.
import { carried } from "../document/carry.js";
import { LARGEST_FILE, UnreadableFile, download, fileName, readFile, recognise, strangers, toCsv, toJson } from "../document/files.js";
import { answerOf, isSaid } from "../document/answers.js";
import { signsOf } from "../document/numbers.js";
import { answerWords, factTitle, placeWords } from "../document/words.js";
import { digest } from "../../engine/index.js";
import { list, locale, number, t, text, today } from "../language.js";
import { asked, framework, go, options, part, previous, record, result, submission, tell } from "../state.js";
import { begin, flush, keptSubmission, savedTo } from "../storage.js";
import { FormLink, canCarry, offerToCarry } from "./carrying.jsx";
import { ask, show } from "./dialog.jsx";
import { stateWords } from "./indicator.jsx";
import { loadScript } from "../script.js";
import { cellOf, refusedWorkbook, workbookRemarks } from "./workbook.jsx";

/** Why a file cannot be opened, as a sentence. */
function unreadable({ kind, values }) {
  const at = { line: number(values.line ?? 0), column: number(values.column ?? 0) };
  return {
    "too-large": t("The file is larger than any real assessment: at most {size} MB are read. Is it the right file?", { size: number(LARGEST_FILE / 2 ** 20) }),
    "not-readable": t("The browser cannot read the file. Perhaps it was moved or changed since it was chosen, another program holds it, or the stick it is on was taken out. Choose it again."),
    "empty-document": t("The file is empty. Look for an earlier copy, or go on with what is kept in this browser."),
    "not-text": t("This file is no text, and no workbook. Choose a file that ends in .json or .xlsx and was saved from this form or written by spregistry."),
    yaml: t("This file is written in YAML, which this form does not read. On the command line, “spregistry merge FILE --format json -o FILE.json” writes it as JSON."),
    "syntax-error": t("The file is damaged, or no assessment: it cannot be understood at line {line}, column {column}. Perhaps it was cut off on its way; ask for it again.", at),
    "duplicate-key": t("“{key}” is given twice (line {line}). One of the two answers would be lost, so that the file is not opened; correct it first.", { ...at, key: values.key }),
    "number-not-finite": t("A number at line {line}, column {column} is too long to be kept exactly.", at),
    "too-deep": t("The file is nested deeper than any assessment. Check what wrote it."),
    "no-submission": t("This file is no assessment: it does not say which standard it answers. Choose a file that ends in .json or .xlsx and was saved from this form or written by spregistry; a table (CSV) is for reading only."),
    "other-format": t("This file is of another format version ({format}). A newer form may open it.", values),
  }[kind] ?? refusedWorkbook(kind, values.detail);
}

async function read(file) {
  try {
    return await readFile(file);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) console.error(error);
    const words = error instanceof UnreadableFile ? unreadable(error) : t("The form could not read it, which is a mistake of the form: please report it. On the command line, “spregistry validate FILE” says what is in it.");
    await show(t("“{name}” cannot be opened", { name: file.name }), <p>{words} {t("Nothing was changed.")}</p>);
    return null;
  }
}

/**
 * Read a file that is to go with this form: one of another standard or version is explained and refused, one of the same
 * MAJOR.MINOR is told. One of an earlier version may be carried over; `joins` says that it is then put together with what is open. Returns
 * {name, data}, and of what was carried over `original`; or null.
 */
export async function readFitting(file, { joins = false } = {}) {
  const found = await read(file);
  if (!found) return null;
  const ours = framework.value.reference;
  const theirs = found.data.framework;
  const kind = recognise(theirs, ours);
  if (kind === "same") return checked(found);
  if (kind === "patch") {
    const choice = await ask(
      t("Another edition of the same version"),
      <p>{t("“{name}” was made with {theirs}; this form is {ours}. The two ask the same and score the same; only wording differs. From here on the file will name {ours}.", { name: found.name, theirs, ours })}</p>,
      [{ value: true, label: t("Open") }, { value: false, label: t("Cancel"), kind: "plain" }],
    );
    return choice ? checked({ ...found, data: { ...found.data, framework: ours } }) : null;
  }
  if (kind === "older" && canCarry(theirs)) return offerToCarry(found, workbookRemarks(found), { joins });
  await show(
    t("This file belongs to another form"),
    <>
      <p>
        {kind === "other"
          ? t("“{name}” answers {theirs}; this form is about {ours}. Nothing was changed.", { name: found.name, theirs, ours })
          : kind === "older"
            ? t("“{name}” answers {theirs}, an earlier version; this form is {ours}, which asks other questions. Nothing was changed. The old file stays valid and can be scored as it is; answers are carried over with “spregistry migrate”.", { name: found.name, theirs, ours })
            : t("“{name}” answers {theirs}, a later version than this form, {ours}. Nothing was changed. Open it with the form of its own version.", { name: found.name, theirs, ours })}
      </p>
      <p>
        <FormLink reference={theirs} />
      </p>
    </>,
  );
  return null;
}

/** Return the validator of this form; a page on the web has it fetched with the first file that is opened. */
async function validator() {
  const known = () => globalThis.spregistry.validators?.[framework.value.reference];
  if (!known() && options.value.validator) await loadScript(options.value.validator);
  return known();
}

/** Tell of keys that this form does not know, and of what does not have the right shape; both are kept. */
async function checked(found) {
  const { facts, answers } = strangers(found.data, framework.value);
  const validate = await validator().catch(() => null);
  const places = (validate?.(found.data) ?? []).map(({ instancePath }) => instancePath || "/");
  const odd = [...new Set(places.filter((place) => ![...facts, ...answers].some((id) => place.endsWith(`/${id}`)) && place !== "/facts" && place !== "/answers"))];
  const unknown = [...facts, ...answers];
  const remarks = workbookRemarks(found);
  const unchecked = !validate;
  if (!unknown.length && !odd.length && !remarks.length && !unchecked) return found;
  const choice = await ask(
    unknown.length || odd.length ? t("Not everything in this file fits") : remarks.length ? t("How the workbook was read") : t("The file could not be checked"),
    <>
      {unchecked && <p>{t("What checks files could not be loaded; perhaps there is no connection. The file can be opened all the same; nothing of it is lost.")}</p>}
      {remarks.length > 0 && (
        <>
          <p>{t("Check these places of the workbook:")}</p>
          <ul>
            {remarks.map((remark) => (
              <li key={remark}>{remark}</li>
            ))}
          </ul>
        </>
      )}
      {unknown.length > 0 && <p>{t("This form does not know: {names}. It is kept in the file and written out again.", { names: list(unknown.slice(0, 10)) })}</p>}
      {odd.length > 0 && (
        <>
          <p>{t("At these places something is not as the standard expects. It is kept, not counted, and marked beside its question where there is one:")}</p>
          <ul>
            {odd.slice(0, 10).map((place) => (
              <li key={place}>
                {cellOf(found, place) ?? placeWords(framework.value, place)}
              </li>
            ))}
            {odd.length > 10 && <li>{t("And more: {count}", { count: odd.length - 10 })}</li>}
          </ul>
        </>
      )}
    </>,
    [{ value: true, label: t("Open all the same") }, { value: false, label: t("Cancel"), kind: "plain" }],
  );
  return choice ? found : null;
}

/** Open a file as an assessment of its own, beside those that are here. */
export async function openFile(file) {
  const found = await readFitting(file);
  if (!found) return;
  if (found.original) return openCarried(found);
  await begin(found.data, { name: found.name });
  savedTo(found.name);
  go("about");
  tell(t("“{name}” is open. The file itself stays as it is; save a new one when you are done.", { name: found.name }));
}

/** Open what was carried over as an assessment of its own, with what it was made from beside it, and show what became of everything. */
async function openCarried({ name, data: migrated, original }) {
  await begin(migrated, { name, earlier: [original] });
  go("migration");
  tell(t("“{name}” is open. What it was made from stays as it is; save a new file when you are done.", { name }));
}

/** Carry over an assessment of an earlier version that is kept on this computer; it stays there as it is. */
export async function carryKept(id, name) {
  const said = await keptSubmission(id);
  const found = said && (await offerToCarry({ name, data: said }));
  if (found) await openCarried(found);
}

/** Begin this year's assessment from a file of last year. */
export async function startFrom(file) {
  const found = await readFitting(file);
  if (!found) return;
  const source = found.original ?? { name: found.name, submission: found.data };
  const next = carried(found.data, framework.value, { name: source.name, digest: digest(source.submission), on: today() });
  // What an earlier version asked, and this one does not, is in the report alone.
  if (found.original) next.migration = found.data.migration;
  await begin(next, { earlier: [source] });
  go("about");
  tell(t("A new assessment was begun from “{name}”. Its answers wait to be confirmed, question by question.", { name: found.name }));
}

/** Save the open assessment to a file. */
export async function saveFile() {
  settle();
  const name = fileName(submission.value, "json", part.value);
  download(toJson(submission.value), name, "application/json");
  savedTo(name);
  await flush();
  const drafts = [...new Set(Object.keys(record.value.drafts ?? {}).map(draftWords))];
  if (drafts.length) tell(t("Saved as {name}. Not in the file, because not understood or not complete yet: {fields}.", { name, fields: list(drafts.slice(0, 5)) }), { kind: "warns" });
  else tell(t("Saved as {name}, in the folder for downloads.", { name }));
}

/** Some fields take what was typed when one leaves them: it is not to be lacking in the file because one is still there. */
function settle() {
  const field = document.activeElement;
  if (!field?.matches?.("input:not([type=file]), textarea")) return;
  field.blur();
  field.focus({ preventScroll: true });
}

/** What a field is called whose content is not understood yet, by the key under which it is kept. */
function draftWords(key) {
  const { facts, indicators } = framework.value;
  for (const { id, segments } of facts.values()) {
    if ([id, `${id}-open`, ...(segments ?? []).map((segment) => `${id}-${segment}`)].some((one) => key === `fact-${one}`)) return factTitle(id);
  }
  const id = key.replace(/^(value-|review-|na:)/, "");
  return indicators.get(id)?.code ?? t("About the assessment");
}

/** Save the answers as a table. */
export function saveCsv() {
  const name = fileName(submission.value, "csv", part.value);
  download(toCsv(rows(), signsOf(locale.value).decimal), name, "text/csv");
  tell(t("Saved as {name}, in the folder for downloads.", { name }));
}

/** The table: one row per indicator, with a head. */
function rows() {
  const head = [t("Code"), t("Id"), t("Title"), t("Function"), t("State"), t("Value"), t("Answer"), t("Why it does not apply"), t("Evidence"), t("No evidence because"), t("Comment"), t("Answered by"), t("On"), t("Points"), t("Flagged"), t("Unconfirmed")];
  const body = [...asked.value.indicators.values()].map((indicator) => {
    const answer = answerOf(submission.value, indicator.id);
    const state = result.value.states.get(indicator.id);
    const value = state.figure ?? answer.value;
    return [
      indicator.code,
      indicator.id,
      text(`${indicator.id}/title`),
      indicator.function ? text(`function:${indicator.function}/title`) : "",
      stateWords(state),
      Array.isArray(value) ? value.join(" ") : value !== null && typeof value === "object" ? JSON.stringify(value) : value,
      isSaid(answer) ? answerWords(indicator, answer) : "",
      answer.justification,
      Array.isArray(answer.evidence) ? answer.evidence.join("\n") : "",
      answer.no_evidence,
      answer.comment,
      answer.by,
      answer.on,
      state.points,
      answer.flag === true ? t("yes") : "",
      answer.unconfirmed === true ? t("yes") : "",
    ];
  });
  return [head, ...body];
}

/** Put earlier assessments beside the open one, for comparison and last year's figures. */
export async function addPrevious(files) {
  // One after the other: each may have something to say.
  for (const file of files) {
    const found = await read(file);
    if (!found) continue;
    previous.value = [...previous.value, { name: found.name, submission: found.data }];
    tell(t("“{name}” is there for comparison.", { name: found.name }));
  }
}

