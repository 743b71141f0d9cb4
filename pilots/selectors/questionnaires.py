"""The questionnaires that there are: those that CoopHub comes with, and those that were written in it."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from coophub.web.bilingual import AnyWords, Bilingual, both, filled_in
from pilots.models import EvaluationRound, WrittenQuestionnaire
from pilots.questions.questionnaire import AskedOf, Questionnaire, questionnaires


@dataclass(frozen=True)
class QuestionnaireLine:
    """A questionnaire over all its versions: the newest that can be asked as it is, and the draft that is written."""

    slug: str
    asked: Questionnaire | None
    draft: WrittenQuestionnaire | None

    @property
    def title(self) -> Bilingual:
        return both(self.newest, "title")

    @property
    def newest(self) -> WrittenQuestionnaire | Questionnaire | None:
        return self.draft or self.asked

    @property
    def asked_of(self) -> str:
        return str(AskedOf(self.newest.asked_of).label) if self.newest else ""

    @property
    def askable(self) -> list[Questionnaire]:
        """The versions that a round can be planned with: a draft once it has a question."""
        drafts = [self.draft.document] if self.draft is not None and self.draft.questions else []
        return [*([self.asked] if self.asked else []), *drafts]


def questionnaire_lines() -> list[QuestionnaireLine]:
    """All of them, by their titles. One query."""
    asked: dict[str, Questionnaire] = dict(questionnaires())
    drafts: dict[str, WrittenQuestionnaire] = {}
    for written in WrittenQuestionnaire.objects.order_by("version"):
        if written.frozen_at is None:
            drafts[written.slug] = written
        else:
            asked[written.slug] = written.document
    lines = [QuestionnaireLine(slug, asked.get(slug), drafts.get(slug)) for slug in {**asked, **drafts}]
    return sorted(lines, key=lambda line: (line.title.dutch.lower(), line.slug))


def questionnaire_at(slug: str, version: int) -> Questionnaire:
    """One version as it is asked. Raises Http404 for one that is not there, and for a draft without questions."""
    shipped = questionnaires().get(slug)
    if shipped is not None and shipped.version == version:
        return shipped
    written = WrittenQuestionnaire.objects.filter(slug=slug, version=version).first()
    if written is None or not written.questions:
        raise Http404
    return written.document


def version_in_words(found: Questionnaire) -> AnyWords:
    """Its title, with the version where there were others."""
    if found.version == 1:
        return found.words
    return filled_in(_("%(title)s (version %(version)s)"), title=found.words, version=str(found.version))


def is_planned(found: WrittenQuestionnaire) -> bool:
    """Whether a round with this version is planned, so that what people are promised stays."""
    return EvaluationRound.objects.filter(questionnaire=found.slug, version=found.version).exists()
