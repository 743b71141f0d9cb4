"""Who gets a place: what advisors gave, and what was chosen with which reason."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn
from pilots.models.calls import Intake

USER = settings.AUTH_USER_MODEL


class IntakeScoreQuerySet(models.QuerySet["IntakeScore"]):
    def counting(self) -> Self:
        """Those that were not struck out."""
        return self.filter(struck_at=None)


class IntakeScore(models.Model):
    """What an advisor gave an application, by criterion. Struck out when the advisor turned out to be tied to the
    group.
    """

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="scores")
    advisor = models.ForeignKey(USER, models.PROTECT, related_name="+")
    scores = models.JSONField(_("scores"), default=dict)
    explanation = models.TextField(_("explanation"))
    given_at = MomentColumn()
    struck_at = MomentColumn(_("struck out at"), null=True, editable=False)

    objects = IntakeScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["given_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["intake", "advisor"], name="scored_once_by_each")]

    def __str__(self) -> str:
        return f"{self.advisor}: {self.intake}"


class IntakeInterest(models.Model):
    """That somebody said to have an interest in an application, beside the ties that are known. It is not taken
    back.
    """

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="interests")
    person = models.ForeignKey(USER, models.PROTECT, related_name="+")
    reason = models.TextField(_("what the interest is"))
    declared_at = MomentColumn(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("interest in an application")
        verbose_name_plural = _("interests in applications")
        ordering = ["declared_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["intake", "person"], name="interest_in_an_intake_once")]
        triggers = [pgtrigger.Protect(name="said_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.person}: {self.intake}"


class Selection(models.Model):
    """What was chosen for an application, and why. A draft until the selection of its call is made."""

    class Outcome(models.TextChoices):
        CHOSEN = "chosen", _("Chosen")
        RESERVE = "reserve", _("Reserve list")
        NOT_CHOSEN = "not_chosen", _("Not chosen")

    intake = models.OneToOneField(Intake, models.PROTECT, related_name="selection")
    outcome = models.CharField(_("choice"), max_length=20, choices=Outcome, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    reserve_place = models.PositiveSmallIntegerField(_("place on the reserve list"), null=True, blank=True)
    taken_from_reserve_at = MomentColumn(_("taken from the reserve list at"), null=True, editable=False)
    changed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    changed_at_revision = models.PositiveIntegerField(editable=False)
    told_at = MomentColumn(_("told at"), null=True, editable=False)

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(reserve_place=None) | ~Q(reason=""), name="reserve_place_with_a_reason"),
        ]
        indexes = [
            # Who still has to be told (services.selection.tell_selections).
            models.Index(fields=["told_at"], condition=Q(told_at=None), name="selections_to_tell"),
        ]

    def __str__(self) -> str:
        return f"{self.intake}: {self.get_outcome_display()}"
