// Several people: their files are put together, and where they differ both answers stand side by side.
import { useState } from "preact/hooks";
import { answerOf, isPlain, withPath } from "../document/answers.js";
import { carriedFactIds } from "../document/carry.js";
import { contradictions } from "../document/identity.js";
import { merge } from "../document/merge.js";
import { allAnew, reportOf } from "../document/report.js";
import { answerWords, keyWords, pathWords, valueWords } from "../document/words.js";
import { day, number, t } from "../language.js";
import { figureText, segmentText } from "../wording.js";
import { change, framework, submission, tell } from "../state.js";
import { ask } from "./dialog.jsx";
import { FileButton, Radios } from "./fields.jsx";
import { readFitting } from "./files.jsx";

export function ColleaguesView() {
  const [parts, setParts] = useState([]);
  const [mode, setMode] = useState("fill");
  const [picked, setPicked] = useState({});
  const mine = { name: t("what is open here"), data: submission.value };
  const merged = parts.length ? merge([mine, ...parts], mode) : null;
  const add = async (files) => {
    const found = [];
    for (const file of files) {
      const one = await readFitting(file, { joins: true });
      if (one && (await belongs([mine, ...parts, ...found], one))) found.push(one);
    }
    setParts((known) => [...known, ...found]);
    setPicked({});
  };
  const cancel = () => (setParts([]), setPicked({}));
  const apply = () => {
    const chosen = merged.conflicts.reduce((whole, conflict, at) => (picked[at] === "other" ? withPath(whole, conflict.path, conflict.other) : whole), merged.data);
    change(t("Put together: {names}", { names: parts.map(({ name }) => name).join(", ") }), () => chosen);
    setParts([]);
    setPicked({});
    tell(t("The files are put together. Undo takes it back."), { undoes: true });
  };
  return (
    <>
      <h1 class="sp-h1" tabIndex={-1}>
        {t("Put colleagues’ files together")}
      </h1>
      <p class="sp-lead">{t("Each colleague fills in a copy of this form, or the part for the own department, and sends the saved file. Nothing here changes before you say so, and it can be undone.")}</p>
      <div class="sp-card">
        <FileButton class="sp-button sp-primary" multiple onFiles={add}>
          {t("Add files")}
        </FileButton>
        {parts.length > 0 && (
          <ul class="sp-kept-list">
            {parts.map((part, at) => (
              <li key={at}>
                <div>
                  <strong>{part.name}</strong>
                  <br />
                  <span class="sp-hint">{contents(part.data)}</span>
                  {part.original && <CarriedOver part={part} />}
                  {differing([mine], part).map((words) => (
                    <p class="sp-warns" key={words}>
                      {words}
                    </p>
                  ))}
                </div>
                <button type="button" class="sp-button" onClick={() => (setParts(parts.filter((_, place) => place !== at)), setPicked({}))}>
                  {t("Leave out")}
                </button>
              </li>
            ))}
          </ul>
        )}
        <Radios
          name="merge-mode"
          legend={t("Where two files say different things")}
          choices={[
            { value: "fill", label: t("Fill blanks only"), more: t("What is here stays; theirs fills what is open.") },
            { value: "override", label: t("Theirs replaces"), more: t("The later file’s answer replaces what is here.") },
          ]}
          value={mode}
          onChoice={(chosen) => (setMode(chosen), setPicked({}))}
        />
      </div>
      {merged && (
        <>
          <section aria-labelledby="sp-merge-outcome">
            <h2 class="sp-h2" id="sp-merge-outcome">
              {t("What would happen")}
            </h2>
            <p role="status">
              {t("Answers here: {before}; put together: {after}. Different answers: {conflicts}.", {
                before: number(count(submission.value)),
                after: number(count(merged.data)),
                conflicts: number(merged.conflicts.length),
              })}
            </p>
            {merged.conflicts.length > FEW && <Actions apply={apply} cancel={cancel} />}
          </section>
          {merged.conflicts.map((conflict, at) => (
            <Conflict key={`${mode} ${at}`} at={at} conflict={conflict} picked={picked[at] ?? "kept"} onPick={(side) => setPicked({ ...picked, [at]: side })} />
          ))}
          <Actions apply={apply} cancel={cancel} />
        </>
      )}
    </>
  );
}

/** So few conflicts are seen at once with what is to be pressed below them. */
const FEW = 3;

function Actions({ apply, cancel }) {
  return (
    <div class="sp-actions">
      <button type="button" class="sp-button sp-primary" onClick={apply}>
        {t("Put together")}
      </button>
      <button type="button" class="sp-button" onClick={cancel}>
        {t("Cancel")}
      </button>
    </div>
  );
}

/** Tell whether a file goes with those that are there; where it is about another assessment, only if it is meant. */
async function belongs(parts, one) {
  const differences = differing(parts, one);
  if (!differences.length) return true;
  const choice = await ask(
    t("“{name}” is about another assessment", { name: one.name }),
    <>
      <p>{t("Put together, the answers of the two would be mixed. Is it the right file?")}</p>
      <ul>
        {differences.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </>,
    [{ value: "leave", label: t("Leave out") }, { value: "add", label: t("Add it all the same"), kind: "danger" }],
  );
  return choice === "add";
}

/** Return in what a file is about another assessment than those that are there. */
function differing(parts, one) {
  return contradictions([...parts, one])
    .filter(({ otherFrom }) => otherFrom === one)
    .map(({ subject, one: ours, oneFrom, other }) => {
      const [words, theirWords] = [ours, other].map((value) => (subject === "period" ? t("{start} to {end}", bounds(value)) : value));
      return t("{subject}: “{one}” ({one_from}), “{other}” ({other_from})", { subject: SUBJECTS()[subject], one: words, one_from: oneFrom.name, other: theirWords, other_from: one.name });
    });
}

const SUBJECTS = () => ({ organisation: t("The institution"), country: t("Country"), currency: t("Currency"), period: t("Period") });

function bounds(period) {
  const [start, end] = period.split("/").map(day);
  return { start, end };
}

function count(data) {
  return Object.values(isPlain(data.answers) ? data.answers : {}).filter((answer) => isPlain(answer) && (answer.value !== undefined || answer.not_applicable)).length;
}

function contents(data) {
  const names = [...new Set(Object.values(isPlain(data.answers) ? data.answers : {}).map((answer) => answer?.by).filter((by) => typeof by === "string"))];
  const facts = Object.keys(isPlain(data.facts) ? data.facts : {}).length;
  const said = t("Answers: {answers}, facts: {facts}", { answers: number(count(data)), facts: number(facts) });
  return names.length ? t("{contents}, by {names}", { contents: said, names: names.slice(0, 5).join("; ") }) : said;
}

/** What became of a file of an earlier version: how much is to be confirmed, and that the rest is kept. */
function CarriedOver({ part }) {
  const entries = reportOf(part.data).flatMap((step) => step.entries);
  const anew = allAnew(part.data).size;
  const marked = Object.values(isPlain(part.data.answers) ? part.data.answers : {}).filter((answer) => answer?.unconfirmed === true).length + carriedFactIds(part.data).length;
  const dropped = entries.filter(({ outcome }) => outcome === "dropped").length;
  return (
    <p>
      {t("To be confirmed: {count}.", { count: number(marked) })} {anew > 0 && `${t("To be answered anew: {count}.", { count: number(anew) })} `}
      {t("Not carried over: {count}; the report keeps it, word for word.", { count: number(dropped) })}
    </p>
  );
}

/** Two answers side by side, one of them chosen. */
function Conflict({ at, conflict, picked, onPick }) {
  const { path, kept, keptFrom, other, otherFrom } = conflict;
  return (
    <fieldset class="sp-card sp-conflict">
      <legend class="sp-h3">{pathWords(framework.value, path)}</legend>
      <div class="sp-sides">
        {[
          ["kept", kept, keptFrom],
          ["other", other, otherFrom],
        ].map(([side, said, from]) => (
          <label key={side} class="sp-choice sp-side">
            <input type="radio" name={`conflict-${at}`} checked={picked === side} onChange={() => onPick(side)} />
            <span class="sp-choice-text">
              <span class="sp-hint">{from}</span>
              <Said path={path} said={said} />
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Said({ path: [section, id], said }) {
  const indicator = section === "answers" ? framework.value.indicators.get(id) : undefined;
  if (indicator && isPlain(said)) {
    const signed = [said.by, said.on && day(said.on)].filter(Boolean).join(", ");
    return (
      <>
        <strong>{answerWords(indicator, answerOf({ answers: { [id]: said } }, id))}</strong>
        {said.justification && <span>{said.justification}</span>}
        {Array.isArray(said.evidence) && said.evidence.length > 0 && <span class="sp-hint">{t("Evidence: {evidence}", { evidence: said.evidence.join("; ") })}</span>}
        {said.comment && <span class="sp-hint">{said.comment}</span>}
        {signed && <span class="sp-hint">{signed}</span>}
      </>
    );
  }
  const fact = section === "facts" ? framework.value.facts.get(id) : undefined;
  if (fact && (!isPlain(said) || said.not_measured)) return <strong>{valueWords(fact, said)}</strong>;
  if (fact) {
    const names = { open: t("Start of period"), close: t("End of period"), total: t("In the period") };
    return Object.entries(said).map(([part, value]) => (
      <span key={part}>
        {names[part] ?? segmentText(part)}: <strong>{typeof value === "number" ? figureText(value, fact.unit) : JSON.stringify(value)}</strong>
      </span>
    ));
  }
  if (isPlain(said) || Array.isArray(said)) return <code class="sp-code-block">{Object.entries(said).map(([key, value]) => `${keyWords(key)}: ${typeof value === "object" ? JSON.stringify(value) : day(String(value))}`).join("\n")}</code>;
  return <strong>{String(said)}</strong>;
}
