"""The ministry's lists."""

import datetime as dt
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.formats import day, euro, moment
from financing.subsidies.models import Application, Objection

NUMBER = {"th": {"class": "number"}, "td": {"class": "number"}}
FULL_BAR_DAYS = 91
"""A bar of thirteen weeks is full: the usual term (KB 22)."""


class ApplicationTable(tables.Table):
    """One line a case."""

    number = tables.Column(verbose_name=_("Number"))
    initiative = tables.Column(verbose_name=_("Initiative"), accessor="initiative__name", order_by="initiative__name")
    scheme = tables.Column(
        verbose_name=_("Scheme"), accessor="scheme_version__scheme__name", order_by="scheme_version__scheme__name"
    )
    amount_requested = tables.Column(verbose_name=_("Asked"), attrs=NUMBER)
    state = tables.Column(verbose_name=_("State"))
    decide_by = tables.Column(verbose_name=_("Decide by"))
    reviewer = tables.Column(verbose_name=_("With"), empty_values=(), order_by=("assigned_to__name", "reviewer__name"))

    class Meta:
        model = Application
        fields = ["number", "initiative", "scheme", "amount_requested", "state", "decide_by", "reviewer"]
        attrs = {"caption": _("Applications"), "row_keys": True}
        order_by = None

    def render_number(self, value: str, record: Application) -> str:
        address = reverse("subsidies:dossier", args=[record.pk])
        return format_html('<a class="utrecht-link utrecht-link--html-a nowrap" href="{}">{}</a>', address, value)

    def render_initiative(self, value: str, record: Application) -> str:
        return format_html('{} <span class="muted">{}</span>', value, record.initiative.municipality.name)

    def render_amount_requested(self, value: Any) -> str:
        return euro(value)

    def render_reviewer(self, record: Application) -> str:
        return str(record.assigned_to or record.reviewer or gettext("nobody"))

    def render_decide_by(self, value: Any, record: Application) -> str:
        return due_day(value) if record.is_undecided else day(value)


class ObjectionTable(tables.Table):
    """One line an objection."""

    number = tables.Column(verbose_name=_("Number"), accessor="application__number")
    initiative = tables.Column(verbose_name=_("Initiative"), accessor="application__initiative__name")
    received_on = tables.Column(verbose_name=_("Received on"))
    state = tables.Column(verbose_name=_("State"))
    hearing_at = tables.Column(verbose_name=_("Hearing"))
    decide_by = tables.Column(verbose_name=_("Decide by"))
    handler = tables.Column(verbose_name=_("With"), empty_values=())

    class Meta:
        model = Objection
        fields = ["number", "initiative", "received_on", "state", "hearing_at", "decide_by", "handler"]
        attrs = {"caption": _("Objections"), "row_keys": True}
        order_by = None

    def render_number(self, value: str, record: Objection) -> str:
        address = reverse("subsidies:dossier", args=[record.application_id]) + "?tab=decision"
        return format_html('<a class="utrecht-link utrecht-link--html-a nowrap" href="{}">{}</a>', address, value)

    def render_initiative(self, value: str, record: Objection) -> str:
        return format_html('{} <span class="muted">{}</span>', value, record.application.initiative.municipality.name)

    def render_received_on(self, value: Any, record: Objection) -> str:
        if not record.is_late:
            return day(value)
        return format_html('{} <span class="late">{}</span>', day(value), gettext("too late"))

    def render_hearing_at(self, value: Any) -> str:
        return moment(value)

    def render_decide_by(self, value: Any, record: Objection) -> str:
        return due_day(value) if record.is_open else day(value)

    def render_handler(self, record: Objection) -> str:
        return str(record.handler or gettext("nobody"))


def due_day(value: dt.date) -> str:
    """A day with a bar and words for the days left."""
    left = (value - clock.today()).days
    words = (
        ngettext("one day left", "%(counter)s days left", left)
        if left >= 0
        else ngettext("one day too late", "%(counter)s days too late", -left)
    )
    return format_html(
        '<span class="nowrap">{}</span> <meter class="days-bar" min="0" max="{}" low="8" value="{}" aria-hidden="true"></meter> '
        '<span class="{}">{}</span>',
        day(value),
        FULL_BAR_DAYS,
        max(left, 0),
        "muted" if left >= 0 else "late",
        words % {"counter": abs(left)},
    )


class QueueTable(ApplicationTable):
    """The same with a box before each line, to give several to somebody at once."""

    chosen = tables.Column(verbose_name=_("Choose"), accessor="pk", orderable=False)

    class Meta(ApplicationTable.Meta):
        sequence = ["chosen", "..."]

    def render_chosen(self, value: int, record: Application) -> str:
        label = gettext("Choose %(number)s") % {"number": record.number}
        return format_html(
            '<input class="utrecht-checkbox utrecht-checkbox--html-input" type="checkbox" name="chosen" value="{}" '
            'aria-label="{}" form="assign">',
            value,
            label,
        )
