"""Figures as people of many countries write them, read by the form's own reader."""

import json
import subprocess
from pathlib import Path

import pytest

READ = [
    ("en-US", "1,234", 1234),
    ("en-US", "1.234", 1.234),
    ("en-US", "1,5", 1.5),
    ("en-US", "0,125", 0.125),
    ("en-US", "1 234 567", 1234567),
    ("en-US", "1'234'567.25", 1234567.25),
    ("en-US", "1.2e8", 120000000),
    ("en-US", "−5", -5),
    ("en-US", "+7", 7),
    ("en-US", "12,34,567", 1234567),
    ("en-US", "-0", 0),
    ("en-US", ".5", 0.5),
    ("de-DE", "1.234", 1234),
    ("de-DE", "1,234", 1.234),
    ("de-DE", "1.234.567", 1234567),
    ("fr-FR", "1\u202f234,5", 1234.5),
    ("fr-FR", "1\u00a0234", 1234),
    ("fr-FR", "1.234.567,8", 1234567.8),
    ("es-ES", "12.345,67", 12345.67),
    ("ar-EG", "١٬٢٣٤٬٥٦٧٫٥", 1234567.5),
    ("hi-IN", "१२,३४,५६७", 1234567),
    ("fa-IR", "۱۲۳", 123),
    ("en-US", "𝟙𝟘𝟡", 109),  # behind the digits of another set
    ("en-US", "123456789012345", 123456789012345),
    ("en-US", "1 234 567,5", 1234567.5),
    ("en-US", "1.234.567,5", 1234567.5),
    ("fr-FR", "1,234,567.5", 1234567.5),
    ("fr-FR", "1 234.567", 1234.567),
    ("en-US", "\t1\u00a0234\u00a0567\t", 1234567),  # as copied from a spreadsheet
    ("en-US", "1\u2009234", 1234),
]
REFUSED = [
    ("en-US", "12 kg", "not-a-number"),
    ("en-US", "1 2 345", "not-a-number"),
    ("en-US", "12 34", "not-a-number"),
    ("en-US", "2024 2025", "not-a-number"),
    ("en-US", "1 234\t5 678", "not-a-number"),  # two cells of a spreadsheet
    ("fr-FR", "1 234,567 8", "not-a-number"),
    ("fr-FR", "1 234,56,7", "not-a-number"),
    ("en-US", "1.2.3", "not-a-number"),
    ("en-US", "1,23,4", "not-a-number"),
    ("en-US", "1,234.56.7", "not-a-number"),
    ("en-US", "1.234,567,8", "not-a-number"),
    ("en-US", "--5", "not-a-number"),
    ("en-US", "NaN", "not-a-number"),
    ("en-US", "Infinity", "not-a-number"),
    ("en-US", "0x10", "not-a-number"),
    ("en-US", "1e999", "not-a-number"),
    ("en-US", "12345678901234567", "too-long"),
    ("en-US", "   ", "blank"),
]


@pytest.fixture(scope="module")
def read(node: str, browser_folder: Path) -> dict[str, dict[str, float | str]]:
    script = (
        f"import {{ readNumber }} from {json.dumps((browser_folder / 'assessment/document/numbers.js').as_uri())};"
        "import { readFileSync } from 'node:fs';"
        "const found = {};"
        "for (const [locale, typed] of JSON.parse(readFileSync(0, 'utf8'))) found[`${locale} ${typed}`] = readNumber(typed, locale);"
        "process.stdout.write(JSON.stringify(found));"
    )
    typed = json.dumps([[locale, text] for locale, text, _ in [*READ, *REFUSED]])
    run = subprocess.run(
        [node, "--input-type=module", "-e", script], input=typed, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    found: dict[str, dict[str, float | str]] = json.loads(run.stdout)
    return found


@pytest.mark.parametrize(("locale", "typed", "value"), READ)
def test_it_is_read(locale: str, typed: str, value: float, read: dict[str, dict[str, float | str]]) -> None:
    assert read[f"{locale} {typed}"].get("value") == value


@pytest.mark.parametrize(("locale", "typed", "problem"), REFUSED)
def test_it_is_refused(locale: str, typed: str, problem: str, read: dict[str, dict[str, float | str]]) -> None:
    assert read[f"{locale} {typed}"] == {"problem": problem}
