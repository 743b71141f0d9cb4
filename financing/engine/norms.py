"""The document `coophub.norms/1`: the norms that rents and incomes are held against, from one day until the next set.

They are data of a law, with where each figure was published; no plan says them and nothing here calculates with them.
"""

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from financing.engine.documents import AS_WHOLE, Amount, Fraction, Part
from financing.engine.errors import PlanError, Problem
from financing.engine.parse import object_of, read_as
from financing.engine.sentences import _

DAY_PATTERN = r"^(19|2[01])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"

Points = Annotated[int, Field(ge=1, le=999), AS_WHOLE]
INCOMES = (("social_income_one", "social_income_more"), ("middle_income_one", "middle_income_more"))
"""For one person and for more: known together or not at all."""


class NormsError(PlanError):
    """A document that is no set of norms; `problems` has at least one."""


class HighestRent(Part):
    """The highest bare rent a month for a home with so many points."""

    points: Points
    rent: Annotated[float, Field(gt=0, le=999_999)]


class Norms(Part):
    """The norms from a day on. An income limit without a published source is left out."""

    schema_: Literal["coophub.norms/1"] = Field(alias="schema")
    valid_from: Annotated[str, Field(pattern=DAY_PATTERN)]
    source: Annotated[
        str,
        Field(min_length=1, max_length=2000, description=_("Where each figure was published, and when you read it.")),
    ]
    low_segment_points: Points
    middle_segment_points: Points
    new_build_surcharge: Fraction
    social_income_one: Amount | None = None
    social_income_more: Amount | None = None
    middle_income_one: Amount | None = None
    middle_income_more: Amount | None = None
    rents: Annotated[list[HighestRent], Field(min_length=1, max_length=999)]

    @property
    def day(self) -> dt.date:
        return dt.date.fromisoformat(self.valid_from)


def parse_norms(data: bytes | str | dict[str, Any]) -> Norms:
    """The norms of a JSON document. Raises NormsError with every problem found."""
    try:
        norms = read_as(Norms, object_of(data))
    except PlanError as error:
        raise NormsError(error.problems) from error
    if problems := list(_problems(norms)):
        raise NormsError(problems)
    return norms


def missing_points(rents: Mapping[int, Any]) -> int | None:
    """The first number of points between the fewest and the most that has no rent."""
    return min(set(range(min(rents), max(rents) + 1)) - set(rents), default=None)


def falling_points(rents: Mapping[int, Any]) -> int | None:
    """The first number of points whose rent is lower than for fewer points."""
    pairs = itertools.pairwise(sorted(rents))
    return next((higher for lower, higher in pairs if rents[higher] < rents[lower]), None)


def _problems(norms: Norms) -> Iterator[Problem]:
    try:
        norms.day  # noqa: B018 - whether there is such a day
    except ValueError:
        yield Problem("valid_from", "no_day", _("Expected a day that exists."))
    if norms.low_segment_points >= norms.middle_segment_points:
        yield Problem("middle_segment_points", "not_more", _("This has to be more than the points of a social home."))
    for one, more in INCOMES:
        lower, higher = getattr(norms, one), getattr(norms, more)
        if (lower is None) != (higher is None):
            yield Problem(more, "half", _("Fill in the limit for one person and for more persons, or neither."))
        elif lower is not None and higher < lower:
            yield Problem(more, "less", _("The limit for more persons is at least that for one person."))
    yield from _problems_of_rents(norms)


def _problems_of_rents(norms: Norms) -> Iterator[Problem]:
    seen: dict[int, float] = {}
    for place, row in enumerate(norms.rents):
        if row.points in seen:
            yield Problem(f"rents[{place}].points", "twice", _("These points stand there twice."))
        if round(row.rent, 2) != row.rent:
            yield Problem(f"rents[{place}].rent", "cents", _("Expected euros with at most two decimals."))
        seen[row.points] = row.rent
    if (points := missing_points(seen)) is not None:
        yield Problem("rents", "gap", _("The rent for %(points)s points is missing."), {"points": points})
    if (points := falling_points(seen)) is not None:
        sentence = _("The rent for %(points)s points is lower than for fewer points.")
        yield Problem("rents", "falls", sentence, {"points": points})
    for points in (norms.low_segment_points, norms.middle_segment_points):
        if not min(seen) <= points <= max(seen):
            yield Problem("rents", "gap", _("The rent for %(points)s points is missing."), {"points": points})
