"""The site in a real Chromium: found, filtered, without a network, with the keyboard, on a phone, and by nobody's leave."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from site_building import kept_out

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[3]
VERSION = "standards/sepm/3.0.0"
#: Where ids lead to.
NEWEST = "standards/sepm/3.1.1"
COMPLAINTS = f"{VERSION}/en/read/client-complaints-handled.html"
CHANNEL = "complaints-channel-independent"

#: One of each kind of page.
KINDS = (
    "index.html", "standards/index.html", "standards/sepm/index.html", "standards/sepm/elements.html", f"{VERSION}/index.html",
    f"{VERSION}/en/index.html", f"{VERSION}/fr/read/client-protection-practices.html", COMPLAINTS, f"{VERSION}/es/indicators.html",
    f"{VERSION}/en/facts.html", f"{VERSION}/fr/scoring.html", f"{VERSION}/en/interviews.html", f"{VERSION}/en/interviews/hr.html",
    f"{VERSION}/en/assess/index.html", "reference/cli.html", "reference/api.html", "schemas.html", "vectors.html", "findings.html",
    "glossary.html", "404.html",
)  # fmt: skip


@pytest.fixture
def context(chromium: "Browser") -> "Iterator[BrowserContext]":
    """A browser of a visitor who was never here before."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


def search(page: "Page", words: str) -> list[tuple[str, str]]:
    """Search as people do; return titles and addresses of what is found."""
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.wait_for_selector(".md-search-result__item", timeout=20_000)
    links = page.locator(".md-search-result__link")
    return [(links.nth(at).inner_text(), links.nth(at).get_attribute("href") or "") for at in range(min(links.count(), 8))]


def paths_asked(page: "Page") -> list[str]:
    """Return the list that the paths of all requests of a page are put into."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    return asked


def page_errors(page: "Page") -> list[str]:
    """Return the list that all errors of a page's scripts are put into."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    return errors


# Finding things.


def test_complaints_are_found_over_the_network(context: "BrowserContext", served: str) -> None:
    page = context.new_page()
    page.goto(f"{served}/index.html")
    found = search(page, "complaints")
    assert "client-complaints-handled.html" in found[0][1]
    assert found[0][0].startswith("4.E")


def test_complaints_are_found_in_a_folder_opened_as_files(context: "BrowserContext", site: Path) -> None:
    context.set_offline(True)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    found = search(page, "complaints")
    assert "client-complaints-handled.html" in found[0][1]
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url("**/client-complaints-handled.html*")
    assert {urlsplit(url).scheme for url in asked} <= {"file", "data", "blob", "about"}


@pytest.mark.parametrize(("words", "language"), [("réclamations", "fr"), ("reclamos", "es")])
def test_search_speaks_the_languages_of_the_standard(context: "BrowserContext", served: str, words: str, language: str) -> None:
    page = context.new_page()
    page.goto(f"{served}/index.html")
    assert any(f"/{language}/read/client-complaints-handled.html" in address for _, address in search(page, words))


def test_the_index_is_fetched_when_somebody_searches(context: "BrowserContext", served: str) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page = context.new_page()
    page.goto(f"{served}/{COMPLAINTS}")
    page.wait_for_load_state("networkidle")
    assert not [path for path in asked if path.startswith("/search/") or "/workers/" in path]
    search(page, "complaints")
    assert [path for path in asked if "search_index" in path] == ["/search/search_index.json"]


def test_nobody_else_is_asked_for_anything(context: "BrowserContext", served: str) -> None:
    hosts: set[str] = set()
    context.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page = context.new_page()
    for kind in KINDS:
        page.goto(f"{served}/{kind}")
        page.wait_for_load_state("networkidle")
    assert hosts == {urlsplit(served).netloc}


def test_no_page_names_another_host(site: Path) -> None:
    """Scripts, styles, pictures and fonts; links to read elsewhere are something else."""
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for tag in re.findall(r"<(?:script|link|img|iframe|source)\b[^>]*>", text):
            address = re.search(r'\b(?:src|href)="([a-z]+:)?//', tag)
            assert address is None or 'rel="canonical"' in tag, f"{path}: {tag}"
    for path in site.rglob("*.css"):
        assert not re.search(r"url\(\s*['\"]?(?:https?:)?//", path.read_text(encoding="utf-8")), path


# Narrowing a page.


def shown(page: "Page") -> list[str]:
    return [heading.get_attribute("id") or "" for heading in page.locator("h3.indicator").all() if heading.is_visible()]


def test_a_page_is_narrowed_to_a_function_and_a_tag(context: "BrowserContext", site: Path) -> None:
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{COMPLAINTS}")
    everything = shown(page)
    page.select_option("select[name=function]", "audit")
    by_audit = shown(page)
    assert by_audit
    assert set(by_audit) < set(everything)
    assert page.locator("output").inner_text() == f"Shown: {len(by_audit)} of {len(everything)}"
    empty = [heading for heading in page.locator("article h2").all() if heading.is_visible()]
    assert len(empty) < page.locator("article h2").count()
    page.click(".filter button")
    page.wait_for_function(f"document.querySelectorAll('h3.indicator:not([hidden])').length === {len(everything)}")


def test_a_word_narrows_the_list_of_all_indicators(context: "BrowserContext", site: Path) -> None:
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{VERSION}/en/indicators.html")
    page.fill("input[name=word]", "complaint channel")
    titles = [item.inner_text() for item in page.locator("article li:has(a[data-function])").all() if item.is_visible()]
    assert titles
    assert all("complaint" in title.lower() and "channel" in title.lower() for title in titles)
    assert any("4.E.1.1" in title for title in titles)


def test_accents_do_not_matter(context: "BrowserContext", site: Path) -> None:
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{VERSION}/fr/indicators.html?word=reclamation")
    assert page.locator("article li:has(a[data-function]):visible").count() > 3


def test_a_link_to_what_is_hidden_shows_it(context: "BrowserContext", site: Path) -> None:
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{COMPLAINTS}?function=audit#{CHANNEL}")
    page.wait_for_function(f"!document.getElementById('{CHANNEL}').hidden")


def test_without_scripts_everything_is_there(chromium: "Browser", site: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{COMPLAINTS}")
    assert page.locator("form.filter").is_hidden()
    assert page.locator(f"#{CHANNEL}").is_visible()
    page.goto(f"{site.as_uri()}/{VERSION}/fr/assess/index.html")
    assert "JavaScript" in page.locator("noscript").inner_text()
    context.close()


def test_an_id_leads_to_where_it_stands(context: "BrowserContext", served: str) -> None:
    page = context.new_page()
    page.goto(f"{served}/standards/sepm/elements.html#{CHANNEL}")
    page.wait_for_url(f"**/{COMPLAINTS.replace(VERSION, NEWEST)}#{CHANNEL}")


# For everybody.


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_on_any_kind_of_page(chromium: "Browser", served: str, axe: str, scheme: str, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    found = []
    for kind in KINDS:
        found += kept_out(page, f"{served}/{kind}", axe)
    context.close()
    assert found == []


@pytest.mark.parametrize("width", [320, 360])
def test_no_page_is_wider_than_a_phone(chromium: "Browser", served: str, hostile_site: Path, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 700})
    page = context.new_page()
    wide = []
    hostile = [
        f"{hostile_site.as_uri()}/standards/hostile/1.0.0/{name}" for name in ("en/read/one-a.html", "ar/read/one-a.html", "en/facts.html")
    ]
    for address in [*(f"{served}/{kind}" for kind in KINDS), *hostile]:
        page.goto(address)
        if page.evaluate("document.scrollingElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(address)
    context.close()
    assert wide == []


def test_a_standard_is_reached_and_filtered_with_the_keyboard_alone(context: "BrowserContext", served: str) -> None:
    page = context.new_page()
    page.goto(f"{served}/{COMPLAINTS}")
    reached = []
    for _ in range(200):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")
        outline = page.evaluate(
            "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).boxShadow"
        )
        reached.append(name)
        if name == "function":
            assert outline != "nonenone"
            break
    assert reached[-1] == "function", reached
    page.keyboard.type("Internal")
    page.wait_for_function("document.querySelectorAll('h3.indicator[hidden]').length > 0")
    assert shown(page)


def test_pages_say_their_language_and_direction(context: "BrowserContext", site: Path, hostile_site: Path) -> None:
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{VERSION}/fr/facts.html")
    assert page.evaluate("[document.documentElement.lang, document.body.dir]") == ["fr", "ltr"]
    assert page.get_attribute(".md-search__input", "placeholder") == "Rechercher"
    page.goto(f"{hostile_site.as_uri()}/standards/hostile/1.0.0/ar/read/one-a.html")
    assert page.evaluate("[document.documentElement.lang, document.body.dir]") == ["ar", "rtl"]
    assert page.evaluate("getComputedStyle(document.querySelector('article h1')).direction") == "rtl"


def test_what_is_not_translated_is_marked_with_its_language(context: "BrowserContext", hostile_site: Path) -> None:
    page = context.new_page()
    page.goto(f"{hostile_site.as_uri()}/standards/hostile/1.0.0/ar/read/one-a.html")
    marked = page.locator("article .untranslated")
    assert marked.count() == 2
    assert all(mark.get_attribute("lang") == "en" and "Because" in mark.inner_text() for mark in marked.all())


def test_an_interview_sheet_prints_without_the_furniture(context: "BrowserContext", site: Path) -> None:
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{VERSION}/en/interviews/hr.html")
    page.emulate_media(media="print")
    for hidden in (".md-header", ".md-sidebar--primary", ".languages", ".onwards"):
        assert page.locator(hidden).first.is_hidden(), hidden
    assert page.locator(".room").first.bounding_box()["height"] > 60  # type: ignore[index]
    assert page.locator(".edition").inner_text().strip() == "sepm@3.0.0 · in force"
    boxes = page.locator(".boxes li")
    assert boxes.count() > 10
    assert all(text.startswith("☐ ") for text in boxes.all_inner_texts())
    assert boxes.evaluate_all("boxes => boxes.every(box => getComputedStyle(box).listStyleType === 'none')")
    assert page.pdf(format="A4").startswith(b"%PDF")


# Hostile texts.


def test_no_text_of_a_standard_becomes_more_than_text(chromium: "Browser", hostile_site: Path) -> None:
    context = chromium.new_context()
    page = context.new_page()
    troubles: list[str] = []
    page.on("dialog", lambda dialog: troubles.append(dialog.message))
    pages = sorted((hostile_site / "standards").rglob("*.html"))
    assert len(pages) > 20
    for path in pages:
        page.goto(path.as_uri())
        page.wait_for_timeout(50)
        assert page.evaluate("window.hit") is None, path
        if path.name == "hostile-1.0.0.html":  # the form as one file, whose scripts hold its data
            continue
        suspicious = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((one) =>
                 [...one.attributes].some((mark) => /^on/.test(mark.name) || /^\\s*javascript:/i.test(mark.value)) ||
                 (one.tagName === "SCRIPT" && /window\\.hit/.test(one.textContent) && !one.src && one.type !== "application/json")
               ).map((one) => one.outerHTML.slice(0, 200))"""
        )
        assert suspicious == [], path
    assert troubles == []
    page.goto((hostile_site / "standards/hostile/1.0.0/en/read/one-a.html").as_uri())
    text = page.locator("article").inner_text()
    for piece in ("<script>window.hit = 1</script>", '--8<-- "mkdocs.yml"', "{: onclick=window.hit=1 #id }", "a | b | --- | `code`"):
        assert piece in text
    context.close()


def test_search_results_show_hostile_texts_as_text(context: "BrowserContext", hostile_site: Path) -> None:
    page = context.new_page()
    page.goto(f"{hostile_site.as_uri()}/index.html")
    for word in ("Indicator", "Rubric", "onerror", "window"):
        page.goto(f"{hostile_site.as_uri()}/index.html")
        search(page, word)
        page.wait_for_timeout(200)
        assert page.evaluate("window.hit") is None, word
        assert page.locator(".md-search-result script, .md-search-result img, .md-search-result svg[onload]").count() == 0


# The self-assessment.


def test_the_form_loads_within_its_budget(context: "BrowserContext", site: Path, served: str) -> None:
    for language in ("en", "fr", "es"):
        page = context.new_page()
        asked = paths_asked(page)
        page.goto(f"{served}/{VERSION}/{language}/assess/index.html")
        page.wait_for_load_state("networkidle")
        page.wait_for_selector("#assessment h1 >> nth=0")
        loaded = {path.lstrip("/") for path in asked if path != "/sw.js"}
        assert any("assessment." in path for path in loaded)
        assert any("/assess/data." in path for path in loaded)
        sizes = {path: len(gzip.compress((site / path).read_bytes(), 9)) for path in loaded if (site / path).is_file()}
        assert sum(sizes.values()) <= 350 * 1024, sorted(sizes.items(), key=lambda item: -item[1])
        page.close()


def test_the_form_opens_in_every_language_and_from_files(context: "BrowserContext", site: Path) -> None:
    context.set_offline(True)
    for language, title in (("en", "Social and environmental"), ("fr", "Gestion de la performance"), ("es", "Gestión")):
        page = context.new_page()
        errors = page_errors(page)
        page.goto(f"{site.as_uri()}/{VERSION}/{language}/assess/index.html")
        page.wait_for_function("!document.querySelector('#assessment > p')")
        assert title in page.locator("#assessment").inner_text()
        assert errors == []
        page.close()


def test_what_checks_files_is_fetched_with_the_first_file(context: "BrowserContext", served: str, tmp_path: Path) -> None:
    odd = {"format": 1, "framework": "sepm@3.0.0", "status": "draft", "answers": {}, "currency": {"code": "shillings"}}
    (tmp_path / "odd.json").write_text(json.dumps(odd), encoding="utf-8")
    page = context.new_page()
    asked = paths_asked(page)
    page.goto(f"{served}/{VERSION}/en/assess/index.html")
    page.wait_for_function("!document.querySelector('#assessment > p')")
    assert not [path for path in asked if "validator" in path]
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a file").first.click()
    chooser.value.set_files(tmp_path / "odd.json")
    page.wait_for_selector("text=At these places something is not as the standard expects")
    assert "Currency › code" in page.locator("dialog, [role=dialog]").last.inner_text()
    assert len([path for path in asked if "validator" in path]) == 1
