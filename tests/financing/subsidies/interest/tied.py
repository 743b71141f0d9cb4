"""People who work at the ministry in every role, and what each of them has to do with a group."""

from collections.abc import Callable

from allauth.account.models import EmailAddress
from dateutil.relativedelta import relativedelta

from coophub.accounts.models import Role, User
from coophub.web import clock
from initiatives.models import Initiative
from initiatives.services import people as people_services
from pilots.models import Assignment
from tests.days import morning_of
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.pilots import PilotFactory

EVERYTHING = [Role.REVIEWER, Role.DECIDER, Role.SCHEME_MANAGER]
FIVE_YEARS = relativedelta(years=5)
LONGER = relativedelta(years=5, days=1)


def member(initiative: Initiative, person: User) -> None:
    MembershipFactory(initiative=initiative, user=person, role="reader")


def left(ago: relativedelta) -> Callable[[Initiative, User], None]:
    def tie(initiative: Initiative, person: User) -> None:
        MembershipFactory(initiative=initiative, user=person, left_at=morning_of(clock.today() - ago), role="owner")

    return tie


def invited(initiative: Initiative, person: User) -> None:
    owner = initiative.memberships.filter(role="owner", left_at=None)[0].user
    people_services.invite_member(initiative=initiative, email=person.email, role="reader", user=owner)


def invited_elsewhere(initiative: Initiative, person: User) -> None:
    """At an address that was nobody's then, and is this person's now."""
    owner = initiative.memberships.filter(role="owner", left_at=None)[0].user
    email = f"thuis-{person.pk}@example.org"
    people_services.invite_member(initiative=initiative, email=email, role="reader", user=owner)
    EmailAddress.objects.create(user=person, email=email, verified=True)


def invited_and_moved(initiative: Initiative, person: User) -> None:
    """And took another address after that."""
    invited(initiative, person)
    EmailAddress.objects.filter(user=person).update(email=f"nieuw-{person.pk}@example.org")
    person.email = f"nieuw-{person.pk}@example.org"
    person.save()


def uninvited(initiative: Initiative, person: User) -> None:
    invited(initiative, person)
    invitation = initiative.invitations.get(email=person.email)
    people_services.withdraw_invitation(invitation=invitation, user=invitation.invited_by)


def invited_ago(ago: relativedelta) -> Callable[[Initiative, User], None]:
    def tie(initiative: Initiative, person: User) -> None:
        invited(initiative, person)
        initiative.invitations.filter(email=person.email).update(created_at=morning_of(clock.today() - ago))

    return tie


def coach(initiative: Initiative, person: User) -> None:
    PilotFactory(initiative=initiative, advisor=person)


def coached(ago: relativedelta) -> Callable[[Initiative, User], None]:
    def tie(initiative: Initiative, person: User) -> None:
        coach(initiative, person)
        ended = clock.today() - ago
        Assignment.objects.filter(advisor=person).update(ended_on=ended, started_on=ended)

    return tie


def nothing(initiative: Initiative, person: User) -> None:
    """Works there, and is a member of another group."""
    member(InitiativeFactory(), person)


def owner(initiative: Initiative, person: User) -> None:
    MembershipFactory(initiative=initiative, user=person, role="owner")


WAYS: dict[str, Callable[[Initiative, User], None]] = {
    "owner": owner,
    "member": member,
    "ex-member": left(FIVE_YEARS),
    "invited": invited,
    "coach": coach,
}
"""One of each kind."""
TIED: dict[str, Callable[[Initiative, User], None]] = {
    "member": member,
    "left five years ago": left(FIVE_YEARS),
    "left this morning": left(relativedelta()),
    "invited": invited,
    "invited at another address": invited_elsewhere,
    "invited at an address of before": invited_and_moved,
    "invited, and the invitation withdrawn": uninvited,
    "invited five years ago": invited_ago(FIVE_YEARS),
    "coach": coach,
    "coach until five years ago": coached(FIVE_YEARS),
}
UNTIED: dict[str, Callable[[Initiative, User], None]] = {
    "left longer ago": left(LONGER),
    "invited longer ago": invited_ago(LONGER),
    "coach until longer ago": coached(LONGER),
    "member of another group": nothing,
}


def worker(tie: Callable[[Initiative, User], None], initiative: Initiative) -> User:
    """Somebody with every role at the ministry, tied in this way."""
    person = UserFactory(roles=[*EVERYTHING, Role.ADVISOR])
    tie(initiative, person)
    return person
