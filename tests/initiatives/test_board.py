"""What members do in the board: given and changed by owners, seen by the group, ended with the membership."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coophub.accounts import services as account_services
from coophub.audit.models import AuditEntry
from coophub.web import clock
from coophub.web.errors import DomainError
from initiatives.models import BoardTerm
from initiatives.selectors.board import present_board
from initiatives.services.board import give_function
from initiatives.services.people import end_membership
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.web.reading import find, words

pytestmark = [pytest.mark.django_db, pytest.mark.moment("2026-03-10")]

TODAY = dt.date(2026, 3, 10)


@pytest.fixture
def owner(client):
    user = UserFactory(name="Anna Akelei")
    client.force_login(user)
    return user


@pytest.fixture
def group(owner):
    return InitiativeFactory(owner=owner)


@pytest.fixture
def bram(group):
    return MembershipFactory(initiative=group, user=UserFactory(name="Bram Berk"), role="editor")


def given(membership, owner, function="treasurer", from_on=TODAY, until_on=None):
    return give_function(membership=membership, function=function, from_on=from_on, until_on=until_on, user=owner)


def shown_on(client, name, group):
    return words(find(client.get(reverse(f"initiatives:{name}", args=[group.slug])).content.decode(), "main")[0])


def test_an_owner_gives_a_member_a_function_that_the_group_sees(client, group, bram):
    address = reverse("initiatives:board", args=[group.slug, bram.pk])
    sent = {"function": "treasurer", "from_on": "2026-03-01", "until_on": "2028-02-29"}

    for _time in range(2):
        answer = client.post(address, sent)

    assert answer.url == reverse("initiatives:people", args=[group.slug])
    assert BoardTerm.objects.count() == 1
    client.force_login(MembershipFactory(initiative=group, role="reader").user)
    assert "treasurer from 1 March 2026 until 29 February 2028" in shown_on(client, "people", group)
    assert "Board Bram Berk, treasurer" in shown_on(client, "profile", group)
    entry = AuditEntry.objects.get(action="initiatives.give_function")
    assert (entry.after["member"], entry.after["function"]) == ({"account": bram.user.pk}, "treasurer")


def test_nobody_outside_the_group_reads_who_is_in_its_board(client, group, bram, owner):
    given(bram, owner)
    group.published_at, group.summary = clock.now(), "Samen wonen."
    group.save()
    client.force_login(UserFactory())

    page = client.get(reverse("portal:public_initiative", args=[group.slug]))

    assert page.status_code == 200
    assert "Bram" not in page.content.decode()


def test_a_board_asks_no_function_of_a_group(client, group):
    assert present_board(group) == []
    assert "Board" not in shown_on(client, "profile", group)


def test_only_what_holds_today_is_said_as_the_present(client, group, bram, owner):
    given(bram, owner, "chair", TODAY - dt.timedelta(days=900), TODAY - dt.timedelta(days=1))
    given(bram, owner, "secretary", TODAY - dt.timedelta(days=9), TODAY)
    given(bram, owner, "treasurer", TODAY + dt.timedelta(days=1))

    assert [term.function for term in present_board(group)] == ["secretary"]
    people = shown_on(client, "people", group)
    assert "Earlier in the board Bram Berk: chair from" in people
    assert "treasurer from 11 March 2026" in people


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"from_on": "2026-03-10", "until_on": "2026-03-09"}, "until_on"),
        ({"from_on": "2026-01-01", "until_on": ""}, "function"),
        ({"from_on": "2025-01-01", "until_on": "2026-02-01"}, "function"),
    ],
)
def test_days_that_cannot_be_are_said_beside_their_field(client, group, bram, owner, facts, field):
    given(bram, owner, "chair", dt.date(2026, 2, 1), dt.date(2026, 3, 31))

    answer = client.post(reverse("initiatives:board", args=[group.slug, bram.pk]), {"function": "chair", **facts})

    assert field in answer.context["form"].errors
    assert BoardTerm.objects.count() == 1


def test_the_same_function_twice_one_after_the_other_is_fine_and_so_are_two_at_once(bram, owner):
    given(bram, owner, "chair", dt.date(2024, 1, 1), dt.date(2026, 1, 31))
    given(bram, owner, "chair", dt.date(2026, 2, 1))
    given(bram, owner, "treasurer", dt.date(2026, 2, 1))

    assert BoardTerm.objects.count() == 3


def test_a_function_is_corrected_and_taken_away_by_its_page(client, group, bram, owner):
    term = given(bram, owner)
    page = reverse("initiatives:board_term", args=[group.slug, term.pk])

    client.post(page, {"function": "chair", "from_on": "2026-03-02", "until_on": ""})

    term.refresh_from_db()
    assert (term.function, term.from_on) == ("chair", dt.date(2026, 3, 2))
    remove = reverse("initiatives:remove_board_term", args=[group.slug, term.pk])
    for _time in range(2):
        assert client.post(remove).status_code == 302
    assert not BoardTerm.objects.exists()
    assert AuditEntry.objects.get(action="initiatives.remove_function").before["function"] == "chair"


def test_two_who_correct_the_same_day_are_shown_each_other(client, group, bram, owner):
    term = given(bram, owner)
    page = reverse("initiatives:board_term", args=[group.slug, term.pk])
    (marks,) = find(client.get(page).content.decode(), "main input[name=marks]")
    BoardTerm.objects.filter(pk=term.pk).update(from_on=dt.date(2026, 1, 1))

    sent = {"function": "treasurer", "from_on": "2026-02-01", "until_on": "", "marks": marks.get("value")}
    answer = client.post(page, sent)

    assert "1 January 2026" in str(answer.context["form"].errors["from_on"])
    term.refresh_from_db()
    assert term.from_on == dt.date(2026, 1, 1)


def test_who_leaves_is_no_longer_in_the_board_and_what_was_stays(client, group, bram, owner):
    over = given(bram, owner, "chair", dt.date(2024, 1, 1), dt.date(2025, 12, 31))
    now = given(bram, owner, "treasurer", dt.date(2026, 1, 1))
    given(bram, owner, "secretary", dt.date(2026, 9, 1))

    end_membership(membership=bram, user=bram.user)

    assert present_board(group) == []
    over.refresh_from_db()
    now.refresh_from_db()
    assert (over.until_on, now.until_on) == (dt.date(2025, 12, 31), TODAY)
    assert BoardTerm.objects.count() == 2
    assert "Bram Berk: chair from 1 January 2024 until 31 December 2025" in shown_on(client, "people", group)
    with pytest.raises(DomainError, match="left the group"):
        given(bram, owner)
    assert client.get(reverse("initiatives:board_term", args=[group.slug, now.pk])).status_code == 409


def test_a_function_gives_no_right(group, owner):
    reader = MembershipFactory(initiative=group, role="reader")
    given(reader, owner, "chair")

    assert not reader.user.has_perm("initiatives.change_initiative", group)
    with pytest.raises(DomainError):
        given(reader, reader.user)


def test_their_own_data_tells_people_what_they_did_in_a_board(bram, owner):
    given(bram, owner)

    (told,) = account_services.export_personal_data(user=bram.user)["initiatives"]

    assert told["board"] == [{"function": "treasurer", "from": "2026-03-10", "until": None}]


def test_the_database_refuses_a_function_that_ends_before_it_begins(bram):
    with pytest.raises(IntegrityError), transaction.atomic():
        BoardTerm.objects.create(
            membership=bram, function="chair", from_on=TODAY, until_on=TODAY - dt.timedelta(days=1)
        )
