"""What is left of what was said once it is carried: answers in other values, several answers in one, and whether anything is missing. Pure."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from spregistry.evolve.lineage import Succession
from spregistry.model.document import Data
from spregistry.model.framework import Framework

Answer = dict[str, Any]

#: What an answer says; the rest are remarks on it, which travel with it.
SAID = ("value", "not_applicable", "justification")


def word_for_word(said: Data, carried: Data) -> bool:
    """Tell whether all that was said stands in what was carried, at the same places; more may stand there."""
    if isinstance(said, dict):
        return isinstance(carried, dict) and all(key in carried and word_for_word(value, carried[key]) for key, value in said.items())
    if isinstance(said, list):
        return (
            isinstance(carried, list)
            and len(said) == len(carried)
            and all(word_for_word(one, other) for one, other in zip(said, carried, strict=True))
        )
    return type(said) is type(carried) and bool(said == carried)


def says_something(answer: Answer) -> bool:
    """Tell whether more is left of an answer than its mark and the signature: nobody signed for nothing."""
    return bool(answer.keys() - {"by", "on", "unconfirmed"})


def translated(said: Mapping[str, Any], succession: Succession, before: Framework, after: Framework) -> Answer:
    """Return an answer in the values of what continues its indicator; without a value where the lineage does not carry it.

    Where the question is the same, an answer that it does not apply stays one.
    """
    answer: Answer = deepcopy(dict(said))
    if succession.relation == "same" and succession.values is None:
        return answer
    values = dict(succession.values or {})
    if succession.relation == "same":
        old, new = (
            [option.value for option in framework.options(framework.indicators[id_]) if option.excluded]
            for framework, id_ in ((before, succession.old), (after, succession.new))
        )
        values |= {each: new[0] for each in old if new and each not in values}
    stays = answer.get("not_applicable") is True and succession.relation == "same"
    value = mapped(answer.get("value"), values)
    if value is not None:
        answer["value"] = value
    elif not stays:
        for key in SAID:
            answer.pop(key, None)
    review = answer.get("review")
    if isinstance(review, dict) and "value" in review:
        judged = mapped(review["value"], values)
        answer["review"] = {**review, "value": judged} if judged is not None else {key: review[key] for key in review if key != "value"}
        if not answer["review"]:
            del answer["review"]
    return {**answer, "unconfirmed": True} if says_something(answer) else {}


def mapped(value: Data, values: Mapping[str, str]) -> Data:
    """Return an option, or ticked items, in other values; None where none is known for it, or not for one of several."""
    if isinstance(value, str):
        return values.get(value)
    if isinstance(value, list) and values and all(isinstance(item, str) and item in values for item in value):
        return [*dict.fromkeys(values[item] for item in value)]
    return None


def joined(answers: Sequence[Answer]) -> Answer:
    """Return several answers as one, to be confirmed: a value only where all agree, evidence and remarks of all."""
    together: Answer = {}
    said = [{key: answer[key] for key in SAID if key in answer} for answer in answers]
    if all(word_for_word(each, said[0]) and word_for_word(said[0], each) for each in said):
        together |= said[0]
    evidence = [line for answer in answers for line in answer.get("evidence") or ()]
    if evidence:
        together["evidence"] = [*dict.fromkeys(evidence)]
    for key in ("comment", "dissent"):
        texts = dict.fromkeys(answer[key] for answer in answers if answer.get(key))
        if texts:
            together[key] = "\n\n".join(texts)
    reasons = dict.fromkeys(answer["no_evidence"] for answer in answers if answer.get("no_evidence"))
    if reasons:  # it is one line
        together["no_evidence"] = "; ".join(reasons)
    for key in ("by", "on", "review"):
        values = [answer[key] for answer in answers if key in answer]
        if values and all(value == values[0] for value in values):
            together[key] = values[0]
    if any(answer.get("flag") is True for answer in answers):
        together["flag"] = True
    return {**together, "unconfirmed": True} if says_something(together) else {}
