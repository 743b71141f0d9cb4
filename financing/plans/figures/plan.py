"""The figures of a plan document: what the engine's types say of each path of `coophub.plan/1`, and what people need
beside it.

Name, explanation, measure and bounds stand beside the type (`financing.engine.documents`).
"""

from dataclasses import replace

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.web.formats import Words, percent
from financing.engine.documents import LEAVE_OPEN, Measure
from financing.plans.figures import choices, kinds
from financing.plans.figures.benchmarks import NATIONAL_FUND_ASKS, VAT_RATE
from financing.plans.figures.document import DocumentField, is_list, marks_of, options_of, places, types_in
from financing.plans.figures.figure import Figure


def _vat_help() -> str:
    return gettext("For building and advice %(rate)s. It cannot be reclaimed for homes that are let.") % {
        "rate": percent(VAT_RATE)
    }


def _equity_help() -> str:
    asked = gettext("For rental homes that it helps to build, the national fund asks %(share)s.")
    return " ".join((asked % {"share": percent(NATIONAL_FUND_ASKS)}, gettext(LEAVE_OPEN)))


HELP: dict[str, Words] = {
    "investment.lines[].vat_rate": lazy(_vat_help, str)(),
    "criteria.min_equity_share": lazy(_equity_help, str)(),
}
"""Explanations in which a benchmark stands."""

UNITS: dict[str, Words] = {
    "horizon_years": kinds.YEARS.unit,
    "dwellings[].count": _("homes"),
    "vacancy_rate": _("part of the rents (%)"),
    "funding[].payments_per_year": "1, 4, 12",
    "funding[].balloon_share": _("part of the loan (%)"),
    "exit_multiple": "×",
}
"""Of what is written otherwise than others of its kind."""

SHORT: dict[str, Words] = {
    "fixed": _("in total"),
    "per_dwelling": _("per home"),
    "per_m2": _("per m²"),
    "share_of": _("share of"),
    "share_of_investment": _("share of the investment"),
    "share_of_market_value": _("share of the value"),
    "share_of_gross_rent": _("share of the rents"),
}
"""By the last key of a path: its name in a cell with little room."""

BENCHMARKS = {
    "horizon_years": "horizon_years",
    "series.inflation.rate": "inflation",
    "series.rent.rate": "rent_growth",
    "series.construction.rate": "construction_growth",
    "series.maintenance.rate": "maintenance_growth",
    "series.canon.rate": "canon_growth",
    "series.market_value.rate": "value_growth",
    "dwellings[].area_m2": "area_m2",
    "dwellings[].monthly_rent": "monthly_rent",
    "vacancy_rate": "vacancy_rate",
    "investment.construction_months": "construction_months",
    "investment.construction_interest_rate": "construction_interest_rate",
    "maintenance_reserve.rate": "reserve_rate",
    "maintenance_reserve.contribution_per_dwelling": "reserve_per_dwelling",
    "discount_rate": "discount_rate",
    "criteria.min_dscr": "min_dscr",
    "criteria.max_ltv": "max_ltv",
    "criteria.min_equity_share": "min_equity_share",
}
"""Which benchmark says what is usual."""


def _figure(place: DocumentField) -> Figure:
    path, options = place.path, options_of(place.field)
    kind = _kind(place)
    return Figure(
        path,
        _translated(place.title),
        kind,
        HELP.get(path) or _translated(place.description),
        UNITS.get(path, ""),
        SHORT.get(path.rpartition(".")[2], ""),
        choices.choices_of(options) if options else None,
        BENCHMARKS.get(path, ""),
        None if place.field.is_required() else place.field.default,
    )


def _kind(place: DocumentField) -> kinds.Kind:
    if is_list(place.field.annotation):
        return kinds.GROUP
    measure = next((mark for mark in marks_of(place.field) if isinstance(mark, Measure)), None)
    if measure:
        return kinds.OF_A_MEASURE[measure]
    if bool in types_in(place.field.annotation):
        return kinds.YES_NO
    return kinds.CHOICE if options_of(place.field) else kinds.GROUP


def _translated(sentence: str) -> Words:
    """A sentence of the engine, which marked it, in the language of who reads it."""
    return _(sentence) if sentence else ""


FIGURES: dict[str, Figure] = {place.path: _figure(place) for place in places()}


def keys_of(group: str) -> tuple[str, ...]:
    """The figures of a group or of a row, `liquidity` or `funding[]`, by their keys; groups within it are left out."""
    split = (path.rpartition(".") for path, figure in FIGURES.items() if figure.kind is not kinds.GROUP)
    return tuple(key for before, _point, key in split if before == group)


def figure_at(path: str) -> Figure:
    """The figure at a path of a document; a series of the plan's own is called by its name.

    Raises KeyError for a path that no plan has.
    """
    if path in FIGURES or not path.startswith("series."):
        return FIGURES[path]
    name, _point, key = path.removeprefix("series.").rpartition(".")
    return replace(FIGURES[f"series.inflation.{key}"], label=name, help="", benchmark="")


OF_EVERY_SOURCE = (
    "name",
    "kind",
    "rank",
    "fixed",
    "per_dwelling",
    "per_m2",
    "of",
    "share_of_investment",
    "share_of_market_value",
    "remainder",
    "return_rate",
    "turnover_rate",
    "replaced",
    "indexed_by",
    "paid_on",
)
LOAN_KEYS = (*(key for key in keys_of("funding[]") if key not in OF_EVERY_SOURCE), "rate_resets", "rolls_over")
"""What only a loan has, by its key in a source of money."""
