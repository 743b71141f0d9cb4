"""An award as its group reads it: how much, what it means, what is paid when, what to do first, and the letter.

Beside it what happened with its applications, for its news.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.reports.models import ReportJob
from coophub.web import clock
from coophub.web.formats import day, euro_cents
from financing.subsidies.models import RUNNING_AWARDS, Application, Decision, Payment
from financing.subsidies.papers.letters.deciding import DecisionLetter
from financing.subsidies.procedure.awards import CurrentAward, current_award
from financing.subsidies.selectors.applications import applications_of
from financing.subsidies.selectors.deadlines import ShownDeadline, duties_of
from financing.subsidies.selectors.dossiers import stream_of, with_everything
from financing.subsidies.selectors.payments import payments_for_group
from initiatives.models import Initiative
from initiatives.selectors.news import NEWS_DAYS, NewsItem

KIND = Decision.Kind
ARRANGEMENT = Decision.Arrangement


@dataclass(frozen=True)
class Awarded:
    """What a group was awarded, as it stands today."""

    application: Application
    amount: Decimal
    asked: Decimal
    paid: Decimal
    on: dt.date
    meaning: list[str]
    payments: list[Payment]
    duty: ShownDeadline | None
    """What it has to do first, and by when."""
    letter: ReportJob | None
    url: str

    @property
    def is_loan(self) -> bool:
        return self.application.scheme_version.is_loan

    @property
    def is_part(self) -> bool:
        return self.amount < self.asked

    @property
    def next_payment(self) -> Payment | None:
        return next((payment for payment in self.payments if payment.paid_on is None), None)


def running_award(application: Application) -> CurrentAward | None:
    """What an application that runs was awarded, as it stands; None for every other. Reads only what was prefetched."""
    decision = getattr(application, "decision", None)
    if application.state not in RUNNING_AWARDS or decision is None or decision.signed_at is None:
        return None
    award = current_award(application)
    return award if award.awarded else None


def awarded(application: Application) -> Awarded | None:
    """The award of an application that runs; None for every other. Reads what was prefetched, and the letter."""
    award = running_award(application)
    if award is None:
        return None
    letters = (item for item in stream_of(application) if item.letter and item.letter.kind == DecisionLetter.kind)
    return Awarded(
        application=application,
        amount=award.awarded,
        asked=application.amount_requested,
        paid=award.paid,
        on=clock.day_of(application.decision.signed_at),
        meaning=list(_meaning(application, award)),
        payments=payments_for_group(application),
        duty=next(iter(duties_of(application, award)), None),
        letter=next((item.job for item in letters), None),
        url=reverse("subsidies:application", args=[application.initiative.slug, application.pk]),
    )


def lately_awarded(initiative: Initiative) -> list[Awarded]:
    """What a group was awarded in the last weeks, the newest first."""
    since = clock.today() - dt.timedelta(days=NEWS_DAYS)
    running = applications_of(initiative).filter(state__in=RUNNING_AWARDS, decision__signed_at__date__gte=since)
    found = [awarded(application) for application in with_everything(running)]
    return sorted((item for item in found if item), key=lambda item: item.on, reverse=True)


def news_of_subsidies(initiative: Initiative) -> list[NewsItem]:
    """What happened with a group's applications in the last weeks: sent, decided, paid."""
    since = clock.today() - dt.timedelta(days=NEWS_DAYS)
    found = applications_of(initiative).filter(submitted_at__isnull=False).select_related("decision")
    items = [item for application in found.prefetch_related("payments") for item in _news_of(application)]
    return [item for item in items if item.on >= since]


def _meaning(application: Application, award: CurrentAward) -> Iterator[str]:
    """What an award means for its group: the work, and how the money becomes its own."""
    if application.scheme_version.is_loan:
        yield _("You take it up in parts, when you need it, and pay it back with interest as the letter says.")
        return
    if award.activities_end_on:
        yield _("You do what you applied for, and are ready on %(day)s at the latest.") % {
            "day": day(award.activities_end_on)
        }
    words = {
        ARRANGEMENT.SMALL_DIRECT: _("The money is yours at once. You do not have to account for it."),
        ARRANGEMENT.SMALL: _(
            "You do not have to send a report. The ministry settles the subsidy by itself, and may ask what you did."
        ),
        ARRANGEMENT.MIDDLE: _(
            "When the work is done, you show that you did it. Then the money is yours for good: it is settled."
        ),
        ARRANGEMENT.LARGE: _(
            "When the work is done, you show that you did it and what it cost. Then the money is yours for good: it is "
            "settled."
        ),
    }
    if award.arrangement:
        yield words[ARRANGEMENT(award.arrangement)]
    yield _("Does something turn out otherwise than you applied for? Tell the ministry before you go on.")


def _news_of(application: Application) -> Iterator[NewsItem]:
    scheme = {"scheme": application.scheme_version.title}
    yield NewsItem(clock.day_of(application.submitted_at), _("Applied for “%(scheme)s”") % scheme)
    decision = getattr(application, "decision", None)
    if decision is not None and decision.signed_at:
        amount = {"amount": euro_cents(decision.amount)}
        words = {
            KIND.AWARD: _("Awarded: %(amount)s from “%(scheme)s”"),
            KIND.AWARD_PARTLY: _("Partly awarded: %(amount)s from “%(scheme)s”"),
            KIND.REFUSE: _("Refused: your application for “%(scheme)s”"),
            KIND.LEAVE_OUT: _("Left out of consideration: your application for “%(scheme)s”"),
        }
        yield NewsItem(clock.day_of(decision.signed_at), words[KIND(decision.kind)] % {**scheme, **amount})
    for payment in application.payments.all():
        if payment.paid_on and payment.kind != Payment.Kind.REPAYMENT:
            amount = {"amount": euro_cents(payment.amount)}
            yield NewsItem(payment.paid_on, _("Paid to you: %(amount)s from “%(scheme)s”") % {**scheme, **amount})
