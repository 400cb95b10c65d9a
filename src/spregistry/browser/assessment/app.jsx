// The frame around every view: what is open, where one is, how far, and where it is kept.
import { Component } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { day, direction, languageName, moment, t, text } from "./language.js";
import { RESULT_VIEWS, Results } from "./results/page.jsx";
import { data, framework, go, href, language, notice, options, part, profile, record, redoable, result, submission, undoable, unknownPart, view } from "./state.js";
import { close, conflict, deleted, isUnsaved, keepAgain, keepApart, kept, place, takeTheirs } from "./storage.js";
import { assess } from "../engine/index.js";
import { confirmedOnly } from "./document/answers.js";
import { waitingIds } from "./document/carry.js";
import { AboutView } from "./form/about.jsx";
import { ColleaguesView } from "./form/colleagues.jsx";
import { Dialogs } from "./form/dialog.jsx";
import { Errata } from "./form/errata.jsx";
import { FactsView } from "./form/facts.jsx";
import { saveFile } from "./form/files.jsx";
import { showUnconfirmed } from "./form/filters.jsx";
import { Icon } from "./form/icons.jsx";
import { FindView, IndicatorsView } from "./form/indicators.jsx";
import { MigrationView } from "./form/migration.jsx";
import { changeLanguage } from "./form/languages.js";
import { Contents } from "./form/nav.jsx";
import { headline, RangeBar, Score } from "./form/progress.jsx";
import { ReviewView } from "./form/review.jsx";
import { showShortcuts, useShortcuts } from "./form/shortcuts.jsx";
import { StartView } from "./form/start.jsx";
import { redoTold, undoTold } from "./form/undo.js";

const VIEWS = { start: StartView, about: AboutView, facts: FactsView, assess: IndicatorsView, find: FindView, colleagues: ColleaguesView, review: ReviewView, migration: MigrationView };

export function App({ element }) {
  const [narrow, setNarrow] = useState(false); // whether the contents are unfolded on a narrow screen
  const main = useRef(null);
  const { name, path } = view.value;
  const opened = submission.value !== null;
  const isResult = RESULT_VIEWS.includes(name);
  const View = opened ? (VIEWS[name] ?? (isResult ? Results : StartView)) : StartView;
  // On a narrow screen the contents stand above the page: one goes up to them, and back where one was.
  const left = useRef(null);
  const unfold = () => {
    left.current = narrow ? left.current : window.scrollY;
    setNarrow(!narrow);
  };
  useLayoutEffect(() => {
    if (narrow) document.getElementById("sp-contents")?.scrollIntoView({ block: "start", behavior: "instant" });
    else if (left.current !== null) window.scrollTo({ top: left.current, behavior: "instant" });
  }, [narrow]);
  useRoot(element);
  useFocus(main, `${opened} ${name}/${path.join("/")}`, () => {
    left.current = null;
    setNarrow(false);
  });
  useShortcuts();
  const Main = options.value.theme === "own" ? "main" : "div";
  return (
    <>
      <button type="button" class="sp-skip" onClick={() => main.current.querySelector("h1")?.focus()}>
        {t("Skip to the content")}
      </button>
      <Top opened={opened} unfolded={narrow} onUnfold={unfold} />
      <OutOfUse />
      <Errata />
      <Banners />
      <div class={opened ? "sp-body" : "sp-body sp-body-alone"}>
        {opened && (
          <nav class={narrow ? "sp-nav sp-nav-open" : "sp-nav"} id="sp-contents" aria-label={t("Contents")}>
            <Contents />
          </nav>
        )}
        <Main class={isResult ? "sp-main sp-main-wide" : "sp-main"} ref={main}>
          {/* Keyed, so that no field of one page lends its content to the next. */}
          <Guarded key={`${record.value?.id} ${name} ${name === "assess" || name === "facts" ? path[0] : ""}`}>
            <View />
          </Guarded>
        </Main>
      </div>
      <Saying />
      <Dialogs />
    </>
  );
}

/** Where a view fails, the rest stays: what was answered is kept, and can be saved. */
class Guarded extends Component {
  constructor(props) {
    super(props);
    this.state = { error: null };
  }

  componentDidCatch(error) {
    this.setState({ error });
    console.error(error);
  }

  render({ children }, { error }) {
    if (!error) return children;
    return (
      <div role="alert">
        <h1 class="sp-h1" tabIndex={-1}>
          {t("This page cannot be shown")}
        </h1>
        <p>{t("That is a mistake of the form, not yours. Your answers are kept: save them to a file, and go on with another page.")}</p>
        <pre class="sp-code-block">{String(error?.message ?? error)}</pre>
        <button type="button" class="sp-button sp-primary" onClick={saveFile}>
          {t("Save to a file")}
        </button>
      </div>
    );
  }
}

/** Language, direction and colours of the whole, on the element the form stands in. */
function useRoot(element) {
  useEffect(() => {
    element.classList.add("sp-app");
    if (options.value.theme === "own") element.classList.add("sp-alone");
    element.lang = language.value;
    element.dir = direction.value;
    if (options.value.theme === "own") {
      document.documentElement.lang = language.value;
      document.documentElement.dir = direction.value;
      document.title = [submission.value?.organisation?.name, text("framework/title")].filter(Boolean).join(" – ");
    }
  });
}

/** On a change of view the heading gets the focus, or the question that was asked for. */
function useFocus(main, key, onMove) {
  const first = useRef(true);
  useEffect(() => {
    const { name, path } = view.value;
    const wanted = name === "assess" && path[1] ? document.getElementById(`q-${path[1]}`) : name === "facts" && path[1] ? document.getElementById(`f-${path[1]}`) : null;
    if (wanted) {
      wanted.scrollIntoView({ block: "start" });
      wanted.focus({ preventScroll: true });
    } else if (!first.current && document.activeElement?.id !== "sp-search") {
      main.current.querySelector("h1")?.focus({ preventScroll: true });
      window.scrollTo({ top: 0 });
    }
    first.current = false;
    onMove();
  }, [key]);
}

function Top({ opened, unfolded, onUnfold }) {
  const overall = result.value?.scorecard.overall;
  return (
    <header class="sp-top">
      {opened && (
        <button type="button" class="sp-quiet sp-unfold" aria-expanded={unfolded ? "true" : "false"} aria-controls="sp-contents" onClick={onUnfold}>
          <Icon name={unfolded ? "close" : "menu"} />
          <span>{t("Contents")}</span>
        </button>
      )}
      <div class="sp-brand">
        <span class="sp-brand-title">{opened ? submission.value.organisation?.name || t("Assessment without a name") : text("framework/title")}</span>
        {opened && <Kept />}
      </div>
      {opened && (
        <a class="sp-overall" href={href("results")}>
          <Score measures={overall} />
          <span class="sp-unseen">{t("{headline}. To the results", { headline: headline(overall) })}</span>
          <RangeBar measures={overall} />
        </a>
      )}
      <div class="sp-tools">
        {opened && (
          <>
            <button type="button" class="sp-quiet" disabled={!undoable.value} aria-label={undoable.value ? t("Undo: {what}", { what: undoable.value }) : t("Undo")} title={undoable.value ? t("Undo: {what}", { what: undoable.value }) : t("Undo")} onClick={undoTold}>
              <Icon name="undo" />
            </button>
            <button type="button" class="sp-quiet" disabled={!redoable.value} aria-label={redoable.value ? t("Redo: {what}", { what: redoable.value }) : t("Redo")} title={redoable.value ? t("Redo: {what}", { what: redoable.value }) : t("Redo")} onClick={redoTold}>
              <Icon name="redo" />
            </button>
            <button type="button" class="sp-quiet" onClick={saveFile} aria-label={t("Save to a file")} title={t("Save to a file")}>
              <Icon name="save" />
            </button>
          </>
        )}
        {data.value.languages.length > 1 && (
          <label class="sp-language">
            <span class="sp-unseen">{t("Language")}</span>
            <select class="sp-input sp-select" value={language.value} onChange={(event) => changeLanguage(event.currentTarget.value)}>
              {data.value.languages.map((one) => (
                <option key={one} value={one} lang={one}>
                  {languageName(one)}
                </option>
              ))}
            </select>
          </label>
        )}
        {options.value.theme === "own" && <Scheme />}
        <button type="button" class="sp-quiet" onClick={showShortcuts} aria-label={t("Keyboard shortcuts")} title={t("Keyboard shortcuts")}>
          <Icon name="keyboard" />
        </button>
      </div>
    </header>
  );
}

/** Where it is kept, and when it was last saved to a file. */
function Kept() {
  const { state } = kept.value;
  const { saved } = record.value;
  const words =
    state === "failed"
      ? t("Not kept: save to a file")
      : state === "nowhere" || deleted.value
        ? t("Not kept in this browser")
        : state === "pending"
          ? t("Keeping …")
          : t("Kept in this browser");
  const file = !saved ? t("not saved to a file yet") : isUnsaved() ? t("changed since saved to a file on {when}", { when: moment(saved.at) }) : t("saved to a file");
  return (
    <a class={state === "failed" || state === "nowhere" || deleted.value ? "sp-kept sp-kept-warns" : "sp-kept"} href={href("start")}>
      {t("{kept}, {file}", { kept: words, file })}
    </a>
  );
}

const SCHEME = "spregistry:scheme";

function Scheme() {
  const [scheme, setScheme] = useState(() => {
    try {
      return localStorage.getItem(SCHEME) ?? "";
    } catch {
      return "";
    }
  });
  useEffect(() => {
    if (scheme) document.documentElement.dataset.spScheme = scheme;
    else delete document.documentElement.dataset.spScheme;
    try {
      if (scheme) localStorage.setItem(SCHEME, scheme);
      else localStorage.removeItem(SCHEME);
    } catch {
      // not remembered then
    }
  }, [scheme]);
  const dark = scheme ? scheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  return (
    <button type="button" class="sp-quiet" aria-pressed={dark ? "true" : "false"} aria-label={t("Dark colours")} title={t("Dark colours")} onClick={() => setScheme(dark ? "light" : "dark")}>
      <Icon name="scheme" />
    </button>
  );
}

/** What anybody must know before filling in this version; on the site the page around the form says it. */
function OutOfUse() {
  return (data.value.out_of_use ?? []).map(({ event, framework: reference, on, reason, until, successor, lost_successor: lost }) => (
    <div key={reference} class="sp-banner sp-banner-warns" role="note">
      <p>
        <strong>{ended(event, { reference, day: day(on) })}</strong> {MEANS[event]()} {reason && t("Reason: {reason}", { reason })} {until && t("It may still be used until {day}.", { day: day(until) })}{" "}
        {successor && t("In its place: {version}", { version: successor })}
        {lost && t("{version} was to take its place, and is not in use itself.", { version: lost })}
      </p>
    </div>
  ));
}

function ended(event, values) {
  if (event === "recalled") return t("{reference} was recalled on {day}.", values);
  return event === "withdrawn" ? t("{reference} was withdrawn on {day}.", values) : t("{reference} was deprecated on {day}.", values);
}

const MEANS = {
  deprecated: () => t("Choose another version for new assessments."),
  withdrawn: () => t("This version is no longer in use. Submissions to it can still be scored."),
  recalled: () => t("This version is wrong; do not rely on results by it."),
};

const WHERE_CARRIED_IS_TOLD = new Set(["about", "assess", "migration", "results", "start"]);
const REMIND_AFTER = 40;
const REMIND_LATER = 40;

/** What the person should know and decide: another window's changes, a store that fails, a reminder to save, a part, carried answers. */
function Banners() {
  const [until, setUntil] = useState(REMIND_AFTER);
  if (!submission.value) return null;
  const changes = record.value.changes;
  const remind = place.value !== null && changes >= until && isUnsaved();
  const carried = waitingIds(submission.value, result.value.states).length;
  return (
    <section class="sp-banners" aria-label={t("Notices")}>
      {conflict.value && (
        <div class="sp-banner sp-banner-warns" role="alert">
          <p>{t("This assessment was changed in another window on {when}. Nothing was overwritten; choose how to go on.", { when: moment(conflict.value.updated) })}</p>
          <div class="sp-actions">
            <button type="button" class="sp-button sp-primary" onClick={() => keepApart(t("Copy of {when}", { when: moment(Date.now()) }))}>
              {t("Keep mine as an assessment of its own")}
            </button>
            <button type="button" class="sp-button" onClick={takeTheirs}>
              {t("Go on with the other window’s")}
            </button>
          </div>
        </div>
      )}
      {deleted.value && (
        <div class="sp-banner sp-banner-warns" role="alert">
          <p>{t("This assessment was deleted from this computer in another window. What stands here is not kept any more.")}</p>
          <div class="sp-actions">
            <button type="button" class="sp-button sp-primary" onClick={keepAgain}>
              {t("Keep it again")}
            </button>
            <button type="button" class="sp-button" onClick={() => close().then(() => go("start"))}>
              {t("Close this assessment")}
            </button>
          </div>
        </div>
      )}
      {kept.value.state === "failed" && (
        <div class="sp-banner sp-banner-warns" role="alert">
          <p>{t("The browser could not keep the latest changes ({reason}). Save to a file before you close this window.", { reason: kept.value.error })}</p>
          <button type="button" class="sp-button sp-primary" onClick={saveFile}>
            {t("Save to a file")}
          </button>
        </div>
      )}
      {remind && kept.value.state !== "failed" && (
        <div class="sp-banner" role="status">
          <p>{t("Much was changed since this was last saved to a file. A file is safe even when the browser’s store is cleared.")}</p>
          <div class="sp-actions">
            <button type="button" class="sp-button sp-primary" onClick={saveFile}>
              {t("Save to a file")}
            </button>
            <button type="button" class="sp-button" onClick={() => setUntil(changes + REMIND_LATER)}>
              {t("Later")}
            </button>
          </div>
        </div>
      )}
      {part.value && (
        <div class="sp-banner">
          <p>{t("Shown is the part for: {function}. When it is done, save it to a file and send it to the person who puts the parts together.", { function: text(`function:${part.value}/title`) || part.value })}</p>
        </div>
      )}
      {unknownPart.value && (
        <div class="sp-banner sp-banner-warns">
          <p>{t("The link asks for the part “{function}”, which this standard does not have. All questions are shown.", { function: unknownPart.value })}</p>
        </div>
      )}
      {carried > 0 && WHERE_CARRIED_IS_TOLD.has(view.value.name) && <Carried count={carried} />}
    </section>
  );
}

function Carried({ count }) {
  const alone = assess(framework.value, confirmedOnly(submission.value), { profile: profile.value }).scorecard.overall;
  return (
    <div class="sp-banner">
      <p>
        {t("Carried from an earlier assessment and not confirmed yet: {count}. They count in the score until somebody looks at them. Without them: {headline}.", { count, headline: headline(alone) })}
      </p>
      <button type="button" class="sp-button" onClick={showUnconfirmed}>
        {t("Show them")}
      </button>
    </div>
  );
}

const LONG_ENOUGH = 9000;

/** What was just done, announced politely; where it can be taken back, with a button. */
function Saying() {
  const now = notice.value;
  useEffect(() => {
    if (!now) return undefined;
    const timer = setTimeout(() => (notice.value = null), LONG_ENOUGH);
    return () => clearTimeout(timer);
  }, [now]);
  return (
    <div class="sp-saying" role="status" aria-live="polite">
      {now && (
        <div class={now.kind === "warns" ? "sp-toast sp-toast-warns" : "sp-toast"}>
          <span>{now.text}</span>
          {now.undoes && (
            <button type="button" class="sp-button" onClick={undoTold}>
              {t("Undo")}
            </button>
          )}
          <button type="button" class="sp-quiet" aria-label={t("Close")} onClick={() => (notice.value = null)}>
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}

