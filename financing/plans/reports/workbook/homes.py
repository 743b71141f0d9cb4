"""How many homes an amount is for, which part of them is let, and what a type pays, as formulas (section 11)."""

from collections.abc import Sequence

from financing.engine import Plan
from financing.engine.documents import Dwelling
from financing.plans.reports.workbook.fixed_choices import differing


def homes_of(plan: Plan, of: Sequence[str] | None) -> str:
    """The homes of these types; all of them without `of`."""
    if of is None:
        return "homes"
    return _together([number_of_homes(plan, number) for number, _dwelling in _types(plan, of)])


def area_of(plan: Plan, of: Sequence[str] | None) -> str:
    """The living area of these types."""
    if of is None:
        return "living_area"
    return _together([_area(number) for number, _dwelling in _types(plan, of)])


def let_homes_of(plan: Plan, of: Sequence[str] | None, year: str) -> str:
    """The homes of these types that are let in a year."""
    types = _types(plan, of)
    return _together([_let(number_of_homes(plan, number), number, home, year) for number, home in types])


def let_area_of(plan: Plan, of: Sequence[str] | None, year: str) -> str:
    """The living area of these types that is let in a year."""
    return _together([_let(_area(number), number, home, year) for number, home in _types(plan, of)])


def let_part(number: int, dwelling: Dwelling, year: str) -> str:
    """Which part of a year a type is let; "" for one that is let from the beginning."""
    if dwelling.available_from is None:
        return ""
    return f"MIN(1,MAX(0,{year}+1-dwellings_{number}_available_from))"


def payment_of(number: int, dwelling: Dwelling) -> str:
    """What a home pays a month at the price level."""
    if dwelling.rent_per_m2 is not None:
        return f"dwellings_{number}_rent_per_m2*dwellings_{number}_area_m2"
    return f"dwellings_{number}_monthly_rent"


def number_of_homes(plan: Plan, number: int) -> str:
    """The homes of a type, each for the part of a home that it counts as."""
    count = f"dwellings_{number}_count"
    return f"{count}*dwellings_{number}_counts_as" if differing(plan.dwellings, ["counts_as"]) else count


def _types(plan: Plan, of: Sequence[str] | None) -> list[tuple[int, Dwelling]]:
    return [
        (number, dwelling)
        for number, dwelling in enumerate(plan.dwellings, start=1)
        if of is None or dwelling.name in of
    ]


def _area(number: int) -> str:
    return f"dwellings_{number}_count*dwellings_{number}_area_m2"


def _let(amount: str, number: int, dwelling: Dwelling, year: str) -> str:
    part = let_part(number, dwelling, year)
    return f"{amount}*{part}" if part else amount


def _together(amounts: Sequence[str]) -> str:
    return f"({'+'.join(amounts)})" if amounts else "0"
