// Strengths, gaps with what each would add, what is not applicable, what should be looked at, what a final submission lacks.
import { useMemo, useState } from "preact/hooks";
import { assess } from "../../engine/index.js";
import { problemWords } from "../document/problems.js";
import { answerWords } from "../document/words.js";
import { number, t } from "../language.js";
import { asked, framework, href, hrefOf, part, profile, result, submission, why } from "../state.js";
import { actionsOf } from "./actions.js";
import { Figure, Head, IndicatorLink, Measured, More, Section, Table } from "./pieces.jsx";
import { gaps, lackingForFinal, notApplicable, qualityFindings, strengths } from "./standing.js";
import { figureText, functionText, justificationText, named, signed } from "../wording.js";

const FEW = 12;

export function Strengths() {
  const best = strengths(asked.value, result.value.scorecard);
  if (!best.length) return null;
  return (
    <Section id="strengths" title={t("Strengths")}>
      <ol class="res-list res-plain">
        {best.map((measures) => (
          <li key={measures.id}>
            <a href={href(`assess/${measures.id}`)}>{named(asked.value.groups.get(measures.id))}</a> <Measured measures={measures} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

export function Gaps() {
  const [wanted, setWanted] = useState(part.value ?? "");
  const all = why.value ? gaps(asked.value, why.value) : [];
  const shown = all.filter((gap) => !wanted || gap.function === wanted);
  const answered = shown.filter((gap) => gap.state === "answered");
  const missing = shown.filter((gap) => gap.state === "missing");
  const functions = asked.value.functions.filter((one) => all.some((gap) => gap.function === one.id));
  return (
    <Section
      id="gaps"
      title={t("What would add most")}
      intro={t("Each line says by how much the overall score would rise if this one practice were at its best and everything else stayed as it is. Together, several may add more or less.")}
    >
      {functions.length > 1 && (
        <p class="res-screen res-filter">
          <label>
            {t("Show only what concerns")}{" "}
            <select class="sp-input sp-select" value={wanted} onChange={(event) => setWanted(event.currentTarget.value)}>
              <option value="">{t("the whole institution")}</option>
              {functions.map((one) => (
                <option key={one.id} value={one.id}>
                  {functionText(one.id)}
                </option>
              ))}
            </select>
          </label>
        </p>
      )}
      {answered.length > 0 && <GapTable label={t("Answered, with room above")} rows={answered} />}
      {missing.length > 0 && <GapTable label={t("Not answered yet")} rows={missing} />}
      {!shown.length && <p>{t("Nothing: every practice that counts here is at its best.")}</p>}
    </Section>
  );
}

function GapTable({ label, rows }) {
  const [open, setOpen] = useState(false);
  const planned = new Set(actionsOf(submission.value).map(({ action }) => action.indicator));
  const hasGain = rows.some((row) => row.gain !== null);
  return (
    <>
      <h3 class="sp-h3">{label}</h3>
      <Table
        label={label}
        className="res-gaps"
        head={
          <>
            {hasGain && <Head figure>{t("Would add")}</Head>}
            <Head>{t("Practice")}</Head>
            <Head>{t("Now")}</Head>
            <Head>{t("Function")}</Head>
            <th scope="col" class="res-screen">
              {t("Plan")}
            </th>
          </>
        }
      >
        <tbody>
          {rows.slice(0, open ? rows.length : FEW).map((row) => (
            <tr key={row.id}>
              {hasGain && <Figure className="res-strong">{signed(row.gain)}</Figure>}
              <th scope="row">
                <IndicatorLink id={row.id} />
              </th>
              <td>{presentText(row.id)}</td>
              <td>{functionText(row.function)}</td>
              <td class="res-screen">
                <a class="sp-button res-small" href={href("plan", { for: row.id })}>
                  {planned.has(row.id) ? t("In the plan") : t("Add to plan")}
                  <span class="sp-unseen"> {named(asked.value.indicators.get(row.id))}</span>
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      <More all={number(rows.length)} open={open || rows.length <= FEW} onOpen={() => setOpen(true)} />
    </>
  );
}

/** What is answered now, in words. */
export function presentText(id) {
  const indicator = asked.value.indicators.get(id);
  const state = result.value.states.get(id);
  if (!indicator || !state) return "";
  if (state.reason?.kind === "fact-not-measured") return t("not measured");
  if (state.state === "missing") return t("not answered");
  if (indicator.kind === "ratio") return state.figure === null ? "–" : figureText(state.figure, indicator.answer.ratio.unit);
  if (indicator.kind === "checklist" && Array.isArray(state.value)) {
    return t("{ticked} of {all} ticked", { ticked: number(state.value.length), all: number(indicator.answer.checklist.items.length) });
  }
  return answerWords(indicator, submission.value.answers?.[id]);
}

export function NotApplicable() {
  const rows = notApplicable(asked.value, result.value, submission.value);
  return (
    <Section id="not-applicable" title={t("Said not to apply")}>
      {rows.length === 0 ? (
        <p>{t("Nothing is said not to apply.")}</p>
      ) : (
        <Table
          label={t("Said not to apply")}
          head={
            <>
              <Head>{t("Practice")}</Head>
              <Head>{t("Justification")}</Head>
            </>
          }
        >
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <IndicatorLink id={row.id} />
                </th>
                <td>{justificationText(asked.value.indicators.get(row.id), String(row.justification))}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function severityText(severity) {
  return { error: () => t("Contradiction"), warning: () => t("To check"), note: () => t("Note") }[severity]();
}

/** Return where a problem is mended. */
function placeOf(problem) {
  const [section, id] = problem.path;
  if (section === "facts" || section === "fact_notes") return { href: factHref(id) };
  if (section === "answers" && asked.value.indicators.has(id)) return { href: hrefOf(id), indicator: id };
  if (section === "actions") return { href: href("plan") };
  return { href: href("about") };
}

/** Return the address of a fact: its heading, and its own place there. */
function factHref(id) {
  const fact = framework.value.facts.get(id);
  return href(fact ? `facts/${fact.group ?? "other"}/${id}` : "facts");
}

function Problem({ problem, severity }) {
  const place = placeOf(problem);
  // In a list of what is lacking the heading says what is wrong, and the question says where.
  if (!severity && place.indicator) {
    return (
      <li>
        <IndicatorLink id={place.indicator} />
      </li>
    );
  }
  return (
    <li>
      {severity && <span class="res-severity">{severityText(problem.severity)}</span>}
      <span>{problemWords(problem, asked.value)}</span>{" "}
      {place.indicator ? (
        <IndicatorLink id={place.indicator} />
      ) : (
        <a class="res-screen" href={place.href}>
          {t("Go there")}
        </a>
      )}
    </li>
  );
}

export function Findings() {
  const found = qualityFindings(result.value.problems);
  const [open, setOpen] = useState(false);
  return (
    <Section id="findings" title={t("Quality of the data")}>
      {found.length === 0 && <p>{t("No figure contradicts another, and nothing looks unusual.")}</p>}
      <ul class="res-list">
        {found.slice(0, open ? found.length : FEW).map((problem) => (
          <Problem key={`${problem.code} ${problem.path.join("/")} ${problem.params?.check ?? ""}`} problem={problem} severity />
        ))}
      </ul>
      <More all={number(found.length)} open={open || found.length <= FEW} onOpen={() => setOpen(true)} />
    </Section>
  );
}

function lackingTitle(code, count) {
  return {
    "missing-detail": () => t("Details of the submission: {count}", { count }),
    "missing-fact": () => t("Facts that are needed: {count}", { count }),
    "missing-answer": () => t("Questions without an answer: {count}", { count }),
    "unconfirmed-answer": () => t("Answers from an earlier year that nobody confirmed: {count}", { count }),
    "unconfirmed-fact": () => t("Facts from an earlier year that nobody confirmed: {count}", { count }),
    "missing-evidence": () => t("Answers without evidence or a reason: {count}", { count }),
  }[code]();
}

/** What is still missing before the submission can be final. */
export function Lacking() {
  const lacking = useMemo(
    () => lackingForFinal(assess(framework.value, submission.value, { profile: profile.value, final: true }).problems),
    [submission.value, profile.value],
  );
  return (
    <Section id="lacking" title={t("Still needed for a final submission")}>
      {lacking.length === 0 && <p>{t("Nothing is lacking: everything that applies is answered and documented.")}</p>}
      {lacking.map(({ code, problems }) => (
        <details key={code} class="res-lacking">
          <summary>{lackingTitle(code, number(problems.length))}</summary>
          <ul class="res-list">
            {problems.map((problem) => (
              <Problem key={problem.path.join("/")} problem={problem} />
            ))}
          </ul>
        </details>
      ))}
    </Section>
  );
}
