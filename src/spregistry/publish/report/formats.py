"""Writes a report in one of its formats; the libraries of each are imported when it is asked for."""

from spregistry.errors import MissingExtra, MissingLibrary
from spregistry.load.extras import is_installed
from spregistry.publish.report.blocks import Report
from spregistry.publish.report.markdown import markdown
from spregistry.sentence import say

#: Formats by the ending of a file.
FORMATS = ("html", "pdf", "xlsx", "md")
#: Formats whose lists are whole.
WHOLE = ("xlsx",)


#: The libraries of the extra that a format is made with.
_LIBRARIES = {"html": ("jinja2", "matplotlib"), "pdf": ("jinja2", "matplotlib", "weasyprint"), "xlsx": ("xlsxwriter",), "md": ()}


def require(format_: str) -> None:
    """Make sure that a format can be written, before any work is done.

    Raises:
        MissingExtra: where a library that it needs is not installed.
    """
    if not all(map(is_installed, _LIBRARIES[format_])):
        raise MissingExtra(say("A report as {format}", format=format_.upper()), "report")


def write(report: Report, format_: str) -> bytes:
    """Return the report in a format; the same report gives the same bytes.

    Raises:
        MissingExtra: where a library that the format needs is not installed.
        MissingLibrary: where this computer lacks what lays out pages.
    """
    if format_ == "md":
        return markdown(report).encode()
    try:
        return {"html": _html, "pdf": _pdf, "xlsx": _xlsx}[format_](report)
    except ImportError as error:
        raise MissingExtra(say("A report as {format}", format=format_.upper()), "report") from error


def _html(report: Report) -> bytes:
    from spregistry.publish.report.page import html

    return html(report).encode()


def _pdf(report: Report) -> bytes:
    from spregistry.publish.report.pdf import pdf

    try:
        import weasyprint  # noqa: F401  # found out before any work is done
    except OSError as error:
        raise MissingLibrary(say("A PDF"), "Pango", say("Or write the report as HTML, and print that to PDF in any browser.")) from error
    return pdf(report)


def _xlsx(report: Report) -> bytes:
    from spregistry.publish.report.sheets import sheets

    return sheets(report)
