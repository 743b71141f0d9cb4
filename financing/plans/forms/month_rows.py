"""What few plans say of single months and years: when a cost is paid, when money is there, and what one year grows."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import YearField
from financing.plans.document.rows import KEY, PlanDocument, PlanRow
from financing.plans.figures import headings
from financing.plans.forms.figure_fields import field_of
from financing.plans.forms.named import NamedField
from financing.plans.forms.rows import PlanRowForm, asked

EXCEPTIONS = UUID("5f0c3a53-5f33-4f0e-9d3c-5c1f2f6f8a10")
"""Of which the keys of exceptions are made: a document keeps them without one."""


class SpendForm(PlanRowForm):
    rows = "development.spend"
    keys = asked(rows)

    def field_for(self, key: str) -> forms.Field:
        return self.named_field(key, self.names.costs) if key == "line" else super().field_for(key)


class AvailableForm(PlanRowForm):
    rows = "development.available"
    keys = asked(rows)
    optional = ("share",)

    def field_for(self, key: str) -> forms.Field:
        return self.named_field(key, self.names.sources) if key == "source" else super().field_for(key)


class EarlyIncomeForm(PlanRowForm):
    rows = "early_income"
    keys = asked(rows)


class ExceptionForm(PlanRowForm):
    """A series that grows otherwise in one year. The document has these by series and year, not as rows."""

    rows = "series"
    keys = ("series", "year", "rate")

    def field_for(self, key: str) -> forms.Field:
        if key == "series":
            return NamedField(
                named=self.names.series, stored=self.initial.get(key), label=_("What grows otherwise"), required=True
            )
        if key == "year":
            return YearField(label=headings.YEAR)
        field = field_of("series.inflation.by_year")
        field.label, field.help_text = _("Growth in that year"), ""
        return field

    def benchmarks_here(self) -> dict[str, str]:
        return {}

    @property
    def places(self) -> dict[str, str]:
        return {}

    @classmethod
    def initial_of(cls, row: PlanRow) -> PlanRow:
        return {**row, KEY: UUID(row[KEY])}

    def is_at(self, steps: Sequence[str]) -> bool:
        year, name = self.cleaned_data.get("year"), self.cleaned_data.get("series")
        return list(steps) in ([name, "by_year", str(year)], [name, "by_year"])

    def field_at(self, steps: Sequence[str]) -> str:
        return "rate"


def exceptions_in(document: PlanDocument) -> list[PlanRow]:
    """The years in which a series grows otherwise, as rows in the order of the years."""
    found = [
        {KEY: uuid5(EXCEPTIONS, f"{name} {year}").hex, "series": name, "year": int(year), "rate": rate}
        for name, series in document.get("series", {}).items()
        for year, rate in ((series or {}).get("by_year") or {}).items()
    ]
    return sorted(found, key=lambda row: (row["year"], row["series"]))


def put_exceptions(document: PlanDocument, rows: Sequence[PlanRow]) -> None:
    """Puts them where the document has them: with the series that they are exceptions of."""
    series: dict[str, Any] = document.setdefault("series", {})
    for name in {*series, *(row["series"] for row in rows)}:
        years: Mapping[str, Any] = {str(row["year"]): row["rate"] for row in rows if row["series"] == name}
        if years:
            series[name] = {**(series.get(name) or {}), "by_year": years}
        elif (series.get(name) or {}).get("by_year"):
            series[name] = {key: value for key, value in series[name].items() if key != "by_year"}
