"""A review document is in the order in which people read, says what it compares, and classes nothing that nobody classed."""

import html
import re
from pathlib import Path

import openpyxl
import pytest
import yaml
from click.testing import CliRunner

import record_registries
from record_registries import framework, indicator
from releases import printed as run
from spregistry.api import Registry
from spregistry.cli import main
from spregistry.load import contracts
from spregistry.model.review import review_texts
from spregistry.publish.versions.field_words import text_in_words
from spregistry.sentence import Sentence

WHOLE = ("consult", "document", "demo@1.1.0", "--whole")
EDITORIAL = {"element": "written", "field": "question", "class": "editorial", "reason": "It means the same."}


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    """Version 1.1.0 with the drafts of two rounds: the first says what 1.0.0 said, the second rewords a question and a rubric."""
    written = indicator("written", "1.1", "Goals are written", "Are the goals written?", guidance="Ask.", evidence=["A document"])
    box = indicator("box", "2.1", "There is a box", "Is there a box?", function="board")
    first = framework("1.0.0", None, [written], [box], functions=[{"id": "board", "title": "The board"}])
    folder = tmp_path / "demo" / "1.1.0"

    def write(**words: object) -> None:
        data = {**first, "version": "1.1.0", "previous": "demo@1.0.0"}
        goals = {**data["groups"][0], "intro": "What it is for.", "indicators": [{**written, **words}]}
        record_registries.dump(folder / "framework.yaml", {**data, "groups": [goals, data["groups"][1]]})

    record_registries.dump(tmp_path / "demo" / "1.0.0" / "framework.yaml", first)
    rounds: list[dict[str, object]] = []
    for number, words in enumerate(({}, {"question": "Are the goals noted?", "rubric": {"met": "Noted.", "unmet": "It is not so."}}), 1):
        write(**words)
        rounds.append(
            {
                "number": number,
                "start": f"2026-0{number}-01",
                "end": f"2026-0{number}-20",
                "draft": Registry.open(tmp_path)["demo@1.1.0"].digest,
            }
        )
        record_registries.dump(
            folder / "consultation.yaml", {"format": 1, "framework": "demo@1.1.0", "policy": {"title": "None"}, "rounds": rounds}
        )
        run(tmp_path, "consult", "draft", "demo@1.1.0", "--round", str(number))
    return tmp_path


def document(registry: Path, *arguments: str) -> str:
    return html.unescape(run(registry, "consult", "document", "demo@1.1.0", *arguments))


def test_the_whole_is_in_reading_order(registry: Path) -> None:
    page = document(registry, "--whole")
    headings = [re.sub("<[^>]*>", "", heading) for heading in re.findall(r'<h2 id="c[0-9]+">(.*?)<span class="standing">', page)]
    assert headings[:7] == [
        "Demonstration",
        "1 Goals",
        "1.1 Goals are written",
        "2 Complaints",
        "2.1 There is a box",
        "Clients",
        "Scale · practice",
    ]
    assert set(headings[7:]) == {"Band · low", "Band · high", "Function · The board", "Tag · Where to start"}
    own = page.split("1.1 Goals are written</span>")[-1].split("</section>")[0]
    fields = ["Title", "Question", "What is described for “Yes”", "What is described for “No”", "Guidance", "Evidence"]
    assert re.findall(r"<dt[^>]*>(.*?)</dt>", own) == [*fields, "How it is scored"]
    group = page.split(">1 Goals</span>")[-1].split("</section>")[0]
    assert re.findall(r"<dt[^>]*>(.*?)</dt>", group) == ["Title", "Introduction"]


def test_the_sheet_is_in_the_same_order(registry: Path) -> None:
    sheet = registry / "sheet.xlsx"
    run(registry, "consult", "sheet", "demo@1.1.0", "-o", str(sheet))
    rows = [*openpyxl.load_workbook(sheet)["Review"].values]
    at = {name: rows[0].index(name) for name in ("id", "kind", "field")}
    listed = [(str(row[0]), *(str(row[at[name]]) for name in ("id", "kind", "field"))) for row in rows[4:]]
    assert listed[0] == ("framework/title#1", "framework", "Framework", "Title")
    # What machines read stays what it is in the definition; what people read is in words.
    assert [(name, *told) for name, id_, *told in listed if id_ == "written"] == [
        ("written/title#1", "Indicator", "Title"),
        ("written/question#1", "Indicator", "Question"),
        ("written/rubric/met#1", "Indicator", "What is described for “Yes”"),
        ("written/rubric/unmet#1", "Indicator", "What is described for “No”"),
        ("written/guidance#1", "Indicator", "Guidance"),
        ("written/evidence#1", "Indicator", "Evidence"),
    ]
    ends = {name: told for name, _, *told in listed}
    assert ends["scale:practice/met#1"] == ["Scale", "Label of an answer"]
    assert ends["tag:entry/title#1"] == ["Tag", "Title"]
    ids = [*dict.fromkeys(id_ for _, id_, *_ in listed)]
    assert ids[:6] == ["framework", "goals", "written", "complaints", "box", "clients"]


def test_its_title_names_the_rounds_that_are_compared(registry: Path) -> None:
    assert "What changed in demo@1.1.0 from the draft of round 1 to that of round 2<" in document(registry, "--since", "1", "--round", "2")
    assert "What changed in demo@1.1.0 since the draft of round 1<" in document(registry, "--since", "1")
    assert "What changes from demo@1.0.0 to demo@1.1.0<" in document(registry)


def test_what_nobody_classed_is_not_called_editorial(registry: Path) -> None:
    page = document(registry, "--since", "1", "--round", "2")
    assert "Rewordings that an editor must class, because they may change what is asked: 2<" in page
    assert "editorial" not in page


def test_what_the_notes_class_is_counted_as_they_class_it(registry: Path) -> None:
    notes = {"format": 1, "summary": "Clearer.", "classes": [EDITORIAL]}
    (registry / "demo" / "1.1.0" / "notes.yaml").write_text(yaml.safe_dump(notes), encoding="utf-8")
    page = document(registry, "--since", "1")
    assert "editorial: 1<" in page
    assert "Rewordings that an editor must class, because they may change what is asked: 1<" in page
    # The draft of the second round says the same as the version does now.
    assert document(registry, "--since", "1", "--round", "2").count("editorial: 1<") == 1
    # A draft of before may have had other words.
    path = registry / "demo" / "1.1.0" / "framework.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("guidance: Ask.", "guidance: Ask all."), encoding="utf-8")
    assert "editorial" not in document(registry, "--since", "1", "--round", "2")


def summary(page: str) -> list[str]:
    listed = re.search(r"In short</h2>\s*<ul>(.*?)</ul>", page, re.DOTALL)
    assert listed is not None
    return re.findall(r"<li>(.*?)</li>", listed[1])


ASKED = "Rewordings that an editor must class, because they may change what is asked: {}"
OPEN = "Least step of the version: PATCH, or MAJOR where one of these is classed as substantive"


def test_the_document_of_a_round_says_what_that_of_the_version_says(registry: Path) -> None:
    assert summary(document(registry)) == summary(document(registry, "--round", "2")) == ["editorial: 1", ASKED.format(2), OPEN]
    notes = {"format": 1, "summary": "Clearer.", "classes": [{**EDITORIAL, "class": "substantive", "reason": "It asks for more."}]}
    (registry / "demo" / "1.1.0" / "notes.yaml").write_text(yaml.safe_dump(notes), encoding="utf-8")
    for arguments in ((), ("--round", "2")):
        told = summary(document(registry, *arguments))
        assert told[:3] == ["score-significant: 1", "editorial: 1", ASKED.format(1)]
        assert told[3].startswith("Least step of the version: MAJOR: ")
        assert told[4:] == ["The version does not rise as far as that, from demo@1.0.0 to demo@1.1.0."]
    # From draft to draft its number stays; the introduction of a group was there already.
    assert summary(document(registry, "--since", "1")) == ["score-significant: 1", ASKED.format(1)]


def test_where_nothing_differs_it_says_so_once(registry: Path) -> None:
    page = document(registry, "--since", "2")
    assert summary(page) == ["Nothing differs."]
    assert page.count("Nothing differs.") == 1


def test_nothing_that_people_read_is_a_key_of_the_format(registry: Path) -> None:
    """In the language of the reader, and of every text that a definition can have."""
    french = html.unescape(CliRunner().invoke(main, ["--registry", str(registry), "--lang", "fr", *WHOLE]).stdout)
    labels = {*re.findall(r"<dt[^>]*>(.*?)</dt>", french)}
    assert {"Titre", "Question", "Conseils", "Preuves"} <= labels
    assert not {"Title", "Guidance", "Evidence", "How it is scored"} & labels
    names = {name for shape in contracts.schema("framework")["$defs"].values() for name in shape.get("properties", ())}
    structure = {"groups", "indicators", "facts", "caps", "choices", "answer", "scales", "scoring", "id"}
    by_name = {"questions": {"staff": "Text"}, "rubric": {"met": "Text"}}
    found = review_texts({"facts": [{"id": "each", **dict.fromkeys(names - structure, "Text"), **by_name}]})
    assert len(found) > 10
    told = {text.field: text_in_words("each", text.field, ()) for text in found}
    assert [field for field, words in told.items() if not isinstance(words, Sentence)] == []
    with pytest.raises(KeyError):
        text_in_words("each", "weight", ())
