// An assessor's own view beside the institution's, and where the two differ.
import { answerOf, isPlain, isSaid, own, same, withAnswer } from "../document/answers.js";
import { answerWords } from "../document/words.js";
import { t, text, today, unit } from "../language.js";
import { optionText } from "../wording.js";
import { asked, change, hrefOf, record, submission } from "../state.js";
import { Checks, DateField, NumberField, Radios, TextField } from "./fields.jsx";

/** The assessor's side of one question. */
export function Review({ indicator, answer }) {
  const { id, kind, code } = indicator;
  const review = isPlain(answer.review) ? answer.review : {};
  const assessor = own(submission.value.assurance, "assessor");
  const put = (keys, typing = null) =>
    change(
      t("Review of {code}", { code }),
      (old) => {
        const before = answerOf(old, id).review;
        const signed = { by: own(before, "by") ?? assessor, on: today() };
        const next = Object.fromEntries(Object.entries({ ...(isPlain(before) ? before : {}), ...signed, ...keys }).filter(([, value]) => value !== undefined));
        const says = next.value !== undefined || next.comment !== undefined;
        return withAnswer(old, id, { review: says ? next : undefined });
      },
      typing,
    );
  const common = { name: `review-${id}`, legend: t("The assessor"), value: review.value };
  return (
    <div class="sp-review">
      {(kind === "scale" || kind === "choice") && (
        <Radios {...common} choices={indicator.options.filter((option) => indicator.mayBeNa !== undefined || !option.excluded).map(({ value }) => ({ value, label: optionText(indicator, value) }))} onChoice={(value) => put({ value })} />
      )}
      {kind === "checklist" && (
        <Checks {...common} choices={indicator.answer.checklist.items.map((item) => ({ value: item.id, label: text(`${id}/items/${item.id}`) || item.id }))} onChoice={(value) => put({ value })} />
      )}
      {kind === "number" && (
        <NumberField
          id={`review-${id}`}
          label={t("The assessor")}
          value={typeof review.value === "number" ? review.value : undefined}
          schema={indicator.answer.number.schema}
          unit={unit(indicator.answer.number.unit)}
          percent={indicator.answer.number.unit === "fraction"}
          onNumber={(value) => put({ value }, `review ${id}`)}
        />
      )}
      {kind === "date" && <DateField id={`review-${id}`} label={t("The assessor")} value={review.value} onDay={(value) => put({ value })} />}
      {kind === "text" && <TextField id={`review-${id}`} label={t("The assessor")} rows={3} value={review.value} onText={(value) => put({ value }, `review ${id}`)} />}
      <TextField id={`review-comment-${id}`} label={t("Assessor’s remark")} rows={2} value={review.comment} onText={(comment) => put({ comment }, `review comment ${id}`)} />
      {(review.value !== undefined || review.comment !== undefined) && (
        <button type="button" class="sp-tool" onClick={() => change(t("Review of {code}", { code }), (old) => withAnswer(old, id, { review: undefined }))}>
          {t("Clear the review")}
        </button>
      )}
    </div>
  );
}

/** The answers that an assessor sees differently: [{indicator, answer, review}]. */
export function differences() {
  return [...asked.value.indicators.values()]
    .map((indicator) => ({ indicator, answer: answerOf(submission.value, indicator.id) }))
    .filter(({ answer }) => isPlain(answer.review) && own(answer.review, "value") !== undefined)
    .filter(({ answer }) => !same(answer.review.value, answer.value ?? null));
}

export function ReviewView() {
  const reviewing = record.value?.reviewing === true;
  const apart = differences();
  const all = [...asked.value.indicators.keys()].map((id) => answerOf(submission.value, id)).filter((answer) => isPlain(answer.review));
  return (
    <>
      <h1 class="sp-h1" tabIndex={-1}>
        {t("Assessor’s review")}
      </h1>
      <p class="sp-lead">{t("An assessor can put an own view beside each answer. It is kept in the file and never scored: the score is the institution’s own.")}</p>
      <label class="sp-choice sp-choice-lone">
        <input type="checkbox" checked={reviewing} onChange={() => (record.value = { ...record.value, reviewing: !reviewing })} />
        <span class="sp-choice-text">{t("Show the assessor’s view beside every question")}</span>
      </label>
      <p>{t("Reviewed: {reviewed}. Seen differently: {different}.", { reviewed: all.length, different: apart.length })}</p>
      {apart.length > 0 && (
        <div class="sp-scroll" tabIndex={0} role="region" aria-label={t("Differences")}>
          <table class="sp-table">
            <thead>
              <tr>
                <th scope="col">{t("Question")}</th>
                <th scope="col">{t("The institution")}</th>
                <th scope="col">{t("The assessor")}</th>
                <th scope="col">{t("Remark")}</th>
              </tr>
            </thead>
            <tbody>
              {apart.map(({ indicator, answer }) => (
                <tr key={indicator.id}>
                  <th scope="row">
                    <a href={hrefOf(indicator.id)}>
                      {indicator.code} {text(`${indicator.id}/title`)}
                    </a>
                  </th>
                  <td>{isSaid(answer) ? answerWords(indicator, answer) : t("Not answered yet")}</td>
                  <td>{answerWords(indicator, answer.review)}</td>
                  <td>{answer.review.comment}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
