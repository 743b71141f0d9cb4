"""The sections of the plan builder: which part of the plan document each shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.web.formats import Words, euro, percent
from coophub.web.rows import RowFormSet
from financing.plans.document.rows import PlanDocument
from financing.plans.figures import FIGURES, headings, label_of
from financing.plans.forms.cost_rows import (
    BracketForm,
    CostLineForm,
    OperatingCostForm,
    OtherIncomeForm,
    PlannedMaintenanceForm,
)
from financing.plans.forms.document_values import read, write
from financing.plans.forms.home_rows import DwellingForm
from financing.plans.forms.month_rows import AvailableForm, EarlyIncomeForm, SpendForm
from financing.plans.forms.named import NamesInPlan
from financing.plans.forms.parts import (
    BasicsForm,
    ConstructionForm,
    DemandsForm,
    PartForm,
    RentForm,
    RunningForm,
    SetAsideForm,
)
from financing.plans.forms.rent_limits import rent_help
from financing.plans.forms.rows import PlanRowForm
from financing.plans.forms.series_rows import (
    ExceptionForm,
    OwnSeriesForm,
    OwnSeriesSet,
    exceptions_in,
    own_series_in,
    put_exceptions,
    put_own_series,
    with_typed,
)
from financing.plans.forms.source_rows import SourceForm


@dataclass(frozen=True)
class PlanRows:
    """A list of the document, with the form of its rows.

    `more_help` has sentences that depend on the rest of the document. A list that few plans have has a `folded` title:
    it is shut as long as nothing stands in it. Its `lead` says when it is needed.
    """

    form: type[PlanRowForm]
    add_title: Words
    more_help: Callable[[PlanDocument], Mapping[str, Words]] = lambda document: {}
    folded: Words = ""
    lead: Words = ""
    most: int = 500
    kind: type[RowFormSet] = RowFormSet

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

    def write(self, document: PlanDocument, rows: list[dict[str, Any]]) -> None:
        if rows or read(document, self.path) is not None:
            write(document, self.path, rows)

    def known_to_all(self, names: NamesInPlan, formset: RowFormSet) -> NamesInPlan:
        """The names of the plan for who chooses among them elsewhere on the page."""
        return names


@dataclass(frozen=True)
class ExceptionRows(PlanRows):
    """The years in which a series grows otherwise, which the document has with each series."""

    @property
    def row_title(self) -> str:
        return str(EXCEPTION)

    def read(self, document: PlanDocument) -> list[dict[str, Any]]:
        return exceptions_in(document)

    def write(self, document: PlanDocument, rows: list[dict[str, Any]]) -> None:
        put_exceptions(document, rows)


@dataclass(frozen=True)
class OwnSeriesRows(PlanRows):
    """The series that only this plan has, which the document has by their names."""

    @property
    def row_title(self) -> str:
        return str(OWN_SERIES)

    @property
    def prefix(self) -> str:
        return "own-series"

    def read(self, document: PlanDocument) -> list[dict[str, Any]]:
        return own_series_in(document)

    def write(self, document: PlanDocument, rows: list[dict[str, Any]]) -> None:
        put_own_series(document, rows)

    def known_to_all(self, names: NamesInPlan, formset: RowFormSet) -> NamesInPlan:
        return with_typed(names, formset.names) if isinstance(formset, OwnSeriesSet) else names


@dataclass(frozen=True)
class BracketRows(PlanRows):
    """Brackets of the tax from the lowest to the highest. Without any the plan has those that hold today."""

    def write(self, document: PlanDocument, rows: list[dict[str, Any]]) -> None:
        ordered = sorted(rows, key=lambda row: (row.get("up_to") is None, row.get("up_to") or 0))
        write(document, self.path, ordered or None)


def _brackets_lead() -> str:
    *ends, last = FIGURES[BracketForm.rows].default
    usual = [_("%(rate)s up to %(end)s") % {"rate": _percent(each.rate), "end": euro(each.up_to)} for each in ends]
    facts = {"usual": ", ".join(str(each) for each in usual), "last": _percent(last.rate)}
    return (
        gettext(
            "They count when the co-operative pays corporate income tax. Without brackets here: %(usual)s, above that "
            "%(last)s."
        )
        % facts
    )


def _percent(share: float) -> str:
    return percent(share, 1)


EXCEPTION = _("Year that grows otherwise")
OWN_SERIES = _("Series of your own")


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
        (
            OwnSeriesRows(
                OwnSeriesForm,
                _("Add a series"),
                folded=_("Rents or money of members that grow in a way of their own"),
                lead=_(
                    "For example rents of old contracts, which grow less than those of new ones. Say here what "
                    "grows with it. A year in which it grows otherwise can be added below, once the series is saved."
                ),
                kind=OwnSeriesSet,
            ),
            ExceptionRows(ExceptionForm, _("Add a year"), folded=_("Years that grow otherwise")),
        ),
    ),
    Section(
        "homes",
        headings.HOMES_AND_RENTS,
        _("What you build and what people pay for it."),
        RentForm,
        (
            PlanRows(DwellingForm, _("Add a type of home"), rent_help),
            PlanRows(OtherIncomeForm, _("Add other income")),
            PlanRows(EarlyIncomeForm, _("Add early income"), folded=FIGURES["early_income"].label),
        ),
        lists_first=True,
    ),
    Section(
        "costs",
        headings.INVESTMENT,
        _("What it costs to get the homes."),
        ConstructionForm,
        (
            PlanRows(CostLineForm, _("Add a cost")),
            PlanRows(SpendForm, _("Add months"), folded=FIGURES["development.spend"].label),
        ),
        lists_first=True,
    ),
    Section(
        "funding",
        headings.FUNDING,
        _("Loans, money of members, subsidy and gifts."),
        SetAsideForm,
        (
            PlanRows(SourceForm, _("Add a source of money")),
            PlanRows(AvailableForm, _("Add a month"), folded=FIGURES["development.available"].label),
        ),
        lists_first=True,
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
        (
            BracketRows(
                BracketForm,
                _("Add a bracket"),
                folded=_("Brackets of the tax of your own"),
                lead=lazy(_brackets_lead, str)(),
                most=20,
            ),
        ),
    ),
)


def section_named(slug: str) -> Section:
    """Raises KeyError for a slug that is no section."""
    return {section.slug: section for section in SECTIONS}[slug]
