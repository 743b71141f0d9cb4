"""A group is handed over, its last owner cannot leave, and one who erases the account leaves it to the others."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import DESK, HANDS, PHONE
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.thorough]

by_each = pytest.mark.parametrize("by", HANDS.values(), ids=HANDS)


@pytest.fixture
def anna():
    return UserFactory(name="Anna Akelei")


@pytest.fixture
def bram():
    return UserFactory(name="Bram Berk")


@pytest.fixture
def group(anna, bram):
    group = InitiativeFactory(name="Hof van Holland", owner=anna)
    MembershipFactory(initiative=group, user=bram, role="editor")
    return group


def roles(group):
    return dict(group.memberships.filter(left_at=None).values_list("user__name", "role"))


def link(person, words):
    return person.page.locator("main").get_by_role("link", name=words)


@by_each
def test_the_owner_hands_over_and_leaves(at_work, group, anna, bram, by):
    first, second = at_work(anna, PHONE, DESK, by=by), at_work(bram, DESK, PHONE, by=by)
    people = f"/initiatives/{group.slug}/people/"

    # Who owns it alone reads why there is no way out yet, and what to do first.
    first.visit(people)
    first.sees("Een initiatief heeft een eigenaar nodig. Draag het eerst over aan een ander lid.")
    expect(link(first, "Weggaan")).to_have_count(0)

    # Asked, and not now; asked again, and taken back; asked once more, and accepted.
    ask(first)
    first.sees("Een overdracht wacht op antwoord")
    second.visit(people)
    second.sees("Anna Akelei vraagt je om het over te nemen")
    second.press("Laat het zoals het is")
    assert roles(group) == {"Anna Akelei": "owner", "Bram Berk": "editor"}
    first.visit(people)
    expect(first.page.locator("main")).not_to_contain_text("Een overdracht wacht op antwoord")
    ask(first)
    first.press("Trek de vraag in")
    second.visit(people)
    expect(second.page.get_by_role("button", name="Neem het over")).to_have_count(0)
    first.visit(people)
    ask(first)
    second.visit(people)
    second.press("Neem het over")
    second.sees("Je bent nu de eigenaar.")
    assert roles(group) == {"Anna Akelei": "editor", "Bram Berk": "owner"}

    # Now there is a way out; behind it the group is closed.
    first.visit(people)
    first.follow(link(first, "Weggaan"))
    first.sees("Je ziet de pagina's van deze groep niet meer.")
    first.press("Ga weg uit de groep")
    first.sees("Je bent weg bij Hof van Holland.")
    assert first.page.goto(people).status == 404
    assert roles(group) == {"Bram Berk": "owner"}
    second.visit(people)
    second.sees("Een initiatief heeft een eigenaar nodig.")


def ask(person):
    person.follow(link(person, "Draag over"))
    person.press("Vraag Bram Berk")
    person.sees("Bram Berk krijgt een bericht. Tot het antwoord verandert er niets.")


def test_what_is_open_when_the_answer_comes_too_late(at_work, group, anna, bram):
    first, second = at_work(anna, DESK), at_work(bram, PHONE)
    people = f"/initiatives/{group.slug}/people/"
    first.visit(people)
    ask(first)
    second.visit(people)

    first.press("Trek de vraag in")
    second.press("Neem het over")

    second.sees("Dit is intussen ingetrokken.")
    assert roles(group) == {"Anna Akelei": "owner", "Bram Berk": "editor"}


@by_each
def test_the_last_owner_erases_the_account_only_once_somebody_else_owns_the_group(at_work, group, anna, bram, by):
    first, second = at_work(anna, PHONE, DESK, by=by), at_work(bram, PHONE, DESK, by=by)
    erase(first)
    first.sees("Hof van Holland")
    first.visit(f"/initiatives/{group.slug}/people/")
    ask(first)
    second.visit(f"/initiatives/{group.slug}/people/")
    second.press("Neem het over")

    erase(first)

    first.page.wait_for_url("**/")
    first.sees("Je account is verwijderd.")
    assert roles(group)["Bram Berk"] == "owner"
    second.visit(f"/initiatives/{group.slug}/people/")
    expect(second.page.locator("main")).not_to_contain_text("Anna Akelei")


def erase(person):
    person.visit("/account/erase/")
    person.tick(person.page.locator("[name=confirm]"))
    person.press("Mijn account verwijderen")


def test_a_group_that_nobody_owns_any_more_is_taken_on(at_work, group, anna, bram):
    reader = UserFactory(name="Cato Klaver")
    MembershipFactory(initiative=group, user=reader, role="reader")
    # An administrator closed the account of the only owner.
    anna.is_active = False
    anna.save()
    second, third = at_work(bram, PHONE, DESK), at_work(reader, DESK, PHONE)
    people = f"/initiatives/{group.slug}/people/"

    third.visit(people)
    expect(third.page.get_by_role("button", name="Word de eigenaar")).to_have_count(0)
    second.visit(people)
    second.sees("Dit initiatief heeft geen eigenaar meer")
    second.press("Word de eigenaar")
    second.sees("Je bent nu de eigenaar.")
    assert roles(group)["Bram Berk"] == "owner"
    third.visit("/notifications/")
    third.sees("Hof van Holland")
