"""What a caller may choose of the policy lab. Every choice stands in the result with the figures that rest on it."""

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from math import isfinite
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from financing.engine.documents import AS_WHOLE, Amount, Fraction, Name, Part, WholeYears
from financing.engine.drivers import DRIVERS, DriverName
from financing.engine.errors import PlanError, Problem
from financing.engine.market import CANON, COLUMNS, GRANT, GUARANTEE, LAND, LOAN_RATE, PUBLIC_LOAN
from financing.engine.parameters import ParameterError, PublicLoanTerms, PublicParameters
from financing.engine.parse import read_as
from financing.engine.policy.portfolio import PolicyError, Portfolio
from financing.engine.result_documents import Correlation, DriverKey
from financing.engine.sentences import Sentence, _
from financing.engine.stress import Uncertainty

InstrumentName = Literal["grant", "land_price", "canon", "loan_rate", "guarantee", "public_loan", "plan_phase"]
INSTRUMENTS: tuple[InstrumentName, ...] = get_args(InstrumentName)
COLUMN_OF: dict[InstrumentName, int] = {
    "grant": GRANT,
    "land_price": LAND,
    "canon": CANON,
    "loan_rate": LOAN_RATE,
    "guarantee": GUARANTEE,
    "public_loan": PUBLIC_LOAN,
    "plan_phase": GRANT,
}
INSTRUMENT_OF: dict[DriverName, InstrumentName] = {
    driver: next(name for name in INSTRUMENTS if COLUMN_OF[name] == column) for driver, column in COLUMNS.items()
}
"""Which instrument moves a driver; the guarantee moves what the bank asks."""
MOST_BUDGET = 1e9
MOST_FLOORS = 8

LabProgress = Callable[[int, int], None]
"""Is told how much is done, of how much; what it raises stops the work."""


def silent(_done: int, _total: int) -> None:
    """Nobody is told."""


class PolicyLimits(Part):
    """Euros that are set aside: of a target group at least and at most, of one plan at most, in total and per home.

    A floor is kept for its group: the others can have what is left of the budget without it.
    """

    floors: Annotated[dict[Name, Amount], Field(max_length=MOST_FLOORS)] = {}
    ceilings: dict[Name, Amount] = {}
    most_per_application: Amount | None = None
    most_per_home: Amount | None = None
    most_plans_per_province: Annotated[int, Field(ge=0, le=10_000), AS_WHOLE] | None = None


class Storm(Part):
    """A change of the world with a name, by driver."""

    name: Name
    drivers: dict[DriverKey, float]


class RevolvingFund(Part):
    """So many plans of the portfolio, drawn by chance, ask for the public loan each year."""

    plans_per_year: Annotated[int, Field(ge=1, le=1_000), AS_WHOLE] = 5
    years: WholeYears = 30


class PolicyParameters(Part):
    """How costs are worked out, what may be used, within which limits, and what the world may do."""

    public_discount_rate: Annotated[float, Field(ge=-0.99, le=1)] = PublicParameters.public_discount_rate
    rate_cut: Fraction = PublicParameters.rate_cut
    fee: Fraction = PublicParameters.fee
    expected_loss: Fraction = PublicParameters.expected_loss
    public_loan: PublicLoanTerms = PublicLoanTerms()
    plan_phase_share: Fraction = 1.0
    instruments: Annotated[list[InstrumentName], Field(min_length=1)] = list(INSTRUMENTS)
    weights: dict[Name, Annotated[float, Field(ge=0, le=1_000)]] = {}
    limits: PolicyLimits = PolicyLimits()
    runs: Annotated[int, Field(ge=1, le=10_000), AS_WHOLE] = 1_000
    storms: Annotated[list[Storm], Field(max_length=20)] = [
        Storm(name="interest", drivers={"interest_shift": 0.01}),
        Storm(name="construction", drivers={"construction_cost": 1.15}),
        Storm(name="both", drivers={"interest_shift": 0.01, "construction_cost": 1.15}),
    ]
    standard_deviations: dict[DriverKey, float] = {}
    correlations: Annotated[list[Correlation], Field(max_length=100)] = []
    revolving: RevolvingFund = RevolvingFund()

    @property
    def public(self) -> PublicParameters:
        return PublicParameters(self.public_discount_rate, self.rate_cut, self.fee, self.expected_loss)


def policy_parameters(given: Mapping[str, Any] | None) -> PolicyParameters:
    """The defaults with what is given in their place. Raises PolicyError with every problem found."""
    try:
        parameters = read_as(PolicyParameters, dict(given or {}))
    except PlanError as error:
        raise PolicyError(error.problems) from error
    problems = [*_terms(parameters.public_loan), *_storms(parameters.storms), *_contradictions(parameters.limits)]
    if problems:
        raise PolicyError(problems)
    uncertainty_of(parameters)
    return parameters


def uncertainty_of(parameters: PolicyParameters) -> Uncertainty:
    """How the world may vary. Raises PolicyError."""
    given = {
        "standard_deviations": parameters.standard_deviations,
        "correlations": [each.model_dump() for each in parameters.correlations],
    }
    try:
        return Uncertainty.of(given)
    except ParameterError as error:
        path, _colon, expected = str(error).partition(": ")
        raise PolicyError([Problem(path, "uncertainty", Sentence("%(expected)s"), {"expected": expected})]) from error


def checked_budget(budget: float) -> float:
    """The budget in euros. Raises PolicyError."""
    if not isfinite(budget) or not 0 < budget <= MOST_BUDGET:
        sentence = _("Expected a budget above 0 and of at most a billion euros.")
        raise PolicyError([Problem("budget", "budget_outside", sentence)])
    return float(budget)


def check_limits(limits: PolicyLimits, budget: float, portfolio: Portfolio, weights: Mapping[str, float]) -> None:
    """Raises PolicyError where limits cannot hold for this budget and portfolio."""
    problems = [*_unknown_groups(limits, portfolio, weights), *_beyond(limits.floors, budget)]
    if problems:
        raise PolicyError(problems)


def _terms(terms: PublicLoanTerms) -> Iterator[Problem]:
    if terms.grace_years >= terms.term_years:
        yield Problem(
            "public_loan.grace_years",
            "grace_long",
            _("Expected fewer years than the term of %(term)s years: something has to be left to repay in."),
            {"term": terms.term_years},
        )


def _storms(storms: list[Storm]) -> Iterator[Problem]:
    for number, storm in enumerate(storms):
        for driver, value in storm.drivers.items():
            path = f"storms[{number}].drivers.{driver}"
            if DRIVERS[driver].is_whole and value != round(value):
                yield Problem(path, "whole_years", _("Expected whole years."))
            if abs(value) > MOST_BUDGET or value < DRIVERS[driver].least:
                yield Problem(path, "driver_outside", _("Expected another number: nothing can move that far."))
        if storm.name in [other.name for other in storms[:number]]:
            sentence = _("Expected a name that is not used yet: “%(name)s” stands here twice.")
            yield Problem(f"storms[{number}].name", "name_twice", sentence, {"name": storm.name})


def _contradictions(limits: PolicyLimits) -> Iterator[Problem]:
    for group, floor in limits.floors.items():
        ceiling = limits.ceilings.get(group)
        if ceiling is not None and floor > ceiling:
            yield Problem(
                f"limits.floors.{group}",
                "floor_above_ceiling",
                _(
                    "Expected at most the ceiling of the same group: the floor of %(floor)s euros and the ceiling of "
                    "%(ceiling)s euros of “%(group)s” contradict each other."
                ),
                {"floor": _euros(floor), "ceiling": _euros(ceiling), "group": group},
            )


def _beyond(floors: Mapping[str, float], budget: float) -> Iterator[Problem]:
    """Floors that the budget does not hold: one that is too large by itself, two that are together, or all of them."""
    too_large = [[group] for group in floors if floors[group] > budget]
    pairs = [list(pair) for pair in combinations(floors, 2) if sum(floors[group] for group in pair) > budget]
    everything = [list(floors)] if sum(floors.values()) > budget else []
    for groups in (too_large or pairs or everything)[:1]:
        yield Problem(
            f"limits.floors.{groups[-1]}",
            "floors_beyond_budget",
            _("Expected less: what is kept for %(groups)s is %(floors)s euros, and the budget is %(budget)s euros."),
            {
                "groups": " + ".join(f"“{group}”" for group in groups),
                "floors": _euros(sum(floors[group] for group in groups)),
                "budget": _euros(budget),
            },
        )


def _unknown_groups(limits: PolicyLimits, portfolio: Portfolio, weights: Mapping[str, float]) -> Iterator[Problem]:
    known = portfolio.groups("target")
    named: dict[str, Mapping[str, float]] = {
        "limits.floors": limits.floors,
        "limits.ceilings": limits.ceilings,
        "weights": weights,
    }
    for path, groups in named.items():
        for group in groups:
            if group not in known:
                yield Problem(
                    f"{path}.{group}",
                    "group_unknown",
                    _("Expected a target group of the portfolio: %(groups)s."),
                    {"groups": ", ".join(known)},
                )


def _euros(amount: float) -> str:
    return f"{amount:.2f}".removesuffix(".00")
