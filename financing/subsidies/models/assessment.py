"""Assessing and deciding, by two pairs of eyes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from financing.subsidies.models.application import Application
from financing.subsidies.models.scheme import EUROS

USER = settings.AUTH_USER_MODEL


class InterestDeclaration(models.Model):
    """What somebody of the ministry said about having an interest in an application."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="interest_declarations")
    person = models.ForeignKey(USER, models.PROTECT, related_name="+")
    has_interest = models.BooleanField(_("has an interest"))
    declared_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "person"], name="interest_declared_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.application}"


class Assessment(models.Model):
    """A reviewer's judgement."""

    class Advice(models.TextChoices):
        AWARD = "award", _("Award")
        AWARD_PARTLY = "award_partly", _("Award partly")
        REFUSE = "refuse", _("Refuse")

    application = models.ForeignKey(Application, models.PROTECT, related_name="assessments")
    reviewer = models.ForeignKey(USER, models.PROTECT, related_name="+")
    scores = models.JSONField(_("scores"), default=dict)
    advice = models.CharField(_("advice"), max_length=20, choices=Advice)
    explanation = models.TextField(_("explanation"))
    finished_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "reviewer"], name="assessed_once_by_each")]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.application}"


class Decision(models.Model):
    """A decision: a draft until it is signed by somebody else than who wrote it."""

    class Kind(models.TextChoices):
        AWARD = "award", _("Award")
        AWARD_PARTLY = "award_partly", _("Award partly")
        REFUSE = "refuse", _("Refuse")

    application = models.OneToOneField(Application, models.PROTECT, related_name="decision")
    kind = models.CharField(_("decision"), max_length=20, choices=Kind)
    amount = models.DecimalField(_("amount"), **EUROS, default=0)
    reasons = models.TextField(_("reasons"))
    drafted_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    signed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    object_by = models.DateField(_("object by"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("drafted_by")), name="decision_signed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(kind="refuse", amount=0) | (~Q(kind="refuse") & Q(amount__gt=0)),
                name="decision_amount_fits_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.application}"
