// Which questions are shown: all of them, or those that a search and some conditions leave.
import { computed, signal } from "@preact/signals";
import { factsOf } from "../../engine/condition.js";
import { factOf } from "../../engine/figures.js";
import { listed, locale, t, text } from "../language.js";
import { answerOf, own } from "../document/answers.js";
import { isWaiting } from "../document/carry.js";
import { asked, framework, go, language, part, result, submission, view } from "../state.js";
import { Select } from "./fields.jsx";
import { Icon } from "./icons.jsx";

const NOTHING = { words: "", unanswered: false, flagged: false, unconfirmed: false, function: null, tag: null, unasked: false };

/** What is looked for; `since` changes when the choice is made anew, so that a question does not vanish while it is answered. */
export const filter = signal({ ...NOTHING, since: 0 });

function setFilter(keys) {
  filter.value = { ...filter.value, ...keys, since: filter.value.since + 1 };
}

export function clearFilter() {
  setFilter({ ...NOTHING, unasked: filter.value.unasked });
}

/** Look at the answers that were carried from an earlier assessment and wait to be confirmed. */
export function showUnconfirmed() {
  setFilter({ ...NOTHING, unconfirmed: true });
  go("find");
}

/** The words that are looked for; they narrow what the search finds, and no other page. */
const sought = computed(() => (view.value.name === "find" ? filter.value.words.trim() : ""));

export const isFiltered = computed(() => {
  const { unanswered, flagged, unconfirmed, function: of, tag } = filter.value;
  return Boolean(sought.value || unanswered || flagged || unconfirmed || of || tag);
});

/** What a search looks through, by indicator, folded: code, title, question, evidence. */
const haystacks = computed(() => {
  void language.value;
  const entries = [...(asked.value?.indicators.values() ?? [])].map((indicator) => {
    const { id, code } = indicator;
    const pieces = [code, text(`${id}/title`), text(`${id}/question`), text(`${id}/guidance`), ...listed(`${id}/evidence`), id];
    return [id, folded(pieces.join(" \n"))];
  });
  return new Map(entries);
});

function folded(words) {
  return words.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase(locale.value);
}

/** The ids of the questions that are shown; everything that is not the filter's or the page's business is read without waiting for it. */
export const shown = computed(() => {
  const now = filter.value;
  void [view.value.name, view.value.path[0], part.value, asked.value];
  const words = folded(sought.value).split(/\s+/).filter(Boolean);
  const states = result.peek()?.states;
  const said = submission.peek();
  const fits = (indicator) => {
    const { state } = states?.get(indicator.id) ?? {};
    const answer = answerOf(said, indicator.id);
    if (part.value && indicator.function !== part.value) return false;
    if (now.function && indicator.function !== now.function) return false;
    if (now.tag && !indicator.tags.includes(now.tag)) return false;
    if (now.flagged && answer.flag !== true) return false;
    if (now.unconfirmed && !isWaiting(answer, state)) return false;
    if (now.unanswered && state !== "missing") return false;
    return words.every((word) => haystacks.value.get(indicator.id)?.includes(word));
  };
  return new Set([...(asked.value?.indicators.values() ?? [])].filter(fits).map((indicator) => indicator.id));
});

/** Whether an indicator's question is asked here; what is not can be looked at with a switch. */
export function isAsked(id) {
  const state = result.value?.states.get(id)?.state;
  return state !== "not asked" && state !== "not yet due";
}

/** The search field; typing shows what is found. */
export function Search() {
  return (
    <form class="sp-search" role="search" onSubmit={(event) => (event.preventDefault(), go("find"))}>
      <label class="sp-unseen" for="sp-search">
        {t("Search questions")}
      </label>
      <Icon name="search" />
      <input
        class="sp-input"
        id="sp-search"
        type="search"
        placeholder={t("Search questions")}
        autocomplete="off"
        value={filter.value.words}
        onInput={(event) => {
          setFilter({ words: event.currentTarget.value });
          if (event.currentTarget.value.trim() && view.value.name !== "find") go("find");
        }}
      />
    </form>
  );
}

/** The conditions, to be ticked. */
export function Filters() {
  const now = filter.value;
  const functions = framework.value.functions.filter((one) => [...asked.value.indicators.values()].some((indicator) => indicator.function === one.id));
  const tags = framework.value.tags.filter((one) => [...asked.value.indicators.values()].some((indicator) => indicator.tags.includes(one.id)));
  return (
    <div class="sp-filters" role="group" aria-label={t("Show only")}>
      <Toggle on={now.unanswered} onToggle={(unanswered) => setFilter({ unanswered })}>
        {t("Unanswered")}
      </Toggle>
      <Toggle on={now.flagged} onToggle={(flagged) => setFilter({ flagged })}>
        {t("Flagged")}
      </Toggle>
      <Toggle on={now.unconfirmed} onToggle={(unconfirmed) => setFilter({ unconfirmed })}>
        {t("Unconfirmed")}
      </Toggle>
      {functions.length > 1 && !part.value && (
        <Select
          id="sp-filter-function"
          label={t("Function")}
          hidden
          value={now.function ?? ""}
          choices={[{ value: "", label: t("All functions") }, ...functions.map(({ id }) => ({ value: id, label: text(`function:${id}/title`) || id }))]}
          onChoice={(of) => setFilter({ function: of ?? null })}
        />
      )}
      {tags.length > 0 && (
        <Select
          id="sp-filter-tag"
          label={t("Subject")}
          hidden
          value={now.tag ?? ""}
          choices={[{ value: "", label: t("All subjects") }, ...tags.map(({ id }) => ({ value: id, label: text(`tag:${id}/title`) || id }))]}
          onChoice={(tag) => setFilter({ tag: tag ?? null })}
        />
      )}
      <Toggle on={now.unasked} onToggle={(unasked) => setFilter({ unasked })}>
        {t("Also what is not asked")}
      </Toggle>
      {isFiltered.value && (
        <button type="button" class="sp-link" onClick={clearFilter}>
          {t("Show all questions")}
        </button>
      )}
    </div>
  );
}

function Toggle({ on, onToggle, children, ...rest }) {
  return (
    <button type="button" class="sp-toggle" aria-pressed={on ? "true" : "false"} onClick={() => onToggle(!on)} {...rest}>
      {on && <Icon name="check" />}
      {children}
    </button>
  );
}

/** Return the ids of the facts that the figures and conditions of one part of the institution need; null where all of it is shown. */
export function factsOfPart(whole, of) {
  if (!of) return null;
  const needed = new Set();
  const read = (condition) => factsOf(condition).forEach((id) => needed.add(id));
  for (const indicator of whole.indicators.values()) {
    if (indicator.function !== of) continue;
    indicator.conditions.forEach(read);
    const spec = own(indicator.answer, indicator.kind);
    if (indicator.kind === "ratio") [...spec.numerator, ...spec.denominator].forEach((term) => needed.add(factOf(term)));
    if (indicator.kind === "ratio" || indicator.kind === "number") (spec.cases ?? []).forEach((one) => one.when && read(one.when));
  }
  return needed;
}
