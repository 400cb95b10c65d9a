// The action plan: what is done about a gap, by whom, until when, to which answer; and what the score would be then.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { isFinished } from "../../engine/scorecards.js";
import { download, fileName, toCsv } from "../document/files.js";
import { signsOf } from "../document/numbers.js";
import { answerWords } from "../document/words.js";
import { day, locale, number, t, today } from "../language.js";
import { asked, change, framework, go, href, profile, result, submission, tell, view, why } from "../state.js";
import { actionsOf, effects, ordered, outcome, withAction, withoutAction } from "./actions.js";
import { ActionForm } from "./action_form.jsx";
import { presentText } from "./gaps.jsx";
import { Figure, Head, IndicatorLink, Section, Table } from "./pieces.jsx";
import { difference } from "./standing.js";
import { named, rangeText, said, signed } from "../wording.js";

export function Plan() {
  const wanted = view.value.query.for;
  const [editing, setEditing] = useState(wanted ? { at: null, action: { indicator: wanted } } : null);
  const [order, setOrder] = useState("when");
  const entries = ordered(actionsOf(submission.value), order, asked.value, gainOf);
  const adder = useRef(null);
  useEffect(() => {
    if (wanted) setEditing({ at: null, action: { indicator: wanted } });
  }, [wanted]);
  const close = () => {
    setEditing(null);
    if (wanted) go("plan");
    setTimeout(() => adder.current?.focus());
  };
  const keep = (action) => {
    change(editing.at === null ? t("Action added") : t("Action changed"), (old) => withAction(old, action, editing.at));
    tell(editing.at === null ? t("The action was added to the plan.") : t("The action was changed."), { undoes: true });
    close();
  };
  return (
    <>
      <h1 class="sp-h1" tabIndex={-1}>
        {t("Action plan")}
      </h1>
      <p class="sp-lead">{t("What is done about the gaps, by whom and until when. The plan is kept in the same file as the answers.")}</p>
      <Outcome />
      <Section id="actions" title={t("Actions: {count}", { count: number(entries.length) })}>
        <div class="res-toolbar res-screen">
          <button ref={adder} type="button" class="sp-button sp-primary" onClick={() => setEditing({ at: null, action: {} })}>
            {t("Add an action")}
          </button>
          {entries.length > 1 && <Order order={order} onOrder={setOrder} />}
          {entries.length > 0 && (
            <button type="button" class="sp-button" onClick={() => save(entries)}>
              {t("Save as CSV")}
            </button>
          )}
          {entries.length > 0 && (
            <button type="button" class="sp-button" onClick={() => print()}>
              {t("Print")}
            </button>
          )}
        </div>
        {editing?.at === null && <ActionForm key={editing.action.indicator} action={editing.action} onKeep={keep} onCancel={close} />}
        {entries.length === 0 && !editing && <Empty />}
        <ol class="res-actions">
          {entries.map((entry) =>
            editing?.at === entry.at ? (
              <li key={entry.at}>
                <ActionForm action={entry.action} onKeep={keep} onCancel={close} />
              </li>
            ) : (
              <Action key={entry.at} entry={entry} onEdit={() => setEditing(entry)} />
            ),
          )}
        </ol>
      </Section>
    </>
  );
}

function Empty() {
  return (
    <p>
      {t("There is no action yet.")} <a href={href("results/gaps")}>{t("See what would add most")}</a>
    </p>
  );
}

function Order({ order, onOrder }) {
  const choices = { when: t("by date"), who: t("by person"), gain: t("by what it could add"), code: t("by standard") };
  return (
    <label class="res-order">
      {t("Order")}{" "}
      <select class="sp-input sp-select" value={order} onChange={(event) => onOrder(event.currentTarget.value)}>
        {Object.entries(choices).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

function gainOf(id) {
  return why.value?.indicators.get(id)?.gain ?? null;
}

function targetText(action) {
  const indicator = asked.value.indicators.get(action.indicator);
  if (action.target === undefined || action.target === null) return "";
  if (!indicator) return JSON.stringify(action.target);
  if (indicator.kind === "ratio") return answerWords({ ...indicator, kind: "number", answer: { number: indicator.answer.ratio } }, { value: action.target });
  return answerWords(indicator, { value: action.target });
}

function Action({ entry, onEdit }) {
  const { at, action } = entry;
  const indicator = asked.value.indicators.get(action.indicator);
  const late = !action.done && said(action.by_when) && action.by_when < today();
  const remove = () => {
    change(t("Action deleted"), (old) => withoutAction(old, at));
    tell(t("The action was deleted."), { undoes: true });
  };
  const tick = (event) => {
    const done = event.currentTarget.checked;
    change(t("Action changed"), (old) => withAction(old, { done }, at));
  };
  return (
    <li class={`res-action ${action.done ? "res-done" : ""}`}>
      <p class="res-what">{action.what}</p>
      {action.indicator !== undefined && (
        <p class="res-about">
          <IndicatorLink id={said(action.indicator)} />
        </p>
      )}
      <dl class="res-details">
        <Detail term={t("Who")}>{said(action.who) || t("nobody named")}</Detail>
        <Detail term={t("By when")}>
          {said(action.by_when) ? day(action.by_when) : t("no date")}
          {late && <span class="res-band">{t("overdue")}</span>}
        </Detail>
        {indicator && <Detail term={t("Now")}>{presentText(indicator.id)}</Detail>}
        {indicator && targetText(action) && <Detail term={t("Target")}>{targetText(action)}</Detail>}
        {gainOf(action.indicator) > 0 && <Detail term={t("Could add at most")}>{signed(gainOf(action.indicator))}</Detail>}
      </dl>
      <p class="res-toolbar res-screen">
        <label class="res-tick">
          <input type="checkbox" checked={action.done === true} onChange={tick} /> {t("Done")}
        </label>
        <button type="button" class="sp-button res-small" onClick={onEdit} aria-label={t("Edit: {what}", { what: action.what })}>
          {t("Edit")}
        </button>
        <button type="button" class="sp-button res-small" onClick={remove} aria-label={t("Delete: {what}", { what: action.what })}>
          {t("Delete")}
        </button>
      </p>
      {action.done === true && <p class="res-paper">{t("Done")}</p>}
    </li>
  );
}

function Detail({ term, children }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What the score would be if all targets were reached. */
function Outcome() {
  const reached = useMemo(
    () => outcome(framework.value, profile.value, submission.value, result.value),
    [framework.value, profile.value, submission.value, result.value],
  );
  const before = result.value.scorecard;
  if (!reached.counted.size && !reached.apart.length) return null;
  return (
    <Section id="outcome" title={t("If every target is reached")}>
      {reached.scorecard && <Risen before={before} after={reached.scorecard} count={reached.counted.size} />}
      {reached.apart.length > 0 && (
        <details class="res-lacking" open={!reached.scorecard}>
          <summary>{t("Targets that are not in this: {count}", { count: number(reached.apart.length) })}</summary>
          <ul class="res-list">
            {reached.apart.map(({ at, action, reason }) => (
              <li key={at}>
                <IndicatorLink id={said(action.indicator)} /> {apartText(reason)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}

function apartText(reason) {
  return {
    computed: () => t("It is computed from facts: it will move when they do."),
    unsuitable: () => t("The target is not an answer that this question accepts."),
    reached: () => t("It is answered as well as that already."),
    uncounted: () => t("It does not count in the score of this institution."),
    later: () => t("Another action aims at it with a later date."),
    unknown: () => t("This standard has no such practice."),
  }[reason]();
}

function Risen({ before, after, count }) {
  const rows = effects(before, after).filter(({ group, before: old, after: next }) => group === null || (asked.value.groups.get(group).parent === null && rangeText(old) !== rangeText(next)));
  return (
    <>
      {before.overall && after.overall && (
        <p class="res-headline">
          <span class="res-from">{rangeText(before.overall)}</span>
          <span class="res-arrow" aria-hidden="true" />
          <span class="sp-unseen">{t("becomes")}</span>
          <strong class="res-big">{rangeText(after.overall)}</strong>
          {isFinished(before.overall) && isFinished(after.overall) && <span class="res-band">{signed(difference(after.overall.score, before.overall.score))}</span>}
        </p>
      )}
      <p class="res-note">{t("Targets counted together: {count}. Everything else stays as it is now.", { count: number(count) })}</p>
      <Table
        label={t("Scores now and with every target reached")}
        head={
          <>
            <Head>{t("Group")}</Head>
            <Head figure>{t("Now")}</Head>
            <Head figure>{t("With all targets")}</Head>
            <Head figure>{t("Change")}</Head>
          </>
        }
      >
        <tbody>
          {rows.map(({ group, before: old, after: next }) => (
            <tr key={group ?? "whole"}>
              <th scope="row">{group === null ? t("Overall") : named(asked.value.groups.get(group))}</th>
              <Figure>{rangeText(old)}</Figure>
              <Figure className="res-strong">{rangeText(next)}</Figure>
              <Figure>{signed(difference(next.score, old.score))}</Figure>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}

function save(entries) {
  const head = [t("Code"), t("Practice"), t("What"), t("Who"), t("By when"), t("Now"), t("Target"), t("Could add at most"), t("Done")];
  const rows = entries.map(({ action }) => {
    const indicator = asked.value.indicators.get(action.indicator);
    return [
      indicator?.code ?? said(action.indicator),
      indicator ? named(indicator).replace(`${indicator.code} `, "") : "",
      action.what,
      said(action.who),
      said(action.by_when),
      indicator ? presentText(indicator.id) : "",
      targetText(action),
      gainOf(action.indicator) ?? "",
      action.done === true ? t("yes") : t("no"),
    ];
  });
  download(toCsv([head, ...rows], signsOf(locale.value).decimal), fileName(submission.value, "csv", "plan"), "text/csv;charset=utf-8");
  tell(t("The plan was saved as a file."));
}

