// Words, numbers and days in the language of the person who reads.
import { computed } from "@preact/signals";
import { data, language, profile } from "./state.js";

const RIGHT_TO_LEFT = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"]);

/** "ltr" or "rtl"; the data may say it, as for a pseudo language. */
export const direction = computed(
  () => data.value?.directions?.[language.value] ?? (RIGHT_TO_LEFT.has(language.value.split("-")[0]) ? "rtl" : "ltr"),
);

/** Say a sentence of the interface: `t("Saved {when}", {when})`; in the language of the page, or in another one that it has. */
export function t(sentence, values, of = language.value) {
  const said = data.value?.interface?.[of]?.[sentence] ?? sentence;
  if (!values) return said;
  return said.replace(/\{(\w+)\}/g, (place, name) => (name in values ? String(values[name]) : place));
}

/** Say a sentence with elements in some of its places, such as a link: returns what Preact renders. */
export function rich(sentence, values) {
  const said = data.value?.interface?.[language.value]?.[sentence] ?? sentence;
  return said.split(/(\{\w+\})/).map((piece) => (/^\{\w+\}$/.test(piece) && piece.slice(1, -1) in values ? values[piece.slice(1, -1)] : piece));
}

/** Return a text of the framework by its key (model/texts.py), the n-th where a list shares it; "" where there is none. */
export function text(key, at) {
  const found = textOf(key);
  if (Array.isArray(found)) return found[at ?? 0] ?? "";
  return found ?? "";
}

/** Return all texts that share a key. */
export function listed(key) {
  const found = textOf(key);
  return Array.isArray(found) ? found : found ? [found] : [];
}

/** A profile may word a key in its own way. */
function textOf(key) {
  const reference = profile.value?.reference;
  const own = reference && data.value?.profiles?.find((one) => one.reference === reference)?.texts;
  return textsOf(own)?.[key] ?? textsOf(data.value?.texts)?.[key];
}

function textsOf(tables) {
  return tables?.[language.value] ?? tables?.[data.value?.source_language];
}

/** Return what a profile is called. */
export function profileTitle(reference) {
  const own = data.value?.profiles?.find((one) => one.reference === reference)?.texts;
  return textsOf(own)?.["framework/title"] ?? reference;
}

/** What marks a text: "stale" where its source changed since it was translated, "missing" where it stands untranslated. */
export function markOf(key) {
  const marks = data.value?.marks?.[language.value];
  if (!marks) return null;
  return marked(marks, "stale").has(key) ? "stale" : marked(marks, "missing").has(key) ? "missing" : null;
}

const sets = new WeakMap();
function marked(marks, kind) {
  if (!sets.has(marks)) sets.set(marks, {});
  return (sets.get(marks)[kind] ??= new Set(marks[kind] ?? []));
}

/** The locale for numbers and days: the person's own where it is of the same language, such as es-MX. */
export const locale = computed(() => {
  const own = (typeof navigator === "undefined" ? [] : (navigator.languages ?? [navigator.language])).find(
    (one) => one && one.split("-")[0] === language.value.split("-")[0],
  );
  return supported(own) ?? supported(language.value) ?? "en";
});

function supported(tag) {
  try {
    return tag && Intl.NumberFormat.supportedLocalesOf(tag)[0];
  } catch {
    return undefined; // no language tag at all
  }
}

const formats = new Map();
function format(kind, options) {
  const key = `${kind} ${locale.value} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl[kind](locale.value, options));
  return formats.get(key);
}

/** Return a number as the person writes it, with all of its digits. */
export function number(value, options = { maximumFractionDigits: 12 }) {
  return format("NumberFormat", options).format(value);
}

/** Return a share as a percentage. */
export function percent(share, digits = 0) {
  return share === null || share === undefined ? "–" : number(share, { style: "percent", maximumFractionDigits: digits });
}

/** Return a day written YYYY-MM-DD as the person writes days; what is no day stays as it is. */
export function day(iso) {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(iso ?? "") ? new Date(`${iso}T12:00:00`) : null;
  return date && !Number.isNaN(date.getTime()) ? format("DateTimeFormat", { dateStyle: "medium" }).format(date) : (iso ?? "");
}

/** Return a moment as the person writes it. */
export function moment(when) {
  return format("DateTimeFormat", { dateStyle: "medium", timeStyle: "short" }).format(when);
}

/** Return names as a list in words. */
export function list(items, type = "conjunction") {
  return format("ListFormat", { type }).format(items);
}

/** Return what a language calls itself. */
export function languageName(tag) {
  const named = data.value?.language_names?.[tag];
  if (named) return named;
  try {
    return new Intl.DisplayNames([tag], { type: "language" }).of(tag);
  } catch {
    return tag;
  }
}

/** Return what a unit is called, "" for none. */
export function unit(id) {
  return id ? text(`unit:${id}`) || id.replace(/-/g, " ") : "";
}

/** Today as YYYY-MM-DD, by the clock of the person. */
export function today() {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
}
