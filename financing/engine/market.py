"""What public bodies can do for a plan, and what it costs them (section 6; the policy lab)."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from financing.engine.calculate import Calculation, calculate
from financing.engine.documents import Source
from financing.engine.drivers import AddedLoan, Array, DriverName, Drivers
from financing.engine.loans import Loan, Terms, lent_once
from financing.engine.parameters import PublicLoanTerms, PublicParameters

GRANT, LAND, CANON, LOAN_RATE, PUBLIC_LOAN, GUARANTEE = range(6)
"""The columns of an array of steps. Each goes from 0 to 1, its bound; the guarantee is on or off in a package."""

LAST = GUARANTEE
COLUMNS: dict[DriverName, int] = {
    "subsidy": GRANT,
    "land_cost": LAND,
    "canon": CANON,
    "subordinated_rate_shift": LOAN_RATE,
    "bank_rate_shift": GUARANTEE,
}
"""Which column moves a driver; the public loan moves none."""

PUBLIC_LENDERS = ("municipal_loan", "svn_loan")
LARGEST_RATE_CUT = 0.05
NAME_OF_LOAN = "public loan (scenario)"
"""As it is called among the sources."""


@dataclass(frozen=True)
class Priced:
    """Packages with their outcome and their cost in euros, each of the shape (packages,). `room` is the money beyond
    what is asked: a column for each criterion and year.

    `cash` is what has to be set aside today; `net` is what is left of it after all that flows back.
    """

    closes: NDArray[np.bool_]
    room: Array
    cash: Array
    net: Array


class PublicMarket:
    """What public bodies can do for one plan. Steps have the shape (packages, instruments).

    Without terms there is no public loan; `grant` is the largest grant, the whole investment when it is left out.
    """

    def __init__(
        self,
        base: Calculation,
        parameters: PublicParameters,
        terms: PublicLoanTerms | None = None,
        grant: float | None = None,
    ) -> None:
        self.base = base
        self.parameters = parameters
        self.terms = terms
        self.total = float(base.cost.total[0, 0])
        self.grant = self.total if grant is None else grant
        plain = {line.name for line in base.plan.investment.lines if not line.is_share}
        self.land = sum(
            float(line.excl_vat[0, 0]) for line in base.cost.lines if line.category == "land" and line.name in plain
        )
        self.present = present_values(parameters.public_discount_rate, base.plan.horizon_years)
        self.canon = float(base.exploitation.canon[0] @ self.present)
        self.most_lent = terms.per_home * base.plan.dwelling_count if terms else 0.0
        self.source = source_of(terms) if terms else None
        self.nudge = min(1e-10, 0.002 / max(self.total, 1.0))

    @cached_property
    def usable(self) -> list[int]:
        """The instruments that the plan has a use for."""
        has_use = (
            self.total > 0 and self.grant > 0,
            self.land > 0,
            bool(self.base.exploitation.canon.any()),
            any(loan.amount[0, 0] > 0 for loan in self._public_loans(self.base)),
            self.most_lent > 0,
            any(loan.amount[0, 0] > 0 for loan in _bank_loans(self.base)),
        )
        return [number for number, use in enumerate(has_use) if use]

    def drivers(self, steps: Array) -> dict[DriverName, Array]:
        """What the steps make of each driver, of the shape (packages,)."""
        chosen = self.parameters
        return {
            "subsidy": steps[:, GRANT] * self.grant,
            "land_cost": 1.0 - steps[:, LAND],
            "canon": 1.0 - steps[:, CANON],
            "subordinated_rate_shift": -LARGEST_RATE_CUT * steps[:, LOAN_RATE],
            "bank_rate_shift": (chosen.fee - chosen.rate_cut) * steps[:, GUARANTEE],
        }

    def drivers_in(self, steps: Array) -> dict[DriverName, float]:
        """The drivers that one package moves."""
        values = self.drivers(steps[None, :])
        return {driver: float(values[driver][0]) for driver, column in COLUMNS.items() if steps[column] > 0}

    def calculated(self, steps: Array) -> Calculation:
        values = {
            # What is the same in all of them is calculated once.
            driver: (array[:1] if np.ptp(array) == 0 else array)[:, None]
            for driver, array in self.drivers(steps).items()
            if COLUMNS[driver] in self.usable and steps[:, COLUMNS[driver]].any()
        }
        loan = None
        if self.source is not None and steps[:, PUBLIC_LOAN].any():
            loan = AddedLoan(self.source, self._lent(steps)[:, None])
        drivers = Drivers(len(steps), values, loan)
        return calculate(self.base.plan, drivers, self.base)

    def priced(self, steps: Array) -> Priced:
        """The packages calculated, each package's instruments added up."""
        if not len(steps):
            none = np.zeros(0)
            return Priced(none.astype(np.bool_), _room(self.base, 0), none, none)
        found = self.calculated(steps)
        chosen, lent = self.parameters, self._lent(steps)
        nothing = np.zeros((1, self.base.plan.horizon_years))
        given = self._given(steps) + self._interest_forgone(steps, found, nothing) @ self.present
        at_risk = sum((loan.opening for loan in _bank_loans(found)), start=nothing) @ self.present
        guaranteed = steps[:, GUARANTEE] * at_risk
        lost = np.zeros(len(steps))
        lends = lent > 0
        if lends.any():
            lost[lends] = lent[lends] * self._lost_per_euro(self.drivers(steps[lends])["subordinated_rate_shift"])
        return Priced(
            closes=np.broadcast_to(found.closes, (len(steps),)),
            room=_room(found, len(steps)),
            cash=given + chosen.expected_loss * guaranteed + lent,
            net=given + (chosen.expected_loss - chosen.fee) * guaranteed + lost,
        )

    def _given(self, steps: Array) -> Array:
        """Grants, land and canon, of which nothing comes back."""
        return np.asarray(steps[:, GRANT] * self.grant + steps[:, LAND] * self.land + steps[:, CANON] * self.canon)

    def _lent(self, steps: Array) -> Array:
        return np.asarray(steps[:, PUBLIC_LOAN] * self.most_lent)

    def _lost_per_euro(self, shift: Array) -> Array | float:
        """Of a euro that is lent, what does not come back: at its present value, of the shape (packages,)."""
        if self.terms is None or self.source is None:
            return 0.0
        if len(shift) > 1 and not shift.any():
            return self._lost_at_plan_rate
        different, place = np.unique(shift, return_inverse=True)
        drivers = Drivers.of({"subordinated_rate_shift": different})
        back = received_per_euro(self.terms, self.source, drivers)
        return (1.0 - back @ present_values(self.parameters.public_discount_rate, self.terms.term_years))[place]

    @cached_property
    def _lost_at_plan_rate(self) -> Array | float:
        return self._lost_per_euro(np.zeros(1))

    def _interest_forgone(self, steps: Array, found: Calculation, nothing: Array) -> Array:
        """What the public lenders of the plan itself receive less each year."""
        if not steps[:, LOAN_RATE].any():
            return nothing
        at_plan_rates = self.base
        both = zip(self._public_loans(found), self._public_loans(self.base), strict=True)
        if any((loan.amount != as_it_stands.amount).any() for loan, as_it_stands in both):
            # How much they lend hangs on the rest of the package.
            at_plan_rates = self.calculated(np.where(np.arange(LAST + 1) == LOAN_RATE, 0.0, steps))
        return self._interest(at_plan_rates, nothing) - self._interest(found, nothing)

    def _public_loans(self, calculation: Calculation) -> list[Loan]:
        """Those of the plan whose rate a public body can lower."""
        return [
            loan
            for loan in calculation.loans
            if loan.source.kind in PUBLIC_LENDERS
            and loan.source.effective_rank == "subordinated"
            and loan.source is not self.source
        ]

    def _interest(self, calculation: Calculation, nothing: Array) -> Array:
        """What the public lenders receive each year, paid or added to the balance."""
        return sum((loan.interest + loan.capitalised for loan in self._public_loans(calculation)), start=nothing)


def source_of(terms: PublicLoanTerms) -> Source:
    """The public loan as a source of a plan: of the most that is lent per home."""
    return Source(
        name=NAME_OF_LOAN,
        kind="svn_loan",
        per_dwelling=terms.per_home,
        rate=terms.rate,
        term_years=terms.term_years,
        grace_years=terms.grace_years,
    )


def received_per_euro(terms: PublicLoanTerms, source: Source, drivers: Drivers) -> Array:
    """What comes back each year of a euro that is lent, interest and principal after the expected loss: shape
    (scenarios, years of the term).
    """
    loan = lent_once(source, np.ones((1, 1)), Terms.of(source, drivers), terms.term_years)
    return np.asarray(loan.interest + loan.principal - terms.expected_loss * loan.opening)


def present_values(rate: float, years: int) -> Array:
    """What a euro at the end of each of these years is worth today."""
    return np.asarray((1.0 + rate) ** -np.arange(1.0, years + 1.0))


def _room(calculation: Calculation, rows: int) -> Array:
    found = [np.zeros((rows, 0)), *(criterion.room for criterion in calculation.criteria)]
    return np.concatenate([np.broadcast_to(room, (rows, room.shape[1])) for room in found], axis=1)


def _bank_loans(calculation: Calculation) -> list[Loan]:
    return [loan for loan in calculation.loans if loan.source.kind == "bank_loan"]
