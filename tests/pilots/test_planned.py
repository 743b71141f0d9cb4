"""Sessions that are still to come: planned, moved, cancelled, read in a calendar, and recorded."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification, OutgoingMessage
from coophub.web import clock
from pilots.models import CoachingSession, Pilot, PlannedSession
from pilots.services.planned import renew_calendar
from pilots.services.programmes import end_pilot
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.pilots import CoachingSessionFactory, PilotFactory, PlannedSessionFactory
from tests.pilots.test_coaching import session_form
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def advisor():
    return UserFactory(roles=[Role.ADVISOR])


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def pilot(advisor, owner):
    return PilotFactory(advisor=advisor, initiative=InitiativeFactory(owner=owner, name="De Linde"))


@pytest.fixture
def planned(pilot):
    return PlannedSessionFactory(pilot=pilot, about="De begroting", place="Het Kraaiennest")


def in_days(days):
    return clock.local(clock.now() + dt.timedelta(days=days)).replace(hour=14, minute=0, second=0, microsecond=0)


def appointment(**changes):
    return {
        "key": str(uuid.uuid4()),
        "starts_at": in_days(7).strftime("%Y-%m-%dT%H:%M"),
        "about": "De grond",
        "kind": "video",
        "place": "https://video.example/linde",
        **changes,
    }


def address_of(planned, name="move_session"):
    return reverse(f"pilots:{name}", args=[planned.pilot_id, planned.pk])


@pytest.mark.awkward_days
def test_session_is_planned_once_and_the_group_is_told(client, advisor, owner, pilot):
    client.force_login(advisor)
    form = appointment()

    for _twice in range(2):
        response = client.post(reverse("pilots:plan_session", args=[pilot.pk]), form)
        assert response.status_code == 302

    planned = PlannedSession.objects.get()
    assert (planned.starts_at, planned.kind, planned.about) == (in_days(7), "video", "De grond")
    assert Notification.objects.filter(recipient=owner, kind="pilots_session_planned").count() == 1
    assert AuditEntry.objects.filter(action="pilots.plan_session", actor=advisor).count() == 1
    [message] = OutgoingMessage.objects.all()
    assert "De grond" not in str(message.__dict__)


def test_group_finds_it_with_its_coaching_and_on_its_time_line(client, owner, planned):
    client.force_login(owner)

    coaching = client.get(reverse("pilots:coaching", args=[planned.pilot.initiative.slug])).content.decode()
    overview = client.get(reverse("portal:overview", args=[planned.pilot.initiative.slug])).content.decode()

    assert "De begroting" in coaching
    assert "Het Kraaiennest" in coaching
    [event] = [event for event in find(overview, ".timeline__event") if "De begroting" in words(event)]
    assert "timeline__event--next" in event.get("class")


def test_moved_session_stays_one_appointment_and_the_group_is_told_once(client, advisor, owner, planned):
    client.force_login(advisor)
    form = appointment(starts_at=in_days(9).strftime("%Y-%m-%dT%H:%M"))

    for _twice in range(2):
        assert client.post(address_of(planned), form).status_code == 302

    planned.refresh_from_db()
    assert (planned.starts_at, planned.revision) == (in_days(9), 1)
    assert Notification.objects.filter(recipient=owner, kind="pilots_session_moved").count() == 1


def test_cancelled_session_leaves_agenda_and_group_and_the_group_is_told_once(client, advisor, owner, planned):
    client.force_login(advisor)

    for _twice in range(2):
        assert client.post(address_of(planned, "cancel_session")).status_code == 302

    assert Notification.objects.filter(recipient=owner, kind="pilots_session_cancelled").count() == 1
    assert not find(client.get(reverse("pilots:agenda")).content.decode(), "main .entry")
    assert client.get(address_of(planned)).status_code == 409
    client.force_login(owner)
    page = client.get(reverse("pilots:coaching", args=[planned.pilot.initiative.slug])).content.decode()
    assert "De begroting" not in page


@pytest.mark.parametrize(
    ("field", "typed"),
    [("starts_at", "2020-01-01T10:00"), ("starts_at", ""), ("about", " "), ("kind", "e_mail")],
)
def test_what_cannot_be_planned_gets_a_sentence_beside_its_field(client, advisor, pilot, field, typed):
    client.force_login(advisor)

    page = client.post(reverse("pilots:plan_session", args=[pilot.pk]), appointment(**{field: typed}))

    assert page.context["form"].errors.keys() == {field}
    assert "https://video.example/linde" in page.content.decode()
    assert not PlannedSession.objects.exists()


def test_moment_of_today_that_is_over_gets_a_sentence_too(client, advisor, pilot):
    client.force_login(advisor)
    earlier = clock.local(clock.now() - dt.timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")

    page = client.post(reverse("pilots:plan_session", args=[pilot.pk]), appointment(starts_at=earlier))

    assert page.context["form"].errors.keys() == {"starts_at"}


def test_planned_session_becomes_a_recorded_one(client, advisor, planned):
    PlannedSession.objects.update(starts_at=in_days(-2), kind="video")
    client.force_login(advisor)
    address = address_of(planned, "record_planned")
    [entry] = find(client.get(reverse("pilots:agenda")).content.decode(), "main .entry")
    assert address in [link.get("href") for link in entry.iterdescendants("a")]

    page = client.get(address)
    assert page.context["form"]["held_on"].value() == in_days(-2).date()
    assert page.context["form"]["kind"].value() == "video"
    form = session_form(held_on=in_days(-2).date().isoformat())
    for _twice in range(2):
        assert client.post(address, form).status_code == 302

    planned.refresh_from_db()
    assert planned.held_as == CoachingSession.objects.get()
    assert not find(client.get(reverse("pilots:agenda")).content.decode(), "main .entry")
    assert client.get(address).status_code == 409
    other = client.post(address, session_form(summary="Iets anders."))
    assert other.context["form"].non_field_errors()
    assert CoachingSession.objects.count() == 1


def test_database_keeps_no_session_that_was_both_cancelled_and_held(planned):
    session = CoachingSessionFactory(pilot=planned.pilot, advisor=planned.advisor)

    with pytest.raises(IntegrityError), transaction.atomic():
        PlannedSession.objects.update(cancelled_at=clock.now(), held_as=session)


@pytest.mark.moment("2026-12-28T10:00")
def test_agenda_stands_by_week_over_the_turn_of_a_year(client, advisor, pilot):
    for days, about in ((1, "eerst"), (5, "dan"), (8, "later")):
        PlannedSessionFactory(pilot=pilot, starts_at=in_days(days), about=about)
    PlannedSessionFactory(pilot=PilotFactory(advisor=UserFactory(roles=[Role.ADVISOR])))
    client.force_login(advisor)

    page = client.get(reverse("pilots:agenda")).content.decode()

    assert [words(heading) for heading in find(page, "main h2")] == [
        "Week 53: 28 december 2026 tot en met 3 januari 2027",
        "Week 1: 4 januari 2027 tot en met 10 januari 2027",
    ]
    assert len(find(page, "main .entry")) == 3


def test_agenda_asks_the_same_number_of_queries_for_any_number(client, advisor, pilot, planned):
    client.force_login(advisor)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("pilots:agenda")).status_code == 200
        return len(asked)

    queries()
    before = queries()
    for number in range(20):
        PlannedSessionFactory(pilot=PilotFactory(advisor=advisor), starts_at=in_days(number + 1))

    assert queries() == before


# --- Calendar -------------------------------------------------------------------------------------


def events(client, user):
    response = client.get(reverse("pilots:calendar", args=[user.calendar_feed.token]))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


@pytest.mark.parametrize("who", ["advisor", "owner"])
def test_calendar_of_advisor_and_group_has_what_is_planned(client, advisor, owner, planned, who):
    user = {"advisor": advisor, "owner": owner}[who]
    renew_calendar(user=user)
    PlannedSessionFactory(pilot=PilotFactory(advisor=UserFactory(roles=[Role.ADVISOR])))

    [event] = events(client, user)

    assert str(event["summary"]) == "De Linde: De begroting"
    assert event.decoded("dtstart") == planned.starts_at.replace(microsecond=0)
    assert (str(event["location"]), str(event["status"])) == ("Het Kraaiennest", "CONFIRMED")


def test_calendar_follows_what_is_moved_and_cancelled(client, advisor, planned):
    renew_calendar(user=advisor)
    [before] = events(client, advisor)
    client.force_login(advisor)
    client.post(address_of(planned), appointment(about="Tekens; als, deze\\en zo " + "lang " * 20))
    client.post(address_of(planned, "cancel_session"))

    [after] = events(client, advisor)

    assert after["uid"] == before["uid"]
    assert (int(before["sequence"]), int(after["sequence"])) == (0, 2)
    assert str(after["status"]) == "CANCELLED"
    assert "Tekens; als, deze\\en zo lang" in str(after["summary"])


def test_calendar_strikes_out_what_ended_and_shows_nothing_of_what_somebody_left(client, advisor, owner, planned):
    renew_calendar(user=advisor)
    renew_calendar(user=owner)
    end_pilot(pilot=planned.pilot, outcome=Pilot.Outcome.STOPPED, user=None)
    assert [str(event["status"]) for event in events(client, owner)] == ["CANCELLED"]
    owner.memberships.update(left_at=clock.now())

    assert events(client, advisor) == events(client, owner) == []


def test_address_of_a_calendar_is_a_secret_that_can_be_replaced(client, owner):
    client.force_login(owner)
    page = reverse("pilots:own_calendar")
    assert "sessions.ics" not in client.get(page).content.decode()

    client.post(page)
    first = owner.calendar_feed.token
    assert first in client.get(page).content.decode()
    client.post(page)

    client.logout()
    assert client.get(reverse("pilots:calendar", args=[first])).status_code == 404
    owner.calendar_feed.refresh_from_db()
    assert client.get(reverse("pilots:calendar", args=[owner.calendar_feed.token])).status_code == 200
    assert client.get(reverse("pilots:calendar", args=[owner.calendar_feed.key.hex])).status_code == 404


def test_who_left_for_good_has_no_calendar(client, owner):
    renew_calendar(user=owner)
    owner.is_active = False
    owner.save()

    assert client.get(reverse("pilots:calendar", args=[owner.calendar_feed.token])).status_code == 404


def test_calendar_of_who_is_no_advisor_any_more_has_none_of_their_pilots(client, advisor, planned):
    renew_calendar(user=advisor)
    advisor.role_grants.all().delete()

    assert events(client, advisor) == []


def test_reader_of_the_group_gets_the_notice_too(client, advisor, pilot):
    reader = MembershipFactory(initiative=pilot.initiative, role="reader").user
    client.force_login(advisor)

    client.post(reverse("pilots:plan_session", args=[pilot.pk]), appointment())

    assert Notification.objects.filter(recipient=reader, kind="pilots_session_planned").exists()
