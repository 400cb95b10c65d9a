// How the questions are laid out on pages: one page for each group that is not too long to read through.
import { computed } from "@preact/signals";
import { asked } from "../state.js";

const LONGEST = 16;
const ALL = "all";

/** The pages in order: {id, group, indicators: [ids], above: [group ids]}; and which page each indicator and group is on. */
export const pages = computed(() => {
  const framework = asked.value;
  const found = { list: [], of: new Map() };
  if (!framework) return found;
  const inside = new Map();
  for (const indicator of framework.indicators.values()) {
    for (const group of indicator.groups) {
      if (!inside.has(group)) inside.set(group, []);
      inside.get(group).push(indicator.id);
    }
  }
  const add = (id, group, indicators, above) => {
    const page = { id, group, indicators, above };
    found.list.push(page);
    [id, ...indicators].forEach((one) => found.of.set(one, page));
    for (const indicator of indicators) framework.indicators.get(indicator).groups.slice(above.length).forEach((one) => found.of.set(one, page));
  };
  const visit = (id, above) => {
    const group = framework.groups.get(id);
    const indicators = inside.get(id) ?? [];
    const leaves = group.children.every((child) => framework.indicators.has(child));
    if (leaves || indicators.length <= LONGEST) add(id, group, indicators, above);
    else {
      group.children.forEach((child) => visit(child, [...above, id]));
      found.of.set(id, found.of.get(group.children[0]));
    }
  };
  if (framework.tree.every((id) => framework.groups.has(id))) framework.tree.forEach((id) => visit(id, []));
  else add(ALL, null, [...framework.indicators.keys()], []);
  return found;
});
