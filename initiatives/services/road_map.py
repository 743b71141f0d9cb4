"""The milestones of a road map."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.clashes import NOTHING_SHOWN, ShownValues, still_there, values_of
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from initiatives.may import why_not_move_milestone, why_not_wait_for
from initiatives.models import Initiative, Milestone, StepWait
from initiatives.models.steps import STEPS, RoadMapStep, steps_for
from initiatives.selectors.step_waits import Delay, steps_behind, waits_of


def follow_template(initiative: Initiative) -> None:
    """Gives the road map the steps of the initiative's form and building.

    Steps that no longer apply go, unless they have a date. A step that comes waits for what it usually waits for; what
    the group made of the others stays.
    """
    wanted = steps_for(form=initiative.form, building=initiative.building)
    keys = [step.key for step in wanted]
    initiative.milestones.exclude(key="").exclude(key__in=keys).filter(planned_on=None, done_on=None).delete()
    had = set(initiative.milestones.exclude(key="").values_list("key", flat=True))
    places = {step.key: place for place, step in enumerate(STEPS, start=1)}
    Milestone.objects.bulk_create(
        [
            Milestone(initiative=initiative, phase=step.phase, key=step.key, position=places[step.key])
            for step in wanted
        ],
        ignore_conflicts=True,
    )
    let_wait_as_usual(initiative, [step for step in wanted if step.key not in had])


def let_wait_as_usual(initiative: Initiative, new: Iterable[RoadMapStep]) -> None:
    """Lets steps that are new on a road map wait for what they usually wait for.

    Nothing waits for a step that is new but what is new itself, so no circle comes of it.
    """
    numbers = dict(initiative.milestones.exclude(key="").values_list("key", "pk"))
    StepWait.objects.bulk_create(
        [
            StepWait(step_id=numbers[step.key], after_id=numbers[key])
            for step in new
            for key in step.after
            if key in numbers
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def set_milestone(
    *,
    milestone: Milestone,
    planned_on: dt.date | None,
    done_on: dt.date | None,
    user: User | None,
    waits_for: Collection[Milestone] | None = None,
    shown: ShownValues = NOTHING_SHOWN,
) -> Milestone:
    """Plans a milestone, marks it done, or takes either back (None). What it waits for stays where that is None.

    Raises ValuesClashError for what others changed after it was `shown`, DomainError for done on a day to come, and for
    a step that cannot wait for another.
    """
    if done_on and done_on > clock.today():
        raise DomainError(_("This day is still to come. Use the planned date instead."), field="done_on")
    typed: dict[str, Any] = {"planned_on": planned_on, "done_on": done_on}
    if waits_for is not None:
        # One at a time says what waits for what on a road map, so that two together make no circle.
        Initiative.objects.select_for_update().get(pk=milestone.initiative_id)
        typed["waits_for"] = list(waits_for)
    milestone = _locked(milestone)
    before = _traced(milestone, typed)
    for name, value in shown.merge(typed, onto=milestone).items():
        if name == "waits_for":
            _wait_for(milestone, value)
        else:
            setattr(milestone, name, value)
    after = _traced(milestone, typed)
    if before == after:
        return milestone
    milestone.save(update_fields=["planned_on", "done_on"])
    record(actor=user, action="initiatives.set_milestone", target=milestone.initiative, before=before, after=after)
    return milestone


def _traced(milestone: Milestone, names: Iterable[str]) -> dict[str, Any]:
    """What the trail says of a step."""
    values = values_of(milestone, names)
    if "waits_for" in values:
        values["waits_for"] = [other.key or other.title for other in values["waits_for"]]
    return {"milestone": milestone.key or milestone.title, **values}


def _wait_for(milestone: Milestone, others: Collection[Milestone]) -> None:
    waits = waits_of(milestone.initiative)
    had = waits.pop(milestone.pk, set())
    for other in others:
        if other.pk not in had:
            refuse(why_not_wait_for(milestone, other, waits), field="waits_for")
    milestone.waits_for.set(others)


@transaction.atomic
def move_milestone(
    *, milestone: Milestone, planned_on: dt.date, user: User, shown: ShownValues = NOTHING_SHOWN
) -> Milestone:
    """Plans a step on another day. Raises DomainError for one that is done, and as `set_milestone`."""
    milestone = _locked(milestone)
    refuse(why_not_move_milestone(milestone))
    return set_milestone(milestone=milestone, planned_on=planned_on, done_on=None, user=user, shown=shown)


@transaction.atomic
def move_along(
    *, moved: Milestone, since: dt.date, planned_on: dt.date, shown: Mapping[int, dt.date], user: User
) -> list[Milestone]:
    """Moves steps that wait for a step along with it: as much later as it went from the day `since` to `planned_on`.

    `shown` are the days of those steps, by their numbers, as their page showed them. Sent twice is once. Raises
    DomainError when the step was moved again, or one of the others does not wait for it any more, and
    ValuesClashError when others moved one of them: then all stay.
    """
    locked = {step.pk: step for step in _all_locked(moved.initiative_id, [moved.pk, *shown])}
    moved = still_there(locked.get(moved.pk))
    behind = steps_behind(moved, since=since)
    waiting = {line.step.pk for line in behind.steps} if behind else set()
    if moved.planned_on != planned_on or not waiting.issuperset(shown):
        raise DomainError(_("Somebody else changed this while you were busy with it. Look at what stands there now."))
    delay = Delay.between(since, planned_on)
    return [
        set_milestone(
            milestone=locked[pk],
            planned_on=delay.of(day),
            done_on=None,
            user=user,
            shown=ShownValues.of({"planned_on": day}),
        )
        for pk, day in shown.items()
    ]


@transaction.atomic
def finish_milestone(*, milestone: Milestone, user: User) -> Milestone:
    """Marks a step done today. One that is done keeps its day."""
    milestone = _locked(milestone)
    if milestone.done_on:
        return milestone
    return set_milestone(milestone=milestone, planned_on=milestone.planned_on, done_on=clock.today(), user=user)


@transaction.atomic
def add_milestone(
    *, initiative: Initiative, phase: str, title: str, user: User, planned_on: dt.date | None = None
) -> Milestone:
    """Adds a step of the group's own to a phase. The same title in the same phase gives the step there is."""
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    last = initiative.milestones.aggregate(last=Max("position"))["last"] or 0
    milestone, is_new = Milestone.objects.get_or_create(
        initiative=initiative,
        phase=phase,
        title=title.strip(),
        defaults={"planned_on": planned_on, "position": last + 1},
    )
    if is_new:
        record(
            actor=user,
            action="initiatives.add_milestone",
            target=initiative,
            after={"milestone": milestone.title, "phase": phase, "planned_on": planned_on},
        )
    return milestone


@transaction.atomic
def remove_milestone(*, milestone: Milestone, user: User) -> None:
    """Takes a step off the road map. Removing it twice is one removal."""
    found = (
        Milestone.objects.select_for_update(of=("self",)).select_related("initiative").filter(pk=milestone.pk).first()
    )
    if found is None:
        return
    record(
        actor=user,
        action="initiatives.remove_milestone",
        target=found.initiative,
        before={"milestone": found.key or found.title, "planned_on": found.planned_on, "done_on": found.done_on},
    )
    found.delete()


def _all_locked(initiative: int, steps: Collection[int]) -> Iterable[Milestone]:
    """In the order of their numbers, so that two who lock the same ones wait for each other and never both."""
    found = Milestone.objects.select_for_update(of=("self",)).select_related("initiative")
    return found.filter(initiative=initiative, pk__in=steps).order_by("pk")


def _locked(milestone: Milestone) -> Milestone:
    found = Milestone.objects.select_for_update(of=("self",)).select_related("initiative")
    return still_there(found.filter(pk=milestone.pk).first())
