"""What a registry says of its folders."""

from pathlib import Path

from spregistry.api import Registry


def test_a_version_stands_in_a_folder_of_its_id_and_number_even_before_it_is_there(tmp_path: Path) -> None:
    header = tmp_path / "demo" / "1.0.0" / "framework.yaml"
    header.parent.mkdir(parents=True)
    header.write_text("format: 1\n", encoding="utf-8")
    registry = Registry.open(tmp_path)
    assert list(registry) == ["demo@1.0.0"]
    assert (registry.folder("demo@1.0.0") / "framework.yaml").samefile(header)
    assert registry.folder("demo@2.0.0") == tmp_path / "demo" / "2.0.0"
