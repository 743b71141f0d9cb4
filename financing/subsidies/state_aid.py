"""Small state aid (de minimis): what an initiative got in the past years, against the ceiling that holds on a day."""

import csv
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from dateutil.relativedelta import relativedelta
from django.db.models import Q, Sum

from financing.subsidies.models import Application, LedgerEntry

CEILINGS = Path(__file__).parent / "data" / "aid-ceilings.csv"
NOTHING = Decimal(0)


@dataclass(frozen=True)
class AidCeiling:
    """How much a single undertaking may get over some years, with the rule that says so."""

    rule: str
    amount: Decimal
    years: int
    valid_from: dt.date
    source: str


@dataclass(frozen=True)
class AidStand:
    """What counts towards the ceiling: declared by the group, awarded through CoopHub, and the room that is left."""

    ceiling: AidCeiling
    declared: Decimal
    awarded: Decimal

    @property
    def room(self) -> Decimal:
        return max(NOTHING, self.ceiling.amount - self.declared - self.awarded)


@cache
def aid_ceilings() -> tuple[AidCeiling, ...]:
    """The reference data, the oldest first."""
    with CEILINGS.open(encoding="utf-8") as file:
        rows = [
            AidCeiling(
                row["rule"],
                Decimal(row["amount"]),
                int(row["years"]),
                dt.date.fromisoformat(row["valid_from"]),
                row["source"],
            )
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(rows, key=lambda row: row.valid_from))


def aid_ceiling(rule: str, on: dt.date) -> AidCeiling | None:
    """The ceiling of a rule on a day; None for aid that has no such ceiling."""
    return next((row for row in reversed(aid_ceilings()) if row.rule == rule and row.valid_from <= on), None)


def aid_stand(application: Application, on: dt.date) -> AidStand | None:
    """How an applicant stands on a day, this award not counted; None when the scheme gives no such aid. Two queries."""
    rule = application.scheme_version.state_aid
    ceiling = aid_ceiling(rule, on)
    if ceiling is None:
        return None
    since = on - relativedelta(years=ceiling.years)
    entries = LedgerEntry.objects.filter(
        application__initiative=application.initiative_id,
        version__state_aid=rule,
        application__in=LedgerEntry.objects.filter(kind=LedgerEntry.Kind.AWARD, made_at__date__gt=since).values(
            "application"
        ),
    ).exclude(Q(kind__in=["reservation", "release"]) | Q(reverses__kind__in=["reservation", "release"]))
    awarded: Decimal | None = entries.aggregate(sum=Sum("amount"))["sum"]
    return AidStand(ceiling, declared_aid(application), awarded or NOTHING)


def declared_aid(application: Application) -> Decimal:
    """What the group declared: as it was submitted, or as it stands in a draft. Aid got through CoopHub is not in it."""
    submission = getattr(application, "submission", None)
    answers = submission.content["answers"] if submission else application.answers
    try:
        return Decimal(str(answers.get("aid", {}).get("received") or 0))
    except InvalidOperation:
        return NOTHING
