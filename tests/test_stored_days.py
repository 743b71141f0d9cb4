"""Odd days that were stored, past every form: the database refuses what no calendar of ours holds, and pages answer for
all that it takes.
"""

import datetime as dt
from contextlib import contextmanager, suppress
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.urls import Resolver404, resolve, reverse

from coophub.accounts.models import Role
from coophub.web.model_fields import FIRST_DAY, LAST_DAY, DayColumn, MomentColumn
from financing.subsidies.models import Application
from initiatives.models import Task
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import (
    InitiativeFactory,
    MembershipFactory,
    MilestoneFactory,
    PhaseChangeFactory,
    TaskFactory,
)
from tests.factories.pilots import BottleneckFactory, CoachingSessionFactory, PilotFactory
from tests.factories.subsidies import submitted_application
from tests.financing.subsidies.procedure.may import scenes
from tests.offers import signed_in
from tests.thorough import some
from tests.web.reading import find

pytestmark = pytest.mark.django_db

OURS = ("coophub", "financing", "initiatives", "pilots")
FIELDS = [
    (model._meta.db_table, field)
    for model in apps.get_models()
    if model.__module__.split(".")[0] in OURS and model._meta.managed
    for field in model._meta.local_concrete_fields
]
COLUMNS = [(table, field) for table, field in FIELDS if isinstance(field, DayColumn | MomentColumn)]
DOCUMENTS = [(table, field) for table, field in FIELDS if isinstance(field, models.JSONField)]
WRITTEN_DAY = r'"\d{4}-\d{2}-\d{2}"'
DAY = dt.timedelta(days=1)
ODD_DAYS = [(FIRST_DAY, dt.date.min), (LAST_DAY, dt.date.max)]
"""Where a day has bounds, and where it has none."""
STEPS = [
    scenes.remedy_requested,
    scenes.advance_drafted,
    scenes.settled,
    scenes.objection_late,
]
PAGES = (
    "subsidies:",
    "pilots:",
    "initiatives:",
    "portal:overview",
    "plans:detail",
    "plans:history",
    "plans:versions",
    "plans:links",
)
EVERY_ROLE = [Role.REVIEWER, Role.DECIDER, Role.SCHEME_MANAGER, Role.ADVISOR, Role.ADMINISTRATOR]


@pytest.mark.parametrize("day", [dt.date.min, FIRST_DAY - DAY, LAST_DAY + DAY, dt.date.max])
def test_the_database_refuses_a_day_that_no_calendar_of_ours_holds(day):
    task = TaskFactory()
    moment = dt.datetime.combine(day, dt.time(12), dt.UTC)

    for odd in ({"due_on": day}, {"done_at": moment}):
        with pytest.raises(IntegrityError, match="_check"), transaction.atomic():
            Task.objects.filter(pk=task.pk).update(**odd)
        with pytest.raises(ValidationError):
            Task(title="Bellen", **odd).full_clean(exclude=["initiative", "key"])


def test_every_day_that_is_stored_has_its_bounds_in_the_database():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, attname FROM pg_constraint "
            "JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey) "
            "WHERE contype = 'c' AND array_length(conkey, 1) = 1 "
            "AND pg_get_constraintdef(pg_constraint.oid) LIKE '%2200-12-31%'"
        )
        bound = set(cursor.fetchall())

    assert len(COLUMNS) > 100
    assert {(table, field.column) for table, field in COLUMNS} <= bound


@pytest.fixture(scope="module")
def cases(django_db_setup, django_db_blocker):
    """Made once for both ends of the calendar."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Cases()
        transaction.set_rollback(True)


class Cases:
    """A group with a plan, a pilot and an application, others with applications in other steps, and who see it all."""

    def __init__(self) -> None:
        people = scenes.everybody()
        self.applications = [scenes.application_of(people), *(another(people) for _step in STEPS[1:])]
        import time

        for step, application in zip(STEPS, self.applications, strict=True):
            t = time.time()
            step(application, people)
            print(step.__name__, time.time() - t)
        self.member, self.staff, self.coach = people["writer"], UserFactory(roles=EVERY_ROLE), people["advisor"]
        group = self.applications[0].initiative
        MilestoneFactory(initiative=group)
        PhaseChangeFactory(initiative=group)
        TaskFactory(initiative=group)
        self.pilot = PilotFactory(initiative=group, advisor=self.coach)
        BottleneckFactory(pilot=self.pilot)
        CoachingSessionFactory(pilot=self.pilot, advisor=self.coach)
        self.group = group


@pytest.mark.parametrize("days", some(ODD_DAYS, plain=ODD_DAYS[1:]))
def test_every_page_answers_when_each_day_that_is_stored_is_as_odd_as_can_be(cases, days):
    day, written = days
    assert store_everywhere(day) > 200
    assert write_everywhere(written) > 10

    visit(cases.staff, ["/ministry/queue/", *(f"/ministry/applications/{each.pk}/" for each in cases.applications)])
    visit(cases.coach, [f"/pilots/{cases.pilot.pk}/"])
    visit(cases.member, [f"/initiatives/{cases.group.slug}/", *map(page_of_group, cases.applications)])


def page_of_group(application: Application) -> str:
    return reverse("subsidies:application", args=[application.initiative.slug, application.pk])


def visit(person, starts: list[str]) -> None:
    """Opens these pages, and one page of each kind to which they lead."""
    client, known, waiting = signed_in(person), {kind_of(start) for start in starts}, list(starts)
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        if answer.streaming or "html" not in answer["Content-Type"]:
            continue
        for link in find(answer.content.decode(), "a[href]"):
            leads_to = urljoin(address, link.get("href", ""))
            kind = kind_of(leads_to)
            if kind.startswith(PAGES) and kind not in known:
                known.add(kind)
                waiting.append(leads_to)


def kind_of(address: str) -> str:
    """The name of an address, with the tab that it opens."""
    parts = urlsplit(address)
    try:
        return f"{resolve(parts.path).view_name} {parse_qs(parts.query).get('tab', '')}"
    except Resolver404:
        return ""


def another(people: dict) -> Application:
    """An application of another group of the same people."""
    group = InitiativeFactory(owner=people["writer"])
    MembershipFactory(initiative=group, user=people["co-signer"])
    return submitted_application(group, writer=people["writer"], signer=people["co-signer"])


def store_everywhere(day: dt.date) -> int:
    """Writes this day in each column of each row that has one, past what guards them; gives how many it wrote.

    Two days of which one has to be the later stay as they were.
    """
    stored = 0
    with past_all_guards() as cursor:
        for table, field in COLUMNS:
            with suppress(IntegrityError), transaction.atomic():
                column = f'"{field.column}"'
                cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {column} IS NOT NULL", [day])  # noqa: S608 - names of our columns
                stored += cursor.rowcount
    return stored


def write_everywhere(day: dt.date) -> int:
    """Writes this day for each one in stored documents, where no column refuses it; gives in how many."""
    changed = 0
    with past_all_guards() as cursor:
        for table, field in DOCUMENTS:
            column = f'"{field.column}"'
            statement = (
                f"UPDATE {table} SET {column} = regexp_replace({column}::text, %s, %s, 'g')::jsonb "  # noqa: S608 - names of our columns
                f"WHERE {column}::text ~ %s"
            )
            cursor.execute(statement, [WRITTEN_DAY, f'"{day}"', WRITTEN_DAY])
            changed += cursor.rowcount
    return changed


@contextmanager
def past_all_guards():
    """A cursor for which no trigger goes off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = origin")
