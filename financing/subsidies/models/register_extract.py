"""What the trade register said of an applicant."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from coophub.web.model_fields import DayColumn, MomentColumn
from financing.subsidies.models.submission import Submission


class RegisterExtract(models.Model):
    """What stood in the trade register under the number that was submitted, when it was asked. `name` is empty where
    the register has no such number.
    """

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="register_extract")
    number = models.CharField(_("KVK number"), max_length=8)
    name = models.CharField(_("name in the trade register"), max_length=625, blank=True)
    ended_on = DayColumn(_("ended on"), null=True)
    asked_at = MomentColumn(_("asked at"))

    class Meta:
        triggers = [pgtrigger.Protect(name="is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
