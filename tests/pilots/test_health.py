"""What needs attention in a pilot, in words, and the case load that is sorted by it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from coophub.accounts.models import Role
from coophub.documents.services import add_document
from coophub.web import clock
from coophub.web.formats import day
from financing.plans.document.rows import keyed_document
from financing.plans.models import Plan
from financing.plans.services.editing import save_plan, undo_change
from financing.subsidies.models import RemedyRequest, State
from financing.subsidies.selectors.deadlines import first_duties
from initiatives.models import Phase
from pilots.models import Pilot
from pilots.selectors.health import WEIGHTS, SignKind, pilots_with_health, signs_of
from pilots.services.cohorts import bring_up_to_date
from pilots.services.programmes import end_pilot
from tests.days import morning_of
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory, TaskFactory
from tests.factories.pilots import BottleneckFactory, CoachingSessionFactory, PilotFactory
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import CSV, example_scheme, submitted_application
from tests.financing.subsidies.life import award
from tests.web.reading import find, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_english")]


@pytest.fixture
def _in_english():
    with translation.override("en"):
        yield


def ago(days):
    return clock.today() - dt.timedelta(days=days)


@pytest.fixture
def advisor():
    return UserFactory(roles=[Role.ADVISOR])


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def pilot(advisor, owner):
    """A pilot in which nothing needs attention."""
    return quiet_pilot(advisor, owner=owner)


def quiet_pilot(advisor, **group):
    pilot = PilotFactory(advisor=advisor, initiative=InitiativeFactory(**group), started_on=ago(300))
    CoachingSessionFactory(pilot=pilot, advisor=advisor, held_on=ago(3), hours=Decimal(1))
    TaskFactory(initiative=pilot.initiative, done_at=clock.now() - dt.timedelta(days=2))
    return pilot


def signs(pilot):
    return signs_of(pilots_with_health().get(pk=pilot.pk))


def only_sign(pilot):
    [sign] = signs(pilot)
    return sign


def agree(pilot, due_on):
    session = CoachingSessionFactory(pilot=pilot, advisor=pilot.assignments.get().advisor, held_on=ago(5))
    return session.actions.create(task=TaskFactory(initiative=pilot.initiative, due_on=due_on)).task


@pytest.mark.awkward_days
def test_nothing_needs_attention_where_all_goes_well(pilot):
    BottleneckFactory(pilot=pilot, opened_on=ago(90))
    agree(pilot, clock.today())

    assert signs(pilot) == []


@pytest.mark.awkward_days
@pytest.mark.parametrize(("days", "is_said"), [(42, False), (43, True)])
def test_last_contact_long_ago_is_said_with_its_day(pilot, days, is_said):
    pilot.sessions.update(held_on=ago(days))

    found = signs(pilot)

    assert bool(found) == is_said
    if is_said:
        assert found[0].sentence == f"6 weeks no contact, since {day(ago(43))}"
        assert found[0].advice


def test_pilot_without_a_session_is_said_since_it_started(pilot):
    pilot.sessions.all().delete()

    assert only_sign(pilot).sentence == f"No session yet, since {day(pilot.started_on)}"


def test_action_over_its_day_is_said_until_it_is_done(pilot):
    agree(pilot, ago(1))
    task = agree(pilot, ago(9))
    TaskFactory(initiative=pilot.initiative, due_on=ago(20))

    assert only_sign(pilot).sentence == f"An action is late, since {day(ago(9))}"
    pilot.initiative.tasks.filter(agreed_in__isnull=False).update(done_at=clock.now())
    task.refresh_from_db()
    assert signs(pilot) == []


def test_bottleneck_that_ages_is_said_until_it_is_solved(pilot):
    bottleneck = BottleneckFactory(pilot=pilot, opened_on=ago(91))

    assert only_sign(pilot).sentence == f"A bottleneck is open, since {day(ago(91))}"
    bottleneck.resolved_on = clock.today()
    bottleneck.save()
    assert signs(pilot) == []


def test_silent_group_is_said_whatever_its_advisor_does(pilot, advisor):
    pilot.initiative.tasks.update(done_at=clock.now() - dt.timedelta(days=60))

    assert only_sign(pilot).sentence == f"The group did nothing here since {day(ago(60))}"


@pytest.mark.parametrize("what", ["task", "plan", "document", "step"])
def test_each_thing_that_a_group_does_itself_ends_its_silence(pilot, owner, what):
    pilot.initiative.tasks.all().delete()
    assert only_sign(pilot).kind == SignKind.SILENT

    if what == "task":
        TaskFactory(initiative=pilot.initiative, done_at=clock.now())
    elif what == "plan":
        PlanFactory(initiative=pilot.initiative)
    elif what == "document":
        add_document(
            subject=pilot.initiative,
            title="Statuten",
            category="legal",
            upload=SimpleUploadedFile("statuten.csv", CSV),
            user=owner,
        )
    else:
        pilot.initiative.milestones.create(phase=Phase.INITIATIVE, title="Naam gekozen", done_on=clock.today())

    assert signs(pilot) == []


def test_plan_that_stopped_closing_is_said_until_it_closes_again(pilot, owner):
    plan = PlanFactory(initiative=pilot.initiative)
    document = keyed_document(plan)
    document["dwellings"][0]["monthly_rent"] = 100.0

    plan = save_plan(plan=plan, document=document, revision=plan.revision, user=owner)

    assert only_sign(pilot).sentence == f"The plan closes no more, since {day(clock.today())}"
    since = plan.stopped_closing_at
    document["dwellings"][0]["monthly_rent"] = 90.0
    plan = save_plan(plan=plan, document=document, revision=plan.revision, user=owner)
    assert plan.stopped_closing_at == since
    undo_change(plan=plan, revision=plan.revision, user=owner)
    plan.refresh_from_db()
    undo_change(plan=plan, revision=plan.revision, user=owner)
    assert Plan.objects.get().stopped_closing_at is None
    assert signs(pilot) == []


def test_plan_that_never_closed_did_not_stop_closing(pilot, owner):
    document = PlanFactory().document
    document["dwellings"][0]["monthly_rent"] = 100.0
    plan = PlanFactory(initiative=pilot.initiative, document=document)

    document = keyed_document(plan)
    document["dwellings"][0]["monthly_rent"] = 90.0
    save_plan(plan=plan, document=document, revision=plan.revision, user=owner)

    assert signs(pilot) == []


def test_day_of_an_application_is_said_three_weeks_before(pilot, advisor):
    version = example_scheme()
    application = pilot.initiative.applications.create(scheme_version=version)
    assert signs(pilot) == []
    closes_on = clock.day_of(version.closes_at)

    with clock.at(version.closes_at - dt.timedelta(days=20)):
        found = {sign.kind: sign.sentence for sign in signs(pilot)}
        assert found[SignKind.APPLICATION] == f"Application: submit it by {day(closes_on)}"
    with clock.at(version.closes_at + dt.timedelta(days=1)):
        assert SignKind.APPLICATION not in {sign.kind for sign in signs(pilot)}
    type(application).objects.filter(pk=application.pk).update(
        state=State.REMEDY_REQUESTED, number="1", submitted_at=clock.now(), decide_by=clock.today()
    )
    RemedyRequest.objects.create(
        application=application,
        points=[],
        requested_by=advisor,
        requested_at=clock.now(),
        requested_on=ago(14),
        last_day=ago(1),
    )
    assert only_sign(pilot).sentence == f"Application: complete it by {day(ago(1))}"


def test_day_of_an_award_is_said_three_weeks_before(advisor, owner):
    second, pilot = UserFactory(), quiet_pilot(advisor, owner=owner)
    MembershipFactory(initiative=pilot.initiative, user=second, role="owner")
    staff = {"reviewer": UserFactory(roles=[Role.REVIEWER]), "decider": UserFactory(roles=[Role.DECIDER])}
    application = submitted_application(pilot.initiative, writer=owner, signer=second)
    award(application, staff, activities_end_on=clock.today() + dt.timedelta(days=60))
    duty = first_duties([pilot.initiative_id])[pilot.initiative_id]

    found = {}
    for days_before in (22, 21, -3):
        with clock.at(morning_of(duty.on - dt.timedelta(days=days_before))):
            found[days_before] = [sign.sentence for sign in signs(pilot) if sign.kind == SignKind.AWARD]

    said = [f"Subsidy: ask for settlement by {day(duty.on)}"]
    assert found == {22: [], 21: said, -3: said}


def test_hours_that_are_nearly_used_are_said_in_numbers(pilot):
    pilot.sessions.update(hours=Decimal("54.5"))

    assert only_sign(pilot).sentence == "54.5 of 60 hours are used"


def test_hours_that_are_kept_count_until_a_session_is_added(pilot, advisor):
    bring_up_to_date()
    assert pilots_with_health().get(pk=pilot.pk).hours_used == Decimal(1)

    CoachingSessionFactory(pilot=pilot, advisor=advisor, held_on=ago(1), hours=Decimal("2.5"))

    assert pilots_with_health().get(pk=pilot.pk).hours_used == Decimal("3.5")
    bring_up_to_date()
    assert pilots_with_health().get(pk=pilot.pk).hours_used == Decimal("3.5")


def test_pilot_that_ended_needs_nothing(pilot):
    pilot.sessions.update(held_on=ago(200))
    end_pilot(pilot=pilot, outcome=Pilot.Outcome.CONTINUES, user=None)

    assert signs(pilot) == []


def test_every_kind_of_sign_has_its_weight():
    assert set(WEIGHTS) == set(SignKind)


# --- Case load ------------------------------------------------------------------------------------


def shown(client, query=""):
    page = client.get(f"{reverse('pilots:list')}?{query}").content.decode()
    return [words(title) for title in find(page, "main .entry__title")]


@pytest.fixture
def three(client, advisor):
    calm = quiet_pilot(advisor, name="Rustig", phase=Phase.CONSTRUCTION)
    late = quiet_pilot(advisor, name="Actie te laat")
    agree(late, ago(3))
    heavy = quiet_pilot(advisor, name="Lang stil")
    heavy.sessions.update(held_on=ago(80))
    heavy.initiative.tasks.update(done_at=clock.now() - dt.timedelta(days=80))
    client.force_login(advisor)
    return calm, late, heavy


def test_what_needs_most_attention_stands_first_with_a_line_for_each_reason(client, three):
    page = client.get(reverse("pilots:list"), headers={"accept-language": "en"}).content.decode()

    assert shown(client) == ["Lang stil", "Actie te laat", "Rustig"]
    first, second, third = find(page, "main .entry")
    with translation.override("en"):
        since = day(ago(80))
    assert [words(line) for line in first.iterdescendants("li")] == [
        f"11 weeks no contact, since {since}",
        f"The group did nothing here since {since}",
    ]
    assert len(list(second.iterdescendants("li"))) == 1
    assert "Nothing needs attention" in words(third)
    assert (
        "Give them a call."
        in client.get(next(first.iterdescendants("a")).get("href"), headers={"accept-language": "en"}).content.decode()
    )


def test_case_load_is_narrowed_by_its_address(client, three):
    calm, late, _heavy = three

    assert shown(client, "sign=contact") == shown(client, "sign=silent") == ["Lang stil"]
    assert shown(client, "sign=plan") == []
    assert shown(client, "phase=construction") == ["Rustig"]
    assert shown(client, f"programme={late.programme.slug}") == ["Actie te laat"]
    assert len(shown(client, "sign=nonsense&phase=nowhere&programme=none")) == 3
    PilotFactory()
    assert len(shown(client)) == 3
    end_pilot(pilot=calm, outcome=Pilot.Outcome.STOPPED, user=None)
    assert len(shown(client)) == 2


def test_case_load_asks_the_same_number_of_queries_for_any_number(client, three, advisor):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("pilots:list"))
        return len(asked), len(page.context["lines"])

    queries()
    before, _few = queries()
    for _number in range(20):
        agree(quiet_pilot(advisor), ago(2))

    # Twenty stand on a page.
    assert queries() == (before, 20)
