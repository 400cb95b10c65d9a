"""The form that narrows a page to a function, a tag or a word; a script shows it, and without one everything is visible."""

from collections.abc import Iterator, Mapping, Sequence

from spregistry.model.definition import Indicator
from spregistry.publish.site.edition import Edition
from spregistry.publish.site.markdown import Markdown, attribute
from spregistry.sentence import Sentence, say


def filter_form(edition: Edition, indicators: Sequence[Indicator], *, words: bool = False) -> Markdown:
    """Return the form for the indicators of a page; with `words`, also a field to type in. Empty where there is nothing to choose."""
    functions = {id_: title for id_, title in edition.functions.items() if any(one.function == id_ for one in indicators)}
    tags = {id_: title for id_, title in edition.tags.items() if any(id_ in (one.tags or ()) for one in indicators)}
    choices = [
        *_choice(edition, "function", say("Function"), say("all functions"), functions),
        *_choice(edition, "tag", say("Tag"), say("all tags"), tags),
    ]
    if not words and not choices:
        return Markdown()
    field = f'<label>{_text(edition, say("Word"))} <input type="search" name="word" autocomplete="off"></label>'
    return Markdown(
        "\n".join(
            [
                f'<form class="filter" role="search" aria-label="{_text(edition, say("Narrow this page"))}" hidden>',
                *([field] if words else []),
                *choices,
                f'<button type="reset">{_text(edition, say("Show all"))}</button>',
                f'<output data-shown="{_text(edition, say("Shown: {count} of {all}", count="{count}", all="{all}"))}"></output>',
                "</form>",
            ]
        )
    )


def _choice(edition: Edition, name: str, label: Sentence, every: Sentence, titles: Mapping[str, str]) -> Iterator[str]:
    if len(titles) <= 1:
        return
    options = [f'<option value="">{_text(edition, every)}</option>']
    options += [f'<option value="{id_}">{_text(edition, title)}</option>' for id_, title in titles.items()]
    yield f'<label>{_text(edition, label)} <select name="{name}">{"".join(options)}</select></label>'


def _text(edition: Edition, text: str) -> str:
    return attribute(edition.voice.plain(text))
