"""The command line: the only part that imports click, prints, and decides how a run ends.

Commands are imported when they are called, so that `--help` and completion answer at once.
"""

import errno
import os
import sys
from importlib import import_module
from typing import Any, NoReturn

import click

from spregistry.errors import SpregistryError
from spregistry.sentence import say
from spregistry.version import __version__

#: Commands in the order of a first acquaintance, with the line that `--help` shows.
COMMANDS = {
    "list": "Show which standards there are, and in which state.",
    "show": "Read a standard, or one part of it.",
    "template": "Write an empty submission to fill in.",
    "validate": "Check submissions; say what to mend, and where.",
    "score": "Score a submission; show strengths, gaps and what each step would add.",
    "report": "Write a report for the board, and all behind it, as HTML, PDF, workbook or Markdown.",
    "merge": "Put colleagues' parts into one submission.",
    "compare": "Compare an institution's submissions over time.",
    "check": "Check the definitions of standards.",
    "forecast": "Show what a draft would do to past submissions.",
    "migrate": "Carry a submission to a later version of its standard, and tell what became of each answer.",
    "new": "Write the files of a new standard, or of the next version of one.",
    "diff": "Show what differs between two versions, and what that does to scores.",
    "consult": "Hold a consultation on a version: drafts, comments, answers, what is missing.",
    "release": "Release a version, if it keeps what it promises.",
    "record": "Put on record what happens to a released version: deprecated, recalled, an erratum and the like.",
    "verify": "Verify that everything that was released is as it was.",
    "changelog": "Show what each release changed and why, or the history of one indicator.",
    "crosswalk": "Show what in one standard stands for what in another, or in a catalogue of another body.",
    "translations": "Show what is not translated, and write the files for translators.",
    "schema": "Write the JSON Schema of a standard's submissions, or of a format.",
    "site": "Write the standards site: Markdown, data and schemas.",
}

#: Ran and found problems; could not run. Wrong usage, 2, is click's own.
FOUND, COULD_NOT_RUN = 1, 3


class CouldNotRun(click.ClickException):
    """Ends a run that could not do its work."""

    exit_code = COULD_NOT_RUN

    def show(self, file: Any = None) -> None:  # noqa: ARG002  # click's signature
        """Say why on standard error."""
        from spregistry.cli.terminal import folded

        first, *rest = f"spregistry: {self.message}".splitlines()
        click.echo("\n".join([folded(first, "", "  "), *(folded(line, "  ") for line in rest)]), err=True)


class Program(click.Group):
    """Finds commands by name, and turns expected trouble into exit code 3 in one place."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the commands in the order of `COMMANDS`."""
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"spregistry.cli.{cmd_name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the nearest command for one that there is not."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from spregistry.cli.options import say_in_language
            from spregistry.load.reporting import suggesting

            said = suggesting(say("there is no command “{name}”", name=args[0]), args[0], COMMANDS)
            ctx.fail(say_in_language(say("{sentence}.", sentence=said)))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; whatever is expected to go wrong ends with a sentence and exit code 3."""
        try:
            return super().invoke(ctx)
        except SpregistryError as error:
            from spregistry.cli.options import say_in_language

            raise CouldNotRun(say_in_language(str(error))) from error
        except OSError as error:
            _end_without_output(error)


def _end_without_output(error: OSError) -> NoReturn:
    """End a run whose output could not be delivered: quietly where nobody reads it any more."""
    if error.errno not in (errno.EPIPE, errno.ENOSPC, errno.EIO):
        raise error
    if error.errno != errno.EPIPE:
        from spregistry.cli.options import say_in_language
        from spregistry.load.documents import cause_of

        click.echo(f"spregistry: {say_in_language(say('the output cannot be written: {cause}', cause=cause_of(error)))}", err=True)
    # What is still buffered cannot be delivered either; Python would complain about it while it ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(COULD_NOT_RUN)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.option(
    "--registry", metavar="DIR", help="Folder of standards. Default: SPREGISTRY_HOME, else the nearest standards/, else those shipped."
)
@click.option(
    "--lang", metavar="CODE", envvar="SPREGISTRY_LANG", default="en", help="Language of standards and messages, such as fr. [default: en]"
)
@click.pass_context
def main(ctx: click.Context, registry: str | None, lang: str) -> None:  # noqa: ARG001  # commands ask for the language where they speak
    """Social performance standards: read them, validate submissions, score them.

    A framework is named id@version, such as sepm@3.0.0; sepm@3 or sepm mean the highest active one, or the latest draft where nothing
    is active. Files may be YAML or JSON; - is standard input.

    \b
    Exit codes: 0 all is well, 1 problems were found, 2 wrong usage,
    3 could not run (unreadable, unknown version, nothing to check).

    \b
    Shell completion: eval "$(_SPREGISTRY_COMPLETE=bash_source spregistry)"
    """  # noqa: D301  # \b is click's mark for lines that are not to be wrapped
    ctx.obj = registry
