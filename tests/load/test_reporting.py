"""The word that was probably meant is the one that the standard library would find among all, whatever is passed over on the way."""

from difflib import get_close_matches

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spregistry.load.reporting import closest

words = st.text("abc-", max_size=9)


@given(words, st.lists(words, max_size=12))
def test_the_nearest_is_that_of_the_standard_library(word: str, known: list[str]) -> None:
    found = get_close_matches(word, known, n=1, cutoff=0.6)
    assert (closest(word, known) or "") == "".join(found)


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("capacityy", ["capacity", "capacities"], "capacity"),
        ("pacity", ["price", "capacity"], "capacity"),
        ("price", ["contracts", "agents"], None),
        ("a" * 101, ["a" * 100], None),
        ("price", [], None),
    ],
)
def test_what_is_meant(word: str, known: list[str], meant: str | None) -> None:
    assert closest(word, known) == meant
