"""The questionnaires that CoopHub comes with: each is a file in `questionnaires/`, the first version of what can be
written on from there (`pilots/models/questionnaires.py`).

A round keeps the questions as they were when it was planned; what changes in a file holds for rounds from then on.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, field_validator

from coophub.web.bilingual import Bilingual, both
from pilots.questions.question import Question, read_questions

LONGEST_TITLE, LONGEST_INTRODUCTION = 100, 600
FOLDER = Path(__file__).parent / "questionnaires"


class AskedOf(models.TextChoices):
    """Whose answers are wanted. The group is asked for itself, an advisor once for each of their pilots."""

    GROUP = "group", _("Members of the groups")
    ADVISOR = "advisor", _("Advisors")


class Questionnaire(BaseModel):
    """What is asked, of whom, and whether their answers are kept without them. What `is_at_the_end` is asked once, of
    pilots that have ended; anything else of those that go on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: str
    version: int = 1
    title: str = Field(max_length=LONGEST_TITLE)
    title_en: str = Field(max_length=LONGEST_TITLE)
    introduction: str = Field(max_length=LONGEST_INTRODUCTION)
    introduction_en: str = Field(max_length=LONGEST_INTRODUCTION)
    asked_of: AskedOf
    is_at_the_end: bool = False
    is_anonymous: bool
    questions: tuple[Question, ...]

    @property
    def words(self) -> Bilingual:
        return both(self, "title")

    @property
    def name(self) -> str:
        """What a form calls this version."""
        return self.slug if self.version == 1 else f"{self.slug}.{self.version}"

    @field_validator("questions", mode="before")
    @classmethod
    def _read(cls, questions: Iterable[Any]) -> tuple[Question, ...]:
        return read_questions(list(questions))


@cache
def questionnaires() -> dict[str, Questionnaire]:
    """All of them by their slug, in the order of their titles.

    Raises ValidationError of pydantic with the path of what we do not know in a file.
    """
    found = [
        Questionnaire.model_validate({"slug": file.stem, **tomllib.loads(file.read_text(encoding="utf-8"))})
        for file in FOLDER.glob("*.toml")
    ]
    return {questionnaire.slug: questionnaire for questionnaire in sorted(found, key=lambda one: one.title)}
