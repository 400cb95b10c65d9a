// What is left of what was said once it is carried: answers in other values, and several answers in one.
import { copied, has, isPlain, own } from "./plain.js";

/** What an answer says; the rest are remarks on it, which travel with it. */
export const SAID = ["value", "not_applicable", "justification"];

/** Tell whether all that was said stands in what was carried, at the same places; more may stand there. */
export function wordForWord(said, carried) {
  if (isPlain(said)) return isPlain(carried) && Object.keys(said).every((key) => has(carried, key) && wordForWord(said[key], carried[key]));
  if (Array.isArray(said)) return Array.isArray(carried) && said.length === carried.length && said.every((one, at) => wordForWord(one, carried[at]));
  return said === carried;
}

/** Tell whether more is left of an answer than its mark and the signature: nobody signed for nothing. */
export function saysSomething(answer) {
  return Object.keys(answer).some((key) => !["by", "on", "unconfirmed"].includes(key));
}

/**
 * Return an answer in the values of what continues its indicator; without a value where the lineage does not carry it. Where the question
 * is the same, an answer that it does not apply stays one.
 */
export function translated(said, { old, new: continuing, relation, values: given }, { before, after }) {
  const answer = copied(said);
  if (relation === "same" && given === null) return answer;
  const values = new Map(Object.entries(given ?? {}));
  if (relation === "same") {
    const [excluded, excludedNow] = [before.indicators.get(old), after.indicators.get(continuing)].map(excludedOf);
    for (const each of excluded) if (excludedNow.length && !values.has(each)) values.set(each, excludedNow[0]);
  }
  const stays = own(answer, "not_applicable") === true && relation === "same";
  const value = mapped(own(answer, "value"), values);
  if (value !== null) answer.value = value;
  else if (!stays) for (const key of SAID) delete answer[key];
  const review = own(answer, "review");
  if (isPlain(review) && has(review, "value")) {
    const judged = mapped(review.value, values);
    if (judged !== null) review.value = judged;
    else delete review.value;
    if (!Object.keys(review).length) delete answer.review;
  }
  return saysSomething(answer) ? { ...answer, unconfirmed: true } : {};
}

function excludedOf(indicator) {
  return indicator.options.filter((option) => option.excluded).map((option) => option.value);
}

/** Return an option, or ticked items, in other values; null where none is known for it, or not for one of several. */
function mapped(value, values) {
  if (typeof value === "string") return values.get(value) ?? null;
  if (Array.isArray(value) && values.size && value.every((item) => typeof item === "string" && values.has(item))) {
    return [...new Set(value.map((item) => values.get(item)))];
  }
  return null;
}

/** Return several answers as one, to be confirmed: a value only where all agree, evidence and remarks of all. */
export function joined(answers) {
  const together = {};
  const said = answers.map((answer) => Object.fromEntries(SAID.filter((key) => has(answer, key)).map((key) => [key, answer[key]])));
  if (said.every((each) => alike(each, said[0]))) Object.assign(together, said[0]);
  const evidence = answers.flatMap((answer) => own(answer, "evidence") || []);
  if (evidence.length) together.evidence = [...new Set(evidence)];
  for (const key of ["comment", "dissent"]) {
    const texts = new Set(answers.map((answer) => own(answer, key)).filter(Boolean));
    if (texts.size) together[key] = [...texts].join("\n\n");
  }
  const reasons = new Set(answers.map((answer) => own(answer, "no_evidence")).filter(Boolean));
  if (reasons.size) together.no_evidence = [...reasons].join("; "); // it is one line
  for (const key of ["by", "on", "review"]) {
    const values = answers.filter((answer) => has(answer, key)).map((answer) => answer[key]);
    if (values.length && values.every((value) => alike(value, values[0]))) together[key] = values[0];
  }
  if (answers.some((answer) => own(answer, "flag") === true)) together.flag = true;
  return saysSomething(together) ? { ...together, unconfirmed: true } : {};
}

function alike(one, other) {
  return wordForWord(one, other) && wordForWord(other, one);
}
