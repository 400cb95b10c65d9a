"""The JavaScript's rooms: each imports only from those below it, and nothing is exported that nobody uses."""

import re
from collections import defaultdict
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

#: From the bottom up, as folders or modules below `browser/`; where none fits, a module of `assessment/` itself is of the base.
ROOMS = [
    "engine",
    "migration",
    "assessment",
    "assessment/document",
    "assessment/form",
    "assessment/results",
    "assessment/app.jsx",
    "assessment/main.jsx",
]
#: What a bundle begins with; others read it through the page, not by importing it.
ENTRIES = {
    "assessment/main.jsx",
    "assessment/results/charts-bundle.js",
    "engine/global.js",
    "engine/index.js",
    "migration/index.js",
    "compiler/main.js",
    "assessment/document/workbook.js",
}
IMPORT = re.compile(r"(?:^|\n)(?:import|export)\b([^;\"]*?)(?:\bfrom )?\"(\.[^\"]+)\";")
EXPORT = re.compile(r"^export (?:async )?(?:function\*?|class|const|let) (\w+)", re.MULTILINE)


@pytest.fixture(scope="module")
def sources(browser_folder: Path) -> dict[str, str]:
    """The text of every module, by its path below `browser/`."""
    files = [file for room in ("engine", "migration", "assessment", "compiler") for file in (browser_folder / room).rglob("*.js*")]
    return {file.relative_to(browser_folder).as_posix(): file.read_text(encoding="utf-8") for file in sorted(files)}


def imported(path: str, text: str) -> list[tuple[str, set[str]]]:
    """Return what a module imports: each module's path, with the names; a name `*` stands for all."""
    found = []
    for names, target in IMPORT.findall(text):
        parts = Path(path).parent.joinpath(target).parts
        way: list[str] = []
        for part in parts:
            way = way[:-1] if part == ".." else [*way, part]
        found.append(("/".join(way), {"*"} if "*" in names else set(re.findall(r"(\w+)(?: as \w+)?\s*[,}]", names))))
    return found


def room_of(path: str) -> int:
    """Return how high the room of a module is."""
    return max(at for at, room in enumerate(ROOMS) if path == room or path.startswith(f"{room}/"))


def test_every_room_imports_only_from_those_below(sources: dict[str, str]) -> None:
    assert "assessment/form/files.jsx" in [
        target for target, _ in imported("assessment/results/compare.jsx", sources["assessment/results/compare.jsx"])
    ]
    upwards = [
        f"{path} imports {target}"
        for path, text in sources.items()
        if not path.startswith("compiler/")
        for target, _ in imported(path, text)
        if not target.endswith(".css") and room_of(target) > room_of(path)
    ]
    assert upwards == []


def test_what_compiles_validators_stands_alone(sources: dict[str, str]) -> None:
    for path, text in sources.items():
        for target, _ in imported(path, text):
            assert path.startswith("compiler/") == target.startswith("compiler/"), f"{path} imports {target}"


def test_nothing_is_exported_that_nobody_imports(sources: dict[str, str]) -> None:
    used: dict[str, set[str]] = defaultdict(set)
    for path, text in sources.items():
        for target, names in imported(path, text):
            used[target] |= names
    unused = [
        f"{path}: {name}"
        for path, text in sources.items()
        if path not in ENTRIES and "*" not in used[path]
        for name in EXPORT.findall(text)
        if name not in used[path]
    ]
    assert unused == []


def test_every_module_is_part_of_something(sources: dict[str, str]) -> None:
    reached = {target for path, text in sources.items() for target, _ in imported(path, text)}
    assert sorted(set(sources) - reached - ENTRIES) == []


def test_no_modules_import_each_other(sources: dict[str, str]) -> None:
    graph = {path: {target for target, _ in imported(path, text) if target in sources} for path, text in sources.items()}
    order = TopologicalSorter(graph)
    order.prepare()  # raises CycleError, which names them
    assert order.is_active()
