"""The fictional initiatives of the demo: over the whole country, in every form and phase."""

import csv
import datetime as dt
import random
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from coophub.accounts.models import User
from coophub.web import clock
from initiatives.models import Initiative, MemberRole, Membership, Milestone, Municipality, Phase, PhaseChange, Task
from initiatives.models.steps import STEPS, RoadMapStep, steps_for
from initiatives.services.road_map import let_wait_as_usual

ROWS = Path(__file__).with_name("initiatives.csv")

MONTHS_IN_PHASE = {
    Phase.INITIATIVE: 10,
    Phase.FEASIBILITY: 14,
    Phase.DEVELOPMENT: 16,
    Phase.CONSTRUCTION: 18,
    Phase.LIVING: 12,
}

TASKS = (
    "Gesprek met de wethouder voorbereiden",
    "Statuten laten lezen door de notaris",
    "Ledenavond plannen",
    "Offertes vragen aan drie architecten",
    "Begroting naast die van een ander project leggen",
    "Wachtlijst bijwerken",
)


def create_initiatives(*, accounts: dict[str, User], neighbours: list[User]) -> list[Initiative]:
    """Every initiative with its members, its road so far and some tasks.

    The first is the group of Anna, Bram and Chris.
    """
    chance, today = random.Random(2022), clock.today()
    municipalities = {municipality.name: municipality for municipality in Municipality.objects.all()}
    people = cycle(neighbours)
    initiatives = []
    with ROWS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="|"))
    for number, row in enumerate(rows):
        place = municipalities[row["municipality"]]
        entered = _phase_days(Phase(row["phase"]), today, chance)
        begun = timezone.make_aware(dt.datetime.combine(entered[0][1], dt.time(19, 30)))
        initiative = Initiative.objects.create(
            slug=slugify(row["name"]),
            name=row["name"],
            municipality=place,
            form=row["form"],
            building=row["building"],
            target_group=row["target_group"],
            homes=int(row["homes"]),
            phase=row["phase"],
            summary=row["summary"],
            description=f"{row['summary']}\n\nDit initiatief is verzonnen. Het hoort bij de demo van CoopHub.",
            is_woningwet_cooperative=row["building"] in ("take_over", "existing"),
            latitude=place.latitude + chance.uniform(-0.02, 0.02),
            longitude=place.longitude + chance.uniform(-0.03, 0.03),
            published_at=None if number % 7 == 6 else begun + dt.timedelta(days=60),
            created_at=begun,
        )
        members = (
            [accounts["Anna"], accounts["Bram"], accounts["Chris"]] if number == 0 else [next(people) for _ in range(3)]
        )
        _add_members(initiative, members, begun)
        PhaseChange.objects.bulk_create(
            PhaseChange(initiative=initiative, phase=passed, on=day, by=members[0]) for passed, day in entered
        )
        _add_road(initiative, entered, today, chance)
        _add_tasks(initiative, members, today, chance)
        initiatives.append(initiative)
    return initiatives


def _phase_days(phase: Phase, today: dt.date, chance: random.Random) -> list[tuple[Phase, dt.date]]:
    """The phases up to `phase` with the day each began, counted back from today."""
    day = today - dt.timedelta(days=chance.randint(40, 400))
    days = [(phase, day)]
    for passed in reversed(list(Phase)[: phase.number - 1]):
        day -= dt.timedelta(days=int(MONTHS_IN_PHASE[passed] * 30 * chance.uniform(0.6, 1.6)))
        days.append((passed, day))
    return list(reversed(days))


def lead_road_through(initiative: Initiative, *, pilot_since: dt.date, today: dt.date) -> None:
    """Draws the road of a pilot anew, forward from the day on which it became one to the phase that it is in today: as
    many phases as fit in between, the one before them begun already.
    """
    chance = random.Random(initiative.slug)
    before = initiative.created_at
    entered = _phase_days_forward(initiative.current_phase, pilot_since, today, chance)
    members = initiative.memberships.all()
    initiative.created_at = timezone.make_aware(dt.datetime.combine(entered[0][1], dt.time(19, 30)))
    initiative.save(update_fields=["created_at"])
    members.update(joined_at=F("joined_at") + (initiative.created_at - before))
    initiative.phase_changes.all().delete()
    initiative.milestones.all().delete()
    owner = members[0].user
    PhaseChange.objects.bulk_create(
        PhaseChange(initiative=initiative, phase=phase, on=day, by=owner) for phase, day in entered
    )
    _add_road(initiative, entered, today, chance)


def _phase_days_forward(
    phase: Phase, since: dt.date, today: dt.date, chance: random.Random
) -> list[tuple[Phase, dt.date]]:
    """The phases up to `phase` with the day each began."""
    left = (today - since).days - 60
    whole: list[tuple[Phase, int]] = []
    passed = list(Phase)[: phase.number - 1]
    while passed:
        days = int(MONTHS_IN_PHASE[passed[-1]] * 30 * chance.uniform(0.4, 0.9))
        if days > left * 0.8:
            break
        whole.insert(0, (passed.pop(), days))
        left -= days
    days_before: list[tuple[Phase, dt.date]] = []
    day = since
    for earlier in reversed(passed or [whole.pop(0)[0] if whole else phase]):
        day -= dt.timedelta(days=int(MONTHS_IN_PHASE[earlier] * 30 * chance.uniform(0.2, 0.8)))
        days_before.insert(0, (earlier, day))
    day, entered = since + dt.timedelta(days=int(left * chance.uniform(0.2, 0.9))), days_before
    for later, days in whole:
        entered.append((later, day))
        day += dt.timedelta(days=days)
    return entered if entered[-1][0] == phase else [*entered, (phase, day)]


def _add_members(initiative: Initiative, members: list[User], begun: dt.datetime) -> None:
    roles = [MemberRole.OWNER, MemberRole.OWNER, MemberRole.READER]
    Membership.objects.bulk_create(
        Membership(initiative=initiative, user=user, role=role, joined_at=begun + dt.timedelta(days=14 * number))
        for number, (user, role) in enumerate(zip(members, roles, strict=True))
    )


def _add_road(
    initiative: Initiative, entered: list[tuple[Phase, dt.date]], today: dt.date, chance: random.Random
) -> None:
    places = {step.key: place for place, step in enumerate(STEPS, start=1)}
    steps = steps_for(form=initiative.form, building=initiative.building)
    Milestone.objects.bulk_create(
        Milestone(
            initiative=initiative,
            phase=step.phase,
            key=step.key,
            position=places[step.key],
            planned_on=planned,
            done_on=done,
        )
        for step, planned, done in _dated_steps(steps, dict(entered), initiative.current_phase, today, chance)
    )
    let_wait_as_usual(initiative, steps)


def _dated_steps(
    steps: list[RoadMapStep], entered: dict[Phase, dt.date], current: Phase, today: dt.date, chance: random.Random
) -> Iterator[tuple[RoadMapStep, dt.date | None, dt.date | None]]:
    """Steps of past phases are done; of the present phase about half; the next ones have a date."""
    for step in steps:
        phase = Phase(step.phase)
        if phase.number < current.number:
            done = min(entered[phase] + dt.timedelta(days=chance.randint(30, 240)), today - dt.timedelta(days=20))
            yield step, done, done
        elif phase == current and chance.random() < 0.45:
            done = entered[phase] + dt.timedelta(days=chance.randint(1, max(2, (today - entered[phase]).days - 5)))
            yield step, done, done
        elif phase == current:
            yield step, today + dt.timedelta(days=chance.randint(-20, 200)), None
        else:
            yield step, None, None


def _add_tasks(initiative: Initiative, members: list[User], today: dt.date, chance: random.Random) -> None:
    for title in chance.sample(TASKS, 3):
        Task.objects.create(
            initiative=initiative,
            title=title,
            owner=chance.choice(members[:2]),
            due_on=today + dt.timedelta(days=chance.randint(-10, 60)),
            created_by=members[0],
        )
