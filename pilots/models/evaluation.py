"""Rounds in which the people of a programme answer questions.

What was promised to be anonymous has no row that leads to a person: each answer stands by itself, without who gave it,
when, or what else they answered. While a round is open somebody has to be known to have answered; when it closes that
is forgotten too, and the answers are written again in an order that says nothing (`services.evaluation.close_round`).
"""

import uuid
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.bilingual import Bilingual, both
from coophub.web.model_fields import DayColumn, MomentColumn
from initiatives.models import CooperativeForm
from pilots.models.programmes import Pilot, Programme
from pilots.questions.question import LONGEST_TEXT, Question, read_questions
from pilots.questions.questionnaire import AskedOf

LONGEST_REASON = 300


class EvaluationRound(models.Model):
    """That people are asked the same questions in one period. It keeps the questions as they were planned.

    It is planned, then open, then closed; once closed it keeps how many were asked and how many answered.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="evaluation_rounds", verbose_name=_("programme")
    )
    questionnaire = models.SlugField(_("questionnaire"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    title = models.CharField(_("title"), max_length=100)
    title_en = models.CharField(_("title in English"), max_length=100, blank=True)
    introduction = models.TextField(_("introduction"))
    introduction_en = models.TextField(_("introduction in English"), blank=True)
    asked_of = models.CharField(_("asked of"), max_length=10, choices=AskedOf)
    is_at_the_end = models.BooleanField(_("asked when a pilot has ended"), default=False)
    is_anonymous = models.BooleanField(_("without names"))
    questions = models.JSONField(_("questions"))
    opens_on = DayColumn(_("first day"))
    closes_on = DayColumn(_("last day"))
    opened_at = MomentColumn(_("opened at"), null=True, editable=False)
    reminded_on = DayColumn(_("reminded on"), null=True, editable=False)
    closed_at = MomentColumn(_("closed at"), null=True, editable=False)
    asked = models.PositiveIntegerField(_("people asked"), null=True, editable=False)
    answered = models.PositiveIntegerField(_("people who answered"), null=True, editable=False)

    class Meta:
        verbose_name = _("round of questions")
        verbose_name_plural = _("rounds of questions")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="round_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(opened_at__isnull=False), name="round_closed_after_it_opened"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, asked=None, answered=None)
                | Q(closed_at__isnull=False, asked__isnull=False, answered__lte=F("asked")),
                name="round_counted_when_closed",
            ),
            models.UniqueConstraint(
                fields=["programme", "questionnaire"],
                condition=Q(closed_at=None),
                name="questionnaire_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> Bilingual:
        return both(self, "title")

    @property
    def is_over(self) -> bool:
        """Whether nobody can answer any more; closing it can be a few minutes away."""
        return self.closed_at is not None or self.closes_on < clock.today()

    @cached_property
    def asked_questions(self) -> tuple[Question, ...]:
        return read_questions(self.questions)


class MovedLastDay(models.Model):
    """That a round got another last day, or was closed before it, and why: everybody who sees the round reads it."""

    round = models.ForeignKey(EvaluationRound, models.CASCADE, related_name="moves", verbose_name=_("round"))
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("moved by"))
    moved_at = MomentColumn(_("moved at"), default=clock.now, editable=False)
    before = DayColumn(_("last day before"))
    after = DayColumn(_("last day from then on"))
    is_closing = models.BooleanField(_("closed at that moment"), default=False)
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON)

    class Meta:
        verbose_name = _("moved last day")
        verbose_name_plural = _("moved last days")
        ordering = ["-moved_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.round}: {self.after:%Y-%m-%d}"


class Respondent(models.Model):
    """Somebody who is asked, as a member of a pilot's group or as its advisor.

    `has_answered` is None once it is not kept any more.
    """

    round = models.ForeignKey(EvaluationRound, models.CASCADE, related_name="respondents", verbose_name=_("round"))
    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="respondents", verbose_name=_("pilot"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="evaluations", verbose_name=_("person")
    )
    has_answered = models.BooleanField(_("has answered"), null=True, default=False)

    class Meta:
        verbose_name = _("person asked")
        verbose_name_plural = _("people asked")
        ordering = ["pk"]
        constraints = [
            # Also finds what somebody has to answer (selectors.evaluation.asked_of).
            models.UniqueConstraint(fields=["person", "round", "pilot"], name="asked_once_in_a_round"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.round}"


class AnswerColumns(models.Model):
    """An answer to one question. `number` is a point of a scale or a number, `option` the key of what was chosen."""

    key = models.SlugField(_("question"), max_length=40)
    number = models.DecimalField(_("number"), max_digits=14, decimal_places=2, null=True)
    option = models.SlugField(_("choice"), max_length=40, blank=True)

    class Meta:
        abstract = True


class NamedAnswer(AnswerColumns):
    """An answer in a round that promises nothing: who runs the programme sees whose it is."""

    respondent = models.ForeignKey(Respondent, models.CASCADE, related_name="answers", verbose_name=_("person asked"))
    text = models.TextField(_("text"), blank=True, max_length=LONGEST_TEXT)

    class Meta:
        verbose_name = _("answer with a name")
        verbose_name_plural = _("answers with a name")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["respondent", "key"], name="question_answered_once")]

    def __str__(self) -> str:
        return self.key


class AnonymousAnswer(AnswerColumns):
    """An answer without anybody. Of its group it keeps the form alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(EvaluationRound, models.CASCADE, related_name="answers", verbose_name=_("round"))
    form = models.CharField(_("form"), max_length=20, choices=CooperativeForm)

    class Meta:
        verbose_name = _("answer without a name")
        verbose_name_plural = _("answers without a name")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.key


class AnonymousText(models.Model):
    """What somebody wrote without their name. Nobody reads it before an advisor of another pilot released it; until
    then the pilot is known, so that its own advisor is not asked, and after that no more.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits to be read")
        RELEASED = "released", _("Released")
        KEPT_BACK = "kept_back", _("Kept back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(EvaluationRound, models.CASCADE, related_name="texts", verbose_name=_("round"))
    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="anonymous_texts", null=True, verbose_name=_("pilot"))
    key = models.SlugField(_("question"), max_length=40)
    text = models.TextField(_("text"), max_length=LONGEST_TEXT, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("read by")
    )

    class Meta:
        verbose_name = _("text without a name")
        verbose_name_plural = _("texts without a name")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", pilot__isnull=False, judged_by=None)
                | (~Q(state="waiting") & Q(pilot=None, judged_by__isnull=False)),
                name="text_has_no_pilot_once_read",
            ),
            # What is kept back is not kept.
            models.CheckConstraint(condition=~Q(state="kept_back") | Q(text=""), name="text_kept_back_is_gone"),
        ]
        indexes = [
            models.Index(fields=["round"], condition=Q(state="waiting"), name="texts_to_read"),
        ]

    def __str__(self) -> str:
        return self.key
