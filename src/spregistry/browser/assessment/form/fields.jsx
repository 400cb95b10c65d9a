// Controls that forms are made of: each has a real label, says what it needs, and tells what is wrong beside it.
import { useRef, useState } from "preact/hooks";
import { boundsOf } from "../../engine/index.js";
import { asPercent, readNumber, shifted } from "../document/numbers.js";
import { exactText } from "../document/words.js";
import { locale, number, t } from "../language.js";
import { record } from "../state.js";
import { keepDraft } from "../storage.js";

// eslint-disable-next-line no-control-regex
const NO_LINE = /[\u0000-\u001f\u007f]+/g;
// eslint-disable-next-line no-control-regex
const NO_PROSE = /[\u0000-\u0008\u000b-\u001f\u007f]+/g;

/** How many characters a submission takes where nothing else is said. */
const LONGEST_LINE = 500;
const LONGEST_PROSE = 20000;

/** Return text as one line that a submission accepts; undefined where nothing is left. */
export function line(typed, longest = LONGEST_LINE) {
  return [...typed.replace(NO_LINE, " ").trim()].slice(0, longest).join("") || undefined;
}

/** Return text of several lines that a submission accepts; undefined where nothing is left. */
function prose(typed, longest = LONGEST_PROSE) {
  const kept = [...typed.replace(/\r\n?/g, "\n").replace(NO_PROSE, "")].slice(0, longest).join("");
  return kept.trim() ? kept : undefined;
}

/** One line or, with `rows`, several lines of text; `onText` gets what a submission accepts, undefined for none. */
export function TextField({ id, label, hint, value = "", onText, rows, longest, list, hidden, ...rest }) {
  const [typed, setTyped] = useState(null);
  const [cut, setCut] = useState(false); // whether more was typed than fits
  const clean = rows ? prose : line;
  const most = longest ?? (rows ? LONGEST_PROSE : LONGEST_LINE);
  const described = [hint && `${id}-hint`, cut && `${id}-cut`].filter(Boolean).join(" ");
  const props = {
    id,
    value: typed !== null && !cut && clean(typed, most) === (value || undefined) ? typed : value,
    onInput: (event) => {
      const entered = event.currentTarget.value;
      setTyped(entered);
      setCut([...entered.trim()].length > most);
      onText(clean(entered, most));
    },
    onBlur: () => setTyped(null),
    "aria-describedby": described || undefined,
    dir: "auto", // what people write need not run as the page does
    list,
    ...rest,
  };
  return (
    <div class="sp-field">
      <label class={hidden ? "sp-unseen" : "sp-label"} for={id}>
        {label}
      </label>
      {hint && (
        <p class="sp-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {rows ? <textarea class="sp-input" rows={rows} {...props} /> : <input class="sp-input" type="text" {...props} />}
      {cut && (
        <p class="sp-wrong" id={`${id}-cut`} role="status">
          {t("At most {number} characters fit here; what goes beyond them was left out.", { number: number(most) })}
        </p>
      )}
    </div>
  );
}

/** A day; `onDay` gets YYYY-MM-DD, undefined for none. */
export function DateField({ id, label, hint, value = "", onDay, hidden, ...rest }) {
  return (
    <div class="sp-field sp-field-short">
      <label class={hidden ? "sp-unseen" : "sp-label"} for={id}>
        {label}
      </label>
      {hint && (
        <p class="sp-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <input
        class="sp-input"
        type="date"
        id={id}
        value={value}
        min="1800-01-01"
        max="2200-12-31"
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onDay(event.currentTarget.value || undefined)}
        {...rest}
      />
    </div>
  );
}

let pressed = false;
if (typeof document !== "undefined") {
  document.addEventListener("pointerdown", () => (pressed = true), true);
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => (pressed = false), true);
}

/** Do something that may move the page, but not under a pointer that is just pressing something: its click would go astray. */
function afterPress(what) {
  if (pressed) document.addEventListener("pointerup", () => setTimeout(what), { once: true, capture: true });
  else what();
}

/** All digits that a typed figure can have. */
const EXACT = { maximumFractionDigits: 15 };

/**
 * A figure as people write it, with how it was understood below. What cannot be understood yet is kept as it was typed, and counts as
 * not there.
 */
export function NumberField({ id, label, value, onNumber, schema, unit, percent = false, describedBy, small = false }) {
  const draft = record.value?.drafts?.[id];
  const [typed, setTyped] = useState(null);
  const [left, setLeft] = useState(draft !== undefined);
  const field = useRef(null);
  const shown = value === undefined ? undefined : percent ? asPercent(value) : value;
  const understand = (text) => understood(text, { percent, schema, unit });
  const fits = typed !== null && understand(typed).value === value;
  const content = draft ?? (fits ? typed : shown === undefined ? "" : number(shown, EXACT));
  const { problem } = understand(content);
  const wrong = problem && problem !== "blank" && left ? problem : null;

  const take = (event) => {
    const entered = event.currentTarget.value;
    const read = understand(entered);
    setTyped(entered);
    const lost = read.value === undefined && read.problem !== "blank";
    if (lost || draft !== undefined) keepDraft(id, lost ? entered : undefined);
    if (read.value !== value) onNumber(read.value);
  };
  const hints = [describedBy, wrong ? `${id}-wrong` : `${id}-read`].filter(Boolean).join(" ");
  return (
    <div class={small ? "sp-field sp-number sp-number-small" : "sp-field sp-number"}>
      <label class="sp-label" for={id}>
        {label}
      </label>
      <div class="sp-with-unit">
        <input
          class="sp-input"
          ref={field}
          id={id}
          type="text"
          inputmode={schema.type === "integer" && !(schema.minimum < 0) ? "numeric" : "decimal"}
          autocomplete="off"
          value={content}
          aria-describedby={hints}
          aria-invalid={wrong ? "true" : undefined}
          onInput={take}
          onBlur={() => afterPress(() => (setLeft(true), setTyped(null)))}
          onFocus={() => setLeft(false)}
        />
        {(percent || unit) && <span class="sp-unit">{percent ? "%" : unit}</span>}
      </div>
      {wrong ? (
        <p class="sp-wrong" id={`${id}-wrong`}>
          {wrongWords(wrong, schema, percent)}
        </p>
      ) : (
        <p class="sp-read" id={`${id}-read`}>
          {value !== undefined && (percent || typed !== null) && readBack(value, content, percent, unit)}
        </p>
      )}
    </div>
  );
}

/** Return a figure without the unit that somebody wrote before or behind it. */
function bare(typed, units) {
  const said = typed.trim();
  const folded = said.toLowerCase();
  for (const one of units.filter(Boolean).map((name) => name.toLowerCase())) {
    if (folded.endsWith(one)) return said.slice(0, said.length - one.length);
    if (folded.startsWith(one)) return said.slice(one.length);
  }
  return said;
}

/** Return {value} or {problem} of a typed figure, its bounds considered. */
function understood(typed, { percent, schema, unit }) {
  const read = readNumber(bare(typed, percent || unit === "%" ? ["%", "٪"] : [unit]), locale.value);
  if (read.problem) return read;
  const value = percent ? shifted(read.digits, -2) : read.value;
  const bounds = boundsOf(schema);
  if (schema.type === "integer" && !Number.isInteger(value)) return { problem: "not-whole" };
  if (value < bounds.minimum || value <= bounds.exclusiveMinimum) return { problem: "too-small" };
  if (value > bounds.maximum || value >= bounds.exclusiveMaximum) return { problem: "too-large" };
  return { value };
}

function readBack(value, content, percent, unit) {
  if (percent) return t("Read as {number}", { number: exactText(value, "fraction") });
  if (Math.abs(value) < 1000 && !/[.,\s'’]/.test(content)) return null;
  return unit ? t("Read as {number} {unit}", { number: number(value), unit }) : t("Read as {number}", { number: number(value) });
}

function wrongWords(wrong, schema, percent) {
  const bounds = boundsOf(schema);
  const shown = (bound) => exactText(bound, percent ? "fraction" : undefined);
  if (wrong === "not-whole") return t("Please enter a whole number. What you typed is kept, but not counted yet.");
  if (wrong === "too-long") return t("This has more digits than can be kept exactly. What you typed is kept, but not counted yet.");
  if (wrong === "too-small") {
    const bound = bounds.exclusiveMinimum ?? bounds.minimum;
    return bounds.exclusiveMinimum !== undefined
      ? t("The figure must be above {bound}. What you typed is kept, but not counted yet.", { bound: shown(bound) })
      : t("The figure must be at least {bound}. What you typed is kept, but not counted yet.", { bound: shown(bound) });
  }
  if (wrong === "too-large") {
    const bound = bounds.exclusiveMaximum ?? bounds.maximum;
    return bounds.exclusiveMaximum !== undefined
      ? t("The figure must be below {bound}. What you typed is kept, but not counted yet.", { bound: shown(bound) })
      : t("The figure must be at most {bound}. What you typed is kept, but not counted yet.", { bound: shown(bound) });
  }
  return t("This is not understood as a number. What you typed is kept, but not counted yet.");
}

/** Radio buttons in a frame with a legend: `choices` as [{value, label, more}]; `value` the chosen one. */
export function Radios({ name, legend, hidden, choices, value, onChoice, inline = false }) {
  return (
    <fieldset class={inline ? "sp-choices sp-inline" : "sp-choices"}>
      <legend class={hidden ? "sp-unseen" : "sp-label"}>{legend}</legend>
      {choices.map((choice) => (
        <label class="sp-choice" key={String(choice.value)}>
          <input
            type="radio"
            name={name}
            value={String(choice.value)}
            checked={value === choice.value}
            onChange={() => onChoice(choice.value)}
          />
          <span class="sp-choice-text">
            <span class="sp-choice-label">{choice.label}</span>
            {choice.more && <span class="sp-choice-more">{choice.more}</span>}
          </span>
          {choice.side && <span class="sp-choice-side">{choice.side}</span>}
        </label>
      ))}
    </fieldset>
  );
}

/** Check boxes in a frame with a legend: `value` is the list of ticked ones, undefined while nothing was said. */
export function Checks({ name, legend, hidden, choices, value, onChoice }) {
  const ticked = Array.isArray(value) ? value : [];
  const toggle = (one) => onChoice(ticked.includes(one) ? ticked.filter((other) => other !== one) : [...ticked, one]);
  const heading = (at) => choices[at].group && choices[at].group !== choices[at - 1]?.group;
  return (
    <fieldset class="sp-choices">
      <legend class={hidden ? "sp-unseen" : "sp-label"}>{legend}</legend>
      {choices.map((choice, at) => (
        <label class={heading(at) ? "sp-choice sp-choice-first" : choice.group ? "sp-choice sp-choice-grouped" : "sp-choice"} key={choice.value}>
          <input type="checkbox" name={name} value={choice.value} checked={ticked.includes(choice.value)} onChange={() => toggle(choice.value)} />
          <span class="sp-choice-text">
            <span class="sp-choice-label">{choice.label}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** A drop-down list; `choices` as [{value, label}], "" for none. */
export function Select({ id, label, hint, choices, value = "", onChoice, hidden, short = true }) {
  return (
    <div class={short ? "sp-field sp-field-short" : "sp-field"}>
      <label class={hidden ? "sp-unseen" : "sp-label"} for={id}>
        {label}
      </label>
      {hint && (
        <p class="sp-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <select
        class="sp-input sp-select"
        id={id}
        value={value}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChoice(event.currentTarget.value || undefined)}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A button that opens the choice of a file. */
export function FileButton({ children, onFiles, multiple = false, accept = ".json,application/json,.xlsx", ...rest }) {
  const input = useRef(null);
  return (
    <>
      <button type="button" onClick={() => input.current.click()} {...rest}>
        {children}
      </button>
      <input
        class="sp-gone"
        ref={input}
        type="file"
        tabIndex={-1}
        aria-hidden="true"
        multiple={multiple}
        accept={accept}
        onChange={(event) => {
          const files = [...event.currentTarget.files];
          event.currentTarget.value = "";
          if (files.length) onFiles(files);
        }}
      />
    </>
  );
}
