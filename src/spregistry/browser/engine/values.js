// Which values fit what the framework accepts: what does not is told, and counts as not there, which is how a live form treats it.
//
// Codes and places are those of the findings that the command line gives. Only facts and answers are looked at here; the validator
// compiled from the schema speaks of whole files.
import { hasDateForm } from "./calendar.js";
import { isNumeric, isObject } from "./figures.js";

/** Integers that every JSON reader keeps exactly, and the largest figure that is accepted. */
const LARGEST_EXACT = 2 ** 53 - 1;
const LARGEST = 10 ** 15;
const LONGEST_TEXT = 20000;
const LONGEST_LINE = 500;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/;
// eslint-disable-next-line no-control-regex
const CONTROL_OR_BREAK = /[\u0000-\u001f\u007f]/;

/**
 * Return what of a submission fits: facts by id as they are reported, answers by id as `{value, notApplicable, evidence}`, and problems.
 *
 * A part of a fact that does not fit is absent; the others stay.
 */
export function sift(framework, submission) {
  const problems = [];
  const reported = isObject(submission.facts) ? submission.facts : {};
  const given = isObject(submission.answers) ? submission.answers : {};
  const facts = Object.create(null); // ids may be any word, such as "constructor"
  for (const id of Object.keys(reported)) {
    const fact = framework.facts.get(id);
    if (fact === undefined) problems.push(problem("unknown-fact", ["facts", id], id));
    else {
      const value = siftFact(framework, fact, reported[id], problems);
      if (value !== undefined) facts[id] = value;
    }
  }
  const answers = new Map();
  for (const id of Object.keys(given)) {
    const indicator = framework.indicators.get(id);
    if (indicator === undefined) problems.push(problem("unknown-indicator", ["answers", id], id));
    else {
      const answer = siftAnswer(indicator, given[id], problems);
      if (answer !== undefined) answers.set(id, answer);
    }
  }
  return { facts, answers, problems };
}

/** Return a problem in the shape that forms show; `params` are what its words need. */
export function problem(code, path, id = null, params = {}, severity = "error") {
  return { code, severity, path, id, params };
}

function siftFact(framework, fact, value, problems) {
  const path = ["facts", fact.id];
  const measured = framework.gatingFacts.has(fact.id);
  const note = (wrong) => problems.push({ ...wrong, id: fact.id });
  if (value === undefined) return undefined;
  if (isNumeric(fact)) {
    const parts = partsOf(fact, measured);
    if (!isObject(value) || parts.length === 0) return kept(value, numberProblem(fact.schema, value, path), note);
    return siftParts(fact, value, parts, path, note);
  }
  if (isObject(value) && !measured) return siftNotMeasured(value, path, note);
  if (fact.choices === undefined) {
    const wrong = fact.schema.format === "date" ? dateProblem(value, path) : scalarProblem(fact.schema, value, path);
    return kept(value, wrong, note);
  }
  const options = fact.choices.map((option) => option.value);
  return kept(value, fact.multiple ? listProblem(options, value, path) : optionProblem(options, value, path), note);
}

/** Return the keys that the object form of a figure may have; none where it has no such form. */
export function partsOf(fact, measured) {
  const main = fact.kind === "stock" ? ["open", "close"] : ["total"];
  const parts = fact.kind === undefined && !fact.segments ? [] : [...main, ...(fact.segments ?? [])];
  return measured ? parts : [...parts, "not_measured"];
}

/** Sift an object in the place of a value that is no figure: it can only say that the fact is not measured. */
function siftNotMeasured(value, path, note) {
  const known = ["not_measured"];
  for (const key of Object.keys(value)) if (key !== "not_measured") note(problem("unknown-key", [...path, key], null, { known }));
  if (value.not_measured === undefined) note(problem("missing-key", path, null, { key: "not_measured" }));
  else if (value.not_measured !== true) note(problem("unknown-option", [...path, "not_measured"], null, { options: [true] }));
  return value.not_measured === true ? { not_measured: true } : undefined;
}

function siftParts(fact, value, parts, path, note) {
  const fitting = Object.create(null);
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  if (!keys.length) note(problem("wrong-length", path, null, { minimum: 1 }));
  if (keys.includes("not_measured") && keys.length > 1 && parts.includes("not_measured")) {
    note(problem("wrong-length", path, null, { maximum: 1 }));
  }
  for (const key of keys) {
    const at = [...path, key];
    let wrong;
    if (!parts.includes(key)) wrong = problem("unknown-key", at, null, { known: parts });
    else if (key === "not_measured") wrong = value[key] === true ? undefined : problem("unknown-option", at, null, { options: [true] });
    else wrong = numberProblem(fact.schema, value[key], at);
    if (wrong) note(wrong);
    else fitting[key] = value[key];
  }
  return fitting;
}

/** Return a value unless something, or several things, are wrong with it, which are told. */
function kept(value, wrong, note) {
  if (wrong === undefined) return value;
  [wrong].flat().forEach(note);
  return undefined;
}

function siftAnswer(indicator, answer, problems) {
  const path = ["answers", indicator.id];
  const note = (wrong) => problems.push({ ...wrong, id: indicator.id });
  if (answer === null || answer === undefined) return undefined;
  if (!isObject(answer)) {
    note(wrongType(answer, ["object"], path));
    return undefined;
  }
  const evidence = Array.isArray(answer.evidence) && answer.evidence.length > 0;
  const value = answer.value === undefined ? undefined : siftValue(indicator, answer.value, path, note);
  const excluded = indicator.options.some((option) => option.excluded && option.value === value);
  const claimed = answer.not_applicable !== undefined && mayClaim(indicator, answer.not_applicable, path, note);
  if (claimed && answer.value !== undefined) {
    note(problem("does-not-fit", path, null, { keys: ["value", "not_applicable"] }));
    return { value: undefined, notApplicable: false, evidence };
  }
  const reasoned = isReason(indicator, answer.justification, path, note, claimed || excluded);
  return { value: excluded && !reasoned ? undefined : value, notApplicable: claimed && reasoned, evidence };
}

/** Tell whether `not_applicable` may stand here, and says so. */
function mayClaim(indicator, said, path, note) {
  const at = [...path, "not_applicable"];
  if (indicator.mayBeNa === undefined || indicator.options.some((option) => option.excluded)) {
    const option = indicator.mayBeNa === undefined ? undefined : indicator.options.find((one) => one.excluded);
    note(problem("not-applicable-refused", at, null, option ? { option: option.value } : {}));
    return false;
  }
  if (said !== true) note(problem("unknown-option", at, null, { options: [true] }));
  return said === true;
}

/** Tell whether the reason for not applying is there and accepted; told of where one is needed or given. */
function isReason(indicator, reason, path, note, needed) {
  const at = [...path, "justification"];
  if (reason === undefined) {
    if (needed) note(problem("missing-justification", path, null, reasonsOf(indicator)));
    return false;
  }
  const wrong = lineProblem(reason, at);
  if (wrong) {
    note(wrong);
    return false;
  }
  if (needed && Array.isArray(indicator.mayBeNa) && !indicator.mayBeNa.includes(reason)) {
    note(problem("not-applicable-refused", at, null, { ...reasonsOf(indicator), value: reason }));
    return false;
  }
  return true;
}

function reasonsOf(indicator) {
  return Array.isArray(indicator.mayBeNa) ? { reasons: indicator.mayBeNa } : {};
}

function siftValue(indicator, value, path, note) {
  const at = [...path, "value"];
  return kept(value, valueProblem(indicator, value, at), note);
}

/** Tell whether a value is one that an indicator accepts. */
export function fits(indicator, value) {
  return value !== undefined && valueProblem(indicator, value, []) === undefined;
}

function valueProblem(indicator, value, at) {
  const { kind, answer, options } = indicator;
  if (kind === "ratio") return problem("ratio-has-value", at, null, { terms: [...answer.ratio.numerator, ...answer.ratio.denominator] });
  if (kind === "scale" || kind === "choice") {
    if (indicator.mayBeNa === undefined && options.some((option) => option.excluded && option.value === value)) {
      return problem("not-applicable-refused", at);
    }
    return optionProblem(offered(indicator), value, at);
  }
  if (kind === "checklist") return listProblem(answer.checklist.items.map((item) => item.id), value, at);
  if (kind === "number") return numberProblem(answer.number.schema, value, at);
  if (kind === "date") return dateProblem(value, at);
  return textProblem(value, 1, answer.text.maxLength ?? LONGEST_TEXT, at);
}

function offered(indicator) {
  return indicator.options.filter((option) => indicator.mayBeNa !== undefined || !option.excluded).map((option) => option.value);
}

function wrongType(value, types, path) {
  return problem("wrong-type", path, null, { types, value });
}

function optionProblem(options, value, path) {
  return options.includes(value) ? undefined : problem("unknown-option", path, null, { options, value });
}

function listProblem(options, value, path) {
  if (!Array.isArray(value)) return wrongType(value, ["array"], path);
  const wrong = [...value.keys()]
    .filter((at) => !options.includes(value[at]))
    .map((at) => problem("unknown-option", [...path, at], null, { options, value: value[at] }));
  if (new Set(value).size < value.length) wrong.push(problem("repeated-item", path));
  return wrong.length ? wrong : undefined;
}

function scalarProblem(schema, value, path) {
  if (schema.type === "boolean") return typeof value === "boolean" ? undefined : wrongType(value, ["boolean"], path);
  return textProblem(value, schema.minLength ?? 0, schema.maxLength ?? Infinity, path, CONTROL);
}

function textProblem(value, minimum, maximum, path, forbidden) {
  if (typeof value !== "string") return wrongType(value, ["string"], path);
  if (forbidden && forbidden.test(value)) return problem("malformed", path, null, { value });
  const length = [...value].length;
  if (length < minimum) return problem("wrong-length", path, null, { minimum });
  return length > maximum ? problem("wrong-length", path, null, { maximum }) : undefined;
}

function lineProblem(value, path) {
  return textProblem(value, 1, LONGEST_LINE, path, CONTROL_OR_BREAK);
}

function dateProblem(value, path) {
  if (typeof value !== "string") return wrongType(value, ["string"], path);
  if (hasDateForm(value)) return undefined;
  return problem(/^[0-9]{4}-[0-9]{2}-[0-9]{2}/.test(value) ? "wrong-length" : "malformed", path, null, { value });
}

/** Return the bounds of a figure with those that hold for all: what is kept exactly, or stays finite in sums and quotients. */
export function boundsOf(schema) {
  const most = schema.type === "integer" ? LARGEST_EXACT : LARGEST;
  return { minimum: -most, maximum: most, ...schema };
}

/** Return what is wrong with a figure; undefined where it fits. */
export function numberProblem(schema, value, path) {
  const bounds = boundsOf(schema);
  if (typeof value !== "number" || !Number.isFinite(value) || (schema.type === "integer" && !Number.isInteger(value))) {
    return wrongType(value, [schema.type], path);
  }
  if (value < bounds.minimum) return problem("out-of-range", path, null, { minimum: bounds.minimum, value });
  if (value > bounds.maximum) return problem("out-of-range", path, null, { maximum: bounds.maximum, value });
  if (value <= bounds.exclusiveMinimum) return problem("out-of-range", path, null, { exclusiveMinimum: bounds.exclusiveMinimum, value });
  if (value >= bounds.exclusiveMaximum) return problem("out-of-range", path, null, { exclusiveMaximum: bounds.exclusiveMaximum, value });
  return undefined;
}
