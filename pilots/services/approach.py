"""The plan of approach of a pilot, and contact with others about it."""

import datetime as dt
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from pilots.may import why_not_check, why_not_coach
from pilots.models import CoachingGoal, PartyContact, Pilot


@dataclass(frozen=True)
class Contact:
    """With whom was spoken, when, and what came of it."""

    party: str
    name: str
    on: dt.date
    outcome: str


@transaction.atomic
def set_goal(*, pilot: Pilot, goal: str, check_on: dt.date, user: User) -> CoachingGoal:
    """Adds what the pilot works towards. The same words while they are at work on it give the goal there is.

    Raises DomainError for who does not coach the pilot, and for a day that is over.
    """
    pilot = Pilot.objects.select_for_update().get(pk=pilot.pk)
    refuse(why_not_coach(pilot, user))
    _still_to_come(check_on)
    found, is_new = CoachingGoal.objects.get_or_create(
        pilot=pilot, goal=goal, state=CoachingGoal.State.AT_WORK, defaults={"check_on": check_on}
    )
    if is_new:
        record(actor=user, action="pilots.set_goal", target=found, after={"goal": goal, "check_on": check_on})
    return found


@transaction.atomic
def check_goal(
    *, goal: CoachingGoal, state: str, how_it_stands: str, check_on: dt.date | None, user: User
) -> CoachingGoal:
    """Writes down how it stands with a goal today. One that they go on with is looked at again on `check_on`.

    Raises DomainError for who does not coach the pilot, for a goal that is over, and without a day to look again.
    """
    goal = CoachingGoal.objects.select_for_update(of=("self",)).select_related("pilot").get(pk=goal.pk)
    after = {"state": state, "how_it_stands": how_it_stands, "check_on": check_on or goal.check_on}
    before = {name: getattr(goal, name) for name in after}
    if before == after and goal.checked_on == clock.today():
        return goal
    refuse(why_not_check(goal, user))
    if state == CoachingGoal.State.AT_WORK:
        if check_on is None:
            raise DomainError(_("Choose the day on which you look again."), field="check_on")
        _still_to_come(check_on)
    for name, value in after.items():
        setattr(goal, name, value)
    goal.checked_on = clock.today()
    goal.save()
    record(actor=user, action="pilots.check_goal", target=goal, before=before, after=after)
    return goal


@transaction.atomic
def record_contact(*, pilot: Pilot, contact: Contact, key: UUID, user: User) -> PartyContact:
    """Writes down that an advisor spoke with a party. `key` names the form: sent twice it is one contact.

    Raises DomainError for who does not coach the pilot, and for a day to come or before it started.
    """
    pilot = Pilot.objects.select_for_update().get(pk=pilot.pk)
    made_before = pilot.contacts.filter(submission_key=key).first()
    if made_before is not None:
        return made_before
    refuse(why_not_coach(pilot, user))
    if contact.on > clock.today():
        raise DomainError(_("This day is still to come."), field="on")
    if contact.on < pilot.started_on:
        raise DomainError(_("This day is before the pilot started."), field="on")
    made = PartyContact.objects.create(pilot=pilot, advisor=user, submission_key=key, **asdict(contact))
    record(
        actor=user,
        action="pilots.record_contact",
        target=made,
        after={"party": contact.party, "name": contact.name, "on": contact.on},
    )
    return made


def _still_to_come(check_on: dt.date) -> None:
    if check_on < clock.today():
        raise DomainError(_("This day is over. Choose today or a later day."), field="check_on")
