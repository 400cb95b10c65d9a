// A copy to give away: what is left out of it, who may have it and what for, and a look at exactly what leaves.
import { useMemo, useState } from "preact/hooks";
import { assess, digest } from "../../engine/index.js";
import { download, fileName, toJson } from "../document/files.js";
import { CHOICES, DEFAULTS, sharedCopy, sharesOf, withShare, withdrawn } from "../document/share.js";
import { TextField } from "../form/fields.jsx";
import { day, number, t, today } from "../language.js";
import { change, data, framework, language, profile, submission, tell } from "../state.js";
import { Head, Section, Table } from "./pieces.jsx";
import { rangeText, said } from "../wording.js";

export function Share() {
  const [consent, setConsent] = useState({ recipient: "", purpose: "", on: today(), given_by: "" });
  const [choices, setChoices] = useState(DEFAULTS);
  const [asks, setAsks] = useState(false);
  const { recipient, purpose, on, given_by: by } = consent;
  const lacking = [!recipient && "share-recipient", !purpose && "share-purpose", !on && "share-on"].filter(Boolean);
  const { copy, dropped } = useMemo(
    () => sharedCopy(framework.value, profile.value, submission.value, { recipient, purpose, on }, choices, standIns()),
    [submission.value, profile.value, language.value, recipient, purpose, on, choices],
  );
  const save = (event) => {
    event.preventDefault();
    setAsks(true);
    if (lacking.length) {
      document.getElementById(lacking[0])?.focus();
      return;
    }
    download(toJson(copy), fileName({ ...copy, organisation: choices.name ? copy.organisation : undefined }, "json", "shared"), "application/json");
    const share = { recipient, purpose, on, ...(by ? { given_by: by } : {}), kept_in: CHOICES.filter((choice) => choices[choice]), digest: digest(copy) };
    change(t("Shared copy for {recipient}", { recipient }), (old) => withShare(old, share));
    tell(t("The copy was saved as a file, and the consent noted."));
  };
  const set = (keys) => setConsent({ ...consent, ...keys });
  return (
    <>
      <h1 class="sp-h1" tabIndex={-1}>
        {t("A copy to share")}
      </h1>
      <p class="sp-lead">
        {t("A network, an investor or a regulator needs the answers and figures, not your remarks, documents and names. This makes a copy without them. It is saved on this computer; nothing is sent.")}
      </p>
      <form onSubmit={save} noValidate>
        <Section id="consent" title={t("Who may have it, and what for")} intro={t("Consent is given to one recipient for one purpose. It is written into the copy and into the list below.")}>
          <Asked id="share-recipient" label={t("Recipient")} value={recipient} onText={(text) => set({ recipient: text ?? "" })} wrong={asks && !recipient && t("Name who receives the copy.")} />
          <Asked id="share-purpose" label={t("What for")} value={purpose} onText={(text) => set({ purpose: text ?? "" })} wrong={asks && !purpose && t("Say what the recipient may use it for.")} />
          <div class="sp-field sp-field-short">
            <label class="sp-label" for="share-on">
              {t("Day of the consent")}
            </label>
            <input class="sp-input" type="date" id="share-on" required value={on} aria-invalid={asks && !on ? "true" : undefined} aria-describedby={asks && !on ? "share-on-wrong" : undefined} onInput={(event) => set({ on: event.currentTarget.value })} />
            {asks && !on && <p class="sp-wrong" id="share-on-wrong">{t("Give the day on which it was agreed.")}</p>}
          </div>
          <Asked id="share-by" label={t("Who agreed to it, for the institution")} hint={t("Kept in your own list only, never in the copy.")} value={by} onText={(text) => set({ given_by: text ?? "" })} />
        </Section>
        <Section id="contents" title={t("What stays in")}>
          <fieldset class="res-ticks">
            <legend class="sp-label">{t("Besides answers, figures and the period")}</legend>
            {CHOICES.map((choice) => (
              <label key={choice} class="res-tick">
                <input type="checkbox" checked={choices[choice]} onChange={(event) => setChoices({ ...choices, [choice]: event.currentTarget.checked })} /> {choiceText(choice)}
              </label>
            ))}
          </fieldset>
          <Dropped dropped={dropped} />
          <SameScore copy={copy} />
        </Section>
        <Section id="preview" title={t("Exactly what leaves")} intro={t("This is the whole file, to the letter. Read it before you pass it on.")}>
          <pre class="res-preview" tabIndex={0} role="region" aria-label={t("Contents of the copy")} dir="ltr">
            {toJson(copy)}
          </pre>
          {!choices.name && <p class="res-note">{t("Figures can tell who it is even without a name: who knows an institution’s size may recognise it.")}</p>}
          <button type="submit" class="sp-button sp-primary">
            {t("Save the copy")}
          </button>
        </Section>
      </form>
      <Register />
    </>
  );
}

function Asked({ wrong, ...field }) {
  const told = wrong ? { "aria-invalid": "true", "aria-describedby": `${field.id}-wrong` } : {};
  return (
    <>
      <TextField {...field} {...told} longest={500} />
      {wrong && (
        <p class="sp-wrong" id={`${field.id}-wrong`}>
          {wrong}
        </p>
      )}
    </>
  );
}

/** Texts that stand in the copy where the format wants one: in the language of the file, which others read, where the form speaks it. */
function standIns() {
  const said = submission.value.language;
  const of = data.value.languages.find((one) => one === said) ?? language.value;
  return {
    unnamed: t("An institution that is not named", {}, of),
    evidence: t("The institution holds evidence; it is not part of this copy.", {}, of),
    no_evidence: t("The institution gives a reason for having no evidence; it is not part of this copy.", {}, of),
    reason: t("The institution gives a reason; it is not part of this copy.", {}, of),
  };
}

function choiceText(choice) {
  return {
    name: () => t("The name of the institution"),
    country: () => t("The country"),
    region: () => t("The region"),
    justifications: () => t("Reasons in your own words why something does not apply"),
  }[choice]();
}

const DROPPED = {
  name: () => t("The name of the institution"),
  country: () => t("The country"),
  region: () => t("The region"),
  contact: () => t("Website and contact"),
  evidence: () => t("Evidence"),
  reasons: () => t("Reasons for having no evidence"),
  justifications: () => t("Reasons in your own words why something does not apply"),
  comments: () => t("Comments and differing views"),
  signatures: () => t("Who answered, and when"),
  reviews: () => t("An assessor’s views"),
  flags: () => t("Flags"),
  texts: () => t("Texts among facts and answers"),
  notes: () => t("Notes on facts"),
  actions: () => t("Actions of the plan"),
  respondent: () => t("Name and role of the respondent"),
  assurance: () => t("Who accompanied or verified it"),
  provenance: () => t("The files it was made from"),
  extensions: () => t("What other programs keep in the file"),
  unreadable: () => t("Values that the standard does not accept"),
};

function Dropped({ dropped }) {
  return (
    <>
      <h3 class="sp-h3">{t("What is left out of your file")}</h3>
      <ul class="res-dropped">
        {dropped.map(({ what, count }) => (
          <li key={what}>
            {DROPPED[what]()} <span class="res-figure">{number(count)}</span>
          </li>
        ))}
        {!dropped.length && <li>{t("Nothing: your file holds only answers and figures.")}</li>}
      </ul>
    </>
  );
}

/** The copy scores what the file scores; said only because it was computed. */
function SameScore({ copy }) {
  const [own, shared] = [submission.value, copy].map((one) => assess(framework.value, one, { profile: profile.value }).scorecard.overall);
  if (!own || !shared) return null;
  const [mine, theirs] = [rangeText(own), rangeText(shared)];
  return mine === theirs ? (
    <p>{t("The copy has the same score as your file: {score}. The documented score is written into it, as evidence is left out.", { score: mine })}</p>
  ) : (
    <p class="res-notice">{t("The copy scores {theirs}, your file {mine}: something that counts could not be copied. Look at the values that the standard does not accept.", { mine, theirs })}</p>
  );
}

/** To whom copies were given. */
function Register() {
  const shares = sharesOf(submission.value);
  if (!shares.length) return null;
  const withdraw = (share) => {
    change(t("Consent withdrawn"), (old) => withdrawn(old, share, today()));
    tell(t("The withdrawal is noted. Tell {recipient} as well: a copy that was given does not come back by itself.", { recipient: share.recipient }), { undoes: true });
  };
  return (
    <Section id="register" title={t("Copies that were given")} intro={t("This list is kept in your own file, and is no part of any copy.")}>
      <Table
        label={t("Copies that were given")}
        head={
          <>
            <Head>{t("Recipient")}</Head>
            <Head>{t("What for")}</Head>
            <Head>{t("Day of the consent")}</Head>
            <Head>{t("Agreed by")}</Head>
            <Head>{t("Withdrawn")}</Head>
          </>
        }
      >
        <tbody>
          {shares.map((share, at) => (
            <tr key={at}>
              <th scope="row">{share.recipient}</th>
              <td>{said(share.purpose)}</td>
              <td>{day(said(share.on))}</td>
              <td>{said(share.given_by)}</td>
              <td>
                {share.withdrawn_on ? (
                  day(said(share.withdrawn_on))
                ) : (
                  <button type="button" class="sp-button res-small" onClick={() => withdraw(share)} aria-label={t("Withdraw the consent for {recipient}", { recipient: share.recipient })}>
                    {t("Withdraw")}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
