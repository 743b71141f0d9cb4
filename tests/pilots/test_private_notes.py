"""What advisors write for advisors alone is read by nobody else, on no page."""

import pytest
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.web import clock
from pilots.services.planned import renew_calendar
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.pilots import BottleneckFactory, CoachingSessionFactory, PilotFactory, PlannedSessionFactory
from tests.factories.plans import PlanFactory
from tests.offers import signed_in, walk
from tests.thorough import some

pytestmark = pytest.mark.django_db

NEAREST = ("owner", "colleague")
FARTHER = ("reader", "stranger", "coach before", Role.REVIEWER, Role.DECIDER, Role.SCHEME_MANAGER)
NOTE = "Alleen-voor-adviseurs-7351"


@pytest.fixture
def everyone():
    """Who may read it, and who may not."""
    people = {name: UserFactory() for name in ("owner", "reader", "stranger")}
    people |= {name: UserFactory(roles=[Role.ADVISOR]) for name in ("coach", "colleague", "coach before")}
    people |= {role: UserFactory(roles=[role]) for role in (Role.REVIEWER, Role.DECIDER, Role.SCHEME_MANAGER)}
    return people


@pytest.fixture
def pilot(everyone):
    initiative = InitiativeFactory(owner=everyone["owner"], published=True)
    MembershipFactory(initiative=initiative, user=everyone["reader"], role="reader")
    pilot = PilotFactory(initiative=initiative, advisor=everyone["coach"])
    pilot.assignments.create(advisor=everyone["coach before"], started_on=pilot.started_on, ended_on=clock.today())
    pilot.assignments.filter(advisor=everyone["coach before"]).update(handover_note=NOTE)
    CoachingSessionFactory(pilot=pilot, advisor=everyone["coach"], internal_note=NOTE)
    BottleneckFactory(pilot=pilot)
    PlannedSessionFactory(pilot=pilot)
    PlanFactory(initiative=initiative)
    for user in everyone.values():
        renew_calendar(user=user)
    return pilot


def pages_with_note(user, pilot):
    """Of every page that somebody comes by from all that has to do with the group."""
    client = signed_in(user)
    slug = pilot.initiative.slug
    start = [
        reverse("portal:start"),
        reverse("portal:overview", args=[slug]),
        reverse("portal:public_initiative", args=[slug]),
        reverse("pilots:list"),
        reverse("pilots:agenda"),
        reverse("pilots:bottlenecks"),
        reverse("pilots:guides"),
        reverse("pilots:pilot", args=[pilot.pk]),
        reverse("pilots:prepare", args=[pilot.pk]),
        reverse("pilots:session", args=[pilot.pk]),
        reverse("pilots:coaching", args=[slug]),
        reverse("accounts:my_data"),
        reverse("notifications:list"),
    ]
    seen = walk(client, start, pages=("portal:", "pilots:", "initiatives:", "notifications:"), forms=())
    calendar = reverse("pilots:calendar", args=[user.calendar_feed.token])
    read = {**seen.pages, calendar: client.get(calendar).content.decode()}
    return {page for page, content in read.items() if NOTE in content}, len(seen.pages)


@pytest.mark.parametrize("others", some([NEAREST, FARTHER], plain=[NEAREST]))
def test_note_for_advisors_is_read_by_who_coaches_and_by_nobody_else(everyone, pilot, others):
    found = {name: pages_with_note(everyone[name], pilot) for name in ("coach", *others)}

    assert all(count for _pages, count in found.values())
    coach, _count = found.pop("coach")
    assert coach == {reverse(f"pilots:{name}", args=[pilot.pk]) for name in ("pilot", "prepare")}
    assert {name: pages for name, (pages, _count) in found.items() if pages} == {}
