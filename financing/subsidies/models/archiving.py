"""What an archive said of the dossiers that it took."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.tokens.models import ApiToken
from coophub.web import clock
from coophub.web.model_fields import MomentColumn
from financing.subsidies.models.application import Application


class ArchiveStatement(models.Model):
    """That an archive took a dossier, under which number and when, as a program of it said. The newest counts: what was
    said before stays as it was.
    """

    LONGEST: ClassVar[int] = 200

    application = models.ForeignKey(Application, models.PROTECT, related_name="archive_statements")
    identifier = models.CharField(_("number in the archive"), max_length=LONGEST)
    taken_at = MomentColumn(_("taken into the archive at"))
    stated_at = MomentColumn(_("said at"), default=clock.now, editable=False)
    token = models.ForeignKey(ApiToken, models.PROTECT, related_name="+", verbose_name=_("token"))

    class Meta:
        verbose_name = _("statement of the archive")
        verbose_name_plural = _("statements of the archive")
        ordering = ["-stated_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(identifier=""), name="archive_statement_has_a_number"),
            models.CheckConstraint(condition=Q(taken_at__lte=F("stated_at")), name="archive_statement_is_of_before"),
        ]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.application}: {self.identifier}"
