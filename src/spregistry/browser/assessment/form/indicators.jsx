// The questions of one group on a page, and what a search or filter finds.
import { t, text } from "../language.js";
import { named } from "../wording.js";
import { asked, go, href, hrefOf, part, result, submission, view } from "../state.js";
import { answerOf } from "../document/answers.js";
import { Errata } from "./errata.jsx";
import { Filters, filter, isAsked, isFiltered, clearFilter, shown } from "./filters.jsx";
import { Indicator, Mark, stateWords } from "./indicator.jsx";
import { Coverage, RangeBar, Score } from "./progress.jsx";
import { pages } from "./tree.js";

/** The ids on a page that are to be shown now; a question that the address names is, whatever is filtered. */
function visible(page) {
  const wanted = view.value.name === "assess" ? view.value.path[1] : null;
  return page.indicators.filter((id) => id === wanted || (shown.value.has(id) && (filter.value.unasked || isAsked(id))));
}

export function IndicatorsView() {
  const { path } = view.value;
  const page = pages.value.of.get(path[1]) ?? pages.value.of.get(path[0]) ?? pages.value.list[0];
  const { group } = page;
  const here = visible(page);
  const hidden = page.indicators.filter((id) => shown.value.has(id) && !here.includes(id)).length;
  const apart = page.indicators.length - page.indicators.filter((id) => shown.value.has(id)).length;
  const measures = group && result.value.scorecard.groups.get(group.id);
  const at = pages.value.list.indexOf(page);
  const [before, after] = [neighbour(at, -1), neighbour(at, 1)];
  return (
    <>
      {page.above.length > 0 && (
        <p class="sp-trail">
          {page.above.map((id) => (
            <span key={id}>{named(asked.value.groups.get(id))}</span>
          ))}
        </p>
      )}
      <h1 class="sp-h1" tabIndex={-1}>
        {group ? named(group) : text("framework/title")} {group && <Mark of={`${group.id}/title`} />}
      </h1>
      {group && text(`${group.id}/intro`) && <p class="sp-lead">{text(`${group.id}/intro`)}</p>}
      {group && <Errata of={group.id} />}
      {measures && !part.value && (
        <div class="sp-summary">
          <Score measures={measures} />
          <RangeBar measures={measures} />
          <Coverage answered={measures.answered} open={measures.missing} />
        </div>
      )}
      <details class="sp-guidance sp-filter-fold" open={isFiltered.value || undefined}>
        <summary>{t("Show only some questions")}</summary>
        <Filters />
      </details>
      <p class="sp-hint" role="status">
        {isFiltered.value || part.value ? t("Shown here: {shown} of {all} questions.", { shown: here.length, all: page.indicators.length }) : null}
        {hidden > 0 && <> {t("Not asked of this institution, or not due yet: {count}.", { count: hidden })}</>}
        {here.length === 0 && apart > 0 && isFiltered.value && (
          <>
            {" "}
            <button type="button" class="sp-link" onClick={clearFilter}>
              {t("Show all questions")}
            </button>
          </>
        )}
      </p>
      {/* Where no group stands between the page and its questions, they have a heading above theirs all the same. */}
      {here.length > 0 && !between(here[0], page.above.length + (group ? 1 : 0)).length && <h2 class="sp-unseen">{t("Questions")}</h2>}
      {here.map((id, place) => (
        <div key={id} class="sp-question-block">
          <Headings id={id} previous={here[place - 1]} above={page.above.length + (group ? 1 : 0)} />
          <Indicator id={id} />
        </div>
      ))}
      <nav class="sp-turn" aria-label={t("Pages")}>
        {before ? (
          <a class="sp-button" href={href(`assess/${before.id}`)} rel="prev">
            {t("Back: {title}", { title: pageTitle(before) })}
          </a>
        ) : (
          <span />
        )}
        {after ? (
          <a class="sp-button sp-primary" href={href(`assess/${after.id}`)} rel="next">
            {t("Next: {title}", { title: pageTitle(after) })}
          </a>
        ) : (
          <a class="sp-button sp-primary" href={href("results")}>
            {t("To the results")}
          </a>
        )}
      </nav>
    </>
  );
}

function pageTitle(page) {
  return page.group ? named(page.group) : text("framework/title");
}

/** The next page in a direction on which anything is shown. */
function neighbour(at, step) {
  for (let place = at + step; place >= 0 && place < pages.value.list.length; place += step) {
    if (visible(pages.value.list[place]).length) return pages.value.list[place];
  }
  return null;
}

/** The groups of a question below the page that it stands on. */
function between(id, above) {
  return asked.value.indicators.get(id).groups.slice(above);
}

/** The titles of the groups between the page and a question, where they begin. */
function Headings({ id, previous, above }) {
  const framework = asked.value;
  const groups = between(id, above);
  const last = previous ? between(previous, above) : [];
  return groups
    .filter((group, at) => group !== last[at])
    .map((group) => (
      <div class="sp-practice" key={group}>
        <h2 class="sp-h2">{named(framework.groups.get(group))}</h2>
        {text(`${group}/intro`) && <p class="sp-hint">{text(`${group}/intro`)}</p>}
        <Errata of={group} />
      </div>
    ));
}

/** What a search and the filters find, over all pages. */
export function FindView() {
  const found = [...asked.value.indicators.values()].filter(({ id }) => shown.value.has(id) && (filter.value.unasked || isAsked(id)));
  const most = 100;
  return (
    <>
      <h1 class="sp-h1" tabIndex={-1}>
        {t("Find questions")}
      </h1>
      <Filters />
      <p role="status" class="sp-hint">
        {found.length === 0 ? t("No question fits. Try a shorter word, or show all questions.") : t("Found: {count}", { count: found.length })}
      </p>
      <ul class="sp-found">
        {found.slice(0, most).map((indicator) => {
          const state = result.value.states.get(indicator.id);
          return (
            <li key={indicator.id}>
              <a href={hrefOf(indicator.id)}>
                <span class="sp-code">{indicator.code}</span> <span>{text(`${indicator.id}/title`)}</span>
              </a>
              <span class="sp-hint">{stateWords(state, answerOf(submission.value, indicator.id))}</span>
            </li>
          );
        })}
      </ul>
      {found.length > most && <p class="sp-hint">{t("The first {count} are shown.", { count: most })}</p>}
    </>
  );
}

/** Go to the next question without an answer, after the one where the person is; around the end to the beginning. */
export function goToNextOpen() {
  const all = [...asked.value.indicators.values()].filter(({ function: of }) => !part.value || of === part.value);
  const here = document.activeElement?.closest?.("[data-indicator]")?.dataset.indicator ?? (view.value.name === "assess" ? view.value.path[1] : null);
  const place = all.findIndex((indicator) => indicator.id === here);
  const isOpen = ({ id, kind }) => result.value.states.get(id)?.state === "missing" && kind !== "ratio";
  const next = [...all.slice(place + 1), ...all.slice(0, place + 1)].find(isOpen);
  if (!next) return false;
  if (shown.peek().size && !shown.peek().has(next.id)) clearFilter();
  go(hrefOf(next.id).replace(/^#\//, "").split("?")[0]);
  return true;
}
