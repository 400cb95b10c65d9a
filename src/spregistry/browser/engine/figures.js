// Facts as numbers, and numbers as points (scoring rule 5).
import { compileCondition, factsOf } from "./condition.js";

/** Values are taken as reached when they fall short by no more than this. */
export const TOLERANCE = 1e-9;

/** What is lacking for a figure: a fact that is absent, or one that is declared not measured. */
export class Lack {
  constructor(fact, notMeasured) {
    this.fact = fact;
    this.notMeasured = notMeasured;
  }
}

/** Tell whether a value reaches a bound, in the same way in every runtime. */
function reaches(x, bound) {
  return x + TOLERANCE >= bound;
}

export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isNumeric(fact) {
  return fact.schema !== undefined && (fact.schema.type === "integer" || fact.schema.type === "number");
}

/** Return a fact's value itself: of a stock its closing value, of a flow its total; undefined where there is none. */
export function mainValue(fact, value) {
  return (isObject(value) ? value[fact.kind === "stock" ? "close" : "total"] : value) ?? undefined;
}

export function isNotMeasured(value) {
  return isObject(value) && value.not_measured === true;
}

/** Return every number among sifted facts, by term: fact, fact.open, fact.close, fact.average, fact.<segment>. */
export function readFigures(facts, reported) {
  const numbers = new Map();
  for (const [id, fact] of facts) {
    if (!isNumeric(fact)) continue;
    const value = reported[id];
    if (typeof value === "number") {
      // A plain number is the closing value, or the total; it has no opening value and no segments.
      numbers.set(id, value).set(`${id}.close`, value);
    } else if (isObject(value)) {
      readParts(id, fact, value, numbers);
    }
  }
  return numbers;
}

function readParts(id, fact, parts, numbers) {
  for (const part of ["open", "close", "total", ...(fact.segments ?? [])]) {
    if (typeof parts[part] === "number") numbers.set(`${id}.${part}`, parts[part]);
  }
  const opening = numbers.get(`${id}.open`);
  const closing = numbers.get(`${id}.close`);
  const main = closing ?? numbers.get(`${id}.total`);
  if (main !== undefined) numbers.set(id, main);
  if (opening !== undefined && closing !== undefined) numbers.set(`${id}.average`, (opening + closing) / 2);
}

/** Return the sum of terms in declared order; undefined where one is lacking. */
export function add(terms, numbers) {
  let total = 0;
  for (const term of terms) {
    const value = numbers.get(term);
    if (value === undefined) return undefined;
    total += value;
  }
  return total;
}

/** Return the fact that a term such as `portfolio.women` is about. */
export function factOf(term) {
  return term.split(".", 1)[0];
}

/** Return which fact is lacking for a sum: one that is absent before one that is not measured. */
export function lacking(terms, numbers, reported) {
  let lack;
  for (const term of terms) {
    if (numbers.has(term)) continue;
    const fact = factOf(term);
    if (!isNotMeasured(reported[fact])) return new Lack(fact, false);
    lack = lack ?? new Lack(fact, true);
  }
  return lack;
}

/** Return the formula of a number or ratio; undefined where it is unscored. */
export function compileFormula(figure, facts) {
  if (figure.cases !== undefined) {
    const read = new Set(figure.cases.flatMap((one) => (one.when ? factsOf(one.when) : [])));
    return new Formula(
      figure.cases.map(compileCase),
      [...read].sort().map((id) => facts.get(id)),
    );
  }
  return figure.line !== undefined || figure.steps !== undefined ? new Formula([compileCase(figure)], []) : undefined;
}

/** How a number or ratio earns points: the first case whose condition holds. */
class Formula {
  constructor(cases, facts) {
    this.cases = cases;
    // Facts that decide between the cases.
    this.facts = facts;
    // The most points that any case can give.
    this.best = Math.max(0, ...cases.map((one) => one.best));
  }

  /** Return the case that holds, with its points function and the best it gives, or what is lacking to decide. */
  choose(reported) {
    if (!this.facts.length) return this.cases[0];
    const values = {};
    let lack;
    for (const fact of this.facts) {
      const value = reported[fact.id];
      const main = mainValue(fact, value);
      if (isNotMeasured(value)) lack = lack ?? new Lack(fact.id, true);
      else if (main === undefined) return new Lack(fact.id, false);
      else values[fact.id] = main;
    }
    return lack ?? this.cases.find((one) => one.test === undefined || one.test(values));
  }
}

function compileCase(one) {
  const test = one.when === undefined ? undefined : compileCondition(one.when);
  if (one.line !== undefined) return { test, points: line(one.line), best: 1 };
  return { test, points: steps(one.steps), best: Math.max(...one.steps.map((step) => step.points)) };
}

function line({ zero_at: zeroAt, full_at: fullAt }) {
  return (x) => {
    const share = (x - zeroAt) / (fullAt - zeroAt);
    return share <= 0 ? 0 : Math.min(1, share);
  };
}

function steps(rising) {
  return (x) => {
    let earned = 0;
    for (const step of rising) if (reaches(x, step.from)) earned = step.points;
    return earned;
  };
}
