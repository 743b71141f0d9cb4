"""The single values of a plan document, a form for each section: from the document to a form and back.

A form shows what most groups need. Keys for which it has no field stay in the document as they were.
"""

from typing import Any

from django import forms

from financing.plans.document.rows import PlanDocument
from financing.plans.figures import FIGURES
from financing.plans.forms.benchmarks import WithBenchmarks
from financing.plans.forms.document_values import read, write
from financing.plans.forms.figure_fields import field_of
from financing.plans.forms.months import let_later
from financing.plans.forms.reading import FIGURES_TO_READ_ABOUT


class PartForm(WithBenchmarks, forms.Form):
    """Single values of the document. `paths` says for each field which; those in `required` must be filled in."""

    paths: dict[str, str] = {}
    required: tuple[str, ...] = ()

    def add_fields(self) -> None:
        for name, path in self.paths.items():
            self.fields[name] = field_of(path, required=name in self.required)

    def benchmarks_here(self) -> dict[str, str]:
        return {name: FIGURES[path].benchmark for name, path in self.paths.items() if FIGURES[path].benchmark}

    @property
    def places(self) -> dict[str, str]:
        """By field where in the builder it is, for those that people read about."""
        return {name: FIGURES_TO_READ_ABOUT[path] for name, path in self.paths.items() if path in FIGURES_TO_READ_ABOUT}

    @classmethod
    def initial_of(cls, document: PlanDocument) -> dict[str, Any]:
        found = {name: read(document, path) for name, path in cls.paths.items()}
        return {name: value for name, value in found.items() if value is not None}

    def write(self, document: PlanDocument) -> None:
        for name, path in self.paths.items():
            value = self.cleaned_data.get(name)
            write(document, path, None if value == "" else value)


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
    }
    required = ("construction_months", "midpoint", "construction_interest_rate")

    def write(self, document: PlanDocument) -> None:
        super().write(document)
        if not {"start", "construction_start"} & set(document.get("development") or {}):
            document.pop("development", None)


class RunningForm(PartForm):
    paths = {
        "reserve_opening": "maintenance_reserve.opening",
        "reserve_contribution": "maintenance_reserve.contribution_per_dwelling",
        "reserve_rate": "maintenance_reserve.rate",
        "canon_amount": "ground_lease.amount",
        "first_canon_year": "ground_lease.first_canon_year",
    }


class DemandsForm(PartForm):
    paths = {
        "min_dscr": "criteria.min_dscr",
        "max_ltv": "criteria.max_ltv",
        "min_equity_share": "criteria.min_equity_share",
        "minimum": "liquidity.minimum",
        "opening": "liquidity.opening",
        "tax": "corporate_tax.enabled",
        "discount_rate": "discount_rate",
    }
