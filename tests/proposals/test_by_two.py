"""What takes two people is proposed by one and done when another confirms it; nobody is left without a way on."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from coophub.accounts.models import Role, RoleGrant
from coophub.accounts.services import give_role, revoke_role
from coophub.audit.selectors import entries_of
from coophub.notifications.models import Notification, OutgoingMessage
from coophub.proposals.kinds import all_kinds
from coophub.proposals.models import Proposal
from coophub.proposals.selectors import confirmers_of, waiting_for
from coophub.proposals.services import confirm, turn_down
from coophub.web.errors import DomainError
from tests.factories.accounts import UserFactory, administrator, decider, reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    """Sentences are compared in English, the language they are written in."""
    with translation.override("en"):
        yield


@pytest.fixture
def boss():
    return administrator(name="Berend Brem")


@pytest.fixture
def colleague():
    return administrator(name="Bente Bosanemoon")


@pytest.fixture
def person():
    return UserFactory(name="Anna", email="anna@example.org")


@pytest.fixture
def proposal(boss, colleague, person):
    return give_role(person=person, role=Role.DECIDER, user=boss)


def test_nothing_happens_until_another_confirms_it_and_the_trail_has_both(proposal, boss, colleague, person):
    assert not RoleGrant.objects.filter(user=person).exists()

    for _attempt in range(2):
        confirm(proposal=proposal, user=colleague)

    grant = RoleGrant.objects.get(user=person)
    assert (grant.role, grant.granted_by, grant.proposal) == ("decider", colleague, proposal)
    done = [(entry.action, entry.actor) for entry in entries_of(person).order_by("pk")]
    assert done == [
        ("proposals.propose", boss),
        ("proposals.confirm", colleague),
        ("accounts.grant_role", colleague),
    ]
    assert entries_of(person).get(action="proposals.confirm").after == {
        "proposal": "accounts.grant_role",
        "proposed_by": "Berend Brem",
        "role": "decider",
    }


def test_who_proposed_it_does_not_confirm_it(proposal, boss):
    with pytest.raises(DomainError, match="yourself"):
        confirm(proposal=proposal, user=boss)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.update(confirmed_by=boss, confirmed_at=proposal.proposed_at)


def test_who_may_not_do_it_does_not_confirm_it_either(proposal):
    with pytest.raises(DomainError, match="Your role"):
        confirm(proposal=proposal, user=decider())
    with pytest.raises(DomainError, match="Your role"):
        turn_down(proposal=proposal, because="Nee", user=reviewer())


def test_what_somebody_proposed_who_may_not_any_more_is_not_confirmed(proposal, boss, colleague, person):
    revoke_role(person=boss, role=Role.ADMINISTRATOR, user=colleague)
    proposal = Proposal.objects.get()

    with pytest.raises(DomainError, match="Berend Brem may not propose this any more"):
        confirm(proposal=proposal, user=colleague)
    turn_down(proposal=proposal, because="Berend is weg.", user=colleague)
    assert give_role(person=person, role=Role.DECIDER, user=colleague) != proposal


def test_the_same_is_proposed_once_and_again_after_it_was_turned_down(proposal, boss, colleague, person):
    assert give_role(person=person, role=Role.DECIDER, user=boss) == proposal
    turn_down(proposal=proposal, because="Nog niet", user=colleague)
    with pytest.raises(DomainError, match="turned down"):
        confirm(proposal=proposal, user=colleague)

    again = give_role(person=person, role=Role.DECIDER, user=boss)

    assert again != proposal
    assert Proposal.objects.get(pk=proposal.pk).turned_down_because == "Nog niet"


def test_turning_down_needs_a_reason_and_who_proposed_can_take_it_back(proposal, boss):
    with pytest.raises(DomainError) as caught:
        turn_down(proposal=proposal, because=" ", user=boss)
    assert caught.value.field == "because"

    turn_down(proposal=proposal, because="Vergissing", user=boss)

    assert not Notification.objects.filter(recipient=boss).exists()


def test_each_who_can_confirm_is_told_and_later_who_proposed_it(proposal, boss, colleague):
    [told] = Notification.objects.all()
    assert (told.recipient, told.url) == (colleague, reverse("proposals:proposal", args=[proposal.pk]))
    [mail] = OutgoingMessage.objects.all()
    assert mail.recipients == [colleague.email]
    assert "anna" not in mail.text.lower()

    confirm(proposal=proposal, user=colleague)

    assert Notification.objects.get(recipient=boss).kind == "proposals_confirmed"


def test_proposals_are_kept_as_they_were(proposal, colleague):
    with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
        Proposal.objects.update(values={"role": "reviewer"})
    with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
        Proposal.objects.all().delete()
    confirm(proposal=proposal, user=colleague)
    with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
        Proposal.objects.update(confirmed_by=None, confirmed_at=None)


def test_page_says_who_can_confirm_and_what_to_do_when_nobody_can(client, boss, person):
    client.force_login(boss)
    proposal = give_role(person=person, role=Role.DECIDER, user=boss)
    address = reverse("proposals:proposal", args=[proposal.pk])

    assert "manage.py make_administrator" in client.get(address).content.decode()

    bente = administrator(name="Bente Bosanemoon")
    page = client.get(address).content.decode()
    assert "Bente Bosanemoon" in page
    assert "make_administrator" not in page
    assert reverse("proposals:confirm", args=[proposal.pk]) not in page
    assert confirmers_of(proposal) == [bente]


def test_colleague_finds_it_confirms_it_and_sees_it_settled(client, proposal, boss, colleague, person):
    client.force_login(colleague)
    assert reverse("proposals:list") in client.get(reverse("accounts:people")).content.decode()
    listed = client.get(reverse("proposals:list")).content.decode()
    assert reverse("proposals:proposal", args=[proposal.pk]) in listed

    page = client.post(reverse("proposals:confirm", args=[proposal.pk]), follow=True).content.decode()

    assert "Bente Bosanemoon" in page
    person.forget_roles()
    assert person.has_role(Role.DECIDER)
    assert not waiting_for(colleague).exists()


def test_colleague_turns_it_down_with_a_reason(client, proposal, colleague, person):
    client.force_login(colleague)
    address = reverse("proposals:turn_down", args=[proposal.pk])

    assert client.post(address, {"because": ""}).context["form"].errors
    assert client.post(address, {"because": "Onbekend"}).url == reverse("proposals:list")

    assert "Onbekend" in client.get(reverse("proposals:list")).content.decode()
    assert not RoleGrant.objects.filter(user=person).exists()


def test_list_takes_as_many_queries_for_many_as_for_few(client, boss, colleague):
    client.force_login(colleague)
    give_role(person=UserFactory(), role=Role.REVIEWER, user=boss)
    address = reverse("proposals:list")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _number in range(5):
        give_role(person=UserFactory(), role=Role.REVIEWER, user=boss)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_do_it_once():
    boss, people = administrator(), [administrator(), administrator()]
    proposal = give_role(person=UserFactory(), role=Role.DECIDER, user=boss)
    start = threading.Barrier(2)

    def attempt(user):
        start.wait()
        try:
            return confirm(proposal=proposal, user=user).confirmed_by
        except DomainError as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(attempt, people))

    assert RoleGrant.objects.filter(role=Role.DECIDER).count() == 1
    assert sum(isinstance(answer, str) for answer in answers) == 1


def test_who_is_asked_to_confirm_may_do_so():
    for kind in all_kinds():
        for role in kind.roles:
            assert UserFactory(roles=[role]).has_perm(kind.permission), (kind.name, role)
