// Whether a file has the shape of a submission at all: before that, nothing is carried.
import { own } from "./plain.js";

/** Return the path of a JSON pointer. */
export function pathOf(pointer) {
  return pointer.split("/").slice(1).map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Return the JSON pointers of what has not the shape of a submission to any framework; what is left blank, which is null, is told only where it must be there. */
export function misshapen(submission, verdicts) {
  const found = verdicts(submission).map(({ instancePath }) => instancePath);
  return [...new Set(found)].filter((pointer) => {
    const path = pathOf(pointer);
    return valueAt(submission, path) !== null || mustBeThere(path);
  });
}

/** Tell whether no form leaves a place blank: the version that is answered, an action of the plan, what a program reported. */
function mustBeThere([section = "framework", ...inside]) {
  return section === "framework" || (section === "actions" && inside.length === 1) || (section === "migration" && inside.length > 0);
}

function valueAt(data, path) {
  return path.reduce((value, step) => (Array.isArray(value) ? value[step] : own(value, step)), data);
}
