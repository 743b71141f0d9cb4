"""Assessing: who has an interest, who was asked, what each thinks on their own."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import Role, User
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import day
from financing.subsidies.models import Application, Assessment, InterestDeclaration, ReviewAssignment, State
from financing.subsidies.procedure.interest import DECLARED, people_with_interest
from financing.subsidies.procedure.may.assessing import (
    declaration_of,
    is_asked_beside_another,
    why_not_ask_reviewers,
    why_not_assess,
    why_not_declare,
    why_not_take_up,
)
from financing.subsidies.procedure.may.interest import why_not_with_interest
from financing.subsidies.selectors.assessing import still_to_assess
from financing.subsidies.services.interest import set_aside
from financing.subsidies.services.notices import tell_staff
from financing.subsidies.services.steps import locked, refuse, take_step

LEAST_SCORE, HIGHEST_SCORE = 0, 10
REVIEW_DAYS = 14
"""How long a reviewer gets when nobody says otherwise; a matter of planning, not of law."""


@transaction.atomic
def declare_interest(*, application: Application, has_interest: bool, user: User, reason: str = "") -> Application:
    """Says whether somebody has an interest. Without one, a reviewer takes the application up if nobody did.

    An interest that shows later can still be declared, at any time; one that was declared is not taken back. The same
    said twice is said once. Raises DomainError for an interest without a reason, for no interest of who has one, and
    when somebody else took the case up.
    """
    application = locked(application)
    before = declaration_of(application, user)
    if before is not None and before.has_interest == has_interest:
        return application
    if has_interest and not reason.strip():
        raise DomainError(_("Write in a sentence what your interest is."), field="reason")
    if not has_interest:
        refused = why_not_with_interest(application, user) or why_not_declare(application, user, clock.today())
        refuse(refused, application)
    said = {"has_interest": has_interest, "reason": reason.strip() if has_interest else ""}
    InterestDeclaration.objects.update_or_create(
        application=application, person=user, defaults={**said, "declared_at": clock.now()}
    )
    record(actor=user, action="subsidies.declare_interest", target=application, after=said)
    if has_interest:
        set_aside(application=application, person=user, because=DECLARED, user=user)
    elif not is_asked_beside_another(application, user):
        take_up(application=application, user=user)
    return application


@transaction.atomic
def take_up(*, application: Application, user: User) -> Application:
    """Begins, or resumes after a request to complete, the assessment. Whoever takes it up first leads.

    Raises DomainError before a declaration, out of order, and while the group still has time to complete.
    """
    fresh = locked(application, staff=user)
    refuse(why_not_take_up(fresh, user, clock.today()), fresh)
    is_orphan = fresh.state == State.IN_ASSESSMENT
    if fresh.reviewer_id is None:
        fresh.reviewer = user
    if is_orphan:
        fresh.save()
        record(actor=user, action="subsidies.take_over", target=fresh, after={"reviewer": user})
    else:
        take_step(fresh, "take_up", user=user, after={"reviewer": fresh.reviewer})
    _ask(fresh, user, None, clock.today() + dt.timedelta(days=REVIEW_DAYS))
    application.refresh_from_db()
    return fresh


@transaction.atomic
def assign_reviewers(
    *,
    application: Application,
    reviewers: Sequence[User],
    finish_by: dt.date,
    user: User,
) -> list[ReviewAssignment]:
    """Asks colleagues to assess too, each on their own. Who was asked before is not asked again.

    Raises DomainError for somebody who is no reviewer or has an interest, a day that has passed, and after the
    advice.
    """
    application = locked(application, staff=user)
    refuse(why_not_ask_reviewers(application), application)
    if finish_by < clock.today():
        raise DomainError(_("This day has passed."), field="finish_by")
    aside = people_with_interest(application)
    made = []
    for reviewer in reviewers:
        if not reviewer.has_role(Role.REVIEWER):
            raise DomainError(_("%(name)s is no reviewer.") % {"name": reviewer}, field="reviewers")
        if reviewer.pk in aside:
            raise DomainError(
                _("%(name)s has an interest in this application.") % {"name": reviewer}, field="reviewers"
            )
        assignment = _ask(application, reviewer, user, finish_by)
        if assignment is not None:
            made.append(assignment)
    if made:
        record(
            actor=user,
            action="subsidies.assign_reviewers",
            target=application,
            after={"reviewers": [assignment.reviewer for assignment in made], "finish_by": finish_by},
        )
        tell_staff([assignment.reviewer for assignment in made], application, "subsidies_to_assess", day=day(finish_by))
    return made


@transaction.atomic
def assess(
    *,
    application: Application,
    scores: Mapping[str, int],
    advice: str,
    explanation: str,
    user: User,
) -> Assessment:
    """The judgement of a reviewer who was asked.

    The last one that comes in makes the advice complete. Given twice: once.

    Raises DomainError for somebody who was not asked or declared nothing, in another state, and for scores that do not
    fit.
    """
    application = locked(application, staff=user)
    given = application.assessments.filter(reviewer=user).first()
    if given is not None:
        return given
    refuse(why_not_assess(application, user), application)
    wanted = set(application.scheme_version.criteria.values_list("slug", flat=True))
    if set(scores) != wanted:
        raise DomainError(_("Give a score for every criterion."))
    if any(not LEAST_SCORE <= score <= HIGHEST_SCORE for score in scores.values()):
        raise DomainError(_("A score is from 0 to 10."))
    assessment = Assessment.objects.create(
        application=application,
        reviewer=user,
        scores=dict(scores),
        advice=advice,
        explanation=explanation,
        finished_at=clock.now(),
    )
    if still_to_assess(application):
        record(actor=user, action="subsidies.assess", target=application, after={"advice": advice})
    else:
        take_step(application, "advise", user=user, action="assess", after={"scores": dict(scores), "advice": advice})
    return assessment


def _ask(application: Application, reviewer: User, user: User | None, finish_by: dt.date) -> ReviewAssignment | None:
    assignment, is_new = ReviewAssignment.objects.get_or_create(
        application=application,
        reviewer=reviewer,
        defaults={"assigned_by": user, "assigned_at": clock.now(), "finish_by": finish_by},
    )
    return assignment if is_new else None
