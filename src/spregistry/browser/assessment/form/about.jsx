// Whom the assessment is about, which period, in which currency, who answers and who vouches for it.
import { assess } from "../../engine/index.js";
import { details, withDetail, withKey } from "../document/answers.js";
import { problemWords } from "../document/problems.js";
import { carriedFrom } from "../document/report.js";
import { locale, number, profileTitle, t, text } from "../language.js";
import { change, framework, href, hrefOf, profile, profiles, result, submission } from "../state.js";
import { headingOf } from "./answer.jsx";
import { COUNTRIES } from "./countries.js";
import { DateField, line, NumberField, Radios, Select, TextField } from "./fields.jsx";
import { showUnconfirmed } from "./filters.jsx";

export function AboutView() {
  const said = submission.value;
  const detail = (section, key) => details(said, section)[key];
  const put = (way, value) => change(t("About the assessment"), (old) => withDetail(old, way, value), way.join("."));
  const field = (section, key, label, rest = {}) => (
    <TextField id={`${section}-${key}`} label={label} value={detail(section, key)} longest={500} onText={(value) => put([section, key], value)} {...rest} />
  );
  return (
    <>
      <h1 class="sp-h1" tabIndex={-1}>
        {t("About the assessment")}
      </h1>
      {carriedFrom(said) && (
        <p class="sp-standing">
          {t("Carried over from {reference}, an earlier version of this standard.", { reference: carriedFrom(said) })} <a href={href("migration")}>{t("What was carried over")}</a>
        </p>
      )}
      <Section title={t("The institution")}>
        {field("organisation", "name", t("Name"), { autocomplete: "organization" })}
        <div class="sp-row">
          <Select id="organisation-country" label={t("Country")} value={detail("organisation", "country") ?? ""} choices={[{ value: "", label: t("Choose …") }, ...countries()]} onChoice={(country) => put(["organisation", "country"], country)} />
          {field("organisation", "region", t("Region"))}
        </div>
        <div class="sp-row">
          {field("organisation", "website", t("Website"), { inputmode: "url" })}
          {field("organisation", "contact", t("Contact"))}
        </div>
      </Section>
      <Section title={t("Period")} hint={t("The year that the figures are about; both days belong to it.")}>
        <div class="sp-row">
          <DateField id="period-start" label={t("From")} value={detail("period", "start")} onDay={(value) => put(["period", "start"], value)} />
          <DateField id="period-end" label={t("To")} value={detail("period", "end")} onDay={(value) => put(["period", "end"], value)} />
          {!detail("period", "start") && (
            <button type="button" class="sp-button sp-low" onClick={() => change(t("About the assessment"), (old) => withDetail(withDetail(old, ["period", "start"], lastYear().start), ["period", "end"], lastYear().end))}>
              {t("Calendar year {year}", { year: lastYear().start.slice(0, 4) })}
            </button>
          )}
        </div>
        <Problems of="period" />
      </Section>
      <Section title={t("Currency")} hint={t("Every amount of money in this assessment is in this currency, in whole units.")}>
        <div class="sp-row">
          <TextField id="currency-code" label={t("Currency code, such as KES")} value={detail("currency", "code")} longest={3} list="sp-currencies" autocapitalize="characters" onText={(value) => putCode(value, put)} />
          <NumberField id="currency-per-usd" label={t("Units for one US dollar")} value={detail("currency", "per_usd")} schema={{ type: "number", exclusiveMinimum: 0, maximum: 1e9 }} onNumber={(value) => put(["currency", "per_usd"], value)} />
          <DateField id="currency-date" label={t("On")} value={detail("currency", "date")} onDay={(value) => put(["currency", "date"], value)} />
        </div>
        {isStrangeCode(detail("currency", "code")) && <p class="sp-warns">{t("“{code}” is no code of a currency: three letters, such as KES, XOF or MXN.", { code: detail("currency", "code") })}</p>}
        <Problems of="currency" />
        {field("currency", "source", t("Source of the rate"))}
        <datalist id="sp-currencies">
          {currencies().map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </datalist>
      </Section>
      <Section title={t("Who answers")} hint={t("Every answer is signed with this name and the day. Colleagues who fill in their own copy put theirs.")}>
        <div class="sp-row">
          {field("respondent", "name", t("Your name"), { autocomplete: "name" })}
          {field("respondent", "role", t("Your role"), { autocomplete: "organization-title" })}
        </div>
        {framework.value.respondentGroups.length > 0 && (
          <Select id="respondent-group" label={t("Group")} value={detail("respondent", "group") ?? ""} choices={[{ value: "", label: t("Choose …") }, ...framework.value.respondentGroups.map(({ id }) => ({ value: id, label: text(`respondent-group:${id}/title`) || id }))]} onChoice={(value) => put(["respondent", "group"], value)} />
        )}
      </Section>
      {profiles.value.size > 0 && <ProfileChoice />}
      <Assurance put={put} field={field} />
      <State />
      <nav class="sp-turn" aria-label={t("Pages")}>
        <span />
        <a class="sp-button sp-primary" href={href("facts")}>
          {t("To the facts")}
        </a>
      </nav>
    </>
  );
}

function Section({ title, hint, children }) {
  return (
    <section class="sp-card">
      <h2 class="sp-h3">{title}</h2>
      {hint && <p class="sp-hint">{hint}</p>}
      {children}
    </section>
  );
}

function putCode(value, put) {
  const code = value?.toUpperCase().replace(/[^A-Z]/g, "");
  put(["currency", "code"], code || undefined);
}

function lastYear() {
  const year = new Date().getFullYear() - 1;
  return { start: `${year}-01-01`, end: `${year}-12-31` };
}

function countries() {
  const names = new Intl.DisplayNames([locale.value], { type: "region" });
  const collator = new Intl.Collator(locale.value);
  return COUNTRIES.map((code) => ({ value: code, label: names.of(code) })).sort((one, other) => collator.compare(one.label, other.label));
}

/** Whether this browser, which knows the codes in use, does not know one. */
function isStrangeCode(code) {
  const known = currencies();
  return Boolean(code) && known.length > 0 && !known.some(([one]) => one === code);
}

function currencies() {
  const names = new Intl.DisplayNames([locale.value], { type: "currency" });
  const codes = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("currency") : [];
  return codes.map((code) => [code, names.of(code)]);
}

function ProfileChoice() {
  const choices = [
    { value: "", label: t("The whole standard"), more: t("Questions: {count}", { count: number(framework.value.indicators.size) }) },
    ...[...profiles.value.values()].map((one) => ({ value: one.reference, label: profileTitle(one.reference), more: t("Questions: {count}", { count: number(one.indicators.size) }) })),
  ];
  return (
    <Section title={t("Profile")} hint={t("A profile asks a part of the standard. Answers to the rest stay in the file; you can go back at any time.")}>
      <Radios name="profile" legend={t("Profile")} hidden choices={choices} value={profile.value?.reference ?? ""} onChoice={(chosen) => change(t("Profile"), (old) => withKey(old, "profile", chosen || undefined))} />
      {submission.value.profile && !profile.value && <p class="sp-warns">{t("The profile “{profile}” is not in this form; the whole standard is asked.", { profile: submission.value.profile })}</p>}
    </Section>
  );
}

function Assurance({ put, field }) {
  const assurance = details(submission.value, "assurance");
  const outside = assurance.level === "accompanied" || assurance.level === "verified";
  return (
    <Section title={t("Assurance")}>
      <Radios
        name="assurance-level"
        legend={t("Who vouches for the answers?")}
        choices={[
          { value: "self", label: t("The institution alone"), more: t("A self-assessment.") },
          { value: "accompanied", label: t("Accompanied"), more: t("With a trained person from outside.") },
          { value: "verified", label: t("Verified"), more: t("By an independent assessor.") },
        ]}
        value={assurance.level}
        onChoice={(level) => put(["assurance", "level"], level)}
      />
      {outside && (
        <>
          <p class="sp-hint">{t("All of these are needed before the file counts as accompanied or verified.")}</p>
          <div class="sp-row">
            {field("assurance", "assessor", t("Assessor"))}
            {field("assurance", "organisation", t("Organisation of the assessor"))}
          </div>
          {field("assurance", "qualification", t("Qualification"))}
          <div class="sp-row">
            <Days value={assurance.dates} onDays={(dates) => put(["assurance", "dates"], dates)} />
            <Places value={assurance.places} onPlaces={(places) => put(["assurance", "places"], places)} />
          </div>
        </>
      )}
    </Section>
  );
}

/** Days as fields of their own, and one more for the next. */
function Days({ value, onDays }) {
  const days = Array.isArray(value) ? value : [];
  const put = (at, day) => {
    const next = [...days.slice(0, at), ...(day ? [day] : []), ...days.slice(at + 1)];
    onDays(next.length ? next : undefined);
  };
  return (
    <div class="sp-field">
      {[...days, undefined].map((day, at) => (
        <DateField key={at} id={`assurance-day-${at}`} label={t("Day {number} of the visit", { number: number(at + 1) })} value={day} onDay={(chosen) => put(at, chosen)} />
      ))}
    </div>
  );
}

function Places({ value, onPlaces }) {
  const shown = Array.isArray(value) ? value.join("\n") : "";
  return (
    <div class="sp-field">
      <label class="sp-label" for="assurance-places">
        {t("Places, one on each line")}
      </label>
      <textarea
        class="sp-input"
        id="assurance-places"
        dir="auto"
        rows={3}
        value={shown}
        onChange={(event) => {
          const places = event.currentTarget.value.split("\n").map((place) => line(place)).filter(Boolean);
          onPlaces(places.length ? places : undefined);
        }}
      />
    </div>
  );
}

/** What is wrong with a section, beside it. */
function Problems({ of }) {
  const found = result.value.problems.filter(({ path, code }) => path[0] === of && code !== "missing-detail");
  if (!found.length) return null;
  return (
    <div role="status">
      <ul class="sp-problems">
        {found.map((problem) => (
          <li key={`${problem.code} ${problem.path.join("/")}`} class={problem.severity === "error" ? "sp-wrong" : "sp-warns"}>
            {problemWords(problem, framework.value)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Draft or final, with what a final one still lacks. */
function State() {
  const final = submission.value.status === "final";
  const lacks = assess(framework.value, submission.value, { profile: profile.value, final: true }).problems.filter(({ severity }) => severity === "error");
  // Last year's answers are many: they are told in one line, with the way to all of them.
  const waiting = lacks.filter(({ code }) => code === "unconfirmed-answer").length;
  const rest = lacks.filter(({ code }) => code !== "unconfirmed-answer");
  // Facts that were carried are few, and quickly done with.
  const others = [...rest.filter(({ code }) => code === "unconfirmed-fact"), ...rest.filter(({ code }) => code !== "unconfirmed-fact")];
  const ready = lacks.length === 0;
  return (
    <Section title={t("Draft or final")} hint={t("A final assessment is complete, evidenced and free of contradictions. A draft can be scored and shared at any time.")}>
      {final ? (
        <p>{ready ? t("This assessment is final.") : t("This assessment is marked as final, but something is lacking.")}</p>
      ) : (
        <p>{ready ? t("Nothing is lacking: it can be marked as final.") : t("Lacking for a final assessment: {count}", { count: number(lacks.length) })}</p>
      )}
      {lacks.length > 0 && (
        <details class="sp-guidance">
          <summary>{t("Show what is lacking")}</summary>
          <ul class="sp-lacks">
            {waiting > 0 && (
              <li>
                {t("Carried answers that nobody confirmed yet: {count}", { count: number(waiting) })}{" "}
                <button type="button" class="sp-link" onClick={showUnconfirmed}>
                  {t("Show them")}
                </button>
              </li>
            )}
            {others.slice(0, 60).map((problem, at) => (
              <li key={at}>
                <Way problem={problem}>{problemWords(problem, framework.value)}</Way>
              </li>
            ))}
            {others.length > 60 && <li>{t("And more: {count}", { count: number(others.length - 60) })}</li>}
          </ul>
        </details>
      )}
      <button type="button" class={final ? "sp-button" : "sp-button sp-primary"} disabled={!final && !ready} onClick={() => change(t("Draft or final"), (old) => ({ ...old, status: final ? "draft" : "final" }))}>
        {final ? t("Back to draft") : t("Mark as final")}
      </button>
    </Section>
  );
}

/** A problem with the way to where it is mended, where that is another page. */
function Way({ problem: { path }, children }) {
  const [section, id] = path;
  if (section === "answers" && framework.value.indicators.has(id)) return <a href={hrefOf(id)}>{children}</a>;
  if (section === "facts" && framework.value.facts.has(id)) return <a href={href(`facts/${headingOf(id)}/${id}`)}>{children}</a>;
  return children;
}
