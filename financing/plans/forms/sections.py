"""The sections of the plan builder. Each shows a part of the plan document and writes it back.

Whether the whole is a valid plan is the engine's judgement: its problems come back here with the path of the value, and are put beside
the field that shows it.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.fields import EuroField, MonthField, NumberField
from financing.engine import Problem
from financing.plans.forms.months import follow_names, moved
from financing.plans.forms.rows import (
    CostLineForm,
    DwellingForm,
    OperatingCostForm,
    OtherIncomeForm,
    PlannedMaintenanceForm,
    RowForm,
    SourceForm,
    percent_field,
    plain,
)
from financing.plans.forms.usual_fields import WithUsual

Document = dict[str, Any]

INDEX_NAMES = ("inflation", "rent", "construction", "maintenance", "canon", "market_value")


@dataclass(frozen=True)
class Field:
    """Where a field's value stands in the document: keys from the top."""

    path: tuple[str, ...]

    def read(self, document: Document) -> Any:
        found: Any = document
        for key in self.path:
            found = found.get(key) if isinstance(found, Mapping) else None
        return found

    def write(self, document: Document, value: Any) -> None:
        """Puts a value in its place; an empty one takes the key away."""
        place = document
        for key in self.path[:-1]:
            if not isinstance(place.get(key), dict):
                if value is None:
                    return
                place[key] = {}
            place = place[key]
        if value is None:
            place.pop(self.path[-1], None)
        else:
            place[self.path[-1]] = plain(value)


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
    name = forms.CharField(label=gettext_lazy("Name of the plan"), max_length=200)
    price_level_year = forms.IntegerField(
        label=gettext_lazy("Price level year"),
        min_value=1900,
        max_value=2200,
        help_text=gettext_lazy("All amounts you fill in are in money of 1 January of this year."),
    )
    first_year = forms.IntegerField(label=gettext_lazy("First full year of letting"), min_value=1900, max_value=2200)
    horizon_years = forms.IntegerField(
        label=gettext_lazy("How many years to calculate"),
        min_value=1,
        max_value=75,
        help_text=gettext_lazy("Long enough to see the loans repaid, for example 50."),
    )
    inflation = percent_field(
        gettext_lazy("Prices in general, per year"),
        gettext_lazy("What everything becomes dearer by."),
    )
    rent = percent_field(
        gettext_lazy("Rents, per year"),
        gettext_lazy("The law sets a maximum each year."),
        required=False,
    )
    construction = percent_field(
        gettext_lazy("Building costs, per year"),
        gettext_lazy("Until the middle of the building period."),
        required=False,
    )
    maintenance = percent_field(
        gettext_lazy("Maintenance costs, per year"),
        gettext_lazy("Repairs and the reserve for large works."),
        required=False,
    )
    canon = percent_field(gettext_lazy("Ground rent, per year"), gettext_lazy("As the lease says."), required=False)
    market_value_index = percent_field(
        gettext_lazy("Value of homes, per year"),
        gettext_lazy("The bank compares its loan with that value."),
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
        gettext_lazy("Rent missed by empty homes"),
        gettext_lazy("1% is about four days a year for each home."),
        min_value=0,
        max_value=100,
    )
    market_value = EuroField(
        label=gettext_lazy("Value of the homes when they are let"),
        required=False,
        help_text=gettext_lazy("Of all homes together, as a valuer would say. The bank compares its loan with it."),
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
    construction_months = forms.IntegerField(label=gettext_lazy("Months of building"), min_value=0, max_value=240)
    midpoint = YearField(
        label=gettext_lazy("Middle of the building period"),
        decimal_places=10,
        help_text=gettext_lazy(
            "As a year with a fraction: 2028.25 is the end of March 2028. Building costs grow until then."
        ),
    )
    construction_interest_rate = percent_field(
        gettext_lazy("Interest while building"),
        gettext_lazy("What you pay on money that is spent before anyone lives there."),
    )
    start = MonthField(
        label=gettext_lazy("First month in which you pay something"),
        required=False,
        help_text=gettext_lazy(
            "With this and the next month filled in you see, month by month, what has to be paid and who has to advance it."
        ),
    )
    construction_start = MonthField(
        label=gettext_lazy("Month in which building starts"),
        required=False,
        help_text=gettext_lazy("From then on loans can be drawn. Fill in both months, or neither."),
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
    reserve_opening = EuroField(label=gettext_lazy("Reserve for maintenance at the start"), required=False)
    reserve_contribution = EuroField(
        label=gettext_lazy("Into the reserve each year, per home"),
        required=False,
        min_value=0,
        help_text=gettext_lazy("For roofs, window frames, heating and painting."),
    )
    reserve_rate = percent_field(gettext_lazy("Interest on the reserve"), required=False)
    canon_amount = EuroField(
        label=gettext_lazy("Ground rent (canon) per year"),
        required=False,
        min_value=0,
        help_text=gettext_lazy("Only when the ground is leased."),
    )
    first_canon_year = forms.IntegerField(
        label=gettext_lazy("First year of ground rent"), required=False, min_value=1900, max_value=2200
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
        label=gettext_lazy("Room the bank asks (smallest DSCR)"),
        required=False,
        min_value=0,
        decimal_places=4,
        help_text=gettext_lazy("1.10 means 10% more income than the bank asks each year. Leave open to leave it out."),
    )
    max_ltv = percent_field(
        gettext_lazy("The bank lends at most this part of the value"),
        gettext_lazy("Leave open to leave it out."),
        required=False,
        min_value=0,
    )
    min_equity_share = percent_field(
        gettext_lazy("Own money and grants, at least this part of the investment"),
        gettext_lazy("For rental homes that it helps to build, the national fund asks 5%. Leave open to leave it out."),
        required=False,
        min_value=0,
        max_value=100,
    )
    minimum = EuroField(label=gettext_lazy("Least cash to keep"), required=False)
    opening = EuroField(label=gettext_lazy("Cash at the start"), required=False)
    tax = forms.BooleanField(
        label=gettext_lazy("The co-operative pays corporate income tax"),
        required=False,
        help_text=gettext_lazy("Ask a tax adviser."),
    )
    discount_rate = percent_field(gettext_lazy("Discount rate"), gettext_lazy("For the present value."), required=False)
    places = {
        "min_dscr": Field(("criteria", "min_dscr")),
        "max_ltv": Field(("criteria", "max_ltv")),
        "min_equity_share": Field(("criteria", "min_equity_share")),
        "minimum": Field(("liquidity", "minimum")),
        "opening": Field(("liquidity", "opening")),
        "tax": Field(("corporate_tax", "enabled")),
        "discount_rate": Field(("discount_rate",)),
    }


class RowFormSet(BaseFormSet[Any]):
    """The rows of a list. Each sent row says itself which row of the document it shows, so that rows that came or went cannot shift it."""

    def _construct_form(self, i: int, **kwargs: Any) -> RowForm:
        if self.is_bound:
            number = self.data.get(f"{self.add_prefix(i)}-row", "")
            known = (
                int(number) if number.isascii() and number.isdigit() and int(number) < len(self.initial or []) else None
            )
            kwargs["initial"] = None if known is None else self.initial[known]
            kwargs["empty_permitted"] = known is None
        return super()._construct_form(i, **kwargs)


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


HOMES = Rows(("dwellings",), DwellingForm, gettext_lazy("Type of home"), gettext_lazy("Add a type of home"))
INCOME = Rows(("other_income",), OtherIncomeForm, gettext_lazy("Other income"), gettext_lazy("Add other income"))
COSTS = Rows(("investment", "lines"), CostLineForm, gettext_lazy("Cost"), gettext_lazy("Add a cost"))
SOURCES = Rows(("funding",), SourceForm, gettext_lazy("Source of money"), gettext_lazy("Add a source of money"))
RUNNING = Rows(("operating_costs",), OperatingCostForm, gettext_lazy("Cost"), gettext_lazy("Add a cost"))
MAINTENANCE = Rows(
    ("maintenance_reserve", "items"),
    PlannedMaintenanceForm,
    gettext_lazy("Planned work"),
    gettext_lazy("Add planned work"),
)

SECTIONS = (
    Section(
        "basics",
        gettext_lazy("Years and growth"),
        gettext_lazy("When it starts, and how fast prices and rents grow."),
        BasicsForm,
    ),
    Section(
        "homes",
        gettext_lazy("Homes and rents"),
        gettext_lazy("What you build and what people pay for it."),
        RentForm,
        (HOMES, INCOME),
        lists_first=True,
    ),
    Section(
        "costs",
        gettext_lazy("Investment"),
        gettext_lazy("What it costs to get the homes."),
        ConstructionForm,
        (COSTS,),
        lists_first=True,
    ),
    Section(
        "funding",
        gettext_lazy("Where the money comes from"),
        gettext_lazy("Loans, money of members, subsidy and gifts."),
        None,
        (SOURCES,),
    ),
    Section(
        "running",
        gettext_lazy("Running costs"),
        gettext_lazy("What the homes cost every year."),
        RunningForm,
        (RUNNING, MAINTENANCE),
        lists_first=True,
    ),
    Section(
        "demands",
        gettext_lazy("What the plan must meet"),
        gettext_lazy("What the bank and you yourselves ask of it."),
        DemandsForm,
    ),
)


def _new_names(before: list[dict[str, Any]], present: list[RowForm], new: list[dict[str, Any]]) -> dict[str, str]:
    """What each line that was there and still is is called now."""
    old = {number: str(row["name"]) for number, row in enumerate(before)}
    return {
        old[number]: str(row["name"])
        for form, row in zip(present, new, strict=True)
        if (number := form.cleaned_data.get("row")) in old
    }


def section_named(slug: str) -> Section:
    """Raises KeyError for a slug that is no section."""
    return {section.slug: section for section in SECTIONS}[slug]


class SectionForms:
    """The forms of one section, filled from a document or from what was sent."""

    def __init__(self, section: Section, document: Document, data: Mapping[str, Any] | None = None) -> None:
        self.section = section
        self.document = document
        self.part = (
            section.part(data, initial=section.part.initial_of(document), prefix="part") if section.part else None
        )
        self.formsets = [self._formset(rows, data) for rows in section.lists]

    @property
    def lists(self) -> list[tuple[Rows, BaseFormSet[Any]]]:
        return list(zip(self.section.lists, self.formsets, strict=True))

    def is_valid(self) -> bool:
        judged = [form.is_valid() for form in [self.part, *self.formsets] if form is not None]
        return all(judged)

    def new_document(self) -> Document:
        """The document with what was typed in it."""
        document = deepcopy(self.document)
        if self.part is not None:
            self.part.write(document)
        for rows, formset in self.lists:
            present = [form for form in formset.forms if self._is_kept(form)]
            before = rows.read(self.document)
            new = [form.to_row(before) for form in present]
            if new or rows.read(document):
                Field(rows.path).write(document, new)
                follow_names(document, rows.path, _new_names(before, present, new))
        return document

    @property
    def notes(self) -> dict[str, str]:
        """A remark for each field, by its name on the page, of which the value is unusual."""
        return {
            form.add_prefix(name): remark
            for form in self.all_forms
            if isinstance(form, WithUsual)
            for name, remark in form.notes.items()
        }

    @property
    def errors(self) -> dict[str, list[str]]:
        """What is wrong, by the name of the field on the page. A part that nobody filled in yet is not among them."""
        return {
            form.add_prefix(name): [str(error) for error in errors]
            for form in self.all_forms
            for name, errors in form.errors.items()
            if name != forms.forms.NON_FIELD_ERRORS
        }

    @property
    def missing(self) -> list[str]:
        """The names of fields that still have to be filled in."""
        return [
            form.add_prefix(name)
            for form in self.all_forms
            for name, errors in form.errors.as_data().items()
            if any(error.code == "required" for error in errors)
        ]

    @property
    def general_errors(self) -> list[str]:
        """What is wrong and belongs to no field."""
        found = [str(error) for form in self.all_forms for error in form.non_field_errors()]
        return found + [str(error) for formset in self.formsets for error in formset.non_form_errors()]

    @property
    def row_numbers(self) -> dict[str, int]:
        """For each row on the page, by the name of its hidden field, the row of the new document that it became."""
        found = {}
        for formset in self.formsets:
            kept = [form for form in formset.forms if self._is_kept(form)]
            found |= {form.add_prefix("row"): number for number, form in enumerate(kept)}
        return found

    @property
    def all_forms(self) -> list[forms.Form]:
        return [form for form in [self.part, *[form for formset in self.formsets for form in formset.forms]] if form]

    def show(self, problems: list[Problem]) -> None:
        """Puts each problem beside the field that shows the value, or above the form when no field does."""
        for problem in problems:
            form, field = self._place(problem.path)
            sentence = _(problem.template) % problem.params
            if form is not None and field in form.fields:
                form.add_error(field, sentence)
            else:
                self._anywhere().add_error(None, f"{problem.path}: {sentence}")

    def refuse(self, sentence: str) -> None:
        """A sentence above the form that is about the whole."""
        self._anywhere().add_error(None, sentence)

    def _formset(self, rows: Rows, data: Mapping[str, Any] | None) -> BaseFormSet[Any]:
        initial = [rows.form.initial_of(row, number) for number, row in enumerate(rows.read(self.document))]
        factory = formset_factory(
            rows.form, RowFormSet, extra=0 if initial else 1, can_delete=True, max_num=500, validate_max=True
        )
        return factory(data, initial=initial, prefix=rows.prefix)

    @staticmethod
    def _is_kept(form: forms.Form) -> bool:
        return bool(form.cleaned_data) and bool(form.cleaned_data.get("name")) and not form.cleaned_data.get("DELETE")

    def _place(self, path: str) -> tuple[forms.Form | None, str]:
        for rows, formset in self.lists:
            start = ".".join(rows.path) + "["
            if path.startswith(start):
                number, _bracket, rest = path[len(start) :].partition("]")
                kept = [form for form in formset.forms if self._is_kept(form)]
                field = rest.lstrip(".").split(".")[0].split("[")[0]
                form = kept[int(number)] if int(number) < len(kept) else None
                return form, field if form is not None and field in form.fields else "amount"
        if self.part is not None:
            for name, place in self.part.places.items():
                if ".".join(place.path) == path:
                    return self.part, name
        return None, ""

    def _anywhere(self) -> forms.Form:
        if self.part is not None:
            return self.part
        return next(form for formset in self.formsets for form in formset.forms)
