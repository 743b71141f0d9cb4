"""Awards as open data: the six fields of Woo 3.3a, for recipients that are no natural persons."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, Q
from django.utils import timezone

from financing.subsidies.models import Application, LedgerEntry

KIND = LedgerEntry.Kind


@dataclass(frozen=True)
class PublishedAward:
    """One award with its six fields (Woo 3.3a lid 1, a to f)."""

    legal_basis: str
    recipient: str
    activities: str
    amounts: list[tuple[str, dt.date, Decimal]]
    withdrawals: list[tuple[str, dt.date, Decimal]]
    decided_on: dt.date
    is_example: bool
    scheme: str

    @property
    def awarded(self) -> Decimal:
        return self.amounts[0][2] if self.amounts else Decimal(0)


def published_awards() -> list[PublishedAward]:
    """Every award to an association, co-operative or foundation, the newest first. Two queries."""
    entries = LedgerEntry.objects.exclude(kind__in=[KIND.RESERVATION, KIND.RELEASE]).order_by("made_at", "pk")
    applications = (
        Application.objects.filter(
            Q(ledger_entries__kind=KIND.AWARD), ~Q(initiative__legal_name="") | ~Q(initiative__kvk_number="")
        )
        .select_related("initiative", "scheme_version__scheme", "submission", "decision")
        .prefetch_related(Prefetch("ledger_entries", entries))
        .distinct()
    )
    found = [_published(application) for application in applications]
    return sorted((award for award in found if award.amounts), key=lambda award: award.decided_on, reverse=True)


def _published(application: Application) -> PublishedAward:
    entries = list(application.ledger_entries.all())
    undone = {entry.reverses_id for entry in entries if entry.reverses_id}
    standing = [entry for entry in entries if entry.pk not in undone and not entry.reverses_id]
    version, content = application.scheme_version, application.submission.content
    award = next((entry for entry in standing if entry.kind == KIND.AWARD), None)
    given, taken = [], []
    total = Decimal(0)
    for entry in standing:
        total += entry.amount
        on = timezone.localdate(entry.made_at)
        if entry.kind in (KIND.WITHDRAWAL, KIND.RECOVERY):
            taken.append((str(entry.kind), on, -entry.amount))
        elif entry.kind == KIND.LOWER_SETTLEMENT:
            given.append((str(entry.kind), on, total))
        elif entry.kind in (KIND.AWARD, KIND.INCREASE):
            given.append((str(entry.kind), on, entry.amount))
    return PublishedAward(
        legal_basis=version.legal_reference,
        recipient=application.initiative.legal_name or content["initiative"]["name"],
        activities=f"{version.scheme.name}: {content['answers']['project']['activities']}",
        amounts=given if award else [],
        withdrawals=taken,
        decided_on=timezone.localdate(award.made_at) if award else timezone.localdate(),
        is_example=version.is_example,
        scheme=version.scheme.name,
    )
