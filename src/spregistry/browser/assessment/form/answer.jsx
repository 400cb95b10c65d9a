// The answer to one question, by its kind, and saying that it does not apply.
import { useState } from "preact/hooks";
import { answered, isSaid, withAnswer } from "../document/answers.js";
import { factTitle, pointsWords, valueWords } from "../document/words.js";
import { number, t, text, today, unit } from "../language.js";
import { figureText, formulaText, justificationText, optionText, termText } from "../wording.js";
import { asked, change, href, record, result, submission } from "../state.js";
import { dropDrafts, keepDraft } from "../storage.js";
import { Checks, DateField, NumberField, Radios, TextField } from "./fields.jsx";

export function Answer({ indicator, answer }) {
  const { id, kind } = indicator;
  const [, again] = useState(0);
  const intended = record.value?.drafts?.[`na:${id}`] !== undefined;
  const excluded = indicator.options.find((option) => option.excluded && option.value === answer.value);
  const saysNot = Boolean(excluded) || answer.not_applicable === true;
  const label = t("Answer to {code}", { code: indicator.code });
  const put = (keys, typing = null) => {
    if (intended) keepDraft(`na:${id}`, undefined);
    change(label, (old) => answered(old, id, keys, today()), typing);
  };
  const say = (value, typing) => put({ value, not_applicable: undefined, ...(saysNot || intended ? { justification: undefined } : {}) }, typing);
  // Until there is a reason the question counts as unanswered, so that the file never holds half a statement.
  const intend = () => {
    dropDrafts((key) => key === `value-${id}`);
    keepDraft(`na:${id}`, "1");
    if (isSaid(answer)) change(label, (old) => withAnswer(old, id, { value: undefined, not_applicable: undefined, justification: undefined }));
    again((turn) => turn + 1);
  };
  const naOption = indicator.options.find((option) => option.excluded);
  const justify = (reason, typing) => {
    if (reason === undefined) return intend();
    return put(naOption ? { value: naOption.value, justification: reason } : { value: undefined, not_applicable: true, justification: reason }, typing);
  };
  const mayBeNa = indicator.mayBeNa !== undefined;
  return (
    <div class="sp-answer">
      {(kind === "scale" || kind === "choice") && (
        <Options indicator={indicator} value={intended ? naOption?.value : answer.value} onChoice={(option) => (option.excluded ? intend() : say(option.value, `value ${id}`))} />
      )}
      {kind === "checklist" && <Checklist indicator={indicator} answer={answer} say={say} />}
      {kind === "number" && !saysNot && !intended && <Figure indicator={indicator} answer={answer} say={say} />}
      {kind === "ratio" && !saysNot && !intended && <Ratio indicator={indicator} />}
      {kind === "text" && !saysNot && !intended && (
        <TextField id={`value-${id}`} label={t("Answer")} hidden rows={4} value={answer.value} longest={indicator.answer.text.maxLength ?? 20000} onText={(said) => say(said, `value ${id}`)} />
      )}
      {kind === "date" && !saysNot && !intended && <DateField id={`value-${id}`} label={t("Answer")} hidden value={answer.value} onDay={(said) => say(said)} />}
      {mayBeNa && !naOption && (
        <label class="sp-choice sp-choice-lone">
          <input type="checkbox" checked={saysNot || intended} onChange={() => (saysNot || intended ? say(undefined) : intend())} />
          <span class="sp-choice-text">{t("Does not apply to us")}</span>
        </label>
      )}
      {(saysNot || intended) && <Justification indicator={indicator} answer={answer} justify={justify} />}
    </div>
  );
}

function Options({ indicator, value, onChoice }) {
  const { id, options } = indicator;
  const offered = options.filter((option) => indicator.mayBeNa !== undefined || !option.excluded);
  const choices = offered.map((option) => ({
    value: option.value,
    label: optionText(indicator, option.value),
    more: text(`${id}/rubric/${option.value}`) || null,
    side: !indicator.scored || option.points === undefined ? null : <Points share={option.points} />,
  }));
  return (
    <Radios
      name={`value-${id}`}
      legend={t("Answer")}
      hidden
      choices={choices}
      value={value}
      onChoice={(chosen) => onChoice(offered.find((option) => option.value === chosen))}
    />
  );
}

/** How much of the points an option earns, as a small figure. */
function Points({ share }) {
  return (
    <span class="sp-points" title={t("Points of 1")}>
      <span class="sp-unseen">{t("Points of 1")}: </span>
      {number(share, { maximumFractionDigits: 2 })}
    </span>
  );
}

function Checklist({ indicator, answer, say }) {
  const { id } = indicator;
  const { items } = indicator.answer.checklist;
  const none = Array.isArray(answer.value) && answer.value.length === 0;
  return (
    <>
      <Checks
        name={`value-${id}`}
        legend={t("Tick what is there")}
        choices={items.map((item) => ({ value: item.id, label: text(`${id}/items/${item.id}`) || item.id, group: item.group }))}
        value={answer.value}
        onChoice={(ticked) => {
          const order = items.map((item) => item.id);
          say(ticked.length ? [...ticked].sort((one, other) => order.indexOf(one) - order.indexOf(other)) : undefined, `value ${id}`);
        }}
      />
      <label class="sp-choice sp-choice-lone">
        <input type="checkbox" checked={none} onChange={() => say(none ? undefined : [])} />
        <span class="sp-choice-text">{t("None of these")}</span>
      </label>
      {items.some((item) => item.group) && <p class="sp-hint">{t("Items that stand close together count once.")}</p>}
    </>
  );
}

function Figure({ indicator, answer, say }) {
  const spec = indicator.answer.number;
  return (
    <>
      <NumberField
        id={`value-${indicator.id}`}
        label={t("Figure")}
        value={typeof answer.value === "number" ? answer.value : undefined}
        schema={spec.schema}
        unit={spec.unit === "percent" ? "%" : unit(spec.unit)}
        percent={spec.unit === "fraction"}
        onNumber={(value) => say(value, `value ${indicator.id}`)}
      />
      <Reading indicator={indicator} spec={spec} />
    </>
  );
}

/** A figure that is computed from facts: how, with what, and what is lacking. */
function Ratio({ indicator }) {
  const spec = indicator.answer.ratio;
  const state = result.value?.states.get(indicator.id);
  const facts = [...new Set([...spec.numerator, ...spec.denominator])];
  return (
    <div class="sp-ratio">
      <p class="sp-formula">
        <span class="sp-hint">{t("Computed from the facts:")}</span> {formulaText(spec.numerator, spec.denominator)}
      </p>
      <p class="sp-figure">
        {state?.figure === null || state?.figure === undefined ? (
          <span class="sp-hint">{state?.state === "undefined" ? t("It cannot be computed, because it would divide by zero; the question is left out of the score.") : t("It will stand here once its facts are reported.")}</span>
        ) : (
          <strong>{figureText(state.figure, spec.unit)}</strong>
        )}
      </p>
      <ul class="sp-terms">
        {facts.map((term) => (
          <li key={term}>
            <a href={href(`facts/${headingOf(term)}/${term.split(".")[0]}`)}>{termText(term)}</a>
            <span class="sp-term-value">{valueOfTerm(term)}</span>
          </li>
        ))}
      </ul>
      <Reading indicator={indicator} spec={spec} />
    </div>
  );
}

export function headingOf(term) {
  return asked.value.facts.get(term.split(".")[0])?.group ?? "other";
}

function valueOfTerm(term) {
  const [id, part] = term.split(".");
  const fact = asked.value.facts.get(id);
  const value = submission.value.facts?.[id];
  if (value === undefined || value === null) return t("not reported");
  if (typeof value !== "object") return part && part !== "close" ? t("not reported") : valueWords(fact, value);
  if (value.not_measured) return t("not measured");
  const figure = (key) => (typeof value[key] === "number" ? figureText(value[key], fact.unit) : t("not reported"));
  if (part === "average") return t("{open} and {close}", { open: figure("open"), close: figure("close") });
  return figure(part || (fact.kind === "stock" ? "close" : "total"));
}

function Reading({ indicator, spec }) {
  if (!indicator.canEarn) return <p class="sp-hint">{t("This figure is shown, and not scored.")}</p>;
  return (
    <ul class="sp-reading">
      {pointsWords(asked.value, spec).map((words) => (
        <li key={words}>{words}</li>
      ))}
    </ul>
  );
}

function Justification({ indicator, answer, justify }) {
  const { id } = indicator;
  const needs = answer.justification ? null : <p class="sp-wrong">{t("Say why; until then it counts as unanswered.")}</p>;
  if (Array.isArray(indicator.mayBeNa)) {
    return (
      <div class="sp-justification">
        <Radios
          name={`why-${id}`}
          legend={t("Why does it not apply? Accepted is only:")}
          choices={indicator.mayBeNa.map((reason) => ({ value: reason, label: justificationText(indicator, reason) }))}
          value={answer.justification}
          onChoice={(reason) => justify(reason)}
        />
        {needs}
      </div>
    );
  }
  return (
    <div class="sp-justification">
      <TextField id={`why-${id}`} label={t("Why does it not apply?")} value={answer.justification} longest={500} onText={(reason) => justify(reason, `why ${id}`)} />
      {needs}
    </div>
  );
}

/** Why a question stands as it does, where that needs a word: a fact that is lacking, a condition that does not hold. */
export function reasonOf(state) {
  const reason = state?.reason;
  if (!reason) return null;
  const facts = (reason.facts ?? []).map((id) => ({ id, title: factTitle(id) }));
  return { ...reason, facts };
}

