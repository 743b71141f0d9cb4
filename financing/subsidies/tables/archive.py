"""Closed dossiers with what becomes of them, and what the ministry said of each scheme."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.formats import Words
from coophub.web.formats import day as written_day
from coophub.web.lists import List, ListColumn
from coophub.web.tables import Badge, Cell, Column, Table
from financing.subsidies.models import Application, RetentionRule, Scheme
from financing.subsidies.tables.cases import IN_ORDER

NOT_SET = _("Not set")


class ArchiveList(List):
    """One line a dossier."""

    number = ListColumn(_("Number"), "code", order_by=IN_ORDER)
    applicant = ListColumn(_("Applicant"), accessor="applicant__full_name", order_by="submission__initiative_name")
    scheme = ListColumn(_("Scheme"), accessor="scheme_version__title", order_by="scheme_version__scheme__name")
    closed_on = ListColumn(_("Closed on"), "day")
    fate = ListColumn(_("What becomes of it"), empty_values=())
    goes_in = ListColumn(_("In the year"), "code", empty="–")
    taken_at = ListColumn(_("In the archive since"), empty="–")

    class Meta:
        model = Application
        fields = ["number", "applicant", "scheme", "closed_on", "fate", "goes_in", "taken_at"]
        attrs = {"caption": _("Closed dossiers"), "row_keys": True}
        order_by = None

    def render_number(self, value: str, record: Application) -> Cell:
        return Cell(value, url=reverse("subsidies:dossier", args=[record.pk]))

    def render_fate(self, record: Application) -> Cell:
        rule = rule_of(record.scheme_version.scheme)
        if rule is None:
            return Cell(NOT_SET)
        return Cell(rule.get_fate_display(), notes=[category_in_words(rule)])

    def render_goes_in(self, value: int) -> Cell:
        return Cell(str(value), badge=Badge(gettext("Now"), "warn") if value <= clock.today().year else None)

    def render_taken_at(self, value: dt.datetime, record: Any) -> Cell:
        return Cell(written_day(value), notes=[record.taken_as])


def archive_file(dossiers: QuerySet[Application]) -> Table:
    """The same to take along."""
    columns = [
        Column(_("Number")),
        Column(_("Applicant")),
        Column(_("Scheme")),
        Column(_("Received"), "day"),
        Column(_("Closed on"), "day"),
        Column(_("Selection list")),
        Column(_("Number of the category")),
        Column(_("Category")),
        Column(_("What becomes of it")),
        Column(_("Years after closing"), "number"),
        Column(_("In the year"), "code"),
        Column(_("In the archive since"), "day"),
        Column(_("Number in the archive")),
    ]
    return Table(_("Closed dossiers"), columns, _file_rows(dossiers))


def _file_rows(dossiers: QuerySet[Any]) -> Iterator[list[object]]:
    for dossier in dossiers.iterator(chunk_size=1000):
        rule = rule_of(dossier.scheme_version.scheme)
        yield [
            dossier.number,
            dossier.applicant.full_name,
            dossier.scheme_version.scheme.name,
            clock.day_of(dossier.submitted_at) if dossier.submitted_at else None,
            dossier.closed_on,
            *([rule.source, rule.code, rule.category] if rule else ["", "", ""]),
            str(rule.get_fate_display() if rule else NOT_SET),
            rule.years if rule else None,
            dossier.goes_in,
            clock.day_of(dossier.taken_at) if dossier.taken_at else None,
            dossier.taken_as or "",
        ]


def retention_table(schemes: Iterable[Scheme]) -> Table:
    """What becomes of the dossiers of each scheme, with where that is filled in."""
    columns = [
        Column(_("Scheme")),
        Column(_("What becomes of its dossiers")),
        Column(_("After closing")),
        Column(_("Category")),
    ]
    return Table(_("How long dossiers are kept"), columns, [_retention_row(scheme) for scheme in schemes])


def _retention_row(scheme: Scheme) -> list[Words | Cell]:
    rule = rule_of(scheme)
    name = Cell(scheme.title, url=reverse("subsidies:retention", args=[scheme.pk]))
    if rule is None:
        return [name, NOT_SET, "–", "–"]
    years = ngettext("%(years)d year", "%(years)d years", rule.years) % {"years": rule.years}
    return [name, rule.get_fate_display(), years, Cell(category_in_words(rule), notes=[rule.source])]


def rule_of(scheme: Scheme) -> RetentionRule | None:
    found: RetentionRule | None = getattr(scheme, "retention", None)
    return found


def category_in_words(rule: RetentionRule) -> str:
    return " ".join(part for part in (rule.code, rule.category) if part)
