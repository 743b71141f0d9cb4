"""Awards as open data: the six fields of Woo 3.3a, for recipients that are no natural persons."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, Q

from coophub.web import clock
from financing.subsidies.models import Application, LedgerEntry

KIND = LedgerEntry.Kind
GIVEN = (KIND.AWARD, KIND.INCREASE)


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
    left: Decimal
    """What of it was not taken back."""


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
    return sorted(found, key=lambda award: award.decided_on, reverse=True)


def _published(application: Application) -> PublishedAward:
    """An award as it stands.

    One that was published stays, with what undid it: taking it away would tell less than the truth.

    Of what only took back and was itself undone nothing shows, for it is as if it had not been.
    """
    entries = list(application.ledger_entries.all())
    undone = {entry.reverses_id for entry in entries if entry.reverses_id}
    version, content = application.scheme_version, application.submission.content
    awards = [entry for entry in entries if entry.kind == KIND.AWARD]
    award = next((entry for entry in awards if entry.pk not in undone), awards[0])
    reversed_awards = {entry.pk for entry in entries if entry.kind in GIVEN and entry.pk in undone}
    given, taken = [], []
    total = Decimal(0)
    for entry in entries:
        total += entry.amount
        on = clock.day_of(entry.made_at)
        if entry.reverses_id in reversed_awards:
            taken.append((str(entry.kind), on, -entry.amount))
        elif entry.kind in GIVEN:
            given.append((str(entry.kind), on, entry.amount))
        elif entry.pk in undone:
            continue
        elif entry.kind in (KIND.WITHDRAWAL, KIND.RECOVERY):
            taken.append((str(entry.kind), on, -entry.amount))
        elif entry.kind == KIND.LOWER_SETTLEMENT:
            given.append((str(entry.kind), on, total))
    return PublishedAward(
        legal_basis=version.legal_reference,
        recipient=application.initiative.legal_name or content["initiative"]["name"],
        activities=f"{version.scheme.name}: {content['answers']['project']['activities']}",
        amounts=given,
        withdrawals=taken,
        decided_on=clock.day_of(award.made_at),
        left=total,
        is_example=version.is_example,
        scheme=version.scheme.name,
    )
