// One action as it is written: what, on which practice, who, by when, and the answer that is aimed at.
import { useEffect, useRef, useState } from "preact/hooks";
import { asPercent, readNumber, shifted } from "../document/numbers.js";
import { locale, number, t, text, unit } from "../language.js";
import { asked } from "../state.js";
import { flawOf } from "./actions.js";
import { named, optionText, said } from "../wording.js";

const LONGEST = { what: 20000, who: 500 };

export function ActionForm({ action, onKeep, onCancel }) {
  const [draft, setDraft] = useState({
    what: said(action.what),
    indicator: said(action.indicator),
    who: said(action.who),
    by_when: said(action.by_when),
    target: action.target ?? (action.what === undefined ? firstTarget(action) : undefined),
  });
  const [flaw, setFlaw] = useState(null);
  const form = useRef(null);
  const indicator = asked.value.indicators.get(draft.indicator);
  useEffect(() => {
    // After the frame, which gives the focus to the heading of every new view.
    const later = setTimeout(() => form.current?.querySelector("textarea")?.focus());
    return () => clearTimeout(later);
  }, []);
  const set = (keys) => {
    setDraft({ ...draft, ...keys });
    setFlaw(null);
  };
  const keep = (event) => {
    event.preventDefault();
    const clean = { ...draft, what: draft.what.trim(), who: draft.who.trim(), target: draft.target ?? "" };
    const wrong = flawOf(clean, indicator);
    setFlaw(wrong);
    if (wrong) form.current.querySelector(`[name="${wrong}"]`)?.focus();
    else onKeep(clean);
  };
  return (
    <form ref={form} class="res-form" onSubmit={keep} noValidate>
      <Field name="what" label={t("What will be done")} flaw={flaw === "what" && t("Say what will be done.")}>
        {(props) => <textarea class="sp-input" rows={2} required maxLength={LONGEST.what} value={draft.what} onInput={(event) => set({ what: event.currentTarget.value })} {...props} />}
      </Field>
      <Field name="indicator" label={t("On which practice")}>
        {(props) => <Practices value={draft.indicator} onChange={(id) => set({ indicator: id, target: firstTarget({ indicator: id }) })} {...props} />}
      </Field>
      {indicator && indicator.kind !== "text" && indicator.kind !== "date" && (
        <Target indicator={indicator} value={draft.target} onTarget={(target) => set({ target })} flaw={flaw === "target" && t("This is not an answer that the question accepts.")} />
      )}
      <div class="res-pair">
        <Field name="who" label={t("Who")} flaw={flaw === "who" && t("Name a person or function in one line of at most 500 characters.")}>
          {(props) => <input class="sp-input" type="text" maxLength={LONGEST.who} autocomplete="off" value={draft.who} onInput={(event) => set({ who: event.currentTarget.value })} {...props} />}
        </Field>
        <Field name="by_when" label={t("By when")} flaw={flaw === "by_when" && t("Give a day of the calendar.")}>
          {(props) => <input class="sp-input" type="date" value={draft.by_when} onInput={(event) => set({ by_when: event.currentTarget.value })} {...props} />}
        </Field>
      </div>
      <p class="res-toolbar">
        <button type="submit" class="sp-button sp-primary">
          {t("Keep")}
        </button>
        <button type="button" class="sp-button" onClick={onCancel}>
          {t("Cancel")}
        </button>
      </p>
    </form>
  );
}

function Field({ name, label, flaw, children }) {
  const id = `res-action-${name}`;
  return (
    <div class="sp-field">
      <label class="sp-label" for={id}>
        {label}
      </label>
      {children({ id, name, "aria-invalid": flaw ? "true" : undefined, "aria-describedby": flaw ? `${id}-flaw` : undefined })}
      {flaw && (
        <p class="sp-wrong" id={`${id}-flaw`}>
          {flaw}
        </p>
      )}
    </div>
  );
}

/** All practices, under the titles of the groups that hold them. */
function Practices({ value, onChange, ...props }) {
  const parents = new Map();
  for (const indicator of asked.value.indicators.values()) {
    const group = indicator.groups[indicator.groups.length - 1] ?? "";
    parents.set(group, [...(parents.get(group) ?? []), indicator]);
  }
  return (
    <select class="sp-input sp-select" value={value} onChange={(event) => onChange(event.currentTarget.value)} {...props}>
      <option value="">{t("none in particular")}</option>
      {value && !asked.value.indicators.has(value) && <option value={value}>{value}</option>}
      {[...parents].map(([group, indicators]) => (
        <optgroup key={group} label={group ? named(asked.value.groups.get(group)) : ""}>
          {indicators.map((indicator) => (
            <option key={indicator.id} value={indicator.id}>
              {named(indicator)}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}

/** Where one begins: the answer that earns most, which the person may lower. */
function firstTarget({ indicator: id }) {
  const indicator = asked.value.indicators.get(id);
  if (!indicator) return undefined;
  if (indicator.kind === "checklist") return indicator.answer.checklist.items.map((item) => item.id);
  const scored = indicator.options.filter((option) => option.points !== undefined);
  return scored.length ? scored.reduce((best, option) => (option.points > best.points ? option : best)).value : undefined;
}

function Target({ indicator, value, onTarget, flaw }) {
  if (indicator.kind === "checklist") return <Ticks indicator={indicator} value={value} onTarget={onTarget} />;
  if (indicator.kind === "scale" || indicator.kind === "choice") {
    return (
      <Field name="target" label={t("Target answer")} flaw={flaw}>
        {(props) => (
          <select class="sp-input sp-select" value={value ?? ""} onChange={(event) => onTarget(event.currentTarget.value || undefined)} {...props}>
            <option value="">{t("no target")}</option>
            {indicator.options
              .filter((option) => !option.excluded)
              .map((option) => (
                <option key={option.value} value={option.value}>
                  {optionText(indicator, option.value)}
                </option>
              ))}
          </select>
        )}
      </Field>
    );
  }
  return <FigureTarget indicator={indicator} value={value} onTarget={onTarget} flaw={flaw} />;
}

function Ticks({ indicator, value, onTarget }) {
  const ticked = Array.isArray(value) ? value : [];
  const items = indicator.answer.checklist.items;
  return (
    <fieldset class="res-ticks">
      <legend class="sp-label">{t("Target answer")}</legend>
      {items.map((item) => (
        <label key={item.id} class="res-tick">
          <input
            type="checkbox"
            name="target"
            checked={ticked.includes(item.id)}
            onChange={(event) => {
              const on = event.currentTarget.checked;
              const now = items.map((one) => one.id).filter((id) => (id === item.id ? on : ticked.includes(id)));
              onTarget(now.length ? now : undefined);
            }}
          />{" "}
          {text(`${indicator.id}/items/${item.id}`) || item.id}
        </label>
      ))}
    </fieldset>
  );
}

/** A figure, as the person writes figures; fractions are typed as percentages, as everywhere in the form. */
function FigureTarget({ indicator, value, onTarget, flaw }) {
  const spec = indicator.answer[indicator.kind];
  const percent = spec.unit === "fraction";
  const [typed, setTyped] = useState(typeof value === "number" ? number(percent ? asPercent(value) : value) : "");
  const take = (event) => {
    const entered = event.currentTarget.value;
    setTyped(entered);
    const read = readNumber(entered.replace(/[%٪]\s*$/, ""), locale.value);
    if (read.problem === "blank") onTarget(undefined);
    else if (read.problem) onTarget(entered);
    else onTarget(percent ? shifted(read.digits, -2) : read.value);
  };
  return (
    <Field name="target" label={indicator.kind === "ratio" ? t("Target figure (computed from facts, so not part of the forecast)") : t("Target answer")} flaw={flaw}>
      {(props) => (
        <span class="sp-with-unit">
          <input class="sp-input" type="text" inputmode="decimal" autocomplete="off" value={typed} onInput={take} {...props} />
          {spec.unit && <span class="sp-unit">{percent || spec.unit === "percent" ? "%" : unit(spec.unit)}</span>}
        </span>
      )}
    </Field>
  );
}
