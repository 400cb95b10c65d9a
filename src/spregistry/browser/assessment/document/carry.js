// "Start from last year": a new submission from an earlier one, in which nothing counts as looked at until somebody ticks it.
//
// What is carried keeps the mark `unconfirmed: true` on each answer, which the format has for this. Facts have no such mark; which of
// them were carried stands under `extensions`, where the command line lets it be.
import { isNumeric } from "../../engine/figures.js";
import { formNote, isPlain, isSaid, own, withFormNote, withKey } from "./answers.js";

const CARRIED = ["value", "not_applicable", "justification", "evidence", "no_evidence", "comment", "by", "on"];

/** Return a new draft for the year after: answers and evidence unconfirmed, closing figures as opening ones, open actions kept. */
export function carried(earlier, framework, source) {
  const [facts, from] = carriedFacts(earlier, framework);
  const draft = { format: 1, framework: framework.reference };
  for (const key of ["profile", "language", "organisation"]) if (earlier[key] !== undefined) draft[key] = earlier[key];
  const period = nextPeriod(earlier.period);
  if (period) draft.period = period;
  if (typeof own(earlier.currency, "code") === "string") draft.currency = { code: earlier.currency.code };
  draft.status = "draft";
  draft.facts = facts;
  draft.answers = carriedAnswers(earlier);
  const open = (Array.isArray(earlier.actions) ? earlier.actions : []).filter((action) => isPlain(action) && action.done !== true);
  if (open.length) draft.actions = open;
  draft.provenance = [{ source: source.name.slice(0, 500) || "-", digest: source.digest, on: source.on }];
  return from.length ? withFormNote(draft, "carried_facts", from) : draft;
}

function carriedAnswers(earlier) {
  const answers = [];
  for (const [id, answer] of Object.entries(isPlain(earlier.answers) ? earlier.answers : {})) {
    if (!isPlain(answer)) continue;
    const kept = Object.fromEntries(CARRIED.filter((key) => own(answer, key) !== undefined).map((key) => [key, answer[key]]));
    if (isSaid(kept) || (Array.isArray(kept.evidence) && kept.evidence.length)) answers.push([id, { ...kept, unconfirmed: true }]);
  }
  return Object.fromEntries(answers);
}

/** Facts that describe are carried; of a stock its closing value is the new opening one; what happened in the year is asked anew. */
function carriedFacts(earlier, framework) {
  const facts = [];
  const from = [];
  for (const [id, value] of Object.entries(isPlain(earlier.facts) ? earlier.facts : {})) {
    const fact = framework.facts.get(id);
    if (!fact) continue;
    if (!isNumeric(fact)) {
      if (own(value, "not_measured")) continue;
      facts.push([id, value]);
      from.push(id);
    } else if (fact.kind === "stock") {
      const close = isPlain(value) ? own(value, "close") : value;
      if (typeof close === "number") facts.push([id, { open: close }]);
    }
  }
  return [Object.fromEntries(facts), from];
}

function nextPeriod(period) {
  const [start, end] = [own(period, "start"), own(period, "end")];
  if (![start, end].every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day ?? ""))) return undefined;
  const later = (day) => `${String(Number(day.slice(0, 4)) + 1).padStart(4, "0")}${day.slice(4).replace("-02-29", "-02-28")}`;
  return { start: later(start), end: later(end) };
}

/** Return the ids of facts that were carried and not looked at yet. */
export function carriedFactIds(submission) {
  const ids = formNote(submission, "carried_facts");
  return Array.isArray(ids) ? ids : [];
}

/** Return the submission with a carried fact confirmed. */
export function confirmedFact(submission, id) {
  const carriedIds = carriedFactIds(submission);
  const left = carriedIds.filter((one) => one !== id);
  return left.length === carriedIds.length ? submission : withFormNote(submission, "carried_facts", left.length ? left : undefined);
}

/**
 * Return colleagues' parts ready to be merged, and the carried facts that nobody looked at in any of them: a fact that one confirmed
 * takes the place of the carried one of another.
 */
export function settledFacts(parts) {
  const confirmed = new Set();
  const waiting = new Set();
  for (const { data } of parts) {
    const open = carriedFactIds(data);
    open.forEach((id) => waiting.add(id));
    for (const id of Object.keys(isPlain(data.facts) ? data.facts : {})) if (!open.includes(id)) confirmed.add(id);
  }
  const settled = parts.map((part) => {
    const yielding = carriedFactIds(part.data).filter((id) => confirmed.has(id));
    const facts = yielding.reduce((left, id) => withKey(left, id, undefined), part.data.facts);
    const data = yielding.length ? { ...part.data, facts } : part.data;
    return { ...part, data: withFormNote(data, "carried_facts", undefined) };
  });
  return { parts: settled, waiting: [...waiting].filter((id) => !confirmed.has(id)) };
}

/** Tell whether an answer was carried and waits to be confirmed; what is not asked this year, or says nothing yet, need not be. */
export function isWaiting(answer, state) {
  return answer?.unconfirmed === true && (state === "answered" || state === "not applicable");
}

/** Return the ids of answers that wait to be confirmed, given the states of all questions that are asked. */
export function waitingIds(submission, states) {
  return [...states].filter(([id, { state }]) => isWaiting(own(submission?.answers, id), state)).map(([id]) => id);
}
