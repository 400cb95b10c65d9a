"""The user's cache: it forgets what is not used, stays within its size, and touches nothing of anybody else."""

import os
import time
from pathlib import Path

import pytest

import spregistry
from spregistry.load import cache
from spregistry.load.documents import MAX_BYTES

DAY = 24 * 60 * 60


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    monkeypatch.setenv("SPREGISTRY_CACHE", str(tmp_path))
    return tmp_path


def name(digit: str, form: str = "{}.json") -> str:
    return form.format(digit * 64)


def aged(path: Path, days: float) -> Path:
    moment = time.time() - days * DAY
    os.utime(path, (moment, moment))
    return path


def test_what_is_kept_is_found(folder: Path) -> None:
    cache.keep(name("a"), b"one")
    assert cache.find(name("a")) == b"one"
    assert [path.name for path in folder.iterdir()] == [name("a")]


def test_what_was_not_used_for_long_is_cleared_away(folder: Path) -> None:
    for digit, days in (("a", 61), ("b", 59), ("c", 0)):
        cache.keep(name(digit), b"x")
        aged(folder / name(digit), days)
    cache.keep(name("d"), b"x")
    assert sorted(path.name[0] for path in folder.iterdir()) == ["b", "c", "d"]


def test_what_is_used_stays(folder: Path) -> None:
    cache.keep(name("a"), b"one")
    aged(folder / name("a"), 61)
    assert cache.find(name("a")) == b"one"
    cache.keep(name("b"), b"x")
    assert cache.find(name("a")) == b"one"


def test_what_was_used_longest_ago_goes_first_where_it_is_too_much(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LARGEST", 25)
    for digit, days in (("a", 1), ("b", 3), ("c", 2)):
        cache.keep(name(digit), b"ten bytes.")
        aged(folder / name(digit), days)
    cache.keep(name("d"), b"ten bytes.")
    assert sorted(path.name[0] for path in folder.iterdir()) == ["a", "d"]


def test_files_of_others_are_never_touched(folder: Path) -> None:
    others = ["notes.json", "standards", f"{'a' * 63}.json", f"{'A' * 64}.json", "README"]
    for other in others:
        aged_file = folder / other
        aged_file.write_text("mine", encoding="utf-8")
        aged(aged_file, 400)
    cache.keep(name("a"), b"x")
    assert {*others} < {path.name for path in folder.iterdir()}


def test_what_broken_off_runs_left_is_cleared_away_and_what_is_being_written_is_not(folder: Path) -> None:
    old, new = folder / f".{name('a', 'workbook-{}')}.x1y2_z3w.part", folder / f".{name('b', 'validator-{}.js')}.k1_l2m3n.part"
    earlier = folder / f".{name('d', 'workbook-{}')}.x1y2_z3w"  # as versions before named them
    for path, days in ((old, 2), (earlier, 2), (new, 0.5)):
        path.write_bytes(b"half")
        aged(path, days)
    cache.keep(name("c"), b"x")
    assert (old.exists(), earlier.exists(), new.exists()) == (False, False, True)


def test_what_would_not_be_read_is_not_written(folder: Path) -> None:
    cache.keep(name("a"), b"x" * (MAX_BYTES + 1))
    assert [*folder.iterdir()] == []
    cache.keep(name("a"), b"x" * MAX_BYTES)
    assert cache.find(name("a")) is not None


def test_a_bundle_that_is_read_counts_as_used(folder: Path) -> None:
    standards = Path(__file__).parents[1] / "cases" / "submissions" / "registry"
    spregistry.Registry.open(standards)["cases@1.0.0"]
    (kept,) = folder.iterdir()
    aged(kept, 61)
    assert spregistry.Registry.open(standards)["cases@1.0.0"].reference == "cases@1.0.0"
    assert time.time() - kept.stat().st_mtime < DAY
