// Small pieces that all views of the results are made of.
import { isFinished } from "../../engine/scorecards.js";
import { t } from "../language.js";
import { asked, hrefOf } from "../state.js";
import { bandText, named, published, rangeText, shareText } from "../wording.js";

/** A score as a bar: filled up to what is certain, hatched up to what is still possible; the number stands beside it. */
export function Bar({ measures }) {
  if (!measures || measures.score === null) return <span class="res-bar res-bar-none" aria-hidden="true" />;
  const style = { "--low": `${measures.score}%`, "--high": `${measures.potential}%` };
  return (
    <span class="res-bar" style={style} aria-hidden="true">
      <span class="res-bar-open" />
      <span class="res-bar-certain" />
    </span>
  );
}

/** A section of a view with its heading. */
export function Section({ id, title, children, intro }) {
  return (
    <section class="res-section">
      <h2 class="sp-h2" id={`res-${id}`} tabIndex={-1}>
        {title}
      </h2>
      {intro && <p class="res-intro">{intro}</p>}
      {children}
    </section>
  );
}

/** A table that may be wider than the page: it then scrolls by itself, with the keyboard too. */
export function Table({ label, head, children, className = "" }) {
  return (
    <div class="res-scroll" role="region" aria-label={label} tabIndex={0}>
      <table class={`res-table ${className}`}>
        <caption class="sp-unseen">{label}</caption>
        <thead>
          <tr>{head}</tr>
        </thead>
        {children}
      </table>
    </div>
  );
}

export function Head({ children, figure = false }) {
  return (
    <th scope="col" class={figure ? "res-figure" : undefined}>
      {children}
    </th>
  );
}

export function Figure({ children, className = "" }) {
  return <td class={`res-figure ${className}`}>{children}</td>;
}

/** A link to an indicator's question: code and title. */
export function IndicatorLink({ id, children }) {
  const indicator = asked.value.indicators.get(id);
  if (!indicator) return <span>{id}</span>;
  return <a href={hrefOf(id)}>{children ?? named(indicator)}</a>;
}

/** What is known about a group in one line: score or range, band, what is answered. */
export function Measured({ measures }) {
  if (measures.score === null) return <span>{t("nothing scored")}</span>;
  return (
    <>
      <strong>{rangeText(measures)}</strong>{" "}
      {isFinished(measures) ? measures.band && <span class="res-band">{bandText(measures.band)}</span> : <span class="res-note">{t("{share} answered", { share: shareText(measures.coverage) })}</span>}
    </>
  );
}

/** The cells that every table of groups has after the name. */
export function MeasureCells({ measures }) {
  return (
    <>
      <td class="res-bar-cell">
        <Bar measures={measures} />
      </td>
      <Figure className="res-strong">{rangeText(measures)}</Figure>
      <td>{bandText(measures.band)}</td>
      <Figure>{shareText(measures.coverage)}</Figure>
      <Figure>{published(measures.documented)}</Figure>
      <Figure>{shareText(measures.evidence_coverage)}</Figure>
      <Figure>{measures.not_applicable || "–"}</Figure>
    </>
  );
}

/** The headings of these cells. */
export function MeasureHeads() {
  return (
    <>
      <th scope="col" class="res-bar-cell">
        <span class="sp-unseen">{t("Picture")}</span>
      </th>
      <Head figure>{t("Score")}</Head>
      <Head>{asked.value.bands.length ? t("Band") : ""}</Head>
      <Head figure>{t("Answered")}</Head>
      <Head figure>{t("Documented")}</Head>
      <Head figure>{t("With evidence")}</Head>
      <Head figure>{t("Not applicable")}</Head>
    </>
  );
}

/** How a list begins that can be long: the first few, and a button for all. */
export function More({ all, open, onOpen }) {
  if (open) return null;
  return (
    <button type="button" class="sp-button res-screen" onClick={onOpen}>
      {t("Show all: {all}", { all })}
    </button>
  );
}
