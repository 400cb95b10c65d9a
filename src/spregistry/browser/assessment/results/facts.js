// Facts and ratios as a dashboard shows them: this year beside last year, with the change. Pure: from submissions to rows.
import { factOf, isNotMeasured, isNumeric, mainValue, readFigures } from "../../engine/figures.js";
import { sift } from "../../engine/values.js";

/**
 * Return the facts by heading: `{group, rows}`; a row is
 * `{id, unit, kind, numeric, value, notMeasured, open, now, before, change, relative, parts}`, a part `{segment, now, share, before, beforeShare, change, relative}`.
 *
 * `change` is the difference of the main values, `relative` the same as a share of the earlier one. Without an earlier submission a
 * stock is compared with its own opening value. Amounts of money in another currency are shown and not compared.
 */
export function dashboard(framework, submission, earlier) {
  const now = figuresOf(framework, submission);
  const before = earlier ? figuresOf(framework, earlier) : null;
  const sameMoney = !earlier || earlier.currency?.code === submission.currency?.code;
  const rows = [...framework.facts.values()].map((fact) => row(fact, now, before, sameMoney));
  const headings = framework.factGroups.map((group) => ({ group: group.id, rows: rows.filter((one) => one.group === group.id) }));
  const rest = rows.filter((one) => !framework.factGroups.some((group) => group.id === one.group));
  return [...headings, ...(rest.length ? [{ group: null, rows: rest }] : [])];
}

function figuresOf(framework, submission) {
  const { facts } = sift(framework, submission);
  return { facts, numbers: readFigures(framework.facts, facts) };
}

function row(fact, now, before, sameMoney) {
  const value = now.facts[fact.id];
  const numeric = isNumeric(fact);
  const base = {
    id: fact.id,
    group: fact.group ?? null,
    unit: fact.unit ?? null,
    kind: fact.kind ?? null,
    numeric,
    value: numeric ? null : (mainValue(fact, value) ?? null),
    beforeValue: numeric || !before ? null : (mainValue(fact, before.facts[fact.id]) ?? null),
    notMeasured: isNotMeasured(value),
    beforeNotMeasured: before ? isNotMeasured(before.facts[fact.id]) : false,
  };
  if (!numeric) return base;
  const comparable = sameMoney || fact.unit !== "money";
  const main = now.numbers.get(fact.id) ?? null;
  const open = now.numbers.get(`${fact.id}.open`) ?? null;
  const earlier = before?.numbers.get(fact.id) ?? null;
  const parts = (fact.segments ?? []).map((segment) => part(fact, segment, now, before, comparable));
  return { ...base, now: main, open, before: earlier, ...changed(main, before ? earlier : open, comparable || !before), parts };
}

function part(fact, segment, now, before, comparable) {
  const main = now.numbers.get(`${fact.id}.${segment}`) ?? null;
  const earlier = before?.numbers.get(`${fact.id}.${segment}`) ?? null;
  return {
    segment,
    now: main,
    share: shareOf(main, now.numbers.get(fact.id)),
    before: earlier,
    beforeShare: shareOf(earlier, before?.numbers.get(fact.id)),
    ...changed(main, earlier, comparable),
  };
}

function shareOf(part, whole) {
  return part === null || !whole ? null : part / whole;
}

function changed(now, before, comparable) {
  if (now === null || before === null || !comparable) return { change: null, relative: null };
  return { change: now - before, relative: before > 0 ? (now - before) / before : null };
}

/**
 * Return the computed ratios: `{id, code, group, unit, numerator, denominator, now, state, reason, points, best, before, change}`.
 *
 * `group` is the heading of the first fact above the line. `states` and `earlierStates` are those of `assess`.
 */
export function ratios(asked, framework, states, why, earlierStates) {
  return [...asked.indicators.values()]
    .filter((indicator) => indicator.kind === "ratio")
    .map((indicator) => {
      const { numerator, denominator, unit } = indicator.answer.ratio;
      const { figure, state, reason, points } = states.get(indicator.id);
      const before = earlierStates?.get(indicator.id)?.figure ?? null;
      return {
        id: indicator.id,
        code: indicator.code,
        group: framework.facts.get(factOf(numerator[0]))?.group ?? null,
        unit: unit ?? null,
        numerator,
        denominator,
        now: figure,
        state,
        reason,
        points,
        best: why?.indicators.get(indicator.id)?.best ?? null,
        before,
        change: figure === null || before === null ? null : figure - before,
      };
    });
}
