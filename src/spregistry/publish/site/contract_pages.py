"""The pages about what other programs use: the JSON Schemas of the formats, and the conformance vectors."""

from collections.abc import Iterable, Mapping
from typing import Any

from spregistry.load import contracts
from spregistry.publish.site.edition import Page
from spregistry.publish.site.markdown import Markdown, Voice, bullets, code, definitions, escape, heading, link, page
from spregistry.sentence import say

#: Where conformance vectors stand, below `docs/`; as the `$id` of their schema says.
VECTORS = "tests/conformance"


def schemas_page(voice: Voice, frameworks: Iterable[str]) -> Page:
    """Return the list of formats with the addresses of their schemas."""
    blocks = [
        heading(1, voice(say("JSON Schemas"))),
        voice(say("Every file format has a contract, a JSON Schema (draft 2020-12). Its address is its $id and never changes.")),
    ]
    entries = []
    for name in contracts.NAMES:
        contract = contracts.schema(name)
        file = f"{name}.schema.json"
        about = escape(contract.get("description", ""))
        entries.append((link(escape(contract.get("title", name)), f"schemas/{file}"), Markdown(f"{about}<br>{code(contract['$id'])}")))
    blocks.append(definitions(entries))
    blocks.append(heading(2, voice(say("Submissions to one framework"))))
    blocks.append(voice(say("Each framework version has a schema of its own for its submissions.")))
    blocks.append(bullets(_submission(reference) for reference in frameworks))
    return Page(path="schemas.md", title="JSON Schemas", text=page(*blocks), language=voice.language)


def _submission(reference: str) -> Markdown:
    folder = f"standards/{reference.replace('@', '/')}"
    return Markdown(
        f"{link(code(reference), f'{folder}/submission.schema.json')}<br>{code(f'{contracts.SITE}/{folder}/submission.schema.json')}"
    )


def vectors_page(voice: Voice, vectors: Mapping[str, Any]) -> Page:
    """Return the list of conformance vectors by chapter; keys are paths below `VECTORS`."""
    blocks = [
        heading(1, voice(say("Conformance vectors"))),
        voice(say("Small cases that every implementation of the scoring rules must reproduce.")),
        voice(say("Each file holds a framework, a submission and what is expected; the numbers are worked out by hand.")),
        bullets([link(voice(say("The schema of a vector")), f"{VECTORS}/vector.schema.json")]),
    ]
    chapters: dict[str, list[Markdown]] = {}
    for name, vector in vectors.items():
        chapter, _, file = name.rpartition("/")
        if chapter:
            entry = Markdown(f"{link(code(file.removesuffix('.json')), f'{VECTORS}/{name}')} · {escape(vector['description'])}")
            chapters.setdefault(chapter, []).append(entry)
    for chapter, entries in chapters.items():
        blocks += [heading(2, escape(chapter)), bullets(entries)]
    return Page(path="vectors.md", title="Conformance vectors", text=page(*blocks), language=voice.language, searched=False)
