"""Versions follow each other by number, not as text."""

from spregistry.model.version_number import number_of


def test_versions_and_references_stand_in_the_order_of_their_numbers() -> None:
    versions = ["1.0.0", "demo@1.9.0", "1.10.0", "a-2@2.0.0", "10.0.0"]
    as_text = ["10.0.0", "1.0.0", "1.10.0", "a-2@2.0.0", "demo@1.9.0"]
    assert sorted(as_text, key=number_of) == versions
    assert number_of("demo@1.2.3") == (1, 2, 3) == number_of("1.2.3")
