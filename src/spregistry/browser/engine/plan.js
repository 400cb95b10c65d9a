// The plan of a framework: its tree in node numbers, so that it is scored in one pass, from the leaves to the root.
//
// Nodes are numbered: indicators first, depth first in declared order, then groups likewise, then the root.

export function makePlan(framework) {
  const indicators = [...framework.indicators.values()];
  const groups = [...framework.groups.values()];
  const number = new Map([...indicators, ...groups].map((node, at) => [node.id, at]));
  const root = { id: null, aggregate: framework.aggregate, children: framework.tree, caps: framework.caps };
  const planned = [...groups, root].map((group, at) => planGroup(framework, number, group, indicators.length + at));
  // Groups are numbered before those inside them, so from the last to the first every child is known; the root comes at the end.
  const order = [...planned.slice(0, -1).reverse(), planned[planned.length - 1]];
  return {
    framework,
    size: indicators.length,
    nodes: indicators.length + planned.length,
    root: indicators.length + groups.length,
    scored: indicators.map((indicator) => indicator.scored),
    planned,
    order,
    above: groupsAbove(indicators.length, order),
  };
}

/** Return by position the groups whose score an indicator can change, as part of them or by a cap, in the order in which they are scored. */
function groupsAbove(size, order) {
  const inside = new Map();
  const above = Array.from({ length: size }, () => []);
  for (const group of order) {
    const reach = new Set();
    for (const node of [...group.children, ...group.caps.map((cap) => cap.node)]) {
      if (node < size) reach.add(node);
      else for (const at of inside.get(node) ?? []) reach.add(at);
    }
    inside.set(group.node, reach);
    for (const at of reach) above[at].push(group);
  }
  return above;
}

function planGroup(framework, number, group, node) {
  const aggregate = nameOf(group.aggregate);
  const taken = aggregate === "points" ? nearest(framework, group.children) : group.children;
  const inside = indicatorsIn(framework, group.children).map((id) => number.get(id));
  const children = taken.map((id) => number.get(id));
  return {
    id: group.id,
    node,
    aggregate,
    // The children that are aggregated: for `points` the nearest indicators, else those directly inside.
    ids: taken,
    children,
    weights: taken.map((id) => (framework.indicators.get(id) ?? framework.groups.get(id)).weight),
    count: aggregate === "count" ? group.aggregate.count : undefined,
    // One whose indicator is not part of the tree never bites, like those that a profile drops.
    caps: group.caps.filter((cap) => number.has(cap.indicator)).map((cap) => ({ ...cap, node: number.get(cap.indicator), limit: cap.to / 100 })),
    // The positions of the indicators inside: from `first` to before `last`.
    first: inside[0],
    last: inside[inside.length - 1] + 1,
  };
}

function nameOf(aggregate) {
  return aggregate === undefined ? "mean" : typeof aggregate === "string" ? aggregate : "count";
}

/** Return the nearest indicators and `count` or `min` groups, depth first (scoring rule 3). */
function nearest(framework, children) {
  return children.flatMap((id) => {
    const group = framework.groups.get(id);
    const stays = group === undefined || ["count", "min"].includes(nameOf(group.aggregate));
    return stays ? [id] : nearest(framework, group.children);
  });
}

function indicatorsIn(framework, children) {
  return children.flatMap((id) => (framework.groups.has(id) ? indicatorsIn(framework, framework.groups.get(id).children) : [id]));
}
