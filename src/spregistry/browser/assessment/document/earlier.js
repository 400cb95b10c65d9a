// Earlier submissions beside the open one: which can be compared, and which is last year’s.
import { recognise } from "./files.js";

/** Tell whether a submission answers the same questions: the same version, or another edition of it that changes wording at most. */
export function isComparable(submission, framework) {
  return ["same", "patch"].includes(recognise(submission.framework, framework.reference));
}

/** Return the earlier submission to set beside the open one: the latest of the same version that ended before it; null if none. */
export function lastYear(framework, submission, previous) {
  const end = submission.period?.end ?? "9999-12-31";
  const before = previous.filter(
    (one) => isComparable(one.submission, framework) && typeof one.submission.period?.end === "string" && one.submission.period.end < end,
  );
  return before.sort((one, other) => (one.submission.period.end < other.submission.period.end ? 1 : -1))[0] ?? null;
}
