"""What advisor and group do and see, through the pages."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification
from coophub.web import clock
from pilots.models import Bottleneck, CoachingSession
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.pilots import BottleneckFactory, PilotFactory
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
    return PilotFactory(advisor=advisor, initiative=InitiativeFactory(owner=owner))


def session_form(**changes):
    return {
        "key": str(uuid.uuid4()),
        "held_on": clock.today().isoformat(),
        "kind": "visit",
        "hours": "1.5",
        "summary": "De bank vraagt meer eigen geld.",
        "internal_note": "De voorzitter is moe.",
        "action_1": "Taxatie aanvragen",
        "action_1_due_on": (clock.today() + dt.timedelta(days=14)).isoformat(),
        "bottleneck_category": "financing",
        "bottleneck_severity": "2",
        "bottleneck_description": "Er is twee ton te weinig.",
        **changes,
    }


@pytest.mark.awkward_days
def test_session_is_recorded_with_its_action_and_bottleneck(client, advisor, owner, pilot):
    client.force_login(advisor)

    response = client.post(reverse("pilots:session", args=[pilot.pk]), session_form())

    assert response.status_code == 302
    session = CoachingSession.objects.get()
    assert (session.pilot, session.advisor, str(session.hours)) == (pilot, advisor, "1.5")
    task = session.actions.get().task
    assert (task.initiative, task.title) == (pilot.initiative, "Taxatie aanvragen")
    bottleneck = session.bottlenecks.get()
    assert (bottleneck.category, bottleneck.severity) == ("financing", Bottleneck.Severity.BLOCKS)
    assert Notification.objects.filter(recipient=owner, kind="pilots_session").count() == 1
    assert AuditEntry.objects.filter(action="pilots.record_session", actor=advisor).count() == 1


def test_session_sent_twice_is_recorded_once(client, advisor, pilot):
    client.force_login(advisor)
    form = session_form()

    for _attempt in range(2):
        assert client.post(reverse("pilots:session", args=[pilot.pk]), form).status_code == 302

    assert CoachingSession.objects.count() == 1
    assert pilot.initiative.tasks.count() == 1
    assert Bottleneck.objects.count() == 1


def test_session_of_tomorrow_is_refused_and_keeps_what_was_typed(client, advisor, pilot):
    client.force_login(advisor)
    tomorrow = clock.today() + dt.timedelta(days=1)

    response = client.post(reverse("pilots:session", args=[pilot.pk]), session_form(held_on=tomorrow.isoformat()))

    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"held_on"}
    assert "De bank vraagt meer eigen geld." in response.content.decode()
    assert CoachingSession.objects.count() == 0


def test_bottleneck_without_its_kind_is_refused(client, advisor, pilot):
    client.force_login(advisor)

    response = client.post(reverse("pilots:session", args=[pilot.pk]), session_form(bottleneck_category=""))

    assert response.context["form"].errors.keys() == {"bottleneck_category"}
    assert CoachingSession.objects.count() == 0


def test_group_sees_action_and_summary_but_not_the_internal_note(client, advisor, owner, pilot):
    client.force_login(advisor)
    client.post(reverse("pilots:session", args=[pilot.pk]), session_form())
    assert "De voorzitter is moe." in client.get(reverse("pilots:pilot", args=[pilot.pk])).content.decode()

    client.force_login(owner)
    page = client.get(reverse("pilots:coaching", args=[pilot.initiative.slug])).content.decode()

    assert "Taxatie aanvragen" in page
    assert "De bank vraagt meer eigen geld." in page
    assert "De voorzitter is moe." not in page


def test_advisor_of_another_pilot_finds_nothing(client, pilot):
    client.force_login(UserFactory(roles=[Role.ADVISOR]))

    assert client.get(reverse("pilots:pilot", args=[pilot.pk])).status_code == 404
    assert client.post(reverse("pilots:session", args=[pilot.pk]), session_form()).status_code == 404
    assert CoachingSession.objects.count() == 0


def test_advisor_sees_the_pages_of_the_group_until_the_pilot_ends(client, advisor, pilot):
    administrator = UserFactory(roles=[Role.ADMINISTRATOR])
    page = reverse("pilots:coaching", args=[pilot.initiative.slug])
    client.force_login(advisor)
    assert client.get(page).status_code == 200

    client.force_login(administrator)
    client.post(reverse("pilots:end", args=[pilot.pk]), {"outcome": "continues"})

    client.force_login(advisor)
    assert client.get(page).status_code == 404


def test_administrator_sees_a_pilot_but_does_not_coach_it(client, pilot):
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]))

    assert client.get(reverse("pilots:pilot", args=[pilot.pk])).status_code == 200
    assert client.get(reverse("pilots:session", args=[pilot.pk])).status_code == 403


def test_resolving_a_bottleneck_asks_what_helped(client, advisor, pilot):
    bottleneck = BottleneckFactory(pilot=pilot)
    address = reverse("pilots:resolve_bottleneck", args=[pilot.pk, bottleneck.pk])
    client.force_login(advisor)

    assert client.post(address, {"resolution": "  "}).context["form"].errors.keys() == {"resolution"}
    client.post(address, {"resolution": "Een gemeentelijke lening."})

    bottleneck.refresh_from_db()
    assert bottleneck.resolved_on == clock.today()
    assert bottleneck.resolution == "Een gemeentelijke lening."


def test_bottleneck_of_another_pilot_cannot_be_resolved_here(client, advisor, pilot):
    foreign = BottleneckFactory()
    client.force_login(advisor)

    response = client.post(
        reverse("pilots:resolve_bottleneck", args=[pilot.pk, foreign.pk]), {"resolution": "Opgelost."}
    )

    assert response.status_code == 404
    foreign.refresh_from_db()
    assert foreign.resolved_on is None


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("typed", ["1,5", "1.5"])
def test_one_and_a_half_hours_are_that_in_both_languages(client, advisor, pilot, typed, language):
    client.force_login(advisor)
    client.cookies["django_language"] = language

    client.post(reverse("pilots:session", args=[pilot.pk]), session_form(hours=typed))

    assert str(CoachingSession.objects.get().hours) == "1.5"


def test_hours_below_zero_get_a_sentence_and_what_was_typed_stays(client, advisor, pilot):
    client.force_login(advisor)

    page = client.post(reverse("pilots:session", args=[pilot.pk]), session_form(hours="-1"))

    assert page.context["form"].errors["hours"] == ["Vul 0 of meer in."]
    assert page.context["form"]["hours"].value() == "-1"


def test_session_begins_with_the_note_and_what_is_rare_comes_when_asked(client, advisor, pilot):
    client.force_login(advisor)

    page = client.get(reverse("pilots:session", args=[pilot.pk])).content.decode()

    first, second = [field.get("data-field") for field in find(page, "main [data-field]")][:2]
    assert (first, second) == ("summary", "hours")
    assert [words(button) for button in find(page, "[data-fills] button")] == ["0,5", "1", "1,5", "2", "3", "4"]
    assert not find(page, "main details[open]")
    wrong = client.post(reverse("pilots:session", args=[pilot.pk]), session_form(bottleneck_category=""))
    assert find(wrong.content.decode(), "main details[open] [data-field=bottleneck_category]")
