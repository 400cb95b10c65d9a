// Conditions over facts: the closed part of JSON Schema that `applies_when` and `when` are written in.

/** Return a function that tells whether a condition holds; every fact it reads must be present in the object it is given. */
export function compileCondition(condition) {
  const tests = Object.entries(condition.properties ?? {}).map(([fact, test]) => {
    const accepts = accepting(test);
    return (values) => accepts.every((accept) => accept(values[fact]));
  });
  for (const child of condition.allOf ?? []) tests.push(compileCondition(child));
  if (condition.anyOf !== undefined) {
    const some = condition.anyOf.map(compileCondition);
    tests.push((values) => some.some((test) => test(values)));
  }
  if (condition.not !== undefined) {
    const inner = compileCondition(condition.not);
    tests.push((values) => !inner(values));
  }
  return tests.length === 1 ? tests[0] : (values) => tests.every((test) => test(values));
}

function accepting(test) {
  const accepts = [];
  const compare = (bound, holds) => {
    if (bound !== undefined) accepts.push((value) => typeof value === "number" && holds(value, bound));
  };
  if (test.const !== undefined) accepts.push((value) => value === test.const);
  if (test.enum !== undefined) accepts.push((value) => test.enum.includes(value));
  if (test.contains !== undefined) accepts.push((value) => Array.isArray(value) && value.includes(test.contains.const));
  compare(test.minimum, (value, bound) => value >= bound);
  compare(test.maximum, (value, bound) => value <= bound);
  compare(test.exclusiveMinimum, (value, bound) => value > bound);
  compare(test.exclusiveMaximum, (value, bound) => value < bound);
  return accepts;
}

/** Return the ids of all facts that a condition reads. */
export function factsOf(condition) {
  const inner = [...(condition.allOf ?? []), ...(condition.anyOf ?? []), ...(condition.not ? [condition.not] : [])];
  return [...Object.keys(condition.properties ?? {}), ...(condition.required ?? []), ...inner.flatMap(factsOf)];
}
