// What the institution reports about itself, heading by heading.
import { isNumeric } from "../../engine/figures.js";
import { isPlain, own, withFact, withNote } from "../document/answers.js";
import { carriedFactIds, confirmedFact } from "../document/carry.js";
import { problemWords } from "../document/problems.js";
import { whyToConfirm } from "../document/report.js";
import { valueWords } from "../document/words.js";
import { t, text, unit } from "../language.js";
import { lastYear } from "../document/earlier.js";
import { segmentText } from "../wording.js";
import { change, framework, href, part, previous, result, submission, view } from "../state.js";
import { dropDrafts } from "../storage.js";
import { Checks, DateField, NumberField, Radios, Select, TextField } from "./fields.jsx";
import { Errata } from "./errata.jsx";
import { factsOfPart } from "./filters.jsx";
import { Icon } from "./icons.jsx";
import { Mark } from "./indicator.jsx";
import { whyWords } from "./outcomes.js";

/** The headings with facts to show, in order: [{id, title, facts}]. */
export function headings() {
  const needed = view.value.query.facts === "all" ? null : factsOfPart(framework.value, part.value);
  const facts = [...framework.value.facts.values()].filter(({ id }) => needed === null || needed.has(id));
  const known = framework.value.factGroups.map(({ id }) => ({ id, title: text(`fact-group:${id}/title`) || id, facts: facts.filter((fact) => fact.group === id) }));
  const rest = facts.filter((fact) => !known.some(({ id }) => id === fact.group));
  return [...known, ...(rest.length ? [{ id: "other", title: t("Facts"), facts: rest }] : [])].filter((heading) => heading.facts.length);
}

/** Whether a fact is reported: of a stock its closing value, of which the opening one alone says nothing yet. */
export function isReported(id) {
  const value = own(submission.value?.facts, id);
  if (!isPlain(value)) return value !== undefined && value !== null;
  return ["close", "total", "not_measured"].some((key) => own(value, key) !== undefined);
}

export function FactsView() {
  const all = headings();
  const { path } = view.value;
  const heading = all.find(({ id }) => id === path[0]) ?? all[0];
  if (!heading) return <h1 class="sp-h1" tabIndex={-1}>{t("No facts are asked here")}</h1>;
  const at = all.indexOf(heading);
  const [before, after] = [all[at - 1], all[at + 1]];
  const needsCurrency = heading.facts.some((fact) => fact.unit === "money") && !submission.value.currency?.code;
  return (
    <>
      <p class="sp-trail">
        <span>{t("Facts")}</span>
      </p>
      <h1 class="sp-h1" tabIndex={-1}>
        {heading.title}
      </h1>
      <p class="sp-lead">{t("Figures of the period. Write them as you are used to; below each one stands how it was read. What nobody measures is ticked as not measured: that is neither zero nor blank.")}</p>
      {part.value && view.value.query.facts !== "all" && (
        <p class="sp-hint">
          {t("Shown are the facts that this part needs.")} <a href={href(`facts/${heading.id}`, { facts: "all" })}>{t("Show all facts")}</a>
        </p>
      )}
      {needsCurrency && (
        <p class="sp-standing">
          {t("Amounts are in the currency of the assessment, which is not chosen yet.")} <a href={href("about")}>{t("Choose it")}</a>
        </p>
      )}
      {heading.facts.map((fact) => (
        <Fact key={fact.id} fact={fact} />
      ))}
      <nav class="sp-turn" aria-label={t("Pages")}>
        {before ? <a class="sp-button" href={href(`facts/${before.id}`)} rel="prev">{t("Back: {title}", { title: before.title })}</a> : <span />}
        {after ? (
          <a class="sp-button sp-primary" href={href(`facts/${after.id}`)} rel="next">{t("Next: {title}", { title: after.title })}</a>
        ) : (
          <a class="sp-button sp-primary" href={href("assess")}>{t("To the questions")}</a>
        )}
      </nav>
    </>
  );
}

/** Under which keys figures of a fact are kept that are not understood yet. */
function draftKeys({ id, segments }) {
  return [`fact-${id}`, ...["open", ...(segments ?? [])].map((one) => `fact-${id}-${one}`)];
}

function unitOf(fact) {
  if (fact.unit === "money") return submission.value.currency?.code ?? t("amount");
  return fact.unit === "count" ? "" : unit(fact.unit);
}

function Fact({ fact }) {
  const { id } = fact;
  const value = own(submission.value.facts, id);
  const note = own(submission.value.fact_notes, id);
  const numeric = isNumeric(fact);
  const notMeasured = own(value, "not_measured") === true;
  const gating = framework.value.gatingFacts.has(id);
  const others = (fact.choices ?? []).filter((option) => option.free_text && (value === option.value || (Array.isArray(value) && value.includes(option.value))));
  const problems = (result.value?.problems ?? []).filter((problem) => problem.path[0] === "facts" && problem.path[1] === id && !["missing-fact", "unconfirmed-fact"].includes(problem.code));
  const carried = carriedFactIds(submission.value).includes(id);
  const why = carried ? whyToConfirm(submission.value, id, "facts") : null;
  const earlier = lastValue(id);
  const label = t("Fact: {title}", { title: text(`${id}/title`) });
  // What is not measured has no figure, not even one that is not understood yet.
  const unmeasured = () => {
    if (!notMeasured) dropDrafts((key) => draftKeys(fact).includes(key));
    put(notMeasured ? undefined : { not_measured: true });
  };
  const put = (next, typing = null) => change(label, (old) => confirmedFact(withFact(old, id, next), id), typing);
  return (
    <section class="sp-card sp-fact" id={`f-${id}`} aria-labelledby={`ft-${id}`} tabIndex={-1}>
      <h2 class="sp-h3" id={`ft-${id}`}>
        {text(`${id}/title`)} <Mark of={`${id}/title`} />
      </h2>
      {text(`${id}/question`) && <p class="sp-question">{text(`${id}/question`)}</p>}
      <Errata of={id} />
      {text(`${id}/guidance`) && <p class="sp-hint">{text(`${id}/guidance`)}</p>}
      {carried && (
        <div class="sp-unconfirmed">
          <p>{why ? t("Carried over from an earlier version: {why}. Is it still so?", { why: whyWords(why) }) : t("Carried from an earlier assessment. Is it still so?")}</p>
          <button type="button" class="sp-button sp-primary" onClick={() => change(label, (old) => confirmedFact(old, id))}>
            <Icon name="check" />
            {t("Yes, confirm")}
          </button>
        </div>
      )}
      {notMeasured ? null : numeric ? <Figures fact={fact} value={value} put={put} /> : <Plain fact={fact} value={value} put={put} />}
      <div class="sp-fact-foot">
        {!gating && (
          <label class="sp-choice sp-choice-lone">
            <input type="checkbox" checked={notMeasured} onChange={unmeasured} />
            <span class="sp-choice-text">{numeric ? t("Not measured") : t("Not known")}</span>
          </label>
        )}
        {gating && <span class="sp-hint">{t("This decides which questions are asked.")}</span>}
        {earlier !== null && <span class="sp-hint">{t("Last time: {value}", { value: valueWords(fact, earlier) })}</span>}
        {!numeric && value !== undefined && !fact.multiple && !notMeasured && (fact.choices || fact.schema.type === "boolean") && (
          <button type="button" class="sp-tool" onClick={() => put(undefined)}>
            {t("Clear the answer")}
          </button>
        )}
      </div>
      {problems.length > 0 && (
        <div role="status">
          <ul class="sp-problems">
            {problems.map((problem, at) => (
              <li key={at} class={problem.severity === "error" ? "sp-wrong" : "sp-warns"}>
                {problemWords(problem, framework.value)}
                {problem.code === "unusual-facts" && problem.severity === "warning" && <> {t("Where it is right, say why in the note.")}</>}
              </li>
            ))}
          </ul>
        </div>
      )}
      <details class="sp-guidance" open={others.length > 0 || note !== undefined || undefined}>
        <summary>{t("Note")}</summary>
        <TextField
          id={`note-${id}`}
          label={others.length ? t("What does “{option}” mean here?", { option: text(`${id}/choices/${others[0].value}`) }) : t("Source of the figure, or a remark")}
          rows={2}
          value={note}
          onText={(said) => change(t("Note on {title}", { title: text(`${id}/title`) }), (old) => withNote(old, id, said), `note ${id}`)}
        />
      </details>
    </section>
  );
}

function lastValue(id) {
  const value = own(lastYear(framework.value, submission.value, previous.value)?.submission.facts, id);
  return value === undefined ? null : value;
}

/** A figure: of a stock at start and end, and of what is within it by segment. */
function Figures({ fact, value, put }) {
  const { id } = fact;
  const main = fact.kind === "stock" ? "close" : "total";
  const isSimple = !fact.kind && !fact.segments;
  const parts = isPlain(value) ? value : value === undefined ? {} : { [main]: value };
  const set = (part_, figure) => {
    const next = Object.fromEntries(Object.entries({ ...parts, [part_]: figure }).filter(([, one]) => one !== undefined));
    const keys = Object.keys(next);
    // A plain number is the closing value, or the total.
    put(keys.length === 0 ? undefined : keys.length === 1 && keys[0] === main ? next[main] : next, `fact ${id} ${part_}`);
  };
  const field = (part_, label, small = false) => (
    <NumberField
      key={part_}
      id={part_ === main ? `fact-${id}` : `fact-${id}-${part_}`}
      label={label}
      value={typeof parts[part_] === "number" ? parts[part_] : undefined}
      schema={fact.schema}
      unit={unitOf(fact)}
      percent={fact.unit === "fraction"}
      onNumber={(figure) => set(part_, figure)}
      small={small}
    />
  );
  if (isSimple) return field(main, t("Figure"));
  return (
    <>
      <div class="sp-row">
        {fact.kind === "stock" && field("open", t("Start of period"))}
        {field(main, fact.kind === "stock" ? t("End of period") : t("In the period"))}
      </div>
      {fact.segments?.length > 0 && (
        <fieldset class="sp-segments">
          <legend class="sp-label">{fact.kind === "stock" ? t("Of these at the end of the period:") : t("Of these:")}</legend>
          <div class="sp-row">{fact.segments.map((segment) => field(segment, segmentText(segment), true))}</div>
        </fieldset>
      )}
    </>
  );
}

const LONG = 8;

function Plain({ fact, value, put }) {
  const { id } = fact;
  if (fact.choices) {
    const choices = fact.choices.map((option) => ({ value: option.value, label: text(`${id}/choices/${option.value}`) || option.value }));
    if (fact.multiple) {
      const none = Array.isArray(value) && value.length === 0;
      return (
        <>
          <Checks name={`fact-${id}`} legend={t("Tick all that apply")} choices={choices} value={value} onChoice={(ticked) => put(ticked.length ? fact.choices.map((one) => one.value).filter((one) => ticked.includes(one)) : undefined)} />
          <label class="sp-choice sp-choice-lone">
            <input type="checkbox" checked={none} onChange={() => put(none ? undefined : [])} />
            <span class="sp-choice-text">{t("None of these")}</span>
          </label>
        </>
      );
    }
    if (choices.length > LONG) return <Select id={`fact-${id}`} label={text(`${id}/title`)} hidden value={value ?? ""} choices={[{ value: "", label: t("Choose …") }, ...choices]} onChoice={put} short={false} />;
    return <Radios name={`fact-${id}`} legend={text(`${id}/title`)} hidden choices={choices} value={value} onChoice={(chosen) => put(chosen)} />;
  }
  if (fact.schema.type === "boolean") {
    return (
      <Radios
        name={`fact-${id}`}
        legend={text(`${id}/title`)}
        hidden
        inline
        choices={[{ value: true, label: t("Yes") }, { value: false, label: t("No") }]}
        value={value}
        onChoice={(chosen) => put(chosen)}
      />
    );
  }
  if (fact.schema.format === "date") return <DateField id={`fact-${id}`} label={text(`${id}/title`)} hidden value={value} onDay={(day) => put(day)} />;
  return <TextField id={`fact-${id}`} label={text(`${id}/title`)} hidden value={value} longest={fact.schema.maxLength ?? 500} onText={(said) => put(said, `fact ${id}`)} />;
}

/** How many facts are reported, of those to show. */
export function factCounts() {
  const all = headings().flatMap(({ facts }) => facts);
  return { reported: all.filter(({ id }) => isReported(id)).length, all: all.length };
}

