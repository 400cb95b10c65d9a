"""What people fill in, in every form it has: the self-assessments of the site with all they load, workbooks, and single files.

Workbooks take a second or two each, so they are kept in the user's cache for as long as nothing that they are made from changes.
"""

import hashlib
import json
from collections.abc import Callable, Sequence

from spregistry.evolve.carrying.passage import Passage
from spregistry.load import cache
from spregistry.load.bundles import engine
from spregistry.load.languages.catalogues import direction
from spregistry.load.languages.translations import Translation
from spregistry.load.registry import Registry
from spregistry.model.framework import Framework
from spregistry.publish.browser.assessment_file import Page, assessment_file
from spregistry.publish.browser.build import built
from spregistry.publish.browser.data import Previous, data_script
from spregistry.publish.browser.form_data import form_data, out_of_use
from spregistry.publish.browser.form_steps import Steps, carrying
from spregistry.publish.browser.validator import shape_script, validator_script
from spregistry.publish.browser.workbook_pack import packed_script
from spregistry.publish.hindsight import Hindsight, hindsight
from spregistry.publish.site.assess_page import ASSETS, Scripts, named_by_content
from spregistry.publish.site.edition import Edition, folder_of
from spregistry.publish.workbook.workbook import workbook
from spregistry.sentence import Lookup


class Forms:
    """Collects the files that the pages of all forms load, each under a name that holds a digest of its content."""

    def __init__(self, registry: Registry) -> None:
        """Begin with what all forms share.

        Raises:
            CannotWrite: where the browser part was not built.
        """
        self._registry = registry
        self._validators: dict[str, str] = {}
        #: Content by path below `docs/`.
        self.files: dict[str, bytes] = {}
        self._script = self._add(f"{ASSETS}/assessment.js", built("assessment.js"))
        self._style = self._add(f"{ASSETS}/assessment.css", built("assessment.css"))
        self._charts = self._add(f"{ASSETS}/charts.js", built("charts.js"))
        self._workbook = self._add(f"{ASSETS}/workbook.js", built("workbook.js"))
        self._steps = Steps(registry)

    def _add(self, path: str, content: bytes) -> str:
        named = named_by_content(path, content)
        self.files[named] = content
        return named

    def scripts(self, edition: Edition) -> Scripts:
        """Return what the page of one form loads, from then on among `files`; a profile's form loads the data of its base."""
        base = self._registry[edition.framework.submission_reference]
        folder, language = folder_of(base.reference), edition.form_language
        steps = {step.after.reference: self._step(step, language) for step in self._steps.to(base)}
        known = carrying(self._registry, base, self._steps.to(base), lambda step: _seen_from_form(steps[step.after.reference]))
        data = data_script(form_data(self._registry, base.reference, [language], self._others(base.reference, language), known))
        own = self._add(f"{folder}/{language}/assess/data.js", data.encode())
        validator = self._add(f"{folder}/validator.js", self._validator(base).encode())
        packs = [self._pack([self._registry.translation(base.reference, language)])]
        if edition.framework.definition.based_on is not None:
            packs.append(self._pack([edition.translation]))
        empty = self._add(f"{edition.folder}/assess/workbook.js", b"".join(packs))
        later = {"charts": self._charts, "validator": validator, "workbook": self._workbook, "workbooks": empty}
        if steps:
            later["migration"] = self._add(f"{ASSETS}/migration.js", built("migration.js"))
            later["shape"] = self._add(f"{ASSETS}/shape.js", shape_script().encode())
        return Scripts((self._script, own), (self._style,), later, (*steps.values(),))

    def _step(self, step: Passage, language: str) -> str:
        """Return the path of the script that carries submissions over one step: the forms of all later versions load the same."""
        return self._add(f"{folder_of(step.after.reference)}/{language}/assess/step.js", self._steps.script(step, [language]).encode())

    def workbook(self, translation: Translation) -> bytes:
        """Return the empty workbook of a framework in a language, which understands the labels of all its languages."""
        others = self._understood(translation)
        known = hindsight(self._registry.record, translation.source)
        return _kept("workbook", [translation, *others], lambda: workbook(translation, others=others, known=known), known)

    def _pack(self, translations: Sequence[Translation]) -> bytes:
        """Return the script that brings the empty workbooks of a framework in some languages along."""
        reference = translations[0].source.reference
        made_from = [*translations, *self._understood(translations[0])]
        known = hindsight(self._registry.record, translations[0].source)
        return _kept(
            "pack", made_from, lambda: packed_script(reference, {one.language: self.workbook(one) for one in translations}).encode(), known
        )

    def _understood(self, translation: Translation) -> list[Translation]:
        reference = translation.source.reference
        return [self._registry.translation(reference, language) for language in self._registry.languages(reference)]

    def single_file(self, editions: Sequence[Edition], lookup: Lookup) -> bytes:
        """Return the self-assessment in the languages of some editions as one HTML file.

        `lookup` gives its first words, in the language of the first edition.
        """
        edition = editions[0]
        framework = edition.version.source
        base = self._registry[framework.submission_reference]
        languages = [*dict.fromkeys(one.form_language for one in editions)]
        steps = self._steps.to(base)
        data = form_data(self._registry, framework.reference, languages, carrying=carrying(self._registry, base, steps, lambda _: None))
        data["out_of_use"] = out_of_use(self._registry, framework.reference)  # no page around the file says it
        profile = framework.reference if framework.definition.based_on else None
        page = Page(edition.framework.title, edition.language, direction(edition.language), lookup, None, profile)
        packs = [self._pack([one.translation for one in editions]).decode()]
        return assessment_file(data, page, [self._validator(base)], packs, [self._steps.script(step, languages) for step in steps]).encode()

    def _validator(self, framework: Framework) -> str:
        if framework.reference not in self._validators:
            self._validators[framework.reference] = validator_script(framework)
        return self._validators[framework.reference]

    def _others(self, own: str, language: str) -> list[Previous]:
        """Return the other versions of a framework with the addresses of their forms, in a language or else their own."""
        others = [other for other in self._registry if other.partition("@")[0] == own.partition("@")[0] and other != own]
        return [
            Previous(other, _seen_from_form(f"{folder_of(other)}/{self._spoken(other, language)}/assess/index.html")) for other in others
        ]

    def _spoken(self, reference: str, language: str) -> str:
        return language if language in self._registry.languages(reference) else self._registry[reference].definition.language


def _seen_from_form(path: str) -> str:
    """Return the address of a file as the pages of forms see it: they all stand at standards/<id>/<version>/<language>/assess/."""
    return f"../../../../../{path}"


def _kept(kind: str, made_from: Sequence[Translation], make: Callable[[], bytes], known: Hindsight) -> bytes:
    """Return what was made before from the same framework, its state, translations and program, or make it now."""
    texts = [[one.source.digest, one.language, [*one.texts.values()]] for one in made_from]
    since = [known.turns, [event.data for events in known.errata.values() for event in events]]
    name = f"{kind}-{hashlib.sha256(json.dumps([engine(), texts, since]).encode()).hexdigest()}"
    content = cache.find(name)
    if content is None:
        content = make()
        cache.keep(name, content)
    return content
