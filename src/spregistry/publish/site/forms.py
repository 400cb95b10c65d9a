"""What the self-assessments of the site load: the program's own scripts, and for each framework its data and its validator."""

from importlib import resources

from spregistry.errors import CannotWrite
from spregistry.load.documents import read_bytes
from spregistry.load.registry import Registry
from spregistry.publish.assessment_file import Page, assessment_file
from spregistry.publish.browser_data import Previous, data_script
from spregistry.publish.browser_validator import validator_script
from spregistry.publish.form_data import form_data
from spregistry.publish.site.assess_page import ASSETS, Scripts, named_by_content
from spregistry.publish.site.edition import Edition, relative
from spregistry.sentence import Lookup


class Forms:
    """Collects the files of all forms, each under a name that holds a digest of its content."""

    def __init__(self, registry: Registry) -> None:
        """Begin with what all forms share.

        Raises:
            CannotWrite: where the browser part was not built.
        """
        self._registry = registry
        self._validators: dict[str, str] = {}
        #: Content by path below `docs/`.
        self.files: dict[str, bytes] = {}
        self._script = self._add(f"{ASSETS}/assessment.js", _built("assessment.js"))
        self._style = self._add(f"{ASSETS}/assessment.css", _built("assessment.css"))
        self._charts = self._add(f"{ASSETS}/charts.js", _built("charts.js"))

    def _add(self, path: str, content: bytes) -> str:
        named = named_by_content(path, content)
        self.files[named] = content
        return named

    def scripts(self, edition: Edition) -> Scripts:
        """Return what the page of one form loads; its data are among `files` from then on."""
        data = data_script(form_data(self._registry, edition.framework.reference, [edition.language], self._others(edition)))
        own = self._add(f"{edition.folder}/assess/data.js", data.encode())
        validator = self._add(f"{edition.version.folder}/validator.js", self._validator(edition).encode())
        return Scripts((self._script, validator, own), (self._style,), self._charts)

    def single_file(self, edition: Edition, direction: str, lookup: Lookup) -> bytes:
        """Return the self-assessment in all its languages as one HTML file, its first words those of an edition."""
        reference = edition.framework.reference
        data = form_data(self._registry, reference, edition.version.languages, ())
        page = Page(edition.framework.title, edition.language, direction, lookup)
        return assessment_file(data, page, [self._validator(edition)]).encode()

    def _validator(self, edition: Edition) -> str:
        reference = edition.framework.reference
        if reference not in self._validators:
            self._validators[reference] = validator_script(edition.version.source)
        return self._validators[reference]

    def _others(self, edition: Edition) -> list[Previous]:
        """Return the other versions of a framework with the addresses of their pages, for files that name them."""
        own = edition.framework.reference
        others = [other for other in self._registry if other.partition("@")[0] == edition.framework.id and other != own]
        return [Previous(other, relative(edition.form, f"standards/{other.replace('@', '/')}/index.html")) for other in others]


def _built(name: str) -> bytes:
    file = resources.files("spregistry") / "browser" / "dist" / name
    if not file.is_file():
        raise CannotWrite(f"the form’s {name} was not built; run npm run build in src/spregistry/browser")
    return read_bytes(str(file))
