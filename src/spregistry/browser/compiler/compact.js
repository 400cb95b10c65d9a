// Makes a schema of submissions small before it is compiled, without changing a verdict or the place of one.
//
// Compiled code grows with every place in the schema: what stands in several is written once and referred to.

const ANNOTATIONS = ["$id", "$schema", "title", "description", "format"];
/** Keywords that hold one schema, a list of them, or schemas by name; all other keywords hold plain data. */
const ONE = ["if", "then", "else", "not", "items", "contains", "additionalProperties", "propertyNames"];
const SEVERAL = ["allOf", "anyOf", "oneOf"];
const NAMED = ["properties", "patternProperties", "$defs"];
/** Shorter schemas are cheaper where they stand than as a call. */
const WORTH_A_CALL = 60;

export function compact(schema) {
  const bare = map(schema, withoutAnnotations);
  bare.$defs = shareCommonProperties(bare.$defs ?? {});
  return shareRepeated(bare);
}

function isSchema(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Return a schema with `change` applied to every schema in it, innermost first. */
function map(schema, change) {
  if (!isSchema(schema)) return schema;
  const entries = Object.entries(schema).map(([keyword, value]) => {
    if (ONE.includes(keyword)) return [keyword, map(value, change)];
    if (SEVERAL.includes(keyword)) return [keyword, value.map((part) => map(part, change))];
    if (NAMED.includes(keyword)) return [keyword, Object.fromEntries(Object.entries(value).map(([name, part]) => [name, map(part, change)]))];
    return [keyword, value];
  });
  return change(Object.fromEntries(entries));
}

function withoutAnnotations(schema) {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !ANNOTATIONS.includes(keyword)));
}

/** Put what answers have in common, such as evidence and comment, and which keys they may have, into definitions of their own. */
function shareCommonProperties(definitions) {
  const names = Object.keys(definitions).filter((name) => /^answer-[0-9]+$/.test(name));
  if (names.length < 2) return definitions;
  const spelled = (name, key) => JSON.stringify(definitions[name].properties[key]);
  const common = Object.keys(definitions[names[0]].properties).filter((key) =>
    names.every((name) => spelled(name, key) === spelled(names[0], key)),
  );
  const shared = new Map();
  const changed = names.map((name) => {
    const { properties, additionalProperties, ...rest } = definitions[name];
    const own = Object.entries(properties).filter(([key]) => !common.includes(key));
    const keys = own.map(([key]) => key).join(" ");
    if (!shared.has(keys)) {
      const named = Object.entries(properties).map(([key, part]) => [key, common.includes(key) ? part : true]);
      shared.set(keys, [`answers-with-${shared.size + 1}`, { properties: Object.fromEntries(named), additionalProperties }]);
    }
    return [name, { ...rest, properties: Object.fromEntries(own), allOf: [{ $ref: `#/$defs/${shared.get(keys)[0]}` }] }];
  });
  return { ...definitions, ...Object.fromEntries(changed), ...Object.fromEntries(shared.values()) };
}

function shareRepeated(schema) {
  const counts = new Map();
  map(schema, (part) => {
    const text = JSON.stringify(part);
    counts.set(text, (counts.get(text) ?? 0) + 1);
    return part;
  });
  const names = new Map();
  const definitions = {};
  const share = (part) => {
    const text = JSON.stringify(part);
    if (part.$ref !== undefined || text.length < WORTH_A_CALL || counts.get(text) < 2) return part;
    if (!names.has(text)) {
      names.set(text, `shared-${names.size + 1}`);
      definitions[names.get(text)] = mapInside(part);
    }
    return { $ref: `#/$defs/${names.get(text)}` };
  };
  // From the outside in, so that what is counted is still spelled as it was.
  const outermost = (part) => {
    const shared = share(part);
    return shared === part ? mapInside(part) : shared;
  };
  function mapInside(part) {
    if (!isSchema(part)) return part;
    return Object.fromEntries(
      Object.entries(part).map(([keyword, value]) => {
        const inner = (one) => (isSchema(one) ? outermost(one) : one);
        if (ONE.includes(keyword)) return [keyword, inner(value)];
        if (SEVERAL.includes(keyword)) return [keyword, value.map(inner)];
        if (keyword === "$defs") return [keyword, Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapInside(one)]))];
        if (NAMED.includes(keyword)) return [keyword, Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inner(one)]))];
        return [keyword, value];
      }),
    );
  }
  const whole = mapInside(schema);
  return { ...whole, $defs: { ...whole.$defs, ...definitions } };
}
