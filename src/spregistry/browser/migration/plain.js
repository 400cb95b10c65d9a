// Plain data of documents. Keys come from files that anybody may have written, so that they are read only where they are an object's own.

export function isPlain(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

export function has(object, key) {
  return object !== null && typeof object === "object" && Object.prototype.hasOwnProperty.call(object, key);
}

/** Read a key where it is the object's own. */
export function own(object, key) {
  return has(object, key) ? object[key] : undefined;
}

/** Return data that shares nothing with what was given. */
export function copied(value) {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** Tell whether a value says nothing. */
export function isBlank(value) {
  return !value || (typeof value === "object" && Object.keys(value).length === 0);
}
