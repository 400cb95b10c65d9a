// Changes to submissions as pure functions: each returns a new submission and leaves the old one as it is.
//
// Keys come from files that anybody may have written, so that they are only read where they are an object's own and only written in
// ways that make own properties: a key such as `__proto__` is then a key like any other.

/** Read a key where it is the object's own. */
export function own(object, key) {
  return object !== null && typeof object === "object" && Object.prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;
}

export function isPlain(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Return the object with a key set, or removed where the value is undefined. */
export function withKey(object, key, value) {
  const entries = Object.entries(isPlain(object) ? object : {});
  const at = entries.findIndex(([name]) => name === key);
  if (value === undefined) return at < 0 ? Object.fromEntries(entries) : Object.fromEntries(entries.filter(([name]) => name !== key));
  if (at < 0) entries.push([key, value]);
  else entries[at] = [key, value];
  return Object.fromEntries(entries);
}

/** Return the object with the value at a way of keys and list positions set, or removed where it is undefined. */
export function withPath(object, [key, ...rest], value) {
  if (Array.isArray(object)) return object.map((item, at) => (at === key ? (rest.length ? withPath(item, rest, value) : value) : item));
  return withKey(object, key, rest.length ? withPath(own(object, key), rest, value) : value);
}

/** Return a submission in which nothing is said yet. */
export function emptySubmission(reference, { language, profile } = {}) {
  return {
    format: 1,
    framework: reference,
    ...(profile ? { profile } : {}),
    ...(language ? { language } : {}),
    status: "draft",
    facts: {},
    answers: {},
  };
}

export function answerOf(submission, id) {
  const answer = own(submission?.answers, id);
  return isPlain(answer) ? answer : {};
}

/** Whether an answer says anything: its value, or that it does not apply. */
export function isSaid(answer) {
  return (answer.value !== undefined && answer.value !== null) || answer.not_applicable !== undefined;
}

/** Who answers, as `by` names them: the respondent's name and role; undefined where neither is known. */
export function respondentOf(submission) {
  const { name, role } = isPlain(submission?.respondent) ? submission.respondent : {};
  return [name, role].filter((part) => typeof part === "string" && part).join(", ").slice(0, 500) || undefined;
}

/** Return the submission with some keys of one answer set; undefined removes a key, and an answer without keys goes. */
export function withAnswer(submission, id, keys) {
  const before = answerOf(submission, id);
  let after = before;
  for (const [key, value] of Object.entries(keys)) after = withKey(after, key, value);
  if (same(before, after)) return submission;
  return { ...submission, answers: withKey(submission.answers, id, Object.keys(after).length ? after : undefined) };
}

/** Return the submission with an answer's value, signed and dated; what was carried from last year is then confirmed. */
export function answered(submission, id, keys, on) {
  const before = answerOf(submission, id);
  const after = { ...before, ...keys };
  if (!isSaid(after)) return withAnswer(submission, id, { ...keys, by: undefined, on: undefined, unconfirmed: undefined });
  return withAnswer(submission, id, { ...keys, unconfirmed: undefined, by: respondentOf(submission) ?? before.by, on });
}

export function withFact(submission, id, value) {
  return { ...submission, facts: withKey(submission.facts, id, value) };
}

export function withNote(submission, id, note) {
  const notes = withKey(submission.fact_notes, id, note || undefined);
  return withKey(submission, "fact_notes", Object.keys(notes).length ? notes : undefined);
}

/** Where this form keeps its own notes within a submission: the format lets programs keep what they like under `extensions`. */
const NOTES = "spregistry-form";

/** Return one of the form's own notes. */
function formNote(submission, key) {
  return own(own(submission?.extensions, NOTES), key);
}

/** Return the submission with one of the form's own notes set, or removed where it is undefined. */
function withFormNote(submission, key, value) {
  const notes = withKey(own(submission.extensions, NOTES), key, value);
  const extensions = withKey(submission.extensions, NOTES, Object.keys(notes).length ? notes : undefined);
  return withKey(submission, "extensions", Object.keys(extensions).length ? extensions : undefined);
}

/** What each section needs before the format admits it. */
const COMPLETE = {
  organisation: ({ name }) => Boolean(name),
  period: ({ start, end }) => Boolean(start && end),
  currency: ({ code }) => typeof code === "string" && code.length === 3,
  assurance: ({ level, assessor, organisation, qualification, dates, places }) =>
    level === "self" || Boolean(level && assessor && organisation && qualification && dates && places),
  respondent: () => true,
};

/** Return a section of details as far as it is filled in, such as a period that has no end yet. */
export function details(submission, section) {
  const said = own(submission, section) ?? own(formNote(submission, "unfinished"), section);
  return isPlain(said) ? said : {};
}

/**
 * Return the submission with a detail set, such as ["period", "end"]. A section stands in its place once it is complete; until then it
 * is kept among the form's notes, so that the file can be read by every program at any time.
 */
export function withDetail(submission, [section, key], value) {
  const next = withKey(details(submission, section), key, value === "" ? undefined : value);
  const blank = Object.keys(next).length === 0;
  const complete = !blank && COMPLETE[section](next);
  const unfinished = withKey(formNote(submission, "unfinished"), section, blank || complete ? undefined : next);
  const noted = withFormNote(submission, "unfinished", Object.keys(unfinished).length ? unfinished : undefined);
  return withKey(noted, section, complete ? next : undefined);
}

/** Tell whether two values of a document are equal in the sense of JSON: 1 is 1.0, true is not 1, and the order of keys does not matter. */
export function same(one, other) {
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((item, at) => same(item, other[at]));
  if (isPlain(one) && isPlain(other)) {
    const keys = Object.keys(one);
    return keys.length === Object.keys(other).length && keys.every((key) => own(other, key) !== undefined && same(one[key], other[key]));
  }
  return one === other;
}

/** Return the submission without the values that were carried from another year and not confirmed: what is surely said this year. */
export function confirmedOnly(submission) {
  const entries = Object.entries(isPlain(submission.answers) ? submission.answers : {});
  if (!entries.some(([, answer]) => answer?.unconfirmed)) return submission;
  return { ...submission, answers: Object.fromEntries(entries.filter(([, answer]) => !answer?.unconfirmed)) };
}
