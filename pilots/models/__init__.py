"""Coaching: programmes, the initiatives that take part in them as pilots, and what advisor and group did together."""

from pilots.models.approach import CoachingGoal, PartyContact
from pilots.models.bottlenecks import Bottleneck, KnownMeasure, MeasureTried
from pilots.models.coaching import AgreedAction, CoachingSession
from pilots.models.evaluation import AnonymousAnswer, AnonymousText, EvaluationRound, NamedAnswer, Respondent
from pilots.models.lessons import Lesson
from pilots.models.planned import CalendarFeed, PlannedSession
from pilots.models.programmes import Assignment, CoachRequest, Pilot, Programme
from pilots.models.usefulness import UsefulAnswer

__all__ = [
    "AgreedAction",
    "AnonymousAnswer",
    "AnonymousText",
    "Assignment",
    "Bottleneck",
    "CalendarFeed",
    "CoachRequest",
    "CoachingGoal",
    "CoachingSession",
    "EvaluationRound",
    "KnownMeasure",
    "Lesson",
    "MeasureTried",
    "NamedAnswer",
    "PartyContact",
    "Pilot",
    "PlannedSession",
    "Programme",
    "Respondent",
    "UsefulAnswer",
]
