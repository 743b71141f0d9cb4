"""Handing an initiative over: an owner asks a member to take it over, and nothing changes until they accept."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn
from initiatives.models.initiative import Initiative


class HandOver(models.Model):
    """That an owner asked a member to become owner in their place, until they answer or it is taken back."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="hand_overs")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked of"))
    asked_at = MomentColumn(_("asked at"), default=clock.now, editable=False)
    accepted_at = MomentColumn(_("accepted at"), null=True, editable=False)
    ended_at = MomentColumn(_("ended without it"), null=True, editable=False)

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative"], condition=Q(accepted_at=None, ended_at=None), name="hand_over_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(ended_at=None), name="hand_over_accepted_or_ended"
            ),
            models.CheckConstraint(condition=~Q(asked_by=F("asked_of")), name="hand_over_to_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.asked_of}"
