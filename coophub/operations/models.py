"""What is done by itself or from the command line, and when that was last done well."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coophub.web.model_fields import MomentColumn


class LastRun(models.Model):
    """One row for each thing that has to be done again and again, such as a backup or a sweep."""

    name = models.CharField(_("what"), max_length=100, primary_key=True)
    ended_at = MomentColumn(_("last ended at"))
    succeeded_at = MomentColumn(_("last done well at"), null=True)
    seconds = models.FloatField(_("seconds it took"))

    class Meta:
        verbose_name = _("last run")
        verbose_name_plural = _("last runs")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
