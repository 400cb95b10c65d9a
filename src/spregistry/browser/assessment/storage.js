// Keeps assessments on this computer: several side by side, saved as one goes, and never two windows over each other in silence.
//
// IndexedDB where there is one, else localStorage, else nowhere, which is said plainly. Every write names the revision it is based on;
// where another window was quicker, nothing is written and the person decides.
import { batch, effect, signal } from "@preact/signals";
import { open, previous, record, submission } from "./state.js";
import { eventually, indexed, local, nowhere, quiet } from "./stores.js";

const CHANNEL = "spregistry";
const LATE = "spregistry:late:";
const CURRENT = "spregistry:current";
const PAUSE = 250;
/** Who types without a pause is not left without a copy for longer than this. */
const LONGEST_WAIT = 2000;
/** A store that has not answered by then is used as soon as it does; until then another one serves. */
const PATIENCE = 4000;

/** Where things are kept: "indexeddb", "localstorage" or "nowhere"; null until it is known. */
export const place = signal(null);
/** How it stands with what is open: {state: "kept" | "pending" | "failed" | "nowhere", at, error}. */
export const kept = signal({ state: "kept", at: null });
/** What another window made of the open assessment meanwhile: its record; null where all is well. */
export const conflict = signal(null);
/** Whether another window deleted the open assessment: it is then kept no more, unless the person wants it. */
export const deleted = signal(false);
/** All assessments on this computer, newest first, without their contents. */
export const assessments = signal([]);
/** Why what is kept cannot be read just now, so that `assessments` may lack some: {reason}; null where all is well. */
export const unread = signal(null);
/** Whether the browser promised not to clear them: true, false, or null where it was not asked yet. */
export const lasting = signal(null);

let backend = null;
let resumes = null; // see `start`
let timer = 0;
let waiting = 0; // since when something waits to be written
let writing = Promise.resolve();
let written = null; // the record as it was last read or written
let late = null; // where this window left what is open when it was about to close; each window at a place of its own
/** Tells this window's writes from those of others. */
const WRITER = Math.random().toString(36).slice(2);
const channel = typeof BroadcastChannel === "undefined" ? null : quiet(() => new BroadcastChannel(CHANNEL));

/**
 * Find out where things can be kept, and open again what this window had open.
 *
 * @param fits tells of a submission whether this form asks the same as it answers; another version's waits on the start page
 */
export async function start(fits) {
  resumes = fits;
  const large = indexed();
  backend = await soon(large).catch(() => null);
  if (backend === null) {
    backend = local() ?? nowhere();
    if (large) void awaitLarge(large);
  }
  place.value = backend.name;
  await soon(settle()).catch(unreadable);
  effect(() => {
    void [submission.value, record.value, previous.value];
    later();
  });
  channel?.addEventListener("message", (event) => heard(event.data));
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? flush() : look()));
  window.addEventListener("beforeunload", (event) => {
    if (submission.value && (kept.value.state === "failed" || (kept.value.state === "nowhere" && isUnsaved()))) event.preventDefault();
  });
}

/** Show what is there, and what this window had open. */
async function settle() {
  if (!awaited) await takeLate();
  await refresh();
  const current = quiet(() => sessionStorage.getItem(CURRENT));
  const found = current && submission.peek() === null && (await backend.get(current));
  if (found && submission.peek() === null && resumes(found.submission)) show(found);
}

/** Return what is promised, rejected where it takes longer than people wait. */
function soon(promise) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new DOMException("", "TimeoutError")), PATIENCE));
  return Promise.race([promise, late]);
}

function unreadable(error) {
  unread.value = { reason: String(error?.name ?? error) };
  return null;
}

let awaited = false; // whether the large store is there, but did not open yet
let retry = null;

/** Until the large store opens, a smaller one serves; what it took in meanwhile then moves. */
function awaitLarge(opening) {
  awaited = true;
  unreadable(new DOMException("", "TimeoutError"));
  const { opened, again } = eventually(opening, unreadable);
  retry = again;
  void opened.then((large) => {
    retry = () => void moveTo(large).catch(unreadable);
    retry();
  });
}

async function moveTo(large) {
  writing = writing.then(async () => {
    if (!awaited) return;
    const small = backend;
    for (const { id } of await small.all()) {
      const one = await small.get(id);
      const other = await large.put(one, one.revision - 1);
      if (other) await large.put({ ...one, id: anew(one.id), revision: 1 }, 0);
      await small.remove(one.id);
    }
    awaited = false;
    backend = large;
    place.value = large.name;
    if (kept.peek().state === "nowhere") kept.value = { ...kept.peek(), state: "kept" };
  });
  await writing;
  await settle();
}

/** Read again at once what could not be read. */
export function tryAgain() {
  if (awaited) retry();
  else void refresh();
}

/** A window that closes may not get to finish a write: what is not kept yet is put where that takes no time. */
function leave() {
  document.activeElement?.blur?.(); // some fields take what was typed when one leaves them
  if (isDirty() && backend.name === "indexeddb") {
    late ??= `${LATE}${record.peek().id}:${Date.now().toString(36)}`;
    quiet(() => localStorage.setItem(late, JSON.stringify({ base: written?.revision ?? 0, record: composed() })));
  }
  void flush();
}

/** Take over what windows left behind when they closed; where the assessment moved on since, it becomes one of its own. */
async function takeLate() {
  const keys = quiet(() => Object.keys(localStorage).filter((key) => key.startsWith(LATE))) ?? [];
  for (const key of keys.sort()) {
    const left = quiet(() => JSON.parse(localStorage.getItem(key)));
    try {
      let other = left?.record && (await backend.put(left.record, left.base));
      // A write of the same window that was under way when it closed is older than what it left.
      if (other && other.writer === left.record.writer) other = await backend.put({ ...left.record, revision: other.revision + 1 }, other.revision);
      const same = other && JSON.stringify(other.submission) === JSON.stringify(left.record.submission);
      if (other && !same) await backend.put({ previous: other.previous, ...left.record, id: anew(left.record.id), revision: 1 }, 0);
      quiet(() => localStorage.removeItem(key));
    } catch {
      // Where it cannot be kept now, as in a store that is full, it waits for the next time.
    }
  }
}

/** An identifier for what becomes an assessment of its own. */
function anew(id) {
  return `${id}-${Date.now().toString(36)}`;
}

/** Whether something changed since it was last saved to a file. */
export function isUnsaved() {
  const now = record.value;
  return now !== null && (now.saved ? now.saved.submission !== fingerprint(submission.value) : now.changes > 0);
}

function fingerprint(value) {
  // Not a digest: only tells whether the same was saved; cheap enough for every look at the page.
  const spelled = JSON.stringify(value);
  let sum = 0;
  for (let at = 0; at < spelled.length; at += 1) sum = (Math.imul(sum, 31) + spelled.charCodeAt(at)) | 0;
  return `${spelled.length}:${sum}`;
}

/** Begin a new assessment with a submission, and open it. */
export async function begin(given, beside = {}) {
  await flush();
  await keepNew(given, beside);
  askForLasting();
}

/** Not waited for: some browsers ask the person, who may answer much later or never. */
function askForLasting() {
  if (lasting.value !== null) return;
  quiet(() => navigator.storage?.persist?.())?.then(
    (granted) => (lasting.value = granted),
    () => (lasting.value = false),
  );
}

async function keepNew(given, { name = null, earlier = [], drafts = {} }) {
  const now = Date.now();
  const id = `${now.toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
  const { framework: reference } = given;
  show({ id, framework: reference, name, created: now, updated: now, revision: 0, changes: 0, saved: null, drafts, previous: earlier, submission: given });
  written = null;
  await flush();
  await refresh();
}

/** Open one of the assessments on this computer. */
export async function reopen(id) {
  await flush();
  const found = await backend.get(id).catch(unreadable);
  if (found) show(found);
  return Boolean(found);
}

/** Return what is kept of an assessment, without opening it; null where it cannot be read. */
export async function keptSubmission(id) {
  const found = await backend.get(id).catch(unreadable);
  return found?.submission ?? null;
}

/** Close what is open; it stays on this computer. */
export async function close() {
  await flush();
  quiet(() => sessionStorage.removeItem(CURRENT));
  written = null;
  deleted.value = false;
  open(null);
  await refresh();
}

/** Delete an assessment from this computer; returns whether that could be done. */
export async function remove(id) {
  if (record.value?.id === id) {
    clearTimeout(timer);
    await writing;
    written = null;
    quiet(() => sessionStorage.removeItem(CURRENT));
    open(null);
  }
  try {
    await backend.remove(id);
  } catch (error) {
    unreadable(error);
    return false;
  }
  channel?.postMessage({ id, removed: true });
  await refresh();
  return true;
}

/** Note that everything as it is now was saved to a file. */
export function savedTo(file) {
  patch({ saved: { at: Date.now(), file, submission: fingerprint(submission.value) }, changes: 0 });
}

/** Keep text that could not be understood yet, such as half a number, so that it survives as well. */
export function keepDraft(key, typed) {
  const drafts = { ...(record.value?.drafts ?? {}) };
  if (typed === undefined) delete drafts[key];
  else drafts[key] = typed;
  patch({ drafts });
}

/** Forget what was typed and not understood in some fields, because they are not asked any more. */
export function dropDrafts(fits) {
  const keys = Object.keys(record.value?.drafts ?? {});
  if (keys.some(fits)) patch({ drafts: Object.fromEntries(keys.filter((key) => !fits(key)).map((key) => [key, record.value.drafts[key]])) });
}

function patch(keys) {
  if (record.value) record.value = { ...record.value, ...keys };
}

function show(found) {
  conflict.value = null;
  deleted.value = false;
  late = null;
  written = found;
  open(found);
  quiet(() => sessionStorage.setItem(CURRENT, found.id));
  kept.value = { state: backend.name === "nowhere" ? "nowhere" : "kept", at: found.updated };
}

/** Go on with what another window made of this assessment. */
export function takeTheirs() {
  const theirs = conflict.value;
  if (theirs) show(theirs);
}

/** Keep again what another window deleted. */
export function keepAgain() {
  deleted.value = false;
  written = null;
  return flush();
}

/** Keep what is here as an assessment of its own; the other window's stays as it is. */
export function keepApart(name) {
  return keepNew(submission.value, { name, earlier: previous.value, drafts: record.value.drafts });
}

function later() {
  if (!isDirty()) return;
  if (kept.peek().state !== "nowhere") kept.value = { ...kept.peek(), state: "pending" };
  clearTimeout(timer);
  waiting ||= Date.now();
  timer = setTimeout(flush, Math.max(0, Math.min(PAUSE, waiting + LONGEST_WAIT - Date.now())));
}

function isDirty() {
  const now = record.peek();
  if (!now || conflict.peek() || deleted.peek()) return false;
  return (
    written === null ||
    written.submission !== submission.peek() ||
    written.drafts !== now.drafts ||
    written.saved !== now.saved ||
    written.name !== now.name ||
    written.reviewing !== now.reviewing ||
    written.previous !== previous.peek()
  );
}

/** Write what is not written yet, one write after the other. */
export function flush() {
  clearTimeout(timer);
  waiting = 0;
  writing = writing.then(write, write);
  return writing;
}

/** What is to be written: what is open, one revision further; earlier files, which may be large, only where they changed. */
function composed() {
  const now = record.peek();
  const changed = written !== null && written.submission !== submission.peek();
  return {
    ...now,
    submission: submission.peek(),
    framework: submission.peek().framework,
    previous: written === null || written.previous !== previous.peek() ? previous.peek() : undefined,
    writer: WRITER,
    updated: Date.now(),
    revision: (written?.revision ?? 0) + 1,
    changes: now.changes + (changed ? 1 : 0),
  };
}

async function write() {
  if (!isDirty()) return;
  const now = record.peek();
  const before = written;
  const next = composed();
  try {
    const other = await backend.put(next, before?.revision ?? 0);
    if (other) {
      conflict.value = other;
      return;
    }
    if (record.peek()?.id === now.id) {
      written = { ...next, previous: next.previous ?? before.previous };
      batch(() => {
        record.value = { ...record.peek(), updated: next.updated, revision: next.revision, changes: next.changes };
        kept.value = { state: backend.name === "nowhere" ? "nowhere" : "kept", at: next.updated };
      });
    }
    if (late !== null) quiet(() => localStorage.removeItem(late));
    late = null;
    channel?.postMessage({ id: next.id, revision: next.revision });
  } catch (error) {
    kept.value = { state: "failed", at: kept.peek().at, error: String(error?.name ?? error) };
  }
}

/** Another window wrote: take it over where nothing is pending here, else let the person decide. */
async function heard({ id, removed }) {
  await refresh();
  if (id !== record.peek()?.id) return;
  if (!removed) return look();
  clearTimeout(timer);
  deleted.value = true;
}

async function look() {
  const now = record.peek();
  if (!now || !backend || conflict.peek()) return;
  await writing;
  const found = await backend.get(now.id).catch(() => null);
  if (!found || record.peek()?.id !== found.id || found.revision <= (written?.revision ?? 0)) return;
  if (isDirty()) {
    clearTimeout(timer);
    conflict.value = found;
  } else show(found);
}

/** From which version an assessment was carried over; null where from none. */
function fromVersion(said) {
  const from = said?.migration?.steps?.[0]?.from;
  return typeof from === "string" ? from : null;
}

/** Look again which assessments there are; what cannot be read now keeps its place in the list. */
export async function refresh() {
  try {
    const all = await backend.all();
    assessments.value = all
      .map(({ submission: said, ...rest }) => ({ ...rest, organisation: said?.organisation?.name ?? null, period: said?.period ?? null, from: fromVersion(said) }))
      .sort((one, other) => other.updated - one.updated);
    if (!awaited) unread.value = null;
  } catch (error) {
    unreadable(error);
  }
}
