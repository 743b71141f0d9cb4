"""What would make a plan close, or how much room it has, in words and euros."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from coophub.web.formats import percent
from financing.engine import find_levers, result_documents
from financing.engine.drivers import NEUTRAL, DriverName
from financing.engine.result_documents import LeverParameters
from financing.plans.selectors.drivers import driver_in_short, driver_sentence, driver_title
from financing.plans.selectors.outcomes import Outcome, once, outcome_of

PACKAGES_SHOWN = 8
RISKS = ("rollover_share", "members_replaced")
"""How much of these a plan that closes can bear; no plan closes by them."""

OF_SOME_FORMS = ("sale_price",)
"""Nobody misses these in a plan that has nothing of the kind."""

SHOWN_FIRST = 4
"""How many levers the result page names."""


@dataclass(frozen=True)
class LeverInWords:
    """One thing that could be different.

    `value` is where the plan closes, or in a plan that closes how far it can go; None when it does not help on its own.
    `low` and `high` are the bounds of the engine; `tried` is what somebody would try at first.
    """

    driver: str
    title: str
    sentence: str
    value: float | None
    low: float
    high: float
    tried: tuple[float, float]
    neutral: float
    is_at_its_bound: bool

    @property
    def shown(self) -> float:
        """Where its slider stands at first."""
        return self.neutral if self.value is None else self.value

    @property
    def ends(self) -> "SliderEnds":
        """Of its slider: what somebody would try, and the value where the plan closes."""
        low, high = self.tried
        return SliderEnds(self.driver, min(low, self.shown), max(high, self.shown))

    @property
    def has_margin(self) -> bool:
        return self.value is not None and self.value != self.neutral


@dataclass(frozen=True)
class SliderEnds:
    """Between which values a slider goes, and what they are called."""

    driver: str
    low: float
    high: float

    @property
    def low_words(self) -> str:
        return driver_in_short(self.driver, self.low)

    @property
    def high_words(self) -> str:
        return driver_in_short(self.driver, self.high)


@dataclass(frozen=True)
class LeftOutInWords:
    """A lever that the plan has no use for, and why."""

    title: str
    reason: str


@dataclass(frozen=True)
class PackageInWords:
    """Public instruments that together make the plan close, and what they cost the public."""

    changes: list[str]
    drivers: dict[DriverName, float]
    public_cost: float
    public_cost_per_dwelling: float | None


@dataclass(frozen=True)
class NearestInWords:
    """Changes that together make the plan close, each no further than somebody would try; or, when not even all of them
    do, what is then still `short`.
    """

    changes: list[str]
    drivers: dict[DriverName, float]
    closes: bool
    short: list[str]


@dataclass(frozen=True)
class LeversInWords:
    closes: bool
    levers: list[LeverInWords]
    left_out: list[LeftOutInWords]
    packages: list[PackageInWords]
    nearest: NearestInWords | None
    assumptions: str

    @property
    def further(self) -> "LeversInWords":
        """The same with sliders as far as the engine looks."""
        return replace(self, levers=[replace(lever, tried=(lever.low, lever.high)) for lever in self.levers])

    @property
    def helping(self) -> list[LeverInWords]:
        """The levers that make the plan close on their own."""
        return [lever for lever in self.levers if lever.value is not None]

    @property
    def shown_first(self) -> list[LeverInWords]:
        return self.helping[:SHOWN_FIRST]

    @property
    def not_enough(self) -> list[LeverInWords]:
        return [lever for lever in self.levers if lever.value is None]


def levers_of(outcome: Outcome) -> LeversInWords:
    """Every lever and package of a plan as it stands. Takes some tenths of a second the first time, and no query."""
    return once("levers", outcome, _levers)


def _levers(outcome: Outcome) -> LeversInWords:
    found = find_levers(outcome.plan)
    return LeversInWords(
        closes=found.closes,
        levers=[
            _lever(lever, outcome)
            for lever in found.levers
            if not _has_nothing_to_lose(lever) and (found.closes or lever.driver not in RISKS)
        ],
        left_out=[
            LeftOutInWords(driver_title(left.driver), _(left.reason))
            for left in found.left_out
            if left.driver not in (*RISKS, *OF_SOME_FORMS)
        ],
        packages=[_package(package, found.parameters, outcome) for package in found.packages[:PACKAGES_SHOWN]],
        nearest=_nearest(found.nearest, outcome) if found.nearest else None,
        assumptions=_assumptions(found.parameters),
    )


def _lever(lever: result_documents.Lever, outcome: Outcome) -> LeverInWords:
    driver, value = lever.driver, lever.value
    neutral = NEUTRAL[driver]
    return LeverInWords(
        driver=driver,
        title=driver_title(driver),
        sentence="" if value is None or value == neutral else driver_sentence(driver, value, outcome),
        value=value,
        low=lever.low,
        high=lever.high,
        tried=(lever.tried_low, lever.tried_high),
        neutral=neutral,
        is_at_its_bound=value in (lever.low, lever.high),
    )


def _has_nothing_to_lose(lever: result_documents.Lever) -> bool:
    """In a plan that closes: subsidy or a contribution of which there is none to take away."""
    return lever.value == NEUTRAL[lever.driver] and lever.value in (lever.low, lever.high)


def _package(package: result_documents.Package, parameters: LeverParameters, outcome: Outcome) -> PackageInWords:
    drivers = dict(package.drivers)
    of_guarantee = {"bank_rate_shift"} if package.guarantee else set()
    changes = [
        driver_sentence(driver, value, outcome) for driver, value in drivers.items() if driver not in of_guarantee
    ]
    if package.guarantee:
        drivers["bank_rate_shift"] = parameters.fee - parameters.rate_cut
        effect = driver_sentence("bank_rate_shift", drivers["bank_rate_shift"], outcome)
        changes.append(_("A guarantee on the bank loan (%(effect)s)") % {"effect": effect[:1].lower() + effect[1:]})
    return PackageInWords(changes, drivers, package.public_cost, package.public_cost_per_dwelling)


def _nearest(way: result_documents.NearestWay, outcome: Outcome) -> NearestInWords:
    after = outcome_of(outcome.document, {str(driver): value for driver, value in way.drivers.items()})
    return NearestInWords(
        changes=[driver_sentence(driver, value, outcome) for driver, value in way.drivers.items()],
        drivers=dict(way.drivers),
        closes=way.closes,
        short=[criterion.sentence for criterion in after.criteria if not criterion.holds],
    )


def _assumptions(parameters: LeverParameters) -> str:
    return _(
        "Present values at %(discount)s a year. A guarantee makes the bank %(cut)s cheaper, costs the group "
        "a fee of %(fee)s a year "
        "and the public an expected loss of %(loss)s of the loan a year. These are assumptions."
    ) % {
        "discount": percent(parameters.public_discount_rate, 1),
        "cut": percent(parameters.rate_cut, 1),
        "fee": percent(parameters.fee, 1),
        "loss": percent(parameters.expected_loss, 1),
    }
