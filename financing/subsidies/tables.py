"""The ministry's lists."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from coophub.web.templatetags.web import day, euro
from financing.subsidies.models import Application
from financing.subsidies.selectors import days_left

NUMBER = {"th": {"class": "number"}, "td": {"class": "number"}}


class QueueTable(tables.Table):
    """One line a case, the most urgent first."""

    number = tables.Column(verbose_name=_("Number"))
    initiative = tables.Column(verbose_name=_("Initiative"), accessor="initiative__name", order_by="initiative__name")
    amount_requested = tables.Column(verbose_name=_("Asked"), attrs=NUMBER)
    state = tables.Column(verbose_name=_("State"))
    decide_by = tables.Column(verbose_name=_("Decide by"))
    reviewer = tables.Column(verbose_name=_("With"), default=_("nobody"), order_by="reviewer__name")

    class Meta:
        model = Application
        fields = ["number", "initiative", "amount_requested", "state", "decide_by", "reviewer"]
        attrs = {"caption": _("Applications"), "row_keys": True}
        order_by = None

    def render_number(self, value: str, record: Application) -> str:
        address = reverse("subsidies:dossier", args=[record.pk])
        return format_html('<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a>', address, value)

    def render_initiative(self, value: str, record: Application) -> str:
        return format_html('{} <span class="muted">{}</span>', value, record.initiative.municipality.name)

    def render_amount_requested(self, value: Any) -> str:
        return euro(value)

    def render_decide_by(self, value: Any, record: Application) -> str:
        if not record.is_undecided:
            return day(value)
        left = days_left(record)
        words = _("%(days)s days left") % {"days": left} if left >= 0 else _("%(days)s days late") % {"days": -left}
        return format_html('{} <span class="muted">{}</span>', day(value), words)
