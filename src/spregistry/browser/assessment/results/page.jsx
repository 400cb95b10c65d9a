// The results: shown for the routes of `RESULT_VIEWS`.
import { useEffect, useRef } from "preact/hooks";
import { t, text } from "../language.js";
import { asked, framework, href, part, result, submission, view } from "../state.js";
import { Compare } from "./compare.jsx";
import { Dashboard } from "./dashboard.jsx";
import { Findings, Gaps, Lacking, NotApplicable, Strengths } from "./gaps.jsx";
import { Overview, PartNotice, Stamp } from "./overview.jsx";
import { Plan } from "./plan.jsx";
import { Share } from "./share.jsx";
import { Awards, Caps, Dimensions, Standards } from "./tree.jsx";

const VIEWS = { results: Whole, plan: Plan, compare: Compare, share: Share };

export const RESULT_VIEWS = Object.keys(VIEWS);

export function Results() {
  const holder = useRef(null);
  usePaper(holder);
  if (!submission.value || !result.value) return null;
  const View = VIEWS[view.value.name] ?? Whole;
  return (
    <div class="res" ref={holder}>
      <View />
    </div>
  );
}

function Whole() {
  const place = view.value.path[0];
  useEffect(() => {
    // After the frame, which brings every new view to its top.
    const later = place && setTimeout(() => show(place));
    return () => clearTimeout(later);
  }, [place]);
  return (
    <>
      <div class="res-title">
        <h1 class="sp-h1" tabIndex={-1}>
          {t("Results")}
        </h1>
        <button type="button" class="sp-button res-screen" onClick={() => print()}>
          {t("Print or save as PDF")}
        </button>
      </div>
      <PartNotice part={part.value} />
      <Overview />
      <Contents />
      <Dimensions />
      <Strengths />
      <Caps />
      <Awards />
      <Gaps />
      <Standards />
      <Dashboard />
      <Findings />
      <NotApplicable />
      <Lacking />
      <Method />
    </>
  );
}

function show(place) {
  const heading = document.getElementById(`res-${place}`);
  heading?.scrollIntoView();
  heading?.focus({ preventScroll: true });
}

/** Where to find what, on a long page. */
function Contents() {
  const places = {
    dimensions: t("Scores"),
    gaps: t("Gaps"),
    facts: t("Facts and ratios"),
    findings: t("Quality of the data"),
    "not-applicable": t("Said not to apply"),
    lacking: t("Still needed"),
    method: t("Method"),
  };
  return (
    <nav class="res-contents res-screen" aria-label={t("On this page")}>
      <ul>
        {Object.entries(places).map(([place, title]) => (
          <li key={place}>
            <a href={href(`results/${place}`)} onClick={() => view.value.path[0] === place && show(place)}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Method() {
  return (
    <section class="res-section">
      <h2 class="sp-h2" id="res-method" tabIndex={-1}>
        {t("Method")}
      </h2>
      {asked.value.hasOverall && (
        <p>{t("Every answer that applies earns between none and all of its points. Groups are scored from these as the standard lays down, from the lowest level up to the whole, from 0 to 100.")}</p>
      )}
      <p>{t("What is not answered counts nothing in the lower number and everything in the upper one, so that leaving questions out can never look like excellence. What does not apply, is not asked or is not yet due is left out.")}</p>
      <p>{t("The documented score counts only points for which evidence is named. The evidence itself was not looked at by this program.")}</p>
      {text("framework/notice") && <p>{text("framework/notice")}</p>}
      <p class="res-note">{framework.value.reference}</p>
      <Stamp />
    </section>
  );
}

/** What is folded on the screen is unfolded on paper. */
function usePaper(holder) {
  useEffect(() => {
    let folded = [];
    const unfold = () => {
      folded = [...(holder.current?.querySelectorAll("details:not([open])") ?? [])];
      folded.forEach((one) => (one.open = true));
    };
    const fold = () => folded.splice(0).forEach((one) => (one.open = false));
    window.addEventListener("beforeprint", unfold);
    window.addEventListener("afterprint", fold);
    return () => {
      window.removeEventListener("beforeprint", unfold);
      window.removeEventListener("afterprint", fold);
    };
  }, []);
}
