"""How prices and rents grow otherwise than the six series say: a series of the plan's own, and what one year grows.

A document has these by name and by year, not as rows. A series that nothing grows with is refused as a slip of the pen,
so the row of a series also says what grows with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import LineField, YearField
from coophub.web.formats import Words
from coophub.web.forms import unmarked
from coophub.web.rows import RowFormSet
from financing.plans.document.rows import KEY, PlanDocument, PlanRow
from financing.plans.figures import ROW, headings
from financing.plans.figures.choices import SERIES
from financing.plans.forms.figure_fields import LONGEST_NAME, field_of
from financing.plans.forms.named import KEYS_OF_SERIES, NamedField, NamedListField, NamesInPlan, RowNames, key_of_series
from financing.plans.forms.rows import PlanRowForm

GROWS = {
    "homes": ("dwellings", "rent_series"),
    "new_tenants": ("dwellings", "target_series"),
    "members": ("funding", "indexed_by"),
}
"""By field of a series: the rows of which list name it, and under which key."""


class RowOfSeries(PlanRowForm):
    """A row that a document has by name or by year: it is no figure of the plan by itself."""

    rows = "series"

    def benchmarks_here(self) -> dict[str, str]:
        return {}

    @property
    def places(self) -> dict[str, str]:
        return {}

    @classmethod
    def initial_of(cls, row: PlanRow) -> PlanRow:
        return {**row, KEY: UUID(row[KEY])}


class OwnSeriesForm(RowOfSeries):
    """A series of the plan's own with everything that grows with it."""

    further = ("new_tenants", "members")
    keys = ("name", "rate", "homes", *further)
    more_title = _("More: rents of new tenants, money of members")

    LABELS: Mapping[str, Words] = {
        "homes": _("Rents that grow with it"),
        "new_tenants": _("Rents of new tenants that grow with it"),
        "members": _("Money of members that grows with it"),
    }

    def asked_now(self, names: Any) -> list[str]:
        """Without what the plan has nothing to choose from for."""
        return [name for name in super().asked_now(names) if name not in GROWS or self._choices_of(name)]

    def field_for(self, key: str) -> forms.Field:
        if key == "name":
            return LineField(
                label=_("Name of the series"), help_text=_("For example: old contracts."), max_length=LONGEST_NAME
            )
        if key == "rate":
            field = field_of("series.inflation.rate")
            field.label, field.help_text = _("Growth per year"), ""
            return field
        named = self._choices_of(key)
        # One of the three is needed: a mark that says otherwise would send people astray.
        return unmarked(
            NamedListField(named=named, stored=self.initial.get(key), required=False, label=self.LABELS[key])
        )

    def usual_of(self, name: str) -> Any:
        return None

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name.startswith(ROW) or set(name) & set("./[]"):
            raise forms.ValidationError(_("Use a name without a point, a slash, brackets, or a # at its start."))
        if name in SERIES:
            raise forms.ValidationError(_("Every plan has a series with this name. Choose another name."))
        return name

    def clean(self) -> PlanRow:
        data = super().clean() or {}
        told = [name for name in GROWS if data.get(name) or name in self.errors]
        if not told and not (self.initial and not self.has_more):
            sentence = _("Choose what grows with it: a series that nothing grows with does nothing.")
            self.add_error(
                "homes" if "homes" in self.fields else None, forms.ValidationError(sentence, code="required")
            )
        return data

    def is_at(self, steps: Sequence[str]) -> bool:
        return list(steps[:1]) == [self.cleaned_data.get("name")] and "by_year" not in steps

    def field_at(self, steps: Sequence[str]) -> str:
        return "rate" if list(steps) == ["rate"] else "homes"

    def _choices_of(self, key: str) -> RowNames:
        return self.names.members if key == "members" else self.names.homes


class OwnSeriesSet(RowFormSet):
    """Names are told apart, and nothing grows with two series."""

    def clean(self) -> None:
        names: set[str] = set()
        taken: dict[tuple[str, str], str] = {}
        for form in self.kept:
            name = form.cleaned_data.get("name", "")
            if name in names:
                form.add_error("name", _("Another series has this name."))
            names.add(name)
            for field in GROWS:
                for row in form.cleaned_data.get(field) or []:
                    other = taken.setdefault((field, row), name)
                    if other != name:
                        facts = {"row": row, "series": other}
                        form.add_error(field, _("“%(row)s” grows with “%(series)s” already.") % facts)

    @property
    def names(self) -> RowNames:
        """What the rows are called on the page by their keys, as far as it can be read."""
        sent = [(form["key"].data, form["name"].data) for form in self.forms if form.is_bound]
        return {key.hex: name.strip() for told, name in sent if name and (key := _uuid(told))}


def own_series_in(document: PlanDocument) -> list[PlanRow]:
    """The series of the plan's own, as rows in the order of the document."""
    return [
        {
            KEY: key_of_series(name),
            "name": name,
            "rate": series.get("rate"),
            **{
                field: [row["name"] for row in document.get(rows, []) if row.get(key) == name]
                for field, (rows, key) in GROWS.items()
            },
        }
        for name, series in document.get("series", {}).items()
        if name not in SERIES and isinstance(series, Mapping)
    ]


def put_own_series(document: PlanDocument, rows: Sequence[PlanRow]) -> None:
    """Puts them where the document has them, and their names with what grows with them."""
    series: dict[str, Any] = document.setdefault("series", {})
    before = {key_of_series(name): name for name in series if name not in SERIES}
    stored = {key: series.pop(name) for key, name in before.items()}
    for row in rows:
        series[row["name"]] = {**(stored.get(row[KEY]) or {}), "rate": row["rate"]}
    for field, (place, key) in GROWS.items():
        chosen = {name: row["name"] for row in rows for name in row.get(field) or []}
        for item in document.get(place, []):
            if item.get("name") in chosen:
                item[key] = chosen[item["name"]]
            elif item.get(key) in before.values():
                del item[key]


def with_typed(names: NamesInPlan, series: RowNames) -> NamesInPlan:
    """The names of a plan with those that series have on the page now."""
    return replace(names, series={**names.series, **series})


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


class ExceptionForm(RowOfSeries):
    """A series that grows otherwise in one year. The document has these by series and year, not as rows."""

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

    def is_at(self, steps: Sequence[str]) -> bool:
        year, name = self.cleaned_data.get("year"), self.cleaned_data.get("series")
        return list(steps) in ([name, "by_year", str(year)], [name, "by_year"])

    def field_at(self, steps: Sequence[str]) -> str:
        return "rate"


def exceptions_in(document: PlanDocument) -> list[PlanRow]:
    """The years in which a series grows otherwise, as rows in the order of the years."""
    found = [
        {KEY: uuid5(KEYS_OF_SERIES, f"{name} {year}").hex, "series": name, "year": int(year), "rate": rate}
        for name, series in document.get("series", {}).items()
        for year, rate in ((series or {}).get("by_year") or {}).items()
    ]
    return sorted(found, key=lambda row: (row["year"], row["series"]))


def put_exceptions(document: PlanDocument, rows: Sequence[PlanRow]) -> None:
    """Puts them where the document has them: with the series that they are exceptions of. Those of a series of its own
    that went, go with it.
    """
    series: dict[str, Any] = document.setdefault("series", {})
    rows = [row for row in rows if row["series"] in SERIES or row["series"] in series]
    for name in {*series, *(row["series"] for row in rows)}:
        years: Mapping[str, Any] = {str(row["year"]): row["rate"] for row in rows if row["series"] == name}
        if years:
            series[name] = {**(series.get(name) or {}), "by_year": years}
        elif (series.get(name) or {}).get("by_year"):
            series[name] = {key: value for key, value in series[name].items() if key != "by_year"}
