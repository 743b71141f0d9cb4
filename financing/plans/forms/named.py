"""Choosing a row of the plan where the document names it: the page knows it by its key, so that it may get another name
meanwhile.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.formats import Words
from financing.engine.sales import SALES
from financing.plans.document.rows import KEY, PlanDocument
from financing.plans.figures.choices import SERIES
from financing.plans.figures.result import RESULT
from financing.plans.forms.document_values import read

RowNames = Mapping[str, str]
"""Names of rows by their keys."""

KEYS_OF_SERIES = UUID("5f0c3a53-5f33-4f0e-9d3c-5c1f2f6f8a10")
"""Of which the keys of series are made, and of single years in them: a document keeps them without one."""

MOST_BOXES = 12
GONE = {"invalid_choice": _("This is not in the plan any more. Choose again.")}


@dataclass(frozen=True)
class NamesInPlan:
    """What the rows of a plan can name: types of home, costs, sources of money, money of members, and series."""

    homes: RowNames
    costs: RowNames
    sources: RowNames
    members: RowNames
    series: RowNames


def names_in(document: PlanDocument) -> NamesInPlan:
    homes, sources = document.get("dwellings", []), document.get("funding", [])
    of_its_own = [name for name in document.get("series", {}) if name not in SERIES]
    sold = any(home.get("tenure") == "sale" for home in homes)
    return NamesInPlan(
        homes=_named(homes),
        costs=_named(read(document, "investment.lines") or []),
        sources={**_named(sources), **({SALES: SALES} if sold else {})},
        members=_named([source for source in sources if source.get("kind") == "member_equity"]),
        series={**{name: name for name in SERIES}, **{key_of_series(name): name for name in of_its_own}},
    )


def key_of_series(name: str) -> str:
    """By what a page knows a series of the plan's own."""
    return uuid5(KEYS_OF_SERIES, name).hex


def _named(rows: list[dict[str, Any]]) -> RowNames:
    return {row[KEY]: str(row.get("name", "")) for row in rows}


SPOKEN: Mapping[str, Any] = {**SERIES, SALES: RESULT["investment.sale_proceeds"]}
"""What is called otherwise on the page than in the document, by its key."""


class _ByKey:
    """Keys in the page, names in the document. A name that is in no row is its own key, so that it can be seen and
    taken away.
    """

    def __init__(self, named: RowNames, stored: Any) -> None:
        known = [stored] if isinstance(stored, str) else stored or []
        self.names = {**named, **{name: name for name in known if name and name not in named.values()}}
        self.keys = {name: key for key, name in self.names.items()}
        self.options = [(key, SPOKEN.get(key, name)) for key, name in self.names.items()]


class NamedField(forms.ChoiceField):
    """One of the rows of a plan. With words for `blank` it may be none."""

    def __init__(self, *, named: RowNames, stored: Any = None, blank: Words = "", **kwargs: Any) -> None:
        self.rows = _ByKey(named, stored)
        none = [("", blank)] if blank or not kwargs.get("required", True) else []
        super().__init__(choices=[*none, *self.rows.options], error_messages=GONE, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return self.rows.keys.get(value, value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> Any:
        key = super().clean(value)
        return self.rows.names.get(key, key)


class NamedListField(forms.MultipleChoiceField):
    """Some of the rows of a plan; none means all of them."""

    def __init__(self, *, named: RowNames, stored: Any = None, **kwargs: Any) -> None:
        self.rows = _ByKey(named, stored)
        widget = forms.CheckboxSelectMultiple if len(self.rows.names) <= MOST_BOXES else forms.SelectMultiple
        super().__init__(choices=self.rows.options, widget=widget, error_messages=GONE, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return [self.rows.keys.get(name, name) for name in value or []]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> list[str]:
        return [self.rows.names[key] for key in super().clean(value)]
