"""Tasks: given, changed, ticked off, and made again when they come back."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.notifications.digests import add_check
from coophub.notifications.models import HeldNotice
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.web.clashes import NOTHING_SHOWN, ShownValues, still_there
from coophub.web.errors import DomainError
from coophub.web.model_fields import LAST_DAY
from coophub.web.refusals import refuse
from initiatives.may import why_not_add_task, why_not_change_task, why_not_tick
from initiatives.models import Initiative, Meeting, Repeat, Task
from initiatives.selectors.people import is_active_member

STEPS = {
    Repeat.WEEKLY: relativedelta(weeks=1),
    Repeat.MONTHLY: relativedelta(months=1),
    Repeat.YEARLY: relativedelta(years=1),
}
CHECK = "task"


@dataclass(frozen=True)
class ActionInput:
    """What the group will do, and by when."""

    title: str
    due_on: dt.date | None = None


def register() -> None:
    add_check(CHECK, over_tasks)


@transaction.atomic
def add_task(
    *,
    initiative: Initiative,
    title: str,
    user: User | None,
    owner: User | None = None,
    due_on: dt.date | None = None,
    repeat: str = "",
    origin: str = "",
    meeting: Meeting | None = None,
    key: UUID | None = None,
) -> Task:
    """Gives the group something to do; `owner` is told. `origin` says where it came up, such as a coaching session.

    `key` names the form: the same form sent twice gives the task that the first one made.
    Raises DomainError when the owner is no member, and for one that comes back without a day.
    """
    _check(initiative, owner, due_on, repeat)
    task, is_new = Task.objects.get_or_create(
        submission_key=key or uuid4(),
        initiative=initiative,
        defaults={
            "title": title.strip(),
            "owner": owner,
            "due_on": due_on,
            "repeat": repeat,
            "repeats_from": due_on if repeat else None,
            "origin": origin,
            "meeting": meeting,
            "created_by": user,
        },
    )
    if not is_new:
        return task
    record(
        actor=user,
        action="initiatives.add_task",
        target=initiative,
        after={"task": task.title, "owner": owner, "due_on": due_on, "origin": origin},
    )
    _tell_owner(task, user)
    return task


@transaction.atomic
def change_task(
    *,
    task: Task,
    title: str,
    owner: User | None,
    due_on: dt.date | None,
    repeat: str,
    user: User,
    shown: ShownValues = NOTHING_SHOWN,
) -> Task:
    """Changes what has to be done, by whom, before when, and whether it comes back. A new owner is told.

    Raises ValuesClashError for what others changed after it was `shown`; DomainError for who may not, for one that is
    done, and as `add_task`.
    """
    task = _locked(task)
    refuse(why_not_change_task(task, user))
    typed = {"title": title.strip(), "owner": owner, "due_on": due_on, "repeat": repeat}
    wanted = shown.merge(typed, onto=task)
    _check(task.initiative, wanted["owner"], wanted["due_on"], wanted["repeat"])
    before = _facts(task)
    had_owner = task.owner_id
    if (task.due_on, task.repeat) != (wanted["due_on"], wanted["repeat"]):
        task.repeats_from = wanted["due_on"] if wanted["repeat"] else None
    for name, value in wanted.items():
        setattr(task, name, value)
    if before == _facts(task):
        return task
    task.save(update_fields=["title", "owner", "due_on", "repeat", "repeats_from"])
    record(actor=user, action="initiatives.change_task", target=task.initiative, before=before, after=_facts(task))
    if task.owner_id != had_owner:
        _tell_owner(task, user)
    return task


@transaction.atomic
def remove_task(*, task: Task, user: User) -> None:
    """Takes a task off the list; one that comes back does not any more. Removing it twice is once."""
    found = Task.objects.select_for_update(of=("self",)).select_related("initiative").filter(pk=task.pk).first()
    if found is None:
        return
    refuse(why_not_add_task(found.initiative, user))
    record(actor=user, action="initiatives.remove_task", target=found.initiative, before=_facts(found))
    found.delete()


@transaction.atomic
def complete_task(*, task: Task, user: User) -> Task:
    """Ticks a task off, and makes the next one of a task that comes back. Doing so twice keeps who did it first.

    Raises DomainError for who may not.
    """
    task = _locked(task)
    if task.done_at:
        return task
    refuse(why_not_tick(task, user))
    task.done_at = clock.now()
    task.done_by = user
    task.save(update_fields=["done_at", "done_by"])
    record(actor=user, action="initiatives.complete_task", target=task.initiative, after={"task": task.title})
    _make_next(task)
    return task


@transaction.atomic
def reopen_task(*, task: Task, user: User) -> Task:
    """Takes a tick back. The next one that the tick made goes, as long as it is not done itself.

    Raises DomainError for who may not.
    """
    task = _locked(task)
    if not task.done_at:
        return task
    refuse(why_not_tick(task, user))
    task.done_at = None
    task.done_by = None
    task.save(update_fields=["done_at", "done_by"])
    Task.objects.filter(follows=task, done_at=None).delete()
    record(actor=user, action="initiatives.reopen_task", target=task.initiative, after={"task": task.title})
    return task


def next_day(*, repeat: str, repeats_from: dt.date, after: dt.date) -> dt.date | None:
    """The first day after `after` on which it comes back, counted from its first day: the 31st is the last day of a
    shorter month, and 29 February the 28th in most years. None past the last day of our calendar.
    """
    times = max(0, _whole_steps(repeats_from, after, repeat))
    days = (repeats_from + STEPS[Repeat(repeat)] * (times + more) for more in range(3))
    found = next(on for on in days if on > after)
    return found if found <= LAST_DAY else None


def _whole_steps(first: dt.date, until: dt.date, repeat: str) -> int:
    """About how often it came back in between, so that nobody counts through a century of weeks."""
    if repeat == Repeat.WEEKLY:
        return (until - first).days // 7
    months = (until.year - first.year) * 12 + until.month - first.month
    return months if repeat == Repeat.MONTHLY else months // 12


def _make_next(task: Task) -> None:
    """The same once more, on the first day that is still to come, with the same owner as long as they are a member."""
    if not task.repeat or task.due_on is None or task.repeats_from is None:
        return
    due_on = next_day(repeat=task.repeat, repeats_from=task.repeats_from, after=max(task.due_on, clock.today()))
    if due_on is None or Task.objects.filter(follows=task).exists():
        return
    owner = task.owner if task.owner and is_active_member(task.owner, task.initiative) else None
    Task.objects.create(
        initiative=task.initiative,
        title=task.title,
        owner=owner,
        due_on=due_on,
        repeat=task.repeat,
        repeats_from=task.repeats_from,
        origin=task.origin,
        meeting=task.meeting,
        created_by=task.created_by,
        follows=task,
    )


def _check(initiative: Initiative, owner: User | None, due_on: dt.date | None, repeat: str) -> None:
    if owner is not None and not is_active_member(owner, initiative):
        raise DomainError(_("%(name)s is not a member of this initiative.") % {"name": owner}, field="owner")
    if repeat and due_on is None:
        raise DomainError(_("Fill in the day of the first time, so that we know when it comes back."), field="due_on")


def _tell_owner(task: Task, user: User | None) -> None:
    if task.owner is None or task.owner == user:
        return
    notify(
        recipients=[task.owner],
        kind="initiatives_task",
        context={"initiative": task.initiative.name},
        url=reverse("portal:overview", args=[task.initiative.slug]),
        key=f"{CHECK}:{task.pk}",
    )


def over_tasks(held: Sequence[HeldNotice]) -> set[int]:
    """Of what was told of tasks and waits for a message: those that were done since, or are of somebody else."""
    keys = [one.key.partition(":")[2] for one in held]
    open_tasks = Task.objects.filter(pk__in=keys, done_at=None).values_list("owner", "pk")
    theirs = {(owner, f"{CHECK}:{pk}") for owner, pk in open_tasks}
    return {one.pk for one in held if (one.person_id, one.key) not in theirs}


def _facts(task: Task) -> dict[str, object]:
    return {
        "task": task.title,
        "owner": task.owner,
        "due_on": task.due_on,
        "repeat": task.repeat,
    }


def _locked(task: Task) -> Task:
    found = Task.objects.select_for_update(of=("self",)).select_related("initiative", "owner")
    return still_there(found.filter(pk=task.pk).first())
