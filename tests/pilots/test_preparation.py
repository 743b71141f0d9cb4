"""The page before a session: what was agreed, and what changed since the last one."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.documents.services import add_document
from coophub.web import clock
from financing.plans.document.rows import keyed_document
from financing.plans.services.editing import save_plan
from initiatives.models import Phase
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, PhaseChangeFactory, TaskFactory
from tests.factories.pilots import BottleneckFactory, CoachingSessionFactory, PilotFactory, PlannedSessionFactory
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import CSV, example_scheme
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db

NOTE = "De penningmeester twijfelt."


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
    pilot = PilotFactory(advisor=advisor, initiative=InitiativeFactory(owner=owner), started_on=ago(300))
    CoachingSessionFactory(pilot=pilot, advisor=advisor, held_on=ago(200), summary="Lang geleden.", internal_note=NOTE)
    CoachingSessionFactory(pilot=pilot, advisor=advisor, held_on=ago(20), summary="Over de bank.", hours=Decimal(2))
    return pilot


@pytest.fixture
def read(client, advisor, pilot):
    def page():
        client.force_login(advisor)
        return client.get(
            reverse("pilots:prepare", args=[pilot.pk]), headers={"accept-language": "en"}
        ).content.decode()

    return page


def main(page):
    return words(find(page, "main")[0])


def test_page_says_what_was_agreed_and_what_of_it_was_done(read, pilot, advisor):
    session = pilot.sessions.first()
    for title, due_on, done in (
        ("Bank bellen", ago(3), None),
        ("Brief schrijven", None, ago(5)),
        ("Oud werk", None, ago(100)),
    ):
        done_at = dt.datetime.combine(done, dt.time(12), dt.UTC) if done else None
        task = TaskFactory(initiative=pilot.initiative, title=title, due_on=due_on, done_at=done_at)
        session.actions.create(task=task)

    text = main(read())

    assert "Over de bank." in text
    assert "Open: Bank bellen" in text
    assert "(late)" in text
    assert "Done: Brief schrijven" in text
    assert "Oud werk" not in text
    assert NOTE in text
    assert "5.5 of 60" in text or "3.5 of 60" in text


def test_page_says_what_changed_in_plan_road_map_and_documents(read, pilot, owner, travel_to):
    plan = PlanFactory(initiative=pilot.initiative)
    type(plan).objects.update(created_at=clock.now() - dt.timedelta(days=100))
    document = keyed_document(plan)
    document["dwellings"][0]["monthly_rent"] = 120.0
    with clock.at(clock.now() - dt.timedelta(days=50)):
        plan = save_plan(plan=plan, document=document, revision=plan.revision, user=owner)
    document["dwellings"][0]["monthly_rent"] = 100.0
    save_plan(plan=plan, document=document, revision=plan.revision, user=owner)
    PhaseChangeFactory(initiative=pilot.initiative, phase=Phase.DEVELOPMENT, on=ago(10))
    pilot.initiative.milestones.create(phase=Phase.INITIATIVE, title="Naam gekozen", done_on=ago(4))
    pilot.initiative.milestones.create(phase=Phase.INITIATIVE, title="Oude stap", done_on=ago(90))
    add_document(
        subject=pilot.initiative,
        title="Statuten",
        category="legal",
        upload=SimpleUploadedFile("a.csv", CSV),
        user=owner,
    )
    BottleneckFactory(pilot=pilot, description="De bank wacht.")

    text = main(read())

    for part in ("120", "100", "Development", "Naam gekozen", "Statuten", "De bank wacht."):
        assert part in text, part
    assert "Oude stap" not in text
    assert "It closed before." not in text


def test_plan_that_closed_at_the_last_session_is_said(read, pilot, owner):
    plan = PlanFactory(initiative=pilot.initiative)
    type(plan).objects.update(created_at=clock.now() - dt.timedelta(days=100))
    document = keyed_document(plan)
    document["dwellings"][0]["monthly_rent"] = 100.0
    save_plan(plan=plan, document=document, revision=plan.revision, user=owner)

    assert "It closed before." in main(read())


def test_first_session_counts_from_the_start_of_the_pilot(read, pilot):
    pilot.sessions.all().delete()
    PlannedSessionFactory(pilot=pilot, about="Kennismaken")
    PlanFactory(initiative=pilot.initiative)
    pilot.initiative.applications.create(scheme_version=example_scheme())

    text = main(read())

    assert "There was no session yet." in text
    assert "Kennismaken" in text
    assert "It is new." in text
    assert "Your application is being written." in text


def test_page_asks_the_same_number_of_queries_however_long_the_story_is(read, pilot, advisor, owner):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            read()
        return len(asked)

    def more():
        session = CoachingSessionFactory(pilot=pilot, advisor=advisor, held_on=ago(15), internal_note="Iets.")
        session.actions.create(task=TaskFactory(initiative=pilot.initiative))
        BottleneckFactory(pilot=pilot)
        upload = SimpleUploadedFile("a.csv", CSV + session.submission_key.bytes.hex().encode())
        add_document(subject=pilot.initiative, title="Stuk", category="legal", upload=upload, user=owner)

    more()
    queries()
    before = queries()
    for _number in range(10):
        more()

    assert queries() == before
