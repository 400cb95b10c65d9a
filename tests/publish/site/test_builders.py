"""Two builders make the same site of a tree; a checkout builds by itself."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from conftest import ROOT
from site_building import build, written
from site_registries import many


class Content(NamedTuple):
    """What a page holds, apart from the theme around it."""

    links: frozenset[str]
    ids: frozenset[str]


class Reader(HTMLParser):
    """Collects links and ids of the article."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.links: set[str] = set()
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marks = dict(attrs)
        self.inside = self.inside or tag == "article"
        if self.inside:
            self.links |= {marks["href"] or ""} if tag == "a" and "href" in marks else set()
            self.ids |= {marks["id"] or ""} if "id" in marks else set()

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "article"


def read(site: Path) -> dict[str, Content]:
    found = {}
    for path in site.rglob("*.html"):
        reader = Reader()
        reader.feed(path.read_text(encoding="utf-8"))
        found[path.relative_to(site).as_posix()] = Content(frozenset(reader.links), frozenset(reader.ids - {"__skip"}))
    return found


@pytest.fixture(scope="module")
def zensical_site(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("zensical") / "tree"
    shutil.copytree(tree, copy, ignore=shutil.ignore_patterns("site"))
    return build(copy, "zensical")


def test_both_builders_make_the_same_pages_with_the_same_links(site: Path, zensical_site: Path) -> None:
    ours, theirs = read(site), read(zensical_site)
    assert len(ours) > 100
    assert sorted(ours) == sorted(theirs)
    assert [path for path in ours if ours[path] != theirs[path]] == []


def test_both_builders_say_the_navigation_in_the_language_of_the_page(site: Path, zensical_site: Path) -> None:
    page = "standards/sepm/3.0.0/fr/facts.html"
    ours, theirs = (
        [said.strip() for said in re.findall(r'class="md-(?:tabs__link|ellipsis)">([^<]*)<', (built / page).read_text(encoding="utf-8"))]
        for built in (site, zensical_site)
    )
    for name, *said in (ours, theirs):
        assert name == "Standards"  # what the site is called, in its head
        assert "Référentiels" in said
        assert "Gestion de la performance sociale et environnementale" in said
        assert "Standards" not in said


def test_both_builders_publish_the_same_data(tree: Path, site: Path, zensical_site: Path) -> None:
    data = [path.relative_to(tree / "docs") for path in (tree / "docs").rglob("*") if path.is_file() and path.suffix != ".md"]
    assert len(data) > 200
    for path in data:
        content = (tree / "docs" / path).read_bytes()
        assert (site / path).read_bytes() == content, path
        assert (zensical_site / path).read_bytes() == content, path


def test_no_link_leads_nowhere(site: Path) -> None:
    """Also those that are written as HTML, which builders do not look at; what stands behind #/ is a view of the form."""
    pages = read(site)
    broken = []
    for page, content in pages.items():
        for link in content.links:
            target = urlsplit(urljoin(f"file:///{page}", link))
            if target.scheme != "file":
                continue
            path = unquote(target.path).lstrip("/")
            missing = not (site / path).is_file()
            if missing or (
                target.fragment and not target.fragment.startswith("/") and path in pages and target.fragment not in pages[path].ids
            ):
                broken.append((page, link))
    assert broken == []


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what a checkout needs to build its site."""
    copy = tmp_path / "checkout"
    copy.mkdir()
    for name in ("docs", "standards", "examples/consultation", "mkdocs.yml", "site_hook.py"):
        source = ROOT / name
        shutil.copytree(source, copy / name) if source.is_dir() else shutil.copy(source, copy / name)
    (copy / "src" / "spregistry").mkdir(parents=True)
    shutil.copytree(ROOT / "src" / "spregistry" / "publish" / "site", copy / "src" / "spregistry" / "publish" / "site")
    return copy


def test_a_checkout_builds_strictly_by_itself(checkout: Path, tmp_path: Path) -> None:
    # One draft instead of all versions, whose site is built once already.
    shutil.rmtree(checkout / "standards")
    registry = many(checkout / "standards", frameworks=1, versions=1, languages=("fr",))
    pages = sorted(read(build(checkout)))
    # Beside the standards it has the example, with the page that leads to it.
    own = [path for path in pages if not path.startswith("standards/clean-water/") and path != "worked-consultation.html"]
    assert own == sorted(read(build(written(tmp_path / "tree", registry))))
    assert {"worked-consultation.html", "standards/clean-water/1.1.0/en/consultation.html"} <= {*pages}
    assert (checkout / "site" / "search" / "search_index.js").is_file()
    assert not list((checkout / "docs").rglob("standards"))


def test_a_checkout_whose_record_lost_a_release_is_not_built(checkout: Path) -> None:
    shutil.rmtree(checkout / "standards")
    made = many(checkout / "standards", frameworks=1, versions=1, languages=()) / "sepm-1" / "3.0.0" / "release"
    made.mkdir()
    (made / "framework.json").write_text("{}", encoding="utf-8")
    command = [str(Path(sys.executable).with_name("mkdocs")), "build", "--strict"]
    done = subprocess.run(
        command, cwd=checkout, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3, done.stdout + done.stderr
    assert "no release of sepm-1@3.0.0 is on record" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert not (checkout / "build").exists()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_checkout_is_served_and_follows_changes(checkout: Path) -> None:
    # One draft instead of all versions: what follows is built twice.
    shutil.rmtree(checkout / "standards")
    part = many(checkout / "standards", frameworks=1, versions=1, languages=()) / "sepm-1" / "3.0.0" / "4-client-protection.yaml"
    port = free_port()
    command = [str(Path(sys.executable).with_name("mkdocs")), "serve", "--dev-addr", f"127.0.0.1:{port}"]
    log = (checkout / "log").open("w+")
    server = subprocess.Popen(command, cwd=checkout, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, stdout=log, stderr=subprocess.STDOUT)
    page = f"http://127.0.0.1:{port}/standards/sepm-1/3.0.0/en/read/client-complaints-handled.html"

    def shows(words: str) -> bool:
        try:
            with urllib.request.urlopen(page, timeout=10) as answer:
                return words in answer.read().decode()
        except OSError:
            return False

    def wait_for(words: str) -> None:
        for _ in range(240):
            if shows(words):
                return
            time.sleep(0.5)
        log.seek(0)
        pytest.fail(f"“{words}” was never served: {log.read()}")

    try:
        wait_for("Any client can complain safely")
        part.write_text(
            part.read_text(encoding="utf-8").replace("Any client can complain safely", "Every client complains safely"), encoding="utf-8"
        )
        wait_for("Every client complains safely")
        time.sleep(3)  # were the written pages watched as well, each build would start another
        log.seek(0)
        assert log.read().count("Building documentation...") <= 3
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()
