// What a later version does not admit of a carried submission is taken out of it, so that what is left can always be scored.
import { assess, sift } from "../engine/index.js";
import { SAID, saysSomething } from "./carried.js";
import { has, isPlain, own } from "./plain.js";
import { pathOf } from "./shape.js";

/** Tell whether a submission is right as it is, a final one complete. */
export function lacksNothing(framework, submission, verdicts) {
  return !verdicts(submission).length && !assess(framework, submission).problems.some(({ severity }) => severity === "error");
}

/** Take out what the later version does not admit, and correct what was noted of it; the notes keep what was said. */
export function withoutMisfits(passage, carried, notes, verdicts) {
  withoutJudgements(passage, carried, notes);
  for (;;) {
    const taken = refused(passage.after, carried, verdicts).filter((path) => take(carried, path));
    if (!taken.length) return;
    const places = new Map(taken.map(([section, id]) => [JSON.stringify([section, id]), [section, id]]));
    for (const [section, id] of places.values()) renote(notes, section, id, !has(carried[section], id));
  }
}

/** Return the paths of all that keeps a submission from being scored, the last of a list first. */
function refused(framework, submission, verdicts) {
  const found = [...sift(framework, submission).problems.map(({ path }) => path.map(String)), ...verdicts(submission).map(({ instancePath }) => pathOf(instancePath))];
  const paths = [...new Map(found.map((path) => [JSON.stringify(path), path])).values()].filter((path) => path.length > 1);
  return paths.sort((one, other) => -inOrder(one, other));
}

/** Compare paths by what they lie in, then by their position there. */
function inOrder(one, other) {
  const [above, below] = [one.slice(0, -1), other.slice(0, -1)];
  const at = above.findIndex((step, position) => step !== below[position]);
  if (at >= 0) return at >= below.length || above[at] > below[at] ? 1 : -1;
  return above.length - below.length || position(one[one.length - 1]) - position(other[other.length - 1]);
}

function position(step) {
  return /^[0-9]+$/.test(step) ? Number(step) : -1;
}

/** Take out as little as a path demands: a tick, a part of a figure, what an answer says, a remark; false where it is not there. */
function take(carried, [section, id, ...inside]) {
  const held = own(carried, section);
  if (!["answers", "facts", "fact_notes"].includes(section) || !isPlain(held) || !has(held, id)) return false;
  const said = held[id];
  if (section === "answers" && isPlain(said)) return takeOfAnswer(held, id, inside);
  if (inside.length && isPlain(said) && has(said, inside[0]) && Object.keys(said).length > 1) delete said[inside[0]];
  else if (inside.length && Array.isArray(said) && has(said, inside[0])) said.splice(Number(inside[0]), 1);
  else delete held[id];
  return true;
}

function takeOfAnswer(answers, id, inside) {
  const answer = answers[id];
  const value = own(answer, "value");
  if (inside.length && !SAID.includes(inside[0])) {
    if (!has(answer, inside[0])) return false;
    delete answer[inside[0]];
  } else if (inside.length > 1 && inside[0] === "value" && Array.isArray(value) && position(inside[1]) >= 0 && position(inside[1]) < value.length) {
    value.splice(Number(inside[1]), 1);
  } else {
    for (const key of SAID) delete answer[key];
  }
  if (saysSomething(answer)) answer.unconfirmed = true;
  else delete answers[id];
  return true;
}

/** Correct what was noted of a thing that turned out not to be admitted as it was. */
function renote(notes, section, id, gone) {
  for (const note of notes) {
    if (note.section !== section || !note.became.includes(id)) continue;
    if (gone) note.became = note.became.filter((each) => each !== id);
    if (!note.became.length) Object.assign(note, { outcome: "dropped", why: "not-admitted" });
    else if (note.outcome === "carried" || note.outcome === "review") Object.assign(note, { outcome: "review", why: "not-admitted" });
  }
}

/** Take out what assessors would have answered, and what plans aim at, where it is no answer any more: no schema looks at them. */
function withoutJudgements(passage, carried, notes) {
  for (const [id, answer] of Object.entries(own(carried, "answers") ?? {})) {
    const review = own(answer, "review");
    if (!isPlain(review) || !has(review, "value") || isAdmitted(passage, id, review.value)) continue;
    delete review.value;
    if (!Object.keys(review).length) delete answer.review;
    answer.unconfirmed = true;
    renote(notes, "answers", id, false);
  }
  for (const [at, action] of (own(carried, "actions") ?? []).entries()) {
    const id = own(action, "indicator");
    if (!passage.after.indicators.has(id) || !has(action, "target") || isAdmitted(passage, id, action.target)) continue;
    delete action.target;
    for (const note of notes) {
      if (note.section === "actions" && note.id === String(at)) Object.assign(note, { outcome: "review", why: "not-admitted" });
    }
  }
}

/** Tell whether a value is an answer still; one that was none before is left as it is. */
function isAdmitted(passage, id, value) {
  const known = passage.before.indicators.has(id);
  if (known && !passage.answeredOtherwise(id)) return true;
  return !isWrong(passage.after, id, value) || (known && isWrong(passage.before, id, value));
}

/** Tell whether a framework refuses a value as the answer to an indicator, whatever it asks about reasons. */
function isWrong(framework, id, value) {
  return sift(framework, { answers: { [id]: { value } } }).problems.some(({ path }) => path[0] === "answers" && path[1] === id && path[2] === "value");
}
