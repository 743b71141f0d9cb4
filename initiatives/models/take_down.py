"""Pages of groups that who runs CoopHub took off the register."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn
from initiatives.models.initiative import Initiative

LONGEST_REASON = 500


class TakeDown(models.Model):
    """That the page of a group may not be shown, and why, until it is lifted. The group reads who did it and why."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="take_downs")
    because = models.TextField(_("reason"), max_length=LONGEST_REASON)
    taken_down_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_down_at = MomentColumn(_("taken down at"), default=clock.now, editable=False)
    asked_again_at = MomentColumn(_("asked to be shown again at"), null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = MomentColumn(_("lifted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("page taken down")
        verbose_name_plural = _("pages taken down")
        ordering = ["-taken_down_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative"], condition=Q(lifted_at=None), name="taken_down_once"),
            models.CheckConstraint(condition=~Q(because=""), name="take_down_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="take_down_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.because}"
