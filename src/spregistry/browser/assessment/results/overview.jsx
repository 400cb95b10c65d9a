// The head of the results: what was assessed, what this is not, the score or its range, and what stands beside it.
import { useMemo } from "preact/hooks";
import { isFinished } from "../../engine/scorecards.js";
import { waitingIds } from "../document/carry.js";
import { day, number, rich, t, text } from "../language.js";
import { asked, framework, href, profile, result, submission, tell } from "../state.js";
import { Bar } from "./pieces.jsx";
import { notApplicableShare } from "./standing.js";
import { bandText, published, rangeText, said, shareText } from "../wording.js";

export function Overview() {
  const { scorecard } = result.value;
  return (
    <div class="res-overview">
      <Subject />
      {scorecard.overall ? <Whole measures={scorecard.overall} /> : <p>{t("This standard publishes no total: one number would mislead.")}</p>}
      {scorecard.overall && <Beside measures={scorecard.overall} />}
    </div>
  );
}

function Subject() {
  const { organisation, period, status, assurance } = submission.value;
  const name = said(organisation?.name) || t("An institution without a name");
  const carried = waitingIds(submission.value, result.value.states).length;
  const standard = text("framework/title") || framework.value.reference;
  return (
    <header class="res-subject">
      <p class="res-name">{organisation?.country ? t("{name} ({country})", { name, country: said(organisation.country) }) : name}</p>
      <p>
        {t("{standard}, {reference}", { standard, reference: framework.value.reference })}
        {profile.value && <span class="sp-chip">{t("Profile: {profile}", { profile: profile.value.reference })}</span>}
        {period?.start && period?.end && <span class="sp-chip">{t("{start} to {end}", { start: day(said(period.start)), end: day(said(period.end)) })}</span>}
        <span class="sp-chip">{status === "final" ? t("Final") : t("Draft")}</span>
      </p>
      <p class="res-not">{notThis(assurance?.level)}</p>
      {carried > 0 && <p class="res-notice">{t("Answers carried from an earlier year that nobody has confirmed yet: {count}. They count in these numbers.", { count: number(carried) })}</p>}
    </header>
  );
}

/** What a reader must not take it for comes before any number. */
function notThis(level) {
  if (level === "verified") return t("This is a self-assessment that an outside assessor has verified. It is neither an audit nor a certification.");
  if (level === "accompanied") return t("This is a self-assessment that an outside adviser has accompanied. It is neither an audit nor a certification.");
  return t("This is a self-assessment. It is neither an audit nor a certification, and nobody outside has checked it.");
}

function Whole({ measures }) {
  const finished = isFinished(measures);
  if (measures.score === null) return <p class="res-whole">{t("Nothing has been scored yet.")}</p>;
  return (
    <div class="res-whole">
      <p class="res-headline">
        {finished ? <strong class="res-big">{published(measures.score)}</strong> : <strong class="res-big">{rangeText(measures)}</strong>}
        <span class="res-of">{t("of 100")}</span>
        {measures.band && <span class="res-band">{bandText(measures.band)}</span>}
      </p>
      <div class="res-scale" aria-hidden="true">
        <Bar measures={measures} />
        <Bands />
      </div>
      {!finished && (
        <p>
          {t("Between {low} and {high}, {share} answered: what is missing counts nothing below and everything above.", {
            low: published(measures.score),
            high: published(measures.potential),
            share: shareText(measures.coverage),
          })}
          {!measures.band && asked.value.bands.length > 0 && ` ${t("A band is named once both ends fall into the same one.")}`}
        </p>
      )}
    </div>
  );
}

/** Where the bands begin, below the bar. */
function Bands() {
  const { bands } = asked.value;
  if (!bands.length) return null;
  return (
    <span class="res-bands">
      {bands.map((band, at) => (
        <span key={band.id} style={{ insetInlineStart: `${band.from}%`, inlineSize: `${(bands[at + 1]?.from ?? 100) - band.from}%` }}>
          {bandText(band.id)}
        </span>
      ))}
    </span>
  );
}

function Beside({ measures }) {
  const { answered, missing, not_applicable: excluded, not_asked: notAsked, not_yet_due: notDue } = measures;
  const tiles = [
    [t("Scored questions answered"), t("{answered} of {all}", { answered: number(answered), all: number(answered + missing) }), shareText(measures.coverage)],
    [t("Documented score"), published(measures.documented), t("only what names evidence counts")],
    [t("Evidence coverage"), shareText(measures.evidence_coverage), t("of the answers that earn points")],
    [t("Not applicable"), shareText(notApplicableShare(measures)), t("Questions: {count}", { count: number(excluded) })],
    [t("If “not applicable” counted nothing"), published(measures.na_as_zero), t("the score with each such answer at 0")],
    [t("Not asked of this institution"), number(notAsked), notDue ? t("not yet due: {count}", { count: number(notDue) }) : t("decided by its facts")],
  ];
  return (
    <dl class="res-tiles">
      {tiles.map(([term, figure, note]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>
            <strong>{figure}</strong>
            <span>{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What exactly was scored, by what. */
export function Stamp() {
  const rows = useMemo(() => stampRows(result.value.scorecard.stamp()), [result.value]);
  const copy = async () => {
    const plain = rows.map(([name, value]) => `${name}: ${value}`).join("\n");
    try {
      await navigator.clipboard.writeText(plain);
      tell(t("The stamp was copied."));
    } catch {
      tell(t("The browser did not allow copying; select the text instead."), { kind: "problem" });
    }
  };
  return (
    <details class="res-stamp">
      <summary>{t("Stamp: what exactly was scored, by what")}</summary>
      <p>{t("Whoever holds this file and this version of the standard gets the same numbers, to the last digit.")}</p>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <button type="button" class="sp-button res-screen" onClick={copy}>
        {t("Copy the stamp")}
      </button>
    </details>
  );
}

function stampRows(stamp) {
  return [
    [t("Standard"), stamp.framework],
    [t("Digest of the standard"), stamp.framework_digest],
    [t("Profile"), stamp.profile],
    [t("Digest of the profile"), stamp.profile_digest],
    [t("Engine"), stamp.engine],
    [t("Digest of the submission"), stamp.submission_digest],
  ].filter(([, value]) => value);
}

/** Where only one department's part is open, the results are those of the whole all the same. */
export function PartNotice({ part }) {
  if (!part) return null;
  const link = <a href={href("colleagues")}>{t("put the parts together")}</a>;
  return (
    <p class="res-notice">
      {rich(t("Only the questions of one function are shown in the form, but the results are those of the whole institution. To see them complete, {link}."), { link })}
    </p>
  );
}
