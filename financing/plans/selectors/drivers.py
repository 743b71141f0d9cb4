"""What a driver of the engine is called, and what a value of it means for a plan, in words and euros."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coophub.web.formats import Words, euro, number, percent
from financing.engine.drivers import DRIVERS as ENGINE_DRIVERS
from financing.engine.drivers import NEUTRAL, DriverName, known
from financing.plans.document.rows import let_homes_in, monthly_rent_of
from financing.plans.figures import headings
from financing.plans.figures.choices import MONEY, SERIES
from financing.plans.figures.kinds import YEARS
from financing.plans.figures.result import RESULT
from financing.plans.selectors.outcomes import Outcome

AS_IN_THE_PLAN = gettext_lazy("as in the plan")
CANNOT_BE_CALCULATED = gettext_lazy("This scenario cannot be calculated: %(reason)s")


@dataclass(frozen=True)
class DriverWords:
    """`meaning` is given how far the value is from neutral (a share, points or euros) and the plan as it stands."""

    title: Words
    meaning: Callable[[float, Outcome], str]


def driver_title(name: str) -> str:
    return str(DRIVERS[known(name)].title)


def driver_sentence(name: str, value: float, outcome: Outcome) -> str:
    """Such as "Ground € 310,000 cheaper", or that it is as in the plan. `outcome` is the plan as it stands, without
    drivers.
    """
    driver = known(name)
    change = value - NEUTRAL[driver]
    return DRIVERS[driver].meaning(change, outcome) if change else str(AS_IN_THE_PLAN)


def size_in_short(name: str, size: float) -> str:
    """A change, whichever way: "15%", "1.0 points", "10 years", "€ 25,000"."""
    kind = ENGINE_DRIVERS[known(name)].kind
    if kind == "years":
        return YEARS.write(round(size))
    if kind == "euros":
        return euro(size)
    if kind == "points":
        return _("%(points)s points") % {"points": number(size * 100, 1)}
    return percent(size)


def driver_in_short(name: str, value: float) -> str:
    """How far a value is from the plan as it stands, in a few signs: "+15%", "−1.0 points"."""
    change = value - NEUTRAL[known(name)]
    if change == 0:
        return str(AS_IN_THE_PLAN)
    return ("+" if change > 0 else "−") + size_in_short(name, abs(change))


def drivers_in_words(drivers: Mapping[str, float], outcome: Outcome) -> list[str]:
    return [driver_sentence(name, value, outcome) for name, value in drivers.items()]


def amount_of_category(outcome: Outcome, category: str) -> float:
    """Before VAT, of the lines that the driver of this category changes."""
    lines = zip(outcome.document["investment"].get("lines", []), outcome.result.investment.lines, strict=True)
    return float(
        sum(found.excl_vat for line, found in lines if line["category"] == category and "share_of" not in line)
    )


def average_rent(outcome: Outcome) -> float:
    """Per home per month, in money of the price level year."""
    monthly = sum(home["count"] * monthly_rent_of(home) for home in let_homes_in(outcome.document))
    return float(monthly / outcome.homes) if outcome.homes else 0.0


def _first(*series: list[float]) -> float:
    """The first yearly amount above nothing, of the series together."""
    sums = [sum(values) for values in zip(*series, strict=True)]
    return next((amount for amount in sums if amount > 0), 0.0)


def _members(outcome: Outcome) -> float:
    sources = zip(outcome.document.get("funding", []), outcome.result.funding.sources, strict=True)
    return float(
        sum(
            found.amount
            for source, found in sources
            if source["kind"] == "member_equity" and not source.get("remainder")
        )
    )


def _facts(change: float, amount: float) -> dict[str, str]:
    return {"amount": euro(abs(amount)), "percent": percent(abs(change), 1)}


def _rent(change: float, outcome: Outcome) -> str:
    facts = _facts(change, average_rent(outcome) * change)
    if change < 0:
        return _("Rent %(amount)s a month lower on average (%(percent)s)") % facts
    return _("Rent %(amount)s a month higher on average (%(percent)s)") % facts


def _land(change: float, outcome: Outcome) -> str:
    facts = _facts(change, amount_of_category(outcome, "land") * change)
    if change < 0:
        return _("Ground %(amount)s cheaper, before VAT (%(percent)s)") % facts
    return _("Ground %(amount)s more expensive, before VAT (%(percent)s)") % facts


def _building(change: float, outcome: Outcome) -> str:
    facts = _facts(change, amount_of_category(outcome, "construction") * change)
    if change < 0:
        return _("Building %(amount)s cheaper, before VAT (%(percent)s)") % facts
    return _("Building %(amount)s more expensive, before VAT (%(percent)s)") % facts


def _canon(change: float, outcome: Outcome) -> str:
    facts = _facts(change, _first(outcome.result.years.canon) * change)
    if change < 0:
        return _("Ground rent %(amount)s a year lower (%(percent)s)") % facts
    return _("Ground rent %(amount)s a year higher (%(percent)s)") % facts


def _running(change: float, outcome: Outcome) -> str:
    years = outcome.result.years
    facts = _facts(change, _first(years.operating_costs, years.reserve_contribution) * change)
    if change < 0:
        return _("Running costs %(amount)s a year lower (%(percent)s)") % facts
    return _("Running costs %(amount)s a year higher (%(percent)s)") % facts


def _equity(change: float, outcome: Outcome) -> str:
    facts = _facts(change, _members(outcome) * change)
    if change < 0:
        return _("%(amount)s less money of members (%(percent)s)") % facts
    return _("%(amount)s more money of members (%(percent)s)") % facts


def _subsidy(change: float, outcome: Outcome) -> str:
    if change < 0:
        return _("%(amount)s less subsidy") % _facts(0, change)
    return _("%(amount)s more subsidy") % _facts(0, change)


def _contribution(change: float, outcome: Outcome) -> str:
    if change < 0:
        return _("Members bring in %(amount)s less for each home") % _facts(0, change)
    return _("Members bring in %(amount)s more for each home") % _facts(0, change)


def _term(change: float, outcome: Outcome) -> str:
    years = round(abs(change))
    if change < 0:
        return ngettext("Bank loan %(years)s year shorter", "Bank loan %(years)s years shorter", years) % {
            "years": years
        }
    return ngettext("Bank loan %(years)s year longer", "Bank loan %(years)s years longer", years) % {"years": years}


def _other_terms(change: float, outcome: Outcome) -> str:
    years = round(abs(change))
    if change < 0:
        return ngettext("Other loans %(years)s year shorter", "Other loans %(years)s years shorter", years) % {
            "years": years
        }
    return ngettext("Other loans %(years)s year longer", "Other loans %(years)s years longer", years) % {"years": years}


def _sale_price(change: float, outcome: Outcome) -> str:
    facts = _facts(change, outcome.result.investment.sale_proceeds * change)
    if change < 0:
        return _("Homes sold for %(amount)s less (%(percent)s)") % facts
    return _("Homes sold for %(amount)s more (%(percent)s)") % facts


def _rollover(change: float, outcome: Outcome) -> str:
    if change < 0:
        return _("%(percent)s of what should be lent again is not") % _facts(change, 0)
    return _("%(percent)s more is lent again than the plan says") % _facts(change, 0)


def _replaced(change: float, outcome: Outcome) -> str:
    if change < 0:
        return _("For %(percent)s of the members' money that leaves nobody new comes") % _facts(change, 0)
    return _("%(percent)s more money of new members comes than the plan says") % _facts(change, 0)


def _bank_share(change: float, outcome: Outcome) -> str:
    facts = _facts(change, outcome.result.investment.total * change)
    if change < 0:
        return _("The bank lends %(amount)s less (%(percent)s of the investment)") % facts
    return _("The bank lends %(amount)s more (%(percent)s of the investment)") % facts


def _points(lower: Callable[[], str], higher: Callable[[], str]) -> Callable[[float, Outcome], str]:
    def meaning(change: float, outcome: Outcome) -> str:
        return (lower() if change < 0 else higher()) % {"points": number(abs(change) * 100, 2)}

    return meaning


DRIVERS: dict[DriverName, DriverWords] = {
    "rent": DriverWords(gettext_lazy("Rent"), _rent),
    "land_cost": DriverWords(gettext_lazy("Price of the ground"), _land),
    "canon": DriverWords(SERIES["canon"].label, _canon),
    "construction_cost": DriverWords(SERIES["construction"].label, _building),
    "subsidy": DriverWords(MONEY["subsidy"].label, _subsidy),
    "member_contribution": DriverWords(gettext_lazy("Contribution of members"), _contribution),
    "equity": DriverWords(RESULT["statements.balance.member_equity"], _equity),
    "operating_cost": DriverWords(headings.RUNNING_COSTS, _running),
    "bank_term_shift": DriverWords(gettext_lazy("Term of the bank loan"), _term),
    "subordinated_term_shift": DriverWords(gettext_lazy("Term of the other loans"), _other_terms),
    "sale_price": DriverWords(gettext_lazy("Price of homes that are sold"), _sale_price),
    "rollover_share": DriverWords(gettext_lazy("Loans that are lent again"), _rollover),
    "members_replaced": DriverWords(gettext_lazy("New members for who leaves"), _replaced),
    "bank_share_shift": DriverWords(gettext_lazy("Size of the bank loan"), _bank_share),
    "bank_rate_shift": DriverWords(
        gettext_lazy("Interest of the bank"),
        _points(
            lambda: _("Interest of the bank %(points)s percentage points lower"),
            lambda: _("Interest of the bank %(points)s percentage points higher"),
        ),
    ),
    "subordinated_rate_shift": DriverWords(
        gettext_lazy("Interest of the other loans"),
        _points(
            lambda: _("Interest of the other loans %(points)s percentage points lower"),
            lambda: _("Interest of the other loans %(points)s percentage points higher"),
        ),
    ),
    "interest_shift": DriverWords(
        gettext_lazy("All interest"),
        _points(
            lambda: _("All interest %(points)s percentage points lower"),
            lambda: _("All interest %(points)s percentage points higher"),
        ),
    ),
    "inflation_shift": DriverWords(
        gettext_lazy("Inflation"),
        _points(
            lambda: _("Inflation %(points)s percentage points a year lower"),
            lambda: _("Inflation %(points)s percentage points a year higher"),
        ),
    ),
    "rent_index_shift": DriverWords(
        gettext_lazy("Growth of the rents"),
        _points(
            lambda: _("Rents grow %(points)s percentage points a year less"),
            lambda: _("Rents grow %(points)s percentage points a year more"),
        ),
    ),
    "vacancy_shift": DriverWords(
        gettext_lazy("Empty homes"),
        _points(
            lambda: _("%(points)s percentage points less rent missed by empty homes"),
            lambda: _("%(points)s percentage points more rent missed by empty homes"),
        ),
    ),
}
"""Every driver of the engine, those that a group can do something about first."""
