"""The single values of a plan document, a form for each section: from the document to a form and back.

What few groups need stands behind a button. Keys for which a form has no field stay in the document as they were.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from financing.plans.document.rows import PlanDocument
from financing.plans.figures import FIGURES, keys_of
from financing.plans.forms.document_values import read, write
from financing.plans.forms.figure_fields import field_of, usual_at, words_of
from financing.plans.forms.months import let_later
from financing.plans.forms.more import WithMore
from financing.plans.forms.named import NamedListField, NamesInPlan
from financing.plans.forms.reading import FIGURES_TO_READ_ABOUT


class PartForm(WithMore):
    """Single values of the document. `paths` says for each field which; those in `required` must be filled in, and
    those in `further` are behind the button, with whatever else stands in `groups` of the document.
    """

    paths: dict[str, str] = {}
    required: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    only_for: Mapping[str, str] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        named = set(cls.paths.values())
        every = {f"{group}_{key}": f"{group}.{key}" for group in cls.groups for key in keys_of(group)}
        rest = {name: path for name, path in every.items() if path not in named}
        cls.paths = {**cls.paths, **rest}
        cls.further = (*cls.further, *rest)

    def __init__(self, *args: Any, names: NamesInPlan, **kwargs: Any) -> None:
        self.names = names
        super().__init__(*args, **kwargs)

    def add_fields(self) -> None:
        super().add_fields()
        for name in self.asked_now(self.paths):
            self.fields[name] = self.field_for(name)
            if name in self.only_for:
                self.fields[name].widget.attrs["data-only-for"] = self.only_for[name]

    def usual_of(self, name: str) -> Any:
        return usual_at(self.paths[name])

    def field_for(self, name: str) -> forms.Field:
        return field_of(self.paths[name], required=name in self.required)

    def benchmarks_here(self) -> dict[str, str]:
        return {name: FIGURES[path].benchmark for name, path in self.paths.items() if FIGURES[path].benchmark}

    @property
    def places(self) -> dict[str, str]:
        """By field where in the builder it is, for those that people read about."""
        return {name: FIGURES_TO_READ_ABOUT[path] for name, path in self.paths.items() if path in FIGURES_TO_READ_ABOUT}

    @classmethod
    def initial_of(cls, document: PlanDocument) -> dict[str, Any]:
        found = {name: read(document, path) for name, path in cls.paths.items()}
        usual = {name: usual_at(cls.paths[name]) for name in cls.further}
        return {name: value for name, value in {**usual, **_given(found)}.items() if value is not None}

    def write(self, document: PlanDocument) -> None:
        for name in self.asked_now(self.paths):
            path, value = self.paths[name], self.cleaned_data.get(name)
            is_usual = name in self.further and value == self.usual_of(name) and read(document, path) is None
            write(document, path, None if is_usual or value in ("", []) else value)


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


class BasicsForm(PartForm):
    paths = {
        "name": "name",
        "price_level_year": "price_level_year",
        "first_year": "first_year",
        "horizon_years": "horizon_years",
        "inflation": "series.inflation.rate",
        "rent": "series.rent.rate",
        "construction": "series.construction.rate",
        "maintenance": "series.maintenance.rate",
        "canon": "series.canon.rate",
        "market_value_index": "series.market_value.rate",
    }
    required = ("name", "price_level_year", "first_year", "horizon_years", "inflation")

    def write(self, document: PlanDocument) -> None:
        before = document.get("first_year")
        super().write(document)
        if isinstance(before, int):
            let_later(document, document["first_year"] - before)
        # A series without a rate is no series: it then follows prices in general.
        for name, series in list(document["series"].items()):
            if series is not None and "rate" not in series:
                del document["series"][name]


class RentForm(PartForm):
    paths = {"vacancy_rate": "vacancy_rate", "market_value": "market_value"}
    required = ("vacancy_rate",)


class ConstructionForm(PartForm):
    paths = {
        "construction_months": "investment.construction_months",
        "midpoint": "investment.midpoint",
        "construction_interest_rate": "investment.construction_interest_rate",
        "start": "development.start",
        "construction_start": "development.construction_start",
        "interest_method": "investment.construction_interest_method",
        "prefinance_rate": "investment.prefinance_rate",
    }
    required = ("construction_months", "midpoint", "construction_interest_rate")
    further = ("interest_method", "prefinance_rate")
    more_title = _("More: interest month by month")

    def write(self, document: PlanDocument) -> None:
        super().write(document)
        if not {"start", "construction_start"} & set(document.get("development") or {}):
            document.pop("development", None)


class SetAsideForm(PartForm):
    """Of where the money comes from: what is kept apart and cannot be spent."""

    paths = {"guarantee_fund": "guarantee_fund.amount", "released_in": "guarantee_fund.released_in"}
    further = ("guarantee_fund", "released_in")
    groups = ("guarantee_fund",)
    more_title = _("More: a guarantee fund")

    def write(self, document: PlanDocument) -> None:
        super().write(document)
        if not document.get("guarantee_fund", True):
            del document["guarantee_fund"]


class RunningForm(PartForm):
    paths = {
        "reserve_opening": "maintenance_reserve.opening",
        "reserve_contribution": "maintenance_reserve.contribution_per_dwelling",
        "reserve_rate": "maintenance_reserve.rate",
        "canon_amount": "ground_lease.amount",
        "first_canon_year": "ground_lease.first_canon_year",
        "canon_rate": "ground_lease.rate",
        "land_value": "ground_lease.land_value",
        "reserve_in_total": "maintenance_reserve.contribution",
        "reserve_of": "maintenance_reserve.of",
        "reserve_follows_letting": "maintenance_reserve.follows_letting",
    }
    further = ("canon_rate", "land_value", "reserve_in_total", "reserve_of", "reserve_follows_letting")
    groups = ("maintenance_reserve", "ground_lease")
    more_title = _("More: ground rent by the value of the ground, a reserve for some of the homes")

    def field_for(self, name: str) -> forms.Field:
        if name != "reserve_of":
            return super().field_for(name)
        words = words_of(self.paths[name])
        return NamedListField(named=self.names.homes, stored=self.initial.get(name), required=False, **words)


class DemandsForm(PartForm):
    paths = {
        "min_dscr": "criteria.min_dscr",
        "max_ltv": "criteria.max_ltv",
        "min_equity_share": "criteria.min_equity_share",
        "minimum": "liquidity.minimum",
        "opening": "liquidity.opening",
        "tax": "corporate_tax.enabled",
        "discount_rate": "discount_rate",
        "must_be_paid_for": "criteria.funding",
        "must_have_cash": "criteria.liquidity",
        "must_keep_reserve": "criteria.reserve",
        "min_dscr_total": "criteria.min_dscr_total",
        "deposit_rate": "liquidity.deposit_rate",
        "overdraft_rate": "liquidity.overdraft_rate",
        "depreciable_share": "corporate_tax.depreciable_share",
        "depreciation_years": "corporate_tax.depreciation_years",
        "exit_value": "exit_value",
        "exit_multiple": "exit_multiple",
    }
    further = (
        "must_be_paid_for",
        "must_have_cash",
        "must_keep_reserve",
        "min_dscr_total",
        "deposit_rate",
        "overdraft_rate",
        "depreciable_share",
        "depreciation_years",
        "exit_value",
        "exit_multiple",
    )
    groups = ("criteria", "liquidity", "corporate_tax")
    only_for = {"exit_multiple": "exit_value multiple"}
    more_title = _("More: what counts, all lenders together, interest on cash, value at the end")
