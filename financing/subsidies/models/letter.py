"""Letters to applicants: words and figures are frozen when they are sent."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from financing.subsidies.models.application import Application


class Letter(models.Model):
    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("Receipt")
        DECISION = "decision", _("Decision")

    application = models.ForeignKey(Application, models.PROTECT, related_name="letters")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    facts = models.JSONField(_("what it says"))
    sent_at = models.DateTimeField(_("sent at"))

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-sent_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["application", "kind"], name="letter_of_a_kind_once")]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.application}"
