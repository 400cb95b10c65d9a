// A framework as the form works with it: one resolved tree, and where everything in it stands.
import { factsOf } from "./condition.js";
import { makePlan } from "./plan.js";
import { compileCheck } from "./quality.js";
import { Questionnaire } from "./reading.js";

const ANSWER_KINDS = ["scale", "checklist", "number", "ratio", "choice", "text", "date"];

/**
 * Return a framework made ready to read and score its submissions.
 *
 * @param given `{reference, digest, data, dropped_caps?, engine?}` as the data for browsers has it, or the plain data of a resolved
 *     framework alone. Texts may be left out; a profile arrives resolved.
 */
export function load(given) {
  const wrapped = given.data !== undefined && given.format === undefined;
  return new Framework(wrapped ? given : { data: given });
}

class Framework {
  constructor({ data, reference, digest = null, dropped_caps: droppedCaps = [], engine = null }) {
    this.data = data;
    this.id = data.id;
    this.version = data.version;
    this.reference = reference ?? `${data.id}@${data.version}`;
    this.digest = digest;
    this.engine = engine;
    this.basedOn = data.based_on ?? null;
    // What a submission names as its framework: for a profile, the base.
    this.submissionReference = this.basedOn ?? this.reference;
    this.droppedCaps = droppedCaps;
    this.levels = data.levels ?? [];
    this.bands = data.bands ?? [];
    this.awards = data.awards ?? [];
    this.functions = data.functions ?? [];
    this.tags = data.tags ?? [];
    this.segments = data.segments ?? [];
    this.factGroups = data.fact_groups ?? [];
    this.respondentGroups = data.respondent_groups ?? [];
    this.clock = data.clock ?? null;
    this.aggregate = data.scoring?.aggregate;
    this.caps = data.scoring?.caps ?? [];
    this.hasOverall = data.scoring?.overall !== false;
    this.facts = new Map((data.facts ?? []).map((fact) => [fact.id, fact]));
    this.indicators = new Map();
    this.groups = new Map();
    this.tree = this._walk(data.groups ?? data.indicators ?? [], [], data.groups === undefined);
    this.gatingFacts = new Set([...this.indicators.values()].flatMap((indicator) => indicator.conditions.flatMap(factsOf)));
    if (this.clock !== null) this.gatingFacts.add(this.clock);
    this.checks = (data.quality_checks ?? []).map(compileCheck);
    this.plan = makePlan(this);
    this.questionnaire = new Questionnaire(this);
  }

  _walk(nodes, above, areIndicators) {
    return nodes.map((node) => {
      if (areIndicators) this._addIndicator(node, above);
      else this._addGroup(node, above);
      return node.id;
    });
  }

  _addGroup(node, above) {
    const path = [...above, node];
    const children = node.groups ?? node.indicators ?? [];
    const group = {
      id: node.id,
      code: node.code,
      title: node.title ?? null,
      level: this.levels.length ? this.levels[Math.min(path.length, this.levels.length) - 1] : "",
      parent: above.length ? above[above.length - 1].id : null,
      children: [],
      weight: node.weight ?? 1,
      aggregate: node.aggregate,
      caps: node.caps ?? [],
      tags: node.tags ?? [],
      appliesWhen: node.applies_when ?? null,
      dueFromMonth: node.due_from_month ?? null,
    };
    this.groups.set(node.id, group);
    group.children = this._walk(children, path, node.groups === undefined);
  }

  _addIndicator(node, above) {
    const path = [...above, node];
    const kind = ANSWER_KINDS.find((name) => node.answer[name] !== undefined);
    const options = kind === "scale" ? (this.data.scales?.[node.answer.scale] ?? []) : kind === "choice" ? node.answer.choice.options : [];
    const months = path.filter((part) => part.due_from_month !== undefined).map((part) => part.due_from_month);
    const canEarn = earns(kind, node.answer[kind], options);
    this.indicators.set(node.id, {
      id: node.id,
      code: node.code,
      title: node.title ?? null,
      position: this.indicators.size,
      answer: node.answer,
      kind,
      options,
      function: node.function ?? null,
      tags: node.tags ?? [],
      groups: above.map((group) => group.id),
      weight: node.weight ?? 1,
      canEarn,
      scored: node.scored !== false && !node.trial && canEarn,
      optional: node.optional === true,
      trial: node.trial === true,
      // Whether a final submission needs it, once it applies and is due.
      required: !node.optional && !node.trial,
      mayBeNa: node.may_be_na,
      conditions: path.filter((part) => part.applies_when !== undefined).map((part) => part.applies_when),
      dueFromMonth: months.length ? Math.max(...months) : null,
      askedOf: node.asked_of ?? null,
      // How many texts there are; the texts themselves stand in the tables of a language.
      evidence: counted(node.evidence),
      verifyWith: counted(node.verify_with),
    });
  }
}

function counted(texts) {
  return Array.isArray(texts) ? texts.length : (texts ?? 0);
}

function earns(kind, spec, options) {
  if (kind === "number" || kind === "ratio") return Boolean(spec.steps || spec.line || spec.cases);
  if (kind === "checklist") return spec.points !== undefined;
  return options.some((option) => option.points !== undefined);
}
