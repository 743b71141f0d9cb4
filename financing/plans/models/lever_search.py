"""A search for what makes a plan close that takes too long for a request."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn


class LeverSearch(models.Model):
    """Who has its key may read what was found, for a while. The plan is what its report is made from
    (`reports.levers`), so it goes when that is done.
    """

    REPORT: ClassVar[str] = "plan_levers"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_at = MomentColumn(_("asked at"), default=clock.now, editable=False)
    expires_at = MomentColumn(_("kept until"))

    class Meta:
        verbose_name = _("search for what makes a plan close")
        verbose_name_plural = _("searches for what makes a plan close")
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("asked_at")), name="lever_search_ends_later")
        ]
        # What goes when its time is over (services.lever_searches).
        indexes = [models.Index(fields=["expires_at"], name="lever_searches_by_end")]

    def __str__(self) -> str:
        return str(self.pk)
