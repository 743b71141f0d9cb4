"""The sections of the plan builder: which part of the plan document each shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from coophub.web.formats import Words
from financing.plans.document.rows import PlanDocument
from financing.plans.figures import headings, label_of
from financing.plans.forms.document_values import read
from financing.plans.forms.parts import BasicsForm, ConstructionForm, DemandsForm, PartForm, RentForm, RunningForm
from financing.plans.forms.rent_limits import rent_help
from financing.plans.forms.rows import (
    CostLineForm,
    DwellingForm,
    OperatingCostForm,
    OtherIncomeForm,
    PlannedMaintenanceForm,
    PlanRowForm,
    SourceForm,
)


@dataclass(frozen=True)
class PlanRows:
    """A list of the document, with the form of its rows.

    `more_help` has sentences that depend on the rest of the document.
    """

    form: type[PlanRowForm]
    add_title: Words
    more_help: Callable[[PlanDocument], Mapping[str, Words]] = lambda document: {}

    @property
    def path(self) -> str:
        return self.form.rows

    @property
    def row_title(self) -> str:
        """What one of its rows is called."""
        return label_of(self.path)

    @property
    def prefix(self) -> str:
        return self.path.replace(".", "-").replace("_", "-")

    def read(self, document: PlanDocument) -> list[dict[str, Any]]:
        return list(read(document, self.path) or [])


@dataclass(frozen=True)
class Section:
    """A page of the builder."""

    slug: str
    title: Words
    lead: Words
    part: type[PartForm] | None
    lists: tuple[PlanRows, ...] = ()
    lists_first: bool = False


SECTIONS = (
    Section(
        "basics",
        headings.YEARS_AND_GROWTH,
        _("When it starts, and how fast prices and rents grow."),
        BasicsForm,
    ),
    Section(
        "homes",
        headings.HOMES_AND_RENTS,
        _("What you build and what people pay for it."),
        RentForm,
        (
            PlanRows(DwellingForm, _("Add a type of home"), rent_help),
            PlanRows(OtherIncomeForm, _("Add other income")),
        ),
        lists_first=True,
    ),
    Section(
        "costs",
        headings.INVESTMENT,
        _("What it costs to get the homes."),
        ConstructionForm,
        (PlanRows(CostLineForm, _("Add a cost")),),
        lists_first=True,
    ),
    Section(
        "funding",
        headings.FUNDING,
        _("Loans, money of members, subsidy and gifts."),
        None,
        (PlanRows(SourceForm, _("Add a source of money")),),
    ),
    Section(
        "running",
        headings.RUNNING_COSTS,
        _("What the homes cost every year."),
        RunningForm,
        (PlanRows(OperatingCostForm, _("Add a cost")), PlanRows(PlannedMaintenanceForm, _("Add planned work"))),
        lists_first=True,
    ),
    Section(
        "demands",
        headings.DEMANDS,
        _("What the bank and you yourselves ask of it."),
        DemandsForm,
    ),
)


def section_named(slug: str) -> Section:
    """Raises KeyError for a slug that is no section."""
    return {section.slug: section for section in SECTIONS}[slug]
