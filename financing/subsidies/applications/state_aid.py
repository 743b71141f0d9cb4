"""Small state aid (de minimis) of an applicant: what it declared, and what it was awarded through CoopHub.

Each award counts once.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Min, Q, Sum
from django.utils import timezone

from coophub.web import clock
from financing.subsidies.law.de_minimis import NOTHING, Aid, AidTotals, aid_ceiling, declared_since
from financing.subsidies.models import Application, LedgerEntry

KIND = LedgerEntry.Kind
HELD = [KIND.RESERVATION, KIND.RELEASE]


@dataclass(frozen=True)
class KnownAid:
    """An award through CoopHub under the same rule: when and how much, and what of it is left and counts."""

    granted_on: dt.date
    granted: Decimal
    counts: Decimal

    @property
    def as_declared(self) -> Aid:
        """How a group would declare it."""
        return (self.granted_on, self.granted)


def aid_totals(application: Application, on: dt.date, *, asked: Decimal = NOTHING) -> AidTotals | None:
    """How an applicant stands on a day, with `asked` on top of what it has; None when the scheme gives no such aid.

    Three queries.
    """
    ceiling = aid_ceiling(application.scheme_version.state_aid, on)
    if ceiling is None:
        return None
    known = known_aid(application, on)
    declared = declared_since(declared_aid(application), ceiling.first_day(on), [aid.as_declared for aid in known])
    return AidTotals(ceiling, declared, sum((aid.counts for aid in known), start=NOTHING), asked)


def known_aid(application: Application, on: dt.date) -> list[KnownAid]:
    """What the applicant was awarded through CoopHub under the scheme's rule, as far as it counts on a day.

    Two queries.
    """
    rule = application.scheme_version.state_aid
    ceiling = aid_ceiling(rule, on)
    if ceiling is None:
        return []
    entries = LedgerEntry.objects.filter(
        application__initiative=application.initiative_id, version__state_aid=rule
    ).order_by()
    awards = (
        entries.filter(kind=KIND.AWARD, reversed_by=None, made_at__gte=_start_of(ceiling.first_day(on)))
        .values("application")
        .annotate(made_at=Min("made_at"), granted=Sum("amount"))
    )
    given = {row["application"]: row for row in awards}
    standing = (
        entries.filter(application__in=given)
        .exclude(Q(kind__in=HELD) | Q(reverses__kind__in=HELD))
        .values_list("application")
        .annotate(Sum("amount"))
    )
    return [KnownAid(clock.day_of(given[pk]["made_at"]), given[pk]["granted"], amount) for pk, amount in standing]


def declared_aid(application: Application) -> Sequence[Aid]:
    """What the group declared: as it was submitted, or as it stands in a draft."""
    submission = getattr(application, "submission", None)
    if submission is None:
        return [(row.granted_on, row.amount) for row in application.aid_received.all()]
    content = submission.content
    if "aid" in content:
        return [
            (
                dt.date.fromisoformat(row["granted_on"]) if row["granted_on"] else None,
                Decimal(row["amount"]) if row["amount"] else None,
            )
            for row in content["aid"]["rows"]
        ]
    # What was frozen before the form asked for dates is one sum.
    received = content["answers"].get("aid", {}).get("received")
    return [(None, Decimal(received))] if received else []


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
