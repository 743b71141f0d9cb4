"""Programmes, pilots and their coaching."""

import datetime as dt
import uuid
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from coophub.web import clock
from pilots import models
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory


class ProgrammeFactory(DjangoModelFactory[models.Programme]):
    class Meta:
        model = models.Programme

    slug = factory.Sequence(lambda n: f"programma-{n}")
    name = factory.Sequence(lambda n: f"Programma {n}")
    starts_on = dt.date(2022, 1, 1)


class PilotFactory(DjangoModelFactory[models.Pilot]):
    """A pilot that goes on. `advisor=` assigns that person to it."""

    class Meta:
        model = models.Pilot
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)
    initiative = factory.SubFactory(InitiativeFactory)
    started_on = dt.date(2026, 1, 1)

    @factory.post_generation
    def advisor(self, create, extracted, **kwargs):
        if extracted:
            models.Assignment.objects.create(pilot=self, advisor=extracted, role="lead", started_on=self.started_on)


class CoachingSessionFactory(DjangoModelFactory[models.CoachingSession]):
    class Meta:
        model = models.CoachingSession

    pilot = factory.SubFactory(PilotFactory)
    held_on = dt.date(2026, 2, 3)
    hours = Decimal("1.5")
    summary = "We bespraken de begroting."
    internal_note = ""
    submission_key = factory.LazyFunction(uuid.uuid4)


class PlannedSessionFactory(DjangoModelFactory[models.PlannedSession]):
    """In a week from now; `pilot` has an advisor."""

    class Meta:
        model = models.PlannedSession

    pilot = factory.SubFactory(PilotFactory)
    advisor = factory.LazyAttribute(lambda planned: planned.pilot.assignments.first().advisor)
    starts_at = factory.LazyFunction(lambda: clock.now() + dt.timedelta(days=7))
    place = "Het Kraaiennest"
    about = "De begroting"
    submission_key = factory.LazyFunction(uuid.uuid4)


class CoachingGoalFactory(DjangoModelFactory[models.CoachingGoal]):
    class Meta:
        model = models.CoachingGoal

    pilot = factory.SubFactory(PilotFactory)
    goal = factory.Sequence(lambda n: f"Doel {n}")
    check_on = factory.LazyFunction(lambda: clock.today() + dt.timedelta(days=60))


class BottleneckFactory(DjangoModelFactory[models.Bottleneck]):
    class Meta:
        model = models.Bottleneck

    pilot = factory.SubFactory(PilotFactory)
    category = models.Bottleneck.Category.FINANCING
    phase = factory.SelfAttribute("pilot.initiative.phase")
    description = "De bank leent niet genoeg."
    opened_on = dt.date(2026, 2, 3)


class LessonFactory(DjangoModelFactory[models.Lesson]):
    """A draft; with `published=True` everybody reads it."""

    class Meta:
        model = models.Lesson

    bottleneck = factory.SubFactory(BottleneckFactory, resolved_on=dt.date(2026, 3, 2), resolution="Een andere bank.")
    author = factory.SubFactory(UserFactory)
    title = "Een tweede bank vragen helpt"
    problem = "De bank wilde niet lenen."
    what_helped = "Een tweede bank wilde dat wel."
    category = factory.SelfAttribute("bottleneck.category")
    kind = factory.SelfAttribute("bottleneck.kind")
    phase = factory.SelfAttribute("bottleneck.phase")
    form = factory.SelfAttribute("bottleneck.pilot.initiative.form")
    check_again_by = dt.date(2028, 3, 2)

    class Params:
        published = factory.Trait(
            state=models.Lesson.State.PUBLISHED,
            approved_by=factory.SubFactory(UserFactory),
            approved_at=factory.LazyFunction(clock.now),
            approved_seal="0" * 64,
        )
