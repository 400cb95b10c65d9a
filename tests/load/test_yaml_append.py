"""Entries put behind the last one of a list leave every comment with what it is about."""

import pytest

from spregistry.load.documents import parse
from spregistry.load.text.yaml_append import append_items

ENTRY = {"id": "new", "on": "2025-01-01"}

CASES = {
    "about the last entry": (
        """\
comments:
  - id: z
    answer:
      reason: >-
        foo
        # of the text
      # about the answer

    # about z
# about b
b: 2
""",
        """\
comments:
  - id: z
    answer:
      reason: >-
        foo
        # of the text
      # about the answer

    # about z
  - id: new
    on: 2025-01-01
# about b
b: 2
""",
    ),
    "about what follows": (
        "comments:\n- id: z # about z\n  # still\n\n# about b\nb: 2\n",
        "comments:\n- id: z # about z\n  # still\n- id: new\n  on: 2025-01-01\n\n# about b\nb: 2\n",
    ),
    "at the end of the file": (
        "comments:\n  - {id: z}\n    # about z",
        "comments:\n  - {id: z}\n    # about z\n  - id: new\n    on: 2025-01-01\n",
    ),
    "other ends of lines": (
        "comments:\r\n  - id: z\r\n    # about z\r\nb: 2\r\n",
        "comments:\r\n  - id: z\r\n    # about z\r\n  - id: new\r\n    on: 2025-01-01\r\nb: 2\r\n",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_comments_stay_with_what_they_are_about(name: str) -> None:
    before, after = CASES[name]
    assert append_items(before, "comments", [dict(ENTRY)]) == after
    assert parse(after.encode(), "x").data["comments"][-1] == ENTRY
