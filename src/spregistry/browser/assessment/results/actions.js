// The action plan: what is done about a gap, by whom and until when; kept in `actions` of the submission. Pure.
import { pointsOf, whatIf, withChanges } from "../../engine/index.js";
import { fits } from "../../engine/values.js";
import { isPlain, own, same, withKey } from "../document/answers.js";

/** Return the actions of a submission with the place at which each stands; what is no action is passed over, and stays in the file. */
export function actionsOf(submission) {
  const given = Array.isArray(submission?.actions) ? submission.actions : [];
  return given.map((action, at) => ({ at, action })).filter(({ action }) => isPlain(action) && typeof action.what === "string");
}

/** Return the submission with an action added, or changed where `at` is given; keys that nobody here knows stay. */
export function withAction(submission, edited, at = null) {
  const given = Array.isArray(submission.actions) ? submission.actions : [];
  const clean = Object.entries(edited).reduce(
    (action, [key, value]) => withKey(action, key, value === "" || value === null || value === false ? undefined : value),
    at === null ? {} : given[at],
  );
  return { ...submission, actions: at === null ? [...given, clean] : given.map((one, index) => (index === at ? clean : one)) };
}

/** Return the submission without the action at a place; the last one takes the whole section with it. */
export function withoutAction(submission, at) {
  const left = submission.actions.filter((_, index) => index !== at);
  return withKey(submission, "actions", left.length ? left : undefined);
}

/** What can be wrong with an action before it may be kept: "what", "who", "by_when" or "target"; null where it may. */
export function flawOf(action, indicator) {
  const line = (value) => value === undefined || value === "" || (value.length <= 500 && !/[\u0000-\u001f\u007f]/.test(value)); // eslint-disable-line no-control-regex
  if (!action.what?.trim() || action.what.length > 20000) return "what";
  if (!line(action.who)) return "who";
  if (action.by_when && !isDay(action.by_when)) return "by_when";
  return indicator && hasTarget(action) && !suits(indicator, action.target) ? "target" : null;
}

function isDay(text) {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

function hasTarget(action) {
  return action.target !== undefined && action.target !== null && action.target !== "";
}

/** Tell whether a value can be aimed at: an answer that the indicator accepts; of a ratio, the figure it should reach. */
function suits(indicator, target) {
  if (indicator.kind === "ratio") return typeof target === "number" && Number.isFinite(target);
  return fits(indicator, target) && !indicator.options.some((option) => option.excluded && option.value === target);
}

/**
 * Return what the targets are worth together: `{counted, apart, scorecard}`.
 *
 * `counted` are the changes by indicator, `apart` those left out as `[{at, action, reason}]`: "computed" (a ratio, which follows from
 * facts), "unsuitable", "reached" (the present answer is worth as much or more), "uncounted" (not asked, not yet due), "later" (another
 * action on the same indicator has a later date), "unknown" (not one of this framework). The scorecard is null where nothing is counted.
 */
export function outcome(framework, profile, submission, result) {
  const asked = profile ?? framework;
  const apart = [];
  const chosen = new Map();
  for (const entry of actionsOf(submission)) {
    const { action } = entry;
    if (action.indicator === undefined || !hasTarget(action)) continue;
    const reason = reasonApart(asked, submission, result, action);
    if (reason) {
      apart.push({ ...entry, reason });
      continue;
    }
    const rival = chosen.get(action.indicator);
    // Of two targets for one indicator the one that is due last is where it shall end.
    if (rival && dueOf(rival.action) > dueOf(action)) apart.push({ ...entry, reason: "later" });
    else {
      if (rival) apart.push({ ...rival, reason: "later" });
      chosen.set(action.indicator, entry);
    }
  }
  const counted = new Map([...chosen].map(([id, { action }]) => [id, action.target]));
  const scorecard = counted.size ? whatIf(framework, submission, { profile }, Object.fromEntries(counted)) : null;
  return { counted, apart, scorecard };
}

function dueOf(action) {
  return typeof action.by_when === "string" ? action.by_when : "9999-12-31";
}

function reasonApart(asked, submission, result, { indicator: id, target }) {
  const indicator = asked.indicators.get(id);
  if (indicator === undefined) return "unknown";
  if (indicator.kind === "ratio") return "computed";
  if (!suits(indicator, target)) return "unsuitable";
  const { state, points } = result.states.get(id);
  if (!["answered", "missing", "not applicable"].includes(state) || !indicator.scored) return "uncounted";
  if (same(own(own(submission.answers, id), "value"), target)) return "reached";
  const worth = pointsOf(asked, id, target, submission.facts ?? {});
  return worth === null || (points !== null && worth <= points) ? "reached" : null;
}

/** Return the published measures of the whole and of every group before and after: `[{group, before, after}]`. */
export function effects(before, after) {
  const whole = before.overall && after.overall ? [{ group: null, before: before.overall, after: after.overall }] : [];
  return [...whole, ...[...before.groups.values()].map((group) => ({ group: group.id, before: group, after: after.groups.get(group.id) }))];
}

/** Return actions in another order: by "when" (without a day last), "who", "gain" (the most first) or "code" (as the framework has them). */
export function ordered(entries, by, asked, gainOf) {
  const positions = new Map([...asked.indicators.values()].map((indicator) => [indicator.id, indicator.position]));
  const last = "\uffff";
  const keys = {
    when: ({ action }) => [action.done ? 1 : 0, action.by_when ?? last],
    who: ({ action }) => [action.who ? 0 : 1, action.who ?? ""],
    gain: ({ action }) => [-(gainOf(action.indicator) ?? 0), 0],
    code: ({ action }) => [positions.get(action.indicator) ?? Infinity, 0],
  };
  const collator = new Intl.Collator();
  const order = (one, other) => (typeof one === "string" ? collator.compare(one, other) : one - other || 0);
  return [...entries].sort((one, other) => {
    const [left, right] = [keys[by](one), keys[by](other)];
    return order(left[0], right[0]) || order(left[1], right[1]);
  });
}

export { withChanges };
