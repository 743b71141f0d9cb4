"""The households of a group beside the homes of its plans."""

import datetime as dt
from copy import deepcopy
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from coophub.web.errors import DomainError
from financing.plans.document.examples import example_document
from financing.plans.document.rows import KEY, keyed_document
from financing.plans.selectors.matching import homes_of, match_of, present_plan, ready_day
from financing.plans.services.norms import set_home_rooms
from financing.plans.services.pledges import put_pledges
from financing.plans.services.versions import freeze_plan
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import HouseholdFactory, InitiativeFactory
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db

SMALL, LARGE = UUID(int=1).hex, UUID(int=2).hex


def plan_document():
    """Two small homes and one large one, let from 2028 on, for which members put in 90,000."""
    document = example_document("erfpacht-met-stadslening")
    document["first_year"] = 2028
    document.pop("development", None)
    document["dwellings"] = [
        {"name": "Klein", "count": 2, "area_m2": 50, "monthly_rent": 700},
        {"name": "Groot", "count": 1, "area_m2": 80, "monthly_rent": 950},
    ]
    others = [source for source in document["funding"] if source["kind"] not in ("member_equity", "member_loan")]
    document["funding"] = [{"name": "Leden", "kind": "member_equity", "fixed": 90_000}, *others]
    return document


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def anna():
    return UserFactory()


@pytest.fixture
def chris():
    return UserFactory()


@pytest.fixture
def group(anna, chris):
    return InitiativeFactory(owner=anna, reader=chris)


@pytest.fixture
def plan(group):
    return PlanFactory(initiative=group, document=plan_document(), home_rooms={SMALL: 2, LARGE: 3})


def words(group, plan):
    """What is said of each household, by its name."""
    found = match_of(group, present_plan(plan))
    return {str(line.household): " ".join([line.sentence, *line.notes]) for line in found.households}


def test_one_sentence_says_how_it_stands(group, plan):
    HouseholdFactory(initiative=group, name="A", rooms=2, most_rent=800, pledge=20_000)
    HouseholdFactory(initiative=group, name="B", rooms=3, most_rent=1_000, pledge=30_000)
    HouseholdFactory(initiative=group, name="C", rooms=4, pledge=99_000)

    assert match_of(group, present_plan(plan)).summary == (
        "2 of 3 homes have a household; 1 wants 4 rooms, which the plan does not have; "
        "their contributions come to €50,000 of €90,000."
    )


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({"rooms": 4}, "they want at least 4 rooms and the plan has no home with that many. Nearest: Groot: 3 rooms, "),
        ({"most_rent": 600}, "they can bear €600 a month and the cheapest home asks €700."),
        ({"moves_until": dt.date(2027, 6, 1)}, "people can live there from 1 January 2028."),
        ({"rooms": 3, "most_rent": 750}, "no home has everything that they need at once."),
    ],
    ids=["rooms", "rent", "date", "together"],
)
def test_who_has_none_reads_why_and_what_comes_nearest(group, plan, wishes, said):
    HouseholdFactory(initiative=group, name="A", **wishes)

    found = words(group, plan)["A"]

    assert found.startswith("Has none, because ")
    assert said in found
    assert "Nearest: " in found


def test_who_stands_higher_has_it_and_who_waits_reads_which(group, plan):
    for name in "ABC":
        HouseholdFactory(initiative=group, name=name, most_rent=800)

    found = words(group, plan)

    assert found["A"].startswith("Klein: 2 rooms, 50 m², €700 a month")
    assert "went to who stands higher on the list: Klein." in found["C"]


def test_who_is_passed_over_gets_none_and_the_reason_is_read(group, plan):
    HouseholdFactory(initiative=group, name="A", is_passed_over=True, place_reason="Zoekt een koper.")
    HouseholdFactory(initiative=group, name="B")

    assert words(group, plan)["A"] == "Gets no home for now: Zoekt een koper."
    assert match_of(group, present_plan(plan)).housed == [group.households.get(name="B")]


def test_people_can_live_there_when_the_building_is_done():
    document = plan_document()
    assert ready_day(document) == dt.date(2028, 1, 1)
    document["investment"]["construction_months"] = 14
    document["development"] = {"start": "2026-01", "construction_start": "2026-11"}
    assert ready_day(document) == dt.date(2028, 1, 1)
    document["development"]["construction_start"] = "2026-10"
    assert ready_day(document) == dt.date(2027, 12, 1)


def test_a_version_keeps_the_rooms_it_was_kept_with(client, anna, chris, group, plan):
    version = freeze_plan(plan=plan, name="Voor de bank", user=anna)
    set_home_rooms(plan=plan, rooms={SMALL: 5, LARGE: None}, user=anna)
    HouseholdFactory(initiative=group, name="A", rooms=3)
    client.force_login(chris)

    found = client.get(reverse("plans:matching", args=[group.slug]), {"plan": f"version-{version.pk}"})

    assert [home.rooms for home in homes_of(version.document, version.home_rooms)] == [2, 3]
    assert found.context["match"].households[0].home.name == "Groot"


def test_the_page_asks_first_for_a_plan_and_for_households(client, chris, group):
    client.force_login(chris)
    address = reverse("plans:matching", args=[group.slug])
    assert "Make a plan first." in client.get(address).content.decode()
    PlanFactory(initiative=group)
    assert "Write down first who wants to live here" in client.get(address).content.decode()
    assert client.get(address, {"plan": "plan-0"}).status_code == 404


def test_rooms_are_kept_by_the_key_of_the_home(client, anna, group, plan):
    client.force_login(anna)
    address = reverse("plans:rooms", args=[group.slug, plan.pk])
    typed = {f"rooms-{UUID(SMALL)}": "1", f"rooms-{UUID(LARGE)}": "3"}
    opened = {f"initial-rooms-{UUID(SMALL)}": "2", f"initial-rooms-{UUID(LARGE)}": "3"}

    client.post(address, typed | opened)

    plan.refresh_from_db()
    assert plan.home_rooms == {SMALL: 1, LARGE: 3}


def members_row(plan):
    return next(row for row in keyed_document(plan)["funding"] if row["kind"] == "member_equity")


def form_of(answer):
    form = answer.context["form"]
    return {name: str(form[name].value()) for name in form.fields}


def test_pledges_are_shown_first_and_then_put_into_the_row(client, anna, group, plan):
    HouseholdFactory(initiative=group, pledge=40_000)
    client.force_login(anna)
    address = reverse("plans:pledges", args=[group.slug, plan.pk])
    before = deepcopy(plan.document)

    shown = client.get(address)
    sent = form_of(shown)
    client.post(address, {**sent, "preview": "1"})
    plan.refresh_from_db()
    assert plan.document == before

    client.post(address, sent)
    client.post(address, sent)

    plan.refresh_from_db()
    assert members_row(plan)["fixed"] == 40_000
    assert sent["source"] == members_row(plan)[KEY]
    assert [version.document for version in plan.versions.all()] == [before]


def test_a_new_source_comes_once(client, anna, group, plan):
    HouseholdFactory(initiative=group, pledge=40_000)
    client.force_login(anna)
    address = reverse("plans:pledges", args=[group.slug, plan.pk])
    sent = {**form_of(client.get(address)), "source": "new", "key": str(uuid4())}

    client.post(address, sent)
    client.post(address, sent)

    plan.refresh_from_db()
    assert [row.get("fixed") for row in plan.document["funding"] if row["kind"] == "member_equity"] == [40_000, 90_000]


def test_what_changed_in_the_meantime_is_not_put_in_unseen(anna, plan):
    with pytest.raises(DomainError, match="What is pledged has changed"):
        put_pledges(
            plan=plan,
            row=members_row(plan)[KEY],
            amount=Decimal(40_000),
            pledged=Decimal(45_000),
            revision=plan.revision,
            name="Leden",
            user=anna,
        )
    plan.refresh_from_db()
    assert members_row(plan)["fixed"] == 90_000


def test_the_list_says_what_the_plan_counts_on(client, chris, group, plan):
    HouseholdFactory(initiative=group, pledge=40_000)
    client.force_login(chris)

    content = " ".join(client.get(reverse("initiatives:households", args=[group.slug])).content.decode().split())

    assert "of €90,000 that your plan counts on" in content
