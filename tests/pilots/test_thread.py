"""Messages between a group and who coaches it: for them alone, told once, and an action with one tap."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification
from coophub.web import clock
from coophub.web.errors import DomainError
from initiatives.models import Task
from pilots.models import Pilot, ThreadMessage
from pilots.selectors.coaching import agreed_actions
from pilots.selectors.health import with_health
from pilots.selectors.thread import unread_of
from pilots.services.programmes import end_pilot
from pilots.services.thread import MOST_IN_AN_HOUR, agree_on_message, mark_thread_read, write_message
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.pilots import PilotFactory, ThreadMessageFactory
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db

IN_ENGLISH = {"accept-language": "en"}


@pytest.fixture
def advisor():
    return UserFactory(name="Iris", roles=[Role.ADVISOR])


@pytest.fixture
def owner():
    return UserFactory(name="Els")


@pytest.fixture
def reader():
    return UserFactory(name="Ron")


@pytest.fixture
def pilot(advisor, owner, reader):
    return PilotFactory(initiative=InitiativeFactory(name="De Vlinder", owner=owner, reader=reader), advisor=advisor)


@pytest.fixture
def address(pilot):
    return reverse("pilots:thread", args=[pilot.pk])


def write(pilot, user, text="Kun je bellen?"):
    return write_message(pilot=pilot, text=text, key=uuid.uuid4(), user=user)


def sent(client, user, address, text, key=None):
    client.force_login(user)
    return client.post(address, {"text": text, "key": str(key or uuid.uuid4())}, headers=IN_ENGLISH)


def shown(page):
    return words(find(page.content.decode(), "main")[0])


def told(user):
    return Notification.objects.filter(recipient=user, kind="pilots_message", read_at=None).count()


def test_question_and_answer_stand_with_who_wrote_them_on_both_pages(client, pilot, advisor, owner, address):
    assert sent(client, owner, address, "Moet dat in het plan?")["Location"] == address
    assert sent(client, advisor, address, "Ja, bij de kosten.")["Location"] == address

    for user, page in (
        (advisor, reverse("pilots:pilot", args=[pilot.pk])),
        (owner, reverse("pilots:coaching", args=[pilot.initiative.slug])),
        (owner, address),
    ):
        client.force_login(user)
        said = shown(client.get(page, headers=IN_ENGLISH))
        assert said.index("Ja, bij de kosten.") < said.index("Moet dat in het plan?")
        assert "Iris , advisor" in said or "Iris, advisor" in said
    assert set(AuditEntry.objects.filter(action="pilots.write_message").values_list("actor", flat=True)) == {
        owner.pk,
        advisor.pk,
    }


def test_others_hear_of_it_once_until_they_read_it(client, pilot, advisor, owner, reader, address):
    write(pilot, owner)
    write(pilot, owner, "En nog iets.")

    assert (told(advisor), told(reader), told(owner)) == (1, 1, 0)
    [notice] = Notification.objects.filter(recipient=advisor, kind="pilots_message")
    assert "En nog iets" not in notice.body
    client.force_login(advisor)
    assert "New" in shown(client.get(notice.url, headers=IN_ENGLISH))
    assert told(advisor) == 0
    assert "New" not in shown(client.get(notice.url, headers=IN_ENGLISH))
    write(pilot, owner, "En dit.")
    assert (told(advisor), told(reader)) == (1, 1)


def test_what_is_new_is_counted_for_each(client, pilot, advisor, owner, reader):
    for _number in range(2):
        write(pilot, owner)
    other = ThreadMessageFactory()

    assert unread_of([pilot.pk, other.pilot_id], advisor) == {pilot.pk: 2, other.pilot_id: 1}
    assert unread_of([pilot.pk], owner) == {}
    client.force_login(advisor)
    assert "2 new messages" in shown(client.get(reverse("pilots:list"), headers=IN_ENGLISH))
    mark_thread_read(pilot=pilot, user=advisor)
    assert unread_of([pilot.pk], advisor) == {}
    assert unread_of([pilot.pk], reader) == {pilot.pk: 2}


def test_sent_twice_is_once(client, pilot, owner, address):
    key = uuid.uuid4()
    for _again in range(2):
        assert sent(client, owner, address, "Een keer.", key).status_code == 302
    assert pilot.messages.count() == 1


@pytest.mark.parametrize(("text", "sentence"), [("", "required"), ("a" * 4001, "4000")])
def test_empty_and_endless_messages_say_so_and_keep_what_was_typed(client, pilot, owner, address, text, sentence):
    page = sent(client, owner, address, text)

    assert page.context["form"].errors["text"]
    [typed] = find(page.content.decode(), "textarea")
    assert (typed.text or "").strip() == text
    assert not pilot.messages.exists()


def test_too_many_in_an_hour_wait(client, pilot, owner, advisor, address):
    for number in range(MOST_IN_AN_HOUR):
        write(pilot, owner, f"Bericht {number}")

    page = sent(client, owner, address, "Nog een.")

    assert "You wrote 20 messages in the last hour" in shown(page)
    assert "Nog een." in find(page.content.decode(), "textarea")[0].text
    assert write(pilot, advisor)
    with clock.at(clock.now() + dt.timedelta(hours=2)):
        assert write(pilot, owner)


def test_reader_of_the_group_reads_and_does_not_write(client, pilot, owner, reader, address):
    write(pilot, owner, "Wie gaat er mee?")
    client.force_login(reader)

    page = client.get(address, headers=IN_ENGLISH)
    assert "Wie gaat er mee?" in shown(page)
    assert not find(page.content.decode(), "textarea")
    refused = sent(client, reader, address, "Ik.")
    assert "Only owners and editors" in shown(refused)
    assert pilot.messages.count() == 1


@pytest.mark.parametrize("role", [None, Role.ADVISOR, Role.ADMINISTRATOR, Role.DECIDER])
def test_nobody_else_reads_or_writes(client, pilot, owner, address, role):
    message = write(pilot, owner, "Onder ons.")
    somebody = UserFactory(roles=[role] if role else [])
    client.force_login(somebody)

    assert client.get(address).status_code == 404
    assert sent(client, somebody, address, "Hallo").status_code == 404
    assert client.post(reverse("pilots:agree", args=[pilot.pk, message.pk])).status_code == 404
    if role == Role.ADMINISTRATOR:
        assert "Onder ons." not in client.get(reverse("pilots:pilot", args=[pilot.pk])).content.decode()


def test_who_left_reads_nothing_new_and_keeps_what_was_typed(client, pilot, advisor, owner, address):
    gone = MembershipFactory(initiative=pilot.initiative, user=UserFactory(), role="editor")
    gone.left_at = clock.now()
    gone.save()
    pilot.assignments.create(advisor=UserFactory(roles=[Role.ADVISOR]), started_on=pilot.started_on)
    pilot.assignments.filter(advisor=advisor).update(ended_on=clock.today())
    before = Notification.objects.filter(kind="pilots_message").count()
    write(pilot, owner, "Dit is van later.")
    told_now = set(
        Notification.objects.filter(kind="pilots_message").order_by("pk")[before:].values_list("recipient", flat=True)
    )
    assert not {advisor.pk, gone.user_id} & told_now

    for former in (advisor, gone.user):
        client.force_login(former)
        assert client.get(address).status_code == 404
        page = sent(client, former, address, "Dit typte ik nog.")
        assert "You are not in this group any more" in shown(page)
        assert "Dit typte ik nog." in find(page.content.decode(), "textarea")[0].text
        assert "van later" not in page.content.decode()
    assert pilot.messages.count() == 1


def test_ended_pilot_is_read_by_the_group_and_written_by_nobody(client, pilot, advisor, owner, address):
    message = write(pilot, advisor, "Veel geluk!")
    end_pilot(pilot=pilot, outcome=Pilot.Outcome.REALISED, user=None)

    client.force_login(owner)
    page = client.get(address, headers=IN_ENGLISH)
    assert "Veel geluk!" in shown(page)
    assert "This pilot ended on" in shown(page)
    assert not find(page.content.decode(), "textarea")
    assert "This pilot ended on" in shown(sent(client, owner, address, "Dank!"))
    assert client.post(reverse("pilots:agree", args=[pilot.pk, message.pk])).status_code == 409
    client.force_login(advisor)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("who", ["advisor", "owner"])
def test_message_becomes_an_action_with_one_tap(client, request, pilot, owner, who):
    message = write(pilot, owner, "- Bel de wethouder\n\nZij wacht op ons.")
    client.force_login(request.getfixturevalue(who))
    address = reverse("pilots:agree", args=[pilot.pk, message.pk])

    for _again in range(2):
        assert client.post(address)["Location"] == reverse("pilots:thread", args=[pilot.pk])

    [task] = Task.objects.filter(initiative=pilot.initiative)
    assert task.title == "Bel de wethouder"
    assert agreed_actions(pilot).open == [task]
    [figures] = with_health([pilot.pk])
    assert figures.open_actions == 1
    assert "Became an action of the group." in shown(
        client.get(reverse("pilots:thread", args=[pilot.pk]), headers=IN_ENGLISH)
    )


def test_long_first_line_is_shortened_to_a_title(pilot, owner):
    message = write(pilot, owner, "woord " * 400)

    assert len(agree_on_message(message=message, user=owner).title) == 200


def test_message_of_another_pilot_is_not_found_here(client, pilot, owner):
    other = ThreadMessageFactory()
    client.force_login(owner)

    assert client.post(reverse("pilots:agree", args=[pilot.pk, other.pk])).status_code == 404


def test_what_was_written_stays(pilot, owner):
    message = write(pilot, owner)
    with pytest.raises(ProgrammingError, match="Cannot update rows"), transaction.atomic():
        ThreadMessage.objects.filter(pk=message.pk).update(text="Iets anders.")


def test_service_refuses_who_is_not_in_the_thread(pilot):
    with pytest.raises(DomainError):
        write(pilot, UserFactory(roles=[Role.ADVISOR]))


@pytest.mark.parametrize("number", [2, 20])
def test_page_takes_as_many_queries_for_twenty_messages_as_for_two(client, pilot, owner, address, number):
    ThreadMessageFactory.create_batch(number, pilot=pilot)
    client.force_login(owner)
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        client.get(address)

    assert len(queries) <= 27
    assert not mail.outbox
