"""What a standard says in figures, said in words."""

import pytest

from spregistry.model.condition import Condition, FactTest
from spregistry.model.fact import Fact, FactSchema
from spregistry.publish.words import condition_in_words

CLIENTS = Fact(id="clients", title="Clients", kind="stock", schema=FactSchema(type="integer"))


@pytest.mark.parametrize(("bound", "written"), [(1234567, "1234567"), (25_000_001, "25000001"), (0.1, "0.1"), (1e6, "1000000"), (30, "30")])
def test_a_threshold_keeps_all_its_digits(bound: float, written: str) -> None:
    condition = Condition(properties={"clients": FactTest(minimum=bound)}, required=("clients",))
    assert condition_in_words(condition, {"clients": CLIENTS}) == f"“Clients” is at least {written}"
