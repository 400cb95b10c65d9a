"""Findings: what can be wrong with a document, as values with a stable code, a place and a way out.

`RULES` is the one list of codes; `docs/findings.md` is generated from it, and every code has a case under `tests/cases/`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from spregistry.editing_rules import EDITING
from spregistry.rule import SEVERITIES, Rule, Severity, of_definition, of_document, of_submission, unreadable
from spregistry.sentence import say

__all__ = ["RULES", "SEVERITIES", "Finding", "Rule", "Severity", "cell_name", "column_name", "gravest", "ordered", "unscorable"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something about a document that its writer should know."""

    code: str
    severity: Severity
    message: str
    hint: str = ""
    file: str | None = None
    line: int | None = None
    column: int | None = None
    pointer: str = ""
    element: str | None = None
    element_code: str | None = None
    element_title: str | None = None
    #: In a workbook; line and column are then row and column of this sheet.
    sheet: str | None = None

    @property
    def cell(self) -> str | None:
        """The name of the cell in a workbook, such as F12."""
        return cell_name(self.line, self.column) if self.sheet is not None and self.line and self.column else None

    @property
    def where(self) -> str:
        """File, line and column, as far as they are known; in a workbook file, sheet and cell."""
        if self.cell is not None:
            return say("{file}, sheet “{sheet}”, cell {cell}", file=self.file or "-", sheet=self.sheet, cell=self.cell)
        parts = [self.file or "-"]
        if self.line is not None:
            parts += [str(self.line), str(self.column)]
        return ":".join(parts)


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell in a spreadsheet, row and column counted from 1: 12 and 6 are F12."""
    return f"{column_name(column)}{row}"


def column_name(column: int) -> str:
    """Return the letters of a column in a spreadsheet, counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


#: Every code; those of editors stand in `editing_rules.py`.
RULES: dict[str, Rule] = {
    # A file that is no document.
    "unreadable-file": of_document(say("The file cannot be opened"), say("Check the name and the permission; name a file, not a folder.")),
    "too-large": of_document(
        say("The file is larger than any real document"), say("Check that it is the right file; documents may have 16 MiB.")
    ),
    "not-text": of_document(say("The file is not UTF-8 text"), say("Save it as UTF-8 (in a spreadsheet or editor: “Save as … UTF-8”).")),
    "empty-document": of_document(say("The file holds nothing"), say("Start from `spregistry template`, or look for the file you meant.")),
    "syntax-error": of_document(
        say("The text is neither YAML nor JSON"), say("Look at the place named and just before it: a missing quote, bracket or colon.")
    ),
    "duplicate-key": of_document(
        say("A key is given twice"), say("Keep one of the two; otherwise one answer would silently replace the other.")
    ),
    "alias-refused": of_document(
        say("YAML anchors, aliases and tags are not accepted"),
        say("Write the value out where it is needed; quote text that begins with &, * or !."),
    ),
    "too-deep": of_document(
        say("Values are nested deeper than any real document"), say("Check what wrote the file; 100 levels are accepted.")
    ),
    "number-not-finite": of_document(
        say("A number is not finite or too large to be exact"), say("Write an ordinary number; integers are exact up to 9007199254740991.")
    ),
    # A workbook that is none, or none that can be read.
    "damaged-workbook": unreadable(
        say("The workbook is damaged"), say("Open it in a spreadsheet program and save it anew, or take an earlier copy.")
    ),
    "foreign-workbook": unreadable(
        say("The workbook is no form of this program"),
        say("Fill in a workbook from `spregistry template REF --format xlsx`, and save it as an Excel workbook (.xlsx)."),
    ),
    "locked-workbook": unreadable(
        say("The workbook is protected by a password"), say("Take the password off (File, Information) and save it again.")
    ),
    "macro-workbook": unreadable(
        say("The workbook has macros"), say("Save it as an Excel workbook without macros (.xlsx); the form needs none.")
    ),
    "unsafe-workbook": unreadable(
        say("The workbook is not safe to open"),
        say("Do not open it. Ask its sender for a form from `spregistry template REF --format xlsx`."),
    ),
    # Cells of a workbook.
    "error-in-cell": unreadable(
        say("A cell that is filled in holds an error"), say("Clear the cell, and type the answer as text or as a number.")
    ),
    "formula-in-cell": of_submission(
        say("A cell that is filled in holds a formula"),
        say("Nothing to do, if the result is right; to be sure, type the value itself."),
        "note",
    ),
    "typed-as-text": of_submission(
        say("A number or a date was typed as text"),
        say(
            "Check how it was read. The workbook’s own results count it as missing until it is typed as your spreadsheet program writes "
            "numbers or dates."
        ),
        "note",
    ),
    "unread-cell": of_submission(
        say("Something stands in a workbook where nothing is asked"),
        say("Move it to a cell of the form that is filled in, such as a comment; where it is no answer, nothing is to be done."),
        "warning",
    ),
    "missing-rows": of_submission(
        say("Rows, columns or sheets of the form were deleted from a workbook"),
        say(
            "Take an earlier copy of the workbook, or copy its answers into a new one from `spregistry template REF --format xlsx`. "
            "Where they were deleted on purpose, as in a part for one person, nothing is to be done."
        ),
        "warning",
    ),
    "workbook-outdated": of_submission(
        say("The workbook was made from another state of the standard"),
        say("Check the answers against the present wording; a new workbook can be filled from this file."),
        "warning",
    ),
    # A document whose shape is not right; worded from JSON Schema's verdict.
    "wrong-type": of_document(
        say("A value is of the wrong kind"),
        say("Write the kind that the message names: text, a number, true or false, a list, or keys with values."),
    ),
    "unknown-key": of_document(say("A key is not known here"), say("Correct the spelling, or remove the key.")),
    "missing-key": of_document(say("A key is missing"), say("Add it.")),
    "unknown-option": of_document(say("A value is not one of those possible"), say("Choose one of the values that the message lists.")),
    "out-of-range": of_document(say("A number is outside its range"), say("Check the figure and its unit.")),
    "wrong-length": of_document(say("A text or list is too short or too long"), say("Shorten it, or fill it in.")),
    "malformed": of_document(say("A text is not written as it must be"), say("Write it in the form that the message names.")),
    "repeated-item": of_document(say("A list has the same item twice"), say("Remove one of the two.")),
    "does-not-fit": of_document(say("Keys do not go together"), say("Keep the combination that the message names.")),
    # Submissions: which standard, and which of its elements.
    "unknown-framework": unreadable(
        say("The framework or version is not registered"), say("Write the framework as id@version; `spregistry list` shows what there is.")
    ),
    "framework-mismatch": unreadable(
        say("The submission is about another framework or version"),
        say("Use the version that the submission names, or migrate the submission."),
    ),
    "unknown-profile": of_submission(
        say("The profile is not registered or not for this version"), say("Name a profile that is based on exactly this framework version.")
    ),
    "unknown-indicator": unreadable(
        say("An answer is to an indicator that the framework does not have"),
        say("Correct the id; the template of the standard (`spregistry template`) lists them all."),
    ),
    "unknown-fact": unreadable(say("A fact is not one of the framework"), say("Correct the id; `spregistry show REF facts` lists all.")),
    "missing-justification": unreadable(
        say("“Not applicable” is said without the reason"), say("Add `justification:` with one of the accepted reasons.")
    ),
    "not-applicable-refused": unreadable(
        say("“Not applicable” is not an answer here"),
        say("Answer the question; where the practice is missing, the answer is the lowest one."),
    ),
    "ratio-has-value": unreadable(
        say("A computed figure was typed"), say("Remove the value and report the facts that the figure is computed from.")
    ),
    # Submissions: complete, consistent, evidenced.
    "missing-answer": of_submission(
        say("A final submission lacks an answer"), say("Answer it, or set `status: draft` while you work on it.")
    ),
    "missing-fact": of_submission(
        say("A final submission lacks a fact"), say("Report it; it decides which questions are asked or how a figure is computed.")
    ),
    "missing-detail": of_submission(
        say("A final submission does not say who, when or in which currency"), say("Add what the message names.")
    ),
    "missing-evidence": of_submission(
        say("An answer that earns points names no evidence"), say("Name the document and page, or give the reason in `no_evidence:`.")
    ),
    "unconfirmed-answer": of_submission(
        say("A final submission holds an answer carried from an earlier one that nobody confirmed"),
        say("Check whether it is still so; then correct it, or remove `unconfirmed:`, and sign it with `by:` and `on:`."),
    ),
    "unconfirmed-fact": of_submission(
        say("A final submission holds a fact carried from an earlier one that nobody confirmed"),
        say("Check whether it is still so; then correct it where it is not, and remove it from `unconfirmed_facts:`."),
    ),
    "still-to-confirm": of_submission(
        say("A draft holds what was carried from an earlier submission and nobody confirmed"),
        say("Look at each; remove its mark where it is still so, and correct it where it is not. It counts in the score meanwhile."),
        "note",
    ),
    # Submissions: the version that they are about.
    "version-recalled": of_submission(
        say("The version was recalled: it is wrong"),
        say("Do not rely on results by it; migrate the submission to a version in use."),
        "warning",
    ),
    "version-out-of-use": of_submission(
        say("The version is deprecated or withdrawn"),
        say("Submissions to it can still be scored; use another version for new ones."),
        "note",
    ),
    "contradictory-facts": of_submission(
        say("Facts contradict each other"), say("Check both figures at their source, and correct the wrong one.")
    ),
    "unusual-facts": of_submission(
        say("Facts are possible, but unusual together"),
        say("Check them at their source; where they are right, say why under `fact_notes:`."),
        "warning",
    ),
    "not-a-date": of_submission(say("A date is not in the calendar"), say("Write an existing day as YYYY-MM-DD.")),
    "period-reversed": of_submission(say("The period ends before it starts"), say("Exchange or correct the two dates.")),
    "not-asked": of_submission(
        say("An answer is to a question that is not asked of this institution"),
        say("Check the fact that decides it. The answer is kept, and not counted."),
        "warning",
    ),
    "not-yet-due": of_submission(
        say("An answer is to an indicator that is not due yet"),
        say("Nothing to do. The answer is kept, and not counted before its month."),
        "warning",
    ),
    "zero-denominator": of_submission(
        say("A ratio would divide by zero"), say("Check the facts below the line; the indicator is left out of the score."), "warning"
    ),
    "not-measured": of_submission(
        say("A figure earns nothing because a fact is declared not measured"), say("Begin to measure it, or correct the fact."), "note"
    ),
    "choice-needs-text": of_submission(say("“Other” is chosen without saying what"), say("Say it under `fact_notes:`."), "warning"),
    # Definitions.
    "duplicate-id": of_definition(say("An id is used for two things"), say("Give the newer element an id of its own; ids are for ever.")),
    "duplicate-code": of_definition(say("A code is printed before two elements"), say("Renumber one of them.")),
    "code-order": of_definition(
        say("A code does not continue its parent's or stands out of order"),
        say("Number children as parent code, dot, and the next part, in rising order."),
    ),
    "wrong-folder": of_definition(
        say("Id or version do not match the folder"), say("A framework stands in `<id>/<version>/`; rename one of the two.")
    ),
    "no-language": of_definition(
        say("A file of translations is not named by a language"),
        say("Name it by its language tag, such as `fr.po` or `pt-BR.po`, or move it out of the folder `locale`."),
        "warning",
    ),
    "missing-part": of_definition(
        say("A file listed under parts cannot be read"), say("Add the file to the folder, or remove it from `parts`.")
    ),
    "wrong-depth": of_definition(
        say("The tree is deeper than its levels"), say("Name one of the `levels` for every step from the top down to the indicators.")
    ),
    "unknown-reference": of_definition(say("Something is named that the framework does not have"), say("Correct the name, or define it.")),
    "unknown-term": of_definition(
        say("A term of a sum does not name a figure"), say("Use fact, fact.open, fact.close, fact.average (stocks) or fact.<segment>.")
    ),
    "rubric-mismatch": of_definition(
        say("The rubric does not describe the scored options"), say("Write one text for each option that has points, and none for others.")
    ),
    "missing-reading": of_definition(
        say("A scored checklist, number or ratio does not say how to read it"), say("Add `reading:`."), "warning"
    ),
    "useless-scale": of_definition(
        say("A scale cannot tell answers apart"), say("Give the best option more points than the worst; each value once.")
    ),
    "unscored-answer": of_definition(
        say("An answer that cannot earn points is scored"), say("Add points, steps, a line or cases, or say `scored: false`.")
    ),
    "na-mismatch": of_definition(
        say("“Not applicable” has no option or no accepted reason"), say("Use a scale with an excluded option, or drop `may_be_na`.")
    ),
    "steps-order": of_definition(say("Thresholds or bands do not rise"), say("Order them from the lowest; bands start at 0.")),
    "flat-line": of_definition(say("A line has the same value at both ends"), say("Give `zero_at` and `full_at` different values.")),
    "case-order": of_definition(
        say("Cases do not end with exactly one that has no condition"), say("Leave `when` out of the last case, and only there.")
    ),
    "unguarded-fact": of_definition(
        say("A condition tests a fact without requiring it"), say("List every fact of `properties` under `required` too.")
    ),
    "impossible-test": of_definition(
        say("A condition tests a fact for what it can never be"),
        say("Use a choice of the fact, a value of its type, and `contains` for lists."),
    ),
    "unreachable": of_definition(say("A condition can never hold"), say("Correct the condition or those it inherits.")),
    "undecided-condition": of_definition(
        say("A condition is too involved to find out whether it can hold"),
        say("Simplify it, or give parts of it to groups around it; the form and the schema use it as it is."),
        "note",
    ),
    "wrong-clock": of_definition(say("Due months have no clock"), say("Name a date fact under `clock`.")),
    "useless-cap": of_definition(say("A cap can never bite"), say("Name a scored indicator, and a limit below 100.")),
    "ignored-rule": of_definition(
        say("An aggregate or a cap has no effect above it"), say("A `points` group passes over it; move it, or use `mean`."), "warning"
    ),
    "unused": of_definition(say("Something is defined and never used"), say("Remove it, or use it."), "warning"),
    "unordered-range": of_definition(say("A range ends before it starts"), say("Exchange the two ends.")),
    "award-order": of_definition(say("A higher award asks less than a lower one"), say("Raise the minimum, or exchange the awards.")),
    "profile-broken": of_definition(
        say("A profile borrows what its base does not have, or twice"),
        say("Name indicators, groups and tags of exactly the base version, each once."),
    ),
    "lost-element": of_definition(
        say("An element of the previous version disappeared"), say("Keep it, let a new one supersede it, or list it under `withdrawn`.")
    ),
    "no-origin": of_definition(say("A new element does not say where it came from"), say("Add `supersedes`, or `new` with the reason.")),
    "broken-lineage": of_definition(
        say("The lineage names what is not there"), say("Supersede and withdraw only ids of the previous version that are no longer used.")
    ),
    "reused-id": of_definition(
        say("An id that an earlier version used is used again for something else"),
        say("Give the new element an id of its own; old submissions and crosswalks still mean the other one."),
    ),
    "one-way": of_definition(
        say("What is said of two elements holds from one side only"),
        say("Let `supersedes` of all new ones and `successors` of the old one agree; a split has several parts, a merger several sources."),
        "warning",
    ),
    "same-twice": of_definition(
        say("Several elements say that they are the same as one of the previous version"),
        say("Let only one be the same; where the old one was divided, say `relation: split` of each part, with what its answers mean."),
    ),
    "stale-code": of_definition(
        say("A text names a code that is not there, or under another title"),
        say("Name the element as it is now; better still, describe it in words, which no renumbering makes wrong."),
        "warning",
    ),
    "released-changed": of_definition(
        say("A released version is not as it was released"),
        say("Restore the file from the repository's history; a change belongs into a new version, a mistake into an erratum."),
    ),
    # Releases and consultations.
    **EDITING,
}


def gravest(findings: Iterable[Finding]) -> Severity | None:
    """Return the gravest severity among findings, or None where there are none."""
    present = {finding.severity for finding in findings}
    return next((severity for severity in SEVERITIES if severity in present), None)


def unscorable(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings for which a submission cannot be scored at all."""
    return tuple(finding for finding in findings if RULES[finding.code].blocks_scoring and finding.severity == "error")


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by file and place; those at one place stay in the order of the standard, and those without one come first."""
    return sorted(findings, key=lambda finding: (finding.file or "", finding.sheet or "", finding.line or 0, finding.column or 0))
