"""What pages show of schemes and applications."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.models import AuditEntry
from coophub.reports.models import ReportJob
from coophub.reports.selectors import reports_of
from coophub.web.templatetags.web import day
from financing.plans.selectors import Figure, figures_of
from financing.plans.verdict import verdict_sentence
from financing.subsidies.completeness import Missing, missing_from
from financing.subsidies.deadlines import Deadline, Step, deadline
from financing.subsidies.models import (
    AT_THE_MINISTRY,
    TOTAL,
    Application,
    CeilingBalance,
    Decision,
    Letter,
    State,
)
from financing.subsidies.selectors.submitted import Submitted, read_content
from initiatives.models import Initiative


@dataclass(frozen=True)
class SubsidySummary:
    """How a group's latest application stands, for its overview."""

    sentence: str
    next_date: dt.date | None
    who_acts: str
    url: str


@dataclass(frozen=True)
class LetterInInbox:
    """A letter with the job that makes its PDF."""

    letter: Letter
    job: ReportJob | None


@dataclass(frozen=True)
class Event:
    """One thing on the time line of an application."""

    day: dt.date
    title: str
    state: str


@dataclass(frozen=True)
class Dossier:
    """Everything that the ministry sees of an application, on one page."""

    application: Application
    content: dict[str, Any]
    submitted: Submitted
    deadline: Deadline
    steps: list[str]
    days_left: int
    plan_sentence: str
    plan_closes: bool | None
    plan_figures: list[Figure]
    documents: list[dict[str, Any]]
    decision: Decision | None
    letters: list[LetterInInbox]
    log: list[AuditEntry]
    free: Decimal


def applications_of(initiative: Initiative) -> QuerySet[Application]:
    return Application.objects.filter(initiative=initiative).select_related("scheme_version__scheme", "initiative")


def visible_applications() -> QuerySet[Application]:
    return Application.objects.select_related(
        "scheme_version__scheme", "initiative__municipality", "plan", "reviewer", "co_signed_by", "changed_by"
    )


def what_is_missing(application: Application) -> list[Missing]:
    return missing_from(application)


def inbox_of(application: Application) -> list[LetterInInbox]:
    """The letters of an application, the newest first."""
    return [LetterInInbox(letter, reports_of(letter).first()) for letter in application.letters.all()]


def who_acts(application: Application) -> str:
    """Who has to do something now."""
    if application.state == State.DRAFT:
        return _("you")
    return _("the ministry") if application.state in AT_THE_MINISTRY else _("nobody")


def status_sentence(application: Application) -> str:
    """Where an application stands, with its date."""
    if application.state == State.DRAFT:
        return _("Your application is being written. You have until %(day)s to submit it.") % {
            "day": day(timezone.localtime(application.scheme_version.closes_at))
        }
    if application.state in AT_THE_MINISTRY:
        return _("We received your application on %(received)s. You get a decision by %(day)s at the latest.") % {
            "received": day(timezone.localtime(application.submitted_at)),
            "day": day(application.decide_by),
        }
    sentences = {
        State.AWARDED: _("Your application is awarded."),
        State.PARTLY_AWARDED: _("Your application is partly awarded."),
        State.REFUSED: _("Your application is refused."),
        State.WITHDRAWN: _("You withdrew this application."),
    }
    return sentences[State(application.state)]


def timeline_of(application: Application) -> list[Event]:
    """From the draft to the last day to object."""
    events = [Event(timezone.localdate(application.created_at), _("Application begun"), "done")]
    if application.submitted_at:
        events.append(Event(timezone.localdate(application.submitted_at), _("Application received"), "done"))
    decision = getattr(application, "decision", None)
    if decision is not None and decision.signed_at:
        events.append(Event(timezone.localdate(decision.signed_at), _("Decision"), "done"))
        is_past = decision.object_by < timezone.localdate()
        events.append(Event(decision.object_by, _("Last day to object"), "done" if is_past else "next"))
    elif application.decide_by and application.is_undecided:
        events.append(Event(application.decide_by, _("Decision at the latest"), "next"))
    return events


def subsidy_summary(initiative: Initiative) -> SubsidySummary | None:
    """How the latest application stands; None for a group that never applied."""
    application = applications_of(initiative).first()
    if application is None:
        return None
    dates = {State.DRAFT: timezone.localdate(application.scheme_version.closes_at)}
    next_date = dates.get(State(application.state), application.decide_by if application.is_undecided else None)
    return SubsidySummary(
        sentence=status_sentence(application),
        next_date=next_date,
        who_acts=who_acts(application),
        url=reverse("subsidies:application", args=[initiative.slug, application.pk]),
    )


def queue(user: User) -> QuerySet[Application]:
    """What waits at the ministry, the most urgent first; not what this person has an interest in. One query."""
    return (
        Application.objects.filter(state__in=AT_THE_MINISTRY)
        .exclude(interest_declarations__person=user, interest_declarations__has_interest=True)
        .select_related("initiative__municipality", "scheme_version__scheme", "reviewer")
        .order_by("decide_by", "number")
    )


def all_applications(user: User) -> QuerySet[Application]:
    """Everything that was ever submitted, the newest first; not what this person has an interest in."""
    return (
        Application.objects.filter(submitted_at__isnull=False)
        .exclude(interest_declarations__person=user, interest_declarations__has_interest=True)
        .select_related("initiative__municipality", "scheme_version__scheme", "reviewer")
        .order_by("-submitted_at")
    )


def days_left(application: Application) -> int:
    return (application.decide_by - timezone.localdate()).days if application.decide_by else 0


def dossier_of(application: Application) -> Dossier:
    """The dossier: what was submitted, not what the group has now."""
    content = application.submission.content
    plan = content.get("plan")
    received = timezone.localdate(application.submitted_at)
    found = deadline(received, application.scheme_version.decision_term)
    balances = CeilingBalance.objects.filter(version=application.scheme_version, target__in=[TOTAL, application.target])
    return Dossier(
        application=application,
        content=content,
        submitted=read_content(content),
        deadline=found,
        steps=[steps_in_words(step) for step in found.steps],
        days_left=days_left(application),
        plan_sentence=verdict_sentence(plan["result"]) if plan else "",
        plan_closes=plan["result"]["closes"] if plan else None,
        plan_figures=figures_of(plan["result"]) if plan else [],
        documents=content["documents"],
        decision=getattr(application, "decision", None),
        letters=inbox_of(application),
        log=log_of(application),
        free=min((balance.free for balance in balances), default=Decimal(0)),
    )


def steps_in_words(step: Step) -> str:
    """A step of a deadline in the reader's language, with days as people write them."""
    written = {name: day(value) if isinstance(value, dt.date) else value for name, value in step.params.items()}
    return _(step.template) % written


def log_of(application: Application) -> list[AuditEntry]:
    """Who did what, the newest first."""
    return list(
        AuditEntry.objects.filter(target_type=application._meta.label_lower, target_id=str(application.pk))[:200]
    )
