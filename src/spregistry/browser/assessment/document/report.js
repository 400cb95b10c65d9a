// The report of a migration, as a file holds it under `migration`. Files come from anybody: what has not the shape of a report is left out.
import { isPlain, own } from "./answers.js";

const SECTIONS = ["answers", "facts", "fact_notes", "actions", "profile", "status"];
export const OUTCOMES = ["carried", "review", "split", "merged", "dropped"];

/**
 * Return the steps by which a submission was carried over: `[{from, to, entries}]`, none where it never was.
 *
 * Entries are `{section, id, outcome, why, became, reason, said}`; what was carried as it was is among them, with the reason "same".
 */
export function reportOf(submission) {
  const steps = own(own(submission, "migration"), "steps");
  return (Array.isArray(steps) ? steps : []).filter((step) => isPlain(step) && isText(step.from) && isText(step.to)).map(({ from, to, carried, entries }) => ({
    from,
    to,
    entries: [...(Array.isArray(carried) ? carried : []).filter(isText).map(carriedAsItWas), ...(Array.isArray(entries) ? entries : []).filter(isEntry).map(read)],
  }));
}

const isText = (value) => typeof value === "string";

function carriedAsItWas(place) {
  const [section, ...id] = place.split("/");
  const named = ["answers", "facts", "fact_notes"].includes(section);
  return { section, id: id.join("/"), outcome: "carried", why: "same", became: named ? [id.join("/")] : [] };
}

function isEntry(entry) {
  return isPlain(entry) && isText(entry.id) && SECTIONS.includes(entry.section) && OUTCOMES.includes(entry.outcome);
}

function read({ section, id, outcome, why, became, reason, said }) {
  const names = (Array.isArray(became) ? became : []).filter(isText);
  return { section, id, outcome, why: isText(why) ? why : "", became: names, reason: isText(reason) ? reason : undefined, said };
}

/** Return under which ids of this version a thing goes on that some step of a report carried under others; none where a later step dropped it. */
export function goesOnAs(steps, at, { section, outcome, became }) {
  const next = steps[at + 1];
  if (next === undefined || outcome === "dropped") return became;
  const later = (id) => next.entries.find((entry) => entry.section === section && entry.id === id);
  return [...new Set(became.flatMap((id) => (later(id) === undefined ? [id] : later(id).outcome === "dropped" ? [] : goesOnAs(steps, at + 1, later(id)))))];
}

/**
 * Return the ids of this version under which an answer goes on whose value did not go with it, and that has none yet.
 *
 * As `mapped` in `publish/versions/migration.py` tells it: what only a later step took away is told of that step.
 */
export function answeredAnew(steps, at, entry, submission) {
  const { section, outcome, became, said } = entry;
  if (section !== "answers" || outcome === "dropped" || !isPlain(said) || own(said, "value") === undefined) return [];
  const lost = became.filter((id) => own(asItWas(steps.slice(at + 1), id, submission), "value") === undefined);
  const now = goesOnAs(steps, at, { ...entry, became: lost });
  return now.filter((id) => !isAnswered(answerOf(submission, id)));
}

/** Return why the value of an earlier answer did not go along, as the last such step says, by the id that is to be answered anew. */
export function allAnew(submission) {
  const steps = reportOf(submission);
  return new Map(steps.flatMap((step, at) => step.entries.flatMap((entry) => answeredAnew(steps, at, entry, submission).map((id) => [id, entry.why]))));
}

const answerOf = (submission, id) => own(own(submission, "answers"), id);
const isAnswered = (answer) => own(answer, "value") !== undefined || Boolean(own(answer, "not_applicable"));

/** Return an answer as it was before the later steps: as one of them keeps it, else as it stands now under the id it has here. */
function asItWas(later, id, submission) {
  let name = id;
  for (const { entries } of later) {
    const entry = entries.find((one) => one.section === "answers" && one.id === name);
    if (entry?.said !== undefined) return entry.said;
    name = entry?.became[0] ?? name;
  }
  return answerOf(submission, name);
}

/** Return from which version a submission was carried over; null where it was not. */
export function carriedFrom(submission) {
  return reportOf(submission)[0]?.from ?? null;
}

/** Return why an answer, or a thing of another section, is to be confirmed, as the last step that marked it says; null where none did. */
export function whyToConfirm(submission, id, of = "answers") {
  const about = reportOf(submission).flatMap(({ entries }) => entries).filter(({ section, outcome, became }) => section === of && outcome !== "carried" && outcome !== "dropped" && became.includes(id));
  return about.length ? about[about.length - 1].why : null;
}

/** Return the steps from a version to the one of this form, as the page knows them; none where it does not go back to it. */
export function wayFrom(carrying, reference) {
  const steps = carrying?.steps ?? [];
  const first = steps.findIndex(({ from }) => from === reference);
  return first < 0 ? [] : steps.slice(first);
}
