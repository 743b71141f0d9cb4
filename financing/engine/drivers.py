"""What a scenario changes of a plan (section 6): one number for each driver and scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LARGEST = 1e120
"""Beyond every plan; within it no figure overflows."""

NEUTRAL: dict[str, float] = {
    "construction_cost": 1.0,
    "land_cost": 1.0,
    "interest_shift": 0.0,
    "bank_rate_shift": 0.0,
    "subordinated_rate_shift": 0.0,
    "bank_term_shift": 0.0,
    "bank_share_shift": 0.0,
    "inflation_shift": 0.0,
    "rent_index_shift": 0.0,
    "rent": 1.0,
    "vacancy_shift": 0.0,
    "operating_cost": 1.0,
    "canon": 1.0,
    "subsidy": 0.0,
    "equity": 1.0,
    "member_contribution": 0.0,
}
"""Every driver with the value that changes nothing: 1 for a factor, 0 for a shift or an amount."""


class DriverError(ValueError):
    """Drivers that cannot be used; the message says which and why."""


@dataclass(frozen=True)
class Drivers:
    """`values[name]` has the shape (scenarios, 1); a driver that is not there is neutral."""

    scenarios: int
    values: Mapping[str, Array]

    def __getitem__(self, name: str) -> Array | float:
        return self.values.get(name, NEUTRAL[name])

    @classmethod
    def neutral(cls) -> "Drivers":
        """One scenario that changes nothing."""
        return cls(1, {})

    @classmethod
    def of(cls, values: Mapping[str, Sequence[float] | Array]) -> "Drivers":
        """Drivers from lists of one length. Raises DriverError."""
        if not values:
            return cls.neutral()
        arrays = {name: _column(name, given) for name, given in values.items()}
        lengths = {array.shape[0] for array in arrays.values()}
        if len(lengths) != 1:
            raise DriverError("Expected lists of one length.")
        return cls(lengths.pop(), arrays)


def _column(name: str, given: Any) -> Array:
    if name not in NEUTRAL:
        raise DriverError(f"{name}: expected one of {', '.join(NEUTRAL)}.")
    if not isinstance(given, list | tuple | np.ndarray) or len(given) == 0:
        raise DriverError(f"{name}: expected a list of numbers.")
    is_array = isinstance(given, np.ndarray) and given.dtype.kind in "if"
    column = np.asarray(given, dtype=np.float64) if is_array else _from_list(name, given)
    _refuse(name, ~np.isfinite(column), "expected a number")
    if NEUTRAL[name] == 1.0:
        _refuse(name, column < 0, "expected a factor of at least 0")
    if name == "bank_term_shift":
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
