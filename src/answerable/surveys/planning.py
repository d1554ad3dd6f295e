"""What a page shows of a plan and of a design, worked out of what was typed or fixed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from answerable.surveys.estimates import size
from answerable.surveys.models import Draw
from answerable_verify import draw as verifiable


@dataclass(frozen=True, slots=True)
class Planned:
    """How many interviews and addresses, what margin they give, and what they cost."""

    interviews: int
    addresses: int
    effect: float
    points: float
    cost: float


@dataclass(frozen=True, slots=True)
class Stratum:
    """What a design takes of a stratum."""

    name: str
    n: int
    reserve: tuple[int, ...]


def needed(said: Mapping[str, Any]) -> Planned:
    """The plan of a valid `forms.PlanForm`."""
    plan = size.Plan(
        margin=said["margin"] / 100,
        population=said["population"],
        response=said["response"] / 100,
        per_cluster=said["per_cluster"],
        likeness=said["likeness"],
    )
    found = size.needed(plan)
    points = 100 * size.margin(plan, found.interviews)
    return Planned(
        found.interviews, found.addresses, found.design_effect, points, found.interviews * (said["price"] or 0)
    )


def shares_of(draw: Draw) -> tuple[str, list[Stratum]]:
    """How is drawn, and what of each stratum."""
    design = verifiable.parse_design(bytes(draw.design))
    return design.method, [Stratum(name, share.n, share.reserve) for name, share in sorted(design.strata.items())]
