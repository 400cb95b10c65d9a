"""Whether conditions can hold: the decision agrees with trying every institution, and says so where it gives up."""

from collections.abc import Mapping
from itertools import chain, combinations, product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from spregistry.check.satisfiable import can_hold
from spregistry.model.answer_kind import Option
from spregistry.model.condition import Condition, Contains, FactTest, compile_condition
from spregistry.model.fact import Fact, FactSchema

CHOICES = (Option(value="a", label="A"), Option(value="b", label="B"), Option(value="c", label="C"))
FACTS: Mapping[str, Fact] = {
    "form": Fact(id="form", title="Form", choices=CHOICES),
    "channels": Fact(id="channels", title="Channels", choices=CHOICES, multiple=True),
    "regulated": Fact(id="regulated", title="Regulated", schema=FactSchema(type="boolean")),
    "count": Fact(id="count", title="Count", schema=FactSchema(type="integer", minimum=0, maximum=5)),
    "place": Fact(id="place", title="Place", schema=FactSchema(type="string", max_length=3)),
}
#: Every value of every fact that could matter: all of the closed ones, and texts of which no test mentions the last.
VALUES: Mapping[str, list[Any]] = {
    "form": ["a", "b", "c"],
    "channels": [[*items] for items in chain.from_iterable(combinations("abc", size) for size in range(4))],
    "regulated": [True, False],
    "count": [0, 1, 2, 3, 4, 5],
    "place": ["x", "y", "z"],
}


@st.composite
def single(draw: st.DrawFn) -> Condition:
    name = draw(st.sampled_from([*FACTS]))
    if name == "channels":
        test = FactTest(contains=Contains(const=draw(st.sampled_from("abcd"))))
    elif name == "count":
        bound = draw(st.integers(-1, 6))
        key = draw(st.sampled_from(["const", "minimum", "maximum", "exclusive_minimum", "exclusive_maximum"]))
        bounds: dict[str, Any] = {key: bound}
        test = FactTest(**bounds)
    elif name == "regulated":
        test = FactTest(const=draw(st.booleans()))
    else:
        words = ["a", "b", "c", "d"] if name == "form" else ["x", "y", "long"]
        test = FactTest(enum=tuple(draw(st.lists(st.sampled_from(words), min_size=1, max_size=3, unique=True))))
    return Condition(properties={name: test}, required=(name,))


def joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=1, max_size=4).map(tuple)
    return st.one_of(
        several.map(lambda parts: Condition(all_of=parts)),
        several.map(lambda parts: Condition(any_of=parts)),
        inner.map(lambda part: Condition(not_=part)),
        st.tuples(single(), several).map(lambda both: Condition(properties=both[0].properties, required=both[0].required, any_of=both[1])),
    )


conditions = st.recursive(single(), joined, max_leaves=12)


@given(st.lists(conditions, min_size=1, max_size=3))
def test_the_decision_is_that_of_trying_every_institution(together: list[Condition]) -> None:
    compiled = [compile_condition(condition) for condition in together]
    institutions = (dict(zip(VALUES, values, strict=True)) for values in product(*VALUES.values()))
    assert can_hold(together, FACTS) == any(all(test(institution) for test in compiled) for institution in institutions)


def test_what_would_take_too_long_is_not_guessed() -> None:
    """Nine pigeons in eight holes: it cannot be, and step by step that is far to find out."""
    holes = tuple(Option(value=f"h{number}", label=f"Hole {number}") for number in range(8))
    facts = {f"p{number}": Fact(id=f"p{number}", title="Pigeon", choices=holes) for number in range(9)}
    apart = tuple(
        Condition(not_=Condition(properties={one: FactTest(const=hole.value), other: FactTest(const=hole.value)}, required=(one, other)))
        for hole in holes
        for one, other in combinations(facts, 2)
    )
    assert can_hold([Condition(all_of=apart)], facts) is None
    few = tuple(each for each in apart if "p8" not in each.facts())
    assert can_hold([Condition(all_of=few)], facts) is True, "eight pigeons in eight holes"


def test_a_hundred_facts_are_no_matter_where_they_do_not_hang_together() -> None:
    facts = {f"f{number}": Fact(id=f"f{number}", title="Fact", schema=FactSchema(type="boolean")) for number in range(100)}
    said = tuple(Condition(properties={name: FactTest(const=True)}, required=(name,)) for name in facts)
    some_not = Condition(any_of=tuple(Condition(not_=condition) for condition in said))
    assert can_hold([Condition(all_of=said)], facts) is True
    assert can_hold([Condition(all_of=said), some_not], facts) is False


def test_a_date_is_one_of_the_calendar() -> None:
    facts = {"since": Fact(id="since", title="Since", schema=FactSchema(type="string", format="date"))}

    def on(day: str) -> Condition:
        return Condition(properties={"since": FactTest(const=day)}, required=("since",))

    assert can_hold([on("2024-02-29")], facts) is True
    assert can_hold([on("2025-02-29")], facts) is False
    assert can_hold([Condition(not_=on("2025-02-29"))], facts) is True
