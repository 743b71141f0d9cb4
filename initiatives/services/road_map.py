"""The milestones of a road map."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.clashes import NOTHING_SHOWN, ShownValues, still_there
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from initiatives.may import why_not_move_milestone
from initiatives.models import Initiative, Milestone
from initiatives.models.steps import STEPS, steps_for


def follow_template(initiative: Initiative) -> None:
    """Gives the road map the steps of the initiative's form and building.

    Steps that no longer apply go, unless they have a date.
    """
    wanted = steps_for(form=initiative.form, building=initiative.building)
    keys = [step.key for step in wanted]
    initiative.milestones.exclude(key="").exclude(key__in=keys).filter(planned_on=None, done_on=None).delete()
    places = {step.key: place for place, step in enumerate(STEPS, start=1)}
    Milestone.objects.bulk_create(
        [
            Milestone(initiative=initiative, phase=step.phase, key=step.key, position=places[step.key])
            for step in wanted
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
    shown: ShownValues = NOTHING_SHOWN,
) -> Milestone:
    """Plans a milestone, marks it done, or takes either back (None).

    Raises ValuesClashError for what others changed after it was `shown`, DomainError for done on a day to come.
    """
    if done_on and done_on > clock.today():
        raise DomainError(_("This day is still to come. Use the planned date instead."), field="done_on")
    milestone = _locked(milestone)
    before = {"planned_on": milestone.planned_on, "done_on": milestone.done_on}
    after = shown.merge({"planned_on": planned_on, "done_on": done_on}, onto=milestone)
    if before == after:
        return milestone
    milestone.planned_on, milestone.done_on = after["planned_on"], after["done_on"]
    milestone.save(update_fields=["planned_on", "done_on"])
    record(
        actor=user,
        action="initiatives.set_milestone",
        target=milestone.initiative,
        before={"milestone": milestone.key or milestone.title, **before},
        after={"milestone": milestone.key or milestone.title, **after},
    )
    return milestone


@transaction.atomic
def move_milestone(
    *, milestone: Milestone, planned_on: dt.date, user: User, shown: ShownValues = NOTHING_SHOWN
) -> Milestone:
    """Plans a step on another day. Raises DomainError for one that is done, and as `set_milestone`."""
    milestone = _locked(milestone)
    refuse(why_not_move_milestone(milestone))
    return set_milestone(milestone=milestone, planned_on=planned_on, done_on=None, user=user, shown=shown)


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


def _locked(milestone: Milestone) -> Milestone:
    found = Milestone.objects.select_for_update(of=("self",)).select_related("initiative")
    return still_there(found.filter(pk=milestone.pk).first())
