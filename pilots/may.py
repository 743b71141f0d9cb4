"""May this person do this now: the refusal that the service raises under its lock, and that the page asks to decide
what to offer.
"""

from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.accounts.rules import Person
from coophub.web.access import NOT_YOURS_TO_DO
from coophub.web.refusals import OUT_OF_ORDER, Refusal, by_person, by_state
from pilots.models import Bottleneck, Pilot


def why_not_coach(pilot: Pilot, user: User) -> Refusal | None:
    """Write a session down, and say that something is solved: its advisor, as long as the pilot goes on."""
    if pilot.ended_on:
        return by_state(_("This pilot has ended already."))
    if not user.has_perm("pilots.coach_pilot", pilot):
        return by_person(_("Only the advisor of this pilot can do this."))
    return None


def why_not_resolve(bottleneck: Bottleneck, user: User) -> Refusal | None:
    return why_not_coach(bottleneck.pilot, user) or (OUT_OF_ORDER if bottleneck.resolved_on else None)


def why_not_end(pilot: Pilot) -> Refusal | None:
    return by_state(_("This pilot has ended already.")) if pilot.ended_on else None


def why_not_run_programmes(user: Person) -> Refusal | None:
    """Take initiatives into a programme, and end their coaching."""
    return None if user.has_perm("pilots.manage_programmes") else by_person(NOT_YOURS_TO_DO)
