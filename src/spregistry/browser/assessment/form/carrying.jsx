// A file of an earlier version: told plainly, left as it is, and carried over only when the person says so. What carries is loaded then.
import { digest } from "../../engine/index.js";
import { placeWords } from "../document/words.js";
import { wayFrom } from "../document/report.js";
import { t } from "../language.js";
import { loadScript } from "../script.js";
import { data, framework, options } from "../state.js";
import { ask, show } from "./dialog.jsx";

/** How many places a list gives before it says that there are more. */
const SHOWN = 10;
/** Longest line of text in a submission. */
const LINE = 500;

/** Tell whether this form can carry a submission to some version over. */
export function canCarry(reference) {
  return wayFrom(data.value.carrying, reference).length > 0;
}

/** Return the address of another version's form; undefined where the page knows none. */
export function formOf(reference) {
  return data.value.previous?.find((one) => one.reference === reference)?.url;
}

/**
 * Offer to carry a submission to an earlier version over to this form's.
 *
 * @param found `{name, data}`, of which nothing is changed
 * @param remarks about how a workbook was read
 * @param joins whether it is to be put together with what is open, rather than to be an assessment of its own
 * @returns {Promise<{name, data, original}|null>} the carried submission under a name that says so, and what it was made from
 */
export async function offerToCarry(found, remarks = [], { joins = false } = {}) {
  const theirs = found.data.framework;
  const chosen = await ask(t("Made with an earlier version"), <Offer name={found.name} theirs={theirs} remarks={remarks} joins={joins} />, [
    { value: true, label: t("Carry it over") },
    { value: false, label: t("Cancel"), kind: "plain" },
  ]);
  return chosen ? carriedOver(found) : null;
}

function Offer({ name, theirs, remarks, joins }) {
  return (
    <>
      <p>{t("“{name}” answers {theirs}, an earlier version of this standard; this form is {ours}. Nothing was changed.", { name, theirs, ours: framework.value.reference })}</p>
      <p>{t("It can be carried over. Answers then stand where they belong now; what may mean something else is marked, to be confirmed; and what has no place any more stays in a report, word for word.")}</p>
      <p>{joins ? t("The file itself stays as it is. What is carried over is put together with what is open here, once you say so; what is marked in it yields to what is answered here.") : t("The file itself stays as it is. What is carried over becomes an assessment of its own.")}</p>
      {remarks.length > 0 && (
        <>
          <p>{t("Check these places of the workbook:")}</p>
          <ul>
            {remarks.map((remark) => (
              <li key={remark}>{remark}</li>
            ))}
          </ul>
        </>
      )}
      <p>
        {t("It also stays valid as it is, and is scored by its own version.")} <FormLink reference={theirs} />
      </p>
    </>
  );
}

export function FormLink({ reference }) {
  const url = formOf(reference);
  return url ? <a href={url}>{t("Open the form of {reference}", { reference })}</a> : null;
}

async function carriedOver({ name, data: said }) {
  const way = wayFrom(data.value.carrying, said.framework);
  let loaded;
  try {
    loaded = await tools(way);
  } catch {
    await show(t("It cannot be carried over now"), <p>{t("What carries it over could not be loaded; perhaps there is no connection. Nothing was changed. On the command line, “spregistry migrate” does the same.")}</p>);
    return null;
  }
  const { migration, verdicts, steps } = loaded;
  const wrong = migration.misshapen(said, verdicts);
  if (wrong.length) {
    await show(t("“{name}” cannot be carried over yet", { name }), <Wrong places={wrong} reference={said.framework} />);
    return null;
  }
  const { profiles } = data.value.carrying;
  const profile = typeof said.profile === "string" ? (profiles[said.profile.split("@")[0]] ?? null) : null;
  const migrated = migration.migrate(said, steps, data.value.framework, { profile, source: { source: lineOf(name), digest: digest(said) }, verdicts });
  return {
    name: t("{name}, carried over from {reference}", { name, reference: said.framework }),
    data: migrated,
    original: { name, submission: said },
  };
}

function Wrong({ places, reference }) {
  return (
    <>
      <p>{t("At these places the file is not as any assessment is. Nothing is carried before this is mended; nothing was changed.")}</p>
      <ul>
        {places.slice(0, SHOWN).map((place) => (
          <li key={place}>{placeWords(framework.value, place || "/")}</li>
        ))}
        {places.length > SHOWN && <li>{t("And more: {count}", { count: places.length - SHOWN })}</li>}
      </ul>
      <p>
        <FormLink reference={reference} />
      </p>
    </>
  );
}

/** Load what is not there yet: the program, the validator of all submissions' shape, and the steps. A single file holds them all. */
async function tools(way) {
  const { spregistry } = globalThis;
  if (!spregistry.migration) await loadScript(options.value.migration);
  if (!spregistry.validators.submission) await loadScript(options.value.shape);
  return { migration: spregistry.migration, verdicts: spregistry.validators.submission, steps: await loadSteps(way) };
}

/** Load steps by their addresses; rejected where one is not to be had. */
export async function loadSteps(way) {
  for (const { to, url } of way) if (!globalThis.spregistry.steps?.[to]) await loadScript(url);
  return way.map(({ to }) => globalThis.spregistry.steps[to]);
}

/** Return the name of a file as one line of text. */
function lineOf(name) {
  const shown = [...name].map((sign) => (sign !== " " && /[\p{C}\p{Z}]/u.test(sign) ? "\ufffd" : sign));
  return shown.slice(0, LINE).join("") || "-";
}
