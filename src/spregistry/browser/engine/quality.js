// Contradictions between facts: the framework's quality checks, each skipped while a fact it reads is lacking.
import { TOLERANCE, add, factOf, isObject } from "./figures.js";

/**
 * Return a quality check made ready: `{check, fact, examine}`.
 *
 * `fact` is the first it reads, where a reader should look. `examine(numbers, submission)` returns undefined where all is well or a
 * fact is lacking, else what was found: `{found, …figures}`, where `found` is "more-than", "adds-up", "below", "above" or "after".
 */
export function compileCheck(check) {
  if (check.at_most !== undefined) {
    const [smaller, larger] = check.at_most.map((side) => (typeof side === "string" ? [side] : side));
    return { check, fact: factOf(smaller[0]), examine: (numbers) => atMost(smaller, larger, numbers) };
  }
  if (check.adds_up !== undefined) {
    return { check, fact: factOf(check.adds_up.whole), examine: (numbers) => addsUp(check.adds_up, numbers) };
  }
  if (check.between !== undefined) {
    return { check, fact: factOf(check.between.numerator[0]), examine: (numbers) => between(check.between, numbers) };
  }
  return { check, fact: factOf(check.ordered[0]), examine: (_numbers, submission) => ordered(check.ordered, submission) };
}

function atMost(smaller, larger, numbers) {
  const low = add(smaller, numbers);
  const high = add(larger, numbers);
  if (low === undefined || high === undefined || low <= high + TOLERANCE) return undefined;
  return { found: "more-than", value: low, limit: high };
}

function addsUp({ parts, whole, tolerance = 0 }, numbers) {
  const total = add(parts, numbers);
  const expected = numbers.get(whole);
  if (total === undefined || expected === undefined) return undefined;
  if (Math.abs(total - expected) <= tolerance * Math.abs(expected) + TOLERANCE) return undefined;
  return { found: "adds-up", value: total, limit: expected };
}

function between({ numerator, denominator, from, to }, numbers) {
  const value = add(numerator, numbers);
  const divisor = denominator === undefined ? 1 : add(denominator, numbers);
  if (value === undefined || !divisor) return undefined;
  const ratio = value / divisor;
  if (from !== undefined && ratio < from - TOLERANCE) return { found: "below", value: ratio, limit: from };
  return to !== undefined && ratio > to + TOLERANCE ? { found: "above", value: ratio, limit: to } : undefined;
}

function ordered(terms, submission) {
  const values = terms.map((term) => dateOf(term, submission));
  if (values.some((value) => typeof value !== "string")) return undefined;
  // Dates as YYYY-MM-DD stand in the order of the calendar.
  const at = values.findIndex((value, index) => index > 0 && values[index - 1] > value);
  return at < 0 ? undefined : { found: "after", value: values[at - 1], limit: values[at] };
}

function dateOf(term, submission) {
  const [section, key] = term.startsWith("period.") ? term.split(".") : ["facts", term];
  return isObject(submission[section]) ? submission[section][key] : undefined;
}
