"""Measures `spregistry check` on a large registry against PyYAML's C loader on the same files, in one run: `python benchmarks/large_check.py`.

Copies of the second edition of `sepm`, each a standard of its own, until the registry has 70,000 groups, indicators and facts; every second
one has a next version, which keeps everything. Both runs are processes of their own, measured in turns; the median of the rounds' ratios
of processor time is what counts, so that what else runs on the machine matters little. Prints the result and writes it to
docs/benchmarks.md.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import spregistry

ROOT = Path(__file__).parents[1]
LIMIT = 2.0
HEADING = "Checking a large registry"
#: What the peer does: it parses every file, and keeps nothing.
PARSE = "import sys, yaml\nfor name in sys.stdin.read().split('\\0'):\n    yaml.load(open(name, 'rb').read(), yaml.CSafeLoader)\n"


def make(folder: Path, wanted: int) -> int:
    """Write a registry with at least so many elements; return how many it has."""
    framework = spregistry.Registry.open(ROOT / "standards")["sepm@2.0.0"]
    parts = ["framework.yaml", *(path.name for path in sorted((ROOT / "standards/sepm/2.0.0").glob("[0-9]*.yaml")))]
    texts = {name: (ROOT / "standards/sepm/2.0.0" / name).read_text(encoding="utf-8") for name in parts}
    each = len(framework.groups) + len(framework.indicators) + len(framework.facts)
    made = copies = 0
    while made < wanted:
        copies += 1
        for version in ("1.0.0", "1.1.0") if copies % 2 else ("1.0.0",):
            previous = f"previous: copy-{copies}@1.0.0\n" if version != "1.0.0" else ""
            place = folder / f"copy-{copies}" / version
            place.mkdir(parents=True)
            for name, text in texts.items():
                own = text.replace("\nid: sepm\nversion: 2.0.0\n", f"\nid: copy-{copies}\nversion: {version}\n{previous}", 1)
                (place / name).write_text(own, encoding="utf-8")
            made += each
    return made


def seconds(command: list[str], given: str = "") -> float:
    """Run a command and return the processor time it took, its own and the system's for it."""
    before = os.times()
    run = subprocess.run(command, input=given, text=True, capture_output=True, check=False)
    after = os.times()
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-2000:]
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--elements", type=int, default=70_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        registry = Path(folder) / "standards"
        count = make(registry, arguments.elements)
        files = sorted(map(str, registry.rglob("*.yaml")))
        size = sum(Path(name).stat().st_size for name in files) / 2**20
        check = [sys.executable, "-m", "spregistry", "--registry", str(registry), "check"]
        rounds = [(seconds(check), seconds([sys.executable, "-c", PARSE], "\0".join(files))) for _ in range(arguments.rounds)]
    ours, peer = (statistics.median(times) for times in zip(*rounds, strict=True))
    ratio = statistics.median(own / other for own, other in rounds)
    lines = [
        f"## {HEADING}\n",
        "`python benchmarks/large_check.py` checks a registry of copies of `sepm@2.0.0`, every second one with a next version: schema, rules,",
        "lineage, files that nothing uses. Whole commands; seconds of the processor. Promised: at most twice as long as PyYAML's C loader takes",
        "to parse the same files.\n",
        "| elements | files | MiB | `spregistry check` | PyYAML's C loader | ratio | at most |",
        "|---:|---:|---:|---:|---:|---:|---:|",
        f"| {count} | {len(files)} | {size:.0f} | {ours:.1f} s | {peer:.1f} s | {ratio:.2f} | {LIMIT:g} |\n",
    ]
    print("\n".join(lines))
    if arguments.elements >= 70_000:
        write("\n".join(lines), HEADING)
    return int(ratio > LIMIT)


def write(section: str, heading: str) -> None:
    """Put the section in the place of the one of the same heading, or behind all others."""
    path = ROOT / "docs" / "benchmarks.md"
    head, *others = path.read_text(encoding="utf-8").split("\n## ")
    kept = [f"## {other.rstrip()}\n" for other in others if not other.startswith(heading)]
    path.write_text("\n".join([head.rstrip() + "\n", *kept, section]), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
