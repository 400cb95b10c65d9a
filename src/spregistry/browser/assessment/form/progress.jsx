// How far one is: coverage as a bar with its figure, and a score with the range in which it will lie.
import { t } from "../language.js";
import { bandText, published, shareText, wholeEnds } from "../wording.js";

/** A bar of what is answered; the figure stands beside it for everyone. */
export function Coverage({ answered, open, label }) {
  const all = answered + open;
  if (!all) return null;
  return (
    <span class="sp-coverage">
      <span class="sp-bar" aria-hidden="true">
        <span class={open ? "sp-bar-fill" : "sp-bar-fill sp-bar-full"} style={{ inlineSize: `${(100 * answered) / all}%` }} />
      </span>
      <span class="sp-coverage-figure">
        <span class="sp-unseen">{label ?? t("Answered of all:")} </span>
        {answered}/{all}
      </span>
    </span>
  );
}

/** A score, or its range while something is missing; a band only where there is one. */
export function Score({ measures, large = false }) {
  if (!measures || measures.score === null) return <span class="sp-score sp-score-none">–</span>;
  const done = measures.score === measures.potential;
  return (
    <span class={large ? "sp-score sp-score-large" : "sp-score"}>
      {done ? published(measures.score) : t("{low} to {high}", wholeEnds(measures))}
    </span>
  );
}

/** A score's range as a line from 0 to 100: what is sure, and what is still open. Never coloured as good or bad. */
export function RangeBar({ measures }) {
  if (!measures || measures.score === null) return null;
  return (
    <span class="sp-range" aria-hidden="true">
      <span class="sp-range-sure" style={{ inlineSize: `${measures.score}%` }} />
      <span class="sp-range-open" style={{ insetInlineStart: `${measures.score}%`, inlineSize: `${measures.potential - measures.score}%` }} />
    </span>
  );
}

/** The headline of an assessment: score or range, coverage, and band where both ends share one. */
export function headline(measures) {
  if (!measures || measures.score === null) return t("No score yet");
  const { score: low, potential: high, coverage, band } = measures;
  if (low === high) return band ? t("Score {score}, {band}", { score: published(low), band: bandText(band) }) : t("Score {score}", { score: published(low) });
  return t("Score between {low} and {high}, {coverage} answered", { ...wholeEnds(measures), coverage: shareText(coverage) });
}
