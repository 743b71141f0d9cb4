"""What pages show of schemes and applications."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.web import clock
from coophub.web.formats import day, euro_cents
from coophub.web.relations import Related
from coophub.web.timeline import NEXT, Event
from coophub.web.written_once import written_once
from financing.subsidies.models import (
    AT_THE_MINISTRY,
    Application,
    LaterDecision,
    State,
)
from financing.subsidies.procedure.awards import current_award
from financing.subsidies.selectors.deadlines import duties_of
from financing.subsidies.selectors.dossiers import group_has_to_act, timeline_of, with_everything
from initiatives.models import Initiative


@dataclass(frozen=True)
class SubsidySummary:
    """How a group's latest application stands, for its overview."""

    sentence: str
    turn: str
    next_title: str
    next_date: dt.date | None
    url: str


def applications_of(initiative: Initiative | int) -> QuerySet[Application]:
    return Application.objects.filter(initiative=initiative).select_related("scheme_version__scheme", "initiative")


NOT_IN_SHORT = tuple(f"initiative__{field}" for field in ("description", "words", "near_names"))
"""What no line about an application reads of its group."""


def with_standing(applications: QuerySet[Application]) -> QuerySet[Application]:
    """The same with what a line reads of which there is one; `read_standing` reads the rest."""
    found = applications.select_related("decision").defer("answers", "section_changes", "words", *NOT_IN_SHORT)
    return _standing().with_found(found)


def read_standing(applications: Sequence[Application]) -> None:
    """What `status_sentence`, `whose_turn` and `running_award` read. What no application has takes no query."""
    _standing().read_each(applications)


@cache
def _standing() -> Related:
    return Related(
        Application,
        "remedy_requests",
        "postponements",
        "hearings",
        "objections__remedy_requests",
        "objections__postponements",
        Prefetch("later_decisions", LaterDecision.objects.select_related("objection")),
        "payments",
        "reports",
        "advance_requests",
        "scheme_version__terms",
    )


def visible_applications() -> QuerySet[Application]:
    return Application.objects.select_related(
        "scheme_version__scheme", "initiative__municipality", "plan", "reviewer", "changed_by"
    )


def dossier_in_short(pk: int) -> Application | None:
    """An application with what was submitted and decided. One query."""
    return next(iter(_dossiers_in_short(pk)), None)


@written_once
def _dossiers_in_short(pk: int) -> QuerySet[Application]:
    found = visible_applications().select_related("submission", "decision").filter(pk=pk)
    return found.defer("words", "initiative__words", "initiative__near_names")


def whose_turn(application: Application) -> str:
    """Who has to do something now, in a sentence; empty when it is nobody's turn any more."""
    if group_has_to_act(application):
        return _("It is your turn.")
    is_at_the_ministry = application.state in AT_THE_MINISTRY or application.state == State.REPORT_SUBMITTED
    objects = any(objection.is_open for objection in application.objections.all())
    asks_advance = any(request.is_open for request in application.advance_requests.all())
    if is_at_the_ministry or objects or asks_advance:
        return _("The ministry is at work on it.")
    duty = next(iter(duties_of(application, current_award(application))), None)
    return _("You have nothing to do until %(day)s.") % {"day": day(duty.on)} if duty else ""


def status_sentence(application: Application) -> str:
    """Where an application stands, with its date."""
    state = application.state
    if state == State.DRAFT:
        return _("Your application is being written. You have until %(day)s to submit it.") % {
            "day": day(application.scheme_version.closes_at)
        }
    if state == State.REMEDY_REQUESTED:
        request = next(reversed(application.remedy_requests.all()))
        return _("Your application is not complete yet. You have until %(day)s to complete it.") % {
            "day": day(request.last_day)
        }
    if state in AT_THE_MINISTRY:
        return _("We received your application on %(received)s. You get a decision by %(day)s at the latest.") % {
            "received": day(application.submitted_at),
            "day": day(application.decide_by),
        }
    if state in (State.AWARDED, State.PARTLY_AWARDED):
        return _award_sentence(application)
    sentences = {
        State.REFUSED: _("Your application is refused."),
        State.LEFT_OUT: _("Your application was left out of consideration, because it was not complete."),
        State.REPORT_SUBMITTED: _("We received your report. You hear what the subsidy comes to."),
        State.SETTLED: _("Your subsidy is settled as it was awarded."),
        State.SETTLED_LOWER: _("Your subsidy is settled lower than it was awarded."),
        State.SETTLED_NIL: _("Your subsidy is settled at nothing."),
        State.RECOVERED: _("Money was reclaimed. The letter says how much, and by when."),
        State.WITHDRAWN: _("You withdrew this application."),
    }
    return sentences[State(state)]


def _award_sentence(application: Application) -> str:
    """How much a group gets, beside what it asked when that was more."""
    amounts = {
        "amount": euro_cents(current_award(application).awarded),
        "asked": euro_cents(application.amount_requested),
    }
    is_loan, is_part = application.scheme_version.is_loan, application.state == State.PARTLY_AWARDED
    if is_part:
        words = (
            _("You can borrow %(amount)s of the %(asked)s that you asked.")
            if is_loan
            else _("You get %(amount)s of the %(asked)s that you asked.")
        )
    else:
        words = _("You can borrow %(amount)s.") if is_loan else _("You get %(amount)s.")
    return words % amounts


def subsidy_summary(initiative: Initiative) -> SubsidySummary | None:
    """How the latest application stands; None for a group that never applied."""
    application = with_everything(applications_of(initiative)).first()
    if application is None:
        return None
    following = next(iter(days_ahead(application)), None)
    return SubsidySummary(
        sentence=status_sentence(application),
        turn=whose_turn(application),
        next_title=following.title if following else "",
        next_date=following.day if following else None,
        url=reverse("subsidies:application", args=[initiative.slug, application.pk]),
    )


def days_ahead(application: Application) -> list[Event]:
    """What is still to come of an application that was read `with_everything`; of a draft, until when it can go out."""
    if application.is_draft:
        return [Event(clock.day_of(application.scheme_version.closes_at), _("Submit by"), NEXT, key="submit")]
    return [event for event in timeline_of(application) if event.state == NEXT]
