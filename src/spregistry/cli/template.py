"""`spregistry template`: an empty submission."""

import click

from spregistry.cli.options import REFERENCE, emit, format_option, open_registry, output_option
from spregistry.load.reporting import did_you_mean
from spregistry.publish.template import template_json, template_yaml


@click.command("template")
@click.argument("reference", type=REFERENCE, metavar="REF")
@click.option("--function", metavar="NAME", help="Only the part that one function of the institution answers, such as hr.")
@format_option("yaml", "json")
@output_option
@click.pass_obj
def command(folder: str | None, reference: str, function: str | None, format_: str, output: str | None) -> None:
    """Write an empty submission to fill in, with the questions as comments.

    Parts for several functions are put together again with `spregistry merge`.
    """
    framework = open_registry(folder)[reference]
    answering = dict.fromkeys(indicator.function for indicator in framework.indicators.values() if indicator.function)
    if function is not None and function not in answering:
        known = ", ".join(str(name) for name in answering)
        raise click.BadParameter(
            f"no indicator is answered by “{function}”{did_you_mean(function, map(str, answering))}. Functions: {known}.",
            param_hint="--function",
        )
    write = template_yaml if format_ == "yaml" else template_json
    emit(write(framework, function), output)
