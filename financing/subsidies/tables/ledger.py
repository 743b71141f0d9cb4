"""The entries behind a figure of the budget."""

from collections.abc import Mapping, Set
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.proposals.models import Proposal
from coophub.web.lists import List, ListColumn
from coophub.web.tables import Cell, Slot
from financing.subsidies.models import LedgerEntry
from financing.subsidies.procedure.may.money import why_not_reverse
from financing.subsidies.procedure.may.roles import why_not_correct_ledger


class EntryList(List):
    """Ledger entries, the newest first. `hidden` are applications in which the `reader` has an interest, `proposed` the
    proposals to reverse an entry, by its number.
    """

    made_at = ListColumn(_("Day"), "day", orderable=False)
    application = ListColumn(_("Application"), orderable=False)
    kind = ListColumn(_("What"), orderable=False)
    amount = ListColumn(_("Amount"), "cents", orderable=False)
    made_by = ListColumn(_("By"), orderable=False, empty="–")

    class Meta:
        model = LedgerEntry
        fields = ["made_at", "application", "kind", "amount", "made_by"]
        attrs = {"caption": _("Entries"), "row_keys": True}
        empty_text = _("There are no entries behind this figure.")
        order_by = None

    def __init__(
        self, *args: Any, hidden: Set[int], reader: User, proposed: Mapping[int, Proposal], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.hidden, self.reader, self.proposed = hidden, reader, proposed
        self.can_reverse = why_not_correct_ledger(reader) is None

    def render_application(self, record: LedgerEntry) -> Cell:
        application = record.application
        if application.pk in self.hidden:
            return Cell(application.number)
        address = reverse("subsidies:dossier", args=[application.pk])
        return Cell(f"{application.number} {application.applicant.name}", url=address)

    def render_kind(self, record: LedgerEntry) -> Cell | Slot:
        name = record.get_kind_display()
        if record.kind == LedgerEntry.Kind.REVERSAL:
            return Cell(f"{name}: {record.reason}")
        if hasattr(record, "reversed_by"):
            return Cell(name, notes=[_("reversed")])
        if proposal := self.proposed.get(record.pk):
            address = reverse("proposals:proposal", args=[proposal.pk])
            return Slot("subsidies/cells/proposed.html", {"name": name, "address": address}, text=name)
        if not self.can_reverse or why_not_reverse(record, self.hidden) is not None:
            return Cell(name)
        address = reverse("subsidies:reverse_entry", args=[record.pk])
        return Slot("subsidies/cells/reverse.html", {"name": name, "address": address}, text=name)
