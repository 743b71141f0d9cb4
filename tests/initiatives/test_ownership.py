"""Who owns a group: handed over in one step, never lost, and taken on where nobody owns it any more."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from coophub.accounts import services as accounts
from coophub.accounts.models import User
from coophub.notifications.models import Notification
from coophub.web import clock
from coophub.web.errors import DomainError
from initiatives.models import HandOver, MemberRole
from initiatives.services import ownership, people, tasks
from initiatives.services.decisions import DecisionInput, record_decision
from initiatives.services.meetings import write_minutes
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MeetingFactory, MembershipFactory, TaskFactory
from tests.web.reading import find

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return UserFactory(name="Anna")


@pytest.fixture
def bram():
    return UserFactory(name="Bram")


@pytest.fixture
def group(anna, bram):
    return InitiativeFactory(owner=anna, editor=bram, name="De Linde")


def page(group, name="people", *args):
    return reverse(f"initiatives:{name}", args=[group.slug, *args])


def membership(group, user):
    return group.memberships.get(user=user, left_at=None)


def roles(group, *people):
    return [membership(group, person).role for person in people]


def test_a_group_is_handed_over_when_the_other_accepts(client, anna, bram, group):
    client.force_login(anna)
    for _twice in range(2):
        client.post(page(group, "hand_over", membership(group, bram).pk))
    assert roles(group, anna, bram) == ["owner", "editor"]
    client.force_login(bram)
    content = client.get(page(group)).content.decode()
    assert "Anna asks you to take over" in content

    [asked] = group.hand_overs.all()
    for _twice in range(2):
        client.post(page(group, "accept_hand_over", asked.pk))

    assert roles(group, anna, bram) == ["editor", "owner"]
    kinds = list(Notification.objects.order_by("pk").values_list("kind", "recipient__name"))
    assert kinds == [("initiatives_hand_over", "Bram"), ("initiatives_hand_over_accepted", "Anna")]
    people.end_membership(membership=membership(group, anna), user=anna)


def test_nothing_changes_when_the_other_declines_or_it_is_taken_back(anna, bram, group):
    asked = ownership.ask_to_take_over(membership=membership(group, bram), user=anna)
    ownership.decline_hand_over(hand_over=asked, user=bram)
    ownership.decline_hand_over(hand_over=asked, user=bram)
    again = ownership.ask_to_take_over(membership=membership(group, bram), user=anna)
    ownership.take_back_hand_over(hand_over=again, user=anna)

    assert roles(group, anna, bram) == ["owner", "editor"]
    with pytest.raises(DomainError, match="taken back"):
        ownership.accept_hand_over(hand_over=again, user=bram)
    assert Notification.objects.filter(kind="initiatives_hand_over_declined").count() == 1


def test_nobody_else_answers_and_one_is_asked_at_a_time(anna, bram, group):
    chris = MembershipFactory(initiative=group, role="reader").user
    asked = ownership.ask_to_take_over(membership=membership(group, bram), user=anna)

    with pytest.raises(DomainError, match="Somebody else was asked"):
        ownership.accept_hand_over(hand_over=asked, user=chris)
    with pytest.raises(DomainError, match="Bram was asked already"):
        ownership.ask_to_take_over(membership=membership(group, chris), user=anna)
    with pytest.raises(DomainError, match="Only owners"):
        ownership.ask_to_take_over(membership=membership(group, anna), user=bram)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.create(initiative=group, asked_by=anna, asked_of=chris)


@pytest.mark.parametrize("who", ["asks", "is asked"])
def test_what_was_asked_ends_with_the_membership_or_the_role(anna, bram, group, who):
    other = MembershipFactory(initiative=group, role="owner").user
    asked = ownership.ask_to_take_over(membership=membership(group, bram), user=anna)

    if who == "asks":
        people.change_member_role(membership=membership(group, anna), role="reader", user=other)
    else:
        people.end_membership(membership=membership(group, bram), user=other)

    asked.refresh_from_db()
    assert asked.ended_at
    with pytest.raises(DomainError):
        ownership.accept_hand_over(hand_over=asked, user=bram)


def test_the_last_owner_neither_leaves_nor_becomes_less(client, anna, bram, group):
    client.force_login(anna)
    own = membership(group, anna)

    assert client.post(page(group, "end_membership", own.pk)).status_code == 409
    assert find(client.post(page(group, "member_role", own.pk), {"role": "reader"}).content.decode(), "[aria-invalid]")
    assert roles(group, anna) == ["owner"]
    assert "Hand it over to another member" in client.get(page(group)).content.decode()


def test_an_owner_whose_account_was_closed_does_not_count(anna, bram, group):
    closed = MembershipFactory(initiative=group, role="owner").user
    User.objects.filter(pk=closed.pk).update(is_active=False)

    with pytest.raises(DomainError, match="needs an owner"):
        people.end_membership(membership=membership(group, anna), user=anna)
    with pytest.raises(DomainError, match="only owner"):
        accounts.erase_account(user=anna)


def test_a_group_that_lost_its_last_owner_is_taken_on_by_an_editor(client, anna, bram, group):
    chris = MembershipFactory(initiative=group, role="reader").user
    User.objects.filter(pk=anna.pk).update(is_active=False)
    client.force_login(chris)
    assert page(group, "take_ownership") not in client.get(page(group)).content.decode()
    assert client.post(page(group, "take_ownership")).status_code == 409
    client.force_login(bram)
    assert "Nobody owns this initiative any more" in client.get(page(group)).content.decode()

    client.post(page(group, "take_ownership"))

    assert roles(group, bram) == ["owner"]
    assert chris in [notice.recipient for notice in Notification.objects.filter(kind="initiatives_new_owner")]
    assert client.post(page(group, "take_ownership")).status_code == 409


def test_without_editors_whoever_is_a_member_takes_it_on(anna):
    group, chris = InitiativeFactory(owner=anna), UserFactory()
    MembershipFactory(initiative=group, user=chris, role="reader")
    User.objects.filter(pk=anna.pk).update(is_active=False)

    ownership.take_ownership(initiative=group, user=chris)

    assert roles(group, chris) == [MemberRole.OWNER]


@pytest.mark.django_db(transaction=True)
def test_four_people_at_work_at_once_lose_nothing():
    """They write decisions down, tick the same task off, write the same minutes, and two of them take a group over."""
    group = InitiativeFactory()
    four = [MembershipFactory(initiative=group, role="editor").user for _number in range(4)]
    task = TaskFactory(initiative=group, due_on=clock.today(), repeat="weekly", repeats_from=clock.today())
    meeting = MeetingFactory(initiative=group)
    together, refused = threading.Barrier(4), []

    def work(user):
        deeds = [
            lambda: record_decision(
                initiative=group,
                decision=DecisionInput(title=user.name, decided_on=clock.today()),
                key=user_keys[user.pk],
                user=user,
            ),
            lambda: tasks.complete_task(task=task, user=user),
            lambda: write_minutes(
                meeting=meeting, minutes=user.email, present=[user], others_present="", revision=0, user=user
            ),
            lambda: ownership.take_ownership(initiative=group, user=user),
        ]
        try:
            for deed in deeds:
                together.wait()
                try:
                    deed()
                except DomainError as error:
                    refused.append(type(error).__name__)
        finally:
            connection.close()

    user_keys = {user.pk: MeetingFactory.build().key for user in four}
    threads = [threading.Thread(target=work, args=[user]) for user in four]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(group.decisions.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert group.tasks.filter(done_at=None).count() == 1
    meeting.refresh_from_db()
    assert meeting.minutes in [user.email for user in four]
    assert group.memberships.filter(role="owner").count() == 1
    assert sorted(refused) == ["ClashError"] * 3 + ["DomainError"] * 3
