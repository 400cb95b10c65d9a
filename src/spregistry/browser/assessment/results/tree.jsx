// Dimensions and standards: pictures, the numbers as a table, and how each number came about.
import { useState } from "preact/hooks";
import { number, t, text } from "../language.js";
import { asked, result, why } from "../state.js";
import { Figure, Head, IndicatorLink, MeasureCells, MeasureHeads, Section, Table } from "./pieces.jsx";
import { Picture } from "./picture.jsx";
import { groupBars, groupRadar, heightOf } from "./pictures.js";
import { bitingCaps, groupsAt } from "./standing.js";
import { levelText, named, published, titleOf } from "../wording.js";

export function Dimensions() {
  const { scorecard } = result.value;
  const groups = groupsAt(asked.value, 1);
  if (!groups.length) return null;
  const level = levelText(groups[0].level);
  const title = t("Scores by {level}", { level: level.toLocaleLowerCase() });
  return (
    <Section id="dimensions" title={title}>
      <div class="res-pictures">
        {groups.length > 2 && (
          <Picture title={t("{title}, as a radar", { title })} name="radar" heightOf={heightOf} make={(place) => groupRadar(groups, scorecard, title, place)} />
        )}
        <Picture title={t("{title}, as bars", { title })} name="dimensions" heightOf={heightOf} make={(place) => groupBars(groups, scorecard, title, place)} />
      </div>
      <GroupTable label={title} level={level} groups={groups} />
    </Section>
  );
}

export function Standards() {
  const { scorecard } = result.value;
  const groups = groupsAt(asked.value, 2);
  if (!groups.length) return null;
  const level = levelText(groups[0].level);
  const title = t("Scores by {level}", { level: level.toLocaleLowerCase() });
  return (
    <Section id="standards" title={title}>
      <Picture title={t("{title}, as bars", { title })} name="standards" heightOf={heightOf} make={(place) => groupBars(groups, scorecard, title, place)} />
      <GroupTable label={title} level={level} groups={groups} />
    </Section>
  );
}

function GroupTable({ label, level, groups }) {
  const [shown, setShown] = useState(null);
  const { scorecard } = result.value;
  return (
    <Table
      label={label}
      className="res-scores"
      head={
        <>
          <Head>{level}</Head>
          <MeasureHeads />
        </>
      }
    >
      <tbody>
        {groups.map((group) => (
          <>
            <tr key={group.id}>
              <th scope="row">
                <button type="button" class="res-opener" aria-expanded={shown === group.id} onClick={() => setShown(shown === group.id ? null : group.id)}>
                  {named(group)}
                </button>
              </th>
              <MeasureCells measures={scorecard.groups.get(group.id)} />
            </tr>
            {shown === group.id && (
              <tr class="res-inside" key={`${group.id} inside`}>
                <td colSpan={8}>
                  <Calculation id={group.id} />
                </td>
              </tr>
            )}
          </>
        ))}
      </tbody>
    </Table>
  );
}

function ruleText({ aggregate }) {
  return {
    mean: () => t("The score is the weighted mean of these:"),
    points: () => t("The score is the weighted mean of these indicators, whatever groups they stand in:"),
    min: () => t("The score is the lowest of these:"),
    count: () => t("The score follows from how many of these reach their level:"),
  }[aggregate]();
}

/** How the score of a group, or of the whole, came about. */
function Calculation({ id }) {
  const calculation = why.value?.calculations.get(id);
  if (!calculation) return null;
  return (
    <div class="res-calculation">
      <p>{ruleText(calculation)}</p>
      <ul>
        {calculation.children.map((child) => (
          <li key={child.id}>
            <span class="res-figure">{child.counted ? published(child.score) : t("left out")}</span>
            <span class="res-weight">{t("weight {weight}", { weight: number(child.weight) })}</span>
            <span>{asked.value.groups.has(child.id) ? named(asked.value.groups.get(child.id)) : <IndicatorLink id={child.id} />}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Caps that lower a score, with their reason. */
export function Caps() {
  const { droppedCaps } = result.value.scorecard;
  const caps = why.value ? bitingCaps(why.value) : [];
  if (!caps.length && !droppedCaps.length) return null;
  return (
    <Section id="caps" title={t("Limits that hold a score down")} intro={t("Some practices matter so much that nothing else can make up for them. Until they are in place, the score of the group stays at its limit.")}>
      <ul class="res-list">
        {caps.map((cap) => (
          <li key={`${cap.group} ${cap.indicator}`}>
            <p>
              <strong>{capText(cap)}</strong>
            </p>
            <p>{text(`${cap.group ?? "framework"}/caps/${cap.indicator}`) || cap.reason}</p>
            <p>
              <IndicatorLink id={cap.indicator} />
            </p>
          </li>
        ))}
        {droppedCaps.map((cap) => (
          <li key={`dropped ${cap.indicator}`}>{t("A limit of the base standard that depends on “{indicator}” is not part of this profile.", { indicator: titleOf({ id: cap.indicator }) })}</li>
        ))}
      </ul>
    </Section>
  );
}

function capText(cap) {
  const group = cap.group === null ? t("The whole") : named(asked.value.groups.get(cap.group));
  if (cap.bites === "score") return t("{group} is held to {limit} as long as this is not answered.", { group, limit: number(cap.to) });
  return t("{group} is held to {limit} instead of {uncapped}.", { group, limit: number(cap.to), uncapped: published(cap.uncapped) });
}

/** Awards: minimums that must all hold; nothing offsets them. */
export function Awards() {
  const { awards } = result.value.scorecard;
  if (!awards.length) return null;
  return (
    <Section id="awards" title={t("Levels")} intro={t("A level is reached when all of its minimums are; a high score elsewhere makes up for none.")}>
      {awards.map((award) => (
        <div key={award.id} class="res-award">
          <h3 class="sp-h3">
            {text(`award:${award.id}/title`) || award.id} <span class="res-band">{award.held ? t("reached") : t("not reached")}</span>
          </h3>
          <Table
            label={text(`award:${award.id}/title`) || award.id}
            head={
              <>
                <Head>{t("Minimum in")}</Head>
                <Head figure>{t("Needed")}</Head>
                <Head figure>{t("Score")}</Head>
                <Head>{t("Outcome")}</Head>
              </>
            }
          >
            <tbody>
              {award.minimums.map((minimum) => (
                <tr key={minimum.group}>
                  <th scope="row">{named(asked.value.groups.get(minimum.group))}</th>
                  <Figure>{number(minimum.needed)}</Figure>
                  <Figure>{published(minimum.score)}</Figure>
                  <td>{outcomeText(minimum.outcome)}</td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      ))}
    </Section>
  );
}

function outcomeText(outcome) {
  return { reached: () => t("reached"), "not reached": () => t("not reached"), skipped: () => t("skipped, as nothing is scored there") }[outcome]();
}

