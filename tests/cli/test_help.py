"""`spregistry` itself: help, version, unknown commands, and which folder of standards it opens."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from spregistry.cli import COMMANDS, main
from spregistry.version import __version__

Run = Callable[..., Result]


def test_help_lists_every_command(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    for name, line in COMMANDS.items():
        assert f"\n  {name} " in result.stdout
        assert line in " ".join(result.stdout.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_for_each_option(name: str, run: Run) -> None:
    result = run(name, "--help")
    assert (result.exit_code, result.stderr) == (0, "")
    command = main.get_command(main.make_context("spregistry", ["list"], resilient_parsing=True), name)
    assert command is not None
    assert command.help
    for parameter in command.params:
        if parameter.param_type_name == "option":
            assert getattr(parameter, "help", None), parameter.name
            assert parameter.opts[0] in result.stdout


def test_version() -> None:
    assert CliRunner().invoke(main, ["--version"], prog_name="spregistry").stdout == f"spregistry {__version__}\n"


def test_unknown_command_is_wrong_usage_and_names_the_nearest(run: Run) -> None:
    result = run("validat", "x.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is no command “validat” (did you mean validate?)" in " ".join(result.stderr.split())


def test_no_command_is_wrong_usage(run: Run) -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")


def test_folder_from_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPREGISTRY_HOME", "registry")
    assert CliRunner().invoke(main, ["list"]).stdout == run("list").stdout


def test_named_folder_goes_before_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPREGISTRY_HOME", "nowhere")
    assert run("list").exit_code == 0


def test_nearest_standards_above_the_working_folder(run: Run, copied_registry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = run("list").stdout
    (copied_registry.parent / "inner" / "most").mkdir(parents=True)
    monkeypatch.chdir(copied_registry.parent / "inner" / "most")
    assert CliRunner().invoke(main, ["list"]).stdout == wanted


@pytest.mark.usefixtures("run")
def test_completion_offers_the_frameworks_of_the_registry() -> None:
    words = "spregistry --registry registry show ca"
    environment = {"_SPREGISTRY_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": "4"}
    result = CliRunner().invoke(main, [], env=environment, prog_name="spregistry")
    assert result.stdout.splitlines() == ["plain,cases@1.0.0", "plain,cases-entry@1.0.0"]
