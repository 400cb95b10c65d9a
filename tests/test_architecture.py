"""The house rules that can be checked: who may import whom, who opens files, who speaks to the terminal, how large things grow."""

import ast
import subprocess
import sys
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
    "exchange",
    "api",
    "cli",
)

PURE = ("check/submission_schema.py", "scoring/plan.py", "scoring/engine.py", "check/figures.py", "check/quality.py", "model/canonical.py")


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
    "publish/browser/build.py": {"is_file"},
    "publish/site/tree.py": {"is_file", "rglob"},
    "cli/site.py": {"exists", "is_dir", "is_file", "iterdir", "lexists", "stat"},
    "cli/output.py": {"stat"},
    "cli/forecast.py": {"is_dir", "walk"},
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


@pytest.mark.parametrize("name", PURE)
def test_pure_modules_reach_for_nothing(name: str) -> None:
    found = {module.split(".")[0] for module in imports(PACKAGE / name)} - {"spregistry"}
    assert not found & {"os", "sys", "io", "pathlib", "time", "random", "socket", "subprocess", "tempfile", "urllib"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_grows_past_what_a_reader_holds_in_mind(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    limit = 480 if path.name == "definition.py" else 370  # one class per shape of the definition format, and nothing else
    assert len(text.splitlines()) <= limit
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant) else node.body
            length = body[-1].end_lineno - body[0].lineno + 1 if body and body[-1].end_lineno else 0
            assert length <= 42, f"{path.name} {node.name} has {length} lines"
        if isinstance(node, ast.ExceptHandler):
            caught = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)} if node.type else {"everything"}
            assert not caught & {"everything", "Exception", "BaseException"}


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
    example = PACKAGE.parents[1] / "examples" / "rural-cooperative.yaml"
    code = (
        "from spregistry.api import Registry\nRegistry.open()['sepm']\n"
        "for name in [name for name in sys.modules if name.split('.')[0] in ('pydantic', 'numpy')]:\n    del sys.modules[name]\n"
        f"from spregistry.cli import main\ntry:\n    main(['validate', '-o', '/dev/null', {str(example)!r}])\nexcept (SystemExit, Exception):\n    pass"
    )
    assert not loaded_after(code) & {"pydantic", "numpy"}
