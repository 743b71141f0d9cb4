"""Every figure of a plan document, with what it is called and written as people read it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.formats import get_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from coophub.web.formats import euro, month, number, percent
from financing.engine import parse_plan

Words = str | Promise
Write = Callable[[Any], str]


@dataclass(frozen=True)
class Input:
    """`key` is the same in every plan, so that plans can be laid side by side; `row` names the line that the figure belongs to. A figure
    that is not given stands at its default."""

    key: tuple[str, ...]
    group: str
    row: str
    label: str
    value: str
    is_given: bool = True


def inputs_of(document: dict[str, Any], *, only_given: bool = False) -> list[Input]:
    """The figures of a valid document in the order of the plan; with `only_given` without what was left at its default."""
    plan = parse_plan(document)
    shown: dict[str, Any] = {"by_alias": True, "exclude_none": True, "exclude": {"schema_"}}
    given = list(_walk(plan.model_dump(**shown, exclude_unset=True), (), "", ""))
    if only_given:
        return given
    keys = {found.key for found in given}
    every = _walk(plan.model_dump(**shown), (), "", "")
    return [found if found.key in keys else replace(found, is_given=False) for found in every]


def _walk(value: Any, key: tuple[str, ...], place: str, row: str) -> Iterator[Input]:
    if isinstance(value, dict):
        if place.endswith(".by_year"):
            for year, rate in value.items():
                yield _input((*key, year), place, row, rate, year)
            return
        for name, inner in value.items():
            if name not in ROW_NAMES:
                yield from _walk(inner, (*key, name), f"{place}.{name}" if place else name, row)
    elif isinstance(value, list):
        seen: dict[str, int] = {}
        for inner in value:
            name = _row_name(inner, place)
            seen[name] = seen.get(name, 0) + 1
            named = name if seen[name] == 1 else f"{name} ({seen[name]})"
            title = f"{row}, {named}" if row and named else row or named
            yield from _walk(inner, (*key, named), f"{place}[]", title)
    else:
        yield _input(key, place, row, value)


ROW_NAMES = ("name", "line", "source")


def _row_name(inner: dict[str, Any], place: str) -> str:
    for name in ROW_NAMES:
        if name in inner:
            return str(inner[name])
    if "after_years" in inner:
        return _("after %(years)s years") % {"years": inner["after_years"]}
    return _("Tax bracket") if place == "corporate_tax.brackets" else ""


def _input(key: tuple[str, ...], place: str, row: str, value: Any, year: str = "") -> Input:
    label, write = WORDS[place]
    name = f"{label} ({year})" if year else str(label)
    return Input(key, str(GROUPS[key[0]]), row, name, write(value))


def _year(value: Any) -> str:
    return str(value)


def _midpoint(value: float) -> str:
    """A year with a fraction, in the reader's own marks."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", get_format("DECIMAL_SEPARATOR"))


def _exact(value: float) -> str:
    return number(value, 0 if value % 1 == 0 else 2)


def _percent(value: float) -> str:
    return percent(value, 0 if round(value * 100, 6) % 1 == 0 else 2)


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


def _choice(**names: Words) -> Write:
    return lambda value: str(names.get(str(value), value))


def _months(value: int) -> str:
    return _("%(count)s months") % {"count": value}


def _years(value: int) -> str:
    return _("%(count)s years") % {"count": value}


CATEGORY = _choice(
    land=gettext_lazy("Ground"),
    construction=gettext_lazy("Building"),
    additional=gettext_lazy("Fees and charges"),
    contingency=gettext_lazy("For the unexpected"),
    all=gettext_lazy("all of these together"),
)
SERIES = _choice(
    inflation=gettext_lazy("prices in general"),
    rent=gettext_lazy("rents"),
    construction=gettext_lazy("building costs"),
    maintenance=gettext_lazy("maintenance costs"),
    canon=gettext_lazy("ground rent"),
    market_value=gettext_lazy("value of homes"),
)
KIND = _choice(
    bank_loan=gettext_lazy("Loan of a bank"),
    municipal_loan=gettext_lazy("Loan of the municipality"),
    svn_loan=gettext_lazy("Loan of SVn"),
    member_loan=gettext_lazy("Loan of members"),
    crowdfunding=gettext_lazy("Crowdfunding or bonds"),
    member_equity=gettext_lazy("Money of members that stays in"),
    subsidy=gettext_lazy("Subsidy"),
    gift=gettext_lazy("Gift"),
    other_loan=gettext_lazy("Another loan"),
)
RANK = _choice(
    senior=pgettext_lazy("loan", "paid first"),
    subordinated=pgettext_lazy("loan", "paid after the bank"),
    equity=gettext_lazy("money of your own"),
    grant=gettext_lazy("money that is given"),
)
REPAYMENT = _choice(
    annuity=gettext_lazy("The same amount each month (annuity)"),
    linear=gettext_lazy("The same repayment each month (linear)"),
    bullet=gettext_lazy("All at the end"),
)
EXIT = _choice(
    none=gettext_lazy("not counted"),
    market_value=gettext_lazy("the value of the homes then"),
    multiple=gettext_lazy("a multiple of the last net rent"),
)

GROUPS: dict[str, Words] = {
    "price_level_year": gettext_lazy("Years and growth"),
    "first_year": gettext_lazy("Years and growth"),
    "horizon_years": gettext_lazy("Years and growth"),
    "series": gettext_lazy("Years and growth"),
    "dwellings": gettext_lazy("Homes and rents"),
    "other_income": gettext_lazy("Homes and rents"),
    "vacancy_rate": gettext_lazy("Homes and rents"),
    "market_value": gettext_lazy("Homes and rents"),
    "investment": gettext_lazy("Investment"),
    "funding": gettext_lazy("Where the money comes from"),
    "operating_costs": gettext_lazy("Running costs"),
    "maintenance_reserve": gettext_lazy("Running costs"),
    "ground_lease": gettext_lazy("Running costs"),
    "corporate_tax": gettext_lazy("What the plan must meet"),
    "liquidity": gettext_lazy("What the plan must meet"),
    "discount_rate": gettext_lazy("What the plan must meet"),
    "exit_value": gettext_lazy("What the plan must meet"),
    "exit_multiple": gettext_lazy("What the plan must meet"),
    "criteria": gettext_lazy("What the plan must meet"),
    "development": gettext_lazy("Until the first rent"),
}
"""Under which heading a figure stands, by the first key of its place."""

_GROWTH: dict[str, Words] = {
    "inflation": gettext_lazy("Prices in general, per year"),
    "rent": gettext_lazy("Rents, per year"),
    "construction": gettext_lazy("Building costs, per year"),
    "maintenance": gettext_lazy("Maintenance costs, per year"),
    "canon": gettext_lazy("Ground rent, per year"),
    "market_value": gettext_lazy("Value of homes, per year"),
}
_GROWS = gettext_lazy("Grows with")
_IN_TOTAL = gettext_lazy("In total, in euros")
_PER_HOME = gettext_lazy("Per home, in euros")
_PER_M2 = gettext_lazy("Per m² of living area, in euros")

WORDS: dict[str, tuple[Words, Write]] = {
    "price_level_year": (gettext_lazy("Price level year"), _year),
    "first_year": (gettext_lazy("First full year of letting"), _year),
    "horizon_years": (gettext_lazy("How many years to calculate"), _year),
    **{f"series.{name}.rate": (label, _percent) for name, label in _GROWTH.items()},
    **{f"series.{name}.by_year": (label, _percent) for name, label in _GROWTH.items()},
    "dwellings[].count": (gettext_lazy("How many"), _exact),
    "dwellings[].area_m2": (gettext_lazy("Living area of one home, in m²"), _exact),
    "dwellings[].monthly_rent": (gettext_lazy("Rent per month"), euro),
    "other_income[].amount": (gettext_lazy("Amount per year"), euro),
    "other_income[].series": (_GROWS, SERIES),
    "other_income[].subject_to_vacancy": (gettext_lazy("Can be empty like a home"), _yes),
    "vacancy_rate": (gettext_lazy("Rent missed by empty homes"), _percent),
    "market_value": (gettext_lazy("Value of the homes when they are let"), euro),
    "investment.construction_months": (gettext_lazy("Months of building"), _year),
    "investment.midpoint": (gettext_lazy("Middle of the building period"), _midpoint),
    "investment.construction_interest_rate": (gettext_lazy("Interest while building"), _percent),
    "investment.lines[].category": (gettext_lazy("Kind of cost"), CATEGORY),
    "investment.lines[].fixed": (_IN_TOTAL, euro),
    "investment.lines[].per_dwelling": (_PER_HOME, euro),
    "investment.lines[].per_m2": (_PER_M2, euro),
    "investment.lines[].share_of": (gettext_lazy("A part of"), CATEGORY),
    "investment.lines[].share": (gettext_lazy("Which part"), _percent),
    "investment.lines[].vat_rate": (gettext_lazy("VAT"), _percent),
    "investment.lines[].indexed": (gettext_lazy("Grows with the building costs"), _yes),
    "funding[].kind": (gettext_lazy("Kind of money"), KIND),
    "funding[].rank": (gettext_lazy("Its turn"), RANK),
    "funding[].fixed": (_IN_TOTAL, euro),
    "funding[].per_dwelling": (_PER_HOME, euro),
    "funding[].share_of_investment": (gettext_lazy("Part of the investment"), _percent),
    "funding[].share_of_market_value": (gettext_lazy("Part of the value of the homes"), _percent),
    "funding[].remainder": (gettext_lazy("Takes what is still missing"), _yes),
    "funding[].rate": (gettext_lazy("Interest per year"), _percent),
    "funding[].term_years": (gettext_lazy("Years to repay in"), _years),
    "funding[].repayment": (gettext_lazy("How it is repaid"), REPAYMENT),
    "funding[].payments_per_year": (gettext_lazy("Payments per year"), _year),
    "funding[].balloon_share": (gettext_lazy("Part that is repaid at the end"), _percent),
    "funding[].grace_years": (gettext_lazy("Years without repayment"), _years),
    "funding[].capitalise_interest": (gettext_lazy("Interest is added to the loan in those years"), _yes),
    "funding[].rate_resets[].after_years": (gettext_lazy("New interest after"), _years),
    "funding[].rate_resets[].rate": (gettext_lazy("New interest per year"), _percent),
    "funding[].guarantee_fee": (gettext_lazy("Fee for the guarantee, per year"), _percent),
    "funding[].return_rate": (gettext_lazy("Return for members per year"), _percent),
    "operating_costs[].fixed": (_IN_TOTAL, euro),
    "operating_costs[].per_dwelling": (_PER_HOME, euro),
    "operating_costs[].per_m2": (_PER_M2, euro),
    "operating_costs[].share_of_gross_rent": (gettext_lazy("Part of the rents"), _percent),
    "operating_costs[].series": (_GROWS, SERIES),
    "operating_costs[].from_year": (gettext_lazy("From the year"), _year),
    "operating_costs[].to_year": (gettext_lazy("Up to the year"), _year),
    "maintenance_reserve.opening": (gettext_lazy("Reserve for maintenance at the start"), euro),
    "maintenance_reserve.rate": (gettext_lazy("Interest on the reserve"), _percent),
    "maintenance_reserve.contribution": (gettext_lazy("Into the reserve each year, in total"), euro),
    "maintenance_reserve.contribution_per_dwelling": (gettext_lazy("Into the reserve each year, per home"), euro),
    "maintenance_reserve.items[].year": (gettext_lazy("Year"), _year),
    "maintenance_reserve.items[].amount": (gettext_lazy("Amount"), euro),
    "ground_lease.amount": (gettext_lazy("Ground rent (canon) per year"), euro),
    "ground_lease.rate": (gettext_lazy("Ground rent as a part of the value of the ground"), _percent),
    "ground_lease.land_value": (gettext_lazy("Value of the ground"), euro),
    "ground_lease.first_canon_year": (gettext_lazy("First year of ground rent"), _year),
    "corporate_tax.enabled": (gettext_lazy("The co-operative pays corporate income tax"), _yes),
    "corporate_tax.depreciable_share": (gettext_lazy("Part of the costs that is written off"), _percent),
    "corporate_tax.depreciation_years": (gettext_lazy("Years to write off in"), _years),
    "corporate_tax.brackets[].up_to": (gettext_lazy("Bracket of the tax up to"), euro),
    "corporate_tax.brackets[].rate": (gettext_lazy("Tax in this bracket"), _percent),
    "liquidity.opening": (gettext_lazy("Cash at the start"), euro),
    "liquidity.minimum": (gettext_lazy("Least cash to keep"), euro),
    "liquidity.deposit_rate": (gettext_lazy("Interest on cash"), _percent),
    "liquidity.overdraft_rate": (gettext_lazy("Interest on a shortage of cash"), _percent),
    "discount_rate": (gettext_lazy("Discount rate"), _percent),
    "exit_value": (gettext_lazy("Value at the end"), EXIT),
    "exit_multiple": (gettext_lazy("How many times the last net rent"), _exact),
    "criteria.funding": (gettext_lazy("There must be money for the whole investment"), _yes),
    "criteria.liquidity": (gettext_lazy("There must be enough cash in every year"), _yes),
    "criteria.reserve": (gettext_lazy("The reserve for maintenance must be enough"), _yes),
    "criteria.min_dscr": (gettext_lazy("Room the bank asks (smallest DSCR)"), lambda value: number(value, 2)),
    "criteria.max_ltv": (gettext_lazy("The bank lends at most this part of the value"), _percent),
    "criteria.min_equity_share": (
        gettext_lazy("Own money and grants, at least this part of the investment"),
        _percent,
    ),
    "development.start": (gettext_lazy("First month"), month),
    "development.construction_start": (gettext_lazy("First month of building"), month),
    "development.spend[].from": (gettext_lazy("Paid from"), month),
    "development.spend[].to": (gettext_lazy("Paid up to"), month),
    "development.spend[].share": (gettext_lazy("Which part"), _percent),
    "development.available[].from": (gettext_lazy("Can be used from"), month),
}
"""What each figure is called and how it is written, by its place in the document."""
