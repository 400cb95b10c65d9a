// What if it were answered otherwise: a submission with some answers replaced.
import { isObject } from "./figures.js";

/** Return a submission whose answers have other values; evidence and remarks stay, a reason for not applying goes. */
export function withChanges(submission, changes) {
  const answers = { ...(isObject(submission.answers) ? submission.answers : {}) };
  for (const [id, value] of Object.entries(changes)) {
    const { value: _value, not_applicable: _said, justification: _reason, ...kept } = isObject(answers[id]) ? answers[id] : {};
    answers[id] = { ...kept, value };
  }
  return { ...submission, answers };
}
