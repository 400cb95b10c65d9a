"""Measures speed as ratios against named peers, all in one run: `python benchmarks/run.py`.

Each pair is measured in turns, so that a machine that is slower for a while is slower for both; medians are compared. Prints the table
and writes it to docs/benchmarks.md. Needs the test extra (check-jsonschema and jsonschema).
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import yaml

import spregistry
from spregistry.check.prepared import prepared
from spregistry.model.document import Document

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "deposit-taking-bank.yaml"
STANDARD = ROOT / "standards" / "sepm" / "3.0.0"


class Row(NamedTuple):
    """One comparison: how long ours takes, as a multiple of the peer's time, and the most it may be."""

    ours: str
    peer: str
    ours_ms: float
    peer_ms: float
    limit: float

    @property
    def ratio(self) -> float:
        return self.ours_ms / self.peer_ms


def in_turns(rounds: int, *runs: Callable[[], object], each: float = 0.0) -> list[float]:
    """Return the median time of each run in milliseconds, measured one after the other in every round.

    In its turn a run is repeated until `each` seconds have passed, as in a pipeline that works through many submissions.
    """
    times: list[list[float]] = [[] for _ in runs]
    for run in runs:
        run()
    for _ in range(rounds):
        for measured, run in zip(times, runs, strict=True):
            count, start = 0, time.perf_counter()
            while not count or time.perf_counter() - start < each:
                run()
                count += 1
            measured.append((time.perf_counter() - start) * 1000 / count)
    return [statistics.median(measured) for measured in times]


def broken(data: dict[str, Any]) -> dict[str, Any]:
    """Return a submission in which most answers and some facts are wrong in different ways."""
    wrong: list[Any] = [{"value": "maybe"}, {"value": None}, {"valeu": "met"}, "met", {"value": "met", "evidence": "minutes"}, {"value": 3}]
    answers = {id_: wrong[at % len(wrong)] for at, id_ in enumerate(data["answers"])}
    facts = {id_: "many" if at % 3 == 0 else value for at, (id_, value) in enumerate(data["facts"].items())}
    return {**data, "answers": answers, "facts": facts, "assurance": {"level": "certified"}, "currency": {"code": "kes"}}


def submissions(framework: spregistry.Framework) -> list[Row]:
    document = spregistry.read(EXAMPLE)
    ready = prepared(framework)
    reference = jsonschema.Draft202012Validator(dict(ready.schema))
    bad = Document(data=broken(document.data), name=document.name, places=document.places)

    def by_reference(data: Any) -> list[Any]:
        return list(reference.iter_errors(data))

    ours, peer = in_turns(25, lambda: spregistry.validate(framework, document), lambda: by_reference(document.data), each=0.04)
    ours_bad, peer_bad = in_turns(25, lambda: spregistry.validate(framework, bad), lambda: by_reference(bad.data), each=0.04)
    scored, explained, bare = in_turns(
        300,
        lambda: spregistry.score(framework, document),
        lambda: spregistry.score(framework, document).explanation,
        lambda: ready.validator.is_valid(document.data),
    )
    count = len(framework.indicators)
    return [
        Row(f"all findings of a valid submission to {count} indicators", "`jsonschema` `iter_errors`", ours, peer, 1 / 40),
        Row("all findings of a badly broken one, worded and placed", "`jsonschema` `iter_errors`", ours_bad, peer_bad, 1),
        Row("validate and score, from parsed data", "bare `jsonschema-rs` `is_valid`", scored, bare, 4),
        Row("the same with the explanation of every indicator", "bare `jsonschema-rs` `is_valid`", explained, bare, 10),
    ]


def loading() -> Row:
    files = sorted(path.read_bytes() for path in STANDARD.glob("*.yaml"))

    def parse() -> None:
        for content in files:
            yaml.load(content, yaml.CSafeLoader)

    def load_and_check() -> None:
        assert spregistry.Registry.open(ROOT / "standards").read("sepm@3.0.0").findings == ()

    ours, peer = in_turns(15, load_and_check, parse)
    return Row("load and check `sepm@3.0.0` from its sources", "PyYAML's C loader on the same files", ours, peer, 3)


def commands(framework: spregistry.Framework) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        schema = Path(folder) / "schema.json"
        schema.write_text(json.dumps(prepared(framework).schema), encoding="utf-8")
        submission = Path(folder) / "submission.json"
        submission.write_text(json.dumps(spregistry.read(EXAMPLE).data, ensure_ascii=False), encoding="utf-8")
        rows = []
        for name, file in (("YAML", EXAMPLE), ("JSON", submission)):
            ours, peer = in_turns(9, command("spregistry", "validate", file), command("check-jsonschema", "--schemafile", schema, file))
            rows.append(
                Row(f"`spregistry validate FILE` ({name}, whole command)", "`check-jsonschema` with the generated schema", ours, peer, 1)
            )
    help_, click = in_turns(15, command("spregistry", "--help"), command(sys.executable, "-c", "import click"))
    return [*rows, Row("`spregistry --help` (whole command)", '`python -c "import click"`', help_, click, 1.5)]


def command(program: str, *arguments: object) -> Callable[[], object]:
    """Return a run of a whole command, from the scripts beside this Python."""
    path = shutil.which(program, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    assert path is not None, f"{program} is not installed"
    line = [path, *map(str, arguments)]
    return lambda: subprocess.run(line, check=True, capture_output=True, cwd=ROOT)


def table(rows: list[Row]) -> str:
    lines = ["| what | against | ours | peer | ratio | at most |", "|---|---|---:|---:|---:|---:|"]
    for row in rows:
        said = f"{row.ratio:.3f}" if row.ratio < 0.1 else f"{row.ratio:.2f}"  # enough digits to compare
        lines.append(f"| {row.ours} | {row.peer} | {row.ours_ms:.2f} ms | {row.peer_ms:.2f} ms | {said} | {row.limit:.3g} |")
    return "\n".join(lines)


PAGE = """# Benchmarks

Ratios against named peers, measured in turns in one run of `python benchmarks/run.py`; medians. Times depend on the machine, ratios
much less. “At most” is what we promise; below 1 means faster than the peer.

{table}

Measured with Python {python} and jsonschema-rs {rs}, on `examples/deposit-taking-bank.yaml`.
"""


def main() -> int:
    framework = spregistry.Registry.open(ROOT / "standards")["sepm@3.0.0"]
    rows = [*submissions(framework), *commands(framework), loading()]
    print(table(rows))
    from importlib.metadata import version

    page = PAGE.format(table=table(rows), python=sys.version.split()[0], rs=version("jsonschema-rs"))
    path = ROOT / "docs" / "benchmarks.md"
    _, heading, others = path.read_text(encoding="utf-8").partition("\n## ")  # what other scripts measured
    path.write_text(page + heading + others, encoding="utf-8")
    return int(any(row.ratio > row.limit for row in rows))


if __name__ == "__main__":
    sys.exit(main())
