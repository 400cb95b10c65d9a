// Carries a submission to a later version of its framework: the twin of evolve/carrying/migration.py, held to the same cases and the same
// generated submissions. Nothing is deleted: what cannot be carried stays in the report.
import { load } from "../engine/index.js";
import { lacksNothing, withoutMisfits } from "./admission.js";
import { joined, translated, wordForWord } from "./carried.js";
import { Passage } from "./passage.js";
import { copied, has, isBlank, isPlain, own } from "./plain.js";

/** Why an answer is another matter now, by what the lineage says. */
const AS_WHY = { same: "renamed", narrower: "narrower", wider: "wider", split: "split", merge: "merge" };
/** Sections whose parts are carried one by one. */
const CARRIED = ["facts", "fact_notes", "answers", "actions"];
/** The facts that somebody has to look at again, each as true. */
const MARKS = "unconfirmed_facts";
/** Outcomes of what goes on in one place, which may turn out to be joined with others there. */
const ALONE = ["carried", "review"];

/**
 * Return a submission carried over all steps of a way, with the report under its `migration`. What was given stays as it is.
 *
 * @param submission fits the shape of all submissions, and names the version that the way begins with
 * @param steps what publish/browser/step_data.py makes, each beginning where the one before ends; at least one
 * @param target the last version, as the data for browsers has it
 * @param options `profile`: that of the last version which continues the one that the submission names; `source`: what the file was, for
 *     its `provenance`; `verdicts`: what the compiled validator of the shape of all submissions finds
 */
export function migrate(submission, steps, target, { profile = null, source = null, verdicts }) {
  const versions = [...steps.map((step) => load(step.before)), load(target)];
  const { profile: named = null, ...rest } = copied(submission);
  let carried = rest;
  steps.forEach((each, at) => {
    const step = new Step(new Passage(each, versions[at], versions[at + 1]), carried, verdicts);
    carried = step.taken();
    if (at === steps.length - 1 && named !== null) step.settleProfile(carried, named, profile);
    step.settleStatus(carried);
    carried.migration = { format: 1, steps: [...(own(own(carried, "migration"), "steps") ?? []), step.report(carried)] };
  });
  if (source !== null) carried.provenance = [...(own(carried, "provenance") ?? []), source];
  const keys = [...new Set([...Object.keys(submission), ...Object.keys(carried)])];
  return Object.fromEntries(keys.filter((key) => has(carried, key)).map((key) => [key, carried[key]]));
}

/** From one version to the next. */
class Step {
  constructor(passage, submission, verdicts) {
    this.passage = passage;
    this.submission = submission;
    this.verdicts = verdicts;
    this.notes = [];
  }

  taken() {
    const carried = Object.fromEntries(Object.entries(copied(this.submission)).filter(([key]) => !CARRIED.includes(key) && key !== MARKS));
    carried.framework = this.passage.after.reference;
    for (const section of CARRIED) {
      const said = own(this.submission, section);
      if (isBlank(said)) {
        if (said !== undefined) carried[section] = copied(said); // left blank, and stays so
      } else if (section === "answers") carried[section] = this._answers(said);
      else if (section === "actions") carried[section] = said.map((action, at) => this._action(action, at));
      else carried[section] = this._facts(section, said);
    }
    withoutMisfits(this.passage, carried, this.notes, this.verdicts);
    const marks = this._marks();
    if (marks.length) carried[MARKS] = Object.fromEntries(marks);
    return carried;
  }

  _note(section, id, said, outcome, why, became = []) {
    const note = { section, id, said, outcome, why, became };
    this.notes.push(note);
    return note;
  }

  /** Return the report of this step; whatever does not stand word for word in the carried submission stays in it. */
  report(carried) {
    const entries = [];
    const asItWas = [];
    for (const note of this.notes) {
      const { section, id, outcome, why } = note;
      const withdrawal = outcome === "dropped" ? own(this.passage.withdrawn, id) : undefined;
      const kept = outcome !== "dropped" && placesOf(note, carried).some((place) => wordForWord(note.said, place));
      const became = withdrawal?.successors?.length ? withdrawal.successors : note.became;
      if (outcome === "carried" && why === "same" && (!became.length || (became.length === 1 && became[0] === id))) {
        asItWas.push(`${section}/${id}`);
        continue;
      }
      const reason = withdrawal?.reason ?? null;
      entries.push({ section, id, outcome, why, ...(reason === null ? {} : { reason }), ...(kept ? {} : { said: copied(note.said) }), became });
    }
    return { from: this.passage.before.reference, to: this.passage.after.reference, carried: asItWas, entries };
  }

  // Facts and remarks on them.

  _facts(section, said) {
    const { passage } = this;
    const carried = [];
    for (const [id, value] of Object.entries(said)) {
      const moved = own(passage.movedFacts, id);
      if (value === null) continue; // left blank
      if (moved !== undefined && !has(said, moved)) {
        this._note(section, id, value, "review", "renamed", [moved]);
        carried.push([moved, copied(value)]);
      } else if (!passage.after.facts.has(id)) {
        this._note(section, id, value, "dropped", this._whyGone(id, passage.before.facts));
      } else if (section === "facts" && passage.measuresOtherwise(id)) {
        // Marked or not, a figure in another unit would be counted wrongly until somebody looks.
        this._note(section, id, value, "dropped", "answer-kind");
      } else {
        const why = section === "facts" ? passage.whyToConfirmFact(id, value) : null;
        this._note(section, id, value, why ? "review" : "carried", why ?? "same", [id]);
        carried.push([id, copied(value)]);
      }
    }
    return Object.fromEntries(carried);
  }

  /** Return the carried facts that are to be confirmed: those that may say something else now, and those that nobody confirmed before. */
  _marks() {
    const before = own(this.submission, MARKS) ?? {};
    const open = ({ section, id, outcome }) => section === "facts" && outcome !== "dropped" && (outcome === "review" || own(before, id) === true);
    return this.notes.filter(open).flatMap(({ became }) => became.map((id) => [id, true]));
  }

  _whyGone(id, known) {
    if (!known.has(id)) return "unknown";
    return has(this.passage.withdrawn, id) ? "withdrawn" : "gone";
  }

  // Answers.

  _answers(answers) {
    const parts = new Map();
    const blank = [];
    const { after, before } = this.passage;
    const add = (id, part) => parts.set(id, [...(parts.get(id) ?? []), part]);
    for (const [id, said] of Object.entries(answers)) {
      const successions = this.passage.successions(id);
      if (isBlank(said)) {
        if (after.indicators.has(id)) blank.push([id, copied(said)]); // left blank
      } else if (after.indicators.has(id)) {
        add(id, this._kept(id, said));
      } else if (successions.length) {
        const { note, carried } = this._continued(id, said, successions);
        for (const [name, answer] of carried) add(name, { note, answer });
      } else {
        this._note("answers", id, said, "dropped", this._whyGone(id, before.indicators));
      }
    }
    return Object.fromEntries([...blank, ...[...parts].map(([id, given]) => [id, together(given)])]);
  }

  /** Return the answer to an indicator that both versions hold, marked where it may mean something else now. */
  _kept(id, said) {
    const why = this.passage.whyToConfirm(id, said);
    const note = this._note("answers", id, said, why ? "review" : "carried", why ?? "same", [id]);
    return { note, answer: { ...copied(said), ...(why ? { unconfirmed: true } : {}) } };
  }

  /** Carry an answer to what continues its indicator under other ids. */
  _continued(id, said, successions) {
    const made = successions.map((each) => [each, translated(said, each, this.passage)]).filter(([, answer]) => Object.keys(answer).length);
    const relations = new Set(successions.map(({ relation }) => relation));
    const became = made.map(([each]) => each.new);
    const noted = (outcome, why, names = became) => this._note("answers", id, said, outcome, why, names);
    const carried = made.map(([each, answer]) => [each.new, answer]);
    let note;
    if (!carried.length) note = noted("dropped", AS_WHY[successions[0].relation], successions.map((each) => each.new));
    else if (successions.length > 1 || relations.has("split")) {
      // Each asks at most a part of what was answered, whatever the lineage calls it.
      for (const [, answer] of carried) answer.unconfirmed = true;
      note = noted("split", "split");
    } else if (relations.has("merge")) note = noted("merged", "merge");
    else if (relations.has("same")) {
      // Where the lineage says which old answer means which new one, somebody has to agree.
      const why = this.passage.whyToConfirm(became[0], said, id) ?? (successions[0].values === null ? null : "options");
      if (why) carried[0][1].unconfirmed = true;
      note = noted(why ? "review" : "carried", why ?? "renamed");
    } else note = noted("review", relations.has("wider") ? "wider" : "narrower");
    return { note, carried };
  }

  // The plan of action, the profile and the status.

  _action(action, at) {
    const id = own(action, "indicator") ?? null;
    const carried = copied(action);
    const successions = id === null ? [] : this.passage.successions(id);
    const [succession] = successions;
    if (id === null || this.passage.after.indicators.has(id)) {
      this._note("actions", String(at), action, "carried", "same");
    } else if (succession !== undefined) {
      const answer = translated({ value: own(action, "target") ?? null }, succession, this.passage);
      carried.indicator = succession.new;
      if (has(carried, "target")) {
        if (has(answer, "value")) carried.target = answer.value;
        else delete carried.target;
      }
      // It stays one action, with the first of them; where the others belong, somebody has to see.
      const why = successions.length > 1 ? "split" : AS_WHY[succession.relation];
      this._note("actions", String(at), action, "review", why, successions.map((each) => each.new));
    } else {
      delete carried.target;
      delete carried.indicator;
      this._note("actions", String(at), action, "review", this._whyGone(id, this.passage.before.indicators));
    }
    return carried;
  }

  /** Say for which profile the carried submission is to be complete. */
  settleProfile(carried, named, profile) {
    this._note("profile", named, named, profile ? "review" : "dropped", "profile", profile ? [profile] : []);
    if (profile) carried.profile = profile;
  }

  /** Make a final submission a draft where this step leaves something to confirm or lacking; later steps see no more of that. */
  settleStatus(carried) {
    if (own(carried, "status") !== "final") return;
    const confirmed = this.notes.every(({ outcome }) => outcome === "carried");
    // One that was called final and was not is left as it is.
    const complete = lacksNothing(this.passage.after, carried, this.verdicts) || !lacksNothing(this.passage.before, this.submission, this.verdicts);
    if (confirmed && complete) return;
    carried.status = "draft";
    this._note("status", "status", "final", "review", "incomplete");
  }
}

/** Return the answer to one indicator; where several were given for it, they are joined. */
function together(given) {
  if (given.length < 2) return given[0].answer;
  for (const { note } of given) if (ALONE.includes(note.outcome)) Object.assign(note, { outcome: "merged", why: "merge" });
  return joined(given.map(({ answer }) => answer));
}

/** Return what was carried of a thing that was said. */
function placesOf({ section, id, became }, carried) {
  const held = own(carried, section);
  if (section === "actions") return held ? [held[Number(id)]] : [];
  if (section === "profile" || section === "status") return [held];
  return isPlain(held) ? became.filter((each) => has(held, each)).map((each) => held[each]) : [];
}
