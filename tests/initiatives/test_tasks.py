"""Who does what by when: tasks that are given, changed, ticked off and made again."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from coophub.notifications.models import Notification
from coophub.web import clock
from coophub.web.errors import DomainError
from initiatives.models import Repeat, Task
from initiatives.services import tasks
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory, TaskFactory
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return UserFactory(name="Anna")


@pytest.fixture
def group(anna):
    return InitiativeFactory(owner=anna)


def page(group, name="tasks", *args):
    return reverse(f"initiatives:{name}", args=[group.slug, *args])


@pytest.mark.parametrize(
    ("repeat", "first", "after", "expected"),
    [
        (Repeat.MONTHLY, dt.date(2027, 1, 31), dt.date(2027, 1, 31), dt.date(2027, 2, 28)),
        (Repeat.MONTHLY, dt.date(2027, 1, 31), dt.date(2027, 2, 28), dt.date(2027, 3, 31)),
        (Repeat.MONTHLY, dt.date(2027, 1, 31), dt.date(2028, 2, 1), dt.date(2028, 2, 29)),
        (Repeat.YEARLY, dt.date(2028, 2, 29), dt.date(2028, 2, 29), dt.date(2029, 2, 28)),
        (Repeat.YEARLY, dt.date(2028, 2, 29), dt.date(2031, 3, 1), dt.date(2032, 2, 29)),
        (Repeat.WEEKLY, dt.date(2026, 12, 28), dt.date(2026, 12, 28), dt.date(2027, 1, 4)),
        (Repeat.WEEKLY, dt.date(2026, 12, 28), dt.date(2027, 3, 30), dt.date(2027, 4, 5)),
        (Repeat.YEARLY, dt.date(2200, 12, 31), dt.date(2200, 12, 31), None),
    ],
)
def test_the_next_day_counts_from_the_first(repeat, first, after, expected):
    assert tasks.next_day(repeat=repeat, repeats_from=first, after=after) == expected


@given(
    repeat=st.sampled_from(list(Repeat)),
    first=st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31)),
    days=st.integers(0, 20_000),
)
def test_the_next_day_is_the_first_of_its_row_after_a_day(repeat, first, days):
    after = first + dt.timedelta(days=days)
    row = (first + tasks.STEPS[repeat] * times for times in range(4_000))

    assert tasks.next_day(repeat=repeat, repeats_from=first, after=after) == next(on for on in row if on > after)


def test_one_that_comes_back_is_made_again_when_it_is_done(anna, group):
    due_on = clock.today() + dt.timedelta(days=3)
    task = tasks.add_task(
        initiative=group, title="Nieuwsbrief", user=anna, owner=anna, due_on=due_on, repeat=Repeat.WEEKLY
    )

    tasks.complete_task(task=task, user=anna)
    tasks.complete_task(task=task, user=anna)

    [following] = group.tasks.filter(done_at=None)
    assert (following.title, following.owner, following.due_on) == (
        "Nieuwsbrief",
        anna,
        due_on + dt.timedelta(days=7),
    )


def test_what_is_late_comes_back_after_today_and_not_once_for_each_time_that_was_missed(anna, group):
    due_on = clock.today() - dt.timedelta(days=30)
    task = TaskFactory(initiative=group, due_on=due_on, repeat="weekly", repeats_from=due_on)

    tasks.complete_task(task=task, user=anna)

    assert group.tasks.get(done_at=None).due_on == due_on + dt.timedelta(days=35)


def test_taking_the_tick_back_takes_the_next_one_away(anna, group):
    task = tasks.add_task(initiative=group, title="Bel", user=anna, due_on=clock.today(), repeat=Repeat.YEARLY)
    task = tasks.complete_task(task=task, user=anna)

    tasks.reopen_task(task=task, user=anna)

    assert list(group.tasks.all()) == [task]
    tasks.complete_task(task=task, user=anna)
    assert group.tasks.filter(done_at=None).count() == 1


def test_the_next_one_has_no_owner_who_left(anna, group):
    bram = UserFactory()
    task = TaskFactory(initiative=group, owner=bram, due_on=clock.today(), repeat="weekly", repeats_from=clock.today())

    tasks.complete_task(task=task, user=anna)

    assert group.tasks.get(done_at=None).owner is None


def test_one_that_comes_back_needs_a_day(client, anna, group):
    client.force_login(anna)

    answer = client.post(
        page(group), {"title": "Bel", "repeat": "weekly", "key": "7b1d0ad2-0b0a-4b3a-9c56-8f8e5f6f2a11"}
    )

    assert find(answer.content.decode(), '[name="due_on"][aria-invalid]')
    assert not group.tasks.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        TaskFactory(initiative=group, repeat="weekly")


def test_a_task_is_changed_and_its_new_owner_told(client, anna, group):
    bram = UserFactory(name="Bram")
    MembershipFactory(initiative=group, user=bram, role="reader")
    task = TaskFactory(initiative=group, title="Bel")
    client.force_login(anna)

    client.post(
        page(group, "task", task.pk),
        {"title": "Bel de bank", "owner": bram.pk, "due_on": str(clock.today()), "repeat": "monthly"},
    )

    task.refresh_from_db()
    assert (task.title, task.owner, task.repeats_from) == ("Bel de bank", bram, clock.today())
    assert Notification.objects.get().recipient == bram
    with pytest.raises(DomainError, match="not a member"):
        tasks.change_task(task=task, title="Bel", owner=UserFactory(), due_on=None, repeat="", user=anna)


def test_two_who_change_one_task_overwrite_nothing_unseen(client, anna, group):
    task = TaskFactory(initiative=group, title="Bel de bank")
    client.force_login(anna)
    shown = find(client.get(page(group, "task", task.pk)).content.decode(), "[name=marks]")[0].get("value")
    typed = {"title": "Bel de bank", "owner": "", "due_on": "", "repeat": "", "marks": shown}
    client.post(page(group, "task", task.pk), typed | {"title": "Bel de gemeente"})

    # Who gave it a day alone leaves the new title as it is.
    client.post(page(group, "task", task.pk), typed | {"due_on": str(clock.today())})
    task.refresh_from_db()
    assert (task.title, task.due_on) == ("Bel de gemeente", clock.today())

    # Who typed another title reads first what it says now, and then puts theirs in its place.
    content = client.post(page(group, "task", task.pk), typed | {"title": "Mail de bank"}).content.decode()
    task.refresh_from_db()
    assert task.title == "Bel de gemeente"
    assert "Bel de gemeente" in words(find(content, "#id_title_error")[0])
    assert find(content, "[name=title]")[0].get("value") == "Mail de bank"
    drawn = {name: find(content, f"[name={name}]")[0].get("value") for name in ("title", "due_on", "marks")}
    client.post(page(group, "task", task.pk), typed | drawn)
    task.refresh_from_db()
    assert (task.title, task.due_on) == ("Mail de bank", clock.today())


@pytest.mark.parametrize("marks", ["[]", "{", '{"title": 3}', "1"])
def test_marks_that_no_page_sent_change_nothing_about_what_is_typed(client, anna, group, marks):
    task = TaskFactory(initiative=group, title="Bel de bank")
    client.force_login(anna)

    answer = client.post(page(group, "task", task.pk), {"title": "Bel de bank", "due_on": "", "marks": marks})

    assert answer.status_code in (200, 302)
    task.refresh_from_db()
    assert task.title == "Bel de bank"


def test_what_is_done_is_not_changed_and_readers_change_nothing(client, anna, group):
    chris = UserFactory()
    MembershipFactory(initiative=group, user=chris, role="reader")
    done = TaskFactory(initiative=group, done_at=clock.now())
    client.force_login(anna)
    assert client.get(page(group, "task", done.pk)).status_code == 409
    client.force_login(chris)

    assert client.post(page(group, "task", done.pk), {"title": "Iets"}).status_code == 403
    assert client.post(page(group, "remove_task", done.pk)).status_code == 403
    assert Task.objects.filter(pk=done.pk).exists()


def test_a_task_taken_off_the_list_is_gone_once(client, anna, group):
    task = TaskFactory(initiative=group)
    client.force_login(anna)

    for _twice in range(2):
        assert client.post(page(group, "remove_task", task.pk)).status_code == 302

    assert not group.tasks.exists()


def test_tasks_stand_under_who_does_them(client, anna, group):
    bram = UserFactory(name="bram")
    TaskFactory(initiative=group, title="Van niemand")
    TaskFactory(initiative=group, title="Van Bram", owner=bram)
    TaskFactory(
        initiative=group,
        title="Van Anna",
        owner=anna,
        due_on=clock.today(),
        repeat="weekly",
        repeats_from=clock.today(),
    )
    client.force_login(anna)

    content = client.get(page(group) + "?by=person").content.decode()

    assert [words(heading) for heading in find(content, "section[aria-labelledby^=owner] h2")] == [
        "Anna",
        "bram",
        "Nobody yet",
    ]
    assert "Every week" in content
