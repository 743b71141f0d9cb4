"""What was learnt: written by one advisor, approved by another, and then for everybody."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.notifications.services import notify
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from pilots.may import (
    why_not_approve_lesson,
    why_not_change_lesson,
    why_not_offer_lesson,
    why_not_withdraw_lesson,
    why_not_write_lesson,
)
from pilots.models import Bottleneck, Lesson
from pilots.models.lessons import DUTCH, ENGLISH
from pilots.selectors.lessons import names_of, who_can_approve
from pilots.services.approving import move, sign


@dataclass(frozen=True)
class LessonInput:
    """What an advisor writes. The English may be empty."""

    title: str
    problem: str
    what_helped: str
    check_again_by: dt.date
    title_en: str = ""
    problem_en: str = ""
    what_helped_en: str = ""


@transaction.atomic
def write_lesson(*, bottleneck: Bottleneck, lesson: LessonInput, user: User) -> Lesson:
    """Keeps what was learnt from a bottleneck that is solved, as a draft for its author alone.

    Raises DomainError for who does not coach the pilot, for a bottleneck that is open or has a lesson already, and for
    a name that is left in the text, beside its field.
    """
    found = Bottleneck.objects.select_for_update(of=("self",)).select_related("pilot__initiative__municipality")
    bottleneck = found.get(pk=bottleneck.pk)
    refuse(why_not_write_lesson(bottleneck, user))
    written = Lesson(
        bottleneck=bottleneck,
        author=user,
        category=bottleneck.category,
        kind=bottleneck.kind,
        phase=bottleneck.phase,
        form=bottleneck.pilot.initiative.form,
        **asdict(lesson),
    )
    _no_names_left(written)
    written.save()
    record(actor=user, action="pilots.write_lesson", target=written, after=_traced(written))
    return written


@transaction.atomic
def change_lesson(*, lesson: Lesson, changed: LessonInput, user: User) -> Lesson:
    """Changes a lesson. What was approved was another text: it is a draft again, and nobody else finds it.

    Raises DomainError for who did not write it, for one that was withdrawn, and for a name that is left in the text.
    """
    lesson = _locked(lesson)
    refuse(why_not_change_lesson(lesson, user))
    before = lesson.content
    for name, value in asdict(changed).items():
        setattr(lesson, name, value)
    if lesson.content == before:
        return lesson
    _no_names_left(lesson)
    lesson.state = Lesson.State.DRAFT
    lesson.approved_by, lesson.approved_at, lesson.approved_seal = None, None, ""
    lesson.save()
    record(actor=user, action="pilots.change_lesson", target=lesson, after=_traced(lesson))
    return lesson


@transaction.atomic
def offer_lesson(*, lesson: Lesson, user: User) -> Lesson:
    """Asks every advisor who is not tied to the group to approve it.

    Raises DomainError for who did not write it, and when it is no draft any more.
    """
    lesson = _locked(lesson)
    refuse(why_not_offer_lesson(lesson, user))
    _no_names_left(lesson)
    move(lesson, Lesson.State.WAITING)
    record(actor=user, action="pilots.offer_lesson", target=lesson, after=_traced(lesson))
    _tell(who_can_approve(lesson), lesson, "pilots_lesson_waits")
    return lesson


@transaction.atomic
def approve_lesson(*, lesson: Lesson, read: str, user: User) -> Lesson:
    """Signs for the text of which `read` is the seal, and publishes it. Its author is told.

    Raises DomainError for its author and for who is tied to the group, when it does not wait any more, when it was
    changed since it was read, and for a name that is left in it: somebody may have joined the group since.
    """
    lesson = _locked(lesson)
    refuse(why_not_approve_lesson(lesson, user))
    _no_names_left(lesson)
    sign(lesson, read=read, user=user)
    record(actor=user, action="pilots.approve_lesson", target=lesson, after=_traced(lesson))
    _tell([lesson.author], lesson, "pilots_lesson_approved")
    return lesson


@transaction.atomic
def return_lesson(*, lesson: Lesson, remark: str, user: User) -> Lesson:
    """Sends a lesson back to its author, with what has to be different.

    Raises DomainError for who may not approve it, and when it does not wait any more.
    """
    lesson = _locked(lesson)
    refuse(why_not_approve_lesson(lesson, user))
    move(lesson, Lesson.State.DRAFT, remark=remark)
    record(actor=user, action="pilots.return_lesson", target=lesson, after=_traced(lesson))
    _tell([lesson.author], lesson, "pilots_lesson_returned")
    return lesson


@transaction.atomic
def withdraw_lesson(*, lesson: Lesson, user: User) -> Lesson:
    """Takes a lesson away from everybody. Raises DomainError for who may not, and when that was done already."""
    lesson = _locked(lesson)
    refuse(why_not_withdraw_lesson(lesson, user))
    move(lesson, Lesson.State.WITHDRAWN)
    record(actor=user, action="pilots.withdraw_lesson", target=lesson, after=_traced(lesson))
    return lesson


def _locked(lesson: Lesson) -> Lesson:
    found = Lesson.objects.select_for_update(of=("self",))
    return found.select_related("author", "bottleneck__pilot__initiative__municipality").get(pk=lesson.pk)


def _no_names_left(lesson: Lesson) -> None:
    """Raises DomainError beside the first field that holds a name, and says which."""
    names = names_of(lesson.bottleneck.pilot.initiative)
    for field in (*DUTCH, *ENGLISH):
        if found := names.in_text(getattr(lesson, field)):
            left = ", ".join(f"“{name.text}”" for name in found)
            raise DomainError(
                _("This is left in the text, and others would know by it which group it was: %(left)s.")
                % {"left": left},
                field=field,
            )


def _traced(lesson: Lesson) -> dict[str, str]:
    """The trail says what became of a lesson and of which text, by its seal: it is read by who may not read it yet."""
    return {"state": lesson.state, "seal": lesson.seal}


def _tell(people: Iterable[User], lesson: Lesson, kind: str) -> None:
    notify(recipients=people, kind=kind, context={}, url=reverse("pilots:lesson", args=[lesson.pk]), email=False)
