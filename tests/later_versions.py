"""Later versions of a framework, drawn at random: texts, points and rules changed, groups and indicators renamed, split, merged and withdrawn."""

import copy
import random
from collections.abc import Iterator

from frameworks import framework_of
from mutations import faults, held, mutants, places
from spregistry.evolve.carrying.passage import Passage, passages
from strategies import Data, indicators_of


def renumbered(data: Data, version: str) -> Data:
    return {**copy.deepcopy(data), "version": version, "previous": f"law@{data['version']}"}


def cleared(data: Data) -> Data:
    """Return a version without what it says of the one before."""
    data = {key: value for key, value in copy.deepcopy(data).items() if key != "withdrawn"}
    for element in [*groups_of(data), *indicators_of(data)]:
        element.pop("supersedes", None)
    return data


def mutated(data: Data, rng: random.Random, passed: frozenset[str]) -> Data:
    """Return a definition with something in it changed, as it might be published."""
    for _ in range(5):
        chosen = rng.choice([*mutants(data, rng.choice([*places(data)]))])
        if held(chosen, passed) is not None:
            return chosen
    return data


def related(data: Data, rng: random.Random, _passed: frozenset[str]) -> Data:
    """Return a version in which an indicator, or a fact, goes on under other ids, or not at all."""
    data = copy.deepcopy(data)
    holders = [group for group in groups_of(data) if "indicators" in group]
    group = rng.choice(holders)
    indicator = rng.choice(group["indicators"])
    if indicator["id"] in repr([node.get("caps") for node in [*groups_of(data), data.get("scoring", {})]]):
        return data  # a cap names it
    values = rng.choice((None, {"met": "partly", "unmet": "unmet"}, {"a": "b", "b": "a"}, {"item-0": "item-1"}))
    relation = rng.choice(("same", "wider", "narrower", "split", "merge"))
    entry = {"id": indicator["id"], "relation": relation, **({"values": values} if values else {})}
    at = group["indicators"].index(indicator)
    new = {**indicator, "id": f"n-{indicator['id']}"[:64], "supersedes": [entry]}
    what = rng.choice(("renamed", "split", "merged", "withdrawn", "fact"))
    if what == "fact":
        return without_a_fact(data, rng)
    if what == "renamed":
        group["indicators"][at] = new
    elif what == "split":
        group["indicators"][at : at + 1] = [new, {**copy.deepcopy(new), "id": f"m-{indicator['id']}"[:64], "code": f"{new['code']}.9"}]
    elif what == "merged" and len(group["indicators"]) > 1:
        other = group["indicators"][at - 1]
        if "supersedes" not in other:
            other["supersedes"] = [entry]
            del group["indicators"][at]
    elif len(group["indicators"]) > 1:
        del group["indicators"][at]
        data.setdefault("withdrawn", []).append({"id": indicator["id"], "reason": "Nobody used it."})
    return data


#: What lineage may call it; which of these is true of a group is for the program to see.
RELATIONS = ("same", "wider", "narrower", "split", "merge")


def regrouped(data: Data, rng: random.Random, _passed: frozenset[str] = frozenset()) -> Data:
    """Return a version in which groups go on otherwise, under any relation: renamed, split, in part, into another, or two as one."""
    data = copy.deepcopy(data)
    held = [(holder["groups"], each) for holder in [data, *groups_of(data)] for each in holder.get("groups", ()) if "indicators" in each]
    if not held:
        return data  # all stands directly below the root
    rng.shuffle(held)
    (siblings, group), *others = held
    at = next(at for at, each in enumerate(siblings) if each is group)
    what = rng.choice(("renamed", "split", "split-off", "dissolved", "merged"))
    if what == "renamed":
        siblings[at] = {**group, "id": f"s-{group['id']}"[:64], "supersedes": [_origin(group, rng)]}
        named_in_awards(data, group["id"], siblings[at]["id"])
    elif what in ("split", "split-off") and len(group["indicators"]) > 1:
        cut = rng.randrange(1, len(group["indicators"]))
        first = _part(group, group["indicators"][:cut], group["id"])
        if what == "split":
            first |= {"id": f"s-{group['id']}"[:64], "supersedes": [_origin(group, rng)]}
            named_in_awards(data, group["id"], first["id"])
        second = _part(group, group["indicators"][cut:], f"t-{group['id']}"[:64])
        siblings[at : at + 1] = [first, {**second, "code": f"{group['code']}.9", "supersedes": [_origin(group, rng)]}]
    elif what in ("dissolved", "merged") and others and len(siblings) > 1:
        _, other = others[0]
        del siblings[at]
        other["indicators"] = [*other["indicators"], *group["indicators"]]
        other["supersedes"] = [_origin(group, rng)]
        if what == "merged":
            other["supersedes"].insert(0, _origin(other, rng))
            named_in_awards(data, other["id"], f"s-{other['id']}"[:64])
            other["id"] = f"s-{other['id']}"[:64]
        named_in_awards(data, group["id"], other["id"])
    return data


def _origin(group: Data, rng: random.Random) -> str | Data:
    """Return one entry of what an element supersedes."""
    return rng.choice((group["id"], {"id": group["id"], "relation": rng.choice(RELATIONS)}))


def _part(group: Data, indicators: list[Data], id_: str) -> Data:
    """Return a group like another, with some of its indicators and the caps that these can trigger."""
    inside = {each["id"] for each in indicators}
    caps = [cap for cap in group.get("caps", ()) if cap["indicator"] in inside]
    part = {key: value for key, value in group.items() if key not in ("caps", "supersedes")}
    return {**part, "id": id_, "indicators": indicators, **({"caps": caps} if caps else {})}


def named_in_awards(data: Data, old: str, new: str) -> None:
    for award in data.get("awards", ()):
        for minimum in award["minimums"]:
            minimum["group"] = new if minimum["group"] == old else minimum["group"]


def without_a_fact(data: Data, rng: random.Random) -> Data:
    """Return a version in which a fact that nothing decides on has another id."""
    text = repr([data["groups"], data.get("quality_checks"), data.get("clock")])
    free = [fact for fact in data["facts"] if f"'{fact['id']}'" not in text and f"'{fact['id']}." not in text]
    if not free:
        return data
    fact = rng.choice(free)
    new = {**fact, "id": f"n-{fact['id']}"}
    data["facts"] = [new if each is fact else each for each in data["facts"]]
    data.setdefault("withdrawn", []).append({"id": fact["id"], "successors": [new["id"]]})
    return data


def groups_of(node: Data) -> Iterator[Data]:
    for group in node.get("groups", ()):
        yield group
        yield from groups_of(group)


def passage_to(before: Data, version: str, rng: random.Random) -> tuple[Data, Passage]:
    """Return a later version, and the way there."""
    passed = faults(before) | {"code-order"}
    start = cleared(renumbered(before, version))
    for _ in range(8):
        later = start
        for _ in range(rng.randint(1, 4)):
            later = rng.choice((mutated, related, regrouped))(later, rng, passed)
        if held(later, passed) is not None:
            break
    else:
        later = start
    return later, passages([framework_of(before), framework_of(later)])[0]
