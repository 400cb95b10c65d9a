"""A change in words, for readers of any language: what is quoted from the standard is marked with the language that it is in."""

from functools import lru_cache
from typing import Any

from spregistry.model.change import Change, Kind
from spregistry.model.framework import Framework
from spregistry.publish.site.edition import Edition
from spregistry.publish.site.markdown import Markdown, code, foreign
from spregistry.publish.site.record.past import Comparison
from spregistry.publish.site.record.places import language_in, shown
from spregistry.publish.versions.change_values import Names
from spregistry.publish.versions.details import was_and_is
from spregistry.publish.versions.differences import sentence_of
from spregistry.publish.versions.field_words import field_in_words, kind_in_words
from spregistry.sentence import Figure, Sentence, Several, say

#: Kinds whose values are what something is called; those of all others are texts that stand in the change as they were written.
_NAMED: frozenset[Kind] = frozenset(
    (
        *("moved", "clock", "recomputed", "capped", "awards", "reassigned", "terms"),
        *("retagged", "segments-added", "segments-removed", "asked-of"),
    )
)
#: Values that are the same in every language.
_NEUTRAL = ("code", "version")


def said(edition: Edition, change: Change, found: Comparison) -> Markdown:
    """Return in words what one change is, without its element; other elements by code and title, as the reader finds them."""
    before, after = (_shown(edition, each) for each in (found.way.before, found.way.after))
    sentence = sentence_of(change, names_of(before[0], after[0]))
    written = found.way.after.definition.language
    named = change.kind in _NAMED
    languages = {
        "continues": before[1],
        "field": after[1],
        "before": before[1] if named else written,
        "after": after[1] if named else written,
    }
    values = {name: _marked(value, languages.get(name, written), edition.language) for name, value in sentence.values.items()}
    # Under another id: what is a name to machines is set as one.
    if "continues" in values and change.kind == "renamed":
        values["continues"] = Several(code(id_) for id_ in change.continues)
    return edition.voice(Sentence(sentence.template, values))


def field_said(edition: Edition, change: Change, found: Comparison) -> Markdown:
    """Return in words what of an element a change is about; answers by their labels, as the reader finds them."""
    before, after = (_shown(edition, each) for each in (found.way.before, found.way.after))
    field = _marked(field_in_words(change, names_of(before[0], after[0])), after[1], edition.language)
    return edition.voice(field)


def was_and_is_said(edition: Edition, change: Change, found: Comparison) -> Markdown | None:
    """Return what an element was and is, where the words of the change do not say so; None of most changes."""
    before, after = (_shown(edition, each) for each in (found.way.before, found.way.after))
    was, is_ = was_and_is(change, names_of(before[0], after[0]))
    if not (was and is_):
        return None
    told = {"before": _marked(was, before[1], edition.language), "after": _marked(is_, after[1], edition.language)}
    return edition.voice(say("{before} → {after}", **told))


def _shown(edition: Edition, version: Framework) -> tuple[Framework, str]:
    """Return a version as a reader finds it, and the language that it then is in."""
    reference = version.reference
    if reference not in edition.version.past.languages:  # it is not on the site
        return version, version.definition.language
    return shown(edition, reference), language_in(edition, reference)


@lru_cache(maxsize=64)  # a page tells of many changes between the same two versions
def names_of(before: Framework, after: Framework) -> Names:
    """Return what the elements of two versions are called in them."""
    return Names.of(before, after)


def _marked(value: Any, language: str, around: str) -> Any:
    """Return a value with everything that is quoted in it marked; sentences and figures are said in the reader's own language."""
    if isinstance(value, Sentence):
        inner = {name: each if name in _NEUTRAL else _marked(each, language, around) for name, each in value.values.items()}
        return Sentence(value.template, inner)
    if isinstance(value, Several):
        return Several((_marked(word, language, around) for word in value.words), value.row)
    return value if not isinstance(value, str) or isinstance(value, Figure) else foreign(value, language, around)


def called(edition: Edition, change: Change, language: str) -> Markdown:
    """Return what is changed where it is no element of the tree: the framework, or a scale, a check, a term by its name."""
    own, kind = change.element.partition(":")[2], kind_in_words(change.element)
    name = code(own) if change.title in (own, own.replace("-", " ")) else foreign(change.title, language, edition.language)
    return edition.voice(Several((kind, name), "{words} · {next}")) if kind else name
