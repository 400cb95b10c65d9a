// The places in a browser where assessments can be kept. Each is `{name, all, get, put, remove}`, all of them promised.
//
// `put` returns the stored record where its revision is not the expected one, and then has written nothing. Earlier files, which seldom
// change and may be large, lie beside the record: `put` leaves them alone where it is given none, `get` brings them along, `all` does not.

const NAME = "spregistry";
const STORE = "assessments";
const PREFIX = "spregistry:assessment:";
const BESIDE_PREFIX = "spregistry:earlier:";
/** Behind all identifiers of assessments, so that these are read without what lies beside them. */
const BESIDE = "~earlier:";

/** Return a record with the earlier files that belong to it; records of older forms still have them inside. */
function joined(one, beside) {
  return one ? { ...one, previous: beside?.previous ?? one.previous ?? [] } : null;
}

/** Return what is to be written beside a record, undefined where nothing is. */
function newBeside(next, present) {
  return next.previous ?? present?.previous;
}

function alone({ previous, ...rest }) {
  return rest;
}

/** Return what an attempt gives; null where the browser does not allow it. */
export function quiet(attempt) {
  try {
    return attempt();
  } catch {
    return null;
  }
}

/**
 * Open the browser's large store.
 *
 * @returns {Promise<object>|null} rejected where it cannot be opened now; null where the browser has none or forbids it
 */
export function indexed() {
  const request = quiet(() => indexedDB.open(NAME, 1));
  if (!request) return null;
  return new Promise((resolve, reject) => {
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      database.onversionchange = () => database.close();
      resolve(stored(database));
    };
  });
}

const FIRST_PAUSE = 4000;
const LONGEST_PAUSE = 60_000;

/**
 * Open the large store although it does not open now: again and again, with ever longer pauses between.
 *
 * @param first what `indexed` gave, which may still answer
 * @param trouble is told every error
 * @returns {{opened: Promise<object>, again: () => void}} `again` tries without waiting for the pause to end
 */
export function eventually(first, trouble) {
  let attempt = null;
  const opened = new Promise((resolve) => {
    let pause = FIRST_PAUSE;
    let timer = 0;
    attempt = (opening) => {
      clearTimeout(timer);
      opening?.then(resolve, (error) => {
        trouble(error);
        timer = setTimeout(() => attempt(indexed()), pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      });
    };
  });
  attempt(first);
  return { opened, again: () => attempt(indexed()) };
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
    all: () => within("readonly", (store, give) => (store.getAll(IDBKeyRange.upperBound(BESIDE, true)).onsuccess = (event) => give(event.target.result))),
    get: (id) => within("readonly", (store, give) => read(store, id, give)),
    put: (next, expected) =>
      within("readwrite", (store, give) => {
        store.get(next.id).onsuccess = (event) => {
          const present = event.target.result;
          if (present && present.revision !== expected) return read(store, next.id, give);
          const earlier = newBeside(next, present);
          if (earlier) store.put({ id: BESIDE + next.id, previous: earlier });
          store.put(alone(next));
        };
      }),
    remove: (id) =>
      within("readwrite", (store) => {
        store.delete(id);
        store.delete(BESIDE + id);
      }),
  };
}

function read(store, id, give) {
  store.get(id).onsuccess = ({ target: { result: one } }) => {
    store.get(BESIDE + id).onsuccess = (event) => give(joined(one, event.target.result));
  };
}

/** Return the browser's small store; null where it has none. */
export function local() {
  const usable = quiet(() => {
    localStorage.setItem(`${PREFIX}?`, "1");
    localStorage.removeItem(`${PREFIX}?`);
    return true;
  });
  if (!usable) return null;
  const get = (id) => quiet(() => JSON.parse(localStorage.getItem(PREFIX + id)));
  const whole = (id) => joined(get(id), quiet(() => JSON.parse(localStorage.getItem(BESIDE_PREFIX + id))));
  return {
    name: "localstorage",
    all: async () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => get(key.slice(PREFIX.length))).filter(Boolean),
    get: async (id) => whole(id),
    put: async (next, expected) => {
      const present = get(next.id);
      if (present && present.revision !== expected) return whole(next.id);
      const earlier = newBeside(next, present);
      if (earlier) localStorage.setItem(BESIDE_PREFIX + next.id, JSON.stringify({ previous: earlier }));
      localStorage.setItem(PREFIX + next.id, JSON.stringify(alone(next)));
      return null;
    },
    remove: async (id) => {
      localStorage.removeItem(PREFIX + id);
      localStorage.removeItem(BESIDE_PREFIX + id);
    },
  };
}

/** Return a place that lasts as long as the page. */
export function nowhere() {
  const records = new Map();
  return {
    name: "nowhere",
    all: async () => [...records.values()],
    get: async (id) => records.get(id) ?? null,
    put: async (next) => void records.set(next.id, joined(next, next.previous ? null : records.get(next.id))),
    remove: async (id) => void records.delete(id),
  };
}
