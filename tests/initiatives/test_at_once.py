"""Two of a group who save the same thing at the same moment: the database lets one of them wait, and nothing that
either wrote is lost.
"""

import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from coophub.accounts.models import User
from coophub.documents.models import Document
from coophub.web import clock
from coophub.web.errors import DomainError
from initiatives.models import DecisionMaker, Initiative, Milestone, StepWait
from initiatives.services import decisions, lifecycle, meetings, road_map, tasks
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import (
    GroupDecisionFactory,
    InitiativeFactory,
    MeetingFactory,
    MilestoneFactory,
    TaskFactory,
)
from tests.web.reading import find, words

PATIENCE_SECONDS = 20


@dataclass(frozen=True)
class Shared:
    """Something that two may change: how it is made, where its page is, and what the first of two makes of it.

    Both change `both`: the first to `first`, which its page then reads as `read`, the second to `second`. The first
    also changes `alone` to `left`, the second also changes `other` to `kept`; both as a form sends them.
    """

    make: Callable[[Initiative], Any]
    page: Callable[[Any], str]
    change: Callable[[Any, User], object]
    both: str
    second: str
    read: str
    alone: str
    left: str
    other: str
    kept: str


def page(name: str, key: str) -> Callable[[Any], str]:
    return lambda row: reverse(f"initiatives:{name}", args=[row.initiative.slug, getattr(row, key)])


def later(days: int) -> dt.date:
    return clock.today() + dt.timedelta(days=days)


MEETS = dt.datetime(2025, 3, 4, 20, 0, tzinfo=dt.UTC)

ROWS = {
    "task": Shared(
        make=lambda group: TaskFactory(initiative=group, title="Bel de bank", due_on=later(1)),
        page=page("task", "pk"),
        change=lambda task, user: tasks.change_task(
            task=task, title="Bel de gemeente", owner=None, due_on=later(9), repeat="", user=user
        ),
        both="title",
        second="Mail de bank",
        read="Bel de gemeente",
        alone="due_on",
        left=str(later(9)),
        other="repeat",
        kept="monthly",
    ),
    "meeting": Shared(
        make=lambda group: MeetingFactory(initiative=group, title="Ledenavond", starts_at=MEETS),
        page=page("change_meeting", "key"),
        change=lambda meeting, user: meetings.move_meeting(
            meeting=meeting, plan=meetings.MeetingPlan("Bouwavond", MEETS, "Dorpshuis"), user=user
        ),
        both="title",
        second="Kavelavond",
        read="Bouwavond",
        alone="place",
        left="Dorpshuis",
        other="agenda",
        kept="- De kavel",
    ),
    "profile": Shared(
        make=lambda group: group,
        page=lambda group: reverse("initiatives:profile", args=[group.slug]),
        change=lambda group, user: lifecycle.change_profile(
            initiative=group, facts={"summary": "Wonen om een tuin.", "homes": 31}, user=user
        ),
        both="summary",
        second="Wonen aan het water.",
        read="Wonen om een tuin.",
        alone="homes",
        left="31",
        other="description",
        kept="Wij begonnen met zes mensen.",
    ),
    "decision": Shared(
        make=lambda group: GroupDecisionFactory(initiative=group, title="We kiezen kavel 1"),
        page=page("change_decision", "key"),
        change=lambda decision, user: decisions.change_decision(
            decision=decision,
            changes=decisions.DecisionInput("We kiezen kavel 2", decision.decided_on, taken_by=DecisionMaker.BOARD),
            user=user,
        ),
        both="title",
        second="We kiezen kavel 3",
        read="We kiezen kavel 2",
        alone="taken_by",
        left="board",
        other="reasons",
        kept="Die ligt aan het water.",
    ),
    "step": Shared(
        make=lambda group: MilestoneFactory(initiative=group, planned_on=dt.date(2026, 3, 1)),
        page=page("milestone", "pk"),
        change=lambda step, user: road_map.set_milestone(
            milestone=step, planned_on=dt.date(2026, 4, 1), done_on=dt.date(2025, 1, 2), user=user
        ),
        both="planned_on",
        second="2026-05-01",
        read="1 April 2026",
        alone="done_on",
        left="2025-01-02",
        other="",
        kept="",
    ),
}


@pytest.fixture(params=ROWS, name="shared")
def shared_(request):
    return ROWS[request.param]


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def group(owner):
    return InitiativeFactory(owner=owner, homes=20, summary="Samen wonen.")


@pytest.fixture(name="row")
def row_(group, shared):
    return shared.make(group)


@pytest.fixture(name="browser")
def browser_(owner):
    browser = Client()
    browser.force_login(owner)
    return browser


def typed_on(content: str, name: str) -> dict[str, Any]:
    """What the form with this field sends, as it stands."""
    (form,) = find(content, f"form:has([name={name}])")
    sent: dict[str, Any] = {}
    for field, value in form.form_values():
        sent.setdefault(field, []).append(value.removeprefix("\n"))
    return sent


def second(shared: Shared) -> dict[str, str]:
    return {shared.both: shared.second, **({shared.other: shared.kept} if shared.other else {})}


def someone_waits() -> bool:
    """Whether another transaction waits for what this one holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid' "
            "AND transactionid = pg_current_xact_id()::xid"
        )
        return cursor.fetchone()[0] > 0


def at_once(first: Callable[[], object], second: Callable[[], Any]) -> Any:
    """What `second` gives, begun while the transaction of `first` still holds what it changed."""
    gave = []

    def wait_and_do() -> None:
        try:
            gave.append(second())
        finally:
            connection.close()

    other = threading.Thread(target=wait_and_do)
    with transaction.atomic():
        first()
        other.start()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not someone_waits():
            assert time.monotonic() < deadline, "Nobody waited: both wrote at once."
            time.sleep(0.02)
    other.join(PATIENCE_SECONDS)
    return gave[0]


@pytest.mark.django_db(transaction=True)
def test_two_who_save_at_the_same_moment_lose_nothing(shared, row, owner, browser):
    address = shared.page(row)
    sent = typed_on(browser.get(address).content.decode(), shared.both) | second(shared)

    answer = at_once(lambda: shared.change(row, owner), lambda: browser.post(address, sent))

    # What the first wrote stands there, and the second reads it beside what they typed, which is still there.
    stands = typed_on(browser.get(address).content.decode(), shared.both)
    content = answer.content.decode()
    drawn = typed_on(content, shared.both)
    assert shared.second not in stands[shared.both]
    assert shared.read in words(find(content, f"#id_{shared.both}_error")[0])
    assert drawn[shared.both] == [shared.second]
    assert drawn[shared.alone] == stands[shared.alone] == [shared.left]

    # Who saves again has read it.
    browser.post(address, drawn)
    saved = typed_on(browser.get(address).content.decode(), shared.both)
    assert saved[shared.both] == [shared.second]
    assert saved[shared.alone] == [shared.left]
    if shared.other:
        assert saved[shared.other] == drawn[shared.other] == [shared.kept]


@pytest.mark.django_db
def test_what_only_one_of_two_changed_stays(shared, row, owner, browser):
    address = shared.page(row)
    sent = typed_on(browser.get(address).content.decode(), shared.both)
    shared.change(row, owner)

    browser.post(address, sent | ({shared.other: shared.kept} if shared.other else {}))

    saved = typed_on(browser.get(address).content.decode(), shared.both)
    assert saved[shared.alone] == [shared.left]
    if shared.other:
        assert saved[shared.other] == [shared.kept]


@pytest.mark.django_db
def test_what_is_refused_for_another_reason_is_shown_with_what_others_made_of_the_rest(group, owner, browser):
    """Else the page would show a day that is not there any more, and ask for one again and again."""
    task = TaskFactory(initiative=group, due_on=later(1))
    address = reverse("initiatives:task", args=[group.slug, task.pk])
    sent = typed_on(browser.get(address).content.decode(), "title")
    tasks.change_task(task=task, title=task.title, owner=None, due_on=None, repeat="", user=owner)

    content = browser.post(address, sent | {"repeat": "monthly"}).content.decode()
    drawn = typed_on(content, "title")
    assert find(content, "#id_due_on_error")
    assert "due_on" not in drawn
    assert drawn["repeat"] == ["monthly"]

    browser.post(address, drawn | {"due_on": str(later(5))})
    task.refresh_from_db()
    assert (task.due_on, task.repeat) == (later(5), "monthly")


@pytest.mark.django_db
def test_documents_of_a_decision_that_somebody_added_meanwhile_stay(group, browser):
    first, added = (Document.objects.create(subject=group, title=title) for title in ("Brief", "Schets"))
    decision = GroupDecisionFactory(initiative=group)
    address = reverse("initiatives:change_decision", args=[group.slug, decision.key])
    sent = typed_on(browser.get(address).content.decode(), "title")
    decision.documents.set([added])

    browser.post(address, sent | {"title": "We kiezen kavel 2"})
    decision.refresh_from_db()
    assert (decision.title, list(decision.documents.all())) == ("We kiezen kavel 2", [added])

    content = browser.post(address, sent | {"documents": [str(first.pk)]}).content.decode()
    assert str(added) in words(find(content, "#id_documents_error")[0])
    assert typed_on(content, "title")["documents"] == [str(first.pk)]


@pytest.mark.django_db
def test_a_step_that_was_moved_meanwhile_is_not_dragged_over(group, owner, browser):
    step = MilestoneFactory(initiative=group, planned_on=later(30))
    road = reverse("initiatives:roadmap", args=[group.slug])
    (dot,) = find(browser.get(road).content.decode(), "[data-horizon-moves]")
    dragged = {"planned_on": str(later(60)), "marks": dot.get("data-horizon-marks")}
    road_map.set_milestone(milestone=step, planned_on=later(45), done_on=None, user=owner)

    answer = browser.post(dot.get("data-horizon-moves"), dragged)

    step.refresh_from_db()
    assert (answer.status_code, step.planned_on) == (409, later(45))
    assert road in answer.content.decode()


REMOVED = {
    "task": (TaskFactory, tasks.remove_task, {"title": "Mail de bank"}),
    "milestone": (MilestoneFactory, road_map.remove_milestone, {"planned_on": "2027-05-01"}),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", REMOVED)
def test_what_somebody_takes_away_at_that_moment_is_said_and_what_was_typed_stays(group, owner, browser, name):
    make, remove, typed = REMOVED[name]
    row = make(initiative=group)
    address = reverse(f"initiatives:{name}", args=[group.slug, row.pk])
    sent = typed_on(browser.get(address).content.decode(), *typed) | typed

    answer = at_once(lambda: remove(**{name: row}, user=owner), lambda: browser.post(address, sent))

    content = answer.content.decode()
    assert "took this away" in words(find(content, "main")[0])
    assert {field: typed_on(content, *typed)[field] for field in typed} == {f: [value] for f, value in typed.items()}


@pytest.mark.django_db(transaction=True)
def test_a_step_done_by_one_press_keeps_the_day_that_somebody_plans_at_that_moment(group, owner, browser):
    step = MilestoneFactory(initiative=group, planned_on=later(30))
    press = reverse("initiatives:milestone_done", args=[group.slug, step.pk])

    at_once(
        lambda: road_map.set_milestone(milestone=step, planned_on=later(45), done_on=None, user=owner),
        lambda: browser.post(press),
    )

    step.refresh_from_db()
    assert (step.planned_on, step.done_on) == (later(45), clock.today())


@pytest.mark.django_db(transaction=True)
def test_two_who_let_steps_wait_for_each_other_at_one_moment_make_no_circle(group, owner):
    one, other = MilestoneFactory(initiative=group), MilestoneFactory(initiative=group)

    def wait(waiting: Milestone, after: Milestone) -> str:
        try:
            road_map.set_milestone(milestone=waiting, planned_on=None, done_on=None, waits_for=[after], user=owner)
        except DomainError as refusal:
            return str(refusal)
        return ""

    refused = at_once(lambda: wait(one, other), lambda: wait(other, one))

    assert StepWait.objects.count() == 1
    assert "already" in refused
