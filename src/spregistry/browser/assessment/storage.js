// Keeps assessments on this computer: several side by side, saved as one goes, and never two windows over each other in silence.
//
// IndexedDB where there is one, else localStorage, else nowhere, which is said plainly. Every write names the revision it is based on;
// where another window was quicker, nothing is written and the person decides.
import { batch, effect, signal } from "@preact/signals";
import { framework, open, previous, record, submission } from "./state.js";

const NAME = "spregistry";
const STORE = "assessments";
const PREFIX = "spregistry:assessment:";
const LATE = "spregistry:late:";
const CURRENT = "spregistry:current";
const PAUSE = 250;
/** Who types without a pause is not left without a copy for longer than this. */
const LONGEST_WAIT = 2000;
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
/** Whether the browser promised not to clear them: true, false, or null where it was not asked yet. */
export const lasting = signal(null);

let backend = null;
let timer = 0;
let waiting = 0; // since when something waits to be written
let writing = Promise.resolve();
let written = null; // the record as it was last read or written
let late = null; // where this window left what is open when it was about to close; each window at a place of its own
const channel = typeof BroadcastChannel === "undefined" ? null : quiet(() => new BroadcastChannel(NAME));

function quiet(attempt) {
  try {
    return attempt();
  } catch {
    return null;
  }
}

/** Find out where things can be kept, and open again what this window had open. */
export async function start() {
  backend = (await indexed()) ?? local() ?? nowhere();
  place.value = backend.name;
  await takeLate();
  await refresh();
  const current = quiet(() => sessionStorage.getItem(CURRENT));
  const found = current && (await backend.get(current));
  if (found && found.framework.split("@")[0] === framework.value.id) show(found);
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
      const other = left?.record && (await backend.put(left.record, left.base));
      const same = other && JSON.stringify(other.submission) === JSON.stringify(left.record.submission);
      if (other && !same) await backend.put({ ...left.record, id: `${left.record.id}-${Date.now().toString(36)}`, revision: 1 }, 0);
      quiet(() => localStorage.removeItem(key));
    } catch {
      // Where it cannot be kept now, as in a store that is full, it waits for the next time.
    }
  }
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
  const found = await backend.get(id);
  if (found) show(found);
  return Boolean(found);
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

/** Delete an assessment from this computer. */
export async function remove(id) {
  if (record.value?.id === id) {
    clearTimeout(timer);
    await writing;
    written = null;
    quiet(() => sessionStorage.removeItem(CURRENT));
    open(null);
  }
  await backend.remove(id);
  channel?.postMessage({ id, removed: true });
  await refresh();
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

/** What is to be written: everything that is open, one revision further. */
function composed() {
  const now = record.peek();
  const changed = written !== null && written.submission !== submission.peek();
  return {
    ...now,
    submission: submission.peek(),
    framework: submission.peek().framework,
    previous: previous.peek(),
    updated: Date.now(),
    revision: (written?.revision ?? 0) + 1,
    changes: now.changes + (changed ? 1 : 0),
  };
}

async function write() {
  if (!isDirty()) return;
  const now = record.peek();
  const next = composed();
  try {
    const other = await backend.put(next, written?.revision ?? 0);
    if (other) {
      conflict.value = other;
      return;
    }
    if (record.peek()?.id === now.id) {
      written = next;
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

/** Look again which assessments there are. */
export async function refresh() {
  const all = await backend.all().catch(() => []);
  assessments.value = all
    .map(({ submission: said, ...rest }) => ({ ...rest, organisation: said?.organisation?.name ?? null, period: said?.period ?? null }))
    .sort((one, other) => other.updated - one.updated);
}

// The three places. `put` returns the stored record where its revision is not the expected one, and then has written nothing.

function indexed() {
  if (typeof indexedDB === "undefined") return Promise.resolve(null);
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => resolve(null), PATIENCE);
    const request = quiet(() => indexedDB.open(NAME, 1));
    if (!request) return resolve(null);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onerror = () => resolve(null);
    request.onsuccess = () => {
      clearTimeout(giveUp);
      const database = request.result;
      database.onversionchange = () => database.close();
      resolve(stored(database));
    };
  });
}

function stored(database) {
  const within = (mode, work) =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      let outcome = null;
      transaction.oncomplete = () => resolve(outcome);
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("aborted"));
      work(transaction.objectStore(STORE), (value) => (outcome = value));
    });
  return {
    name: "indexeddb",
    all: () => within("readonly", (store, give) => (store.getAll().onsuccess = (event) => give(event.target.result))),
    get: (id) => within("readonly", (store, give) => (store.get(id).onsuccess = (event) => give(event.target.result ?? null))),
    put: (next, expected) =>
      within("readwrite", (store, give) => {
        store.get(next.id).onsuccess = (event) => {
          const present = event.target.result;
          if (present && present.revision !== expected) give(present);
          else store.put(next);
        };
      }),
    remove: (id) => within("readwrite", (store) => store.delete(id)),
  };
}

function local() {
  const usable = quiet(() => {
    localStorage.setItem(`${PREFIX}?`, "1");
    localStorage.removeItem(`${PREFIX}?`);
    return true;
  });
  if (!usable) return null;
  const get = (id) => quiet(() => JSON.parse(localStorage.getItem(PREFIX + id)));
  return {
    name: "localstorage",
    all: async () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => get(key.slice(PREFIX.length))).filter(Boolean),
    get: async (id) => get(id),
    put: async (next, expected) => {
      const present = get(next.id);
      if (present && present.revision !== expected) return present;
      localStorage.setItem(PREFIX + next.id, JSON.stringify(next));
      return null;
    },
    remove: async (id) => localStorage.removeItem(PREFIX + id),
  };
}

function nowhere() {
  const records = new Map();
  return {
    name: "nowhere",
    all: async () => [...records.values()],
    get: async (id) => records.get(id) ?? null,
    put: async (next) => void records.set(next.id, next),
    remove: async (id) => void records.delete(id),
  };
}
