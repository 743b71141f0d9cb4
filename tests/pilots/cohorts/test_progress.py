"""What held pilots up, what helped, and what coaching came to, through its page."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.web import clock
from financing.plans.document.examples import example_document
from financing.plans.services.versions import freeze_plan
from initiatives.models import CooperativeForm, Phase
from pilots.models import Bottleneck, KnownMeasure, MeasureTried
from pilots.selectors.cohorts.analysis import CohortChoice
from pilots.selectors.cohorts.waits import DAYS_IN_MONTH
from pilots.services.cohorts import progress_now
from tests.days import morning_of
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, PhaseChangeFactory
from tests.factories.pilots import BottleneckFactory, CoachingSessionFactory, PilotFactory, ProgrammeFactory
from tests.factories.plans import PlanFactory

pytestmark = [pytest.mark.django_db, pytest.mark.moment("2026-03-02T10:00")]

BEGAN = dt.date(2024, 1, 1)
CAME_UP = dt.date(2024, 6, 1)


def make_pilots(count, *, programme, form=CooperativeForm.RENTAL, **facts):
    return [
        PilotFactory(programme=programme, initiative=InitiativeFactory(form=form), started_on=BEGAN, **facts)
        for _each in range(count)
    ]


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def advisor():
    return UserFactory(roles=[Role.ADVISOR])


@pytest.fixture
def six(programme):
    return make_pilots(6, programme=programme)


def of_months(days):
    return pytest.approx(days / DAYS_IN_MONTH)


def test_open_bottlenecks_count_as_far_as_they_were_followed(six):
    for pilot, days in zip(six, (30, 60, 90, None, None, None), strict=True):
        resolved_on = CAME_UP + dt.timedelta(days=days) if days else None
        BottleneckFactory(pilot=pilot, opened_on=CAME_UP, resolved_on=resolved_on, phase=Phase.FEASIBILITY)
    for category in (Bottleneck.Category.LOCATION, Bottleneck.Category.SCALE):
        BottleneckFactory(pilot=six[0], category=category, opened_on=CAME_UP, phase=Phase.INITIATIVE)

    financing, others = progress_now(CohortChoice()).categories

    assert (financing.category, financing.pilots, financing.count, financing.solved) == ("financing", 6, 6, 3)
    assert financing.half_solved == of_months(90)
    assert financing.by_phase == {Phase.FEASIBILITY: 6}
    # What held up one pilot has no name, and nobody says how long it lasted.
    assert (others.category, others.pilots, others.count, others.half_solved) == (None, 1, 2, None)


def test_bottleneck_of_coaching_that_ended_is_followed_until_then(programme):
    ended_on = CAME_UP + dt.timedelta(days=10)
    ended = make_pilots(5, programme=programme, ended_on=ended_on, outcome="continues")
    for pilot in ended:
        BottleneckFactory(pilot=pilot, opened_on=CAME_UP)
    for pilot in make_pilots(5, programme=programme):
        BottleneckFactory(pilot=pilot, opened_on=CAME_UP, resolved_on=CAME_UP + dt.timedelta(days=100))

    # Those five were followed for ten days and say nothing of the hundredth.
    assert progress_now(CohortChoice()).categories[0].half_solved == of_months(100)


def test_measure_counts_as_it_stood_last_and_too_rare_ones_have_no_name(six):
    letter, loan = KnownMeasure.objects.create(name="Een brief"), KnownMeasure.objects.create(name="Naar Jansen bellen")
    for number, pilot in enumerate(six):
        held_up = BottleneckFactory(
            pilot=pilot, opened_on=CAME_UP, resolved_on=CAME_UP + dt.timedelta(days=90) if number < 2 else None
        )
        MeasureTried.objects.create(bottleneck=held_up, measure=letter, outcome="too_early", on=CAME_UP)
        if number < 3:
            later = CAME_UP + dt.timedelta(days=60)
            MeasureTried.objects.create(bottleneck=held_up, measure=letter, outcome="helped", on=later)
        if number < 4:
            MeasureTried.objects.create(bottleneck=held_up, measure=loan, outcome="did_not_help", on=CAME_UP)

    named, others = progress_now(CohortChoice()).measures

    assert (named.name, named.tried, named.helped, named.ended, named.too_early) == ("Een brief", 6, 3, 2, 3)
    assert (others.name, others.tried, others.did_not_help) == ("", 4, 4)


def test_hours_against_phases_each_of_five_pilots_or_more(six, programme, advisor):
    for pilot in [*six, *make_pilots(5, programme=programme)]:
        PhaseChangeFactory(initiative=pilot.initiative, phase=Phase.FEASIBILITY, on=BEGAN)
        CoachingSessionFactory(pilot=pilot, advisor=advisor, hours=Decimal(10), held_on=CAME_UP)
    for pilot in six:
        PhaseChangeFactory(initiative=pilot.initiative, phase=Phase.CONSTRUCTION, on=CAME_UP)
        CoachingSessionFactory(pilot=pilot, advisor=advisor, hours=Decimal(20), held_on=CAME_UP)

    stayed, moved = progress_now(CohortChoice()).hours

    assert (stayed.moved_on, stayed.pilots, stayed.hours) == (0, 5, 10)
    assert (moved.moved_on, moved.pilots, moved.hours, moved.budget) == (2, 6, 30, 60)


def keep_versions(pilot, *days):
    """A version on each day: the first of a plan that misses a source, the others of the whole plan."""
    whole = example_document("erfpacht-met-stadslening")
    plan = PlanFactory(initiative=pilot.initiative, document={**whole, "funding": whole["funding"][:-1]})
    versions = []
    for day in days:
        with clock.at(morning_of(day)):
            versions.append(freeze_plan(plan=plan, name="", user=None))
        plan.document = whole
        plan.save()
    return versions


def test_plans_before_and_after_coaching(six, programme):
    kept = [keep_versions(pilot, BEGAN - dt.timedelta(days=9), CAME_UP) for pilot in six]
    # One without a version from before does not count, and neither does a version from before alone.
    keep_versions(make_pilots(1, programme=programme)[0], CAME_UP)
    keep_versions(make_pilots(1, programme=programme)[0], BEGAN - dt.timedelta(days=9))

    plans = progress_now(CohortChoice()).plans

    gaps = [before.result["funding"]["gap"] for before, _after in kept]
    assert min(gaps) > 1
    assert (plans.pilots, plans.closed_before, plans.closed_after) == (6, 0, 6)
    assert (plans.gap_before, plans.gap_after) == (pytest.approx(sum(gaps)), pytest.approx(0, abs=1))
    assert plans.gap_closed == pytest.approx(sum(gaps), abs=1)


def test_version_from_after_the_coaching_is_none_of_it(programme):
    ended = make_pilots(5, programme=programme, ended_on=CAME_UP, outcome="continues")
    for pilot in ended:
        keep_versions(pilot, BEGAN, CAME_UP + dt.timedelta(days=1))

    assert progress_now(CohortChoice()).plans is None


def test_columns_of_a_version_are_those_of_its_result(six):
    for version in keep_versions(six[0], BEGAN, CAME_UP):
        version.refresh_from_db()
        assert (version.closes, version.gap) == (version.result["closes"], version.result["funding"]["gap"])


@pytest.fixture
def reviewer(client):
    user = UserFactory(roles=[Role.REVIEWER])
    client.force_login(user)
    return user


def test_page_and_its_files_have_the_same_figures(client, reviewer, six):
    for pilot in six:
        BottleneckFactory(pilot=pilot, opened_on=CAME_UP)
    address = reverse("pilots:cohort_progress")

    response = client.get(address)

    assert list(response.context["tables"]) == ["bottlenecks", "outcomes"]
    for name, table in response.context["tables"].items():
        file = client.get(address, {"export": name})
        text = b"".join(file.streaming_content).decode().removeprefix("\ufeff")
        rows = list(csv.reader(io.StringIO(text), delimiter=";"))
        assert rows[0] == table.names
        assert [[str(value) for value in row] for row in table.values] == [
            ["None" if value == "" else value for value in row] for row in rows[1:]
        ]


@pytest.mark.parametrize("query", [{"form": "mixed"}, {"form": "rental"}, {"form": "rental", "export": "outcomes"}])
def test_nothing_is_shown_of_a_few_nor_what_leaves_a_few(client, reviewer, six, programme, query):
    make_pilots(3, programme=programme, form=CooperativeForm.MIXED)

    response = client.get(reverse("pilots:cohort_progress"), query)

    assert response.status_code == 200
    assert response.context["progress"] is None
    assert response.context["tables"] == {}


def test_no_name_and_no_note_stands_on_the_page(client, reviewer, advisor, six):
    for pilot in six:
        pilot.goal = "Het doel van deze groep"
        pilot.save()
        CoachingSessionFactory(
            pilot=pilot, advisor=advisor, summary="Wat we bespraken", internal_note="De voorzitter is moe"
        )
        BottleneckFactory(pilot=pilot, description="De wethouder wil niet", resolution="Jansen hielp")

    text = client.get(reverse("pilots:cohort_progress")).content.decode()

    private = ["Het doel", "Wat we bespraken", "voorzitter is moe", "wethouder wil niet", "Jansen hielp"]
    assert not [words for words in [*private, *(pilot.initiative.name for pilot in six)] if words in text]


def test_queries_do_not_grow_with_pilots(client, reviewer, advisor, six, programme):
    address = reverse("pilots:cohort_progress")
    client.get(address)  # what is asked once
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for pilot in make_pilots(9, programme=programme):
        BottleneckFactory(pilot=pilot)
        CoachingSessionFactory(pilot=pilot, advisor=advisor)
    client.get(address)  # brings up to date what is kept of pilots

    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)
