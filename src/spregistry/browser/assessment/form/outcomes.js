// What became of an answer, and why, in words: those of the command line.
import { own } from "../document/answers.js";
import { t } from "../language.js";

export function outcomeWords(outcome) {
  const words = {
    carried: t("carried as it was"),
    review: t("carried, to be confirmed"),
    split: t("carried to several, to be confirmed"),
    merged: t("put together with others, to be confirmed"),
    dropped: t("not carried; kept in the report only"),
  };
  return own(words, outcome) ?? outcome;
}

export function whyWords(why) {
  const words = {
    same: t("nothing changed"),
    reworded: t("the question or what its answers mean is worded differently"),
    options: t("what can be answered is another list"),
    "answer-kind": t("it is answered or measured in another way"),
    renamed: t("it goes on under another id"),
    wider: t("more is asked now"),
    narrower: t("less is asked now"),
    split: t("several questions were made of one"),
    merge: t("one question was made of several"),
    withdrawn: t("it was withdrawn"),
    gone: t("the later version does not have it, and does not say why"),
    unknown: t("the earlier version does not have it"),
    "not-admitted": t("the later version does not admit all that was said"),
    profile: t("a profile is based on one exact version"),
    incomplete: t("something is to be confirmed, or is not answered yet, so that it is a draft again"),
  };
  return own(words, why) ?? why;
}
