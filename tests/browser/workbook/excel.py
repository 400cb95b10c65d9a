"""The browser's reader and writer of workbooks in a real Chromium, called from Python."""

import base64
import json
from typing import TYPE_CHECKING, Any

from spregistry.load.languages.translations import Translation, untranslated
from spregistry.model.framework import Framework
from spregistry.publish.browser.workbook_pack import workbook_script

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Bytes go in and out as base64; `$` gets what Python gives, and answers as JSON.
_READ = """(given) => {
  const bytes = Uint8Array.from(atob(given), (letter) => letter.charCodeAt(0));
  const { places, ...found } = spregistry.workbook.read(bytes);
  return JSON.stringify({ ...found, places: places && [...places].map(([path, at]) => [JSON.parse(path), at]) });
}"""
_FILL = """([reference, language, submission]) => {
  const pack = spregistry.workbooks.find((one) => one.reference === reference && one.languages.includes(language));
  const { bytes, left } = spregistry.workbook.fill(pack, language, JSON.parse(submission));
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return JSON.stringify({ content: btoa(text), left });
}"""


class Excel:
    """A page that holds nothing but the reader and writer of workbooks."""

    def __init__(self, page: "Page", script: str) -> None:
        """Load the built script."""
        self._page = page
        self._packed: set[tuple[str, ...]] = set()
        page.add_script_tag(content=script)

    def give(self, translations: list[Translation]) -> None:
        """Give the page the empty workbooks of a framework."""
        known = (translations[0].source.digest, *(one.language for one in translations))
        if known not in self._packed:
            self._packed.add(known)
            self._page.add_script_tag(content=workbook_script(translations))

    def read(self, content: bytes) -> dict[str, Any]:
        """Return what the browser reads from a workbook: data, digest, remarks and places, or why it refuses it."""
        found: dict[str, Any] = json.loads(self._page.evaluate(_READ, base64.b64encode(content).decode()))
        return found

    def fill(self, framework: Framework, submission: dict[str, Any], translation: Translation | None = None) -> tuple[bytes, Any]:
        """Return the workbook that the browser fills with a submission, and what no cell took."""
        shown = translation or untranslated(framework)
        self.give([shown])
        wanted = [shown.source.reference, shown.language, json.dumps(submission)]
        found = json.loads(self._page.evaluate(_FILL, wanted))
        return base64.b64decode(found["content"]), found["left"]
