"""The form tells an erratum beside what it is about, and one about the whole on every page."""

from collections.abc import Callable
from pathlib import Path

from browser.assessment.form import Form
from releases import FIRST, run, with_first

Open = Callable[..., Form]

ERRATA = {
    None: "Twelve <b>months</b> are meant.",
    "leading": "All who lead.",
    "goals": "Read “written” as “noted”.",
    "clients": "Count each once.",
}


def test_an_erratum_stands_beside_the_question_the_fact_and_the_group(open_form: Open, tmp_path: Path) -> None:
    registry = with_first(tmp_path)
    for element, reason in ERRATA.items():
        about = ("--element", element) if element else ()
        assert run(registry, "record", "erratum", FIRST, "--on", "2025-07-01", "--reason", reason, *about).exit_code == 0
    path = tmp_path / "form.html"
    assert run(registry, "template", FIRST, "--format", "html", "-o", str(path)).exit_code == 0
    form = open_form(path)
    page = form.page

    def told() -> list[str]:
        return page.locator(".sp-erratum").all_inner_texts()

    whole = f"Erratum of Jul 1, 2025: {ERRATA[None]}"
    assert told() == [whole]
    page.get_by_role("button", name="Start a new assessment").click()
    page.wait_for_selector("h1")
    form.go("assess/leading")
    assert told() == [whole, f"Erratum of Jul 1, 2025: {ERRATA['leading']}", f"Erratum of Jul 1, 2025: {ERRATA['goals']}"]
    assert page.locator("#q-goals .sp-erratum").inner_text().endswith("“noted”.")
    form.go("facts")
    assert told() == [whole, f"Erratum of Jul 1, 2025: {ERRATA['clients']}"]
    assert page.locator("#f-clients .sp-erratum").count() == 1
