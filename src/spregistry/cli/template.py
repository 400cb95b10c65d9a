"""`spregistry template`: an empty submission."""

from typing import TYPE_CHECKING

import click

from spregistry.cli.options import REFERENCE, catalogue, format_option, open_registry, say_in_language, tell, translated
from spregistry.cli.out_of_use import tell_not_yet_in_force, tell_out_of_use
from spregistry.cli.output import emit, emit_bytes, output_option, require_unwritten
from spregistry.errors import MissingExtra
from spregistry.load.extras import is_installed
from spregistry.load.reporting import suggesting
from spregistry.publish.hindsight import errata_of, hindsight
from spregistry.publish.template import template_json, template_yaml
from spregistry.sentence import say

if TYPE_CHECKING:
    from spregistry.load.registry import Registry
    from spregistry.model.framework import Framework


@click.command("template")
@click.argument("reference", type=REFERENCE, metavar="REF")
@click.option("--function", metavar="NAME", help="Only the part that one function of the institution answers, such as hr.")
@format_option("yaml", "json", "html", "xlsx")
@output_option
@click.option("--force", is_flag=True, help="Write over a file that stands there already.")
@click.pass_obj
def command(
    folder: str | None, reference: str, function: str | None, format_: str, output: str | None, force: bool
) -> None:  # click calls it by keyword
    """Write an empty submission to fill in, with the questions as comments.

    As HTML it is a form that works in any browser, without a network; as XLSX a workbook that scores itself. Parts for several functions are put together again with
    `spregistry merge`, or in the form itself.
    """
    registry = open_registry(folder)
    framework = registry[reference]
    answering = dict.fromkeys(indicator.function for indicator in framework.indicators.values() if indicator.function)
    if function is not None and function not in answering:
        known = ", ".join(str(name) for name in answering)
        said = suggesting(say("no indicator is answered by “{function}”", function=function), function, map(str, answering))
        raise click.BadParameter(tell("{sentence}. Functions: {known}.", sentence=said, known=known), param_hint="--function")
    if not force:
        require_unwritten(output)
    tell_out_of_use(registry, framework)
    tell_not_yet_in_force(registry, framework)
    if format_ == "xlsx":
        emit_bytes(_workbook(registry, framework, function), output)
    elif format_ == "html":
        emit(_form(registry, framework, function), output)
    else:
        write = template_yaml if format_ == "yaml" else template_json
        errata = errata_of(registry.record, framework)
        emit(write(framework, function, translated(registry, reference), catalogue(), errata), output)


def _form(registry: "Registry", framework: "Framework", function: str | None) -> str:
    """Return the self-assessment as one HTML file."""
    from spregistry.publish.browser.assessment_file import Page, assessment_file
    from spregistry.publish.browser.form_data import form_data, out_of_use
    from spregistry.publish.browser.form_steps import Steps, carrying
    from spregistry.publish.browser.validator import validator_script

    base = registry[framework.submission_reference]
    steps = Steps(registry)
    way = steps.to(base)
    data = form_data(registry, framework.reference, carrying=carrying(registry, base, way, lambda _: None))
    data["out_of_use"] = out_of_use(registry, framework.reference)
    spoken = catalogue()
    title = translated(registry, framework.reference).framework.title
    profile = framework.reference if framework.definition.based_on is not None else None
    page = Page(title, spoken.language, spoken.direction, spoken.lookup, function, profile)
    try:
        validator = validator_script(base)
    except MissingExtra as missing:
        # Named in one go: nobody wants to learn of the next one after each installation.
        extras = [missing.extra, *([] if is_installed("xlsxwriter") else ["xlsx"])]
        raise MissingExtra(missing.subject, ",".join(extras)) from missing
    earlier = [steps.script(step, registry.languages(base.reference)) for step in way]
    return assessment_file(data, page, [validator], _empty_workbooks(registry, framework, function), earlier)


def _empty_workbooks(registry: "Registry", framework: "Framework", function: str | None) -> list[str]:
    """Return the empty workbooks that a form fills in: those of the framework, and of the profile that it begins with."""
    from spregistry.publish.browser.workbook_pack import workbook_script

    click.echo(tell("The workbooks that the form can fill in are being made …"), err=True)
    references = dict.fromkeys((framework.submission_reference, framework.reference))
    try:
        return [
            workbook_script(
                [registry.translation(reference, language) for language in registry.languages(reference)],
                function,
                known=hindsight(registry.record, registry[reference]),
            )
            for reference in references
        ]
    except MissingExtra as missing:
        click.echo(say_in_language(str(missing)), err=True)
        click.echo(tell("The form is written without workbooks."), err=True)
        return []


def _workbook(registry: "Registry", framework: "Framework", function: str | None) -> bytes:
    """Return the workbook, which understands the labels of all languages that the framework is translated into."""
    from spregistry.publish.workbook.workbook import workbook

    reference = framework.reference
    others = [registry.translation(reference, language) for language in registry.languages(reference)]
    return workbook(translated(registry, reference), function=function, others=others, known=hindsight(registry.record, framework))
