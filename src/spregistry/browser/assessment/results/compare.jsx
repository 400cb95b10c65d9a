// The open submission beside earlier ones: overall and by group, in pictures and numbers; only what was answered on the same wording.
import { useMemo, useState } from "preact/hooks";
import { isFinished } from "../../engine/scorecards.js";
import { recognise } from "../document/files.js";
import { FileButton } from "../form/fields.jsx";
import { addPrevious } from "../form/files.jsx";
import { number, rich, t } from "../language.js";
import { asked, data, framework, previous, profile, submission } from "../state.js";
import { compared, inOrder } from "./comparison.js";
import { Bar, Figure, Head, Section, Table } from "./pieces.jsx";
import { Picture } from "./picture.jsx";
import { heightOf, yearBars } from "./pictures.js";
import { groupsAt } from "./standing.js";
import { levelText, named, periodText, published, rangeText, said, signed, standingText } from "../wording.js";

export function Compare() {
  const { cards, foreign, institutions } = useMemo(
    () => inOrder(framework.value, profile.value, [...previous.value, { name: null, submission: submission.value }]),
    [framework.value, profile.value, previous.value, submission.value],
  );
  return (
    <>
      <h1 class="sp-h1" tabIndex={-1}>
        {t("Comparison over time")}
      </h1>
      <p class="sp-lead">{t("Open the files of earlier years to see what has changed since. They are only read, and stay as they are.")}</p>
      <Opened />
      {foreign.map((one, at) => (
        <Foreign key={at} opened={one} />
      ))}
      {cards.some((one) => one.submission.framework !== framework.value.reference) && (
        <p class="res-note">{t("Some files were made with another edition of the same version, which asks and scores the same; only wording differs.")}</p>
      )}
      {institutions.length > 1 && <p class="res-notice">{t("These files name different institutions; a change between them is no development.")}</p>}
      {cards.length > 1 ? <Compared cards={cards} /> : <p>{t("Nothing to compare yet: open at least one earlier file of the same version.")}</p>}
    </>
  );
}

function Opened() {
  return (
    <div class="res-screen">
      <FileButton class="sp-button sp-primary" multiple onFiles={addPrevious}>
        {t("Open earlier files")}
      </FileButton>
      {previous.value.length > 0 && (
        <ul class="res-list res-opened" aria-label={t("Files opened for comparison")}>
          {previous.value.map((one, at) => (
            <li key={at}>
              <span>{t("{file}: {period}, {standing}", { file: one.name, period: periodText(one.submission), standing: standingText(one.submission) })}</span>{" "}
              <button type="button" class="sp-button res-small" onClick={() => (previous.value = previous.value.filter((other) => other !== one))} aria-label={t("Take out: {file}", { file: one.name })}>
                {t("Take out")}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A file of another version or standard is explained, and not compared number by number. */
function Foreign({ opened }) {
  const reference = said(opened.submission.framework);
  const kind = recognise(reference, framework.value.reference);
  const known = (data.value.previous ?? []).find((one) => one.reference === reference);
  const values = { file: opened.name ?? "", reference, ours: framework.value.reference };
  return (
    <div class="res-notice">
      <p>
        {kind === "other"
          ? t("“{file}” answers {reference}, which is another standard than {ours}. The two cannot be compared.", values)
          : t("“{file}” answers {reference}, and this form is for {ours}. Questions, weights and limits may differ between the two, so that a change in the score would say little about the institution; the numbers are not set side by side.", values)}
      </p>
      {kind !== "other" && <p>{t("To compare, carry the older file to this version with “spregistry migrate”, look through what it reports, and open the result here.")}</p>}
      {known && <p>{rich(t("The form for {reference} shows its own results: {link}."), { reference, link: <a href={known.url}>{reference}</a> })}</p>}
    </div>
  );
}

function Compared({ cards }) {
  const [deep, setDeep] = useState(1);
  const lines = compared(asked.value, cards);
  const groups = groupsAt(asked.value, 1);
  const names = uniqueNames(cards);
  const unfinished = cards.filter(({ scorecard }) => scorecard.overall && !isFinished(scorecard.overall)).length;
  const depths = [...new Set(lines.map(({ depth }) => depth))].filter((depth) => depth > 0);
  const title = t("Scores over time");
  const drawn = groups.length ? t("Scores by {level} over time", { level: levelText(groups[0].level).toLocaleLowerCase() }) : title;
  return (
    <Section id="over-time" title={title}>
      {groups.length > 0 && (
        <Picture title={drawn} name="over-time" heightOf={heightOf} make={(place) => yearBars(groups, cards, names, drawn, place)} />
      )}
      {depths.length > 1 && (
        <p class="res-screen res-filter">
          <label>
            {t("Show down to")}{" "}
            <select class="sp-input sp-select" value={deep} onChange={(event) => setDeep(Number(event.currentTarget.value))}>
              {depths.map((depth) => (
                <option key={depth} value={depth}>
                  {levelText(asked.value.levels[depth - 1] ?? "")}
                </option>
              ))}
            </select>
          </label>
        </p>
      )}
      <Table
        label={title}
        className="res-compared"
        head={
          <>
            <Head>{t("Group")}</Head>
            {cards.map((card, at) => (
              <Head figure key={names[at]}>
                {names[at]}
                <span class="res-note">{standingText(card.submission)}</span>
              </Head>
            ))}
            <Head figure>{t("Change")}</Head>
          </>
        }
      >
        <tbody>
          {lines
            .filter((line) => line.depth <= deep)
            .map((line) => (
              <tr key={line.group ?? "whole"} class={`res-depth-${line.depth}`}>
                <th scope="row">{line.group === null ? t("Overall") : named(asked.value.groups.get(line.group))}</th>
                {line.measures.map((measures, at) => (
                  <Figure key={names[at]}>
                    {rangeText(measures)}
                    <Bar measures={measures} />
                  </Figure>
                ))}
                <Figure className="res-strong">{signed(line.change)}</Figure>
              </tr>
            ))}
        </tbody>
      </Table>
      {unfinished > 0 && <p class="res-note">{t("Unfinished submissions: {count}. Their range is shown, and no change is computed from it.", { count: number(unfinished) })}</p>}
      <Documented cards={cards} names={names} />
    </Section>
  );
}

/** A score that rests on more evidence than the year before has changed as well. */
function Documented({ cards, names }) {
  if (!cards.every(({ scorecard }) => scorecard.overall)) return null;
  return (
    <Table
      label={t("What the scores rest on")}
      head={
        <>
          <Head>{t("What the scores rest on")}</Head>
          {names.map((name) => (
            <Head figure key={name}>
              {name}
            </Head>
          ))}
        </>
      }
    >
      <tbody>
        <tr>
          <th scope="row">{t("Documented score")}</th>
          {cards.map(({ scorecard }, at) => (
            <Figure key={names[at]}>{published(scorecard.overall.documented)}</Figure>
          ))}
        </tr>
        <tr>
          <th scope="row">{t("Said not to apply")}</th>
          {cards.map(({ scorecard }, at) => (
            <Figure key={names[at]}>{number(scorecard.overall.not_applicable)}</Figure>
          ))}
        </tr>
      </tbody>
    </Table>
  );
}

/** Years as names; two files of one year also by the names of their files. */
function uniqueNames(cards) {
  const periods = cards.map(({ submission: one }) => periodText(one));
  return cards.map(({ name }, at) => {
    const alone = periods.filter((period) => period === periods[at]).length === 1;
    return alone ? periods[at] : t("{period} ({file})", { period: periods[at], file: name ?? t("open now") });
  });
}
