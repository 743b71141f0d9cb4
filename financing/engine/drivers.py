"""What a scenario changes of a plan (section 6): one number for each driver and scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, Literal, TypeGuard, TypeVar

import numpy as np
from numpy.typing import NDArray

from financing.engine.documents import Source

Array = NDArray[np.float64]
AnyName = TypeVar("AnyName", bound=str)

LARGEST = 1e120
"""Beyond every plan; within it no figure overflows."""

DriverName = Literal[
    "construction_cost",
    "land_cost",
    "interest_shift",
    "bank_rate_shift",
    "subordinated_rate_shift",
    "bank_term_shift",
    "subordinated_term_shift",
    "bank_share_shift",
    "inflation_shift",
    "rent_index_shift",
    "rent",
    "vacancy_shift",
    "operating_cost",
    "canon",
    "subsidy",
    "equity",
    "member_contribution",
    "sale_price",
    "rollover_share",
    "members_replaced",
]


@dataclass(frozen=True)
class Driver:
    """What a driver does: `factor` multiplies, `points` are added to a rate or a share, `years` to a term, `euros` to
    the money.
    """

    kind: Literal["factor", "points", "years", "euros"]

    @property
    def neutral(self) -> float:
        """The value that changes nothing."""
        return 1.0 if self.kind == "factor" else 0.0

    @property
    def least(self) -> float:
        """No factor is below 0; the others know no least value."""
        return 0.0 if self.kind == "factor" else -inf

    @property
    def is_whole(self) -> bool:
        """Whether between two whole numbers there is nothing."""
        return self.kind == "years"


FACTOR, POINTS, YEARS, EUROS = Driver("factor"), Driver("points"), Driver("years"), Driver("euros")

DRIVERS: dict[DriverName, Driver] = {
    "construction_cost": FACTOR,
    "land_cost": FACTOR,
    "interest_shift": POINTS,
    "bank_rate_shift": POINTS,
    "subordinated_rate_shift": POINTS,
    "bank_term_shift": YEARS,
    "subordinated_term_shift": YEARS,
    "bank_share_shift": POINTS,
    "inflation_shift": POINTS,
    "rent_index_shift": POINTS,
    "rent": FACTOR,
    "vacancy_shift": POINTS,
    "operating_cost": FACTOR,
    "canon": FACTOR,
    "subsidy": EUROS,
    "equity": FACTOR,
    "member_contribution": EUROS,
    "sale_price": FACTOR,
    "rollover_share": FACTOR,
    "members_replaced": FACTOR,
}

NEUTRAL: dict[DriverName, float] = {name: driver.neutral for name, driver in DRIVERS.items()}


def is_driver(name: str) -> TypeGuard[DriverName]:
    return name in DRIVERS


class DriverError(ValueError):
    """Drivers that cannot be used; the message says which and why."""


@dataclass(frozen=True)
class AddedLoan:
    """A loan beside the sources of the plan, of `amount` euros in each scenario: shape (scenarios, 1)."""

    source: Source
    amount: Array


@dataclass(frozen=True)
class Drivers:
    """`values[name]` has the shape (scenarios, 1); a driver that is not there is neutral.

    The policy lab may add a loan, which stands before the remainder of the plan.
    """

    scenarios: int
    values: Mapping[DriverName, Array]
    loan: AddedLoan | None = None

    def __getitem__(self, name: DriverName) -> Array | float:
        return self.values.get(name, NEUTRAL[name])

    @classmethod
    def neutral(cls) -> "Drivers":
        """One scenario that changes nothing."""
        return cls(1, {})

    @classmethod
    def of(cls, values: Mapping[AnyName, Sequence[float] | Array]) -> "Drivers":
        """Drivers from lists of one length. Raises DriverError."""
        if not values:
            return cls.neutral()
        arrays = {known(name): _column(known(name), given) for name, given in values.items()}
        lengths = {array.shape[0] for array in arrays.values()}
        if len(lengths) != 1:
            raise DriverError("Expected lists of one length.")
        return cls(lengths.pop(), arrays)


def known(name: str) -> DriverName:
    """A name that came from outside. Raises DriverError."""
    if not is_driver(name):
        raise DriverError(f"{name}: expected one of {', '.join(DRIVERS)}.")
    return name


def _column(name: DriverName, given: Any) -> Array:
    if not isinstance(given, list | tuple | np.ndarray) or len(given) == 0:
        raise DriverError(f"{name}: expected a list of numbers.")
    is_array = isinstance(given, np.ndarray) and given.dtype.kind in "if"
    column = np.asarray(given, dtype=np.float64) if is_array else _from_list(name, given)
    _refuse(name, ~np.isfinite(column), "expected a number")
    if DRIVERS[name].kind == "factor":
        _refuse(name, column < 0, "expected a factor of at least 0")
    if DRIVERS[name].is_whole:
        _refuse(name, column != np.round(column), "expected whole years")
    _refuse(name, np.abs(column) > LARGEST, f"expected a number within {LARGEST:g}")
    return column.reshape(-1, 1)


def _from_list(name: str, given: Sequence[Any] | Array) -> Array:
    for number, value in enumerate(given):
        if isinstance(value, bool) or not isinstance(value, int | float | np.floating | np.integer):
            raise DriverError(f"{name}[{number}]: expected a number.")
        if isinstance(value, int) and abs(value) > LARGEST:
            raise DriverError(f"{name}[{number}]: expected a number within {LARGEST:g}.")
    return np.asarray(given, dtype=np.float64)


def _refuse(name: str, wrong: NDArray[np.bool_], expected: str) -> None:
    if wrong.any():
        raise DriverError(f"{name}[{int(np.argmax(wrong))}]: {expected}.")
