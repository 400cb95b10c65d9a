// What was found wrong in the standard after its release, beside what it is about.
import { day, t } from "../language.js";
import { data, framework, submission } from "../state.js";

/** The errata on a group, a question or a fact; without an id, those about no single one. */
export function Errata({ of = null }) {
  const versions = [framework.value?.reference, submission.value?.profile];
  return (data.value.errata ?? [])
    .filter(({ element, framework: version }) => (element ?? null) === of && versions.includes(version))
    .map(({ on, reason }) => (
      <p key={reason} class="sp-erratum sp-warns" role="note">
        {t("Erratum of {day}: {reason}", { day: day(on), reason })}
      </p>
    ));
}
