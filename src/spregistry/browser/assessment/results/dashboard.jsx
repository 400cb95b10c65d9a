// What the institution reports about itself: facts and ratios by heading, by segment, beside last year's.
import { useMemo } from "preact/hooks";
import { assess } from "../../engine/index.js";
import { factTitle, pointsWords, valueWords } from "../document/words.js";
import { number, t, text } from "../language.js";
import { asked, framework, href, hrefOf, previous, profile, result, submission, why } from "../state.js";
import { lastYear } from "../document/earlier.js";
import { dashboard, ratios } from "./facts.js";
import { Figure, Head, Section, Table } from "./pieces.jsx";
import { Picture } from "./picture.jsx";
import { heightOf, segmentBars } from "./pictures.js";
import { cellText, changeText, currencyText, figureText, formulaText, named, periodText, segmentText, shareText, unitText } from "../wording.js";

export function Dashboard() {
  const earlier = lastYear(framework.value, submission.value, previous.value)?.submission ?? null;
  const headings = useMemo(() => dashboard(framework.value, submission.value, earlier), [framework.value, submission.value, earlier]);
  const before = useMemo(
    () => (earlier ? assess(framework.value, earlier, { profile: profile.value }).states : null),
    [framework.value, earlier, profile.value],
  );
  const computed = ratios(asked.value, framework.value, result.value.states, why.value, before);
  const money = headings.some(({ rows }) => rows.some((row) => row.unit === "money" && row.now !== null));
  return (
    <Section id="facts" title={t("Facts and ratios")}>
      {money && <p class="res-intro">{t("Amounts of money are in {currency}.", { currency: currencyText(submission.value) })}</p>}
      <Earlier earlier={earlier} />
      {headings.map(({ group, rows }) => (
        <Heading key={group ?? ""} group={group} rows={rows} ratios={computed.filter((ratio) => ratio.group === group)} earlier={earlier} />
      ))}
    </Section>
  );
}

/** What the figures are compared with. */
function Earlier({ earlier }) {
  if (!earlier) {
    return (
      <p class="res-note res-screen">
        <a href={href("compare")}>{t("Open last year’s file to see its figures beside these.")}</a>
      </p>
    );
  }
  if (earlier.currency?.code === submission.value.currency?.code) return null;
  return (
    <p class="res-note">
      {t("The earlier amounts are in {earlier}, so that no change of money is computed.", { earlier: currencyText(earlier) })}
    </p>
  );
}

function Heading({ group, rows, ratios: computed, earlier }) {
  const figures = rows.filter((row) => row.numeric && (row.now !== null || row.before !== null || row.open !== null || row.notMeasured));
  const others = rows.filter((row) => !row.numeric && (row.value !== null || row.beforeValue !== null || row.notMeasured));
  const blank = rows.length - figures.length - others.length;
  const segmented = figures.filter((row) => row.parts.some((part) => part.share !== null));
  if (!rows.length && !computed.length) return null;
  const title = group === null ? t("Other facts") : text(`fact-group:${group}/title`) || group;
  const names = { now: periodText(submission.value), before: earlier ? periodText(earlier) : null };
  const shares = t("{heading}: shares of the whole", { heading: title });
  return (
    <section class="res-heading">
      <h3 class="sp-h3">{title}</h3>
      {others.length > 0 && <Others title={title} rows={others} names={names} />}
      {figures.length > 0 && <Figures title={title} rows={figures} names={names} />}
      {segmented.length > 0 && (
        <Picture title={shares} name={`shares-${group}`} heightOf={heightOf} make={(place) => segmentBars(segmented, factTitle, names, shares, place)} />
      )}
      {computed.length > 0 && <Ratios title={t("{heading}: ratios", { heading: title })} rows={computed} names={names} />}
      {blank > 0 && (
        <p class="res-note">
          {t("Facts not reported here: {count}.", { count: number(blank) })}{" "}
          <a class="res-screen" href={href("facts")}>
            {t("Report them")}
          </a>
        </p>
      )}
    </section>
  );
}

function Others({ title, rows, names }) {
  return (
    <Table
      label={t("{heading}: description", { heading: title })}
      head={
        <>
          <Head>{t("Fact")}</Head>
          {names.before && <Head>{names.before}</Head>}
          <Head>{names.now}</Head>
        </>
      }
    >
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">{factTitle(row.id)}</th>
            {names.before && <td>{describe(row, row.beforeValue, row.beforeNotMeasured)}</td>}
            <td>{describe(row, row.value, row.notMeasured)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function describe(row, value, notMeasured) {
  if (notMeasured) return t("not measured");
  return value === null ? "–" : valueWords(framework.value.facts.get(row.id), value);
}

function Figures({ title, rows, names }) {
  return (
    <Table
      label={title}
      className="res-figures"
      head={
        <>
          <Head>{t("Fact")}</Head>
          {names.before && <Head figure>{names.before}</Head>}
          <Head figure>{t("Start of the period")}</Head>
          <Head figure>{names.now}</Head>
          <Head figure>{t("Change")}</Head>
        </>
      }
    >
      <tbody>
        {rows.map((row) => (
          <>
            <tr key={row.id}>
              <th scope="row">
                {factTitle(row.id)} <span class="res-unit">{rowUnit(row)}</span>
              </th>
              {names.before && <Figure>{row.beforeNotMeasured ? t("not measured") : cellText(row.before, row.unit)}</Figure>}
              <Figure>{cellText(row.open, row.unit)}</Figure>
              <Figure className="res-strong">{row.notMeasured ? t("not measured") : cellText(row.now, row.unit)}</Figure>
              <Figure>{changeText(row, row.unit)}</Figure>
            </tr>
            {row.parts
              .filter((part) => part.now !== null || part.before !== null)
              .map((part) => (
                <tr class="res-part" key={`${row.id} ${part.segment}`}>
                  <th scope="row">{t("of which {segment}", { segment: segmentText(part.segment) })}</th>
                  {names.before && <Figure>{withShare(part.before, part.beforeShare, row.unit)}</Figure>}
                  <Figure>{""}</Figure>
                  <Figure>{withShare(part.now, part.share, row.unit)}</Figure>
                  <Figure>{changeText(part, row.unit)}</Figure>
                </tr>
              ))}
          </>
        ))}
      </tbody>
    </Table>
  );
}

/** The unit, where the title does not name it: “Active clients” are counted in clients. */
function rowUnit(row) {
  const unit = unitText(row.unit, submission.value);
  return factTitle(row.id).toLocaleLowerCase().includes(unit.toLocaleLowerCase()) ? "" : unit;
}

function withShare(value, share, unit) {
  if (value === null) return "–";
  return share === null ? cellText(value, unit) : t("{figure} ({share})", { figure: cellText(value, unit), share: shareText(share) });
}

function Ratios({ title, rows, names }) {
  return (
    <Table
      label={title}
      className="res-ratios"
      head={
        <>
          <Head>{t("Ratio")}</Head>
          {names.before && <Head figure>{names.before}</Head>}
          <Head figure>{names.now}</Head>
          {names.before && <Head figure>{t("Change")}</Head>}
          <Head figure>{t("Points")}</Head>
        </>
      }
    >
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <a href={hrefOf(row.id)}>{named(row)}</a>
              <span class="res-formula">{formulaText(row.numerator, row.denominator)}</span>
              {row.best !== null && <HowItEarns id={row.id} />}
            </th>
            {names.before && <Figure>{figureText(row.before, row.unit)}</Figure>}
            <Figure className="res-strong">{ratioText(row)}</Figure>
            {names.before && <Figure>{changeText({ change: row.change, relative: null }, row.unit)}</Figure>}
            <Figure>{pointsText(row)}</Figure>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** The thresholds, on demand: they are long where they depend on facts. Paper does without. */
function HowItEarns({ id }) {
  const lines = pointsWords(framework.value, asked.value.indicators.get(id).answer.ratio);
  return (
    <details class="res-more res-screen">
      <summary>{t("How it earns points")}</summary>
      {lines.map((line) => (
        <span class="res-formula" key={line}>
          {line}
        </span>
      ))}
    </details>
  );
}

function ratioText(row) {
  if (row.now !== null) return figureText(row.now, row.unit);
  if (row.reason?.kind === "fact-not-measured") return t("not measured");
  return row.state === "missing" ? t("a fact is missing") : "–";
}

function pointsText(row) {
  if (row.best === null) return t("not scored");
  if (row.points !== null) return t("{points} of {best}", { points: number(row.points, { maximumFractionDigits: 2 }), best: number(row.best) });
  return {
    undefined: () => t("not computable"),
    "not asked": () => t("not asked"),
    "not yet due": () => t("not yet due"),
    "not applicable": () => t("does not apply"),
  }[row.state]?.() ?? "–";
}
