"""Questionnaires that are written in CoopHub. Those of `pilots/questions/questionnaires` are where they begin."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coophub.web.model_fields import MomentColumn
from pilots.questions.questionnaire import (
    LONGEST_INTRODUCTION,
    LONGEST_TITLE,
    AskedOf,
    Questionnaire,
)

WORDS = ("title", "title_en", "introduction", "introduction_en")
PROMISES = ("asked_of", "is_at_the_end", "is_anonymous")
"""What people are told about themselves: it stays over all versions, and once a round is planned."""


class WrittenQuestionnaire(models.Model):
    """One version of a questionnaire. It is a draft until the first round with it opens; then it stays as it is.

    What has the same slug is asked again over the years: a question that keeps its key can be compared.
    """

    slug = models.SlugField(_("questionnaire"))
    version = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    title_en = models.CharField(_("title in English"), max_length=LONGEST_TITLE, blank=True)
    introduction = models.TextField(_("introduction"), blank=True, max_length=LONGEST_INTRODUCTION)
    introduction_en = models.TextField(_("introduction in English"), blank=True, max_length=LONGEST_INTRODUCTION)
    asked_of = models.CharField(_("asked of"), max_length=10, choices=AskedOf, default=AskedOf.GROUP)
    is_at_the_end = models.BooleanField(_("asked when a pilot has ended"), default=False)
    is_anonymous = models.BooleanField(_("without names"), default=True)
    questions = models.JSONField(_("questions"), default=list)
    revision = models.PositiveIntegerField(default=1, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    frozen_at = MomentColumn(_("asked for the first time at"), null=True, editable=False)

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["title", "slug", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="version_of_a_questionnaire_once"),
            models.UniqueConstraint(fields=["slug"], condition=Q(frozen_at=None), name="one_draft_of_a_questionnaire"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="asked",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def document(self) -> Questionnaire:
        """As it is asked. Raises ValueError while it has no question."""
        words = {name: getattr(self, name) for name in (*WORDS, *PROMISES)}
        return Questionnaire(slug=self.slug, version=self.version, questions=self.questions, **words)
