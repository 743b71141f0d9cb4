"""Coaching: programmes, the initiatives that take part in them as pilots, and what advisor and group did together."""

from pilots.models.approach import CoachingGoal, PartyContact
from pilots.models.bottlenecks import Bottleneck, KnownMeasure, MeasureTried
from pilots.models.calls import Call, CallInvitation, Intake, SubmittedIntake
from pilots.models.coaching import AgreedAction, CoachingSession
from pilots.models.evaluation import (
    AnonymousAnswer,
    AnonymousText,
    EvaluationRound,
    MovedLastDay,
    NamedAnswer,
    Respondent,
)
from pilots.models.evaluation_reports import Chapter, EvaluationReport, ReportComment, ReportText
from pilots.models.facts import ChangedPilot, PilotFacts
from pilots.models.guides import GuideVersion
from pilots.models.lessons import Lesson
from pilots.models.model_documents import ModelDocument, ModelVersion
from pilots.models.planned import CalendarFeed, PlannedSession
from pilots.models.programmes import MOST_PLACES, Assignment, CoachRequest, Pilot, Programme
from pilots.models.questionnaires import WrittenQuestionnaire
from pilots.models.selection import IntakeInterest, IntakeScore, Selection
from pilots.models.thread import ThreadMessage, ThreadReading
from pilots.models.usefulness import UsefulAnswer

__all__ = [
    "MOST_PLACES",
    "AgreedAction",
    "AnonymousAnswer",
    "AnonymousText",
    "Assignment",
    "Bottleneck",
    "CalendarFeed",
    "Call",
    "CallInvitation",
    "ChangedPilot",
    "Chapter",
    "CoachRequest",
    "CoachingGoal",
    "CoachingSession",
    "EvaluationReport",
    "EvaluationRound",
    "GuideVersion",
    "Intake",
    "IntakeInterest",
    "IntakeScore",
    "KnownMeasure",
    "Lesson",
    "MeasureTried",
    "ModelDocument",
    "ModelVersion",
    "MovedLastDay",
    "NamedAnswer",
    "PartyContact",
    "Pilot",
    "PilotFacts",
    "PlannedSession",
    "Programme",
    "ReportComment",
    "ReportText",
    "Respondent",
    "Selection",
    "SubmittedIntake",
    "ThreadMessage",
    "ThreadReading",
    "UsefulAnswer",
    "WrittenQuestionnaire",
]
