"""What a group has ahead, in the calendars of its members."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from coophub.accounts.models import User
from coophub.web import clock
from initiatives.models import GroupCalendar
from initiatives.services.calendar import renew_group_calendar
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import (
    InitiativeFactory,
    MeetingFactory,
    MembershipFactory,
    MilestoneFactory,
    TaskFactory,
)
from tests.factories.pilots import PilotFactory, PlannedSessionFactory
from tests.factories.subsidies import submitted_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return UserFactory(name="Anna", language="en")


@pytest.fixture
def group(anna):
    return InitiativeFactory(owner=anna, name="De Linde")


def read(client, token):
    answer = client.get(reverse("portal:calendar", args=[token]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["summary"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def in_days(days):
    return clock.today() + dt.timedelta(days=days)


def test_it_has_what_has_a_day_in_every_app(client, anna, group):
    signer = MembershipFactory(initiative=group).user
    meeting = MeetingFactory(initiative=group, title="Ledenavond", place="Boven de bakker")
    TaskFactory(initiative=group, title="Bellen", due_on=in_days(5), owner=anna)
    TaskFactory(initiative=group, title="Gedaan", due_on=in_days(5), done_at=clock.now())
    MilestoneFactory(initiative=group, title="Kavel", planned_on=in_days(90))
    MilestoneFactory(initiative=group, title="Al bereikt", planned_on=in_days(9), done_on=clock.today())
    PlannedSessionFactory(pilot=PilotFactory(initiative=group, advisor=UserFactory()), about="De begroting")
    submitted_application(group, writer=anna, signer=signer)

    found = read(client, renew_group_calendar(initiative=group, user=anna).token)

    assert found["De Linde: Ledenavond"]["dtstart"].dt == meeting.starts_at.replace(microsecond=0)
    assert found["De Linde: Bellen"]["dtstart"].dt == in_days(5)
    assert "Anna" in found["De Linde: Bellen"]["description"]
    assert {"De Linde: Kavel", "De Linde: De begroting"} <= set(found)
    assert not {"De Linde: Gedaan", "De Linde: Al bereikt"} & set(found)
    of_law = [event for event in found.values() if str(event["uid"]).startswith("application-")]
    assert of_law


def test_what_stands_in_it_is_known_again_in_another_language(client, anna, group):
    submitted_application(group, writer=anna, signer=MembershipFactory(initiative=group).user)
    token = renew_group_calendar(initiative=group, user=anna).token
    known = {}
    for language in ("nl", "en"):
        anna.language = language
        anna.save()
        events = Calendar.from_ical(client.get(reverse("portal:calendar", args=[token])).content).walk("VEVENT")
        known[language] = {str(event["uid"]): str(event["summary"]) for event in events}
        assert len(known[language]) == len(events) > 0

    assert known["nl"].keys() == known["en"].keys()
    assert known["nl"] != known["en"]


def test_a_cancelled_meeting_leaves_the_calendar_of_who_reads_it(client, anna, group):
    MeetingFactory(initiative=group, title="Ledenavond", cancelled_at=clock.now(), times_moved=2)

    event = read(client, renew_group_calendar(initiative=group, user=anna).token)["De Linde: Ledenavond"]

    assert (event["status"], event["sequence"]) == ("CANCELLED", 2)


def test_its_address_is_a_secret_that_is_replaced_and_ends_with_the_membership(client, anna, group):
    client.force_login(anna)
    page = reverse("portal:group_calendar", args=[group.slug])
    client.post(page)
    first = GroupCalendar.objects.get().token
    assert first in client.get(page).content.decode()
    client.post(page)
    second = GroupCalendar.objects.get().token
    client.logout()

    def status(token):
        return client.get(reverse("portal:calendar", args=[token])).status_code

    assert (status(first), status(second), status(GroupCalendar.objects.get().key.hex)) == (404, 200, 404)
    group.memberships.update(left_at=clock.now())
    assert status(second) == 404


def test_who_cannot_sign_in_reads_no_calendar(client, anna, group):
    token = renew_group_calendar(initiative=group, user=anna).token
    User.objects.filter(pk=anna.pk).update(is_active=False)

    assert client.get(reverse("portal:calendar", args=[token])).status_code == 404


def test_one_group_is_not_in_the_calendar_of_another(client, anna, group):
    MeetingFactory(title="Geheim")
    PlannedSessionFactory(pilot=PilotFactory(advisor=UserFactory()), about="Van een ander")

    assert read(client, renew_group_calendar(initiative=group, user=anna).token) == {}


def test_it_takes_as_many_queries_for_much_as_for_little(client, anna, group):
    token = renew_group_calendar(initiative=group, user=anna).token

    def queries():
        with CaptureQueriesContext(connection) as found:
            read(client, token)
        return len(found)

    def fill(count):
        for number in range(count):
            MeetingFactory(initiative=group)
            TaskFactory(initiative=group, title=str(number), due_on=in_days(number), owner=UserFactory())
            MilestoneFactory(initiative=group, planned_on=in_days(number))

    fill(1)
    queries()
    few = queries()
    fill(5)

    assert queries() == few
