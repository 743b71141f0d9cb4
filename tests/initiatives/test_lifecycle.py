"""Beginning an initiative, its profile, phases and publication."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from coophub.audit.models import AuditEntry
from coophub.web import clock
from coophub.web.errors import DomainError
from initiatives.models import Building, CooperativeForm, Initiative, MemberRole, Municipality, Phase
from initiatives.models.steps import STEPS, steps_for
from initiatives.services import lifecycle, road_map
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import GRONINGEN, InitiativeFactory, MilestoneFactory, PhaseChangeFactory

pytestmark = pytest.mark.django_db

FACTS = {
    "name": "De Lindentuin",
    "municipality": GRONINGEN,
    "form": "rental",
    "building": "new_build",
    "target_group": "middle_incomes",
    "homes": "24",
    "phase": "feasibility",
    "summary": "",
}
EMPTY = dict.fromkeys(["description", "website", "latitude", "longitude", "legal_name", "kvk_number"], "")
PROFILE = {**FACTS, **EMPTY}


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


def start(user, **facts):
    given_facts = {
        "name": "De Lindentuin",
        "municipality": Municipality.objects.get(pk=GRONINGEN),
        "form": CooperativeForm.RENTAL,
        "target_group": "middle_incomes",
        "homes": 24,
        **facts,
    }
    return lifecycle.start_initiative(user=user, **given_facts)


def test_municipalities_are_all_there():
    assert Municipality.objects.count() == 342
    assert Municipality.objects.values("province").distinct().count() == 12
    assert Municipality.objects.get(pk="GM0344").name == "Utrecht"


def test_new_begins_an_initiative_with_its_owner_and_road_map(client, user):
    response = client.post(reverse("initiatives:new"), FACTS)

    initiative = Initiative.objects.get()
    assert response.url == reverse("portal:overview", args=["de-lindentuin"])
    assert initiative.memberships.get().user == user
    assert initiative.memberships.get().role == MemberRole.OWNER
    assert initiative.phase_changes.get().phase == Phase.FEASIBILITY
    assert initiative.milestones.count() == len(steps_for(form="rental", building="new_build"))
    assert not initiative.is_published
    assert AuditEntry.objects.get().action == "initiatives.start"


def test_new_sent_twice_begins_one_initiative(client, user):
    client.post(reverse("initiatives:new"), FACTS)
    response = client.post(reverse("initiatives:new"), {**FACTS, "name": " de lindentuin "})

    assert Initiative.objects.count() == 1
    assert response.url == reverse("portal:overview", args=["de-lindentuin"])


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Give your initiative a name."),
        ("municipality", "", "Choose the municipality"),
        ("municipality", "GM9999", ""),
        ("form", "", "Choose the form that comes closest."),
        ("form", "castle", ""),
        ("target_group", "", "Choose for whom"),
        ("homes", "0", "Fill in at least 1 home."),
        ("homes", "-3", "Fill in at least 1 home."),
        ("homes", "veel", "Fill in a whole number of homes, for example 24."),
        ("homes", "99999", "Fill in at most 2,000 homes."),
        ("summary", "x" * 301, ""),
        ("name", "x" * 81, ""),
    ],
)
def test_new_says_what_is_wrong_beside_the_field_and_keeps_the_rest(client, user, field, value, sentence):
    response = client.post(reverse("initiatives:new"), {**FACTS, field: value})

    assert not Initiative.objects.exists()
    assert list(response.context["form"].errors) == [field]
    assert sentence in response.context["form"].errors[field][0]
    assert response.context["form"]["phase"].value() == FACTS["phase"]


def test_new_is_for_who_is_signed_in(client):
    response = client.post(reverse("initiatives:new"), FACTS)

    assert response.url.startswith(reverse("account_login"))
    assert not Initiative.objects.exists()


def test_start_gives_a_second_initiative_of_the_same_name_its_own_address():
    first = start(UserFactory())
    second = start(UserFactory())

    assert [first.slug, second.slug] == ["de-lindentuin", "de-lindentuin-2"]


@pytest.mark.parametrize(("name", "slug"), [("New", "new-2"), ("!!!", "initiative"), ("Één Hof", "een-hof")])
def test_start_makes_an_address_of_any_name(name, slug):
    assert start(UserFactory(), name=name).slug == slug


class TestAnyName(HypothesisTestCase):
    @given(name=st.text(min_size=1, max_size=80).filter(lambda name: name.strip() and "\x00" not in name))
    @settings(max_examples=30)
    def test_start_takes_any_name_and_finds_it_back_by_its_address(self, name):
        initiative = start(UserFactory(), name=name)

        assert Initiative.objects.get(slug=initiative.slug).name == name.strip()
        assert reverse("portal:overview", args=[initiative.slug]) != reverse("initiatives:new")


@given(form=st.sampled_from(CooperativeForm), building=st.sampled_from(Building))
def test_template_fits_every_form_and_has_steps_in_every_phase(form, building):
    steps = steps_for(form=form, building=building)

    assert {step.phase for step in steps} == set(Phase.values)
    assert [step.key for step in steps] == [step.key for step in STEPS if step in steps]


def test_template_names_every_step_once():
    keys = [step.key for step in STEPS]

    assert len(keys) == len(set(keys))


def test_profile_changes_and_keeps_the_address(client, user):
    initiative = InitiativeFactory(owner=user, slug="oud")

    response = client.post(
        reverse("initiatives:profile", args=["oud"]),
        {**PROFILE, "name": "Nieuwe naam", "kvk_number": "12345678", "homes": "30"},
    )

    initiative.refresh_from_db()
    assert response.url == reverse("initiatives:profile", args=["oud"])
    assert (initiative.name, initiative.slug, initiative.kvk_number, initiative.homes) == (
        "Nieuwe naam",
        "oud",
        "12345678",
        30,
    )
    entry = AuditEntry.objects.get(action="initiatives.change_profile")
    assert entry.after["name"] == "Nieuwe naam"
    assert "municipality" not in entry.after


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kvk_number": "1234"}, "kvk_number"),
        ({"kvk_number": "abcdefgh"}, "kvk_number"),
        ({"latitude": "53.2"}, "longitude"),
        ({"latitude": "10", "longitude": "10"}, "latitude"),
        ({"website": "geen adres"}, "website"),
    ],
)
def test_profile_refuses_what_cannot_be(client, user, wrong, field):
    initiative = InitiativeFactory(owner=user)

    response = client.post(reverse("initiatives:profile", args=[initiative.slug]), {**PROFILE, **wrong})

    assert field in response.context["form"].errors
    initiative.refresh_from_db()
    assert initiative.kvk_number == ""
    assert initiative.latitude is None


def test_profile_of_a_reader_shows_facts_and_no_form(client, user):
    initiative = InitiativeFactory(reader=user)
    url = reverse("initiatives:profile", args=[initiative.slug])

    page = client.get(url).content.decode()

    assert '<dd class="utrecht-data-list__item-value">24, new homes</dd>' in page
    assert 'name="homes"' not in page
    assert client.post(url, PROFILE).status_code == 403


def test_profile_with_another_building_brings_other_steps_and_keeps_planned_ones():
    user = UserFactory()
    initiative = start(user)
    permit = initiative.milestones.get(key="permit")
    road_map.set_milestone(milestone=permit, planned_on=dt.date(2027, 5, 1), done_on=None, user=user)

    lifecycle.change_profile(initiative=initiative, facts={"building": Building.TAKE_OVER}, user=user)

    keys = set(initiative.milestones.values_list("key", flat=True))
    assert {"corporation-talk", "purchase", "permit"} <= keys
    assert "contractor" not in keys


def test_profile_of_a_published_initiative_keeps_a_summary(client, user):
    initiative = InitiativeFactory(owner=user, published=True)

    response = client.post(reverse("initiatives:profile", args=[initiative.slug]), {**PROFILE, "summary": ""})

    assert "summary" in response.context["form"].errors
    initiative.refresh_from_db()
    assert initiative.summary != ""


def test_publish_shows_it_in_the_register_and_unpublish_hides_it(client, user):
    initiative = InitiativeFactory(owner=user)
    public = reverse("portal:public_initiative", args=[initiative.slug])

    client.post(reverse("initiatives:publish", args=[initiative.slug]))
    client.logout()
    shown = client.get(public)
    client.force_login(user)
    client.post(reverse("initiatives:unpublish", args=[initiative.slug]))
    client.logout()
    hidden = client.get(public)

    assert initiative.name in shown.content.decode()
    assert hidden.status_code == 404


def test_publish_asks_for_a_summary_first(client, user):
    initiative = InitiativeFactory(owner=user, summary="")

    response = client.post(reverse("initiatives:publish", args=[initiative.slug]), follow=True)

    assert "Write one or two sentences" in response.content.decode()
    initiative.refresh_from_db()
    assert not initiative.is_published


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_publish_is_for_owners(client, user, role):
    initiative = InitiativeFactory(**{role: user})

    response = client.post(reverse("initiatives:publish", args=[initiative.slug]))

    assert response.status_code == 403
    initiative.refresh_from_db()
    assert not initiative.is_published


def test_publish_is_no_page_to_get(client, user):
    initiative = InitiativeFactory(owner=user)

    assert client.get(reverse("initiatives:publish", args=[initiative.slug])).status_code == 405


@pytest.mark.moment("2026-03-10")
def test_phase_changes_from_a_day_in_the_past(client, user):
    initiative = InitiativeFactory(owner=user)
    PhaseChangeFactory(initiative=initiative, on=dt.date(2026, 1, 5))

    client.post(reverse("initiatives:phase", args=[initiative.slug]), {"phase": "feasibility", "on": "2026-02-01"})

    initiative.refresh_from_db()
    assert initiative.phase == Phase.FEASIBILITY
    assert initiative.phase_changes.last().on == dt.date(2026, 2, 1)


@pytest.mark.moment("2026-03-10")
@pytest.mark.parametrize("day", ["2026-03-11", "2026-01-04"])
def test_phase_refuses_a_day_to_come_or_before_the_last_change(client, user, day):
    initiative = InitiativeFactory(owner=user)
    PhaseChangeFactory(initiative=initiative, on=dt.date(2026, 1, 5))

    response = client.post(reverse("initiatives:phase", args=[initiative.slug]), {"phase": "feasibility", "on": day})

    assert "on" in response.context["form"].errors
    initiative.refresh_from_db()
    assert initiative.phase == Phase.INITIATIVE


def test_phase_sent_twice_is_one_change(user):
    initiative = InitiativeFactory()

    lifecycle.change_phase(initiative=initiative, phase="feasibility", user=user)
    lifecycle.change_phase(initiative=initiative, phase="feasibility", user=user)

    assert initiative.phase_changes.count() == 1


def test_end_takes_it_out_of_the_register_for_good(user):
    initiative = InitiativeFactory(published=True)

    lifecycle.end_initiative(initiative=initiative, user=user)

    initiative.refresh_from_db()
    assert not initiative.is_published
    assert initiative.ended_on == clock.today()
    with pytest.raises(DomainError):
        lifecycle.publish_initiative(initiative=initiative, user=user)


@pytest.mark.parametrize(
    "facts",
    [{"homes": 0}, {"kvk_number": "123"}, {"latitude": 10.0, "longitude": 10.0}, {"outcome": "stopped"}],
)
def test_database_refuses_facts_that_cannot_be(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        InitiativeFactory(**facts)


def test_next_phase_ends_at_living():
    assert [phase.next for phase in Phase] == [*list(Phase)[1:], None]


def test_point_is_the_municipality_without_a_place_of_its_own():
    initiative = InitiativeFactory()
    placed = InitiativeFactory(latitude=53.1, longitude=6.5)

    assert initiative.point == (53.2186, 6.5672)
    assert placed.point == (53.1, 6.5)
    assert MilestoneFactory(initiative=placed).label.startswith("Stap")
