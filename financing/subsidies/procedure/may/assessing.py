"""Who may take a case up, assess it, and ask colleagues."""

import datetime as dt

from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web.formats import day
from coophub.web.refusals import OUT_OF_ORDER, Refusal, by_person, by_state, by_time
from financing.subsidies.models import Application, InterestDeclaration, State
from financing.subsidies.procedure.terms import has_lapsed

BEING_ASSESSED = [State.SUBMITTED, State.COMPLETED, State.REMEDY_REQUESTED, State.IN_ASSESSMENT]


def why_not_declare(application: Application, user: User, today: dt.date) -> Refusal | None:
    """Say that you have no interest, and take the case up when nobody leads it. Who has one is refused before this."""
    if declaration_of(application, user) is not None:
        return by_state(_("You declared before that you have no interest in this application."))
    if application.state in BEING_ASSESSED and is_asked_beside_another(application, user):
        return None
    return _why_not_begin(application, today)


def why_not_take_up(application: Application, user: User, today: dt.date) -> Refusal | None:
    """Begin, go on after a request to complete, or take over what nobody leads any more."""
    return _undeclared(application, user) or _why_not_begin(application, today)


def why_not_assess(application: Application, user: User) -> Refusal | None:
    if application.state != State.IN_ASSESSMENT:
        return OUT_OF_ORDER
    if not _is_asked(application, user):
        return by_person(
            _("%(reviewer)s assesses this application. You were not asked to.")
            % {"reviewer": application.reviewer or _("Somebody else")}
        )
    if any(item.reviewer_id == user.pk for item in application.assessments.all()):
        return by_person(_("You assessed this application already."))
    return _undeclared(application, user)


def why_not_ask_reviewers(application: Application) -> Refusal | None:
    return None if application.state in BEING_ASSESSED else OUT_OF_ORDER


def declaration_of(application: Application, user: User) -> InterestDeclaration | None:
    """What this person said about having an interest."""
    return next((item for item in application.interest_declarations.all() if item.person_id == user.pk), None)


def is_asked_beside_another(application: Application, user: User) -> bool:
    """Whether this person was asked to assess what somebody else leads."""
    return application.reviewer_id not in (None, user.pk) and _is_asked(application, user)


def _why_not_begin(application: Application, today: dt.date) -> Refusal | None:
    if application.state == State.IN_ASSESSMENT:
        return OUT_OF_ORDER if application.reviewer_id is not None else None
    if application.state not in BEING_ASSESSED:
        return OUT_OF_ORDER
    request = next(reversed(application.remedy_requests.all()), None)
    if application.state == State.REMEDY_REQUESTED and request is not None and not has_lapsed(request, today):
        return by_time(_("The group can complete its application until %(day)s.") % {"day": day(request.last_day)})
    return None


def _undeclared(application: Application, user: User) -> Refusal | None:
    declaration = declaration_of(application, user)
    if declaration is None or declaration.has_interest:
        return by_person(_("Declare first whether you have an interest in this application."))
    return None


def _is_asked(application: Application, user: User) -> bool:
    return any(item.reviewer_id == user.pk for item in application.review_assignments.all())
