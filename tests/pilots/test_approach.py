"""The plan of approach of a pilot, contact with parties, who coaches it in which role, and handing it over."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification
from coophub.web import clock
from pilots.models import Assignment, CoachingGoal, PartyContact, Pilot
from pilots.selectors.health import SignKind, pilots_with_health, signs_of
from pilots.services.advisors import assign_advisor
from pilots.services.programmes import end_pilot
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.pilots import CoachingGoalFactory, PilotFactory, PlannedSessionFactory

pytestmark = pytest.mark.django_db

NOTE = "De wethouder wil eerst een brief."


@pytest.fixture
def advisor():
    return UserFactory(roles=[Role.ADVISOR])


@pytest.fixture
def colleague():
    return UserFactory(roles=[Role.ADVISOR])


@pytest.fixture
def administrator():
    return UserFactory(roles=[Role.ADMINISTRATOR])


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def pilot(advisor, owner):
    return PilotFactory(advisor=advisor, initiative=InitiativeFactory(owner=owner))


def in_days(days):
    return clock.today() + dt.timedelta(days=days)


# --- Goals ----------------------------------------------------------------------------------------


def test_goal_is_set_once_and_the_group_reads_it(client, advisor, owner, pilot):
    client.force_login(advisor)
    form = {"goal": "De kavel is gereserveerd", "check_on": in_days(60).isoformat()}

    for _twice in range(2):
        assert client.post(reverse("pilots:set_goal", args=[pilot.pk]), form).status_code == 302

    assert CoachingGoal.objects.get().check_on == in_days(60)
    assert AuditEntry.objects.filter(action="pilots.set_goal", actor=advisor).count() == 1
    client.force_login(owner)
    assert form["goal"] in client.get(reverse("pilots:coaching", args=[pilot.initiative.slug])).content.decode()


def test_goal_that_is_looked_at_goes_on_or_is_over(client, advisor, pilot):
    goal = CoachingGoalFactory(pilot=pilot, check_on=in_days(-1))
    address = reverse("pilots:check_goal", args=[pilot.pk, goal.pk])
    client.force_login(advisor)
    assert SignKind.GOAL in {sign.kind for sign in signs_of(pilots_with_health().get())}

    words = {"state": "at_work", "how_it_stands": "De gemeente kijkt ernaar."}
    without = client.post(address, words)
    assert without.context["form"].errors.keys() == {"check_on"}
    assert "De gemeente kijkt ernaar." in without.content.decode()
    client.post(address, {**words, "check_on": in_days(30).isoformat()})
    goal.refresh_from_db()
    assert (goal.state, goal.check_on, goal.checked_on) == ("at_work", in_days(30), clock.today())
    assert SignKind.GOAL not in {sign.kind for sign in signs_of(pilots_with_health().get())}
    for _twice in range(2):
        assert client.post(address, {"state": "reached", "how_it_stands": "Gelukt."}).status_code == 302

    goal.refresh_from_db()
    assert goal.state == "reached"
    assert AuditEntry.objects.filter(action="pilots.check_goal").count() == 2
    assert client.get(address).status_code == 409


@pytest.mark.parametrize(("field", "typed"), [("goal", " "), ("check_on", "2020-01-01"), ("check_on", "")])
def test_goal_that_cannot_be_gets_a_sentence_beside_its_field(client, advisor, pilot, field, typed):
    client.force_login(advisor)
    form = {"goal": "De kavel", "check_on": in_days(1).isoformat(), field: typed}

    page = client.post(reverse("pilots:set_goal", args=[pilot.pk]), form)

    assert page.context["form"].errors.keys() == {field}
    assert not CoachingGoal.objects.exists()


# --- Contact with parties -------------------------------------------------------------------------


def contact(**changes):
    return {
        "key": str(uuid.uuid4()),
        "party": "bank",
        "name": "Bank voor samen wonen",
        "on": clock.today().isoformat(),
        "outcome": "Ze vragen een taxatie.",
        **changes,
    }


def test_contact_is_noted_once_and_stands_in_the_story(client, advisor, owner, pilot):
    client.force_login(advisor)
    form = contact()

    for _twice in range(2):
        assert client.post(reverse("pilots:record_contact", args=[pilot.pk]), form).status_code == 302

    assert PartyContact.objects.get().advisor == advisor
    for user, page in (
        (advisor, reverse("pilots:pilot", args=[pilot.pk])),
        (owner, reverse("pilots:coaching", args=[pilot.initiative.slug])),
    ):
        client.force_login(user)
        assert "Ze vragen een taxatie." in client.get(page).content.decode()


@pytest.mark.parametrize(("field", "typed"), [("on", "2999-01-01"), ("on", "2020-01-01"), ("name", ""), ("party", "x")])
def test_contact_that_cannot_be_gets_a_sentence_beside_its_field(client, advisor, pilot, field, typed):
    client.force_login(advisor)

    page = client.post(reverse("pilots:record_contact", args=[pilot.pk]), contact(**{field: typed}))

    assert page.context["form"].errors.keys() == {field}
    assert "Ze vragen een taxatie." in page.content.decode()
    assert not PartyContact.objects.exists()


# --- Roles ----------------------------------------------------------------------------------------


def hand_over(client, pilot, to, note=NOTE):
    return client.post(reverse("pilots:hand_over", args=[pilot.pk]), {"advisor": to.pk, "note": note})


def test_first_advisor_leads_and_a_next_one_helps(advisor, colleague, administrator):
    pilot = PilotFactory()

    for person in (advisor, colleague, colleague):
        assign_advisor(pilot=pilot, advisor=person, user=administrator)

    assert [(assignment.advisor, assignment.role) for assignment in pilot.assignments.order_by("pk")] == [
        (advisor, "lead"),
        (colleague, "second"),
    ]


def test_who_takes_over_leads_reads_the_note_and_has_the_planned_sessions(client, advisor, colleague, owner, pilot):
    planned = PlannedSessionFactory(pilot=pilot)
    client.force_login(advisor)

    assert hand_over(client, pilot, colleague).status_code == 302

    assert client.get(reverse("pilots:pilot", args=[pilot.pk])).status_code == 404
    planned.refresh_from_db()
    assert planned.advisor == colleague
    assert Notification.objects.filter(recipient=colleague, kind="pilots_handed_over").count() == 1
    client.force_login(colleague)
    for name in ("pilot", "prepare"):
        assert NOTE in client.get(reverse(f"pilots:{name}", args=[pilot.pk])).content.decode()
    client.force_login(owner)
    page = client.get(reverse("pilots:coaching", args=[pilot.initiative.slug])).content.decode()
    assert NOTE not in page
    assert str(colleague) in page


def test_second_advisor_can_become_the_lead(client, advisor, colleague, administrator, pilot):
    assign_advisor(pilot=pilot, advisor=colleague, user=administrator)
    client.force_login(colleague)
    assert hand_over(client, pilot, colleague).status_code == 403
    client.force_login(advisor)

    hand_over(client, pilot, colleague)

    assert [(found.advisor, found.role) for found in pilot.assignments.filter(ended_on=None)] == [(colleague, "lead")]


def test_lead_lets_a_second_advisor_go_and_nobody_the_lead(client, advisor, colleague, administrator, pilot):
    second = assign_advisor(pilot=pilot, advisor=colleague, user=administrator)
    address = reverse("pilots:end_assignment", args=[pilot.pk, second.pk])
    client.force_login(colleague)
    assert client.post(address).status_code == 403
    client.force_login(advisor)

    for _twice in range(2):
        assert client.post(address).status_code == 302

    second.refresh_from_db()
    assert second.ended_on == clock.today()
    assert AuditEntry.objects.filter(action="pilots.end_assignment", actor=advisor).count() == 1
    lead = pilot.assignments.get(advisor=advisor)
    assert client.post(reverse("pilots:end_assignment", args=[pilot.pk, lead.pk])).status_code == 409


def test_pilot_is_not_handed_to_who_leads_it_or_without_a_note(client, advisor, colleague, pilot):
    client.force_login(advisor)

    assert hand_over(client, pilot, advisor).context["form"].errors.keys() == {"advisor"}
    assert hand_over(client, pilot, colleague, note=" ").context["form"].errors.keys() == {"note"}
    assert pilot.assignments.get().ended_on is None


def test_pilot_that_ended_is_not_handed_over(client, administrator, colleague, pilot):
    end_pilot(pilot=pilot, outcome=Pilot.Outcome.STOPPED, user=administrator)
    client.force_login(administrator)

    assert client.get(reverse("pilots:hand_over", args=[pilot.pk])).status_code == 409
    assert hand_over(client, pilot, colleague).context["form"].non_field_errors()


def test_database_keeps_one_lead(colleague, pilot):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(pilot=pilot, advisor=colleague, role="lead", started_on=clock.today())
