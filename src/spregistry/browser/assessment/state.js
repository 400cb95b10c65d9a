// What is open right now, as signals, and the one way to change it.
//
// `submission` is plain data and never mutated in place: `change(label, old => new)` puts a new one there, as one step to undo, and
// the storage keeps it.
import { batch, computed, effect, signal } from "@preact/signals";
import { assess, explain, load } from "../engine/index.js";

/** What the page provided: framework, profiles, texts, interface, languages. */
export const data = signal(null);
/** How the page wants it: {function, theme, title, chartsUrl, …}. */
export const options = signal({});
/** Language of everything that is read, such as "fr". */
export const language = signal("en");

export const framework = signal(null);
/** Loaded profiles by reference. */
export const profiles = signal(new Map());
/** The open submission; null on the start page. */
export const submission = signal(null);
/** What is kept beside the submission and is no part of it: {id, name, saved, drafts, …}; see storage.js. */
export const record = signal(null);
/** Earlier submissions opened for comparison: [{name, submission}]. */
export const previous = signal([]);
/** The last thing worth saying aloud: {text, kind, undo}; shown for a while and announced politely. */
export const notice = signal(null);

export const profile = computed(() => profiles.value.get(submission.value?.profile));

/** The framework or profile whose questions are asked. */
export const asked = computed(() => profile.value ?? framework.value);

export const result = computed(() =>
  framework.value && submission.value ? assess(framework.value, submission.value, { profile: profile.value }) : null,
);

/** How every number came about; worked out when read, and not more often than people can look. */
const calm = signal(null);
let calming = 0;
effect(() => {
  const now = submission.value;
  clearTimeout(calming);
  if (calm.peek() === null || now === null) calm.value = now;
  else calming = setTimeout(() => (calm.value = now), 250);
});

export const why = computed(() =>
  framework.value && calm.value ? explain(framework.value, calm.value, { profile: profiles.value.get(calm.value.profile) }) : null,
);

const past = signal([]);
const future = signal([]);
const LONGEST_HISTORY = 200;
/** Typing in one field within this many milliseconds is one step. */
const TYPING = 2000;

/** The labels of what undo and redo would do; null where there is nothing. */
export const undoable = computed(() => past.value[past.value.length - 1]?.label ?? null);
export const redoable = computed(() => future.value[future.value.length - 1]?.label ?? null);

/**
 * Change the open submission: one step to undo, kept by the storage.
 *
 * @param label what was done, in the language of the page, as undo names it
 * @param make from the old submission to the new one; the old one stays as it is
 * @param typing where something is typed: steps of the same name that follow each other closely are one
 */
export function change(label, make, typing = null) {
  const before = submission.value;
  const after = make(before);
  if (after === before) return;
  const last = past.value[past.value.length - 1];
  const goesOn = typing !== null && last?.typing === typing && Date.now() - last.at < TYPING && future.value.length === 0;
  batch(() => {
    if (goesOn) past.value = [...past.value.slice(0, -1), { ...last, at: Date.now() }];
    else past.value = [...past.value, { label, typing, at: Date.now(), before }].slice(-LONGEST_HISTORY);
    future.value = [];
    submission.value = after;
  });
}

export function undo() {
  const last = past.value[past.value.length - 1];
  if (!last) return null;
  batch(() => {
    past.value = past.value.slice(0, -1);
    future.value = [...future.value, { ...last, after: submission.value }];
    submission.value = last.before;
  });
  return last.label;
}

export function redo() {
  const next = future.value[future.value.length - 1];
  if (!next) return null;
  batch(() => {
    future.value = future.value.slice(0, -1);
    past.value = [...past.value, { label: next.label, typing: null, at: 0, before: submission.value }];
    submission.value = next.after;
  });
  return next.label;
}

/** Open a record; its history begins anew. `null` closes what is open. */
export function open(opened) {
  batch(() => {
    past.value = [];
    future.value = [];
    record.value = opened;
    previous.value = opened?.previous ?? [];
    calm.value = opened?.submission ?? null;
    submission.value = opened?.submission ?? null;
  });
}

/** Take what the page provides. */
export function provideData(given) {
  batch(() => {
    data.value = given;
    framework.value = load({ ...given.framework, engine: given.engine });
    profiles.value = new Map((given.profiles ?? []).map((one) => [one.reference, load({ ...one, engine: given.engine })]));
  });
}

/** Say something for a while; `undoes` offers to take back what was just done. */
export function tell(text, { kind = "done", undoes = false } = {}) {
  notice.value = { text, kind, undoes, at: Date.now() };
}

// Where we are: "#/assess/staff-turnover?function=hr" → {name: "assess", path: ["staff-turnover"], query: {function: "hr"}}.
// What stands before the fragment holds too: "sepm.html?function=hr".
const AROUND = typeof location === "undefined" ? {} : Object.fromEntries(new URLSearchParams(location.search));
const hash = signal(typeof location === "undefined" ? "" : location.hash);
if (typeof window !== "undefined") window.addEventListener("hashchange", () => (hash.value = location.hash));

export const view = computed(() => {
  const [way, query = ""] = hash.value.replace(/^#\/?/, "").split("?");
  const [name, ...path] = way.split("/").map(decoded);
  return { name: name || "start", path, query: { ...AROUND, ...Object.fromEntries(new URLSearchParams(query)) } };
});

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a % that somebody typed
  }
}

/** Return the address of a view; which part of the institution is shown stays in it. */
export function href(way, query = {}) {
  const kept = { ...(view.value.query.function ? { function: view.value.query.function } : {}), ...query };
  const tail = new URLSearchParams(Object.entries(kept).filter(([, value]) => value)).toString();
  return `#/${way}${tail ? `?${tail}` : ""}`;
}

/** Return the address of an indicator's question. */
export function hrefOf(id) {
  const groups = asked.value?.indicators.get(id)?.groups ?? [];
  return href(`assess/${groups[groups.length - 1] ?? "all"}/${id}`);
}

export function go(way, query) {
  location.hash = href(way, query);
  hash.value = location.hash;
}

const wantedPart = computed(() => view.value.query.function || options.value.function || null);

/** The part of the institution that is shown alone, such as "hr"; null where all of it is. */
export const part = computed(() => (framework.value?.functions.some((one) => one.id === wantedPart.value) ? wantedPart.value : null));

/** A part that the address names and the standard does not have; null where all is well. */
export const unknownPart = computed(() => (part.value ? null : wantedPart.value));
