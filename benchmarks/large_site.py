"""Measures the build of a large site against plain MkDocs on the same pages, and how it grows: `python benchmarks/large_site.py`.

The registry holds copies of sepm: 3 frameworks × 3 versions × 3 languages. Both build the same Markdown, data and navigation with MkDocs
Material and `navigation.prune`; ours also reads the registry and writes every page first. Builds take turns; medians are compared. Writes
its table to docs/benchmarks.md, below that of `run.py`. Needs the extras docs and site.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import yaml

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import site_registries  # noqa: E402  # stands among the tests

PAGE = ROOT / "docs" / "benchmarks.md"
HEADING = "## The site"
ROUNDS = 3
#: What is promised: at most so much longer than plain MkDocs, and so much longer per page at nine times the editions.
AT_MOST, GROWTH_AT_MOST = 1.5, 1.25


class Size(NamedTuple):
    """How large a registry is: frameworks, and versions of each; every version in three languages."""

    frameworks: int
    versions: int

    @property
    def label(self) -> str:
        return f"{self.frameworks} × {self.versions} × 3"


class Result(NamedTuple):
    """How long a site of some size takes, in seconds of processor time."""

    size: Size
    pages: int
    first: float
    ours: float
    peer: float


def measure(size: Size, folder: Path) -> Result:
    """Build one site in turns, by the program and plainly."""
    registry = site_registries.many(folder / "registry", size.frameworks, size.versions)
    environment = {**os.environ, "SPREGISTRY_CACHE": str(folder / "cache"), "NO_MKDOCS_2_WARNING": "1"}
    bin_ = Path(sys.executable).parent

    def run(program: str, *arguments: object, within: Path = folder) -> None:
        line = [str(bin_ / program), *map(str, arguments)]
        done = subprocess.run(line, cwd=within, env=environment, check=False, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(line)} failed:\n{done.stdout}{done.stderr}")

    def ours() -> None:
        shutil.rmtree(folder / "ours", ignore_errors=True)
        run("spregistry", "--registry", registry, "site", "-o", folder / "ours")
        run("mkdocs", "build", "--strict", within=folder / "ours")

    first = timed(ours)
    plainly(folder / "ours", folder / "peer")
    pages = sum(1 for _ in (folder / "ours" / "docs").rglob("*.md"))

    def peer() -> None:
        shutil.rmtree(folder / "peer" / "site", ignore_errors=True)
        run("mkdocs", "build", "--strict", within=folder / "peer")

    times = [(timed(ours), timed(peer)) for _ in range(ROUNDS)]
    return Result(size, pages, first, statistics.median(one for one, _ in times), statistics.median(other for _, other in times))


def plainly(tree: Path, target: Path) -> None:
    """Write a configuration with the same pages and nothing of ours: no template, no script, no style, no second index."""
    shutil.copytree(tree / "docs", target / "docs")
    configuration = yaml.safe_load((tree / "mkdocs.yml").read_text(encoding="utf-8"))
    for own in ("extra", "extra_css", "extra_javascript"):
        configuration.pop(own, None)
    configuration["theme"].pop("custom_dir")
    configuration["plugins"] = ["search"]
    (target / "mkdocs.yml").write_text(yaml.safe_dump(configuration, sort_keys=False), encoding="utf-8")


def timed(run: Callable[[], None]) -> float:
    """Return the processor time of the programs that a run starts, which other work on the machine disturbs less than the clock."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


TEXT = """{heading}

`python benchmarks/large_site.py` builds sites of copies of `sepm`: frameworks × versions × languages. “Ours” reads the registry, writes
every page and builds them with MkDocs; “plain” is MkDocs alone, on the same pages with the same navigation; times are of the processor.
Workbooks are kept in the user's cache; “first” is a build with an empty one. Promised: at most {limit} times as long as plain MkDocs, and
time per page that grows by at most {growth:.0%} over the sizes below.

| editions | pages | ours | plain | ratio | per page | first |
|---|---:|---:|---:|---:|---:|---:|
{rows}
"""


def section(results: list[Result]) -> str:
    rows = [
        f"| {one.size.label} | {one.pages} | {one.ours:.1f} s | {one.peer:.1f} s | {one.ours / one.peer:.2f} | {1000 * one.ours / one.pages:.0f} ms "
        f"| {one.first:.1f} s |"
        for one in results
    ]
    return TEXT.format(heading=HEADING, limit=AT_MOST, growth=GROWTH_AT_MOST - 1, rows="\n".join(rows))


def main() -> int:
    results = []
    for size in (Size(1, 1), Size(3, 1), Size(3, 3)):
        with tempfile.TemporaryDirectory() as folder:
            results.append(measure(size, Path(folder)))
        print(results[-1], flush=True)
    written = section(results)
    print(written)
    before = PAGE.read_text(encoding="utf-8").partition(HEADING)[0].rstrip("\n")
    PAGE.write_text(f"{before}\n\n{written}", encoding="utf-8")
    smallest, largest = results[0], results[-1]
    growth = (largest.ours / largest.pages) / (smallest.ours / smallest.pages)
    return int(any(one.ours > AT_MOST * one.peer for one in results[-1:]) or growth > GROWTH_AT_MOST)


if __name__ == "__main__":
    sys.exit(main())
