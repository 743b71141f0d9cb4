"""What coaching tells of a person who asks."""

from typing import Any

from coophub.accounts import personal_data
from coophub.accounts.models import User
from pilots.models import (
    Assignment,
    CalendarFeed,
    CoachingSession,
    IntakeInterest,
    Lesson,
    ModelVersion,
    NamedAnswer,
    PartyContact,
    PlannedSession,
    Respondent,
    ThreadMessage,
)


def register() -> None:
    personal_data.add_part("pilots", coached)
    personal_data.add_part("evaluations", evaluated)


def coached(user: User) -> dict[str, Any]:
    """The groups that somebody advised, the sessions planned and recorded there, with whom they spoke about it, the
    messages that advisor and group wrote each other, the lessons, guides and model documents written and approved, and
    in which applications for a programme they said to have an interest.

    They are the groups' story: they stay after an erasure.
    """
    return {
        "assignments": [
            {
                "initiative": assignment.pilot.initiative.name,
                "from": assignment.started_on.isoformat(),
                "until": assignment.ended_on.isoformat() if assignment.ended_on else None,
                "role": assignment.role,
                "note_for_who_takes_over": assignment.handover_note,
            }
            for assignment in Assignment.objects.filter(advisor=user).select_related("pilot__initiative")
        ],
        "sessions": [
            {
                "initiative": session.pilot.initiative.name,
                "held_on": session.held_on.isoformat(),
                "summary": session.summary,
                "internal_note": session.internal_note,
            }
            for session in CoachingSession.objects.filter(advisor=user).select_related("pilot__initiative")
        ],
        "planned": [
            {
                "initiative": planned.pilot.initiative.name,
                "starts_at": planned.starts_at.isoformat(),
                "about": planned.about,
                "place": planned.place,
            }
            for planned in PlannedSession.objects.filter(advisor=user).select_related("pilot__initiative")
        ],
        "contacts": [
            {
                "initiative": contact.pilot.initiative.name,
                "on": contact.on.isoformat(),
                "with": contact.name,
                "outcome": contact.outcome,
            }
            for contact in PartyContact.objects.filter(advisor=user).select_related("pilot__initiative")
        ],
        "messages": [
            {
                "initiative": message.pilot.initiative.name,
                "written_at": message.written_at.isoformat(),
                "text": message.text,
            }
            for message in ThreadMessage.objects.filter(author=user).select_related("pilot__initiative")
        ],
        "interests_in_applications": [
            {"initiative": said.intake.initiative.name, "reason": said.reason, "said_at": said.declared_at.isoformat()}
            for said in IntakeInterest.objects.filter(person=user).select_related("intake__initiative")
        ],
        "has_calendar": CalendarFeed.objects.filter(user=user).exists(),
        "lessons_written": [_lesson(lesson) for lesson in user.lessons_written.order_by("pk")],
        "lessons_approved": [_lesson(lesson) for lesson in user.lessons_approved.order_by("pk")],
        "guides_written": [version.title for version in user.guides_written.order_by("pk")],
        "guides_approved": [version.title for version in user.guides_approved.order_by("pk")],
        "model_documents_added": [version.title for version in ModelVersion.objects.filter(author=user).order_by("pk")],
        "model_documents_approved": [
            version.title for version in ModelVersion.objects.filter(approved_by=user).order_by("pk")
        ],
    }


def evaluated(user: User) -> dict[str, Any]:
    """What somebody was asked, and what they answered with their name. What they answered without it is nobody's."""
    return {
        "asked": [
            {
                "questions": respondent.round.title,
                "about": respondent.pilot.initiative.name,
                "until": respondent.round.closes_on.isoformat(),
            }
            for respondent in Respondent.objects.filter(person=user).select_related("round", "pilot__initiative")
        ],
        "answers": [
            {
                "about": answer.respondent.pilot.initiative.name,
                "question": answer.key,
                "answer": answer.text or answer.option or str(answer.number),
            }
            for answer in NamedAnswer.objects.filter(respondent__person=user).select_related(
                "respondent__pilot__initiative"
            )
        ],
    }


def _lesson(lesson: Lesson) -> dict[str, Any]:
    return {"title": lesson.title, "state": lesson.state, "written_at": lesson.created_at.isoformat()}
