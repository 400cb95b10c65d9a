"""The house rules that can be checked: who may import whom, who opens files, who speaks to the terminal, how large things grow."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "spregistry"
MODULES = sorted(PACKAGE.rglob("*.py"))

#: Stages from the ground up; a module imports only from its own stage or from those before it.
STAGES = (
    "version",
    "sentence",
    "rule",
    "editing_rules",
    "finding",
    "errors",
    "model",
    "load",
    "check",
    "scoring",
    "evolve",
    "together",
    "publish",
    "api",
    "cli",
)

ROOT = PACKAGE.parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

#: A module that calls itself pure is held to it.
PURE = [path for path in MODULES if re.search(r"\b[Pp]ure[.:]", ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "")]


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {name_of(path) for path in MODULES}


def imports(path: Path) -> Iterator[str]:
    """Yield every module that a file imports from, lazily and for typing too; of the package, down to the module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in NAMES else node.module


def own_imports(path: Path) -> set[str]:
    return {module for module in imports(path) if module.split(".")[0] == "spregistry"}


def stage(module: str) -> int:
    parts = module.split(".")
    return STAGES.index(parts[1]) if len(parts) > 1 and parts[1] in STAGES else len(STAGES)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_come_from_below(path: Path) -> None:
    own = stage(name_of(path))
    assert [module for module in own_imports(path) if stage(module) > own] == []


def test_no_import_cycles() -> None:
    graph = {name_of(path): own_imports(path) & NAMES for path in MODULES}
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " → ".join((*way, module))
        if module not in done:
            for needed in sorted(graph[module]):
                visit(needed, (*way, module))
            done.add(module)

    for module in sorted(graph):
        visit(module, ())


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_command_line_speaks(path: Path) -> None:
    if "cli" in path.relative_to(PACKAGE).parts:
        return
    assert "click" not in {module.split(".")[0] for module in imports(path)}
    calls = {
        node.func.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"print", "exit", "quit", "input"}
    text = path.read_text(encoding="utf-8")
    assert "sys.exit" not in text
    assert "sys.stdout" not in text


OPENING = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "mkstemp"}
#: Who else opens files, and why: the contracts are the program's own, not anybody's documents; the page of findings writes itself; a
#: workbook's parts, and what git gives, are opened within bytes that were read already; a lock holds nothing to read.
MAY_OPEN = {
    "load/documents.py": OPENING,
    "load/contracts.py": {"read_text"},
    "load/workbook/package.py": {"open"},
    "publish/findings_page.py": {"write_text"},
    "load/history.py": {"open"},
    "load/releases/locking.py": {"open"},
    "cli/__init__.py": {"open"},
}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_documents_opens_files(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}
    called |= {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    # The registry's own `open` and the documents' own `read_bytes` are called by name; what counts is the file system's.
    owned = {"open"} if path.parts[-1] in ("options.py", "api.py") else set()
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "spregistry.load.documents"
        for alias in node.names
    }
    allowed = MAY_OPEN.get(str(path.relative_to(PACKAGE)), set())
    assert (called & OPENING) - allowed - owned - imported == set()


ASKING = {
    "exists",
    "is_dir",
    "is_file",
    "glob",
    "rglob",
    "iterdir",
    "stat",
    "lstat",
    "walk",
    "scandir",
    "listdir",
    "isdir",
    "isfile",
    "lexists",
}
#: Who else asks what there is, and why: `documents` while it writes, where every refusal is told; what is the program's own, or the user's
#: cache; the folder of a site and what the command line names, where refusals are told as well; and a folder of submissions.
MAY_ASK = {
    "load/folders.py": {"is_dir", "iterdir", "stat"},
    "load/documents.py": {"exists", "is_file", "stat"},
    "load/contracts.py": {"is_dir", "is_file"},
    "load/bundles.py": {"is_dir", "glob", "rglob", "stat"},
    "load/languages/catalogues.py": {"iterdir", "is_file"},
    "load/languages/interface_translations.py": {"exists", "stat"},
    "load/languages/sentences.py": {"rglob"},
    "load/cache.py": {"iterdir", "stat"},
    "load/past_submissions.py": {"is_dir", "scandir", "stat"},
    "publish/browser/build.py": {"is_file"},
    "publish/site/tree.py": {"is_file", "rglob"},
    "cli/site.py": {"exists", "is_dir", "is_file", "iterdir", "lexists", "stat"},
    "cli/output.py": {"stat"},
    "cli/forecast.py": {"is_dir"},
}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_folders_asks_what_there_is(path: Path) -> None:
    """Elsewhere a folder that may not be looked into would be a traceback, or be taken for one that is empty."""
    calls = [
        node.func
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    asked = {call.attr for call in calls if call.attr != "walk" or ast.unparse(call.value) == "os"}
    assert (asked & ASKING) - MAY_ASK.get(path.relative_to(PACKAGE).as_posix(), set()) == set()


@pytest.mark.parametrize("path", PURE, ids=name_of)
def test_pure_modules_reach_for_nothing(path: Path) -> None:
    found = {module.split(".")[0] for module in imports(path)} - {"spregistry"}
    assert not found & {"os", "sys", "io", "pathlib", "time", "socket", "subprocess", "tempfile", "urllib", "secrets", "uuid"}
    taken = {
        node.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("random", "date", "datetime")
    }
    # A generator that is made from what is given is as good as any other function of it; the common one, and the clock, are not.
    assert taken <= {"Random", "fromisoformat", "max", "min"}
    assert not found & {"random"} or "Random" in taken


#: Where the page names a module or folder beside one that it named before.
ROOMS = ("", "check", "load", "model", "browser/assessment", "evolve/comparing", "publish/browser", "publish/site", "publish/site/record")
BESIDE = ("", "schemas", *(f"src/spregistry/{room}" for room in ROOMS))


@pytest.mark.parametrize("name", dict.fromkeys(re.findall(r"`([\w<>*./-]*(?:/|\.(?:py|jsx?|json|md|yml|yaml|pot?))[\w<>*./-]*)`", PAGE)))
def test_the_page_names_what_is_there(name: str) -> None:
    pattern = re.sub("<[^>]*>", "*", name).rstrip("/")
    assert any([*(ROOT / folder).glob(pattern)] for folder in BESIDE)


def test_the_page_names_every_stage_and_who_else_opens_files() -> None:
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES} - {"__init__", "__main__"}
    assert [stage for stage in STAGES if stage not in rooms] == []
    assert [room for room in sorted(rooms) if not re.search(rf"\b{room}(/|\.py)", PAGE)] == []
    rules = PAGE.partition("## House rules")[2].partition("\n## ")[0]
    assert [name for name in MAY_OPEN if name not in rules] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_grows_past_what_a_reader_holds_in_mind(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 370
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant) else node.body
            length = body[-1].end_lineno - body[0].lineno + 1 if body and body[-1].end_lineno else 0
            assert length <= 42, f"{path.name} {node.name} has {length} lines"
        if isinstance(node, ast.ExceptHandler):
            caught = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)} if node.type else {"everything"}
            assert not caught & {"everything", "Exception", "BaseException"}


def test_nothing_is_kept_that_nobody_uses() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in MODULES}
    words = Counter(word for text in texts.values() for word in re.findall(r"\w+", text))
    unused = []
    for path, text in texts.items():
        for node in ast.parse(text).body:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            names += [node.name] if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
            unused += [f"{name_of(path)}.{name}" for name in names if words[name] == 1 and not name.startswith("__")]
    assert unused == []


def loaded_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(' '.join(sys.modules))"
    return set(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split())


HEAVY = {"numpy", "pydantic", "jsonschema", "jsonschema_rs", "yaml", "orjson", "rfc8785", "platformdirs"}


def test_import_is_light() -> None:
    assert not loaded_after("import spregistry") & (HEAVY | {"click"})


def test_help_is_light() -> None:
    code = "from spregistry.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass"
    assert not loaded_after(code) & HEAVY


def test_validate_does_without_pydantic_and_numpy() -> None:
    """Where a bundle is at hand, a submission is validated without what only definitions and scores need."""
    example = ROOT / "examples" / "rural-cooperative.yaml"
    code = (
        "from spregistry.api import Registry\nRegistry.open()['sepm']\n"
        "for name in [name for name in sys.modules if name.split('.')[0] in ('pydantic', 'numpy')]:\n    del sys.modules[name]\n"
        f"from spregistry.cli import main\ntry:\n    main(['validate', '-o', '/dev/null', {str(example)!r}])\nexcept (SystemExit, Exception):\n    pass"
    )
    assert not loaded_after(code) & {"pydantic", "numpy"}
