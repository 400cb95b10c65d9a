"""The editors' record in a real Chromium: comments that are saved and taken over, ids that lead on, for everybody, and hostile texts."""

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from click.testing import CliRunner

import record_registries
from loopback import Stoppable
from site_building import build, kept_out
from spregistry.api import Registry
from spregistry.cli import main
from spregistry.load.documents import read as read_document

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

#: One of each kind of page.
KINDS = (
    "demo/index.html", "demo/elements.html", "demo/1.0.0/index.html", "demo/1.0.0/en/since.html", "demo/1.1.0/en/changes.html",
    "demo/2.0.0/fr/changes.html", "demo/2.0.0/en/index.html", "demo/2.0.0/en/read/complaints.html", "demo/2.1.0/en/read/complaints.html",
    "demo/2.1.0/en/comment.html", "demo/compare/en.html", "demo/2.1.0/en/from-1.1.0.html", "demo/2.1.0/en/consultation.html", "demo/2.1.0/en/consultation/round-1.html",
    "demo/history/en/complaints.html", "demo/releases/en.html", "crosswalks/index.html", "crosswalks/demo-codes/fr/index.html",
    "crosswalks/demo-codes/en/reversed.html", "first/1.0.0/fr/profile.html",
)  # fmt: skip


@pytest.fixture
def context(chromium: "Browser") -> "Iterator[BrowserContext]":
    """A browser of a visitor who was never here before."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    yield context
    context.close()


@pytest.fixture(scope="module")
def served_record(recorded_site: Path) -> Iterator[str]:
    """The address of the served site."""
    server = Stoppable(recorded_site)
    yield f"{server.address}/standards"
    server.stop()


def comment(page: "Page", group: str, summary: str, target: Path) -> Path:
    """Fill in the form and save; return the file."""
    page.select_option("select[name=group]", group)
    page.fill("textarea[name=summary]", summary)
    with page.expect_download() as download:
        page.click(".comment-form button[type=submit]")
    download.value.save_as(target)
    return target


def imported(registry: Path, file: Path) -> dict[str, dict[str, Any]]:
    """Take comments over by the command; return those of the record by what they say."""
    done = CliRunner().invoke(main, ["--registry", str(registry), "consult", "import", "demo@2.1.0", str(file)])
    assert done.exit_code == 0, done.output
    record = read_document(registry / "demo" / "2.1.0" / "consultation.yaml").data
    return {str(each["summary"]): each for each in record["comments"]}


def test_comments_from_a_page_opened_as_a_file_are_taken_over_once(context: "BrowserContext", recorded_site: Path, tmp_path: Path) -> None:
    registry = record_registries.recorded(tmp_path / "registry")
    context.set_offline(True)
    page = context.new_page()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(urlsplit(request.url).scheme))
    page.clock.set_fixed_time("2026-05-10T12:00:00")
    page.goto(f"{recorded_site.as_uri()}/standards/demo/2.1.0/en/read/complaints.html")
    page.get_by_role("link", name="Comment Complaints in person").click()
    page.wait_for_url("**/comment.html#/in-person")
    assert page.input_value("select[name=element]") == "in-person"
    # What begins like a formula, quotes, separators, lines and signs of other languages stay what they are.
    first = comment(page, "clients", '=Say "where", and when;\nÀ bientôt', tmp_path / "first.csv")
    assert "Comments in the file: 1." in page.inner_text(".comment-status")
    page.select_option("select[name=element]", "framework")
    second = comment(page, "vendors", "'+ Shorter, please", tmp_path / "second.csv")
    assert first.read_bytes() in second.read_bytes()
    found = imported(registry, second)
    entry = found['=Say "where", and when;\nÀ bientôt']
    draft = Registry.open(registry)["demo@2.1.0"].digest
    assert {key: entry[key] for key in ("round", "element", "group", "on", "draft")} == {
        "round": 2, "element": "in-person", "group": "clients", "on": "2026-05-10", "draft": draft
    }  # fmt: skip
    assert found["'+ Shorter, please"]["element"] == "framework"
    assert len(found) == 4
    assert len(imported(registry, first)) == 4
    assert set(asked) <= {"file", "blob", "data"}


def test_a_comment_can_be_taken_back_before_the_file_is_sent(context: "BrowserContext", served_record: str, tmp_path: Path) -> None:
    page = context.new_page()
    page.goto(f"{served_record}/demo/2.1.0/en/comment.html")
    comment(page, "clients", "Too much", tmp_path / "one.csv")
    comment(page, "clients", "Enough", tmp_path / "two.csv")
    page.reload()
    assert page.locator(".comment-kept li").count() == 2
    page.get_by_role("button", name="Remove").first.click()
    with page.expect_download() as download:
        page.click(".comment-again")
    download.value.save_as(tmp_path / "three.csv")
    saved = (tmp_path / "three.csv").read_text(encoding="utf-8-sig")
    assert "Enough" in saved
    assert "Too much" not in saved


def test_nothing_is_saved_without_words_and_a_group(context: "BrowserContext", served_record: str) -> None:
    page = context.new_page()
    page.goto(f"{served_record}/demo/2.1.0/en/comment.html")
    for group, summary in (("", "Words"), ("clients", "   ")):
        page.select_option("select[name=group]", group)
        page.fill("textarea[name=summary]", summary)
        page.click(".comment-form button[type=submit]")
        assert page.locator(".comment-kept").is_hidden()


def test_days_left_are_those_of_the_reader(context: "BrowserContext", served_record: str) -> None:
    page = context.new_page()
    for today, said in (
        ("2099-06-30T12:00:00", "days left: 1"),
        ("2026-04-29T12:00:00", "days until it begins: 2"),
        ("2099-07-01T12:00:00", "ended"),
    ):
        page.clock.set_fixed_time(today)
        page.goto(f"{served_record}/demo/2.1.0/en/consultation.html")
        assert page.inner_text(".days-left") == said


def test_an_id_in_use_leads_on_and_a_withdrawn_one_stays_with_its_successors(context: "BrowserContext", served_record: str) -> None:
    page = context.new_page()
    page.goto(f"{served_record}/demo/elements.html#by-phone")
    page.wait_for_url("**/2.0.0/en/read/complaints.html#by-phone")
    page.goto(f"{served_record}/demo/elements.html#box")
    page.wait_for_timeout(300)
    assert page.url.endswith("elements.html#box")
    page.locator("tr:has(#box)").get_by_role("link", name="2.2 Complaints in person").click()
    page.wait_for_url("**/complaints.html#in-person")


def test_a_code_leads_on_as_an_id_does_and_to_both_where_two_elements_had_it(context: "BrowserContext", served_record: str) -> None:
    """2.2 was “There is paper” up to 1.1.0, which ended, and is “Complaints in person” since 2.0.0; 1.3 is “Goals are posted” alone."""
    page = context.new_page()
    page.goto(f"{served_record}/demo/elements.html#1.3")
    page.wait_for_url("**/read/goals.html#posted")
    page.goto(f"{served_record}/demo/elements.html#2.2")
    shown = page.locator("article table tbody tr:visible")
    page.wait_for_function("document.querySelectorAll('article tbody tr[hidden]').length > 0")
    assert [row.locator("code").first.inner_text() for row in shown.all()] == ["in-person", "paper"]
    page.evaluate("location.hash = ''")
    page.wait_for_function("document.querySelectorAll('article tbody tr[hidden]').length === 0")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_on_what_editors_leave_on_record(
    chromium: "Browser", served_record: str, axe: str, scheme: str, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    found, wide = [], []
    for kind in KINDS:
        found += kept_out(page, f"{served_record}/{kind}", axe)
        if page.evaluate("document.scrollingElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(kind)
    context.close()
    assert (found, wide) == ([], [])


def test_what_editors_write_stays_text(chromium: "Browser", hostile_record: Path) -> None:
    context = chromium.new_context()
    page = context.new_page()
    troubles: list[str] = []
    page.on("dialog", lambda dialog: troubles.append(dialog.message))
    for path in sorted((hostile_record / "standards").rglob("*.html")):
        if re.fullmatch(r"[a-z]+-[0-9.]+\.html", path.name) or "assess" in path.parts:
            continue
        page.goto(path.as_uri())
        assert page.evaluate("window.hit") is None, path
        suspicious = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((one) =>
                 [...one.attributes].some((mark) => /^on/.test(mark.name) || /^\\s*javascript:/i.test(mark.value)))
               .map((one) => one.outerHTML.slice(0, 200))"""
        )
        assert suspicious == [], path
    context.close()
    assert troubles == []


class Reader(HTMLParser):
    """Collects links and ids of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marks = dict(attrs)
        self.links |= {marks["href"] or ""} if tag == "a" and "href" in marks else set()
        self.ids |= {marks["id"] or ""} if "id" in marks else set()


def read(site: Path) -> dict[str, Reader]:
    """Return links and ids of all pages."""
    found = {}
    for path in site.rglob("*.html"):
        found[path.relative_to(site).as_posix()] = reader = Reader()
        reader.feed(path.read_text(encoding="utf-8"))
    return found


def test_no_link_of_the_record_leads_nowhere(recorded_site: Path) -> None:
    pages = read(recorded_site)
    broken = []
    for name, page in pages.items():
        for link in page.links:
            target = urlsplit(urljoin(f"file:///{name}", link))
            path = unquote(target.path).lstrip("/")
            if target.scheme != "file" or target.fragment.startswith("/"):
                continue
            if not (recorded_site / path).is_file() or (target.fragment and path in pages and target.fragment not in pages[path].ids):
                broken.append((name, link))
    assert broken == []


def test_both_builders_make_the_same_pages_of_the_record(recorded_tree: Path, recorded_site: Path, tmp_path: Path) -> None:
    shutil.copytree(recorded_tree, tmp_path / "tree", ignore=shutil.ignore_patterns("site"))
    other = build(tmp_path / "tree", "zensical")
    ours, theirs = read(recorded_site), read(other)
    assert sorted(ours) == sorted(theirs)
    for kind in KINDS:
        page = f"standards/{kind}"
        article = re.compile(r"<article.*?</article>", re.DOTALL)
        mine, its = (Reader(), Reader())
        mine.feed(article.search((recorded_site / page).read_text(encoding="utf-8"))[0])  # type: ignore[index]
        its.feed(article.search((other / page).read_text(encoding="utf-8"))[0])  # type: ignore[index]
        assert (mine.links, mine.ids - {"__skip"}) == (its.links, its.ids - {"__skip"}), kind
