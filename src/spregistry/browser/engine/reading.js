// Reads a submission: the state and points of every indicator (scoring rules 1, 2 and 5).
import { isDate, monthsAfter } from "./calendar.js";
import { compileCondition, factsOf } from "./condition.js";
import { Lack, add, compileFormula, isObject, lacking, mainValue, readFigures } from "./figures.js";
import { ANSWERED, MISSING, NOT_APPLICABLE, NOT_ASKED, NOT_YET_DUE, UNDEFINED } from "./state.js";
import { fits, sift } from "./values.js";
import { EXCLUDED, bestOf, checklistWorth, numberWorth, optionsWorth } from "./worth.js";

/** A framework made ready to read its submissions. */
export class Questionnaire {
  constructor(framework) {
    this.framework = framework;
    this.indicators = [...framework.indicators.values()];
    this._formulas = new Map();
    this._worths = this.indicators.map((indicator) => this._compile(indicator));
    this._best = this.indicators.map(bestOf);
    this._gates = compileGates(framework, this.indicators);
    this._gating = [...framework.gatingFacts].sort().map((id) => framework.facts.get(id));
    this._due = positionsByMonth(this.indicators);
  }

  _compile(indicator) {
    const { kind, answer, position } = indicator;
    if (kind === "scale" || kind === "choice") {
      const worth = optionsWorth(indicator.options);
      return (value) => worth.get(value);
    }
    if (kind === "checklist") return checklistWorth(answer.checklist);
    if (kind !== "number" && kind !== "ratio") return () => 0;
    const formula = compileFormula(answer[kind], this.framework.facts);
    if (formula !== undefined) this._formulas.set(position, formula);
    return numberWorth(formula);
  }

  /** Return what a submission says; a value that does not fit counts as not there, and is told among `problems`. */
  read(submission) {
    return this.readSifted(submission, sift(this.framework, submission));
  }

  /** Return what a submission says whose facts and answers were sifted already, by a framework that holds all of these indicators. */
  readSifted(submission, { facts, answers, problems }) {
    const reading = new Reading(this.indicators.length, facts, answers, problems, readFigures(this.framework.facts, facts));
    this.indicators.forEach((indicator, at) => {
      const answer = answers.get(indicator.id);
      if (answer?.evidence) reading.evidence[at] = 1;
      if (answer?.notApplicable) reading.states[at] = NOT_APPLICABLE;
      else if (indicator.kind === "ratio") this._readRatio(indicator.answer.ratio, at, reading);
      else if (answer?.value !== undefined) this._readValue(indicator, answer.value, at, reading);
    });
    this._readDue(submission, reading);
    this._readGates(reading);
    return reading;
  }

  /** Return the most points each indicator could earn with the facts as they are. */
  best(facts) {
    const best = [...this._best];
    for (const [at, formula] of this._formulas) {
      const chosen = formula.choose(facts);
      best[at] = chosen instanceof Lack ? formula.best : chosen.best;
    }
    return best;
  }

  /** Return the points of one value alone, whatever its indicator's conditions say; null where it earns none by its nature. */
  pointsOf(indicator, value, facts) {
    const at = indicator.position;
    const reading = new Reading(this.indicators.length, facts, new Map(), [], readFigures(this.framework.facts, facts));
    if (indicator.kind === "ratio") this._readRatio(indicator.answer.ratio, at, reading);
    else if (fits(indicator, value)) this._readValue(indicator, value, at, reading);
    return reading.states[at] === ANSWERED ? reading.points[at] : null;
  }

  _readValue(indicator, value, at, reading) {
    if (indicator.kind === "number") reading.figures.set(at, value);
    const earned = this._worths[at](value, reading.facts);
    if (earned === EXCLUDED) reading.states[at] = NOT_APPLICABLE;
    else settle(at, earned, reading);
  }

  _readRatio(ratio, at, reading) {
    const { numbers, facts } = reading;
    const above = add(ratio.numerator, numbers);
    const below = add(ratio.denominator, numbers);
    const formula = this._formulas.get(at);
    const chosen = formula === undefined ? undefined : formula.choose(facts);
    if (above === undefined || below === undefined || chosen instanceof Lack) {
      const lacks = [lacking([...ratio.numerator, ...ratio.denominator], numbers, facts), chosen].filter((lack) => lack instanceof Lack);
      settle(at, lacks.find((lack) => !lack.notMeasured) ?? lacks[0], reading);
    } else if (below === 0 || !Number.isFinite(above / below)) {
      // A divisor that small is as good as zero.
      reading.states[at] = UNDEFINED;
      reading.reasons.set(at, { kind: "zero-denominator", facts: [] });
    } else {
      const figure = above / below;
      reading.figures.set(at, figure);
      settle(at, chosen === undefined ? 0 : chosen.points(figure), reading);
    }
  }

  _readDue(submission, reading) {
    if (!this._due.size) return;
    const clock = this.framework.clock;
    const start = clock !== null && isDate(reading.facts[clock]) ? reading.facts[clock] : undefined;
    const said = isObject(submission.period) ? submission.period.end : undefined;
    const end = isDate(said) ? said : undefined;
    for (const [months, positions] of this._due) {
      if (start !== undefined && end !== undefined) {
        if (end < monthsAfter(start, months)) override(positions, NOT_YET_DUE, { kind: "not-yet-due", facts: [], months }, reading);
      } else if (start === undefined && clock !== null) {
        lack([clock], positions, reading);
      } else {
        override(positions, MISSING, { kind: "no-period", facts: [] }, reading);
      }
    }
  }

  _readGates(reading) {
    const values = Object.create(null);
    for (const fact of this._gating) {
      const value = mainValue(fact, reading.facts[fact.id]);
      if (value !== undefined && !isObject(value)) values[fact.id] = value;
    }
    for (const gate of this._gates) {
      const blank = gate.facts.filter((fact) => values[fact] === undefined);
      if (blank.length) lack(blank, gate.positions, reading);
      else if (!gate.tests.every((test) => test(values))) {
        override(gate.positions, NOT_ASKED, { kind: "condition", facts: gate.facts }, reading);
      }
    }
  }
}

/** What a submission says, one entry per indicator in the order of the framework. */
class Reading {
  constructor(size, facts, answers, problems, numbers) {
    this.states = new Uint8Array(size).fill(MISSING);
    // Points earned; 0 where none are.
    this.points = new Float64Array(size);
    this.evidence = new Uint8Array(size);
    // The computed or typed figures, by position.
    this.figures = new Map();
    // Why a state or the points are what they are, where that needs a word, by position: {kind, facts}.
    this.reasons = new Map();
    // Positions whose figure earns nothing because a fact is declared not measured.
    this.notMeasured = new Map();
    // Facts that are lacking, with the positions that need them.
    this.absent = new Map();
    // What fits of the facts and answers, the facts as numbers by term, and what does not fit.
    this.facts = facts;
    this.answers = answers;
    this.numbers = numbers;
    this.problems = problems;
  }
}

function settle(at, earned, reading) {
  if (!(earned instanceof Lack)) {
    reading.states[at] = ANSWERED;
    reading.points[at] = Math.max(earned, 0);
  } else if (earned.notMeasured) {
    reading.states[at] = ANSWERED;
    reading.notMeasured.set(at, earned.fact);
    reading.reasons.set(at, { kind: "fact-not-measured", facts: [earned.fact] });
  } else {
    noteAbsent(earned.fact, [at], reading);
    reading.reasons.set(at, { kind: "fact-absent", facts: [earned.fact] });
  }
}

function lack(facts, positions, reading) {
  for (const fact of facts) noteAbsent(fact, positions, reading);
  override(positions, MISSING, { kind: "fact-decides", facts }, reading);
}

function noteAbsent(fact, positions, reading) {
  const noted = reading.absent.get(fact);
  if (noted === undefined) reading.absent.set(fact, [...positions]);
  else noted.push(...positions);
}

function override(positions, state, reason, reading) {
  for (const at of positions) {
    reading.states[at] = state;
    reading.points[at] = 0;
    reading.reasons.set(at, reason);
    reading.notMeasured.delete(at);
  }
}

/** Return the gates: indicators that are asked under the same conditions, with the facts these read. */
function compileGates(framework, indicators) {
  const together = new Map();
  for (const indicator of indicators) {
    if (!indicator.conditions.length) continue;
    const spelling = JSON.stringify(indicator.conditions);
    if (!together.has(spelling)) together.set(spelling, []);
    together.get(spelling).push(indicator.position);
  }
  return [...together.values()].map((positions) => {
    const { conditions } = indicators[positions[0]];
    return { facts: [...new Set(conditions.flatMap(factsOf))].sort(), tests: conditions.map(compileCondition), positions };
  });
}

function positionsByMonth(indicators) {
  const due = new Map();
  for (const { dueFromMonth, position } of indicators) {
    if (dueFromMonth === null) continue;
    if (!due.has(dueFromMonth)) due.set(dueFromMonth, []);
    due.get(dueFromMonth).push(position);
  }
  return due;
}
