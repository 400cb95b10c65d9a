// Definitions in words, as sentences of the interface: conditions, formulas, states and problems.
import { day, list, number, percent, t, text } from "../language.js";
import { figureText, optionText } from "../wording.js";
import { own } from "./answers.js";

/** Return a fact's title in quotation marks' place: plain, for sentences that quote it. */
export function factTitle(id) {
  return text(`${id}/title`) || id;
}

/** Return in words when an indicator is asked; "" where always. */
export function applicability(framework, indicator) {
  const parts = [...new Set(indicator.conditions.map((condition) => conditionWords(framework, condition)))];
  return parts.length ? list(parts) : "";
}

function conditionWords(framework, condition) {
  const parts = Object.entries(condition.properties ?? {}).map(([id, test]) => testWords(framework.facts.get(id), test));
  for (const child of condition.allOf ?? []) parts.push(conditionWords(framework, child));
  if (condition.anyOf) parts.push(list(condition.anyOf.map((child) => conditionWords(framework, child)), "disjunction"));
  if (condition.not) parts.push(t("not: {condition}", { condition: conditionWords(framework, condition.not) }));
  return list(parts);
}

function testWords(fact, test) {
  const title = factTitle(fact.id);
  const parts = [];
  const values = test.enum ?? (test.const === undefined ? [] : [test.const]);
  if (values.length) parts.push(t("“{fact}” is {values}", { fact: title, values: list(values.map((value) => valueWords(fact, value)), "disjunction") }));
  if (test.contains) parts.push(t("“{fact}” includes {value}", { fact: title, value: valueWords(fact, test.contains.const) }));
  if (test.minimum !== undefined) parts.push(t("“{fact}” is at least {bound}", { fact: title, bound: exactText(test.minimum, fact.unit) }));
  if (test.maximum !== undefined) parts.push(t("“{fact}” is at most {bound}", { fact: title, bound: exactText(test.maximum, fact.unit) }));
  if (test.exclusiveMinimum !== undefined) parts.push(t("“{fact}” is more than {bound}", { fact: title, bound: exactText(test.exclusiveMinimum, fact.unit) }));
  if (test.exclusiveMaximum !== undefined) parts.push(t("“{fact}” is less than {bound}", { fact: title, bound: exactText(test.exclusiveMaximum, fact.unit) }));
  return list(parts);
}

/** All digits that a figure can have. */
const EXACT = { maximumFractionDigits: 15 };

/** Return a figure with all of its digits and without its unit; a fraction as people enter it, in percent. */
export function exactText(value, of) {
  return of === "fraction" ? percent(value, EXACT.maximumFractionDigits) : number(value, EXACT);
}

/** Two fractions that differ must not look the same where one is to choose between them. */
function factFigure(value, of) {
  return of === "fraction" ? exactText(value, of) : figureText(value, of);
}

/** Return the value of a fact in words. */
export function valueWords(fact, value) {
  if (value === true) return t("yes");
  if (value === false) return t("no");
  if (Array.isArray(value)) return value.length ? list(value.map((one) => valueWords(fact, one))) : t("none of these");
  if (typeof value === "number") return factFigure(value, fact.unit);
  if (fact.choices?.some((option) => option.value === value)) return text(`${fact.id}/choices/${value}`) || value;
  if (fact.schema?.format === "date") return day(value);
  if (value !== null && typeof value === "object") {
    if (value.not_measured) return t("not measured");
    const main = value.close ?? value.total;
    return main === undefined ? "–" : factFigure(main, fact.unit);
  }
  return String(value ?? "–");
}

/** Return how a figure earns points, line by line. */
export function pointsWords(framework, spec) {
  const cases = spec.cases ?? [spec];
  return cases.map((one) => {
    const formula = formulaWords(one, spec.unit);
    if (!spec.cases || (cases.length === 1 && !one.when)) return formula; // there is nothing that it would be otherwise to
    return one.when ? t("Where {condition}: {points}", { condition: conditionWords(framework, one.when), points: formula }) : t("Otherwise: {points}", { points: formula });
  });
}

function formulaWords({ line, steps }, of) {
  const share = (points) => percent(points, 1);
  if (line) return t("no points at {zero}, all points at {full}, straight between", { zero: figureText(line.zero_at, of), full: figureText(line.full_at, of) });
  if (steps) return list(steps.map((step) => t("from {bound}: {share} of the points", { bound: figureText(step.from, of), share: share(step.points) })), "unit");
  return t("no points");
}

/** Return an answer's value in words, in the language of the page. */
export function answerWords(indicator, answer) {
  if (answer?.not_applicable) return t("Does not apply");
  const value = answer?.value;
  if (value === undefined || value === null) return "–";
  if (indicator.kind === "scale" || indicator.kind === "choice") return optionText(indicator, value);
  if (indicator.kind === "checklist") {
    return Array.isArray(value) && value.length ? list(value.map((item) => text(`${indicator.id}/items/${item}`) || String(item)), "unit") : t("none of these");
  }
  if (indicator.kind === "number" && typeof value === "number") return figureText(value, indicator.answer.number.unit);
  if (indicator.kind === "date") return day(value);
  return String(value);
}

const SECTIONS = () => ({
  organisation: t("The institution"),
  period: t("Period"),
  currency: t("Currency"),
  assurance: t("Assurance"),
  respondent: t("Who answers"),
  language: t("Language"),
  profile: t("Profile"),
  status: t("Draft or final"),
  facts: t("Facts"),
  answers: t("Questions"),
  actions: t("Action plan"),
});

const DETAILS = () => ({
  value: t("Answer"),
  justification: t("Why it does not apply"),
  evidence: t("Evidence"),
  no_evidence: t("No evidence because"),
  comment: t("Comment"),
  by: t("Answered by"),
  on: t("On"),
  review: t("Assessor’s review"),
  open: t("Start of period"),
  close: t("End of period"),
  total: t("In the period"),
  name: t("Name"),
  country: t("Country"),
  region: t("Region"),
  website: t("Website"),
  contact: t("Contact"),
  start: t("From"),
  end: t("To"),
  role: t("Your role"),
  group: t("Group"),
  assessor: t("Assessor"),
  organisation: t("Organisation of the assessor"),
  qualification: t("Qualification"),
  source: t("Source of the rate"),
});

/** Return what a key within a section or an answer is called. */
export function keyWords(key) {
  return own(DETAILS(), key) ?? key;
}

/** Return what a place within a submission is called, such as ["answers", "staff-turnover", "by"]. */
export function pathWords(framework, [section, id, ...rest]) {
  const details = rest.map(keyWords);
  const indicator = section === "answers" ? framework.indicators.get(id) : undefined;
  if (indicator) return [`${indicator.code} ${text(`${id}/title`)}`, ...details].join(" › ");
  if (section === "facts" && framework.facts.has(id)) return [t("Fact: {title}", { title: factTitle(id) }), ...details].join(" › ");
  if (section === "fact_notes" && framework.facts.has(id)) return t("Note on {title}", { title: factTitle(id) });
  return [own(SECTIONS(), section) ?? section, id, ...rest].filter((one) => one !== undefined).join(" › ");
}

/** Return what a place is called that a JSON pointer names. */
export function placeWords(framework, pointer) {
  const path = pointer.split("/").slice(1).map((key) => key.replace(/~1/g, "/").replace(/~0/g, "~"));
  return path.length && path[0] ? pathWords(framework, path) : t("The file as a whole");
}
