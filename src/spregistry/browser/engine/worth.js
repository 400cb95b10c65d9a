// What an answer is worth: from a value to points, for each kind of answer (scoring rules 1 and 5).
import { Lack } from "./figures.js";

/** Stands for the option that says "not applicable" where others stand for their points. */
export const EXCLUDED = -1;
/** Stands for an answer without points. */
const UNSCORED = -2;

/** Return the most points that an option or a checklist can earn; 0 for other kinds. */
export function bestOf(indicator) {
  if (indicator.kind === "checklist") return Math.max(...checklistTable(indicator.answer.checklist));
  return Math.max(0, ...indicator.options.filter((option) => option.points !== undefined).map((option) => option.points));
}

/** Return what every option is worth, by value. */
export function optionsWorth(options) {
  return new Map(options.map((option) => [option.value, option.excluded ? EXCLUDED : (option.points ?? UNSCORED)]));
}

/** Return the function from a typed figure and the facts to points, or to what is lacking for them. */
export function numberWorth(formula) {
  return (value, facts) => {
    if (formula === undefined) return UNSCORED;
    const chosen = formula.choose(facts);
    return chosen instanceof Lack ? chosen : chosen.points(value);
  };
}

/** Return the function from ticked ids to points; items of one group count once together. */
export function checklistWorth(checklist) {
  const unit = unitsOf(checklist);
  const table = checklistTable(checklist);
  return (ticked) => table[new Set(ticked.map((id) => unit.get(id))).size];
}

/** Return what each item counts as: its group, or itself. */
function unitsOf(checklist) {
  return new Map(checklist.items.map((item) => [item.id, item.group ? `group ${item.group}` : `item ${item.id}`]));
}

/** Return points by the number that counts, from none to all; without points an answer is still an answer. */
function checklistTable(checklist) {
  const possible = new Set(unitsOf(checklist).values()).size;
  const table = checklist.points;
  return Array.from({ length: possible + 1 }, (_, number) => {
    if (Array.isArray(table)) return table[Math.min(number, table.length - 1)];
    return table ? number / possible : UNSCORED;
  });
}
