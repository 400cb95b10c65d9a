"""Packed workbooks hold each language's workbook whole."""

import base64
import io
import json
import re
import zipfile
import zlib
from pathlib import Path

import spregistry
from spregistry.publish.browser.workbook_pack import workbook_script
from spregistry.publish.workbook.workbook import workbook

ROOT = Path(__file__).parents[2]


def test_every_language_comes_out_as_it_went_in() -> None:
    registry = spregistry.Registry.open(ROOT / "standards")
    reference = "sepm@3.0.0"
    translations = [registry.translation(reference, language) for language in ("fr", "en")]
    script = workbook_script(translations)
    assert "<" not in script
    found = re.fullmatch(r"\(function\(p\)\{.*?\}\)\((\{.*\})\);\n", script)
    assert found is not None
    pack = json.loads(found[1])
    assert (pack["reference"], pack["languages"], pack["function"]) == (reference, ["fr", "en"], None)
    parts = zlib.decompress(base64.b64decode(pack["packed"]), -15).decode().split("\2")
    for place, translation in enumerate(translations):
        with zipfile.ZipFile(io.BytesIO(workbook(translation, others=translations))) as package:
            texts = {name: package.read(name).decode() for name in package.namelist()}
        assert {
            name: "".join(part.split("\1")[place :: len(translations)]) for name, part in zip(pack["parts"], parts, strict=True)
        } == texts
