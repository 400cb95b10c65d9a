// Whether a file has the shape of a submission at all: before that, nothing is carried.
import { own } from "./plain.js";

/** Return the path of a JSON pointer. */
export function pathOf(pointer) {
  return pointer.split("/").slice(1).map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Return the JSON pointers of what has not the shape of a submission to any framework; what is left blank, which is null, is not told. */
export function misshapen(submission, verdicts) {
  const found = verdicts(submission).map(({ instancePath }) => instancePath);
  return [...new Set(found)].filter((pointer) => valueAt(submission, pathOf(pointer)) !== null);
}

function valueAt(data, path) {
  return path.reduce((value, step) => (Array.isArray(value) ? value[step] : own(value, step)), data);
}
