"""Awards as open data: the six fields of Woo 3.3a, for recipients that are no natural persons."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Min, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from coophub.web import clock
from coophub.web.streams import batches
from financing.subsidies.models import Application, LedgerEntry
from financing.subsidies.selectors.applicants import with_applicants

KIND = LedgerEntry.Kind
AT_ONCE = 500
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


@dataclass(frozen=True)
class AwardKey:
    """By which an award is found again in the list of all, also when newer ones have come."""

    at: dt.datetime
    application: int

    PATTERN: ClassVar[str] = r"^[0-9]{1,16}-[0-9]{1,18}$"
    EPOCH: ClassVar[dt.datetime] = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

    def __str__(self) -> str:
        return f"{(self.at - self.EPOCH) // dt.timedelta(microseconds=1)}-{self.application}"

    @classmethod
    def read(cls, text: str) -> "AwardKey":
        """What has the form of `PATTERN`."""
        moment, application = text.split("-")
        return cls(cls.EPOCH + dt.timedelta(microseconds=int(moment)), int(application))


def awards_by_day() -> QuerySet[LedgerEntry, int]:
    """The applications with an award to an association, co-operative or foundation, the newest first, by their keys.

    The award that was not undone counts; where all were, the first. One query.
    """
    return _keys_by_day().values_list("application", flat=True)


def award_keys(*, after: AwardKey | None, most: int) -> list[AwardKey]:
    """So many awards in that order, from the one behind `after` on. One query."""
    return [AwardKey(row["at"], row["application"]) for row in _keys_by_day(after)[:most]]


def _keys_by_day(after: AwardKey | None = None) -> QuerySet[LedgerEntry, Any]:
    awards = LedgerEntry.objects.filter(
        Q(application__submission__legal_name__gt="") | Q(application__submission__kvk_number__gt=""), kind=KIND.AWARD
    )
    standing = Min("made_at", filter=Q(reversed_by=None))
    keys = awards.values("application").annotate(at=Coalesce(standing, Min("made_at"))).order_by("-at", "-application")
    if after is None:
        return keys
    return keys.filter(Q(("at__lt", after.at)) | Q(("at", after.at), ("application__lt", after.application)))


def awards_of(applications: Sequence[int]) -> list[PublishedAward]:
    """The awards of these applications, in their order. Two queries."""
    entries = LedgerEntry.objects.exclude(kind__in=[KIND.RESERVATION, KIND.RELEASE]).order_by("made_at", "pk")
    found = (
        with_applicants(Application.objects.filter(pk__in=applications))
        .select_related("scheme_version__scheme")
        .defer("answers")
        .prefetch_related(Prefetch("ledger_entries", entries))
        .in_bulk()
    )
    return [_published(found[key]) for key in applications]


def published_awards() -> Iterator[PublishedAward]:
    """Every award, one after another, in a constant amount of memory."""
    for keys in batches(awards_by_day().iterator(chunk_size=AT_ONCE), AT_ONCE):
        yield from awards_of(keys)


def _published(application: Application) -> PublishedAward:
    """An award as it stands.

    One that was published stays, with what undid it: taking it away would tell less than the truth.

    Of what only took back and was itself undone nothing shows, for it is as if it had not been.
    """
    entries = list(application.ledger_entries.all())
    undone = {entry.reverses_id for entry in entries if entry.reverses_id}
    version, submission = application.scheme_version, application.submission
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
        recipient=submission.applicant.full_name,
        activities=f"{version.scheme.name}: {submission.activities}",
        amounts=given,
        withdrawals=taken,
        decided_on=clock.day_of(award.made_at),
        left=total,
        is_example=version.is_example,
        scheme=version.scheme.name,
    )
