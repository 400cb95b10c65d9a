"""The form by which anybody comments on an element of a draft: it saves a row of CSV, which `spregistry consult import` reads."""

import json
from collections.abc import Iterable, Iterator, Sequence

from spregistry.evolve.lineage import continued
from spregistry.load.consultation.comment_rows import COLUMNS
from spregistry.model.consultation import Consultation, Listed
from spregistry.model.definition import Group, Indicator
from spregistry.publish.site.edition import Edition, Page, relative
from spregistry.publish.site.markdown import Markdown, attribute, code, heading, inline
from spregistry.publish.site.record.comment_link import FORM
from spregistry.publish.site.record.places import place, shown
from spregistry.publish.site.record.standing import switch
from spregistry.publish.site.standard_pages import made
from spregistry.sentence import Sentence, Several, say

#: Below `docs/`.
SCRIPT = "assets/comment.js"
#: As the record takes it.
_LONGEST = 4000

_TITLE = say("Comment on the draft")


def comment_page(edition: Edition) -> Iterator[Page]:
    """Yield the form of a draft; none for a version that was released."""
    if edition.version.status != "draft":
        return
    voice, path = edition.voice, edition.path(FORM)
    blocks: list[Markdown] = [heading(1, voice(_TITLE)), switch(edition, path)]
    blocks.append(
        voice(
            say(
                "Say what should be otherwise, and why. The form saves a file on this computer; nothing is sent anywhere. Send the file to the editors."
            )
        )
    )
    consultation = _record(edition)
    if consultation is None or not consultation.rounds:
        blocks.append(voice(say("No round of consultation is announced yet; the editors take comments over once there is one.")))
    blocks.append(_form(edition, consultation, path))
    columns = Several(code(column) for column in COLUMNS)
    words = say(
        "Without a script, send a table as CSV with the columns {columns}. The digest of this draft is {digest}.",
        columns=columns,
        digest=code(edition.version.source.digest),
    )
    blocks.append(voice(words))
    yield made(edition, path, _TITLE, *blocks, searched=False, hidden=("toc",))


def _record(edition: Edition) -> Consultation | None:
    reading = edition.version.past.standing(edition.version.source.reference).consultation
    return reading.consultation if reading is not None else None


def _form(edition: Edition, consultation: Consultation | None, path: str) -> Markdown:
    """Return the form and what its script says; hidden until the script runs."""
    source = edition.version.source
    rounds = [
        {"number": int(each.number), "from": each.start, "to": each.end} for each in (consultation.rounds if consultation else None) or ()
    ]
    marks = {
        "draft": source.digest,
        "columns": " ".join(COLUMNS),
        "rounds": json.dumps(rounds),
        "file": f"comments-{source.id}-{source.version}.csv",
        **{name: edition.voice.plain(text) for name, text in _SAID.items()},
    }
    written = "".join(f' data-{name}="{attribute(value)}"' for name, value in marks.items())
    elements = _options(_elements(edition))
    for title, former in _former(edition):
        if former:
            elements += f'<optgroup label="{attribute(edition.voice.plain(title))}">{_options(former)}</optgroup>'
    lines = [
        f'<form class="comment-form"{written} hidden>',
        _labelled(edition, say("About"), f'<select name="element" required>{elements}</select>'),
        _labelled(edition, say("I speak for"), _choice(edition, "group", consultation.groups if consultation else None, required=True)),
    ]
    if consultation is not None and consultation.regions:
        lines.append(_labelled(edition, say("Region"), _choice(edition, "region", consultation.regions, required=False)))
    lines += [
        _labelled(
            edition,
            say("What should be otherwise, and why"),
            f'<textarea name="summary" rows="6" maxlength="{_LONGEST}" required></textarea>',
        ),
        f"<p>{_said(edition, say('Name no person and no client. What you write may be published.'))}</p>",
        f'<button type="submit">{_said(edition, say("Save the comment"))}</button>',
        '<p class="comment-status" role="status"></p>',
        f'<section class="comment-kept" hidden><h2>{_said(edition, say("In your file"))}</h2><ul></ul>',
        f'<button type="button" class="comment-again">{_said(edition, say("Save the file again"))}</button></section>',
        "</form>",
        f"<noscript><p>{_said(edition, say('This form works with JavaScript, which is switched off here.'))}</p></noscript>",
        f'<script src="{relative(path, SCRIPT)}"></script>',
    ]
    return Markdown("\n".join(lines))


#: What the script says, by the name of its mark.
_SAID: dict[str, Sentence] = {
    "saved": say("Saved as {file}. Comments in the file: {count}.", file="{file}", count="{count}"),
    "removed": say("Removed. Comments left: {count}.", count="{count}"),
    "remove": say("Remove"),
}


def _elements(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield all that can be commented on, as the standard has it in order."""
    framework = edition.framework
    yield "framework", edition.voice.plain(say("The framework as a whole"))
    seen: set[str] = set()
    for position in framework.positions.values():
        around: tuple[Group | Indicator, ...] = (*position.groups, position.indicator)
        for element in around:
            if element.id not in seen:
                seen.add(element.id)
                yield element.id, f"{element.code} {element.title}"
    yield from ((fact.id, fact.title) for fact in framework.facts.values())


def _former(edition: Edition) -> Iterator[tuple[Sentence, Sequence[tuple[str, str]]]]:
    """Yield what the draft has under other ids, then what it withdraws, as the version before called it: who knows that can speak of it."""
    framework = edition.framework
    previous = framework.definition.previous
    before = shown(edition, previous) if previous is not None and previous in edition.version.past.languages else None

    def called(id_: str) -> tuple[str, str]:
        found = place(before, id_) if before is not None else None
        return id_, edition.voice.plain(found.title) if found else id_

    if before is not None:
        # A profile borrows elements with their lineage, which may go back to what it never had.
        known = [id_ for id_ in continued(framework) if place(before, id_) is not None]
        yield say("Under the names of {version}", version=before.version), [*map(called, known)]
    yield say("Withdrawn from the standard"), [called(entry.id) for entry in framework.definition.withdrawn or ()]


def _options(choices: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<option value="{id_}">{inline(title)}</option>' for id_, title in choices)


def _choice(edition: Edition, name: str, listed: Sequence[Listed] | None, *, required: bool) -> str:
    """Return the choice among what the record lists, and a field to type in where it lists nothing."""
    needed = " required" if required else ""
    if not listed:
        return f'<input name="{name}" maxlength="64" autocomplete="off"{needed}>'
    language = edition.version.source.definition.language
    options = "".join(f'<option value="{each.id}" lang="{attribute(language)}">{inline(each.title)}</option>' for each in listed)
    return f'<select name="{name}"{needed}><option value=""></option>{options}</select>'


def _labelled(edition: Edition, label: Sentence, field: str) -> str:
    return f"<label>{_said(edition, label)} {field}</label>"


def _said(edition: Edition, text: Sentence) -> str:
    return inline(edition.voice.plain(text))
