// What one step between two versions does to what submissions say. Worked out in Python when the page is made (publish/browser/step_data.py), so
// that nothing here compares versions.
import { isPlain, own } from "./plain.js";

export class Passage {
  /**
   * @param step what publish/browser/step_data.py makes of two versions
   * @param before the earlier version, loaded by the engine
   * @param after the later one
   */
  constructor(step, before, after) {
    this.before = before;
    this.after = after;
    this.movedFacts = step.moved_facts;
    this.withdrawn = step.withdrawn;
    this._successors = step.successors;
    this._doubts = step.doubts;
    this._factDoubts = step.fact_doubts;
    this._changed = new Set(step.changed);
    this._remeasured = new Set(step.remeasured);
  }

  /** Return the indicators of the later version that continue one of the earlier under other ids: `[{new, relation, values}]`. */
  successions(id) {
    return own(this._successors, id) ?? [];
  }

  /** Return why an answer to an indicator of the later version may mean something else now; null where it does not. */
  whyToConfirm(id, said, origin = id) {
    const earlier = this.before.indicators.get(origin);
    if (earlier === undefined) return "unknown";
    if (!givesAnAnswer(said) && earlier.kind !== "ratio") return null;
    return why(own(this._doubts, id), own(said, "value"));
  }

  /** Return why what is reported of a fact that both versions hold may mean something else now; null where it does not. */
  whyToConfirmFact(id, said) {
    return this.before.facts.has(id) ? why(own(this._factDoubts, id), said) : "unknown";
  }

  /** Tell whether a fact is measured in another unit: the figures of the two versions do not fit together. */
  measuresOtherwise(id) {
    return this._remeasured.has(id);
  }

  /** Tell whether the same value may not be an answer any more, or another one. */
  answeredOtherwise(id) {
    return this._changed.has(id);
  }
}

/** The first doubt that holds: always, or where one of the values that it is about was chosen. */
function why(doubts = [], value) {
  const chosen = Array.isArray(value) ? value : [value];
  const found = doubts.find(({ about }) => about === null || about.some((one) => chosen.includes(one)));
  return found === undefined ? null : found.why;
}

/** Tell whether an answer says more than remarks: a value, or that the question does not apply. */
function givesAnAnswer(said) {
  return isPlain(said) && ((own(said, "value") ?? null) !== null || own(said, "not_applicable") === true);
}
