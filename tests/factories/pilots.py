"""Programmes, pilots and their coaching."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from factory.django import DjangoModelFactory

from coophub.accounts.models import Role, User
from coophub.web import clock
from pilots import models
from pilots.questions.example_call import example_call
from pilots.questions.question import written
from pilots.questions.questionnaire import questionnaires
from pilots.services.guides import GuideInput, approve_guide, offer_guide, write_guide, write_guide_version
from pilots.services.intakes import content_of
from pilots.services.model_documents import (
    ModelVersionInput,
    add_model,
    add_model_version,
    approve_model_version,
)
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


class ThreadMessageFactory(DjangoModelFactory[models.ThreadMessage]):
    class Meta:
        model = models.ThreadMessage

    pilot = factory.SubFactory(PilotFactory)
    author = factory.SubFactory(UserFactory)
    is_from_advisor = False
    text = "Kun je maandag bellen over de grond?"
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


class EvaluationRoundFactory(DjangoModelFactory[models.EvaluationRound]):
    """A round that is open for two weeks, of the questionnaire for groups."""

    class Meta:
        model = models.EvaluationRound
        exclude = ("asks",)

    asks = factory.LazyAttribute(lambda round_: questionnaires()[round_.questionnaire])
    programme = factory.SubFactory(ProgrammeFactory)
    questionnaire = "group-half-year"
    title = factory.SelfAttribute("asks.title")
    introduction = factory.SelfAttribute("asks.introduction")
    asked_of = factory.SelfAttribute("asks.asked_of")
    is_at_the_end = factory.SelfAttribute("asks.is_at_the_end")
    is_anonymous = factory.SelfAttribute("asks.is_anonymous")
    questions = factory.LazyAttribute(lambda round_: written(round_.asks.questions))
    opens_on = factory.LazyFunction(clock.today)
    closes_on = factory.LazyAttribute(lambda round_: round_.opens_on + dt.timedelta(days=14))
    opened_at = factory.LazyFunction(clock.now)


class WrittenQuestionnaireFactory(DjangoModelFactory[models.WrittenQuestionnaire]):
    """A draft with the questions that groups are asked."""

    class Meta:
        model = models.WrittenQuestionnaire

    slug = factory.Sequence(lambda n: f"vragen-{n}")
    version = 1
    title = "Hoe gaat het?"
    introduction = "Een paar vragen."
    questions = factory.LazyFunction(lambda: written(questionnaires()["group-half-year"].questions))
    written_by = factory.SubFactory(UserFactory)


class RespondentFactory(DjangoModelFactory[models.Respondent]):
    class Meta:
        model = models.Respondent

    pilot = factory.SubFactory(PilotFactory)
    round = factory.SubFactory(EvaluationRoundFactory, programme=factory.SelfAttribute("..pilot.programme"))
    person = factory.SubFactory(UserFactory)


class AnonymousTextFactory(DjangoModelFactory[models.AnonymousText]):
    """A text that waits to be read, of a round that closed."""

    class Meta:
        model = models.AnonymousText

    pilot = factory.SubFactory(PilotFactory)
    round = factory.SubFactory(
        EvaluationRoundFactory,
        programme=factory.SelfAttribute("..pilot.programme"),
        closed_at=factory.LazyFunction(clock.now),
        asked=6,
        answered=6,
    )
    key = "what_better"
    text = "Meer tijd voor de begroting."


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


def model_version(author: User | None = None, approver: User | None = None, **said: Any) -> models.ModelVersion:
    """A version of a model document with a file: waiting, or published when it has an `approver`."""
    words: dict[str, Any] = {
        "title": "Agenda van de oprichtingsvergadering",
        "about": "Zet er de datum en de plaats in.",
        "holds_from": clock.today(),
        "source": "Zelf gemaakt",
        "source_on": clock.today(),
        "check_again_by": clock.today() + dt.timedelta(days=700),
        **said,
    }
    adder = author or UserFactory(roles=[Role.ADVISOR])
    upload = SimpleUploadedFile("agenda.csv", f"{words['title']};{words['about']}\n".encode())
    model, kind = words.pop("model", None), words.pop("kind", "meeting")
    given = ModelVersionInput(**words)
    if model is None:
        version = add_model(kind=kind, version=given, upload=upload, user=adder)
    else:
        version = add_model_version(model=model, version=given, upload=upload, user=adder)
    return approve_model_version(version=version, read=version.seal, user=approver) if approver else version


def guide_version(
    author: User | None = None, approver: User | None = None, newer_of: models.GuideVersion | None = None, **said: Any
) -> models.GuideVersion:
    """A version of a guide that an advisor wrote: waiting, or published when it has an `approver`."""
    words: dict[str, Any] = {
        "subject": "others",
        "title": "Buren meenemen",
        "summary": "Hoe jullie de buren vertellen wat er komt, en wat zij ervan vinden.",
        "text": "Begin **vroeg**.\n\n## Bellen\n\n- langsgaan\n- een brief\n\nZie [de weg](/knowledge/the-road/).",
        "sources": "Wat groepen ons vertelden (2026)\nOmgevingswet, artikel 16.55",
        "checked_on": clock.today(),
        "check_again_by": clock.today() + dt.timedelta(days=365),
        "read_at": [],
        **said,
    }
    writer = author or UserFactory(roles=[Role.ADVISOR])
    given = GuideInput(**words)
    if newer_of is None:
        version = write_guide(guide=given, user=writer)
    else:
        version = write_guide_version(slug=newer_of.slug, guide=given, user=writer)
    offer_guide(version=version, user=writer)
    version.refresh_from_db()
    return approve_guide(version=version, read=version.seal, user=approver) if approver else version


class CallFactory(DjangoModelFactory[models.Call]):
    """A published call that is open today and closes in ten days. `closed=True`: it closed yesterday."""

    class Meta:
        model = models.Call

    class Params:
        closed = factory.Trait(closes_on=factory.LazyFunction(lambda: clock.today() - dt.timedelta(days=1)))

    programme = factory.SubFactory(ProgrammeFactory, places=10)
    opens_on = factory.LazyFunction(lambda: clock.today() - dt.timedelta(days=30))
    closes_on = factory.LazyFunction(lambda: clock.today() + dt.timedelta(days=10))
    questions = factory.LazyFunction(lambda: example_call()["questions"])
    criteria = factory.LazyFunction(lambda: example_call()["criteria"])
    published_at = factory.LazyFunction(lambda: clock.now() - dt.timedelta(days=40))


ANSWERS = {
    "plan": "Twintig woningen rond een tuin.",
    "place": "talking",
    "parties": "De gemeente schreef een brief.",
    "own_money": "250000",
    "organisation": "Een bestuur van vijf.",
}


class IntakeFactory(DjangoModelFactory[models.Intake]):
    """A draft in which every question that must be answered is."""

    class Meta:
        model = models.Intake

    call = factory.SubFactory(CallFactory)
    initiative = factory.SubFactory(InitiativeFactory)
    answers = factory.LazyFunction(lambda: dict(ANSWERS))
    started_by = factory.SubFactory(UserFactory)


def submitted_intake(**kwargs):
    """What a group submitted five days ago, while its call was open: `call=` or `call__programme=`, `initiative=`."""
    intake = IntakeFactory(submitted_at=clock.now() - dt.timedelta(days=5), **kwargs)
    return models.SubmittedIntake.objects.create(
        intake=intake,
        content=content_of(intake, submitted_by=str(intake.started_by)),
        sha256="0" * 64,
        submitted_by=intake.started_by,
        submitted_at=intake.submitted_at,
    )
