"""The cases of releases: a small registry with one released version, and edits of the next one's draft."""

import json
import shutil
from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner, Result

from spregistry.cli import main

CASES = Path(__file__).parent / "cases" / "release"
FIRST, NEXT = "demo@1.0.0", "demo@1.1.0"
FIRST_DAY, NEXT_DAY = "2025-01-15", "2025-06-01"


def run(registry: Path, *arguments: str) -> Result:
    """Run a command in this process; whatever it raises beyond its exit is raised here."""
    result = CliRunner().invoke(main, ["--registry", str(registry), *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def printed(registry: Path, *arguments: str) -> str:
    """Return what a command prints that ends well."""
    result = run(registry, *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def copied(folder: Path) -> Path:
    """Copy the base, in which nothing is released yet."""
    return Path(shutil.copytree(CASES / "base", folder / "standards"))


def with_first(folder: Path) -> Path:
    """Copy the base, with its first version released."""
    registry = copied(folder)
    result = run(registry, "release", FIRST, "--on", FIRST_DAY)
    assert result.exit_code == 0, result.output
    return registry


def with_both(folder: Path) -> Path:
    """Copy the base, with both versions released."""
    registry = with_first(folder)
    result = run(registry, "release", NEXT, "--on", NEXT_DAY)
    assert result.exit_code == 0, result.output
    return registry


def drafted(registry: Path, version: str, previous: str) -> None:
    """Write a draft that continues a version, and says the title of a group otherwise."""
    source = registry / "demo" / previous.split("@")[1]
    folder = Path(shutil.copytree(source, registry / "demo" / version, ignore=shutil.ignore_patterns("release", "locale")))
    data = yaml.safe_load((folder / "framework.yaml").read_text(encoding="utf-8"))
    data = {**data, "version": version, "previous": previous}
    data["groups"][0]["title"] = f"Leading, {version}"
    for group in data["groups"]:
        for each in group["indicators"]:
            each.pop("new", None)
    (folder / "framework.yaml").write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    (folder / "notes.yaml").write_text("format: 1\nsummary: A title.\nnext_review: 2027-01-01\n", encoding="utf-8")
    consultation = folder / "consultation.yaml"
    consultation.write_text(consultation.read_text(encoding="utf-8").replace(previous, f"demo@{version}"), encoding="utf-8")


def read_case(case: Path) -> dict[str, Any]:
    """Return what a case edits and expects."""
    data: dict[str, Any] = yaml.safe_load((case / "case.yaml").read_text(encoding="utf-8"))
    return data


def prepare(case: dict[str, Any], registry: Path) -> None:
    """Edit the draft as a case says; where it is about another version, that one takes the draft's place or, with one between, comes after it."""
    folder = registry / "demo" / str(case["framework"]).split("@")[1]
    draft = registry / "demo" / "1.1.0"
    for edit in case.get("edits", ()):
        path = registry / edit["file"]
        text = path.read_text(encoding="utf-8")
        assert text.count(edit["old"]) == 1, edit
        path.write_text(text.replace(edit["old"], edit["new"]), encoding="utf-8")
    for name in case.get("remove", ()):
        (registry / name).unlink()
    if not folder.exists():
        draft.rename(folder)
        if "demo@1.1.0" in (folder / "framework.yaml").read_text(encoding="utf-8"):
            shutil.copytree(CASES / "base" / "demo" / "1.1.0", draft)


def findings(registry: Path, framework: str, on: str) -> tuple[int, list[dict[str, Any]]]:
    """Return the exit code of a release and all its findings, files relative to the registry."""
    result = run(registry, "release", framework, "--on", on, "--format", "json")
    found: list[dict[str, Any]] = json.loads(result.stdout)["findings"]
    for finding in found:
        finding["file"] = str(Path(finding["file"]).relative_to(registry)) if finding.get("file") else None
    return result.exit_code, found
