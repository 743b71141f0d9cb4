"""Writing questionnaires: begun from another one, kept as a draft, and in a new version once they were asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web.clashes import ClashError
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from pilots.may import why_not_change_questionnaire, why_not_remove_questionnaire, why_not_run_programmes
from pilots.models import EvaluationRound, WrittenQuestionnaire
from pilots.models.questionnaires import PROMISES, WORDS
from pilots.questions.question import read_questions, written
from pilots.questions.questionnaire import Questionnaire, questionnaires
from pilots.selectors.questionnaires import is_planned
from pilots.services.calls import with_keys
from pilots.services.running import CHANGED_MEANWHILE

WHAT_IS_COMPARED = ("kind", "unit")
"""What a question keeps beside its key to be the same one as before."""


@dataclass(frozen=True)
class QuestionnaireInput:
    """A questionnaire as it is written. Questions without a key of their own are new."""

    title: str
    title_en: str
    introduction: str
    introduction_en: str
    asked_of: str
    is_at_the_end: bool
    is_anonymous: bool
    questions: Sequence[Mapping[str, Any]]


@transaction.atomic
def start_questionnaire(*, title: str, begins_as: Questionnaire | None, user: User) -> WrittenQuestionnaire:
    """A new questionnaire, empty or with the questions of another one.

    Raises DomainError for who runs no programmes.
    """
    refuse(why_not_run_programmes(user))
    values = _values_of(begins_as) if begins_as else {}
    draft = WrittenQuestionnaire.objects.create(
        **{**values, "title": title, "title_en": ""}, slug=_free_slug(title), version=1, written_by=user
    )
    record(actor=user, action="pilots.start_questionnaire", target=draft, after={"title": title})
    return draft


@transaction.atomic
def start_version(*, follows: Questionnaire, user: User) -> WrittenQuestionnaire:
    """A draft that follows what was asked, with the same questions. Twice is once: there is one draft at a time."""
    refuse(why_not_run_programmes(user))
    values, version = _values_of(follows), follows.version + 1
    draft, is_new = WrittenQuestionnaire.objects.get_or_create(
        slug=follows.slug, frozen_at=None, defaults={**values, "version": version, "written_by": user}
    )
    if is_new:
        record(actor=user, action="pilots.start_questionnaire", target=draft, after={"version": version})
    return draft


@transaction.atomic
def save_questionnaire(
    *, draft: WrittenQuestionnaire, content: QuestionnaireInput, revision: int, user: User
) -> WrittenQuestionnaire:
    """Keeps a draft; rounds that are planned with it ask what it says then.

    Raises ClashError when somebody else changed it after `revision`, DomainError once it was asked, and for another
    promise than the version before made or the people of a planned round were counted for.
    """
    draft = WrittenQuestionnaire.objects.select_for_update().get(pk=draft.pk)
    refuse(why_not_change_questionnaire(draft, user))
    if revision != draft.revision:
        raise ClashError(CHANGED_MEANWHILE, revision=draft.revision)
    if promises_are_fixed(draft) and any(getattr(draft, name) != getattr(content, name) for name in PROMISES):
        raise DomainError(_("Who is asked, when and whether without names stays as it was."), field="asked_of")
    values = {name: getattr(content, name) for name in (*WORDS, *PROMISES)}
    values["questions"] = written(read_questions(_with_own_keys(draft, content.questions)))
    before = {name: getattr(draft, name) for name in values if getattr(draft, name) != values[name]}
    if not before:
        return draft
    for name in before:
        setattr(draft, name, values[name])
    draft.revision += 1
    draft.save()
    planned = EvaluationRound.objects.filter(questionnaire=draft.slug, version=draft.version, opened_at=None)
    planned.update(**values)
    after = {name: values[name] for name in before}
    record(actor=user, action="pilots.change_questionnaire", target=draft, before=before, after=after)
    return draft


@transaction.atomic
def remove_questionnaire(*, draft: WrittenQuestionnaire, user: User) -> None:
    """Throws a draft away. Raises DomainError once it was asked, and while a round is planned with it."""
    draft = WrittenQuestionnaire.objects.select_for_update().get(pk=draft.pk)
    refuse(why_not_remove_questionnaire(draft, user))
    before = {"title": draft.title, "version": draft.version}
    record(actor=user, action="pilots.remove_questionnaire", target=draft, before=before)
    draft.delete()


def promises_are_fixed(draft: WrittenQuestionnaire) -> bool:
    """Whether a version went before this one, or a round is planned with it."""
    return draft.version > 1 or is_planned(draft)


def _with_own_keys(draft: WrittenQuestionnaire, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """A question keeps its key, also in other words. One that is answered in another way than before is a new one, and
    no new one gets a key that was used: else figures would be compared that are not of the same question.
    """
    before = {question["key"]: question for version in _earlier(draft) for question in version}
    kept = [{**row, "key": ""} if not _is_comparable(row, before.get(str(row.get("key", "")))) else row for row in rows]
    return with_keys(kept, "key", "text", "_", used=before)


def _is_comparable(row: Mapping[str, Any], before: Mapping[str, Any] | None) -> bool:
    return before is None or all(row.get(name, "") == before.get(name, "") for name in WHAT_IS_COMPARED)


def _earlier(draft: WrittenQuestionnaire) -> list[list[dict[str, Any]]]:
    """The questions of the versions before it, the first on top."""
    shipped = questionnaires().get(draft.slug)
    earlier = WrittenQuestionnaire.objects.filter(slug=draft.slug, version__lt=draft.version).order_by("version")
    return [*([written(shipped.questions)] if shipped else []), *(version.questions for version in earlier)]


def _values_of(questionnaire: Questionnaire) -> dict[str, Any]:
    words = {name: getattr(questionnaire, name) for name in (*WORDS, *PROMISES)}
    return {**words, "questions": written(questionnaire.questions)}


def _free_slug(title: str) -> str:
    taken = set(WrittenQuestionnaire.objects.values_list("slug", flat=True)) | set(questionnaires())
    base = slugify(title)[:40].strip("-") or "questions"
    slugs = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in slugs if slug not in taken)
