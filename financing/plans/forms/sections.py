"""The sections of the plan builder: which part of the plan document each shows."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from financing.plans.forms.parts import BasicsForm, ConstructionForm, DemandsForm, PartForm, RentForm, RunningForm
from financing.plans.forms.places import Field
from financing.plans.forms.rows import (
    CostLineForm,
    DwellingForm,
    OperatingCostForm,
    OtherIncomeForm,
    PlannedMaintenanceForm,
    RowForm,
    SourceForm,
)
from financing.plans.patches import Document


@dataclass(frozen=True)
class Rows:
    """A list of the document, with the form of its rows and what to call one."""

    path: tuple[str, ...]
    form: type[RowForm]
    row_title: str | Promise
    add_title: str | Promise

    @property
    def prefix(self) -> str:
        return "-".join(self.path).replace("_", "-")

    def read(self, document: Document) -> list[dict[str, Any]]:
        return list(Field(self.path).read(document) or [])


@dataclass(frozen=True)
class Section:
    """A page of the builder."""

    slug: str
    title: str | Promise
    lead: str | Promise
    part: type[PartForm] | None
    lists: tuple[Rows, ...] = ()
    lists_first: bool = False


HOMES = Rows(("dwellings",), DwellingForm, _("Type of home"), _("Add a type of home"))
INCOME = Rows(("other_income",), OtherIncomeForm, _("Other income"), _("Add other income"))
COSTS = Rows(("investment", "lines"), CostLineForm, _("Cost"), _("Add a cost"))
SOURCES = Rows(("funding",), SourceForm, _("Source of money"), _("Add a source of money"))
RUNNING = Rows(("operating_costs",), OperatingCostForm, _("Cost"), _("Add a cost"))
MAINTENANCE = Rows(
    ("maintenance_reserve", "items"),
    PlannedMaintenanceForm,
    _("Planned work"),
    _("Add planned work"),
)

SECTIONS = (
    Section(
        "basics",
        _("Years and growth"),
        _("When it starts, and how fast prices and rents grow."),
        BasicsForm,
    ),
    Section(
        "homes",
        _("Homes and rents"),
        _("What you build and what people pay for it."),
        RentForm,
        (HOMES, INCOME),
        lists_first=True,
    ),
    Section(
        "costs",
        _("Investment"),
        _("What it costs to get the homes."),
        ConstructionForm,
        (COSTS,),
        lists_first=True,
    ),
    Section(
        "funding",
        _("Where the money comes from"),
        _("Loans, money of members, subsidy and gifts."),
        None,
        (SOURCES,),
    ),
    Section(
        "running",
        _("Running costs"),
        _("What the homes cost every year."),
        RunningForm,
        (RUNNING, MAINTENANCE),
        lists_first=True,
    ),
    Section(
        "demands",
        _("What the plan must meet"),
        _("What the bank and you yourselves ask of it."),
        DemandsForm,
    ),
)


def section_named(slug: str) -> Section:
    """Raises KeyError for a slug that is no section."""
    return {section.slug: section for section in SECTIONS}[slug]
