"""What the pilots of the demo learnt: lessons that everybody reads, and one that waits for a second advisor."""

import tomllib
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef

from coophub.accounts.models import User
from coophub.web import clock
from pilots.models import Assignment, Bottleneck, Lesson
from pilots.services.lessons import LessonInput, approve_lesson, offer_lesson, write_lesson

LESSONS = Path(__file__).parent / "lessons.toml"
YEARS_GOOD_FOR = 2


def create_lessons(*, accounts: dict[str, User]) -> list[Lesson]:
    found = tomllib.loads(LESSONS.read_text(encoding="utf-8"))
    return [_create(accounts, **lesson) for lesson in found["lesson"]]


def _create(accounts: dict[str, User], *, category: str, author: str, approver: str = "", **texts: Any) -> Lesson:
    writer = accounts[author]
    check_again_by = clock.today() + relativedelta(years=YEARS_GOOD_FOR)
    written = write_lesson(
        bottleneck=_solved_by(writer, category),
        lesson=LessonInput(check_again_by=check_again_by, **texts),
        user=writer,
    )
    offered = offer_lesson(lesson=written, user=writer)
    return approve_lesson(lesson=offered, read=offered.seal, user=accounts[approver]) if approver else offered


def _solved_by(advisor: User, category: str) -> Bottleneck:
    """The first that this advisor solved alone, so that another can approve what is learnt from it."""
    others = Assignment.objects.filter(pilot=OuterRef("pilot")).exclude(advisor=advisor)
    coached = Bottleneck.objects.filter(
        ~Exists(others), category=category, pilot__assignments__advisor=advisor, pilot__assignments__ended_on=None
    )
    return coached.exclude(resolved_on=None).order_by("pk")[:1].get()
