"""The order in which people read a standard: its head, each group before what it holds, then facts, then what all of it uses. Pure.

The data of a definition are in no such order: its keys stand by the alphabet.
"""

from collections.abc import Iterator, Mapping

from spregistry.model.definition import Group, Indicator
from spregistry.model.framework import Framework

#: What an element is called and asks comes first, then what answers are and look like, then what helps to answer.
_FIELDS = (
    "title", "label", "notice", "intro", "question", "questions", "options", "items", "choices", "rubric", "reading",
    "guidance", "evidence", "verify_with", "may_be_na", "caps", "message", "reason", "new",
)  # fmt: skip
#: What is named within its kind only, in the order in which it is shown after all else; what has no kind here comes last.
_KINDS = ("fact-group", "scale", "band", "award", "respondent-group", "function", "tag", "segment", "quality-check", "withdrawn")


def in_reading_order(framework: Framework, texts: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Return the texts of a framework, by element and field, in the order in which they are read.

    Args:
        framework: What they are of.
        texts: By element, as in `ReviewText`, and by field; elements and fields that share a place keep their order.
    """
    places = {id_: at for at, id_ in enumerate(["framework", *_tree(framework.top), *framework.facts])}

    def place(id_: str) -> tuple[int, int]:
        if id_ in places:
            return 0, places[id_]
        kind = id_.partition(":")[0]
        return 1, _KINDS.index(kind) if kind in _KINDS else len(_KINDS)

    return {id_: _fields(framework, id_, texts[id_]) for id_ in sorted(texts, key=place)}


def _tree(children: tuple[Group, ...] | tuple[Indicator, ...]) -> Iterator[str]:
    for child in children:
        yield child.id
        if isinstance(child, Group):
            yield from _tree(child.children)


def _fields(framework: Framework, id_: str, texts: Mapping[str, str]) -> dict[str, str]:
    indicator = framework.indicators.get(id_)
    answers = [option.value for option in framework.options(indicator)] if indicator else []

    def place(field: str) -> tuple[int, int]:
        name, _, answer = field.partition("/")
        first = _FIELDS.index(name) if name in _FIELDS else len(_FIELDS)
        return first, answers.index(answer) if answer in answers else len(answers)

    return {field: texts[field] for field in sorted(texts, key=place)}
