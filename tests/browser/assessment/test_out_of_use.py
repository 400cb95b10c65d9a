"""The form as one file says that its version is out of use: no page around it does."""

from collections.abc import Callable
from pathlib import Path

from browser.assessment.form import Form
from releases import FIRST, NEXT, run, with_both

Open = Callable[..., Form]


def form_of(registry: Path, reference: str) -> Path:
    path = registry.parent / f"{reference}.html"
    done = run(registry, "template", reference, "--format", "html", "-o", str(path))
    assert done.exit_code == 0, done.output
    return path


def test_a_single_file_says_on_every_page_that_its_version_was_recalled(open_form: Open, tmp_path: Path) -> None:
    registry = with_both(tmp_path)
    said = ("recall", FIRST, "--on", "2025-07-01", "--reason", "A <b>figure</b> is wrong.", "--successor", NEXT)
    assert run(registry, "record", *said).exit_code == 0
    form = open_form(form_of(registry, FIRST))
    banner = form.page.get_by_role("note").filter(has_text="was recalled")
    told = (
        "demo@1.0.0 was recalled on Jul 1, 2025. This version is wrong; do not rely on results by it. "
        "Reason: A <b>figure</b> is wrong. In its place: demo@1.1.0"
    )
    assert " ".join(banner.inner_text().split()) == told
    form.page.get_by_role("button", name="Start a new assessment").click()
    form.page.wait_for_selector("h1")
    form.go("results")
    assert banner.is_visible()
    assert open_form(form_of(registry, NEXT)).page.get_by_text("was recalled").count() == 0


def test_one_whose_successor_is_out_of_use_itself_is_not_sent_there(open_form: Open, tmp_path: Path) -> None:
    registry = with_both(tmp_path)
    assert run(registry, "record", "deprecate", FIRST, "--on", "2025-07-01", "--successor", NEXT).exit_code == 0
    assert run(registry, "record", "recall", NEXT, "--on", "2025-07-02", "--reason", "Wrong.").exit_code == 0
    banner = open_form(form_of(registry, FIRST)).page.get_by_role("note").filter(has_text="was deprecated")
    assert " ".join(banner.inner_text().split()) == (
        "demo@1.0.0 was deprecated on Jul 1, 2025. Choose another version for new assessments. "
        "demo@1.1.0 was to take its place, and is not in use itself."
    )
