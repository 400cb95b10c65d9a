// "Start from last year": a new submission from an earlier one, in which nothing counts as looked at until somebody ticks it.
//
// What is carried has the mark of the format: `unconfirmed: true` on each answer, and the fact under `unconfirmed_facts`.
import { isNumeric } from "../../engine/figures.js";
import { isPlain, isSaid, own, withKey } from "./answers.js";

/** The facts that were carried and not confirmed, each as true. */
const MARKS = "unconfirmed_facts";
const CARRIED = ["value", "not_applicable", "justification", "evidence", "no_evidence", "comment", "by", "on"];

/** Return a new draft for the year after: answers and evidence unconfirmed, closing figures as opening ones, open actions kept. */
export function carried(earlier, framework, source) {
  const [facts, marks] = carriedFacts(earlier, framework);
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
  if (marks.length) draft[MARKS] = Object.fromEntries(marks.map((id) => [id, true]));
  return draft;
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

/**
 * Facts that describe are carried, to be confirmed; of a stock its closing value is the new opening one, which needs that only where the
 * closing one did; what happened in the year is asked anew.
 */
function carriedFacts(earlier, framework) {
  const facts = [];
  const marks = [];
  for (const [id, value] of Object.entries(isPlain(earlier.facts) ? earlier.facts : {})) {
    const fact = framework.facts.get(id);
    if (!fact) continue;
    if (!isNumeric(fact)) {
      if (own(value, "not_measured")) continue;
      facts.push([id, value]);
      marks.push(id);
    } else if (fact.kind === "stock") {
      const close = isPlain(value) ? own(value, "close") : value;
      if (typeof close !== "number") continue;
      facts.push([id, { open: close }]);
      if (own(own(earlier, MARKS), id) === true) marks.push(id);
    }
  }
  return [Object.fromEntries(facts), marks];
}

function nextPeriod(period) {
  const [start, end] = [own(period, "start"), own(period, "end")];
  if (![start, end].every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day ?? ""))) return undefined;
  const later = (day) => `${String(Number(day.slice(0, 4)) + 1).padStart(4, "0")}${day.slice(4).replace("-02-29", "-02-28")}`;
  return { start: later(start), end: later(end) };
}

/** Return the ids of facts that were carried and not looked at yet. */
export function carriedFactIds(submission) {
  const marks = own(submission, MARKS);
  return isPlain(marks) ? Object.keys(marks).filter((id) => marks[id] === true) : [];
}

/** Return the submission with a carried fact confirmed. */
export function confirmedFact(submission, id) {
  if (own(own(submission, MARKS), id) === undefined) return submission;
  const left = withKey(submission[MARKS], id, undefined);
  return withKey(submission, MARKS, Object.keys(left).length ? left : undefined);
}

/** Tell whether an answer was carried and waits to be confirmed; what is not asked this year, or says nothing yet, need not be. */
export function isWaiting(answer, state) {
  return answer?.unconfirmed === true && (state === "answered" || state === "not applicable");
}

/** Return the ids of answers that wait to be confirmed, given the states of all questions that are asked. */
export function waitingIds(submission, states) {
  return [...states].filter(([id, { state }]) => isWaiting(own(submission?.answers, id), state)).map(([id]) => id);
}
