"""Taking somebody who has an interest off a case (Awb 2:4): what that person gave counts nowhere any more."""

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.audit.services import record
from coophub.web import clock
from financing.subsidies.models import AT_THE_MINISTRY, OPEN_OBJECTIONS, Application, Decision, State
from financing.subsidies.procedure.interest import DECLARED, people_with_interest, since
from financing.subsidies.procedure.may.deciding import draft_of
from financing.subsidies.selectors.assessing import still_to_assess
from financing.subsidies.selectors.queue import assignable_people
from financing.subsidies.services.notices import tell_staff
from financing.subsidies.services.steps import locked, take_step
from initiatives import ties
from initiatives.models import Initiative


@transaction.atomic
def set_aside_who_is_tied(*, initiative: Initiative) -> int:
    """Takes everybody who turned out to be tied to a group off its cases; gives how many times. Twice changes nothing.

    Only what is not decided yet is struck out: a decision that was taken rests on what it rested on.
    """
    count = 0
    for application in initiative.applications.filter(submitted_at__isnull=False).order_by("pk"):
        at_work = people_at_work_on(application)
        found = {person: reason for person, reason in people_with_interest(application).items() if person in at_work}
        for person in User.objects.filter(pk__in=found).order_by("pk"):
            set_aside(application=locked(application), person=person, because=found[person.pk], user=None)
            count += 1
    return count


def set_aside_everybody() -> int:
    """The same for everybody who works at the ministry, once a day: no way to become tied to a group is forgotten."""
    return sum(
        set_aside_who_is_tied(initiative=initiative)
        for person in assignable_people()
        for initiative in Initiative.objects.filter(pk__in=ties.tied_initiatives(person, since()))
    )


def people_at_work_on(application: Application) -> set[int]:
    """Whose hands an application is in, and whose work on it still counts."""
    people = {application.reviewer_id, application.assigned_to_id}
    people |= set(application.objections.filter(state__in=OPEN_OBJECTIONS).values_list("handler_id", flat=True))
    people |= set(application.later_decisions.filter(signed_at=None).values_list("drafted_by_id", flat=True))
    if application.state in AT_THE_MINISTRY:
        people |= set(application.assessments.counting().values_list("reviewer_id", flat=True))
    if draft := draft_of(application):
        people.add(draft.drafted_by_id)
    return {person for person in people if person is not None}


def set_aside(*, application: Application, person: User, because: str, user: User | None) -> None:
    """Takes somebody off a case that is locked. Who says so is struck out in every state, who is found while the case
    is undecided.
    """
    _take_work_away(application, person)
    if because == DECLARED or application.state in AT_THE_MINISTRY:
        _strike_assessments(application, person, because, user)
    _withdraw_later_drafts(application, person, user)
    _go_back_where_needed(application, person)


def _take_work_away(application: Application, person: User) -> None:
    if application.reviewer_id == person.pk:
        application.reviewer = None
    if application.assigned_to_id == person.pk:
        application.assigned_to = None
    application.save(update_fields=["reviewer", "assigned_to", "updated_at"])
    application.objections.filter(handler=person, state__in=OPEN_OBJECTIONS).update(handler=None)


def _strike_assessments(application: Application, person: User, because: str, user: User | None) -> None:
    given = application.assessments.counting().filter(reviewer=person)
    if given.update(struck_at=clock.now(), struck_because=because):
        record(
            actor=user,
            action="subsidies.strike_assessment",
            target=application,
            after={"assessed_by": str(person), "because": because},
        )


def _withdraw_later_drafts(application: Application, person: User, user: User | None) -> None:
    for draft in application.later_decisions.filter(drafted_by=person, signed_at=None):
        record(
            actor=user,
            action="subsidies.drop_later_draft",
            target=application,
            before={"kind": draft.kind, "amount": draft.amount, "reasons": draft.reasons},
            after={"reason": _drafter_has_interest()},
        )
        draft.delete()


def _go_back_where_needed(application: Application, person: User) -> None:
    """Back to assessment when no assessment is left that counts, back to drafting when the draft is this person's; on
    to the advice when only this person's assessment was waited for.
    """
    draft = draft_of(application)
    is_leaving_out = draft is not None and draft.kind == Decision.Kind.LEAVE_OUT
    counts = application.assessments.counting().exists()
    if application.state in (State.ADVISED, State.DRAFT_DECISION) and not counts and not is_leaving_out:
        _send_back(draft, _("The assessments do not count any more: who gave them has an interest."))
        application.reviewer = None
        take_step(application, "assess_again", user=None)
        tell_staff(people_with_role(Role.SCHEME_MANAGER), application, "subsidies_assess_again")
    elif draft is not None and draft.drafted_by_id == person.pk:
        _send_back(draft, _drafter_has_interest())
        take_step(application, "send_back_unassessed" if is_leaving_out else "send_back", user=None, action="send_back")
    elif application.state == State.IN_ASSESSMENT and counts and not _waits_for_somebody(application):
        take_step(application, "advise", user=None)


def _waits_for_somebody(application: Application) -> bool:
    """For who takes over the lead, or for an assessment that was asked."""
    return application.reviewer_id is None or bool(still_to_assess(application))


def _send_back(draft: Decision | None, reason: str) -> None:
    if draft is not None:
        draft.sent_back_because = reason
        draft.save(update_fields=["sent_back_because"])


def _drafter_has_interest() -> str:
    return _("Who drafted it has an interest.")
