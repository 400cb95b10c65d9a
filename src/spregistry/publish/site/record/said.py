"""A change in words, for readers of any language: what is quoted from the standard is marked with the language that it is in."""

from spregistry.model.change import Change
from spregistry.publish.differences import heading, sentence_of
from spregistry.publish.site.edition import Edition
from spregistry.publish.site.markdown import Markdown, code, foreign
from spregistry.sentence import Figure, Sentence, Several


def said(edition: Edition, change: Change, language: str) -> Markdown:
    """Return in words what one change is, without its element; `language` is that of the changed texts."""
    sentence = sentence_of(change)
    values: dict[str, str] = {
        name: value if isinstance(value, Sentence | Several | Figure) else foreign(value, language, edition.language)
        for name, value in sentence.values.items()
    }
    # What is a name to machines is set as one.
    if "continues" in values:
        values["continues"] = Several(code(id_) for id_ in change.continues)
    return edition.voice(Sentence(sentence.template, values))


def called(edition: Edition, change: Change, language: str) -> Markdown:
    """Return what is changed where it is no element of the tree: the framework, or a scale, a check, a term by its name."""
    own = change.element.partition(":")[2]
    return code(own) if own and change.title in (own, own.replace("-", " ")) else foreign(heading(change), language, edition.language)
