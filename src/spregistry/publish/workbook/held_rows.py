"""The lists of the rows and columns that a workbook is made with, so that its readers can tell what somebody deleted."""

from collections.abc import Iterable, Iterator

from spregistry.model.workbook_map import Key, columns_list, parse_key, rows_list
from spregistry.publish.workbook.form import Form


def write_held_rows(form: Form) -> None:
    """Write, for each sheet that is filled in, its rows as people call them: codes of indicators, titles of facts and details; and its columns."""
    for sheet, columns in form.columns.items():
        form.lists.note(columns_list(sheet), columns.items())
    for sheet, keys in form.rows.items():
        known = [parse_key(key) for key in keys]
        form.lists.note(rows_list(sheet), _named(form, [key for key in known if key is not None]))


def _named(form: Form, keys: Iterable[Key]) -> Iterator[tuple[str, str]]:
    for key in keys:
        if key.section == "actions":
            yield key.section, key.section
            return  # such rows are ready to be filled in, and may be deleted
        yield str(key), _name(form, key)


def _name(form: Form, key: Key) -> str:
    if key.section == "answers":
        return form.shown.indicators[key.name].code
    if key.section == "facts":
        return form.shown.facts[key.name].title
    return form.details[str(key)]
