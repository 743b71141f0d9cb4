"""What a caller may choose besides the plan (section 6).

Every choice stands in the result with the figures that rest on it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Annotated, Any

from pydantic import Field

from financing.engine.documents import AS_WHOLE, Amount, Fraction, Measure, Part, Rate, WholeYears


class ParameterError(ValueError):
    """Parameters that cannot be used; the message says which and what was expected."""


@dataclass(frozen=True)
class PublicParameters:
    """How the public cost of a package is worked out: fractions per year."""

    public_discount_rate: float = 0.02
    rate_cut: float = 0.010
    fee: float = 0.002
    expected_loss: float = 0.003

    @classmethod
    def of(cls, given: Mapping[str, Any] | None) -> "PublicParameters":
        """The defaults with what is given in their place. Raises ParameterError."""
        names = [field.name for field in fields(cls)]
        for name, value in (given or {}).items():
            if name not in names:
                raise ParameterError(f"{name}: expected one of {', '.join(names)}.")
            least = -0.99 if name == "public_discount_rate" else 0.0
            number_within(name, value, least, 1.0)
        return cls(**{name: float(value) for name, value in (given or {}).items()})


class PublicLoanTerms(Part):
    """A loan of a public body beside those of the plan, subordinated and as an annuity.

    What is lent does not all come back: each year a part of what is owed then is lost.
    """

    per_home: Amount = 50_000.0
    rate: Rate = 0.01
    term_years: WholeYears = 30
    grace_years: Annotated[int, Field(ge=0, le=99), AS_WHOLE, Measure.YEARS] = 2
    expected_loss: Fraction = 0.005


def number_within(name: str, value: Any, least: float, most: float) -> float:
    """The value as a number. Raises ParameterError."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ParameterError(f"{name}: expected a number.")
    if not least <= value <= most:
        raise ParameterError(f"{name}: expected a number from {least:g} to {most:g}.")
    return float(value)
