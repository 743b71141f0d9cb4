"""Lists of money."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.formats import day, euro_cents
from financing.subsidies.models import LedgerEntry

NUMBER = {"th": {"class": "number"}, "td": {"class": "number"}}


class EntryTable(tables.Table):
    """Ledger entries, the newest first. `hidden` are applications in which the reader has an interest."""

    made_at = tables.Column(verbose_name=gettext_lazy("Day"), orderable=False)
    application = tables.Column(verbose_name=gettext_lazy("Application"), orderable=False)
    kind = tables.Column(verbose_name=gettext_lazy("What"), orderable=False)
    amount = tables.Column(verbose_name=gettext_lazy("Amount"), attrs=NUMBER, orderable=False)
    made_by = tables.Column(verbose_name=gettext_lazy("By"), orderable=False, default="–")

    class Meta:
        model = LedgerEntry
        fields = ["made_at", "application", "kind", "amount", "made_by"]
        attrs = {"caption": gettext_lazy("Entries"), "row_keys": True}
        empty_text = gettext_lazy("There are no entries behind this figure.")
        order_by = None

    def __init__(self, *args: Any, hidden: set[int], can_reverse: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hidden, self.can_reverse = hidden, can_reverse

    def render_made_at(self, value: Any) -> str:
        return day(value)

    def render_application(self, record: LedgerEntry) -> str:
        application = record.application
        if application.pk in self.hidden:
            return str(application.number)
        address = reverse("subsidies:dossier", args=[application.pk])
        return format_html(
            '<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a> {}',
            address,
            application.number,
            application.initiative.name,
        )

    def render_kind(self, record: LedgerEntry) -> str:
        if record.kind == LedgerEntry.Kind.REVERSAL:
            return format_html("{}: {}", record.get_kind_display(), record.reason)
        if hasattr(record, "reversed_by"):
            return format_html('{} <span class="muted">{}</span>', record.get_kind_display(), _("reversed"))
        if not self.can_reverse:
            return str(record.get_kind_display())
        return format_html(
            '{} <a class="utrecht-link utrecht-link--html-a" href="{}">{}</a>',
            record.get_kind_display(),
            reverse("subsidies:reverse_entry", args=[record.pk]),
            _("Reverse"),
        )

    def render_amount(self, value: Any) -> str:
        return euro_cents(value)
