"""Measures `spregistry diff` on two versions of a very large standard against loading them: `python benchmarks/large_diff.py`.

The standard has 5,000 indicators: areas, each with the dimensions of `sepm@3.0.0`. Its second version is what an edition is like after
some years: a few percent of all indicators are reworded, moved, merged, renamed, withdrawn, new, weigh more or have other limits, and what
stands behind them bears another code; the rest is the same. What the command tells is held to what was made.

Loading and comparing are processes of their own, measured in turns: cold, where the cache is empty and both versions are parsed and
checked, and warm, as on every later run. The median of the rounds' ratios of processor time is what counts, so that what else runs on the
machine matters little. With `--prove`, trying every grave change on submissions, which the command does only when told to, is measured
once as well; that takes minutes. Prints the result and writes it to docs/benchmarks.md.
"""

import argparse
import copy
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import fill
from typing import Any, NamedTuple

import yaml

import spregistry
from large_check import seconds, write

ROOT = Path(__file__).parents[1]
LIMIT = 3.0
HEADING = "Comparing two versions of a large standard"
BEFORE, AFTER = "large@1.0.0", "large@2.0.0"
#: What the peer does: it loads both versions, as the command does, and nothing else.
LOAD = "import sys, spregistry\nregistry = spregistry.Registry.open(sys.argv[1])\nfor name in sys.argv[2:]:\n    registry[name]\n"
#: And this compares what is loaded, for its time alone.
COMPARE = """import json, sys, time, spregistry
registry = spregistry.Registry.open(sys.argv[1])
start = time.process_time()
before, after = (registry[name] for name in sys.argv[2:])
loaded = time.process_time()
spregistry.diff(before, after, registry)
print(json.dumps([time.process_time() - loaded, loaded - start]))
"""

Node = dict[str, Any]


# Making the two versions.


def first(wanted: int) -> Node:
    """Return a definition with at least so many indicators."""
    sepm = spregistry.Registry.open(ROOT / "standards")["sepm@3.0.0"]
    whole: Node = {key: value for key, value in sepm.data.items() if key not in ("previous", "withdrawn")}
    whole |= {"id": "large", "version": "1.0.0", "levels": ["area", *sepm.levels]}
    whole["groups"] = [
        {"id": f"area-{at}", "title": f"Area {at}", "groups": [_copied(group, f"-{at}") for group in sepm.data["groups"]]}
        for at in range(1, -(-wanted // len(sepm.indicators)) + 1)
    ]
    return numbered(copy.deepcopy(whole))


def _copied(node: Node, ending: str) -> Node:
    found: Node = copy.deepcopy({key: value for key, value in node.items() if key not in ("supersedes", "groups", "indicators")})
    found["id"] += ending
    for cap in found.get("caps", ()):
        cap["indicator"] += ending
    for below in ("groups", "indicators"):
        if below in node:
            found[below] = [_copied(each, ending) for each in node[below]]
    return found


def numbered(whole: Node) -> Node:
    """Give every element the code of its place, such as 3.A.2.C.1."""

    def number(nodes: list[Node], above: str) -> None:
        letters = above.rpartition(".")[2].isdigit()
        for at, node in enumerate(nodes):
            own = chr(ord("A") + at) if letters else str(at + 1)
            node["code"] = f"{above}.{own}" if above else own
            number(below(node), node["code"])

    number(whole["groups"], "")
    return whole


def below(node: Node) -> list[Node]:
    found: list[Node] = node.get("groups") or node.get("indicators") or []
    return found


def nodes(within: list[Node]) -> Iterator[Node]:
    for node in within:
        yield node
        yield from nodes(below(node))


def second(before: Node, rng: random.Random) -> tuple[Node, Counter[str]]:
    """Return the next version, and how many changes of each kind there are in it."""
    after: Node = copy.deepcopy({**before, "version": "2.0.0", "previous": BEFORE, "withdrawn": []})
    practices = [node for node in nodes(after["groups"]) if "indicators" in node]
    every = sum(len(practice["indicators"]) for practice in practices)
    made: Counter[str] = Counter()
    # One change of its members to a practice, so that each is told as it was made.
    rest = rng.sample(practices, k=len(practices))
    capping = {cap["indicator"] for node in nodes(after["groups"]) for cap in node.get("caps", ())}
    for kind, per_thousand in (("withdrawn", 10), ("added", 10), ("merged", 5), ("moved", 5), ("renamed", 2)):
        for _ in range(every * per_thousand // 1000):
            practice = next(each for each in rest if len(each["indicators"]) > 2)
            rest.remove(practice)
            free = [at for at, each in enumerate(practice["indicators"]) if each["id"] not in capping]
            REGROUPED[kind](after, practice["indicators"], rng.sample(free, k=2), rest)
            made[kind] += 1
    others = [each for practice in rest for each in practice["indicators"]]
    made.update(_changed_inside(rng.sample(others, k=len(others)), every))
    made["renumbered"] = _renumbered(before, numbered(after))
    return after, made


def _withdraw(whole: Node, members: list[Node], at: list[int], _rest: list[Node]) -> None:
    gone = members.pop(at[0])
    whole["withdrawn"].append({"id": gone["id"], "reason": "It told little about practice."})


def _add(_whole: Node, members: list[Node], at: list[int], _rest: list[Node]) -> None:
    near = members[at[0]]
    members.insert(at[0], {**copy.deepcopy(near), "id": f"new-{near['id']}", "title": f"New: {near['title']}", "new": "It was asked for."})


def _merge(_whole: Node, members: list[Node], at: list[int], _rest: list[Node]) -> None:
    one, other = (members[each] for each in at)
    parts = [{"id": each["id"], "relation": "merge"} for each in (one, other)]
    members[at[0]] = {**one, "id": f"all-{one['id']}", "title": f"Together: {one['title']}", "supersedes": parts}
    members.remove(other)


def _move(_whole: Node, members: list[Node], at: list[int], rest: list[Node]) -> None:
    rest.pop()["indicators"].append(members.pop(at[0]))


def _rename(_whole: Node, members: list[Node], at: list[int], _rest: list[Node]) -> None:
    renamed = members[at[0]]
    renamed |= {"id": f"now-{renamed['id']}", "supersedes": [renamed["id"]]}


#: By kind of change: the definition, the members of a practice, two places in it, the practices left.
REGROUPED: dict[str, Callable[[Node, list[Node], list[int], list[Node]], None]] = {
    "withdrawn": _withdraw,
    "added": _add,
    "merged": _merge,
    "moved": _move,
    "renamed": _rename,
}


def _changed_inside(indicators: list[Node], every: int) -> Counter[str]:
    """Reword and weigh some indicators and give others other limits; return how many of each."""
    reworded, reweighted = indicators[: every // 50], indicators[: every // 200]
    for indicator in reworded:
        indicator["question"] = f"In the last 12 months: {indicator['question']}"
    for indicator in reweighted:
        indicator["weight"] = 4 - indicator.get("weight", 1)
    figures = [spec for each in indicators for spec in each["answer"].values() if isinstance(spec, dict) and spec.get("steps")]
    rescaled = figures[: every // 500]
    for figure in rescaled:
        figure["steps"][-1]["from"] *= 1.1
    return Counter({"reworded": len(reworded), "reweighted": len(reweighted), "rescaled": len(rescaled)})


def _renumbered(before: Node, after: Node) -> int:
    """Return how many elements of both versions bear another code, those under another id included."""
    codes = {node["id"]: node["code"] for node in nodes(before["groups"])}
    origins = {node["id"]: old for node in nodes(after["groups"]) for old in node.get("supersedes", ()) if isinstance(old, str)}
    followed = ((node, origins.get(node["id"], node["id"])) for node in nodes(after["groups"]))
    return sum(origin in codes and codes[origin] != node["code"] for node, origin in followed)


def put(whole: Node, folder: Path) -> float:
    """Write a definition as people keep it, one file for each area; return its size in MiB."""
    folder.mkdir(parents=True)
    parts = {f"{group['code']}-area.yaml": group for group in whole["groups"]}
    header = {**{key: value for key, value in whole.items() if key != "groups" and value != []}, "parts": [*parts]}
    for name, data in {"framework.yaml": header, **parts}.items():
        text = yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=120)
        (folder / name).write_text(text, encoding="utf-8")
    return sum(path.stat().st_size for path in folder.iterdir()) / 2**20


# Measuring.


class Result(NamedTuple):
    """What was measured in one way: seconds of ours and of loading, and the median of the ratios of the rounds."""

    what: str
    ours: float
    peer: float
    ratio: float

    @classmethod
    def of(cls, what: str, rounds: list[tuple[float, float]]) -> "Result":
        ours, peer = (statistics.median(times) for times in zip(*rounds, strict=True))
        return cls(what, ours, peer, statistics.median(own / other for own, other in rounds))


def told(registry: Path) -> Counter[str]:
    """Return how many changes of each kind the command tells."""
    done = subprocess.run(compared(registry, "--format", "json"), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return Counter(change["kind"] for change in json.loads(done.stdout)["changes"])


def compared(registry: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "spregistry", "--registry", str(registry), "diff", BEFORE, AFTER, *options]


def measure(registry: Path, rounds: int) -> list[Result]:
    names = [str(registry), BEFORE, AFTER]
    load = [sys.executable, "-c", LOAD, *names]
    diff = compared(registry)

    def fresh(command: list[str]) -> float:
        shutil.rmtree(os.environ["SPREGISTRY_CACHE"], ignore_errors=True)
        return seconds(command)

    cold = [(fresh(diff), fresh(load)) for _ in range(rounds)]
    seconds(load)
    warm = [(seconds(diff), seconds(load)) for _ in range(3 * rounds)]
    compare = [sys.executable, "-c", COMPARE, *names]
    alone = [json.loads(subprocess.run(compare, capture_output=True, text=True, check=True).stdout) for _ in range(3 * rounds)]
    return [
        Result.of("`spregistry diff A B`, nothing in the cache", cold),
        Result.of("`spregistry diff A B`, both versions in the cache", warm),
        Result.of("`diff(a, b)` alone, against loading both from the cache", [(own, other) for own, other in alone]),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--indicators", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--prove", action="store_true")
    arguments = parser.parse_args()
    before = first(arguments.indicators)
    after, made = second(before, random.Random(1))  # noqa: S311  # repeatable, not secret
    with tempfile.TemporaryDirectory() as folder:
        registry = Path(folder) / "standards"
        os.environ["SPREGISTRY_CACHE"] = str(Path(folder) / "cache")
        size = sum(put(whole, registry / "large" / whole["version"]) for whole in (before, after))
        assert told(registry) == made, f"told: {told(registry)}, made: {made}"
        results = measure(registry, arguments.rounds)
        proved = seconds(compared(registry, "--prove")) if arguments.prove else None
    page = section(sum("answer" in node for node in nodes(before["groups"])), size, made, results, proved)
    print(page)
    if arguments.indicators >= 5000:
        write(page, HEADING)
    return int(any(each.ratio > LIMIT for each in results))


def section(count: int, size: float, made: Counter[str], results: list[Result], proved: float | None) -> str:
    intro = (
        f"`python benchmarks/large_diff.py` compares two versions of a standard of {count} indicators ({size:.0f} MiB of YAML together), made of "
        f"areas with the dimensions of `sepm@3.0.0`. Between them, in numbers: {', '.join(f'{kind} {number}' for kind, number in made.items())}. "
        "Seconds of the processor. Promised: at most three times as long as loading both versions."
    )
    rows = [f"| {each.what} | {each.ours:.2f} s | {each.peer:.2f} s | {each.ratio:.2f} | {LIMIT:g} |" for each in results]
    last = "These are the rules alone, which is what the command applies unless told otherwise."
    if proved is not None:
        last += (
            f" `--prove`, measured once with `--prove` of the benchmark, took {proved:.0f} s: each grave change is undone by itself, and the "
            "version without it is built, compiled and tried on submissions."
        )
    head = ["| what | ours | loading both | ratio | at most |", "|---|---:|---:|---:|---:|"]
    return "\n".join([f"## {HEADING}\n", fill(intro, 140), "", *head, *rows, "", fill(last, 140), ""])


if __name__ == "__main__":
    sys.exit(main())
