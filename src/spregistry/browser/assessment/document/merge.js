// Puts colleagues' parts of one submission together: nothing is lost, and every conflict is told.
// The same rules as `spregistry merge`; both are held to the same cases.
import { canonical } from "../../engine/canonical.js";
import { isPlain, own, same, withKey } from "./answers.js";

const SECTIONS = ["facts", "fact_notes", "answers"];
/** The facts that were carried from an earlier submission and not confirmed, each as true. */
const MARKS = "unconfirmed_facts";
const LISTS = ["actions", "provenance"];
/** What is said of a single file, and no answer: who filled it in, and in which language. The first one's stays. */
const OF_ONE_FILE = ["language", "respondent"];
/** What makes out what an answer says; the rest are remarks on it. */
const SAID = ["value", "not_applicable", "justification"];
/** Of an answer that was carried from an earlier submission, what one of this year takes the place of. */
const REPLACED = [...SAID, "no_evidence", "by", "on", "unconfirmed"];

/**
 * Merge submissions to one framework, in order. An answer that is carried from an earlier submission and `unconfirmed` yields to one of
 * this year, in whichever file that stands; it is told only where it holds more than last year's answer. So does a fact under
 * `unconfirmed_facts` to one that a colleague reports or has confirmed.
 *
 * @param parts `[{name, data}]`
 * @param mode "fill": what stands first stays, blanks are filled; "override": a later part's answer replaces an earlier one
 * @returns {{data, conflicts: [{path, kept, keptFrom, other, otherFrom}]}}
 */
export function merge(parts, mode = "fill") {
  const merger = { mode, data: {}, conflicts: [], origin: new Map() };
  const confirmed = new Set(parts.flatMap(({ data }) => confirmedFacts(data)));
  for (const { name, data } of parts) add(merger, yielding(data, confirmed), name);
  return { data: merger.data, conflicts: merger.conflicts };
}

function add(merger, data, name) {
  for (const [key, value] of Object.entries(data)) {
    const present = own(merger.data, key);
    const kept = OF_ONE_FILE.includes(key) ? oneOf(present, value) : key === "migration" ? oneReport(present, value) : undefined;
    let after;
    if (key === MARKS && isPlain(value) && (isPlain(present) || present === undefined || present === null)) {
      // One who has not confirmed a fact says so; one who says that nothing is to be confirmed may not hold it.
      const said = Object.entries(value).filter(([id, mark]) => mark === true || own(present, id) === undefined);
      after = Object.fromEntries(new Map([...Object.entries(present ?? {}), ...said]));
    } else if (SECTIONS.includes(key) && isPlain(value) && (isPlain(present) || present === undefined || present === null)) {
      after = section(merger, present, value, [key], name);
    } else if (key === "extensions" && isPlain(value) && isPlain(present)) {
      after = deep(merger, present, value, [key], name);
    } else if (LISTS.includes(key) && Array.isArray(value) && (present === undefined || Array.isArray(present))) {
      after = united(present ?? [], value, canonical);
    } else {
      after = kept ?? entry(merger, present, value, [key], name);
    }
    merger.data = withKey(merger.data, key, after);
  }
}

function section(merger, present, value, path, name) {
  const entries = new Map(Object.entries(present ?? {}));
  for (const [id, said] of Object.entries(value)) entries.set(id, entry(merger, entries.get(id), said, [...path, id], name));
  return Object.fromEntries(entries);
}

/** Merges what nobody here knows the meaning of, key by key and level by level. */
function deep(merger, present, value, path, name) {
  const entries = new Map(Object.entries(present));
  for (const [key, inner] of Object.entries(value)) {
    const known = entries.get(key);
    const way = [...path, key];
    entries.set(key, isPlain(inner) && isPlain(known) ? deep(merger, known, inner, way, name) : entry(merger, known, inner, way, name));
  }
  return Object.fromEntries(entries);
}

function entry(merger, present, value, path, name) {
  if (isBlank(value)) return present === undefined || present === null ? value : present;
  const place = JSON.stringify(path);
  if (isBlank(present)) {
    merger.origin.set(place, name);
    return value;
  }
  if (yields(path, present, value)) {
    const first = merger.origin.get(place) ?? name;
    merger.origin.set(place, name);
    return replaced(merger, path, [value, name], [present, first]);
  }
  if (yields(path, value, present)) return replaced(merger, path, [present, merger.origin.get(place) ?? name], [value, name]);
  if (path[0] === "answers" && isPlain(present) && isPlain(value) && agree(present, value)) return joined(present, value);
  if (same(present, value)) return present;
  const first = merger.origin.get(place) ?? name;
  if (merger.mode !== "override") {
    merger.conflicts.push({ path, kept: present, keptFrom: first, other: value, otherFrom: name });
    return present;
  }
  merger.conflicts.push({ path, kept: value, keptFrom: name, other: present, otherFrom: first });
  merger.origin.set(place, name);
  return value;
}

/** Return the facts that a part reports for this year: those that it does not mark as carried. */
function confirmedFacts(data) {
  const marks = own(data, MARKS);
  return Object.entries(isPlain(data.facts) ? data.facts : {}).filter(([id, value]) => !isBlank(value) && own(marks, id) !== true).map(([id]) => id);
}

/** Return a part without the carried facts that another part reports for this year, and without marks of what is confirmed. */
function yielding(data, confirmed) {
  const marks = own(data, MARKS);
  if (!isPlain(marks)) return data;
  const left = Object.fromEntries(Object.entries(marks).filter(([id, said]) => said !== true || !confirmed.has(id)));
  const facts = isPlain(data.facts) ? Object.fromEntries(Object.entries(data.facts).filter(([id]) => own(marks, id) !== true || !confirmed.has(id))) : data.facts;
  const kept = own(data, "facts") === undefined ? data : withKey(data, "facts", facts);
  return withKey(kept, MARKS, Object.keys(left).length || !Object.keys(marks).length ? left : undefined);
}

/** Tell whether an answer that was carried from an earlier submission meets one of this year; a computed figure's is signed only. */
function yields([section], one, other) {
  if (section !== "answers" || !isPlain(one) || !isPlain(other)) return false;
  const said = ["value", "not_applicable", "on"].some((key) => given(other, key));
  return said && own(one, "unconfirmed") === true && own(other, "unconfirmed") !== true;
}

/** Return the answer of this year with the remarks that only the carried one has; each comes with the name of its file. */
function replaced(merger, path, [answer, from], [carried, carriedFrom]) {
  const remarks = Object.entries(carried).filter(([key, value]) => !REPLACED.includes(key) && value !== null);
  if (!remarks.every(([key, value]) => holds(answer, key, value))) {
    merger.conflicts.push({ path, kept: answer, keptFrom: from, other: carried, otherFrom: carriedFrom });
    return answer;
  }
  const lacking = remarks.filter(([key]) => !given(answer, key));
  return Object.fromEntries([...Object.entries(answer).filter(([key]) => !lacking.some(([name]) => name === key)), ...lacking]);
}

/** Tell whether nothing is lost where a remark on a carried answer is joined to one of this year. */
function holds(answer, key, value) {
  if (key === "evidence") return Array.isArray(value) && Array.isArray(own(answer, key)) && united(answer.evidence, value).length === answer.evidence.length;
  return !given(answer, key) || same(answer[key], value);
}

/** Return two reports of migrations as one, step by step; undefined where one is blank, or neither goes the way of the other to its end. */
function oneReport(present, value) {
  const [mine, theirs] = [present, value].map(stepsOf);
  const shared = Math.min(mine.length, theirs.length);
  const [way, other] = [mine, theirs].map((steps) => steps.slice(steps.length - shared).map(({ from, to }) => [from, to]));
  if (!shared || !same(way, other)) return undefined;
  const longer = mine.length > shared ? mine : theirs;
  const joined = mine.slice(-shared).map((one, at) => {
    const second = theirs[theirs.length - shared + at];
    return { ...one, carried: united(one.carried, second.carried, canonical), entries: united(one.entries, second.entries, canonical) };
  });
  return { ...present, steps: [...longer.slice(0, longer.length - shared), ...joined] };
}

/** The steps of a report; none where it has not the shape of one. */
function stepsOf(report) {
  const steps = own(report, "steps");
  const fits = (step) => isPlain(step) && Array.isArray(step.carried) && Array.isArray(step.entries);
  return Array.isArray(steps) && steps.every(fits) ? steps : [];
}

/** Return what stays of two languages or respondents; undefined where one is blank or they speak for different groups. */
function oneOf(present, value) {
  if (isBlank(present) || isBlank(value)) return undefined;
  if (!isPlain(present) || !isPlain(value)) return present;
  const groups = [present, value].filter((respondent) => given(respondent, "group")).map(({ group }) => group);
  if (groups.length > 1 && groups[0] !== groups[1]) return undefined;
  return groups.length ? withKey(present, "group", groups[0]) : present;
}

function isBlank(value) {
  return value === undefined || value === null || (isPlain(value) && Object.values(value).every((inner) => inner === null));
}

/** Tell whether two answers say the same, or one of them says nothing yet. */
function agree(one, other) {
  const [first, second] = [one, other].map((answer) => Object.fromEntries(SAID.filter((key) => given(answer, key)).map((key) => [key, answer[key]])));
  if (Object.keys(first).length && Object.keys(second).length && !same(first, second)) return false;
  const apart = [...SAID, ...(bothList(one, other) ? ["evidence"] : [])];
  return Object.keys(one).every((key) => apart.includes(key) || !given(one, key) || !given(other, key) || same(one[key], other[key]));
}

function given(answer, key) {
  return own(answer, key) !== undefined && answer[key] !== null;
}

function bothList(one, other) {
  return Array.isArray(own(one, "evidence")) && Array.isArray(own(other, "evidence"));
}

function joined(one, other) {
  const entries = new Map(Object.entries(one));
  for (const [key, value] of Object.entries(other)) if (!given(one, key)) entries.set(key, value);
  if (bothList(one, other)) entries.set("evidence", united(one.evidence, other.evidence));
  return Object.fromEntries(entries);
}

/** Return a list with what only another one has behind it; `spell` tells what is the same. What a list holds twice it goes on holding. */
function united(first, second, spell = (item) => item) {
  const known = new Set(first.map(spell));
  return [...first, ...second.filter((item) => !known.has(spell(item)))];
}
