"""The form for everybody: axe looks at every state it can be in, in both colour schemes, on wide screens and on phones."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browser.assessment.form import Form
from browser.axe import SIGHTS, Axe

Open = Callable[..., Form]
ONE = "mission-names-clients-and-change"
MINIMAL = {"format": 1, "framework": "sepm@3.0.0"}


def written(tmp_path: Path, name: str, content: Any) -> Path:
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def seen(open_form: Open, scheme: str, width: int, browser_folder: Path) -> tuple[Form, Axe]:
    """Open the form as axe needs it."""
    form = open_form(color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True, reduced_motion="reduce")
    return form, Axe(form.page, scheme, browser_folder)


def unfold(form: Form) -> None:
    form.page.evaluate("document.querySelectorAll('.sp-main details').forEach((one) => { one.open = true; })")
    form.page.wait_for_timeout(50)


def told(axe: Axe) -> None:
    assert not axe.faults, "\n".join(axe.faults)


@pytest.mark.parametrize(("scheme", "width"), SIGHTS)
def test_pages_and_what_unfolds_in_them(scheme: str, width: int, open_form: Open, examples: dict[str, Path], browser_folder: Path) -> None:
    form, axe = seen(open_form, scheme, width, browser_folder)
    axe.look("start page")
    form.opened(examples["rural-cooperative-2026-draft"])
    for way in ("start", "about", "facts/portfolio-facts", "assess/no-over-indebtedness", "find", "colleagues"):
        form.go(way)
        unfold(form)
        axe.look(way)
    form.go("review").page.get_by_label("Show the assessor’s view").check()
    axe.look("review")
    if width < 800:
        form.page.get_by_role("button", name="Contents").click()
        axe.look("contents unfolded")
    told(axe)


@pytest.mark.parametrize(("scheme", "width"), SIGHTS)
def test_what_one_is_told_beside_a_field(
    scheme: str, width: int, open_form: Open, examples: dict[str, Path], browser_folder: Path, tmp_path: Path
) -> None:
    form, axe = seen(open_form, scheme, width, browser_folder)
    # Shares that contradict each other, an answer that no question takes, one that was carried over, one that an assessor sees otherwise.
    odd = json.loads(examples["rural-cooperative-2026-draft"].read_text(encoding="utf-8"))
    odd["facts"] |= {"active-clients": {"close": 100}, "female-clients": {"close": 120}, "main-product-nominal-rate": 50}
    odd["period"] = {"start": "2026-12-31", "end": "2026-01-01"}
    odd["answers"][ONE] = {"value": "nonsense", "comment": "c", "review": {"value": "partly", "comment": "r"}, "flag": True}
    form.open(written(tmp_path, "odd.json", odd))
    axe.look("dialog: not everything fits")
    form.dialog().get_by_role("button", name="Open all the same").click()
    form.until("location.hash.startsWith('#/about')")
    assert form.page.locator(".sp-problems").count() == 1
    axe.look("a notice, and a period that ends before it begins")
    form.fact("outreach", "female-clients")
    axe.look("facts that contradict each other")
    card = form.fact("products-and-prices", "typical-annual-percentage-rate")
    card.get_by_label("End of period").fill("a lot")
    card.get_by_label("Start of period").focus()
    axe.look("a figure that is not understood")
    card.get_by_label("Not measured").check()
    axe.look("a fact that is not measured")
    card = form.question(ONE)
    unfold(form)
    axe.look("an answer that does not fit")
    card.get_by_label("Comment", exact=True).fill("a" * 20_001)
    axe.look("a text that is too long")
    card.get_by_role("radio").last.check()
    axe.look("what does not apply")
    if width < 800:
        form.page.get_by_role("button", name="Contents").click()
    form.page.get_by_role("searchbox").fill("no such words anywhere")
    axe.look("nothing found")
    told(axe)


@pytest.mark.parametrize(("scheme", "width"), SIGHTS)
def test_dialogs(scheme: str, width: int, open_form: Open, examples: dict[str, Path], browser_folder: Path, tmp_path: Path) -> None:
    form, axe = seen(open_form, scheme, width, browser_folder)
    for name, content in {
        "damaged": "{",
        "another standard": {**MINIMAL, "framework": "other@1.0.0"},
        "another edition": {**MINIMAL, "framework": "sepm@3.0.7"},
    }.items():
        form.open(written(tmp_path, f"{name}.json", content))
        form.dialog()
        axe.look(f"dialog: {name}")
        form.page.keyboard.press("Escape")
        form.page.get_by_role("dialog").wait_for(state="detached")
    form.opened(examples["rural-cooperative-2026-draft"])
    form.page.get_by_role("button", name="Keyboard shortcuts").click()
    form.dialog()
    axe.look("dialog: keys")
    form.page.keyboard.press("Escape")
    form.go("start").page.get_by_role("button", name=re.compile("^Delete ")).click()
    form.dialog()
    axe.look("dialog: delete")
    told(axe)


@pytest.mark.parametrize(("scheme", "width"), SIGHTS)
def test_banners_and_colleagues(
    scheme: str, width: int, open_form: Open, examples: dict[str, Path], browser_folder: Path, tmp_path: Path
) -> None:
    form, axe = seen(open_form, scheme, width, browser_folder)
    form.opened(examples["rural-cooperative-2026-draft"])
    theirs = {**MINIMAL, "answers": {ONE: {"value": "unmet", "by": "HR", "evidence": ["More"]}}, "facts": {"legal-form": "bank"}}
    form.go("colleagues").open(written(tmp_path, "hr.json", theirs), "Add files")
    form.page.locator(".sp-conflict").first.wait_for()
    axe.look("conflicts between colleagues")
    form.go("about?function=hr")
    axe.look("the part of one function")
    form.go("about?function=none")
    axe.look("a part that is not there")
    form.page.evaluate("IDBObjectStore.prototype.put = function () { this.transaction.abort(); }; void 0")
    form.choose(ONE, "Partially")
    form.page.get_by_role("alert").wait_for()
    axe.look("a store that is full")
    form.page.evaluate("IDBObjectStore.prototype.getAll = function () { throw new DOMException('gone', 'InvalidStateError'); }; void 0")
    form.go("about").go("start").page.get_by_text("cannot be read or changed at the moment").wait_for()
    axe.look("a store that cannot be read")
    other = form.page.context.new_page()
    other.goto(form.page.url.split("#")[0])
    other.get_by_role("button", name=re.compile("^Delete ")).first.click()
    other.get_by_role("dialog").get_by_role("button", name="Delete").click()
    form.page.get_by_text("was deleted from this computer in another window").wait_for()
    axe.look("deleted in another window")
    told(axe)
