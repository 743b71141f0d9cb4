"""Where somebody goes after signing in, and the first page of a group."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.documents.services import add_document
from coophub.notifications.models import OutgoingMessage
from coophub.operations.runs import note
from coophub.web import clock
from coophub.web.formats import day
from financing.plans.document.examples import example_document
from initiatives.services import lifecycle, road_map
from initiatives.services.road_map import follow_template
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, InvitationFactory, MembershipFactory, TaskFactory
from tests.factories.pilots import CallFactory, IntakeFactory, PilotFactory, submitted_intake
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


def test_start_takes_a_member_of_one_group_there(client, user):
    initiative = InitiativeFactory(owner=user)

    assert client.get(reverse("portal:start")).url == reverse("portal:overview", args=[initiative.slug])


def test_start_lets_a_member_of_two_groups_choose(client, user):
    InitiativeFactory(owner=user, name="Essenhof")
    InitiativeFactory(reader=user, name="Havenkwartier")

    page = client.get(reverse("portal:start")).content.decode()

    assert "Essenhof" in page
    assert "Havenkwartier" in page


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("reviewer", "subsidies:queue"),
        ("decider", "subsidies:queue"),
        ("scheme_manager", "subsidies:queue"),
        ("advisor", "pilots:list"),
        ("administrator", "accounts:people"),
    ],
)
def test_start_takes_staff_to_their_work(client, role, place):
    client.force_login(UserFactory(roles=[role]))

    assert client.get(reverse("portal:start")).url == reverse(place)


def test_start_shows_a_newcomer_the_first_steps_and_their_invitation(client, user):
    invitation = InvitationFactory(email=user.email, initiative__name="Essenhof")
    InvitationFactory(initiative__name="Havenkwartier")

    page = client.get(reverse("portal:start")).content.decode()

    assert reverse("initiatives:new") in page
    assert reverse("initiatives:accept_invitation", args=[invitation.token]) in page
    assert "Havenkwartier" not in page


def test_start_is_for_who_is_signed_in(client):
    assert client.get(reverse("portal:start")).url == reverse("account_login") + "?next=" + reverse("portal:start")


def test_overview_says_where_the_group_is_and_what_to_do(client, user):
    initiative = InitiativeFactory(owner=user, phase="feasibility")
    follow_template(initiative)
    TaskFactory(initiative=initiative, title="Bel de wethouder")
    TaskFactory.create_batch(5, initiative=initiative)

    page = client.get(reverse("portal:overview", args=[initiative.slug])).content.decode()

    assert "Phase 2 of 5: feasibility." in page
    assert "Next step: List of requirements for homes and shared rooms." in page
    assert "Bel de wethouder" in page
    assert "All tasks, 2 more" in page


def test_overview_tells_the_news_newest_first(client, user):
    initiative = InitiativeFactory(owner=user)
    initiative.memberships.update(joined_at="2020-01-01T12:00Z")
    lifecycle.change_phase(initiative=initiative, phase="feasibility", user=user)
    step = road_map.add_milestone(initiative=initiative, phase="feasibility", title="Buurtfeest", user=user)
    step.done_on = clock.today() - dt.timedelta(days=3)
    step.save()

    response = client.get(reverse("portal:overview", args=[initiative.slug]))

    assert [item.text for item in response.context["overview"].news] == [
        "New phase: Feasibility",
        "Reached: Buurtfeest",
    ]


def test_overview_is_not_there_for_strangers(client, user):
    initiative = InitiativeFactory(published=True)

    response = client.get(reverse("portal:overview", args=[initiative.slug]))

    assert response.status_code == 404
    assert initiative.name not in response.content.decode()


def test_overview_shows_plan_and_coaching_to_member_and_coach(client, user):
    advisor = UserFactory(name="Coby Coach", roles=["advisor"])
    initiative = InitiativeFactory(owner=user)
    PilotFactory(initiative=initiative, advisor=advisor)
    PlanFactory(initiative=initiative, name="Eerste plan")
    url = reverse("portal:overview", args=[initiative.slug])

    for_member = client.get(url).content.decode()
    client.force_login(advisor)
    for_coach = client.get(url).content.decode()

    assert "Coby Coach coaches you." in for_member
    assert "Eerste plan" in for_member
    assert "Eerste plan" in for_coach
    assert "Make a first plan" not in for_coach


def test_overview_says_what_a_home_costs_a_month_as_the_plan_does(client, user):
    group = InitiativeFactory(owner=user)
    plan = PlanFactory(initiative=group, document=example_document("de-eendracht"))

    overview = client.get(reverse("portal:overview", args=[group.slug])).content.decode()
    detail = client.get(reverse("plans:detail", args=[group.slug, plan.pk])).content.decode()

    cost = re.compile(r"A home costs per month.*?(€[\d,]+)", re.DOTALL)
    assert cost.search(overview)[1] == cost.search(detail)[1]


def test_overview_takes_as_many_queries_for_much_as_for_little(client, user, count_queries):
    initiative = InitiativeFactory(owner=user)
    follow_template(initiative)
    TaskFactory(initiative=initiative, owner=user)
    url = reverse("portal:overview", args=[initiative.slug])
    few = count_queries(url)
    TaskFactory.create_batch(8, initiative=initiative, owner=user)
    MembershipFactory.create_batch(8, initiative=initiative, role="reader")
    initiative.milestones.update(done_on=clock.today())

    assert count_queries(url) == few


def test_places_mark_the_one_you_are_in(client, user):
    here = InitiativeFactory(owner=user, name="Essenhof", slug="essenhof")
    InitiativeFactory(owner=user, name="Essenhof 2", slug="essenhof-2")

    response = client.get(reverse("initiatives:people", args=[here.slug]))

    assert [(place.title, place.is_current) for place in response.context["places"]] == [
        ("Essenhof", True),
        ("Essenhof 2", False),
    ]


def test_who_reads_along_sees_no_way_to_rooms_that_are_not_theirs(client):
    advisor = UserFactory(roles=[Role.ADVISOR])
    client.force_login(advisor)
    initiative = PilotFactory(advisor=advisor).initiative

    page = client.get(reverse("portal:overview", args=[initiative.slug])).content.decode()

    assert reverse("plans:list", args=[initiative.slug]) in page
    assert reverse("subsidies:applications", args=[initiative.slug]) not in page


def test_who_runs_coophub_starts_at_people_roles_trail_and_condition(client):
    client.force_login(UserFactory(roles=["administrator"]))

    page = client.get(reverse("accounts:people")).content.decode()

    for name in ("accounts:people", "audit:trail", "portal:condition", "proposals:list", "pilots:programmes"):
        assert f'href="{reverse(name)}"' in page, name


def test_condition_says_what_waits_what_failed_and_what_takes_too_long(client):
    client.force_login(UserFactory(roles=["administrator"]))
    facts = {"recipients": ["a@example.org"], "subject": "Brief", "text": "Tekst", "from_email": "b@example.org"}
    assert "Nothing waits." in client.get(reverse("portal:condition")).content.decode()
    OutgoingMessage.objects.create(**facts, created_at=clock.now() - dt.timedelta(hours=1))
    OutgoingMessage.objects.create(**facts, state="failed")

    page = client.get(reverse("portal:condition")).content.decode()

    assert "One waits, since" in page
    assert "This takes too long" in page
    assert "one could not be" in page


def test_condition_says_when_the_scheduler_last_did_its_work_well(client):
    client.force_login(UserFactory(roles=["administrator"]))
    note("backup", seconds=2, well=True)
    with clock.at(clock.now() - dt.timedelta(days=3)):
        note("verify", seconds=2, well=True)
    note("verify", seconds=2, well=False)

    found = client.get(reverse("portal:condition")).context["runs"]

    assert [(run.is_late, run.last is None) for run in found] == [(False, False), (True, False), (True, True)]


def test_condition_says_which_files_wait_for_a_virus_scanner_that_says_nothing(client, settings):
    client.force_login(UserFactory(roles=["administrator"]))
    group, user = InitiativeFactory(), UserFactory()
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    with clock.at(clock.now() - dt.timedelta(hours=1)):
        upload = SimpleUploadedFile("n.csv", b"a;b\n")
        add_document(subject=group, title="Notulen", category="minutes", upload=upload, user=user)

    *_others, scans = client.get(reverse("portal:condition")).context["lines"]

    assert (scans.waiting, scans.is_late, scans.failed) == (1, True, None)


def test_open_call_stands_on_the_overview_of_who_can_apply(client, user):
    initiative, other = InitiativeFactory(owner=user), InitiativeFactory(owner=user)
    call = CallFactory()
    address = reverse("portal:overview", args=[initiative.slug])
    apply = reverse("pilots:apply", args=[initiative.slug, call.programme.slug])

    page = client.get(address).content.decode()

    assert f'action="{apply}"' in page
    assert day(call.closes_on) in page
    intake = IntakeFactory(call=call, initiative=initiative)
    assert reverse("pilots:own_intake", args=[initiative.slug, intake.pk]) in client.get(address).content.decode()
    PilotFactory(programme=call.programme, initiative=other)
    assert client.get(reverse("portal:overview", args=[other.slug])).context["overview"].calls == []


def test_call_is_not_on_the_overview_of_who_cannot_apply_or_did(client, user):
    initiative, call = InitiativeFactory(owner=user), CallFactory()
    CallFactory(closed=True)
    reader = UserFactory()
    MembershipFactory(initiative=initiative, user=reader, role="reader")
    address = reverse("portal:overview", args=[initiative.slug])
    submitted_intake(call=call, initiative=initiative)

    assert client.get(address).context["overview"].calls == []
    client.force_login(reader)
    assert client.get(address).context["overview"].calls == []
