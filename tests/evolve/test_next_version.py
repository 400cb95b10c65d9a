"""The files of a next version: the same text, without what it says of the last step."""

from pathlib import Path
from typing import Any

import pytest

from spregistry.evolve.next_version import next_version
from spregistry.load.documents import parse
from spregistry.load.frameworks import source_files

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(
    path.parent
    for path in [*ROOT.glob("standards/*/*/framework.yaml"), *(ROOT / "tests" / "cases").rglob("framework.yaml")]
    if "invalid" not in path.parts
)


def meant(data: Any, *, top: bool = False) -> Any:
    """Return a definition without what tells of the last step."""
    if isinstance(data, dict):
        gone = {"previous", "withdrawn", "version"} if top else {"supersedes", "new"} if "id" in data else set()
        return {key: meant(value) for key, value in data.items() if key not in gone}
    return [meant(value) for value in data] if isinstance(data, list) else data


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_the_same_is_meant_and_comments_stay(folder: Path) -> None:
    texts = {name: content.decode() for name, content in source_files(str(folder)).items()}
    reference = f"{folder.parent.name}@{folder.name}"
    made = next_version(texts, reference, "99.0.0")
    assert made.keys() == texts.keys()
    for name, text in made.items():
        before, after = parse(texts[name].encode(), name).data, parse(text.encode(), name).data
        header = name == "framework.yaml"
        assert meant(after, top=header) == meant(before, top=header)
        if header:
            assert (after["version"], after["previous"]) == ("99.0.0", reference)
            assert "withdrawn" not in after
        assert [line for line in texts[name].splitlines() if line.lstrip().startswith("#")] == [
            line for line in text.splitlines() if line.lstrip().startswith("#")
        ]


HEADER = """# A comment at the top.
format: 1
id: demo
version: 2.0.0   # the second
previous: demo@1.0.0
withdrawn:
  # why it went
  - {id: gone, reason: "Nobody, ever, used it."}
  - id: other
    successors: [kept]

# About the groups.
title: Demonstration
groups:
  - {id: one, supersedes: [zero], code: "1", indicators: [{new: "It, was: missing.", id: a, code: "1.1"}, {id: b, code: "1.2", new: Twice, supersedes: [{id: c, relation: wider}]}]}
  - new: |
      Several lines
      of reason.
    id: two
    code: "2"
    indicators:
      - supersedes:
          - {id: d, relation: same}
        new: Also twice.
        id: e
        # Before the code.
        code: "2.1"
      - id: f
        code: "2.2"
        new: At the end.
tags:
  - {id: new, title: supersedes}
"""

NEXT = """# A comment at the top.
format: 1
id: demo
version: 3.0.0
previous: demo@2.0.0   # the second

# About the groups.
title: Demonstration
groups:
  - {id: one, code: "1", indicators: [{id: a, code: "1.1"}, {id: b, code: "1.2"}]}
  - id: two
    code: "2"
    indicators:
      - id: e
        # Before the code.
        code: "2.1"
      - id: f
        code: "2.2"
tags:
  - {id: new, title: supersedes}
"""


def test_only_what_tells_of_the_step_goes() -> None:
    assert next_version({"framework.yaml": HEADER}, "demo@2.0.0", "3.0.0")["framework.yaml"] == NEXT


def test_without_an_end_of_line_at_the_end() -> None:
    text = 'format: 1\nid: demo\nversion: "2.0.0"\nwithdrawn:\n  - {id: gone, reason: x}'
    assert next_version({"framework.yaml": text}, "demo@2.0.0", "3.0.0")["framework.yaml"] == (
        "format: 1\nid: demo\nversion: 3.0.0\nprevious: demo@2.0.0\n"
    )


BEHIND_THE_DASH = """format: 1
id: demo
version: 1.1.0
groups:
  - supersedes:
      - b
    # c

    # d
    id: a  # e
    code: "1"
  - supersedes: [x]  # goes with it
    # stays
    new: Both.
    # stays too
    id: f
  - new: |
      Text # no comment
      # nor this
    # but this
    id: g
  - # before
    supersedes: [h]
    # after
    id: i
    new: >
      Text
      # no comment

    # of what follows
    code: "2"
"""

BEHIND_THE_DASH_NEXT = """format: 1
id: demo
version: 1.2.0
previous: demo@1.1.0
groups:
  - # c

    # d
    id: a  # e
    code: "1"
  - # stays
    # stays too
    id: f
  - # but this
    id: g
  - # before
    # after
    id: i

    # of what follows
    code: "2"
"""


def test_comments_between_what_goes_and_what_follows_stay() -> None:
    made = next_version({"framework.yaml": BEHIND_THE_DASH}, "demo@1.1.0", "1.2.0")["framework.yaml"]
    assert made == BEHIND_THE_DASH_NEXT
    assert parse(made.encode(), "x").data["groups"] == [{"id": "a", "code": "1"}, {"id": "f"}, {"id": "g"}, {"id": "i", "code": "2"}]
