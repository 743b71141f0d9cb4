"""Letters to applicants: words and figures are frozen when they are sent."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from coophub.web.model_fields import MomentColumn
from financing.subsidies.models.application import Application


class Letter(models.Model):
    """What a letter said when it was sent.

    Its kind names the model that wrote the facts and reads them back (papers/letters).
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="letters")
    kind = models.CharField(_("kind"), max_length=20)
    occasion = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(_("what it says"))
    sent_at = MomentColumn(_("sent at"))

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "kind", "occasion"], name="letter_of_an_occasion_once")
        ]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.kind}: {self.application}"
