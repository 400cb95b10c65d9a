"""What each element counts in the overall score, worked out from the plan that the engine runs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from spregistry.model.definition import Group, Indicator
from spregistry.model.framework import Framework
from spregistry.scoring.plan import Plan
from spregistry.scoring.scorecards import plan_of


class Share(NamedTuple):
    """What an element counts while everything is asked and answered; caps apart."""

    #: Of the overall score, from 0 to 1; None where a group above counts children or takes the lowest, so that no share is fixed.
    overall: float | None
    #: Of the group that it is averaged in; None likewise.
    group: float | None
    #: Whether it counts more where something beside it or beside a group around it is left out.
    varies: bool


def shares(framework: Framework) -> Mapping[str, Share]:
    """Return the share of every group and indicator that counts, by id; what is not scored is absent."""
    found = dict(_Shares(plan_of(framework)).walk())
    # Innermost first, so that what is inside is known.
    for id_, route in reversed([*framework.groups.items()]):
        inside = [found[child.id] for child in route[-1].children if child.id in found]
        if id_ not in found and inside:
            found[id_] = _together(inside)
    return found


def _together(inside: Sequence[Share]) -> Share:
    """Return what a group counts that its own group passes over: what is in it, together."""
    known = [share.overall for share in inside if share.overall is not None]
    return Share(sum(known) if len(known) == len(inside) else None, None, varies=any(share.varies for share in inside))


class _Shares:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.framework = plan.framework
        elements: list[Indicator | Group] = [*plan.indicators, *plan.groups]
        self.ids = [element.id for element in elements]

    def walk(self) -> Iterator[tuple[str, Share]]:
        """Yield shares from the root downwards."""
        waiting = [(self.plan.root, Share(1.0 if self.framework.has_overall else None, None, varies=False))]
        while waiting:
            node, above = waiting.pop()
            planned = self.plan.planned[node - len(self.plan.indicators)]
            children = [(child, weight) for child, weight in planned.children if self._counts(child)]
            fixed = planned.aggregate in ("mean", "points")
            whole = sum(weight for _, weight in children)
            loose = [child for child, _ in children if self._may_be_left_out(child)]
            for child, weight in children:
                own = weight / whole if fixed else None
                overall = own * above.overall if own is not None and above.overall is not None else None
                share = Share(overall, own, varies=above.varies or any(other != child for other in loose))
                yield self.ids[child], share
                if child >= len(self.plan.indicators):
                    waiting.append((child, share))

    def _indicators(self, node: int) -> range:
        """Return the numbers of the indicators in a node."""
        if node < len(self.plan.indicators):
            return range(node, node + 1)
        planned = self.plan.planned[node - len(self.plan.indicators)]
        return range(planned.first, planned.last)

    def _counts(self, node: int) -> bool:
        return any(self.plan.scored[at] for at in self._indicators(node))

    def _may_be_left_out(self, node: int) -> bool:
        """Tell whether nothing of a node may be left to score: everything in it not applicable, not asked, not yet due or undefined."""
        return all(self._excludable(self.plan.indicators[at]) for at in self._indicators(node) if self.plan.scored[at])

    def _excludable(self, indicator: Indicator) -> bool:
        position = self.framework.positions[indicator.id]
        return (
            bool(position.conditions)
            or position.due_from_month is not None
            or indicator.may_be_na is not None
            or indicator.answer.ratio is not None
        )
