// One question: what is asked, how to judge it, the answer, what shows it, and what people say about it.
import { computed } from "@preact/signals";
import { useState } from "preact/hooks";
import { answerOf, details, isSaid, own, respondentOf, withAnswer } from "../document/answers.js";
import { isWaiting } from "../document/carry.js";
import { problemWords } from "../document/problems.js";
import { allAnew, whyToConfirm } from "../document/report.js";
import { applicability } from "../document/words.js";
import { day, listed, markOf, rich, t, text, today } from "../language.js";
import { asked, change, framework, href, record, result, submission } from "../state.js";
import { keepDraft } from "../storage.js";
import { Answer, headingOf, reasonOf } from "./answer.jsx";
import { Errata } from "./errata.jsx";
import { Evidence } from "./evidence.jsx";
import { TextField } from "./fields.jsx";
import { Icon } from "./icons.jsx";
import { whyWords } from "./outcomes.js";
import { Review } from "./review.jsx";

/** Why questions are to be answered anew, by id; worked out once for all the cards. */
const anew = computed(() => allAnew(submission.value));

export function Indicator({ id }) {
  const indicator = asked.value.indicators.get(id);
  const state = result.value?.states.get(id);
  const answer = answerOf(submission.value, id);
  const [opened, setOpened] = useState({});
  const open = (name) => opened[name] ?? false;
  const toggle = (name) => setOpened({ ...opened, [name]: !open(name) });
  const unasked = state?.state === "not asked" || state?.state === "not yet due";
  const earns = (state?.points ?? 0) > 0;
  const hasEvidence = Array.isArray(answer.evidence) && answer.evidence.length > 0;
  const showEvidence = opened.evidence ?? (hasEvidence || answer.no_evidence !== undefined || (earns && isSaid(answer)));
  const showComment = opened.comment ?? (answer.comment !== undefined || answer.dissent !== undefined);
  const mark = (keys, label) => change(label, (old) => withAnswer(old, id, keys));
  const doneClass = state?.state === "answered" || state?.state === "not applicable" ? " sp-card-done" : "";
  return (
    <article class={`sp-card${doneClass}${unasked ? " sp-card-unasked" : ""}`} id={`q-${id}`} data-indicator={id} aria-labelledby={`t-${id}`} tabIndex={-1}>
      <header class="sp-card-head">
        <span class="sp-code">{indicator.code}</span>
        <h3 class="sp-h3" id={`t-${id}`}>
          {text(`${id}/title`)} <Mark of={`${id}/title`} />
        </h3>
        <StateChip state={state} answer={answer} />
      </header>
      <p class="sp-question">
        {questionOf(id)} <Mark of={`${id}/question`} />
      </p>
      <Errata of={id} />
      <Standing state={state} indicator={indicator} />
      {isWaiting(answer, state?.state) && <Unconfirmed indicator={indicator} />}
      {state?.state === "missing" && <Anew id={id} />}
      <Problems id={id} />
      <div class={record.value?.reviewing ? "sp-beside" : undefined}>
        <div>
          {record.value?.reviewing && <p class="sp-label">{t("The institution")}</p>}
          <Answer indicator={indicator} answer={answer} />
        </div>
        {record.value?.reviewing && <Review indicator={indicator} answer={answer} />}
      </div>
      <Guidance indicator={indicator} />
      {showEvidence && <Evidence indicator={indicator} answer={answer} />}
      {showComment && (
        <div class="sp-comment">
          <TextField id={`comment-${id}`} label={t("Comment")} rows={3} value={answer.comment} onText={(said) => change(t("Comment on {code}", { code: indicator.code }), (old) => withAnswer(old, id, { comment: said }), `comment ${id}`)} />
          {answer.dissent !== undefined || open("dissent") ? (
            <TextField id={`dissent-${id}`} label={t("A view inside the institution that differs")} rows={2} value={answer.dissent} onText={(said) => change(t("Comment on {code}", { code: indicator.code }), (old) => withAnswer(old, id, { dissent: said }), `dissent ${id}`)} />
          ) : (
            <button type="button" class="sp-link" onClick={() => toggle("dissent")}>
              {t("Add a view inside the institution that differs")}
            </button>
          )}
        </div>
      )}
      <footer class="sp-card-foot">
        <Toggle name={t("Evidence")} icon="paper" on={showEvidence} count={hasEvidence ? answer.evidence.length : 0} onToggle={() => setOpened({ ...opened, evidence: !showEvidence })} />
        <Toggle name={t("Comment")} icon="comment" on={showComment} onToggle={() => setOpened({ ...opened, comment: !showComment })} />
        <button
          type="button"
          class="sp-tool"
          data-key="flag"
          aria-pressed={answer.flag === true ? "true" : "false"}
          onClick={() => mark({ flag: answer.flag === true ? undefined : true }, t("Flag on {code}", { code: indicator.code }))}
        >
          <Icon name="flag" />
          {answer.flag === true ? t("Flagged") : t("Flag for later")}
        </button>
        {(isSaid(answer) || own(record.value?.drafts, `na:${id}`)) && (
          <button
            type="button"
            class="sp-tool"
            onClick={() => {
              if (own(record.value?.drafts, `na:${id}`)) keepDraft(`na:${id}`, undefined);
              mark({ value: undefined, not_applicable: undefined, justification: undefined, by: undefined, on: undefined, unconfirmed: undefined }, t("Answer to {code}", { code: indicator.code }));
            }}
          >
            {t("Clear the answer")}
          </button>
        )}
        <Signed answer={answer} open={open("signed")} onToggle={() => toggle("signed")} indicator={indicator} />
      </footer>
    </article>
  );
}

function Toggle({ name, icon, on, count = 0, onToggle }) {
  return (
    <button type="button" class="sp-tool" aria-expanded={on ? "true" : "false"} onClick={onToggle}>
      <Icon name={icon} />
      {count ? t("{name}: {count}", { name, count }) : name}
    </button>
  );
}

/** A small mark at a text whose translation is behind its source, or lacking. */
export function Mark({ of }) {
  const kind = markOf(of);
  if (!kind) return null;
  const said = kind === "stale" ? t("The original text changed since this was translated.") : t("This text is not translated yet.");
  return (
    <span class="sp-mark" title={said}>
      <span aria-hidden="true">{kind === "stale" ? "≈" : "○"}</span>
      <span class="sp-unseen">{said}</span>
    </span>
  );
}

export function stateWords(state, answer) {
  if (isWaiting(answer, state?.state)) return t("To be confirmed");
  return {
    answered: t("Answered"),
    missing: t("Not answered yet"),
    "not applicable": t("Does not apply"),
    "not asked": t("Not asked"),
    "not yet due": t("Not yet due"),
    undefined: t("Not computable"),
  }[state?.state ?? "missing"];
}

function StateChip({ state, answer }) {
  const kind = isWaiting(answer, state?.state) ? "unconfirmed" : (state?.state ?? "missing").replace(/ /g, "-");
  return (
    <span class={`sp-state sp-state-${kind}`}>
      {kind === "answered" && <Icon name="check" />}
      {stateWords(state, answer)}
    </span>
  );
}

/** A question may be worded for the kind of stakeholder who answers. */
function questionOf(id) {
  const { group } = details(submission.value, "respondent");
  return (group && text(`${id}/questions/${group}`)) || text(`${id}/question`);
}

/** What a question waits for, or why it is not asked. */
function Standing({ state, indicator }) {
  const reason = reasonOf(state);
  if (!reason) return null;
  const links = reason.facts.map((fact) => (
    <a key={fact.id} href={href(`facts/${headingOf(fact.id)}/${fact.id}`)}>
      {fact.title}
    </a>
  ));
  const between = links.flatMap((link, at) => (at ? [", ", link] : [link]));
  const words = {
    "fact-absent": () => rich("This needs a fact that is not reported yet: {facts}.", { facts: between }),
    "fact-decides": () => rich("Whether this is asked depends on a fact that is not reported yet: {facts}. Until then it counts as open.", { facts: between }),
    "fact-not-measured": () => rich("It earns no points, because a fact is declared not measured: {facts}.", { facts: between }),
    "zero-denominator": () => null,
    "no-period": () => rich("Whether this is due depends on the period, which is not reported yet: {about}.", { about: <a href={href("about")}>{t("About the assessment")}</a> }),
    "not-yet-due": () => t("It is due from month {month}. An answer is kept, and not counted before.", { month: reason.months }),
    condition: () => rich("This is asked where {condition}. It is not asked here because of: {facts}.", { condition: applicability(asked.value, indicator), facts: between }),
  }[reason.kind]?.();
  return words ? <p class="sp-standing">{words}</p> : null;
}

function Unconfirmed({ indicator }) {
  const { id, code } = indicator;
  const why = whyToConfirm(submission.value, id);
  return (
    <div class="sp-unconfirmed">
      <p>{why ? t("Carried over from an earlier version: {why}. Is it still so?", { why: whyWords(why) }) : t("Carried from an earlier assessment. Is it still so?")}</p>
      <button
        type="button"
        class="sp-button sp-primary"
        onClick={() =>
          change(t("Confirmed {code}", { code }), (old) => {
            const { by } = answerOf(old, id);
            return withAnswer(old, id, { unconfirmed: undefined, by: respondentOf(old) ?? by, on: today() });
          })
        }
      >
        <Icon name="check" />
        {t("Yes, confirm")}
      </button>
    </div>
  );
}

/** Why a question has no answer, where an earlier version's did not go along: its evidence and remarks may have. */
function Anew({ id }) {
  const why = anew.value.get(id);
  if (!why) return null;
  return (
    <div class="sp-unconfirmed">
      <p>
        {t("Carried over from an earlier version without its answer: {why}. Please answer it anew.", { why: whyWords(why) })} <a href={href("migration")}>{t("What it said before")}</a>
      </p>
    </div>
  );
}

function Problems({ id }) {
  const found = (result.value?.problems ?? []).filter((problem) => problem.path[0] === "answers" && problem.path[1] === id && !SHOWN_ELSEWHERE.has(problem.code));
  if (!found.length) return null;
  return (
    <ul class="sp-problems">
      {found.map((problem) => (
        <li key={problem.code} class={problem.severity === "error" ? "sp-wrong" : "sp-warns"}>
          {problemWords(problem, framework.value)}
        </li>
      ))}
    </ul>
  );
}

const SHOWN_ELSEWHERE = new Set(["missing-answer", "missing-evidence", "not-asked", "not-yet-due", "zero-denominator", "not-measured", "missing-justification"]);

function Guidance({ indicator }) {
  const { id } = indicator;
  const guidance = text(`${id}/guidance`);
  const reading = text(`${id}/reading`);
  const verify = listed(`${id}/verify_with`);
  if (!guidance && !reading && !verify.length && !indicator.function) return null;
  return (
    <details class="sp-guidance">
      <summary>{t("How to look, and whom to ask")}</summary>
      {reading && <p>{reading}</p>}
      {guidance && <p>{guidance}</p>}
      {indicator.function && <p>{t("Answered by: {function}", { function: text(`function:${indicator.function}/title`) || indicator.function })}</p>}
      {verify.length > 0 && <p>{t("An assessor would also ask: {people}", { people: verify.join(", ") })}</p>}
      {applicability(asked.value, indicator) && <p>{t("Asked where {condition}.", { condition: applicability(asked.value, indicator) })}</p>}
      <p class="sp-hint">
        {t("Permanent name: {id}", { id })}
        {indicator.optional && <> · {t("optional")}</>}
        {indicator.trial && <> · {t("on trial, not scored")}</>}
      </p>
    </details>
  );
}

/** Who answered, and when; both can be corrected. */
function Signed({ answer, open, onToggle, indicator }) {
  if (!isSaid(answer) && !answer.by) return null;
  const { id } = indicator;
  const put = (keys, typing) => change(t("Answer to {code}", { code: indicator.code }), (old) => withAnswer(old, id, keys), typing);
  const said = answer.by ? (answer.on ? t("{by}, {on}", { by: answer.by, on: day(answer.on) }) : answer.by) : answer.on ? day(answer.on) : t("Not signed");
  return (
    <div class="sp-signed">
      <button type="button" class="sp-tool sp-signed-button" aria-expanded={open ? "true" : "false"} onClick={onToggle}>
        {said}
      </button>
      {open && (
        <div class="sp-row">
          <TextField id={`by-${id}`} label={t("Answered by")} value={answer.by} longest={500} onText={(by) => put({ by }, `by ${id}`)} />
          <div class="sp-field sp-field-short">
            <label class="sp-label" for={`on-${id}`}>
              {t("On")}
            </label>
            <input class="sp-input" type="date" id={`on-${id}`} value={answer.on ?? ""} onChange={(event) => put({ on: event.currentTarget.value || undefined })} />
          </div>
        </div>
      )}
    </div>
  );
}

