"""Who wants to live there, and in which order."""

import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.urls import reverse

from coophub.accounts import services as accounts
from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import day
from initiatives.models import Household
from initiatives.models.households import DAYS_KEPT_OFF_THE_LIST
from initiatives.services import households
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import HouseholdFactory, InitiativeFactory, MembershipFactory
from tests.factories.pilots import PilotFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return UserFactory(name="Anna")


@pytest.fixture
def chris():
    return UserFactory(name="Chris")


@pytest.fixture
def group(anna, chris):
    return InitiativeFactory(owner=anna, reader=chris)


def page(group, name="households", *args):
    return reverse(f"initiatives:{name}", args=[group.slug, *args])


def names(group):
    """The list in its order, of which the places are those from 1 on."""
    found = list(group.households.filter(left_on=None))
    assert [household.place for household in found] == list(range(1, len(found) + 1))
    return [household.name for household in found]


def sent(household, **changed):
    """What the page of a household sends when nothing but this was typed."""
    stood = {"name": household.name, "adults": "1", "children": "0", "pledge": "0,00", "remarks": household.remarks}
    empty = dict.fromkeys(("rooms", "area_from", "area_to", "most_rent", "moves_from", "moves_until", "user"), "")
    before = {f"initial-{name}": value for name, value in (stood | empty).items()}
    return {**stood, **empty, **before, **changed}


def test_a_household_comes_at_the_end_of_the_list_and_once_for_one_form(client, anna, group):
    HouseholdFactory(initiative=group, name="De Vries")
    client.force_login(anna)
    typed = {
        "name": "Els en Joris",
        "adults": "2",
        "children": "1",
        "rooms": "3",
        "area_from": "60",
        "area_to": "80",
        "most_rent": "850",
        "pledge": "15.000",
        "moves_from": "2027-01-01",
        "key": str(uuid4()),
    }

    client.post(page(group, "new_household"), typed)
    client.post(page(group, "new_household"), typed)

    assert names(group) == ["De Vries", "Els en Joris"]
    found = group.households.get(name="Els en Joris")
    assert (found.people, found.rooms, found.most_rent, found.pledge) == (3, 3, 850, 15_000)


def test_the_page_says_who_wants_what_and_what_it_comes_to(client, chris, group):
    HouseholdFactory(
        initiative=group, name="De Vries", adults=2, children=1, rooms=3, area_from=60, most_rent=850, pledge=15_000
    )
    HouseholdFactory(initiative=group, name="Els", pledge=5_000, is_passed_over=True, place_reason="Zoekt een koper.")
    client.force_login(chris)

    content = " ".join(client.get(page(group)).content.decode().split())

    assert "2 adults and 1 child; at least 3 rooms, 60 m² or more, rent up to €850 a month" in content
    assert "€20,000" in content
    assert "Why this place: Zoekt een koper." in content


def test_an_empty_page_says_what_it_is_for_and_only_editors_begin(client, anna, chris, group):
    client.force_login(anna)
    assert page(group, "new_household") in client.get(page(group)).content.decode()
    client.force_login(chris)
    content = client.get(page(group)).content.decode()
    assert page(group, "new_household") not in content
    assert "An owner or editor of your group adds the households." in content


def test_who_is_no_member_never_reads_it(client, group):
    """An advisor sees the other pages of the group, and who runs CoopHub all kinds of things, but not this."""
    household = HouseholdFactory(initiative=group)
    coach = UserFactory(roles=[Role.ADVISOR])
    PilotFactory(initiative=group, advisor=coach)
    statuses = {}
    for name, person in {
        "coach": coach,
        "administrator": UserFactory(roles=[Role.ADMINISTRATOR]),
        "ministry": UserFactory(roles=[Role.REVIEWER]),
        "stranger": UserFactory(),
    }.items():
        client.force_login(person)
        statuses[name] = {
            client.get(page(group)).status_code,
            client.get(page(group, "household", household.key)).status_code,
        }

    assert statuses == {"coach": {403}, "administrator": {404}, "ministry": {404}, "stranger": {404}}
    assert not AnonymousUser().has_perm("initiatives.view_households", group)


def test_who_left_the_group_reads_it_no_more(client, chris, group):
    household = HouseholdFactory(initiative=group, user=chris)
    group.memberships.filter(user=chris).update(left_at=clock.now())
    client.force_login(chris)

    assert client.get(page(group)).status_code == 404
    assert client.get(page(group, "household", household.key)).status_code == 404


def test_a_member_changes_their_own_wishes_and_no_others(client, chris, group):
    own, other = HouseholdFactory(initiative=group, user=chris), HouseholdFactory(initiative=group)
    client.force_login(chris)

    client.post(page(group, "household", own.key), sent(own, rooms="3"))

    own.refresh_from_db()
    assert own.rooms == 3
    assert own.user == chris
    assert client.post(page(group, "household", other.key), sent(other, rooms="3")).status_code == 403
    assert client.post(page(group, "place_household", own.key), {"place": "1", "reason": "Ik"}).status_code == 403


def test_a_page_changes_nothing_but_what_was_typed_on_it(client, anna, group):
    """Somebody else filled in the rent while it stood open."""
    household = HouseholdFactory(initiative=group)
    opened = sent(household, rooms="2")
    Household.objects.filter(pk=household.pk).update(most_rent=700)
    client.force_login(anna)

    client.post(page(group, "household", household.key), opened)

    household.refresh_from_db()
    assert (household.rooms, household.most_rent) == (2, 700)


def test_what_contradicts_itself_is_said_beside_its_field(client, anna, group):
    household = HouseholdFactory(initiative=group, area_from=80)
    client.force_login(anna)

    answer = client.post(page(group, "household", household.key), sent(household, area_to="60"))

    assert answer.context["form"].errors["area_to"] == ["Fill in as much as in the field before it, or more."]
    with pytest.raises(DomainError, match="There is a household with this name already"):
        households.add_household(initiative=group, wishes={"name": household.name}, key=uuid4(), user=anna)


def test_a_place_changes_with_a_reason_and_the_others_move(client, anna, group):
    first, _second, third = (HouseholdFactory(initiative=group, name=name) for name in "ABC")
    client.force_login(anna)

    refused = client.post(page(group, "place_household", third.key), {"place": "1", "reason": ""})
    client.post(page(group, "place_household", third.key), {"place": "1", "reason": "Besloten op de ledenavond."})

    assert refused.context["form"].errors["reason"] == ["Write down why, so that everybody can read it later."]
    assert names(group) == ["C", "A", "B"]
    assert group.households.get(name="C").place_reason == "Besloten op de ledenavond."
    assert first.place == 1


def test_who_leaves_the_list_makes_room_and_can_come_back(anna, group):
    first, second = (HouseholdFactory(initiative=group, name=name) for name in "AB")

    households.take_household_off(household=first, user=anna)
    households.take_household_off(household=first, user=anna)
    assert names(group) == ["B"]
    households.put_household_back(household=first, user=anna)

    assert names(group) == ["B", "A"]
    with pytest.raises(DomainError, match="is on the list"):
        households.remove_household(household=second, user=anna)


def test_who_left_can_be_removed_for_good(anna, group):
    household = HouseholdFactory(initiative=group)
    households.take_household_off(household=household, user=anna)

    households.remove_household(household=household, user=anna)
    households.remove_household(household=household, user=anna)

    assert not group.households.exists()


def test_the_trail_holds_no_word_and_no_figure(anna, group):
    """Who runs CoopHub reads the trail."""
    wishes = {"name": "Geheimen", "most_rent": Decimal("777.77"), "remarks": "Geheim"}
    household = households.add_household(initiative=group, wishes=wishes, key=uuid4(), user=anna)
    households.change_household(household=household, changes={"most_rent": Decimal("888.88")}, user=anna)
    households.place_household(household=household, place=1, reason="Geheim", is_passed_over=True, user=anna)
    households.take_household_off(household=household, user=anna)

    told = " ".join(str([entry.before, entry.after]) for entry in AuditEntry.objects.all())

    assert str(household.key) in told
    assert not any(secret in told for secret in ("Geheim", "777", "888"))


def test_own_data_holds_the_household_and_an_erasure_removes_it(anna, chris, group):
    HouseholdFactory(initiative=group, name="Chris", user=chris, most_rent=700, moves_from=dt.date(2027, 1, 1))
    HouseholdFactory(initiative=group, name="B")

    [told] = accounts.export_personal_data(user=chris)["households"]
    accounts.erase_account(user=chris)

    assert (told["name"], told["most_rent"], told["moves_from"]) == ("Chris", "700.00", "2027-01-01")
    assert names(group) == ["B"]


def test_an_account_has_one_household_and_is_a_members(anna, chris, group):
    HouseholdFactory(initiative=group, user=chris)
    other = HouseholdFactory(initiative=group)

    with pytest.raises(DomainError, match="has a household already"):
        households.change_household(household=other, changes={"user": chris}, user=anna)
    with pytest.raises(DomainError, match="is not a member"):
        households.change_household(household=other, changes={"user": UserFactory()}, user=anna)


@pytest.mark.parametrize(
    "wrong",
    [
        {"adults": 0},
        {"rooms": 0},
        {"area_from": 80, "area_to": 60},
        {"most_rent": -1},
        {"pledge": -1},
        {"moves_from": dt.date(2028, 1, 1), "moves_until": dt.date(2027, 1, 1)},
        {"is_passed_over": True},
        {"place": None},
        {"left_on": dt.date(2026, 1, 1)},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_the_database_refuses_what_cannot_be(group, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        HouseholdFactory(initiative=group, **wrong)


def test_a_long_list_takes_as_many_queries_as_a_short_one(client, chris, group, count_queries):
    HouseholdFactory(initiative=group)
    client.force_login(chris)
    few = count_queries(page(group))
    for _number in range(5):
        HouseholdFactory(initiative=group, user=MembershipFactory(initiative=group).user)

    assert count_queries(page(group)) == few


def test_a_member_takes_the_list_along_as_a_file(client, chris, group):
    HouseholdFactory(
        initiative=group,
        name="De Vries",
        adults=2,
        rooms=3,
        most_rent=Decimal("850.50"),
        pledge=15_000,
        moves_from=dt.date(2027, 1, 1),
        remarks="=1+1",
        place_reason="Besloten in maart.",
    )
    HouseholdFactory(initiative=group, name="Weg", place=None, left_on=dt.date(2026, 1, 1))
    client.force_login(chris)

    assert '?export=csv"' in client.get(page(group)).content.decode()
    answer = client.get(page(group), {"export": "csv"})
    lines = b"".join(answer.streaming_content).decode().splitlines()

    assert answer["Content-Disposition"] == 'attachment; filename="households.csv"'
    assert len(lines) == 2
    assert lines[1] == "1;De Vries;2;0;3;;;850.50;15000.00;2027-01-01;;'=1+1;;Besloten in maart."


def test_a_file_of_the_list_is_for_nobody_else(client, group):
    HouseholdFactory(initiative=group, name="De Vries")
    client.force_login(UserFactory())

    assert client.get(page(group), {"export": "csv"}).status_code == 404


def test_who_left_long_ago_is_removed_by_itself_and_the_page_says_when(client, anna, group):
    day_before = clock.today() - dt.timedelta(days=DAYS_KEPT_OFF_THE_LIST - 1)
    HouseholdFactory(initiative=group, name="Blijft")
    HouseholdFactory(initiative=group, name="Morgen", place=None, left_on=day_before)
    gone = HouseholdFactory(initiative=group, name="Lang weg", place=None, left_on=day_before - dt.timedelta(days=1))
    client.force_login(anna)
    tomorrow = day(clock.today() + dt.timedelta(days=1))
    assert f"removed on {tomorrow}" in " ".join(client.get(page(group)).content.decode().split())

    assert households.remove_long_gone_households() == 1
    assert households.remove_long_gone_households() == 0

    assert set(group.households.values_list("name", flat=True)) == {"Blijft", "Morgen"}
    entry = AuditEntry.objects.filter(action="initiatives.remove_household").get()
    assert (entry.actor, entry.after) == (None, {"household": str(gone.key)})
