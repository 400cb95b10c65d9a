"""The copy to share: nothing private leaves, the score stays, and consent is kept on both sides."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import spregistry
from browser.results.views import Opener, Views
from spregistry.model.canonical import digest

EXAMPLES = ["deposit-taking-bank", "digital-lender", "rural-cooperative", "rural-cooperative-2026-draft"]
#: Stands wherever somebody could have written something private.
PRIVATE = "Amina-Private"


def _fill(views: Views, recipient: str = "Example Network", purpose: str = "Yearly benchmark") -> None:
    views.page.get_by_label("Recipient", exact=True).fill(recipient)
    views.page.get_by_role("textbox", name="What for").fill(purpose)
    views.page.get_by_label("Day of the consent").fill("2026-03-01")
    views.page.get_by_label("Who agreed to it").fill(f"{PRIVATE}, chair of the board")


def _shared(views: Views) -> dict[str, Any]:
    with views.page.expect_download() as download:
        views.page.get_by_role("button", name="Save the copy").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "Luvandi" not in download.value.suggested_filename
    found: dict[str, Any] = json.loads(text)
    return found


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_copy_is_valid_and_scores_the_same(
    show: Opener, examples: dict[str, Path], standards: spregistry.Registry, tmp_path: Path, name: str
) -> None:
    framework = standards["sepm@3.0.0"]
    own = spregistry.read(examples[name])
    views = show(name).go("share")
    _fill(views)
    copy = _shared(views)
    path = tmp_path / "shared.json"
    path.write_text(json.dumps(copy), encoding="utf-8")
    document = spregistry.read(path)
    known = {(finding.code, finding.pointer) for finding in spregistry.validate(framework, own)}
    # Without notes, what is unusual is no longer explained; nothing else is wrong with the copy.
    new = {finding.code for finding in spregistry.validate(framework, document) if (finding.code, finding.pointer) not in known}
    assert new <= {"unusual-facts", "choice-needs-text"}
    assert copy.get("status") == own.data.get("status")
    before, after = (spregistry.score(framework, one) for one in (own, document))
    assert before.overall is not None
    assert after.overall is not None
    assert [(group.measures.score, group.measures.potential) for group in after.groups] == [
        (group.measures.score, group.measures.potential) for group in before.groups
    ]
    assert copy["extensions"]["spregistry-shared-copy"]["documented"] == before.overall.documented
    private = {
        *(
            text
            for answer in own.data["answers"].values()
            for key in ("evidence", "no_evidence", "comment", "by")
            for text in _texts(answer.get(key))
        ),
        *_texts(own.data.get("fact_notes", {})),
        *(action["what"] for action in own.data.get("actions", [])),
        own.data["organisation"]["name"],
        *(_texts({key: value for key, value in own.data.get("assurance", {}).items() if key != "level"})),
    }
    left = set(_texts(copy))
    assert private & left == set()
    assert len(private) > 20


@pytest.mark.parametrize(
    ("of_the_file", "said"),
    [("fr", "Une institution non nommée"), ("sw", "Una institución que no se nombra"), (None, "Una institución que no se nombra")],
)
def test_what_stands_in_for_something_is_said_in_the_language_of_the_file(
    of_the_file: str | None, said: str, show: Opener, examples: dict[str, Path], tmp_path: Path
) -> None:
    """Where the form does not speak that language, in the one of the page, also when that was changed last."""
    data = {**json.loads(examples["rural-cooperative"].read_text(encoding="utf-8")), "language": of_the_file}
    if of_the_file is None:
        del data["language"]
    path = tmp_path / "given.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    views = show(path).go("share")
    _fill(views)
    views.page.locator(".sp-language select").select_option("es")
    views.form.until("document.documentElement.lang === 'es'")
    with views.page.expect_download() as download:
        views.page.locator("button[type=submit]").click()
    assert json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["organisation"]["name"] == said


def _spoiled(data: dict[str, Any]) -> dict[str, Any]:
    """Write a secret wherever a file can hold text, in places that nobody foresaw as well."""
    for answer in data["answers"].values():
        answer |= {
            "comment": PRIVATE,
            "by": PRIVATE,
            "dissent": PRIVATE,
            "evidence": [PRIVATE],
            "review": {"comment": PRIVATE, "by": PRIVATE},
            "hidden": PRIVATE,
        }
    data["answers"]["unknown-question"] = {"value": PRIVATE}
    data["facts"] |= {"unknown-fact": PRIVATE, "main-product-name": PRIVATE, "active-clients": {"open": 1, "close": 2, "note": PRIVATE}}
    data["facts"]["main-product-rate-method"] = {"not_measured": True, "note": PRIVATE}
    data["assurance"] = {"level": PRIVATE}
    data["organisation"] |= {"name": PRIVATE, "region": PRIVATE, "website": PRIVATE, "contact": PRIVATE, "owner": PRIVATE}
    data["period"] |= {"note": PRIVATE}
    data["currency"] |= {"source": PRIVATE, "note": PRIVATE}
    data |= {
        "fact_notes": {"active-clients": PRIVATE},
        "respondent": {"name": PRIVATE, "role": PRIVATE},
        "actions": [{"what": PRIVATE, "who": PRIVATE}],
        "provenance": [{"source": PRIVATE}],
        "migration": {"from": PRIVATE},
        "extensions": {"other-program": {"note": PRIVATE}, "spregistry-shares": [{"recipient": PRIVATE, "purpose": PRIVATE}]},
        "invented": PRIVATE,
    }
    return data


def test_no_text_leaves_that_was_not_let_through(show: Opener, examples: dict[str, Path], tmp_path: Path) -> None:
    data = json.loads(examples["rural-cooperative"].read_text(encoding="utf-8"))
    agents = next(id_ for id_, answer in data["answers"].items() if answer.get("justification"))
    path = tmp_path / "spoiled.json"
    path.write_text(json.dumps(_spoiled(data)), encoding="utf-8")
    views = show(path, odd=True).go("share")
    _fill(views)
    preview = views.page.locator(".res-preview").inner_text()
    copy = _shared(views)
    assert PRIVATE not in json.dumps(copy)
    assert json.loads(preview) == copy
    assert copy["organisation"] == {"name": "An institution that is not named", "country": "ZM"}
    assert copy["answers"][agents]["justification"]
    # What was left out is told, with numbers.
    dropped = views.page.locator(".res-dropped").inner_text()
    assert "Comments and differing views" in dropped
    assert "Values that the standard does not accept" in dropped


def test_names_stay_in_where_the_institution_wants_it(show: Opener) -> None:
    views = show("rural-cooperative").go("share")
    _fill(views)
    for box in ("The name of the institution", "The region"):
        views.page.get_by_role("checkbox", name=box).check()
    views.page.get_by_role("checkbox", name="The country").uncheck()
    with views.page.expect_download() as download:
        views.page.get_by_role("button", name="Save the copy").click()
    copy = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert copy["organisation"] == {"name": "Luvandi Example Rural Savings and Credit Cooperative", "region": "Luvandi Valley (invented)"}


def test_consent_is_asked_for_and_kept_on_both_sides(show: Opener, standards: spregistry.Registry, tmp_path: Path) -> None:
    views = show("rural-cooperative").go("share")
    views.page.get_by_role("button", name="Save the copy").click()
    assert views.page.get_by_text("Name who receives the copy.").is_visible()
    assert views.page.get_by_label("Recipient", exact=True).evaluate("field => field === document.activeElement")
    _fill(views)
    first = _shared(views)
    said = first["extensions"]["spregistry-shared-copy"]
    assert {key: said[key] for key in ("recipient", "purpose", "on")} == {
        "recipient": "Example Network",
        "purpose": "Yearly benchmark",
        "on": "2026-03-01",
    }
    _fill(views, "Example Regulator", "Supervision")
    second = _shared(views)
    assert "Example Network" not in json.dumps(second)
    own = views.form.saved()
    shares = own["extensions"]["spregistry-shares"]
    assert [(one["recipient"], one["on"], one["given_by"]) for one in shares] == [
        ("Example Network", "2026-03-01", f"{PRIVATE}, chair of the board"),
        ("Example Regulator", "2026-03-01", f"{PRIVATE}, chair of the board"),
    ]
    assert [one["digest"] for one in shares] == [digest(first), digest(second)]
    views.page.get_by_role("button", name="Withdraw the consent for Example Network").click()
    own = views.form.saved()
    assert "withdrawn_on" in own["extensions"]["spregistry-shares"][0]
    path = tmp_path / "own.json"
    path.write_text(json.dumps(own), encoding="utf-8")
    assert [found for found in spregistry.validate(standards["sepm@3.0.0"], spregistry.read(path)) if found.severity == "error"] == []
