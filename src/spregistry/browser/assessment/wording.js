// Names and numbers in words, for all rooms: numbers as published, ranges, changes, and the names of what was scored.
import { isFinished } from "../engine/scorecards.js";
import { day, direction, number, t, text, unit } from "./language.js";

const TWO = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

/** Return a published number with both of its decimals; a dash where there is none. */
export function published(value) {
  return value === null || value === undefined ? "–" : number(value, TWO);
}

/** Return a difference with its sign, a true minus. */
export function signed(value, options = TWO) {
  return value === null || value === undefined ? "–" : number(value, { signDisplay: "exceptZero", ...options }).replace("-", "−");
}

/** Return a score, or the range in which it will lie while something is missing. */
export function rangeText(measures) {
  if (!measures || measures.score === null) return "–";
  if (isFinished(measures)) return published(measures.score);
  return t("{low} to {high}", { low: published(measures.score), high: published(measures.potential) });
}

/** Return both ends of a range in whole numbers, where there is little room: rounded outwards, so that it still holds the score. */
export function wholeEnds({ score, potential }) {
  return { low: number(Math.floor(score)), high: number(Math.ceil(potential)) };
}

/** Return a share as a whole percentage that is 100 only when it is complete, and 0 only when there is nothing. */
export function shareText(share) {
  if (share === null || share === undefined) return "–";
  const whole = Math.round(share * 100);
  const shown = share >= 1 ? whole : share <= 0 ? 0 : Math.min(99, Math.max(1, whole));
  return number(shown / 100, { style: "percent" });
}

/** Return the title of a group or indicator without its code. */
export function titleOf(element) {
  return text(`${element.id}/title`) || element.title || element.id;
}

/** Return the title of a group or indicator after its code. */
export function named(element) {
  return element.code ? t("{code} {title}", { code: codeText(element.code), title: titleOf(element) }) : titleOf(element);
}

/** Return a code such as 4.A so that it reads from left to right in every script. */
export function codeText(code) {
  return direction.value === "rtl" && code ? `\u2066${code}\u2069` : (code ?? "");
}

export function bandText(id) {
  return id === null || id === undefined ? "" : text(`band:${id}/label`) || id;
}

/** Return the name of a level, such as “dimension”, as it begins a heading. */
export function levelText(level) {
  const name = text(`level:${level}`) || level;
  return name.charAt(0).toLocaleUpperCase() + name.slice(1);
}

export function functionText(id) {
  return id ? text(`function:${id}/title`) || id : "";
}

export function segmentText(id) {
  return text(`segment:${id}/title`) || id;
}

/** Return a figure with its unit; fractions as percentages, amounts of money with the currency where it is given. */
export function figureText(value, of, currency) {
  if (value === null || value === undefined) return "–";
  if (of === "fraction") return number(value, { style: "percent", maximumFractionDigits: 1 });
  if (of === "percent") return number(value / 100, { style: "percent", maximumFractionDigits: 2 });
  const shown = plainFigure(value);
  if (of === "money") return currency ? t("{amount} {currency}", { amount: shown, currency }) : shown;
  return of && of !== "count" ? t("{figure} {unit}", { figure: shown, unit: unit(of) }) : shown;
}

/** Return a figure of a table, in which the row names the unit; fractions as percentages all the same. */
export function cellText(value, of) {
  return value === null || value === undefined || of === "fraction" || of === "percent" ? figureText(value, of) : plainFigure(value);
}

function plainFigure(value) {
  return number(value, { maximumFractionDigits: Math.abs(value) < 1000 ? 2 : 0 });
}

/** Return what a figure is counted in: the submission's currency for money, nothing for fractions and plain counts. */
export function unitText(of, submission) {
  if (of === "money") return currencyText(submission);
  return !of || ["fraction", "percent", "count", "date"].includes(of) ? "" : unit(of);
}

export function currencyText(submission) {
  const code = submission?.currency?.code;
  return typeof code === "string" ? code : t("currency not named");
}

/** Return a change of a figure: in percentage points for fractions, else as a share of the earlier value where it has one. */
export function changeText({ change, relative }, of) {
  if (change === null || change === undefined) return "–";
  if (of === "fraction" || of === "percent") {
    const points = signed(of === "fraction" ? change * 100 : change, { maximumFractionDigits: 1 });
    return t("{points} percentage points", { points });
  }
  if (relative === null || relative === undefined) return signed(change, { maximumFractionDigits: 2 });
  return signed(relative, { style: "percent", maximumFractionDigits: 1 });
}

/** Return one term of a ratio: a fact, its opening value, its average, or a segment of it. */
export function termText(term) {
  const [id, part] = term.split(".", 2);
  const fact = text(`${id}/title`) || id;
  if (part === undefined || part === "close" || part === "total") return fact;
  if (part === "open") return t("{fact} at the start", { fact });
  if (part === "average") return t("{fact}, average of start and end", { fact });
  return t("{fact}: {segment}", { fact, segment: segmentText(part) });
}

/** Return how a ratio is computed. */
export function formulaText(numerator, denominator) {
  const sum = (terms) => terms.map(termText).join(" + ");
  const part = (terms) => (terms.length > 1 ? `(${sum(terms)})` : sum(terms));
  return t("{numerator} ÷ {denominator}", { numerator: part(numerator), denominator: part(denominator) });
}

/** Return an accepted reason in the language of the page; one in own words stays as it is. */
export function justificationText(indicator, justification) {
  const at = Array.isArray(indicator.mayBeNa) ? indicator.mayBeNa.indexOf(justification) : -1;
  return (at >= 0 && text(`${indicator.id}/may_be_na`, at)) || justification;
}

/** Return what tells a submission from those of other years: the year, or the end of its period. */
export function periodText(submission) {
  const { start, end } = submission?.period ?? {};
  if (typeof end !== "string") return t("no period");
  const wholeYear = typeof start === "string" && start === `${end.slice(0, 4)}-01-01` && end.endsWith("-12-31");
  return wholeYear ? end.slice(0, 4) : day(end);
}

/** Return how far a submission can be relied on: its assurance, or that it is a draft. */
export function standingText(submission) {
  if (submission?.status !== "final") return t("draft");
  const level = submission.assurance?.level;
  if (level === "accompanied") return t("accompanied");
  return level === "verified" ? t("verified") : t("self-assessed");
}

/** Return text of a file where text is expected; what is no text is left away. */
export function said(value) {
  return typeof value === "string" ? value : "";
}

/** Return the label of an option of an indicator. */
export function optionText(indicator, value) {
  const key = indicator.kind === "scale" ? `scale:${indicator.answer.scale}/${value}` : `${indicator.id}/options/${value}`;
  return text(key) || String(value);
}
