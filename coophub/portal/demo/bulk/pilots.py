"""Many pilots at once, each with a year of weekly sessions, what was agreed in them and what held them up."""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from decimal import Decimal
from itertools import cycle
from math import ceil

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Max

from coophub.accounts.models import Role, RoleGrant, User
from coophub.accounts.selectors import people_with_role
from coophub.portal.demo.bulk.initiatives import create_many_initiatives
from coophub.portal.demo.bulk.rows import add_many
from coophub.portal.demo.coaching import AGREEMENTS, OBSTACLES, TALKS
from coophub.web import clock
from coophub.web.progress import followed
from initiatives.models import Initiative, Phase, PhaseChange, Task
from pilots.models import AgreedAction, Assignment, Bottleneck, CoachingSession, Pilot, PlannedSession, Programme

BATCH = 200
SESSIONS = 50
PILOTS_EACH = 20
"""More than an advisor has time for: 120 hours a pilot are a year and a half of work."""
AN_ACTION_EACH = 5
"""In one session out of so many something is agreed."""


def create_many_pilots(wanted: int) -> int:
    """Takes `wanted` initiatives into the newest programme, coached in turn by the advisors there are; gives how many
    pilots there are then. Makes initiatives and advisors when there are too few. Needs the demo.
    """
    programme = Programme.objects.filter(starts_on__lte=clock.today()).latest("starts_on")
    outside = Initiative.objects.filter(pilots=None, applications=None, slug__startswith="load-").order_by("-pk")
    if (missing := wanted - outside.count()) > 0:
        create_many_initiatives(missing)
    chosen = list(outside[:wanted])
    advisors = _advisors(wanted)
    chance = random.Random(wanted)
    for start in followed(range(0, wanted, BATCH), "pilots", each=BATCH):
        with transaction.atomic():
            _take_in(programme, [(group, next(advisors)) for group in chosen[start : start + BATCH]], chance)
    return Pilot.objects.count()


def _advisors(pilots: int) -> Iterator[User]:
    """Advisors in turn: those there are, and so many more that none gets more than `PILOTS_EACH`."""
    known = list(people_with_role(Role.ADVISOR))
    first = (User.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    nobody = make_password(None)
    more = [
        User(email=f"load-advisor-{number}@demo.example", name=f"Adviseur {number}", password=nobody)
        for number in range(first, first + ceil(pilots / PILOTS_EACH) - len(known))
    ]
    add_many(more)
    add_many([RoleGrant(user=user, role=Role.ADVISOR) for user in more])
    return cycle([*known, *more])


def _take_in(programme: Programme, groups: list[tuple[Initiative, User]], chance: random.Random) -> None:
    started_on = clock.today() - dt.timedelta(weeks=SESSIONS + 1)
    pilots = [
        Pilot(
            programme=programme,
            initiative=group,
            goal="De groep helpen om de financiering rond te krijgen.",
            started_on=started_on,
            hours_budget=Decimal(120),
        )
        for group, _advisor in groups
    ]
    add_many(pilots)
    coached = [(pilot, advisor) for pilot, (_group, advisor) in zip(pilots, groups, strict=True)]
    lead = {"role": Assignment.Role.LEAD, "started_on": started_on}
    add_many([Assignment(pilot_id=pilot.pk, advisor=advisor, **lead) for pilot, advisor in coached])
    add_many([_planned(pilot, advisor, chance) for pilot, advisor in coached])
    sessions = [_session(pilot, advisor, week, chance) for pilot, advisor in coached for week in range(1, SESSIONS + 1)]
    add_many(sessions)
    _agree(sessions, {pilot.pk: pilot for pilot in pilots}, chance)
    add_many([bottleneck for pilot in pilots for bottleneck in _bottlenecks(pilot, chance)])
    add_many([change for pilot in pilots for change in _road(pilot, chance)])


def _road(pilot: Pilot, chance: random.Random) -> list[PhaseChange]:
    """Each phase up to the present one: the first before the group became a pilot, the others in the year since."""
    passed = list(Phase)[: Phase(pilot.initiative.phase).number]
    since = sorted(pilot.started_on + dt.timedelta(days=chance.randint(1, 340)) for _later in passed[1:])
    days = [pilot.started_on - dt.timedelta(days=chance.randint(1, 300)), *since]
    return [
        PhaseChange(initiative_id=pilot.initiative_id, phase=phase, on=day)
        for phase, day in zip(passed, days, strict=True)
    ]


def _session(pilot: Pilot, advisor: User, week: int, chance: random.Random) -> CoachingSession:
    return CoachingSession(
        pilot_id=pilot.pk,
        advisor=advisor,
        held_on=pilot.started_on + dt.timedelta(weeks=week, days=chance.randint(0, 3)),
        kind=chance.choice(CoachingSession.Kind.values),
        hours=Decimal(chance.choice(["1.0", "1.5", "2.0", "3.0"])),
        summary=chance.choice(TALKS),
        submission_key=uuid.uuid4(),
    )


def _planned(pilot: Pilot, advisor: User, chance: random.Random) -> PlannedSession:
    return PlannedSession(
        pilot_id=pilot.pk,
        advisor=advisor,
        starts_at=clock.now() + dt.timedelta(days=chance.randint(1, 30)),
        about="De begroting",
        submission_key=uuid.uuid4(),
    )


def _agree(sessions: list[CoachingSession], pilots: dict[int, Pilot], chance: random.Random) -> None:
    """A task for the group out of some of the sessions; the older ones are done."""
    with_task = sessions[::AN_ACTION_EACH]
    recently = clock.now() - dt.timedelta(days=60)
    tasks = []
    for session in with_task:
        done_at = dt.datetime.combine(session.held_on + dt.timedelta(days=21), dt.time(18), dt.UTC)
        tasks.append(
            Task(
                initiative_id=pilots[session.pilot_id].initiative_id,
                title=chance.choice(AGREEMENTS),
                due_on=session.held_on + dt.timedelta(days=30),
                done_at=done_at if done_at < recently else None,
                created_by_id=session.advisor_id,
            )
        )
    add_many(tasks)
    add_many(
        [AgreedAction(session_id=session.pk, task_id=task.pk) for session, task in zip(with_task, tasks, strict=True)]
    )


def _bottlenecks(pilot: Pilot, chance: random.Random) -> list[Bottleneck]:
    """One that was resolved and one that is open."""
    first, second = chance.sample(list(OBSTACLES), 2)
    opened_on = pilot.started_on + dt.timedelta(days=chance.randint(30, 200))
    return [
        Bottleneck(
            pilot_id=pilot.pk,
            category=first,
            phase=Phase.FEASIBILITY,
            severity=chance.choice(Bottleneck.Severity.values),
            description=OBSTACLES[first][0],
            opened_on=opened_on,
            resolved_on=opened_on + dt.timedelta(days=100),
            resolution=OBSTACLES[first][1],
        ),
        Bottleneck(
            pilot_id=pilot.pk,
            category=second,
            phase=Phase.DEVELOPMENT,
            severity=chance.choice(Bottleneck.Severity.values),
            description=OBSTACLES[second][0],
            opened_on=opened_on,
        ),
    ]
