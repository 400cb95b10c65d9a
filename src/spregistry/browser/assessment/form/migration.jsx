// What became of everything that a carried-over assessment said: counted, filtered, word for word, and for paper.
import { useEffect, useState } from "preact/hooks";
import { load } from "../../engine/index.js";
import { isPlain, own } from "../document/answers.js";
import { carriedFactIds, waitingIds } from "../document/carry.js";
import { keyWords } from "../document/words.js";
import { OUTCOMES, answeredAnew, goesOnAs, reportOf } from "../document/report.js";
import { codeText, named } from "../wording.js";
import { data, framework, href, hrefOf, language, result, submission } from "../state.js";
import { list, number, t, text } from "../language.js";
import { headingOf } from "./answer.jsx";
import { loadSteps } from "./carrying.jsx";
import { Radios } from "./fields.jsx";
import { outcomeWords, whyWords } from "./outcomes.js";

const FILTERS = {
  all: ({ outcome, why }) => !(outcome === "carried" && why === "same"),
  waiting: ({ outcome }) => outcome === "review" || outcome === "split" || outcome === "merged",
  anew: ({ anew }) => anew.length > 0,
  dropped: ({ outcome }) => outcome === "dropped",
};

/** Return the report with, in each entry, what of this version is to be answered anew. */
function stepsOf(data) {
  const steps = reportOf(data);
  return steps.map((step, at) => ({ ...step, entries: step.entries.map((entry) => ({ ...entry, anew: answeredAnew(steps, at, entry, data) })) }));
}

export function MigrationView() {
  const steps = stepsOf(submission.value);
  const [filter, setFilter] = useState("all");
  const names = useNames(steps);
  if (!steps.length) return <Nothing />;
  const count = (kind) => number(steps.flatMap(({ entries }) => entries).filter(FILTERS[kind]).length);
  return (
    <div class="sp-report">
      <div class="sp-report-head">
        <h1 class="sp-h1" tabIndex={-1}>
          {t("What was carried over")}
        </h1>
        <button type="button" class="sp-button sp-screen" onClick={() => print()}>
          {t("Print or save as PDF")}
        </button>
      </div>
      <p class="sp-lead">{t("This assessment was made from one to {reference}. Here stands what became of everything that it said; what could not be carried over is kept here, word for word.", { reference: steps[0].from })}</p>
      <div class="sp-screen">
        <Radios
          name="report-filter"
          legend={t("Show")}
          choices={[
            { value: "all", label: t("All that changed: {count}", { count: count("all") }) },
            { value: "waiting", label: t("To be confirmed: {count}", { count: count("waiting") }) },
            { value: "anew", label: t("Carried over without their value, to be answered anew: {count}", { count: count("anew") }) },
            { value: "dropped", label: t("Not carried over: {count}", { count: count("dropped") }) },
          ]}
          value={filter}
          onChoice={setFilter}
        />
      </div>
      {steps.map((step, at) => (
        <Step key={step.to} steps={steps} at={at} filter={filter} names={names(step.to)} />
      ))}
    </div>
  );
}

function Nothing() {
  return (
    <>
      <h1 class="sp-h1" tabIndex={-1}>
        {t("What was carried over")}
      </h1>
      <p>{t("This assessment was not carried over from an earlier version.")}</p>
    </>
  );
}

/** Return what things were called in the earlier version of each step, once that is loaded; until then, and without, they have their ids. */
function useNames(steps) {
  const wanted = (data.value.carrying?.steps ?? []).filter(({ to }) => steps.some((step) => step.to === to));
  const [loaded, setLoaded] = useState(false);
  useEffect(() => void loadSteps(wanted).then(() => setLoaded(true), () => setLoaded(true)), []);
  return (to) => (loaded ? earlierNames(globalThis.spregistry.steps?.[to]) : null);
}

const loadedVersions = new Map();

function earlierNames(step) {
  if (!step) return null;
  if (!loadedVersions.has(step.to)) loadedVersions.set(step.to, load(step.before));
  const texts = step.texts[language.value] ?? step.texts[data.value.source_language] ?? Object.values(step.texts)[0] ?? {};
  return { framework: loadedVersions.get(step.to), text: (key) => own(texts, key) };
}

function Step({ steps, at, filter, names }) {
  const step = steps[at];
  const shown = step.entries.filter(FILTERS[filter]);
  const same = step.entries.filter((entry) => !FILTERS.all(entry));
  return (
    <section class="sp-report-step">
      <h2 class="sp-h2">{t("{before} → {after}", { before: step.from, after: step.to })}</h2>
      <ul class="sp-report-counts">
        {OUTCOMES.map((outcome) => [outcome, step.entries.filter((entry) => entry.outcome === outcome).length]).filter(([, count]) => count).map(([outcome, count]) => (
          <li key={outcome}>{t("{outcome}: {count}", { outcome: outcomeWords(outcome), count: number(count) })}</li>
        ))}
      </ul>
      {shown.length === 0 && <p>{t("Nothing of this kind.")}</p>}
      <ul class="sp-report-list">
        {shown.map((entry, place) => (
          <Entry key={`${entry.section} ${entry.id} ${place}`} entry={entry} names={names} became={goesOnAs(steps, at, entry)} />
        ))}
      </ul>
      {filter === "all" && same.length > 0 && (
        <details class="sp-details">
          <summary>{t("Carried over as it was: {count}", { count: number(same.length) })}</summary>
          <ul>
            {same.map((entry, place) => (
              <li key={`${entry.section} ${entry.id} ${place}`}>{titleOfEntry(entry, names)}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function titleOfEntry({ section, id }, names) {
  // A report that somebody wrote may name anything instead of a position in the plan.
  if (section === "actions" && /^[0-9]{1,9}$/.test(id)) return t("Action {number} of the plan", { number: number(Number(id) + 1) });
  if (section === "profile") return t("Profile {profile}", { profile: id });
  if (section === "status") return t("The status “final”");
  const title = names?.text(`${id}/title`);
  if (section === "answers") {
    const code = names?.framework.indicators.get(id)?.code;
    return title && code ? t("{code} {title}", { code: codeText(code), title }) : id;
  }
  if (section === "actions") return id;
  return section === "facts" ? t("Fact: {title}", { title: title ?? id }) : t("Remark on the fact: {title}", { title: title ?? id });
}

function Entry({ entry, names, became }) {
  const { outcome, why, reason, said } = entry;
  return (
    <li class={`sp-report-entry sp-report-${outcome}`}>
      <h3 class="sp-h3">{titleOfEntry(entry, names)}</h3>
      <p>{t("{outcome}: {why}", { outcome: outcomeWords(outcome), why: whyWords(why) })}</p>
      {reason && <p>{t("The editors say: {reason}", { reason })}</p>}
      {became.length > 0 && <Became entry={entry} became={became} />}
      {said !== undefined && <Said entry={entry} names={names} />}
    </li>
  );
}

/** Where it goes on, or what the editors name in its place. */
function Became({ entry: { section, outcome, anew }, became }) {
  const waiting = new Set([...(result.value ? waitingIds(submission.value, result.value.states) : []), ...carriedFactIds(submission.value)]);
  return (
    <ul class="sp-report-became">
      {became.map((id, at) => (
        <li key={id}>
          {outcome === "dropped" || (section === "actions" && at > 0) ? t("See:") : t("Now:")} <Element section={section} id={id} /> {outcome !== "dropped" && !anew.includes(id) && waiting.has(id) && <span class="sp-state sp-state-unconfirmed">{t("to be confirmed")}</span>}
          {anew.includes(id) && <span class="sp-state sp-state-unconfirmed">{t("to be answered anew")}</span>}
        </li>
      ))}
    </ul>
  );
}

/** An element of this version, with the way to it. */
function Element({ section, id }) {
  const indicator = section === "answers" || section === "actions" ? framework.value.indicators.get(id) : undefined;
  if (indicator) return <a href={hrefOf(id)}>{named(indicator)}</a>;
  const fact = framework.value.facts.get(id);
  return fact ? <a href={href(`facts/${headingOf(id)}/${id}`)}>{text(`${id}/title`) || id}</a> : <>{id}</>;
}

/** What was said, whole: the answer in the words of its time, and everything beside it. */
function Said({ entry: { section, id, said }, names }) {
  const parts = (section === "answers" || section === "actions") && isPlain(said) ? Object.entries(said) : [["value", said]];
  return (
    <dl class="sp-report-said">
      {parts.map(([key, value]) => (
        <div key={key}>
          <dt>{labelOf(key)}</dt>
          <dd dir="auto">{saidText(key, value, section === "answers" || section === "facts" ? labelsOf(id, names) : () => undefined)}</dd>
        </div>
      ))}
    </dl>
  );
}

function labelOf(key) {
  const words = {
    value: t("It said"),
    not_applicable: t("Does not apply"),
    flag: t("Flagged"),
    indicator: t("On which practice"),
    what: t("What will be done"),
    who: t("Who"),
    by_when: t("By when"),
    target: t("Target answer"),
  };
  return own(words, key) ?? keyWords(key);
}

/** Return what an option or item was called in the earlier version. */
function labelsOf(id, names) {
  const scale = names?.framework.indicators.get(id)?.answer.scale;
  const keys = [`${id}/options`, `${id}/items`, `${id}/choices`, ...(scale ? [`scale:${scale}`] : [])];
  return (value) => keys.map((key) => names?.text(`${key}/${value}`)).find(Boolean);
}

function saidText(key, value, label) {
  if (value === true) return t("yes");
  if (value === false) return t("no");
  if (Array.isArray(value)) return value.length ? (value.every((one) => typeof one === "string") ? list(value.map((one) => withLabel(key, one, label)), "unit") : JSON.stringify(value)) : t("none of these");
  return typeof value === "string" ? withLabel(key, value, label) : JSON.stringify(value);
}

/** What is stored stands beside its label: the report is word for word. */
function withLabel(key, value, label) {
  const found = key === "value" ? label(value) : undefined;
  return found && found !== value ? t("{label} ({value})", { label: found, value }) : value;
}
