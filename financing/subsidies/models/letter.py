"""Letters to applicants: words and figures are frozen when they are sent."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from financing.subsidies.models.application import Application


class Letter(models.Model):
    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("Receipt")
        REMEDY_REQUEST = "remedy_request", _("Request to complete")
        EXTENSION = "extension", _("Later decision")
        HEARING = "hearing", _("Request for your view")
        DECISION = "decision", _("Decision")
        AMENDMENT = "amendment", _("Change of the award")
        PAYMENT = "payment", _("Payment")
        SETTLEMENT = "settlement", _("Settlement")
        RECOVERY = "recovery", _("Recovery")
        OBJECTION_RECEIPT = "objection_receipt", _("Receipt of your objection")
        OBJECTION_REMEDY = "objection_remedy", _("Request to complete your objection")
        OBJECTION_DECISION = "objection_decision", _("Decision on your objection")
        PENALTY = "penalty", _("Penalty for a late decision")
        ADVANCE = "advance", _("Decision on your request for an advance")

    application = models.ForeignKey(Application, models.PROTECT, related_name="letters")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    occasion = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(_("what it says"))
    sent_at = models.DateTimeField(_("sent at"))

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "kind", "occasion"], name="letter_of_an_occasion_once")
        ]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.application}"
