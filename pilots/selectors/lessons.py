"""What groups learnt: who may read it, what names it may not hold, and where it helps."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext as _

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.web import clock
from coophub.web.bilingual import Bilingual, both
from financing.subsidies.procedure.interest import since
from initiatives import ties
from initiatives.models import Initiative, Municipality
from pilots.library.names import WEBSITE, KnownNames
from pilots.models import Assignment, Bottleneck, Lesson, Programme
from pilots.selectors.usefulness import share_useful

SUGGESTED = 3
"""So many lessons stand with a bottleneck."""


@dataclass(frozen=True)
class LessonFilter:
    """What narrows the list of lessons; what is empty narrows nothing."""

    category: str = ""
    phase: str = ""
    form: str = ""


@dataclass(frozen=True)
class SuggestedLesson:
    """A lesson that helps with a bottleneck, and why it is shown."""

    lesson: Lesson
    reason: str

    @property
    def title(self) -> Bilingual:
        return both(self.lesson, "title")


def published_lessons(narrowed: LessonFilter | None = None) -> QuerySet[Lesson]:
    """What everybody may read, the newest first."""
    found = Lesson.objects.filter(state=Lesson.State.PUBLISHED).order_by("-approved_at", "-pk")
    for name, value in vars(narrowed or LessonFilter()).items():
        if value:
            found = found.filter(**{name: value})
    return found


def lessons_by(author: User) -> QuerySet[Lesson]:
    """What an advisor wrote, the newest first."""
    return Lesson.objects.filter(author=author)


def lesson_about(bottleneck: Bottleneck, user: User) -> Lesson | None:
    """The lesson that was written about a bottleneck, for who may read it."""
    found = bottleneck.lessons.exclude(state=Lesson.State.WITHDRAWN).select_related("bottleneck__pilot__initiative")
    lesson = found.first()
    return lesson if lesson is not None and user.has_perm("pilots.view_lesson", lesson) else None


def lessons_to_approve(advisor: User) -> list[Lesson]:
    """What waits for an advisor like this one: written by another, about a group to which this one is not tied."""
    tied = ties.tied_initiatives(advisor, since())
    waiting = Lesson.objects.filter(state=Lesson.State.WAITING).exclude(author=advisor)
    return list(waiting.exclude(bottleneck__pilot__initiative__in=tied).order_by("created_at", "pk"))


def who_can_approve(lesson: Lesson) -> list[User]:
    """Every advisor but the author and whoever is tied to the group."""
    tied = ties.tied_people(lesson.bottleneck.pilot.initiative, since())
    return [person for person in people_with_role(Role.ADVISOR) if person.pk not in {*tied, lesson.author_id}]


def names_of(initiative: Initiative) -> KnownNames:
    """The names that a lesson of this group may not hold: of everybody who was ever a member, of advisors, of the group
    and of municipalities. Four queries.
    """
    members = User.objects.filter(memberships__initiative=initiative)
    advisors = [*people_with_role(Role.ADVISOR), *_coaches(initiative)]
    return KnownNames(
        members=_names(members),
        advisers=_names(advisors),
        group=tuple(filter(None, (initiative.name, initiative.legal_name, initiative.kvk_number))),
        municipality=initiative.municipality.name,
        municipalities=tuple(Municipality.objects.values_list("name", flat=True)),
    )


def names_in_programme(programme: Programme) -> KnownNames:
    """The names of the people and groups of a programme, for a text about all of them. Municipalities are no names
    there: a report may say where pilots were. Three queries.
    """
    groups = Initiative.objects.filter(pilots__programme=programme)
    coaches = User.objects.filter(assignments__pilot__programme=programme)
    return KnownNames(
        members=_names(User.objects.filter(memberships__initiative__in=groups)),
        advisers=_names(coaches),
        group=tuple(sorted({name for names in groups.values_list("name", "legal_name") for name in names if name})),
        passed_over=frozenset({WEBSITE}),
    )


def _coaches(initiative: Initiative) -> QuerySet[User]:
    return User.objects.filter(pk__in=Assignment.objects.filter(pilot__initiative=initiative).values("advisor"))


def _names(people: Iterable[User]) -> tuple[str, ...]:
    return tuple(sorted({person.name for person in people if person.name}))


def lessons_for(bottlenecks: Iterable[Bottleneck]) -> dict[int, list[SuggestedLesson]]:
    """For each bottleneck that is open what helped other pilots with the same: first what was about exactly this, then
    what came up in the same phase, in the same form, and what most readers found useful. One query, or none.
    """
    opened = [bottleneck for bottleneck in bottlenecks if bottleneck.resolved_on is None]
    if not opened:
        return {}
    first, *rest = (_ranked_for(bottleneck) for bottleneck in opened)
    # With the columns of its rank, which the type of the model does not know.
    rows: Iterable[Any] = first.union(*rest, all=True) if rest else first
    found: dict[int, list[SuggestedLesson]] = {bottleneck.pk: [] for bottleneck in opened}
    by_key = {bottleneck.pk: bottleneck for bottleneck in opened}
    for lesson in sorted(rows, key=lambda lesson: (-lesson.fits, -lesson.usefulness, -lesson.pk)):
        found[lesson.suggested_for].append(SuggestedLesson(lesson, _reason(lesson, by_key[lesson.suggested_for])))
    return found


def with_lessons(bottlenecks: Iterable[Bottleneck]) -> list[tuple[Bottleneck, list[SuggestedLesson]]]:
    """Each with what helped elsewhere: one query more, for any number of bottlenecks."""
    found = list(bottlenecks)
    suggested = lessons_for(found)
    return [(bottleneck, suggested.get(bottleneck.pk, [])) for bottleneck in found]


def _ranked_for(bottleneck: Bottleneck) -> QuerySet[Lesson]:
    initiative = bottleneck.pilot.initiative
    fits = (
        _worth(8, kind=bottleneck.kind or None)
        + _worth(4, phase=bottleneck.phase)
        + _worth(2, form=initiative.form)
        + _worth(1, check_again_by__gte=clock.today())
    )
    return (
        published_lessons(LessonFilter(category=bottleneck.category))
        .exclude(bottleneck__pilot__initiative=initiative)
        .annotate(
            suggested_for=Value(bottleneck.pk, output_field=IntegerField()),
            fits=fits,
            usefulness=share_useful("lesson-"),
        )
        .only("title", "title_en", "category", "kind", "phase", "form")
        .order_by("-fits", "-usefulness", "-pk")[:SUGGESTED]
    )


def _worth(points: int, **what: object) -> Case:
    return Case(When(**what, then=Value(points)), default=Value(0), output_field=IntegerField())


def _reason(lesson: Lesson, bottleneck: Bottleneck) -> str:
    """Why it is shown, as it stands behind its title."""
    about = bottleneck.title if lesson.kind and lesson.kind == bottleneck.kind else bottleneck.get_category_display()
    words = {"about": about.lower(), "phase": bottleneck.get_phase_display().lower()}
    if lesson.phase == bottleneck.phase:
        return _("because a group had the same in the phase %(phase)s: %(about)s") % words
    if lesson.form == bottleneck.pilot.initiative.form:
        return _("because a group of the same form had the same: %(about)s") % words
    return _("because another group had the same: %(about)s") % words
