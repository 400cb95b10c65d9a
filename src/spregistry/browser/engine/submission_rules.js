// What the schema of submissions cannot say: dates, contradictions, completeness, evidence, and what is not asked.
//
// Codes, severities and places are those of the findings that the command line gives.
import { isDate } from "./calendar.js";
import { factOf, isObject } from "./figures.js";
import { ANSWERED, MISSING, NOT_APPLICABLE, NOT_ASKED, NOT_YET_DUE, UNDEFINED } from "./state.js";
import { problem } from "./values.js";

/**
 * Return the problems of a submission beyond values that do not fit.
 *
 * @param framework The framework it names.
 * @param reading What it says, read by that framework.
 * @param against The profile it names with what the submission says by it: `{framework, reading}`; where it names none, the above.
 * @param final Whether to say what a final submission lacks.
 */
export function breaches(framework, submission, reading, against, final) {
  const rules = new Rules(framework, submission, reading);
  const always = [...rules.dates(), ...rules.contradictions(), ...rules.uncounted(), ...rules.figures(), ...rules.other(), ...rules.actions()];
  const lacking = final ? [...rules.details(), ...rules.incomplete(against), ...rules.unconfirmed(against), ...rules.unconfirmedFacts(), ...rules.evidence()] : [];
  return [...always, ...lacking];
}

class Rules {
  constructor(framework, submission, reading) {
    this.framework = framework;
    this.submission = submission;
    this.reading = reading;
    this.indicators = framework.questionnaire.indicators;
    this.facts = objectOf(submission.facts);
    this.answers = objectOf(submission.answers);
    this.notes = objectOf(submission.fact_notes);
    this.marks = objectOf(submission.unconfirmed_facts);
  }

  *dates() {
    for (const [path, id] of this._datePaths()) {
      const text = valueAt(this.submission, path);
      const written = typeof text === "string" && text.length === 10 && text[4] === "-" && text[7] === "-";
      if (written && !isDate(text)) yield problem("not-a-date", path, id, { value: text });
    }
    const { start, end } = objectOf(this.submission.period);
    if (typeof start === "string" && typeof end === "string" && start > end) {
      yield problem("period-reversed", ["period"], null, { start, end });
    }
  }

  *_datePaths() {
    yield* [["period", "start"], ["period", "end"], ["currency", "date"]].map((path) => [path, null]);
    for (const at of positions(objectOf(this.submission.assurance).dates)) yield [["assurance", "dates", at], null];
    for (const at of positions(this.submission.actions)) yield [["actions", at, "by_when"], null];
    for (const at of positions(this.submission.provenance)) yield [["provenance", at, "on"], null];
    for (const fact of this.framework.facts.values()) {
      if (fact.schema?.format === "date") yield [["facts", fact.id], fact.id];
    }
    for (const { id, kind } of this.indicators) {
      if (!isObject(this.answers[id])) continue;
      yield [["answers", id, "on"], id];
      if (kind === "date") yield [["answers", id, "value"], id];
      yield [["answers", id, "review", "on"], id];
    }
  }

  *contradictions() {
    for (const { check, fact, examine } of this.framework.checks) {
      const found = examine(this.reading.numbers, this.submission);
      if (found === undefined) continue;
      const path = has(this.facts, fact) ? ["facts", fact] : ["facts"];
      const about = has(this.facts, fact) ? fact : null;
      const params = { check: check.id, ...found };
      if (check.severity === "error") yield problem("contradictory-facts", path, about, params);
      // A remark on the fact explains what is unusual; it is then told, and no longer warned of.
      else yield problem("unusual-facts", path, about, params, has(this.notes, fact) ? "note" : "warning");
    }
  }

  *uncounted() {
    for (const [state, code] of [[NOT_ASKED, "not-asked"], [NOT_YET_DUE, "not-yet-due"]]) {
      for (const { id, position } of this.indicators) {
        if (this.reading.states[position] !== state) continue;
        const answer = objectOf(this.answers[id]);
        if (answer.value === undefined && answer.not_applicable === undefined) continue;
        yield problem(code, ["answers", id], id, this.reading.reasons.get(position), "warning");
      }
    }
  }

  *figures() {
    const { states, reasons, notMeasured } = this.reading;
    for (const { id, position } of this.indicators) {
      if (states[position] === UNDEFINED) yield problem("zero-denominator", ["answers", id], id, reasons.get(position), "warning");
    }
    for (const [at, fact] of notMeasured) {
      const { id, scored } = this.indicators[at];
      if (scored) yield problem("not-measured", ["answers", id], id, { fact }, "note");
    }
  }

  *other() {
    for (const fact of this.framework.facts.values()) {
      const value = this.facts[fact.id];
      for (const option of fact.choices ?? []) {
        const chosen = option.value === value || (Array.isArray(value) && value.includes(option.value));
        if (option.free_text && chosen && !has(this.notes, fact.id)) {
          yield problem("choice-needs-text", ["facts", fact.id], fact.id, { option: option.value }, "warning");
        }
      }
    }
  }

  *actions() {
    for (const at of positions(this.submission.actions)) {
      const id = objectOf(this.submission.actions[at]).indicator;
      if (typeof id === "string" && !this.framework.indicators.has(id)) {
        yield problem("unknown-indicator", ["actions", at, "indicator"], null, { indicator: id }, "warning");
      }
    }
  }

  *details() {
    for (const key of ["organisation", "period"]) {
      if (!isObject(this.submission[key])) yield problem("missing-detail", [], null, { key });
    }
    const money = [...this.framework.facts.values()].some((fact) => fact.unit === "money" && has(this.facts, fact.id));
    if (money && this.submission.currency === undefined) yield problem("missing-detail", [], null, { key: "currency" });
  }

  /** What a profile asks can differ: its own conditions and the indicators it borrows decide. */
  *incomplete({ framework, reading }) {
    const { indicators } = framework.questionnaire;
    const told = new Set();
    for (const fact of this.framework.facts.keys()) {
      const needing = (reading.absent.get(fact) ?? []).filter((at) => indicators[at].required && reading.states[at] === MISSING);
      const waiting = [...new Set(needing)].sort((one, other) => one - other);
      if (!waiting.length) continue;
      waiting.forEach((at) => told.add(at));
      const params = { indicators: waiting.map((at) => indicators[at].id) };
      if (isObject(this.facts[fact])) params.parts = partsNeeded(fact, waiting.map((at) => indicators[at]));
      yield problem("missing-fact", ["facts", fact], fact, params);
    }
    for (const { id, position, required } of indicators) {
      if (reading.states[position] !== MISSING || !required || told.has(position)) continue;
      if (reading.reasons.get(position)?.kind !== "no-period") yield problem("missing-answer", ["answers", id], id);
    }
  }

  /** What is not asked this year, or says nothing yet, needs no confirmation: it does not count. */
  *unconfirmed({ framework, reading }) {
    for (const { id, position } of framework.questionnaire.indicators) {
      const state = reading.states[position];
      if (state !== ANSWERED && state !== NOT_APPLICABLE) continue;
      if (objectOf(this.answers[id]).unconfirmed === true) yield problem("unconfirmed-answer", ["answers", id], id);
    }
  }

  *unconfirmedFacts() {
    for (const [id, said] of Object.entries(this.marks)) {
      const reported = has(this.facts, id) && this.facts[id] !== null;
      if (said === true && reported && this.framework.facts.has(id)) yield problem("unconfirmed-fact", ["facts", id], id);
    }
  }

  *evidence() {
    const { points, evidence } = this.reading;
    for (const { id, position, scored } of this.indicators) {
      if (!scored || !(points[position] > 0) || evidence[position]) continue;
      if (!objectOf(this.answers[id]).no_evidence) yield problem("missing-evidence", ["answers", id], id);
    }
  }
}

/** Return which parts of a fact some ratios need: "" for its value, "open", "close", "average" or a segment. */
function partsNeeded(fact, indicators) {
  const terms = indicators.filter(({ kind }) => kind === "ratio").flatMap(({ answer }) => [...answer.ratio.numerator, ...answer.ratio.denominator]);
  const parts = terms.filter((term) => factOf(term) === fact).map((term) => term.slice(fact.length + 1));
  return parts.length ? [...new Set(parts)] : [""];
}

function objectOf(value) {
  return isObject(value) ? value : {};
}

function has(object, key) {
  return Object.prototype.hasOwnProperty.call(object, key) && object[key] !== undefined;
}

function positions(value) {
  return Array.isArray(value) ? value.keys() : [];
}

function valueAt(data, path) {
  return path.reduce((value, step) => (value === null || value === undefined ? undefined : value[step]), data);
}
