"""Dossiers in which nothing runs any more: since when, and when they go to an archive or may be destroyed."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    DecimalField,
    Exists,
    F,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Cast, Coalesce, ExtractYear, Greatest, TruncDate
from django.db.models.lookups import GreaterThan

from coophub.accounts.models import User
from coophub.audit.models import AuditEntry
from coophub.web import clock
from financing.subsidies.law.deadlines import months_after
from financing.subsidies.law.figures import legal_term
from financing.subsidies.models import (
    OPEN_OBJECTIONS,
    RUNNING_AWARDS,
    SETTLED,
    Application,
    ArchiveStatement,
    LaterDecision,
    LoanDraw,
    LoanRepayment,
    Objection,
    Payment,
    RetentionRule,
    Scheme,
    SchemeVersion,
    State,
)
from financing.subsidies.models.scheme import EUROS
from financing.subsidies.procedure.awards import TO_THE_GROUP
from financing.subsidies.procedure.interest import numbers_with_interest
from financing.subsidies.selectors.applicants import OF_APPLICANT, with_applicants
from financing.subsidies.selectors.schemes import published_schemes

ENDED = [State.REFUSED, State.LEFT_OUT, State.WITHDRAWN, *SETTLED, State.RECOVERED]
NOT_SET = "none"
TAKEN, NOT_TAKEN = "yes", "no"
OF_LOAN = "loan__application"
WEEK = dt.timedelta(days=7)
"""By no more than this a last day moves on when it is in a weekend or a holiday."""
SHOWN = (
    "number",
    "state",
    "submitted_at",
    *OF_APPLICANT,
    "scheme_version__name_en",
    "scheme_version__scheme__name",
)
"""What a line reads: a version of a scheme alone is some pages of text."""


@dataclass(frozen=True)
class ArchiveFilter:
    """Which of them are looked at: those that go in this year at the latest, with this fate or without any, and those
    that the archive took or did not take yet.
    """

    year: int | None = None
    fate: str = ""
    scheme: int | None = None
    archive: str = ""

    @property
    def narrows(self) -> bool:
        return self != ArchiveFilter()

    def of(self, dossiers: QuerySet[Application]) -> QuerySet[Application]:
        wanted = Q()
        if self.year:
            wanted &= Q(goes_in__lte=self.year)
        if self.fate:
            wanted &= Q(fate=None) if self.fate == NOT_SET else Q(fate=self.fate)
        if self.scheme:
            wanted &= Q(scheme_version__scheme=self.scheme)
        if self.archive:
            wanted &= Q(taken_at__isnull=self.archive == NOT_TAKEN)
        return dossiers.filter(wanted)


def dossiers_to_keep(user: User) -> QuerySet[Application]:
    """Closed dossiers, what goes first at the top, with `closed_on`, and with `fate` and the year in which it `goes_in`
    where the ministry said so, and `taken_at` and `taken_as` where the archive did; not what this person has an
    interest in. One query, and one for those.
    """
    rule = "scheme_version__scheme__retention"
    said = ArchiveStatement.objects.filter(application=OuterRef("pk"))
    found: QuerySet[Application] = (
        with_applicants(_closed().exclude(pk__in=numbers_with_interest(user)))
        .select_related("scheme_version__scheme__retention")
        .only(*SHOWN, *(f"{rule}__{name}" for name in ("fate", "years", "category", "code", "source")))
        .annotate(fate=F(f"{rule}__fate"), goes_in=ExtractYear("closed_on") + F(f"{rule}__years"))
        .annotate(taken_at=Subquery(said.values("taken_at")[:1]), taken_as=Subquery(said.values("identifier")[:1]))
        .order_by(F("goes_in").asc(nulls_last=True), "closed_on", "pk")
    )
    return found


def closed_on(application: Application) -> dt.date | None:
    """Since when nothing runs in it any more; None while something does. One query."""
    found = _closed().filter(pk=application.pk).values_list("closed_on", flat=True).first()
    return found if isinstance(found, dt.date) else None


def goes_on(closed: dt.date, rule: RetentionRule) -> dt.date:
    """The day on which its term ends."""
    return months_after(closed, 12 * rule.years)


def schemes_with_retention() -> QuerySet[Scheme]:
    """Every scheme with a published version, with what the ministry said of its dossiers. Two queries."""
    newest_first = Prefetch("versions", SchemeVersion.objects.order_by("-number").only("scheme", "name_en"))
    found = published_schemes().select_related("retention__set_by").prefetch_related(newest_first)
    return found.order_by("name")


def _closed() -> QuerySet[Any]:
    """What was refused, left out, withdrawn or settled, with nothing to decide, object to, pay or pay back. It is
    closed on the last day on which something of that happened or could.

    What was awarded without money has nothing to settle. What was paid above the settlement can be reclaimed for some
    years (Awb 4:57 lid 4).
    """
    now = OuterRef("pk")
    without_money = Q(state__in=RUNNING_AWARDS, scheme_version__kind=SchemeVersion.Kind.NOTIFICATION)
    still_open = (
        Exists(Objection.objects.filter(application=now, state__in=OPEN_OBJECTIONS))
        | Exists(LaterDecision.objects.filter(application=now, signed_at=None))
        | Exists(Payment.objects.filter(application=now, paid_on=None, cancelled_at=None))
    )
    last_days = [
        TruncDate("decision__signed_at"),
        F("decision__object_by"),
        _last(LaterDecision, TruncDate("signed_at")),
        _last(LaterDecision, F("object_by")),
        _last(Payment, F("paid_on")),
        _last(LoanRepayment, F("received_on"), OF_LOAN),
        Subquery(_withdrawals().values("on")[:1]),
    ]
    return (
        Application.objects.filter(Q(state__in=ENDED) | without_money, submitted_at__isnull=False)
        .filter(~still_open)
        .annotate(closed_on=Greatest(*last_days, output_field=DateField()))
        .alias(
            owed=_sum(LoanDraw.objects.all(), "amount", OF_LOAN)
            - _sum(LoanRepayment.objects.all(), "principal", OF_LOAN)
        )
        .filter(closed_on__lt=clock.today(), owed__lte=0)
        .filter(~_can_be_reclaimed())
    )


def _can_be_reclaimed() -> Q:
    """Whether more was paid than was settled and reclaimed, and the last day to reclaim it has not passed."""
    now, signed = OuterRef("pk"), LaterDecision.objects.filter(signed_at__isnull=False)
    settlements = signed.filter(application=now, kind=LaterDecision.Kind.SETTLEMENT).order_by("-signed_at", "-pk")
    begins = months_after(clock.today() - WEEK, -legal_term("recovery", clock.today()).term.length)
    paid = _sum(Payment.objects.filter(kind__in=TO_THE_GROUP, paid_on__isnull=False), "amount")
    reclaimed = _sum(signed.filter(kind=LaterDecision.Kind.RECOVERY), "amount")
    last = settlements.filter(signed_at__date__gte=begins)[:1]
    return Q(Exists(last)) & Q(GreaterThan(paid - reclaimed, Subquery(settlements.values("amount")[:1])))


def _last(model: type[Model], day: Any, application: str = "application") -> Subquery:
    found = model._default_manager.filter(**{application: OuterRef("pk")}).annotate(on=day)
    return Subquery(found.exclude(on=None).order_by("-on").values("on")[:1])


def _withdrawals() -> QuerySet[Any]:
    """When the group took it back: no row says so but the trail."""
    key = Cast(OuterRef("pk"), CharField())
    target = Application._meta.label_lower
    found = AuditEntry.objects.filter(target_type=target, target_id=key, action="subsidies.withdraw")
    return found.annotate(on=TruncDate("at")).order_by("-at")


def _sum(rows: QuerySet[Any], column: str, application: str = "application") -> Coalesce:
    of_one = rows.filter(**{application: OuterRef("pk")}).order_by().values(application)
    summed = Subquery(of_one.annotate(sum=Sum(column)).values("sum"))
    return Coalesce(summed, Decimal(0), output_field=DecimalField(**EUROS))
