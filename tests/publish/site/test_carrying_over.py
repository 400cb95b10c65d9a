"""A file of an earlier version on the pages of the site: its own form is a link away, and what carries it over is loaded only then."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser.assessment.form import Form
from browser.assessment.versions import EARLIER, demo_versions
from loopback import Stoppable
from site_building import build, written

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator

LATER, OWN = "standards/demo/3.0.0/en/assess/index.html", "standards/demo/1.0.0/en/assess/index.html"


@pytest.fixture(scope="module")
def versions_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a standard in three versions, with a profile of the first and of the last."""
    registry = demo_versions(tmp_path_factory.mktemp("versions") / "standards")
    return build(written(tmp_path_factory.mktemp("versions-tree"), registry))


@pytest.fixture(scope="module")
def versions_server(versions_site: Path) -> Iterator[Stoppable]:
    """The site, served."""
    server = Stoppable(versions_site)
    yield server
    server.stop()


@pytest.fixture
def context(chromium: "Browser") -> "Iterator[BrowserContext]":
    """A browser context of its own."""
    context = chromium.new_context(locale="en-US")
    yield context
    context.close()


def opened(context: "BrowserContext", address: str) -> tuple[Form, list[str]]:
    """Open a form; return it with the scripts that are loaded from then on."""
    page = context.new_page()
    asked: list[str] = []
    page.goto(address)
    page.wait_for_selector("#assessment h1, .sp-app h1")
    page.wait_for_load_state("load")
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[1]) if request.resource_type == "script" else None)
    return Form(page), asked


def offered(form: Form) -> "Locator":
    return form.page.get_by_role("dialog", name="Made with an earlier version")


def earlier(tmp_path: Path, content: Any = EARLIER) -> Path:
    path = tmp_path / "earlier.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def chosen(form: Form, tmp_path: Path, content: Any = EARLIER) -> None:
    offered(form.open(earlier(tmp_path, content))).wait_for()


def carry_over(form: Form) -> None:
    offered(form).get_by_role("button", name="Carry it over").click()
    form.until("location.hash.startsWith('#/migration')")


def test_the_form_of_its_own_version_opens_it(context: "BrowserContext", versions_site: Path, tmp_path: Path) -> None:
    for page in (LATER, LATER.replace("demo/3.0.0", "demo-start/2.0.0")):
        form, _ = opened(context, (versions_site / page).as_uri())
        chosen(form, tmp_path)
        offered(form).get_by_role("link", name="Open the form of demo@1.0.0").click()
        form.page.wait_for_url("**/demo/1.0.0/en/assess/index.html*")
        assert form.page.url.split("#")[0] == (versions_site / OWN).as_uri()
    form.page.wait_for_selector(".sp-app h1")
    form.opened(tmp_path / "earlier.json")
    assert form.page.locator(".sp-brand-title").inner_text() == "Rural Cooperative"


def test_what_carries_over_is_loaded_when_it_is_wanted(context: "BrowserContext", versions_server: Stoppable, tmp_path: Path) -> None:
    address = f"{versions_server.address}/{LATER}"
    form, asked = opened(context, address)
    assert form.page.evaluate("[spregistry.migration, spregistry.steps].every((one) => one === undefined)")
    chosen(form, tmp_path)
    before = [*asked]
    carry_over(form)
    assert not [name for name in before if name.startswith(("migration.", "step.", "shape."))]
    assert sorted(name.split(".")[0] for name in asked[len(before) :]) == ["migration", "shape", "step", "step"]
    assert form.saved()["framework"] == "demo@3.0.0"


def test_without_a_connection_it_says_so_and_changes_nothing(chromium: "Browser", versions_server: Stoppable, tmp_path: Path) -> None:
    context = chromium.new_context(locale="en-US", service_workers="block")
    form, _ = opened(context, f"{versions_server.address}/{LATER}")
    context.set_offline(True)
    chosen(form, tmp_path)
    offered(form).get_by_role("button", name="Carry it over").click()
    dialog = form.page.get_by_role("dialog", name="It cannot be carried over now")
    assert "Nothing was changed." in dialog.inner_text()
    context.set_offline(False)
    dialog.get_by_role("button", name="Close").last.click()
    chosen(form, tmp_path)
    carry_over(form)
    context.close()


def test_what_is_kept_of_an_earlier_version_can_be_carried_over_and_stays(
    context: "BrowserContext", versions_server: Stoppable, tmp_path: Path
) -> None:
    path = earlier(tmp_path)
    own, _ = opened(context, f"{versions_server.address}/{OWN}")
    own.opened(path).kept()
    own.page.close()
    form, _ = opened(context, f"{versions_server.address}/{LATER}")
    assert form.page.get_by_role("link", name="Open the form of demo@1.0.0").count() == 1
    form.page.get_by_role("button", name="Carry over Rural Cooperative").click()
    carry_over(form)
    form.kept()
    form.go("start")
    kept = [one.inner_text() for one in form.page.locator(".sp-kept-list > li").all()]
    assert len(kept) == 2
    assert sum("demo@1.0.0, changed" in one for one in kept) == 1
    assert sum("demo@3.0.0, changed" in one and "carried over from demo@1.0.0" in one for one in kept) == 1


def test_a_window_that_goes_to_another_versions_form_opens_nothing_there(
    context: "BrowserContext", versions_server: Stoppable, tmp_path: Path
) -> None:
    path = earlier(tmp_path)
    form, _ = opened(context, f"{versions_server.address}/{OWN}")
    form.opened(path).kept()
    form.page.goto(f"{versions_server.address}/{LATER}")
    form.page.get_by_role("button", name="Start a new assessment").wait_for()
    assert form.page.locator(".sp-overall").count() == 0
    assert form.page.get_by_role("link", name="Open the form of demo@1.0.0").count() == 1
    form.page.get_by_role("button", name="Carry over Rural Cooperative").click()
    carry_over(form)
    form.kept()
    form.page.goto(f"{versions_server.address}/{OWN}")
    form.page.get_by_role("button", name="Start a new assessment").wait_for()
    assert form.page.locator(".sp-overall").count() == 0
    # Back to what was open before, each with its own form.
    form.page.get_by_role("link", name="Open the form of demo@3.0.0").click()
    form.page.wait_for_url("**/demo/3.0.0/en/assess/index.html*")
    form.page.locator(".sp-overall").wait_for()
    assert form.saved()["framework"] == "demo@3.0.0"


def test_the_form_of_an_earlier_version_leads_to_where_its_assessment_is_carried_over(
    context: "BrowserContext", versions_server: Stoppable, tmp_path: Path
) -> None:
    path = earlier(tmp_path)
    form, _ = opened(context, f"{versions_server.address}/{OWN}")
    form.opened(path).kept()
    # Just typed, and perhaps not written yet: it is to be carried over too.
    form.page.get_by_label("Name", exact=True).fill("Rural Cooperative of the North")
    form.go("start").page.get_by_role("link", name="Carry it over to demo@3.0.0").click()
    offered(form).wait_for()
    assert form.page.url == f"{versions_server.address}/{LATER}#/start"
    assert "“Rural Cooperative of the North” answers demo@1.0.0" in offered(form).inner_text()
    offered(form).get_by_role("button", name="Cancel").click()
    (kept,) = form.page.locator(".sp-kept-list > li").all()
    assert "demo@1.0.0, changed" in kept.inner_text()
    form.page.go_back()
    form.page.get_by_role("link", name="Carry it over to demo@3.0.0").click()
    carry_over(form)
    found = form.saved()
    assert (found["framework"], found["organisation"]["name"]) == ("demo@3.0.0", "Rural Cooperative of the North")
    # It is carried once, and the form that carried it sends nobody further.
    form.page.go_back()
    form.page.get_by_role("heading", name="Files and storage").wait_for()
    assert offered(form).count() == 0
    assert form.page.get_by_text("A later version of this standard").count() == 0


def test_what_the_later_form_does_not_find_it_says_so(context: "BrowserContext", versions_server: Stoppable) -> None:
    form, _ = opened(context, f"{versions_server.address}/{LATER}#/carry/gone")
    dialog = form.page.get_by_role("dialog", name="It cannot be carried over from here")
    assert "open that file here. Nothing was changed." in dialog.inner_text()
    assert form.page.url.endswith("#/start")


def test_every_later_version_loads_the_same_steps(versions_site: Path) -> None:
    """A step is written once for each version and language, so that a site does not grow with the square of its versions."""
    steps = [path.relative_to(versions_site).parts[:5] for path in sorted((versions_site / "standards").rglob("step.*.js"))]
    assert steps == [("standards", "demo", version, "en", "assess") for version in ("2.0.0", "3.0.0")]
    page = (versions_site / LATER).read_text(encoding="utf-8")
    kept = page.split('data-keep="')[1].split('"')[0].split()
    assert sum("/step." in path or path.startswith("step.") for path in kept) == 2
    for path in kept:
        assert ((versions_site / LATER).parent / path).resolve().is_file(), path
