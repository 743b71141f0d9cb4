"""What the ground itself keeps."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coophub.web.model_fields import MomentColumn


class PaceCount(models.Model):
    """How often somebody did a thing since its time began (`coophub.web.pace`).

    The table is not in the log of the database: counting waits for no disk, and after a crash everybody begins anew.
    """

    key = models.TextField(_("what is counted of whom"), primary_key=True)
    used = models.PositiveIntegerField(_("how often"))
    ends_at = MomentColumn(_("counts until"))

    class Meta:
        verbose_name = _("count of a pace")
        verbose_name_plural = _("counts of paces")
        # What is over goes (coophub.operations.retention).
        indexes = [models.Index(fields=["ends_at"], name="paces_by_end")]

    def __str__(self) -> str:
        return self.key
