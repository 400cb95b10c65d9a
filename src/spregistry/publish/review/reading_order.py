"""The order in which people read a standard: its head, each group before what it holds, then facts, then what all of it uses. Pure.

The data of a definition are in no such order: its keys stand by the alphabet.
"""

from collections.abc import Iterable, Iterator, Mapping

from spregistry.model.definition import Group, Indicator
from spregistry.model.framework import Framework
from spregistry.model.review import ReviewText

#: What an element is called and asks comes first, then what answers are and look like, then what helps to answer.
_FIELDS = (
    "title", "label", "notice", "intro", "question", "questions", "options", "items", "choices", "rubric", "reading",
    "guidance", "evidence", "verify_with", "may_be_na", "caps", "message", "reason", "new",
)  # fmt: skip
#: What is named within its kind only, in the order in which it is shown after all else; what has no kind here comes last.
_KINDS = ("fact-group", "scale", "band", "award", "respondent-group", "function", "tag", "segment", "quality-check", "withdrawn")


def in_reading_order(framework: Framework, texts: Iterable[ReviewText]) -> list[ReviewText]:
    """Return texts of a framework in the order in which they are read; those that share a place keep their order."""
    places = {id_: at for at, id_ in enumerate(["framework", *_tree(framework.top), *framework.facts])}

    def place(text: ReviewText) -> tuple[int, ...]:
        return *_element(text.element, places), *_field(framework, text)

    return sorted(texts, key=place)


def _element(element: str, places: Mapping[str, int]) -> tuple[int, int]:
    if element in places:
        return 0, places[element]
    kind = element.partition(":")[0]
    return 1, _KINDS.index(kind) if kind in _KINDS else len(_KINDS)


def _tree(children: tuple[Group, ...] | tuple[Indicator, ...]) -> Iterator[str]:
    for child in children:
        yield child.id
        if isinstance(child, Group):
            yield from _tree(child.children)


def _field(framework: Framework, text: ReviewText) -> tuple[int, int]:
    indicator = framework.indicators.get(text.element)
    answers = [option.value for option in framework.options(indicator)] if indicator else []
    name, _, answer = text.field.partition("/")
    first = _FIELDS.index(name) if name in _FIELDS else len(_FIELDS)
    return first, answers.index(answer) if answer in answers else len(answers)
