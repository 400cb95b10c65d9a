"""The pages say what the program does: every command and public name is there, every example works, every table is current."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from spregistry import Document, Framework, Registry, read, score, validate
from spregistry import __all__ as public_names
from spregistry.cli import COMMANDS, main
from spregistry.load import contracts
from spregistry.load.documents import parse
from spregistry.model.definition import Group, Indicator
from spregistry.publish.template import template_yaml
from spregistry.publish.words import condition_in_words

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def section(text: str, heading: str) -> str:
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"there is no section “{heading}”"
    return found.group(1)


# The command line.

PARENT = click.Context(main, info_name="spregistry")


def command(name: str) -> click.Command:
    found = main.get_command(PARENT, name)
    assert found is not None, name
    return found


def options(of: click.Command) -> set[str]:
    """Return the options of a command, and of those below it."""
    own = {option for parameter in of.get_params(PARENT) if isinstance(parameter, click.Option) for option in parameter.opts}
    below = of.commands.values() if isinstance(of, click.Group) and of is not main else ()
    return own.union(*map(options, below))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_a_section_with_an_example(name: str) -> None:
    assert COMMANDS[name]
    found = command(name)
    assert found.help
    assert all(parameter.help for parameter in found.params if isinstance(parameter, click.Option)), name
    written = section(page("cli.md"), f"`spregistry {name}`")
    assert f"$ spregistry {name}" in written
    missing = [option for option in options(found) - {"-h", "--help"} if not re.search(rf"{option}(?![\w-])", written)]
    assert not missing, f"{name}: {missing} are not on the page"


def shown() -> Iterator[tuple[str, bool]]:
    """Yield every command line of the page, and whether it is whole."""
    text = page("cli.md")
    for block in blocks(text, "console"):
        for line in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
            for part in re.split(r"&&|[|;]", line):
                if "spregistry" in shlex.split(part):
                    yield part.strip(), True
    outside = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    for span in re.findall(r"`(spregistry [^`]*)`", outside):
        yield span, False


@pytest.mark.parametrize(("line", "whole"), [*shown()])
def test_every_command_line_of_the_page_is_one(line: str, whole: bool) -> None:  # noqa: FBT001  # a parameter of the table
    words = shlex.split(line, comments=True)
    words = words[words.index("spregistry") + 1 :]
    if ">" in words:
        words = words[: words.index(">")]
    at = next((at for at, word in enumerate(words) if word in COMMANDS), len(words))
    unknown = [word for word in words[:at] if word.startswith("-") and word not in options(main) | {"--version"}]
    assert not unknown
    if at == len(words):
        assert words[-1] in options(main), f"there is no command in “{line}”"
        return
    main.make_context("spregistry", [*words[: at + 1]])
    found, rest = command(words[at]), words[at + 1 :]
    if isinstance(found, click.Group) and rest:
        below = found.get_command(PARENT, rest[0])
        assert below is not None, f"{words[at]} has no command {rest[0]}"
        found, rest = below, rest[1:]
    unknown = [word for word in rest if re.match(r"-\w|--\w", word) and word.split("=")[0] not in options(found)]
    assert not unknown, f"{words[at]} has no option {unknown}"
    if whole:
        found.make_context(words[at], rest, parent=PARENT)


# The commands that the page on versions runs on the examples.


def commands_with_output(text: str) -> list[tuple[str, str]]:
    found = [tuple(block.removeprefix("$ ").split("\n", 1)) for block in blocks(text, "console")]
    return [(line, output) for line, output in found if "examples/" in line]


@pytest.mark.parametrize(("line", "output"), [*commands_with_output(page("versions.md")), *commands_with_output(page("cli.md"))])
def test_the_pages_on_versions_and_commands_show_what_is_printed(
    line: str, output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["--registry", str(ROOT / "standards"), *shlex.split(line)[1:]])
    assert done.exit_code == 0, done.output
    at = 0
    for part in re.split(r"^…$\n?", output, flags=re.MULTILINE):
        at = done.stdout.find(part, at)
        assert at >= 0, f"it does not print: {part}"


def test_the_page_on_versions_shows_commands() -> None:
    lines = [line for line, _ in commands_with_output(page("versions.md"))]
    assert {line.split()[1] for line in lines} == {"migrate", "compare"}
    assert "migrate" in {line.split()[1] for line, _ in commands_with_output(page("cli.md"))}


def test_the_page_on_versions_shows_what_new_and_dropped_elements_say(tmp_path: Path) -> None:
    """The example, put into a standard that lacks those words, is what `check` asks for."""
    shown = next(block for block in blocks(page("versions.md"), "yaml") if "withdrawn:" in block)
    copied = Path(shutil.copytree(ROOT / "tests" / "cases" / "versions" / "registry", tmp_path / "standards"))
    file = copied / "demo" / "2.0.0" / "framework.yaml"
    text = file.read_text(encoding="utf-8")
    bare = text.replace("        new: It was missing.\n", "").replace(
        "withdrawn:\n  - {id: bonus, reason: The board decides on pay.}\n", ""
    )
    file.write_text(bare, encoding="utf-8")

    def codes() -> list[str]:
        found = [finding.code for finding in Registry.open(copied).read("demo@2.0.0").findings]
        return [code for code in found if code in ("no-origin", "lost-element")]

    assert sorted(codes()) == ["lost-element", "no-origin"]
    example = parse(shown.encode(), "example.yaml").data
    whole = contracts.schema("framework")
    contract = {**whole["properties"]["withdrawn"], "$defs": whole["$defs"]}
    assert contracts.compile_schema(contract).is_valid(example["withdrawn"])
    added = f"withdrawn: {json.dumps(example['withdrawn'][:1])}\n"
    reason = json.dumps(example["groups"][0]["indicators"][0]["new"])
    filled = bare.replace("previous: demo@1.0.1\n", f"previous: demo@1.0.1\n{added}")
    anchor = "        question: Are the goals published?\n"
    file.write_text(filled.replace(anchor, f"{anchor}        new: {reason}\n"), encoding="utf-8")
    assert codes() == []


def test_the_page_on_versions_gives_the_scores_of_each_version() -> None:
    registry, written = Registry.open(ROOT / "standards"), page("versions.md")
    for name in ("rural-cooperative-2023.yaml", "rural-cooperative.yaml"):
        document = read(ROOT / "examples" / name)
        overall = score(registry[document.data["framework"]], document).overall
        assert overall is not None
        assert f"{overall.score:.2f}" in written


# The commands of the page on the command line that need no file of the reader's, and write none.

SHOWING = ("list", "show", "check", "diff", "crosswalk")


def commands_that_show(text: str) -> Iterator[tuple[str, str]]:
    for block in blocks(text, "console"):
        for each in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, output = each.partition("\n")
            words = shlex.split(line)
            if words[0] == "spregistry" and words[1] in SHOWING and "-o" not in words and output:
                yield line, output


@pytest.mark.parametrize(("line", "output"), [*commands_that_show(page("cli.md"))])
def test_the_page_on_the_command_line_shows_what_is_printed(line: str, output: str) -> None:
    done = CliRunner(env={"COLUMNS": "80"}).invoke(main, ["--registry", str(ROOT / "standards"), *shlex.split(line)[1:]])
    assert done.exit_code == 0, done.output
    # However wide the reader's terminal is.
    printed, at = " ".join(done.stdout.split()), 0
    for part in re.split(r"^…$\n?", output, flags=re.MULTILINE):
        at = printed.find(" ".join(part.split()), at)
        assert at >= 0, f"it does not print: {part}"


def test_the_page_on_the_command_line_shows_commands() -> None:
    lines = [line for line, _ in commands_that_show(page("cli.md"))]
    assert {line.split()[1] for line in lines} == {"list", "show", "check", "diff", "crosswalk"}


# The Python API.


@pytest.mark.parametrize("name", public_names)
def test_every_public_name_is_on_the_page(name: str) -> None:
    assert re.search(rf"^### `{re.escape(name)}[`(]", page("api.md"), re.MULTILINE)


def run_python(code: str, folder: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if key != "SPREGISTRY_HOME"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a folder with a submission, as a reader of the page has it: one of the examples, or else an empty one."""
    examples = sorted((ROOT / "examples").glob("*.yaml"))
    if examples:
        shutil.copy(examples[-1], tmp_path / "mfi.yaml")
    else:
        text = template_yaml(Registry.open(ROOT / "standards")["sepm"])
        (tmp_path / "mfi.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_python_of_the_page_runs(desk: Path) -> None:
    code = blocks(page("api.md"), "python")
    assert code
    # A fresh interpreter, as a reader has; the blocks are one program.
    assert run_python("\n".join(code), desk)


def test_the_public_functions_can_be_called_again(desk: Path) -> None:
    # A module of the same name, once imported, would take a function's place.
    run_python(
        "import spregistry\n"
        "document = spregistry.read('mfi.yaml')\n"
        "framework = spregistry.Registry.open()[document.data['framework']]\n"
        "for _ in range(2):\n"
        "    spregistry.validate(framework, document)\n"
        "    spregistry.score(framework, document)\n",
        desk,
    )


# The worked examples of scoring.md; the numbers were worked out by hand on the page.

NOT_THERE = object()
OVERALL = [
    ("as given", {}, {}, {"score": "71.30", "potential": "71.30", "documented": "47.22"}),
    ("1.2 skipped", {"price": NOT_THERE}, {}, {"score": "54.63", "potential": "87.96"}),
    ("1.2 unmet", {"price": {"value": "unmet"}}, {}, {"score": "54.63", "potential": "54.63"}),
    ("1.2 met", {"price": {"value": "met"}}, {}, {"score": "87.96", "potential": "87.96"}),
    ("a fact is blank", {}, {"uses-agents": NOT_THERE}, {"score": "54.63", "potential": "76.85"}),
    ("the cap bites", {"capacity": {"value": "unmet"}, "price": {"value": "met"}}, {}, {"score": "47.96", "potential": "47.96"}),
    ("the cap bites the score", {"capacity": NOT_THERE, "price": {"value": "met"}}, {}, {"score": "47.96", "potential": "87.96"}),
    ("exactly below", {"capacity": {"value": "partly"}}, {}, {"score": "54.63", "potential": "54.63"}),
    ("low anyway", {"capacity": {"value": "unmet"}}, {}, {"score": "37.96", "potential": "37.96"}),
    ("a needed fact is absent", {}, {"staff-left": NOT_THERE}, {"score": "63.89", "potential": "75.00"}),
    ("not measured", {}, {"staff-left": {"not_measured": True}}, {"score": "63.89", "potential": "63.89"}),
    ("zero denominator", {}, {"staff-total": {"open": 0, "close": 0}}, {"score": "70.83", "potential": "70.83"}),
    (
        "documented and capped",
        {"capacity": {"value": "met"}, "price": {"value": "met", "evidence": ["leaflet"]}},
        {},
        {"score": "87.96", "documented": "40.56"},
    ),
    (
        "not applicable",
        {"agents": {"value": "na", "justification": "their network vets them"}},
        {"uses-agents": True},
        {"score": "71.30", "na_as_zero": "54.63"},
    ),
]
GAINS = {"price": "+16.66", "contracts": "+5.55", "turnover": "+3.70", "manual": "+2.77", "capacity": "0.00"}


@pytest.fixture
def example(tmp_path: Path) -> tuple[Framework, dict[str, Any]]:
    """Return the framework and the submission that scoring.md writes out."""
    definition, answers = blocks(page("scoring.md"), "yaml")
    folder = tmp_path / "example" / "1.0.0"
    folder.mkdir(parents=True)
    (folder / "framework.yaml").write_text(definition, encoding="utf-8")
    registry = Registry.open(tmp_path)
    assert registry.read("example").findings == ()
    document = parse(answers.encode(), "answers.yaml")
    assert validate(registry["example"], document) == []
    return registry["example"], document.data


def changed(section_: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**section_, **changes}.items() if value is not NOT_THERE}


@pytest.mark.parametrize(("answers", "facts", "expected"), [case[1:] for case in OVERALL], ids=[case[0] for case in OVERALL])
def test_the_worked_examples_come_out(
    example: tuple[Framework, dict[str, Any]], answers: dict[str, Any], facts: dict[str, Any], expected: dict[str, str]
) -> None:
    framework, data = example
    document = Document(data={**data, "answers": changed(data["answers"], answers), "facts": changed(data["facts"], facts)})
    overall = score(framework, document).overall
    assert overall is not None
    assert {name: f"{getattr(overall, name):.2f}" for name in expected} == expected
    assert all(number in page("scoring.md") for number in expected.values())


def test_the_worked_gains_come_out(example: tuple[Framework, dict[str, Any]]) -> None:
    framework, data = example
    gains = {found.id: found.gain for found in score(framework, Document(data=data)).explanation.indicators if found.gain is not None}
    assert {id_: f"{gain:+.2f}" if gain else "0.00" for id_, gain in gains.items()} == GAINS
    assert all(gain in page("scoring.md") for gain in GAINS.values())


# The tables of sepm.md, as the standard has them now.


@pytest.fixture(scope="module")
def sepm() -> Framework:
    return Registry.open(ROOT / "standards")["sepm@3.0.0"]


def test_sepm_counts_are_current(sepm: Framework) -> None:
    assert {line for line in shape_rows(sepm) if line not in page("sepm.md")} == set()


def test_sepm_caps_and_thresholds_are_current(sepm: Framework) -> None:
    written = page("sepm.md")
    expected = [*cap_rows(sepm), *(row for indicator in sepm.indicators.values() if (row := figure_row(sepm, indicator)))]
    assert [line for line in expected if line not in written] == []
    codes = re.findall(r"^\| ((?:\d+\.)[A-Z][\d.]*) \|", written, re.MULTILINE)
    assert len(codes) == len(expected), "a row is there for something that is not, or twice"


def test_sepm_weights_and_bands_are_current(sepm: Framework) -> None:
    written = page("sepm.md")
    elements: list[Group | Indicator] = [*(path[-1] for path in sepm.groups.values()), *sepm.indicators.values()]
    assert {element.code for element in elements if (element.weight or 1) != 1} == {"4", "4.A", "6.B"}
    bands = [f"| {band.label} | {band.from_:g} |" for band in sepm.definition.bands or ()]
    assert [line for line in bands if line not in written] == []


def shape_rows(framework: Framework) -> Iterator[str]:
    """Yield a line per dimension, and one for all."""
    whole = sum(float(group.weight or 1) for group in framework.top)
    totals = [0] * 4
    for group in framework.top:
        paths = [path for path in framework.groups.values() if path[0] is group]
        inside = [place.indicator for place in framework.positions.values() if place.groups[0] is group]
        counts = [sum(len(path) == depth for path in paths) for depth in (2, 3)]
        counts += [len(inside), sum(map(framework.is_scored, inside))]
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        share = 100 * float(group.weight or 1) / whole
        flat = 100 / len(framework.top) / counts[3]
        cells = [
            group.code,
            group.title,
            *map(str, counts),
            f"{group.weight or 1:g}",
            f"{share:.1f} %",
            f"{share / counts[3]:.2f} %",
            f"{flat:.2f} %",
        ]
        yield f"| {' | '.join(cells)} |"
    yield f"| | **Together** | {' | '.join(f'**{total}**' for total in totals)} | | 100 % | | |"
    yield f"{len(framework.facts)} facts"
    yield f"{len(framework.definition.quality_checks or ())} quality checks"


def cap_rows(framework: Framework) -> Iterator[str]:
    """Yield a line per cap."""
    for path in framework.groups.values():
        for cap in path[-1].caps or ():
            indicator = framework.indicators[cap.indicator]
            yield f"| {path[-1].code} | {path[-1].title} | {indicator.code} {indicator.title} | {cap.below:g} | {cap.to:g} | {cap.reason} |"


def figure_row(framework: Framework, indicator: Indicator) -> str | None:
    """Return the line of a number or ratio; None for other kinds of answer."""
    figure = indicator.answer.figure
    if figure is None:
        return None
    ratio = indicator.answer.ratio
    source = f"{' + '.join(ratio.numerator)} / {' + '.join(ratio.denominator)}" if ratio else f"typed, {figure.unit}"
    if figure.cases is None:
        earns = earned(figure, figure.unit)
    else:
        conditions = [f"where {condition_in_words(case.when, framework.facts)}" if case.when else "otherwise" for case in figure.cases]
        earns = "; ".join(f"{where}: {earned(case, figure.unit)}" for where, case in zip(conditions, figure.cases, strict=True))
    cells = [indicator.code, indicator.title, source, earns, " ".join((indicator.reading or "").split())]
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def earned(formula: Any, unit: str | None) -> str:
    """Return thresholds with the points they give, of a figure or of one of its cases."""
    owner = {"fraction": " %", "percent": " %", "times": " times", None: ""}.get(unit, f" {unit}" if unit in ("days", "hours") else "")

    def amount(value: float) -> str:
        return f"{round(value * 100, 6) if unit == 'fraction' else value:g}{owner}".replace("-", "−")

    if formula.line is not None:
        return f"0 at {amount(formula.line.zero_at)}, 1 at {amount(formula.line.full_at)}"
    if formula.steps is not None:
        return ", ".join(f"from {amount(step.from_)} {step.points:g}" for step in formula.steps)
    return "not scored"


# The site.


def test_every_page_is_in_the_navigation() -> None:
    listed = set(re.findall(r"[\w/-]+\.md", (ROOT / "mkdocs.yml").read_text(encoding="utf-8")))
    assert {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")} <= listed


# The small standard of authoring.md; its numbers were worked out by hand on the page.


def test_the_small_standard_can_be_copied_checked_and_scored(tmp_path: Path) -> None:
    written = section(page("authoring.md"), "A small one, complete")
    definition, answers = blocks(written, "yaml")
    folder = tmp_path / "savings-group" / "1.0.0"
    folder.mkdir(parents=True)
    (folder / "framework.yaml").write_text(definition, encoding="utf-8")
    registry = Registry.open(tmp_path)
    assert registry.read("savings-group").findings == ()
    framework = registry["savings-group"]
    document = parse(answers.encode(), "group.yaml")
    assert validate(framework, document) == []
    overall = score(framework, document).overall
    assert overall is not None
    assert (overall.score, overall.potential) == (62.5, 62.5)
    joined = {"rules-read": {"not_applicable": True, "justification": "nobody joined in the period"}}
    nobody = Document(data={**document.data, "answers": {**document.data["answers"], **joined}})
    assert validate(framework, nobody) == []
    without = score(framework, nobody).overall
    assert without is not None
    assert (without.score, without.potential) == (75.0, 75.0)
    assert "gives 62.50" in written
    assert "would be 75.00" in " ".join(written.split())


def test_the_small_standard_can_be_mapped_to_one_that_comes_with_the_program(tmp_path: Path) -> None:
    (definition, _) = blocks(section(page("authoring.md"), "A small one, complete"), "yaml")
    written = section(page("authoring.md"), "A crosswalk").partition("### With a standard that comes with the program\n")[2]
    (crosswalk,), (console,) = blocks(written, "yaml"), blocks(written, "console")
    (line, output) = console.removeprefix("$ ").split("\n", 1)
    file = re.search(r"`standards/(crosswalks/[\w-]+\.yaml)`", written)
    assert file
    for name, content in (("savings-group/1.0.0/framework.yaml", definition), (file[1], crosswalk)):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert [*Registry.open(tmp_path)] == ["savings-group@1.0.0"], "nothing is copied"
    checked = CliRunner().invoke(main, ["--registry", str(tmp_path), "check", "--format", "json"])
    assert (checked.exit_code, json.loads(checked.stdout)["findings"]) == (0, [])
    done = CliRunner().invoke(main, ["--registry", str(tmp_path), *shlex.split(line)[1:]])
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith(output.removesuffix("…\n"))
    for reference in re.findall(r"`([a-z-]+@[0-9.]+)`", written):
        shipped = Registry.open(ROOT / "standards")
        assert reference in shipped or reference in shipped.catalogues, reference
