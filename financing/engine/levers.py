"""How far each instrument must move for the plan to close, or may move while it still does (section 6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from financing.engine.calculate import Calculation, calculate
from financing.engine.documents import Dwelling, Plan, Source
from financing.engine.drivers import DRIVERS, Array, DriverName, Drivers
from financing.engine.nearest import Change, nearest_way
from financing.engine.packages import packages_of
from financing.engine.parameters import PublicParameters
from financing.engine.result_documents import LeftOut, Lever, LeverParameters, Levers
from financing.engine.roots import RowNumbers, SignChange, first_changes, refined
from financing.engine.sales import AT_COST
from financing.engine.sentences import Sentence, _

POINTS = 200
"""How many values are tried within the bounds of an instrument before the search is refined."""

MAX_MEMBER_CONTRIBUTION = 150_000.0

# Why an instrument can be left out.
NO_RENT = _("the plan has no rent")
NO_LAND = _("the plan has no land line")
NO_CANON = _("the plan pays no canon")
NO_BANK_LOAN = _("the plan has no bank loan")
NO_BANK_SHARE = _("the plan has no bank loan that is a share of the investment")
NO_SUBORDINATED_LOAN = _("the plan has no subordinated loan")
NO_DWELLINGS = _("the plan has no dwellings")
NO_INVESTMENT = _("the plan has no investment")
NO_CONSTRUCTION = _("the plan has no construction line")
NO_PRICE = _("the plan sells no homes at a price of its own")
NO_ROLLOVER = _("no loan of the plan is lent again")
NO_TURNOVER = _("no money of members leaves the plan")
REPAID_BY_PERCENTAGE = _("these loans are repaid by a percentage, without a term")


@dataclass(frozen=True)
class Instrument:
    """A driver with its bounds. `worse` is how far it is followed to the worse side when the plan closes already;
    `reach` how far from neutral somebody would try at first. One that is no help says how much of a risk a plan bears.
    """

    driver: DriverName
    low: float
    high: float
    worse: float
    reach: float
    is_help: bool = True

    @property
    def neutral(self) -> float:
        return DRIVERS[self.driver].neutral

    @property
    def is_whole(self) -> bool:
        return DRIVERS[self.driver].is_whole

    @property
    def bounds(self) -> tuple[float, float]:
        """On both sides, the worse one included."""
        return min(self.low, self.worse), max(self.high, self.worse)

    @property
    def tried(self) -> tuple[float, float]:
        """What somebody would try at first, on both sides."""
        low, high = self.bounds
        return max(low, self.neutral - self.reach), min(high, self.neutral + self.reach)

    @property
    def changes(self) -> list[Change]:
        """The same, on the sides on which it can help."""
        ends = (max(self.low, self.neutral - self.reach), min(self.high, self.neutral + self.reach))
        return [Change(self.driver, end) for end in ends if end != self.neutral and self.is_help]

    @property
    def span(self) -> float:
        return self.bounds[1] - self.bounds[0]

    @property
    def nudge(self) -> float:
        """How far inside the closing side a value is given: beyond rounding, far below what anybody would notice."""
        return min(1e-10 * self.span, 0.002)

    def way(self, to: float) -> Array:
        """The values from neutral to a bound, in the order in which they are tried."""
        if self.is_whole:
            return np.linspace(0.0, to, round(abs(to)) + 1)
        both_sides = self.low < self.neutral < self.high
        return np.linspace(self.neutral, to, POINTS // 2 + 1 if both_sides else POINTS + 1)


def find_levers(plan: Plan, parameters: Mapping[str, Any] | None = None) -> Levers:
    """The document `coophub.levers/1` of a plan. Raises ParameterError."""
    chosen = PublicParameters.of(parameters)
    base = calculate(plan)
    closes = bool(base.closes[0])
    instruments, left_out = instruments_of(base)
    values = _slack(plan, instruments) if closes else _nearest(plan, instruments)
    return Levers(
        schema_="coophub.levers/1",
        closes=closes,
        levers=[
            Lever(
                driver=instrument.driver,
                # Without a sign on zero.
                value=None if value is None else value + 0.0,
                closes=value is not None,
                low=instrument.bounds[0] if closes else instrument.low,
                high=instrument.bounds[1] if closes else instrument.high,
                tried_low=instrument.tried[0],
                tried_high=instrument.tried[1],
            )
            for instrument, value in zip(instruments, values, strict=True)
        ],
        left_out=[LeftOut(driver=driver, reason=reason) for driver, reason in left_out.items()],
        packages=[] if closes else packages_of(base, chosen),
        nearest=None if closes else nearest_way(base, [change for each in instruments for change in each.changes]),
        parameters=LeverParameters(**vars(chosen)),
    )


def instruments_of(base: Calculation) -> tuple[list[Instrument], dict[DriverName, Sentence]]:
    """The instruments that the plan has a use for, and the others with the reason why not."""
    plan, cost, funding = base.plan, base.cost, base.funding
    total = float(cost.total[0, 0])
    plain = {line.name for line in plan.investment.lines if not line.is_share}

    def costs(category: str) -> bool:
        return any(line.name in plain and line.category == category and line.excl_vat[0, 0] > 0 for line in cost.lines)

    bank = [
        source
        for source, amount in funding.sources
        if source.kind == "bank_loan" and source.is_loan and amount[0, 0] > 0
    ]
    has_share = any(source.kind == "bank_loan" and source.share_of_investment is not None for source in plan.funding)
    after = [
        source for source, amount in funding.sources if source.effective_rank == "subordinated" and amount[0, 0] > 0
    ]
    homes = plan.dwelling_count
    grants, equity = (_given(base, rank) for rank in ("grant", "equity"))
    leaves = any(money.left.any() for money in base.members.moving)
    reasons: dict[DriverName, Sentence | None] = {
        "rent": None if base.exploitation.gross_rent.any() else NO_RENT,
        "land_cost": None if costs("land") else NO_LAND,
        "canon": None if base.exploitation.canon.any() else NO_CANON,
        "bank_rate_shift": None if bank else NO_BANK_LOAN,
        "subordinated_rate_shift": None if after else NO_SUBORDINATED_LOAN,
        "bank_term_shift": _no_term(bank) if bank else NO_BANK_LOAN,
        "subordinated_term_shift": _no_term(after) if after else NO_SUBORDINATED_LOAN,
        "bank_share_shift": None if has_share and total > 0 else NO_BANK_SHARE,
        "member_contribution": None if homes else NO_DWELLINGS,
        "subsidy": None if total > 0 else NO_INVESTMENT,
        "construction_cost": None if costs("construction") else NO_CONSTRUCTION,
        "sale_price": None if any(_has_price(dwelling) for dwelling in plan.dwellings) else NO_PRICE,
        "rollover_share": None if base.flow.lent_again.any() else NO_ROLLOVER,
        "members_replaced": None if leaves else NO_TURNOVER,
    }
    instruments = [
        Instrument("rent", 0.5, 2.0, worse=0.5, reach=0.15),
        Instrument("land_cost", 0.0, 1.0, worse=2.0, reach=0.5),
        Instrument("canon", 0.0, 1.0, worse=2.0, reach=0.5),
        Instrument("bank_rate_shift", -0.05, 0.0, worse=0.05, reach=0.01),
        Instrument("subordinated_rate_shift", -0.05, 0.0, worse=0.05, reach=0.02),
        Instrument("bank_term_shift", 0.0, 20.0, worse=-_years_to_miss(bank), reach=10.0),
        Instrument("subordinated_term_shift", 0.0, 20.0, worse=-_years_to_miss(after), reach=10.0),
        Instrument("bank_share_shift", -0.3, 0.3, worse=0.3, reach=0.1),
        Instrument(
            "member_contribution",
            0.0,
            MAX_MEMBER_CONTRIBUTION,
            worse=-min(equity / max(homes, 1), MAX_MEMBER_CONTRIBUTION),
            reach=25_000.0,
        ),
        Instrument("subsidy", 0.0, total, worse=-min(grants, total), reach=0.15 * total),
        Instrument("construction_cost", 0.5, 1.0, worse=1.5, reach=0.1),
        Instrument("sale_price", 0.8, 1.5, worse=0.8, reach=0.1),
        Instrument("rollover_share", 0.0, 1.0, worse=0.0, reach=1.0, is_help=False),
        Instrument("members_replaced", 0.0, 1.0, worse=0.0, reach=1.0, is_help=False),
    ]
    left_out = {driver: reason for driver, reason in reasons.items() if reason}
    return [instrument for instrument in instruments if instrument.driver not in left_out], left_out


def _no_term(loans: list[Source]) -> Sentence | None:
    """Why the term of these loans cannot be shifted; None where that of one can."""
    return None if any(loan.term_years is not None for loan in loans) else REPAID_BY_PERCENTAGE


def _years_to_miss(loans: list[Source]) -> float:
    """How much shorter the shortest of them can be, at most 20."""
    spare = [loan.term_years - loan.grace_years - 1 for loan in loans if loan.term_years is not None]
    return float(min([*spare, 20])) if spare else 0.0


def _has_price(dwelling: Dwelling) -> bool:
    return dwelling.is_sold and dwelling.count > 0 and dwelling.sale_price not in (AT_COST, 0.0)


def _given(base: Calculation, rank: str) -> float:
    """What the plan has of this rank, other than the remainder: that gives way by itself."""
    return sum(
        float(amount[0, 0])
        for source, amount in base.funding.sources
        if source.effective_rank == rank and not source.remainder
    )


def _nearest(plan: Plan, instruments: list[Instrument]) -> list[float | None]:
    """For each instrument the value nearest to neutral at which the plan closes, None when there is none within the
    bounds.
    """
    both = [
        (number, instrument.way(bound))
        for number, instrument in enumerate(instruments)
        for bound in (instrument.low, instrument.high)
        if bound != instrument.neutral
    ]
    search = _Search(plan, [instruments[number] for number, _way in both])
    changes = search.changes([way for _number, way in both])
    found: list[float | None] = []
    for number, instrument in enumerate(instruments):
        values = [
            search.inside(instrument, change.far, change.near)
            for row, change in changes.items()
            if both[row][0] == number
        ]
        found.append(min(values, key=lambda value: abs(value - instrument.neutral), default=None))
    return found


def _slack(plan: Plan, instruments: list[Instrument]) -> list[float | None]:
    """For each instrument how far it can move to the worse side, every value on the way closing as well."""
    search = _Search(plan, instruments)
    changes = search.changes([instrument.way(instrument.worse) for instrument in instruments])
    return [
        search.inside(instrument, changes[row].near, changes[row].far) if row in changes else instrument.worse
        for row, instrument in enumerate(instruments)
    ]


class _Search:
    """Values of one instrument at a time, all others neutral; a row is the number of the instrument."""

    def __init__(self, plan: Plan, instruments: list[Instrument]) -> None:
        self.plan = plan
        self.instruments = instruments

    def calculated(self, values: Array, rows: RowNumbers) -> Calculation:
        drivers: dict[DriverName, Array] = {}
        for number, instrument in enumerate(self.instruments):
            column = drivers.setdefault(instrument.driver, np.full(values.shape, instrument.neutral))
            column[rows == number] = values[rows == number]
        return calculate(self.plan, Drivers.of(drivers))

    def margin(self, values: Array, rows: RowNumbers) -> Array:
        return self.calculated(values, rows).margin

    def changes(self, ways: list[Array]) -> dict[int, SignChange]:
        """By row, where the verdict first changes on the way from neutral."""
        numbers = [number for number, way in enumerate(ways) if len(way) > 1]
        if not numbers:
            return {}
        whole = [number for number in numbers if self.instruments[number].is_whole]
        found = first_changes(self.margin, [ways[number] for number in numbers], numbers, whole)
        rest = [change for row, change in found.items() if row not in whole]
        tolerance = np.array([self.instruments[change.row].nudge / 2 for change in rest])
        return {**found, **{change.row: change for change in refined(self.margin, rest, tolerance)}}

    def inside(self, instrument: Instrument, closing: float, other: float) -> float:
        """The closing value of a change, a hair's breadth further from the other, so that rounding cannot undo it."""
        if instrument.is_whole:
            return closing
        further = closing + np.sign(closing - other) * instrument.nudge
        neutral_is_behind = (instrument.neutral - closing) * (closing - other) >= 0
        ends = (closing, instrument.neutral) if neutral_is_behind else instrument.bounds
        further = float(np.clip(further, min(ends), max(ends)))
        drivers = Drivers.of({instrument.driver: [further]})
        return further if calculate(self.plan, drivers).closes[0] else closing
