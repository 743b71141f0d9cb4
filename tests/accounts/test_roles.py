"""Administrators give roles and take them; nobody else does."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from coophub.accounts import services
from coophub.accounts.models import Role, RoleGrant
from coophub.audit.selectors import entries_of
from coophub.proposals.models import Proposal
from coophub.web.errors import DomainError
from tests.factories.accounts import (
    OrganisationFactory,
    UserFactory,
    administrator,
    advisor,
    decider,
    reviewer,
    scheme_manager,
)
from tests.factories.proposals import confirmed

pytestmark = pytest.mark.django_db


def test_administrator_gives_a_role_and_the_trail_tells():
    boss, person = administrator(), UserFactory()
    assert services.give_role(person=person, role=Role.ADVISOR, user=boss) is None
    assert person.has_role(Role.ADVISOR)
    assert person.role_grants.get().granted_by == boss
    entry = entries_of(person).get()
    assert (entry.action, entry.actor, entry.after) == ("accounts.grant_role", boss, {"role": "advisor"})


def test_role_given_twice_is_given_once():
    boss, person = administrator(), UserFactory()
    services.give_role(person=person, role=Role.ADVISOR, user=boss)
    services.give_role(person=person, role=Role.ADVISOR, user=boss)
    assert entries_of(person).count() == 1


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.DECIDER, Role.SCHEME_MANAGER, Role.ADMINISTRATOR])
def test_administrator_gives_nobody_a_role_alone_not_even_themselves(role):
    boss, person = administrator(), UserFactory()
    for receiver in (boss, person):
        services.give_role(person=receiver, role=role, user=boss)
        receiver.forget_roles()
    assert (person.roles, boss.roles) == (frozenset(), {"administrator"})
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=person, role=role, granted_by=boss)


def test_role_is_not_given_to_an_account_that_was_closed_meanwhile():
    person = UserFactory()
    proposal = services.give_role(person=person, role=Role.DECIDER, user=administrator())
    services.erase_account(user=person)
    with pytest.raises(DomainError, match="closed"):
        confirmed(proposal)


def test_role_is_taken_and_the_trail_tells():
    boss, person = administrator(), reviewer()
    assert services.revoke_role(person=person, role=Role.REVIEWER, user=boss)
    assert person.roles == frozenset()
    assert entries_of(person).get().before == {"role": "reviewer"}
    assert not services.revoke_role(person=person, role=Role.REVIEWER, user=boss)


@pytest.mark.parametrize("make", [UserFactory, advisor, reviewer, decider, scheme_manager])
def test_nobody_else_gives_or_takes_roles(make):
    user, person = make(), reviewer()
    with pytest.raises(PermissionDenied):
        services.give_role(person=person, role=Role.DECIDER, user=user)
    with pytest.raises(PermissionDenied):
        services.revoke_role(person=person, role=Role.REVIEWER, user=user)
    with pytest.raises(PermissionDenied):
        services.assign_organisation(person=person, organisation=OrganisationFactory(), user=user)
    person.refresh_from_db()
    assert (person.roles, person.organisation) == ({"reviewer"}, None)


def test_administrators_cannot_take_their_own_role():
    boss = administrator()
    administrator()
    with pytest.raises(DomainError, match="from yourself"):
        services.revoke_role(person=boss, role=Role.ADMINISTRATOR, user=boss)
    assert boss.roles == {"administrator"}


def test_last_administrator_stays():
    boss = administrator()
    with pytest.raises(DomainError, match="There has to be an administrator"):
        services.revoke_role(person=boss, role=Role.ADMINISTRATOR, user=None)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_dismiss_each_other_leave_one():
    first, second = administrator(), administrator()
    start = threading.Barrier(2)

    def dismiss(person, user):
        start.wait()
        try:
            return services.revoke_role(person=person, role=Role.ADMINISTRATOR, user=user)
        except (DomainError, PermissionDenied) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(dismiss, [first, second], [second, first]))
    assert RoleGrant.objects.filter(role=Role.ADMINISTRATOR).count() == 1
    assert answers.count(True) == 1


def test_page_gives_and_takes_in_one_step(client):
    boss, person, ministry = administrator(), advisor(), OrganisationFactory(name="Ministerie")
    client.force_login(boss)
    form = {"roles": ["reviewer", "decider"], "organisation": ministry.pk}
    assert client.post(f"/account/people/{person.pk}/", form).url == f"/account/people/{person.pk}/"
    person.refresh_from_db()
    person.forget_roles()
    assert (person.roles, person.organisation) == (frozenset(), ministry)
    page = client.get(f"/account/people/{person.pk}/").content.decode()
    for proposal in Proposal.objects.all():
        assert f"/proposals/{proposal.pk}/" in page
        confirmed(proposal)
    person.forget_roles()
    assert person.roles == {"reviewer", "decider"}
    assert set(entries_of(person).values_list("action", flat=True)) == {
        "proposals.propose",
        "proposals.confirm",
        "accounts.grant_role",
        "accounts.revoke_role",
        "accounts.assign_organisation",
    }


def test_page_shows_the_roles_there_are(client):
    client.force_login(administrator())
    page = client.get(f"/account/people/{UserFactory(roles=[Role.REVIEWER, Role.DECIDER]).pk}/").content.decode()
    checked = [tag for tag in page.split("<input")[1:] if "checked" in tag.split(">")[0]]
    assert [value in tag for tag, value in zip(checked, ["reviewer", "decider"], strict=True)] == [True, True]


def test_page_refuses_a_half_step(client):
    boss = administrator()
    client.force_login(boss)
    answer = client.post(f"/account/people/{boss.pk}/", {"roles": ["reviewer"]})
    assert "You cannot take this role from yourself" in answer.content.decode()
    boss.forget_roles()
    assert boss.roles == {"administrator"}


def test_page_refuses_a_role_that_does_not_exist(client):
    person = UserFactory()
    client.force_login(administrator())
    answer = client.post(f"/account/people/{person.pk}/", {"roles": ["king"]})
    assert answer.context["form"].errors["roles"]
    assert not entries_of(person).exists()


@pytest.mark.parametrize("make", [UserFactory, advisor, reviewer, decider, scheme_manager])
@pytest.mark.parametrize("address", ["/account/people/", "/account/people/{}/", "/audit/"])
def test_pages_are_not_there_for_others(client, make, address):
    user = make()
    client.force_login(user)
    assert client.get(address.format(user.pk)).status_code == 404


@pytest.mark.parametrize("address", ["/account/people/", "/account/people/1/", "/audit/", "/account/profile/"])
def test_strangers_sign_in_first(client, address):
    assert client.get(address).url == f"/account/login/?next={address}"


def test_who_has_a_role_is_listed_and_anybody_else_is_found(client):
    UserFactory(name="Rosa Rolwijs", roles=[Role.REVIEWER, Role.DECIDER])
    UserFactory(name="Lot Zonderrol")
    client.force_login(administrator(name="Berend Brem"))

    listed, found = (client.get("/account/people/", query).content.decode() for query in ({}, {"q": "zonderrol"}))

    assert listed.count("Rosa Rolwijs") >= 1
    assert "Lot Zonderrol" not in listed
    assert "Look for anybody else by name or e-mail address" in listed
    assert "Lot Zonderrol" in found
    assert "Look for anybody else" not in found


def test_list_searches_and_turns_pages_in_few_queries(client, django_assert_max_num_queries):
    client.force_login(administrator(name="Berend Brem"))
    for number in range(60):
        reviewer(name=f"Rosa {number:02}", organisation=None)
    UserFactory(name="Weg", is_active=False)
    page = client.get("/account/people/", {"q": "rosa", "page": 2})
    assert [person.name for person in page.context["page"]] == [f"Rosa {number}" for number in range(50, 60)]
    with django_assert_max_num_queries(15):
        client.get("/account/people/")
    assert "Weg" not in client.get("/account/people/", {"q": "weg"}).content.decode().replace("“weg”", "")


def test_trail_page_shows_deeds_in_words(client):
    boss, person = administrator(name="Berend Brem"), UserFactory(name="Anna")
    services.give_role(person=person, role=Role.ADVISOR, user=boss)
    client.force_login(boss)
    page = " ".join(client.get("/audit/", {"q": "grant anna"}).content.decode().split())
    assert "Berend Brem</span> gave a role: Anna" in page
    assert f"Role: {Role.ADVISOR.label}" in page


def test_command_makes_the_first_administrator(capsys):
    person = UserFactory(email="berend@example.org", name="Berend")
    call_command("make_administrator", "Berend@example.org")
    assert capsys.readouterr().out == "Berend is administrator now.\n"
    person.forget_roles()
    assert person.roles == {"administrator"}
    assert entries_of(person).get().origin == "command make_administrator"
    call_command("make_administrator", "berend@example.org")
    assert capsys.readouterr().out == "Berend is administrator already.\n"


def test_command_asks_to_sign_up_first():
    with pytest.raises(CommandError, match=r"Nobody has signed up as nobody@example\.org"):
        call_command("make_administrator", "nobody@example.org")
