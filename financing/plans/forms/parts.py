"""The single values of a plan document, a form for each section: from the document to a form and back.

A form shows what most groups need. Keys for which it has no field stay in the document as they were.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import EuroField, MonthField, NumberField, WholeNumberField
from financing.plans.forms.months import moved
from financing.plans.forms.places import Field
from financing.plans.forms.rows import percent_field
from financing.plans.forms.usual_fields import WithUsual
from financing.plans.patches import Document

INDEX_NAMES = ("inflation", "rent", "construction", "maintenance", "canon", "market_value")


class PartForm(WithUsual, forms.Form):
    """Single values of the document. `places` says for each field where."""

    places: dict[str, Field] = {}

    @classmethod
    def initial_of(cls, document: Document) -> dict[str, Any]:
        found = {name: place.read(document) for name, place in cls.places.items()}
        return {name: value for name, value in found.items() if value is not None}

    def write(self, document: Document) -> None:
        for name, place in self.places.items():
            value = self.cleaned_data.get(name)
            place.write(document, None if value == "" else value)


class BasicsForm(PartForm):
    usual = {
        "horizon_years": "horizon_years",
        "inflation": "inflation",
        "rent": "rent_growth",
        "construction": "construction_growth",
        "maintenance": "maintenance_growth",
        "canon": "canon_growth",
        "market_value_index": "value_growth",
    }
    name = forms.CharField(label=_("Name of the plan"), max_length=200)
    price_level_year = WholeNumberField(
        label=_("Price level year"),
        min_value=1900,
        max_value=2200,
        help_text=_("All amounts you fill in are in money of 1 January of this year."),
    )
    first_year = WholeNumberField(label=_("First full year of letting"), min_value=1900, max_value=2200)
    horizon_years = WholeNumberField(
        label=_("How many years to calculate"),
        min_value=1,
        max_value=75,
        help_text=_("Long enough to see the loans repaid, for example 50."),
    )
    inflation = percent_field(
        _("Prices in general, per year"),
        _("What everything becomes dearer by."),
    )
    rent = percent_field(
        _("Rents, per year"),
        _("The law sets a maximum each year."),
        required=False,
    )
    construction = percent_field(
        _("Building costs, per year"),
        _("Until the middle of the building period."),
        required=False,
    )
    maintenance = percent_field(
        _("Maintenance costs, per year"),
        _("Repairs and the reserve for large works."),
        required=False,
    )
    canon = percent_field(_("Ground rent, per year"), _("As the lease says."), required=False)
    market_value_index = percent_field(
        _("Value of homes, per year"),
        _("The bank compares its loan with that value."),
        required=False,
    )

    places = {
        "name": Field(("name",)),
        "price_level_year": Field(("price_level_year",)),
        "first_year": Field(("first_year",)),
        "horizon_years": Field(("horizon_years",)),
        **{name: Field(("series", name, "rate")) for name in INDEX_NAMES[:-1]},
        "market_value_index": Field(("series", "market_value", "rate")),
    }

    def write(self, document: Document) -> None:
        before = document.get("first_year")
        super().write(document)
        if isinstance(before, int) and document.get("development"):
            document["development"] = moved(document["development"], document["first_year"] - before)
        for name in INDEX_NAMES[1:]:
            if "rate" not in (document["series"].get(name) or {"rate": 0}):
                del document["series"][name]


class RentForm(PartForm):
    usual = {
        "vacancy_rate": "vacancy_rate",
    }
    vacancy_rate = percent_field(
        _("Rent missed by empty homes"),
        _("1% is about four days a year for each home."),
        min_value=0,
        max_value=100,
    )
    market_value = EuroField(
        label=_("Value of the homes when they are let"),
        required=False,
        help_text=_("Of all homes together, as a valuer would say. The bank compares its loan with it."),
    )
    places = {"vacancy_rate": Field(("vacancy_rate",)), "market_value": Field(("market_value",))}


class YearField(NumberField):
    """A year with a fraction, written without marks of thousands."""

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else localize(Decimal(str(value)).normalize())


class ConstructionForm(PartForm):
    usual = {
        "construction_months": "construction_months",
        "construction_interest_rate": "construction_interest_rate",
    }
    construction_months = WholeNumberField(label=_("Months of building"), min_value=0, max_value=240)
    midpoint = YearField(
        label=_("Middle of the building period"),
        decimal_places=10,
        help_text=_("As a year with a fraction: 2028.25 is the end of March 2028. Building costs grow until then."),
    )
    construction_interest_rate = percent_field(
        _("Interest while building"),
        _("What you pay on money that is spent before anyone lives there."),
    )
    start = MonthField(
        label=_("First month in which you pay something"),
        required=False,
        help_text=_(
            "With this and the next month filled in you see, month by month, what has to be paid and who has to advance it."
        ),
    )
    construction_start = MonthField(
        label=_("Month in which building starts"),
        required=False,
        help_text=_("From then on loans can be drawn. Fill in both months, or neither."),
    )
    places = {
        **{
            name: Field(("investment", name))
            for name in ("construction_months", "midpoint", "construction_interest_rate")
        },
        "start": Field(("development", "start")),
        "construction_start": Field(("development", "construction_start")),
    }

    def write(self, document: Document) -> None:
        super().write(document)
        if not {"start", "construction_start"} & set(document.get("development") or {}):
            document.pop("development", None)


class RunningForm(PartForm):
    usual = {
        "reserve_contribution": "reserve_per_dwelling",
        "reserve_rate": "reserve_rate",
    }
    reserve_opening = EuroField(label=_("Reserve for maintenance at the start"), required=False)
    reserve_contribution = EuroField(
        label=_("Into the reserve each year, per home"),
        required=False,
        min_value=0,
        help_text=_("For roofs, window frames, heating and painting."),
    )
    reserve_rate = percent_field(_("Interest on the reserve"), required=False)
    canon_amount = EuroField(
        label=_("Ground rent (canon) per year"),
        required=False,
        min_value=0,
        help_text=_("Only when the ground is leased."),
    )
    first_canon_year = WholeNumberField(
        label=_("First year of ground rent"), required=False, min_value=1900, max_value=2200
    )
    places = {
        "reserve_opening": Field(("maintenance_reserve", "opening")),
        "reserve_contribution": Field(("maintenance_reserve", "contribution_per_dwelling")),
        "reserve_rate": Field(("maintenance_reserve", "rate")),
        "canon_amount": Field(("ground_lease", "amount")),
        "first_canon_year": Field(("ground_lease", "first_canon_year")),
    }


class DemandsForm(PartForm):
    usual = {
        "min_dscr": "min_dscr",
        "max_ltv": "max_ltv",
        "min_equity_share": "min_equity_share",
        "discount_rate": "discount_rate",
    }
    min_dscr = NumberField(
        label=_("Room the bank asks (smallest DSCR)"),
        required=False,
        min_value=0,
        decimal_places=4,
        help_text=_("1.10 means 10% more income than the bank asks each year. Leave open to leave it out."),
    )
    max_ltv = percent_field(
        _("The bank lends at most this part of the value"),
        _("Leave open to leave it out."),
        required=False,
        min_value=0,
    )
    min_equity_share = percent_field(
        _("Own money and grants, at least this part of the investment"),
        _("For rental homes that it helps to build, the national fund asks 5%. Leave open to leave it out."),
        required=False,
        min_value=0,
        max_value=100,
    )
    minimum = EuroField(label=_("Least cash to keep"), required=False)
    opening = EuroField(label=_("Cash at the start"), required=False)
    tax = forms.BooleanField(
        label=_("The co-operative pays corporate income tax"),
        required=False,
        help_text=_("Ask a tax adviser."),
    )
    discount_rate = percent_field(_("Discount rate"), _("For the present value."), required=False)
    places = {
        "min_dscr": Field(("criteria", "min_dscr")),
        "max_ltv": Field(("criteria", "max_ltv")),
        "min_equity_share": Field(("criteria", "min_equity_share")),
        "minimum": Field(("liquidity", "minimum")),
        "opening": Field(("liquidity", "opening")),
        "tax": Field(("corporate_tax", "enabled")),
        "discount_rate": Field(("discount_rate",)),
    }
