// What is wrong with a submission, in words: the codes of the command line's findings, said to the person who fills in the form.
import { day, list, t, text } from "../language.js";
import { exactText, factTitle } from "./words.js";

/** Return a problem of `assess` as a sentence. */
export function problemWords(problem, framework) {
  const { code, path, params = {} } = problem;
  const words = WORDS[code];
  return words ? words(params, problem, framework) : t("This does not fit ({code}, at {place}).", { code, place: path.join(" › ") });
}

const shown = (value) => (typeof value === "string" ? value : JSON.stringify(value));

const WORDS = {
  "wrong-type": () => t("This is another kind of value than the question asks for; it is kept, and not counted."),
  "unknown-key": ({ key }, { path }) => t("“{key}” is not known here; it is kept, and not counted.", { key: key ?? path[path.length - 1] }),
  "unknown-option": ({ value }) => t("“{value}” is not one of the possible answers; it is kept, and not counted.", { value: shown(value) }),
  "out-of-range": ({ value, ...bounds }, { path }, framework) => rangeWords(value, bounds, unitAt(framework, path)),
  "wrong-length": () => t("This is too short or too long; it is kept, and not counted."),
  malformed: ({ value }) => t("“{value}” is not written as it must be; it is kept, and not counted.", { value: shown(value) }),
  "repeated-item": () => t("Something stands in this list twice; it is kept, and not counted."),
  "does-not-fit": () => t("An answer and “does not apply” cannot stand together; neither is counted."),
  "unknown-fact": (_, { id, path }) => t("The fact “{id}” is not known to this standard; it is kept in the file.", { id: id ?? path[1] }),
  "unknown-indicator": (_, { id, path }) => t("The question “{id}” is not known to this standard; it is kept in the file.", { id: id ?? path[1] }),
  "unknown-profile": ({ profile }) => t("The profile “{profile}” is not in this form; the whole standard is asked.", { profile }),
  "missing-justification": () => t("Say why it does not apply; until then it counts as unanswered."),
  "not-applicable-refused": ({ value }) =>
    value ? t("“{value}” is not one of the accepted reasons.", { value }) : t("“Does not apply” is not accepted here. Where the practice is missing, choose the lowest answer."),
  "ratio-has-value": () => t("This figure is computed from facts; the value in the file is kept, and not counted."),
  "missing-answer": (_, { id, path }, framework) => t("{code} is not answered.", { code: codeOf(framework, id ?? path[1]) }),
  "missing-fact": ({ indicators = [], parts }, { id, path }, framework) => {
    const fact = factTitle(id ?? path[1]);
    const codes = list(indicators.slice(0, 5).map((one) => codeOf(framework, one)));
    return parts
      ? t("Of the fact “{fact}” a part is missing that {codes} needs.", { fact, codes })
      : t("The fact “{fact}” is not reported; without it {codes} cannot be read.", { fact, codes });
  },
  "missing-detail": ({ key }) =>
    ({ organisation: t("It is not said who is assessed."), period: t("It is not said which period it is about."), currency: t("Amounts of money are reported, but not their currency.") })[key] ??
    t("A detail is missing: {key}.", { key }),
  "missing-evidence": (_, { id, path }, framework) => t("{code} earns points, but names no evidence and no reason for having none.", { code: codeOf(framework, id ?? path[1]) }),
  "unconfirmed-answer": (_, { id, path }, framework) => t("{code} is carried from an earlier assessment, and nobody confirmed it.", { code: codeOf(framework, id ?? path[1]) }),
  "unconfirmed-fact": (_, { path }) => t("The fact “{fact}” is carried from an earlier assessment, and nobody confirmed it.", { fact: factTitle(path[1]) }),
  "contradictory-facts": ({ check }) => text(`quality-check:${check}/message`),
  "unusual-facts": ({ check }) => text(`quality-check:${check}/message`),
  "not-a-date": ({ value }) => t("{value} is not a day of the calendar.", { value: shown(value) }),
  "period-reversed": ({ start, end }) => t("The period ends on {end}, before it starts on {start}.", { start: day(start), end: day(end) }),
  "not-asked": () => t("It is answered, but not asked of this institution. The answer is kept, and not counted."),
  "not-yet-due": () => t("It is answered, but not due yet. The answer is kept, and not counted."),
  "zero-denominator": () => t("The figure cannot be computed, because it would divide by zero."),
  "not-measured": ({ fact }) => t("It earns no points, because the fact “{fact}” is declared not measured.", { fact: factTitle(fact) }),
  "choice-needs-text": () => t("Say in the note what “other” is."),
};

function codeOf(framework, id) {
  return framework?.indicators.get(id)?.code ?? id;
}

/** Return the unit of the figure at a place of a submission; undefined where it has none. */
function unitAt(framework, [section, id]) {
  if (section === "facts") return framework?.facts.get(id)?.unit;
  return section === "answers" ? framework?.indicators.get(id)?.answer?.number?.unit : undefined;
}

function rangeWords(value, { minimum, maximum, exclusiveMinimum, exclusiveMaximum }, unit) {
  const figure = typeof value === "number" ? exactText(value, unit) : shown(value);
  if (minimum !== undefined) return t("{value} is below {bound}, the least there can be; it is kept, and not counted.", { value: figure, bound: exactText(minimum, unit) });
  if (maximum !== undefined) return t("{value} is above {bound}, the most there can be; it is kept, and not counted.", { value: figure, bound: exactText(maximum, unit) });
  return exclusiveMinimum !== undefined
    ? t("{value} must be more than {bound}; it is kept, and not counted.", { value: figure, bound: exactText(exclusiveMinimum, unit) })
    : t("{value} must be less than {bound}; it is kept, and not counted.", { value: figure, bound: exactText(exclusiveMaximum, unit) });
}
