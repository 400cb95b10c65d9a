"""Which versions a registry holds, which of them a reference means, and where they stand."""

from pathlib import Path

import pytest

from releases import printed, run, with_both
from spregistry.api import Registry
from spregistry.errors import UnknownFramework


def with_versions(folder: Path, *references: str) -> Registry:
    for reference in references:
        header = folder.joinpath(*reference.split("@"), "framework.yaml")
        header.parent.mkdir(parents=True)
        header.write_text("format: 1\n", encoding="utf-8")
    return Registry.open(folder)


def test_a_version_stands_in_a_folder_of_its_id_and_number_even_before_it_is_there(tmp_path: Path) -> None:
    registry = with_versions(tmp_path, "demo@1.0.0")
    assert list(registry) == ["demo@1.0.0"]
    assert (registry.folder("demo@1.0.0") / "framework.yaml").samefile(tmp_path / "demo/1.0.0/framework.yaml")
    assert registry.folder("demo@2.0.0") == tmp_path / "demo" / "2.0.0"


@pytest.mark.parametrize(
    ("reference", "meant"),
    [("demo", "demo@10.0.0"), ("demo@1", "demo@1.10.0"), ("demo@1.9", "demo@1.9.1"), ("demo@1.9.0", "demo@1.9.0"), ("demo-more", "demo-more@11.0.0")],
)  # fmt: skip
def test_a_reference_means_the_highest_version_that_it_begins(reference: str, meant: str, tmp_path: Path) -> None:
    registry = with_versions(tmp_path, "demo@1.9.0", "demo@1.9.1", "demo@1.10.0", "demo@10.0.0", "demo-more@11.0.0")
    assert registry.find(reference) == meant


@pytest.mark.parametrize("reference", ["dem", "demo@", "demo@1.", "demo@2", "demo@1.9.2", "more", ""])
def test_what_begins_no_version_means_none(reference: str, tmp_path: Path) -> None:
    registry = with_versions(tmp_path, "demo@1.9.0", "demo@10.0.0", "demo-more@11.0.0")
    with pytest.raises(UnknownFramework):
        registry.find(reference)


def test_an_active_version_goes_before_drafts_and_these_before_deprecated_ones(tmp_path: Path) -> None:
    folder = with_both(tmp_path)
    assert Registry.open(folder).find("demo") == "demo@1.1.0"
    printed(folder, "new", "demo@1.2.0")
    assert Registry.open(folder).find("demo") == "demo@1.1.0"
    for version in ("demo@1.0.0", "demo@1.1.0"):
        assert run(folder, "record", "deprecate", version, "--on", "2025-07-01").exit_code == 0
    assert Registry.open(folder).find("demo") == "demo@1.2.0"
    assert Registry.open(folder).find("demo@1.1") == "demo@1.1.0"
    assert run(folder, "record", "withdraw", "demo@1.1.0", "--on", "2025-07-01", "--reason", "Old.").exit_code == 0
    with pytest.raises(UnknownFramework):
        Registry.open(folder).find("demo@1.1")
