"""Who made something, and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn


class MadeByPerson(models.Model):
    """Nobody is named where a visitor made it."""

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )
    created_at = MomentColumn(_("made at"), default=clock.now, editable=False)

    class Meta:
        abstract = True
