"""Where in the builder people stop, and look for what is meant: the places at which a text is pointed at.

A place is the name of one of `coophub.web.reading`. Of a list it stands in the first row that has it: once is enough.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext as _

from financing.plans.figures import label_of
from financing.plans.figures.choices import CATEGORIES, MONEY, SERIES

FIGURES_TO_READ_ABOUT: Mapping[str, str] = {
    "series.rent.rate": "field-rent-growth",
    "series.canon.rate": "field-canon-growth",
    "dwellings[].monthly_rent": "field-rent",
    "market_value": "field-value",
    "investment.lines[].vat_rate": "field-vat",
    "funding[].rate": "field-interest",
    "funding[].return_rate": "field-return",
    "maintenance_reserve.contribution_per_dwelling": "field-maintenance",
    "ground_lease.amount": "field-canon",
    "criteria.min_dscr": "field-dscr",
    "criteria.max_ltv": "field-ltv",
    "criteria.min_equity_share": "field-own-share",
    "corporate_tax.enabled": "field-tax",
}
"""By the path of a figure."""

AMOUNTS_TO_READ_ABOUT: Mapping[str, str] = {
    "land": "field-land",
    "bank_loan": "field-bank-loan",
    "municipal_loan": "field-public-loan",
    "svn_loan": "field-public-loan",
    "member_loan": "field-members-money",
    "member_equity": "field-members-money",
    "crowdfunding": "field-crowdfunding",
}
"""Of a row with an amount, by its category or kind."""


def names_of_places() -> dict[str, str]:
    """What a place is called: the name of its field, or of what the amount is for."""
    amounts = {**CATEGORIES, **MONEY}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path, place in FIGURES_TO_READ_ABOUT.items():
        found[place].append(_name_of(path))
    for kind, place in AMOUNTS_TO_READ_ABOUT.items():
        found[place].append(str(amounts[kind]))
    return {place: ", ".join(names) for place, names in found.items()}


def _name_of(path: str) -> str:
    """The growth of a series says only beside other series what it is about."""
    kind, _dot, series = path.removesuffix(".rate").partition(".")
    return _("%(series)s: the rise each year") % {"series": SERIES[series]} if kind == "series" else label_of(path)


def point_once(filled_in: Iterable[forms.Form]) -> None:
    """Gives each form that knows its `places` those that no form before it had."""
    pointed: set[str] = set()
    for form in filled_in:
        places: Mapping[str, str] = getattr(form, "places", {})
        form.read_at = {name: place for name, place in places.items() if place not in pointed}  # type: ignore[attr-defined]
        pointed |= set(places.values())
