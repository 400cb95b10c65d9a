// What shows an answer: documents, records, observations, or the reason for having none.
import { useState } from "preact/hooks";
import { listed, t } from "../language.js";
import { change } from "../state.js";
import { withAnswer } from "../document/answers.js";
import { line, TextField } from "./fields.jsx";

const LONGEST = 1000;

export function Evidence({ indicator, answer }) {
  const { id } = indicator;
  const kept = Array.isArray(answer.evidence) ? answer.evidence : [];
  const [typed, setTyped] = useState("");
  const suggestions = listed(`${id}/evidence`);
  const put = (evidence, typing) =>
    change(
      t("Evidence of {code}", { code: indicator.code }),
      (old) => withAnswer(old, id, { evidence: evidence.length ? evidence : undefined, ...(evidence.length ? { no_evidence: undefined } : {}) }),
      typing,
    );
  const add = () => {
    const said = line(typed, LONGEST);
    if (said && !kept.includes(said)) put([...kept, said]);
    setTyped("");
  };
  const suggest = (suggestion) => {
    setTyped(`${suggestion}, `);
    document.getElementById(`evidence-${id}`)?.focus();
  };
  return (
    <div class="sp-evidence">
      <h4 class="sp-h4" id={`evidence-title-${id}`}>
        {t("Evidence")}
      </h4>
      {kept.length > 0 && (
        <ul class="sp-lines">
          {kept.map((said, at) => (
            <li key={at}>
              <textarea
                class="sp-input sp-grows"
                dir="auto"
                rows={Math.min(6, Math.ceil(String(said).length / 48))}
                aria-label={t("Evidence {number}", { number: at + 1 })}
                value={String(said)}
                maxLength={LONGEST}
                onChange={(event) => {
                  const next = line(event.currentTarget.value, LONGEST);
                  put(next ? kept.map((one, place) => (place === at ? next : one)) : kept.filter((_, place) => place !== at));
                }}
              />
              <button type="button" class="sp-quiet" aria-label={t("Remove evidence {number}", { number: at + 1 })} onClick={() => put(kept.filter((_, place) => place !== at))}>
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="sp-add">
        <input
          class="sp-input"
          dir="auto"
          id={`evidence-${id}`}
          aria-labelledby={`evidence-title-${id}`}
          placeholder={t("Document, page, date")}
          value={typed}
          maxLength={LONGEST}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && (event.preventDefault(), add())}
          onBlur={() => typed.trim() && !suggestions.includes(typed.replace(/, $/, "")) && add()}
        />
        <button type="button" class="sp-button" disabled={!typed.trim()} onClick={add}>
          {t("Add")}
        </button>
      </div>
      {suggestions.length > 0 && kept.length === 0 && (
        <div class="sp-suggestions">
          <span class="sp-hint">{t("For example:")}</span>
          {suggestions.map((suggestion) => (
            <button type="button" class="sp-chip" key={suggestion} onClick={() => suggest(suggestion)}>
              {suggestion}
            </button>
          ))}
        </div>
      )}
      {kept.length === 0 && (
        <TextField
          id={`no-evidence-${id}`}
          label={t("Or the reason for having none")}
          value={answer.no_evidence}
          longest={500}
          onText={(said) => change(t("Evidence of {code}", { code: indicator.code }), (old) => withAnswer(old, id, { no_evidence: said }), `no-evidence ${id}`)}
        />
      )}
    </div>
  );
}
