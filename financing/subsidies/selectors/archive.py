"""Dossiers in which nothing runs any more: since when, and when they go to an archive or may be destroyed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import DateField, F, Func, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import ExtractYear, Greatest

from coophub.accounts.models import User
from coophub.web import clock
from financing.subsidies.law.deadlines import months_after
from financing.subsidies.law.figures import legal_term
from financing.subsidies.models import (
    RUNNING_AWARDS,
    SETTLED,
    Application,
    ArchiveStatement,
    RetentionRule,
    Scheme,
    SchemeVersion,
    State,
)
from financing.subsidies.procedure.interest import numbers_with_interest
from financing.subsidies.selectors.applicants import OF_APPLICANT, with_applicants
from financing.subsidies.selectors.schemes import published_schemes

ENDED = [State.REFUSED, State.LEFT_OUT, State.WITHDRAWN, *SETTLED, State.RECOVERED]
NOT_SET = "none"
TAKEN, NOT_TAKEN = "yes", "no"
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
    closed on the last day on which something of that happened or could (`DossierEnd`).

    What was awarded without money has nothing to settle. What was paid above the settlement can be reclaimed for some
    years: until then it is open, and after that it is closed from the last of those days on.
    """
    without_money = Q(state__in=RUNNING_AWARDS, scheme_version__kind=SchemeVersion.Kind.NOTIFICATION)
    found = Application.objects.filter(Q(state__in=ENDED) | without_money, dossier_end__last_day__isnull=False)
    return found.annotate(closed_on=Greatest("dossier_end__last_day", _last_to_reclaim())).filter(
        closed_on__lt=clock.today()
    )


def _last_to_reclaim() -> Func:
    """The last day on which what was paid too much can be reclaimed, none where nothing was (Awb 4:57 lid 4)."""
    months = legal_term("recovery", clock.today()).term.length
    return Func(
        F("dossier_end__reclaim_from"),
        template="(%(expressions)s + make_interval(months => %(months)s))::date",
        months=months,
        output_field=DateField(),
    )
