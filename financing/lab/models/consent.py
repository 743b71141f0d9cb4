"""What a group said of a plan: the lab may count with this version of it, without a name."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coophub.web.model_fields import MomentColumn
from financing.plans.models import Plan, PlanVersion
from financing.plans.models.made import MadeByPerson


class LabConsent(MadeByPerson):
    """A yes to one version of a plan. It is never changed but once: when it is withdrawn.

    The version is what the group read when it said yes, so what it changes in its plan later reaches nobody.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="lab_consents", verbose_name=_("plan"))
    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="+", verbose_name=_("version of a plan"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawn_at = MomentColumn(_("withdrawn at"), null=True)

    class Meta:
        verbose_name = _("consent to the policy lab")
        verbose_name_plural = _("consents to the policy lab")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(withdrawn_at=None), name="one_consent_of_a_plan_at_a_time"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="withdrawn_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.withdrawn_at IS NOT NULL"),
            ),
            pgtrigger.ReadOnly(name="says_what_it_said", fields=["plan", "version", "created_by", "created_at"]),
            pgtrigger.Protect(name="consent_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return str(self.version)

    @property
    def is_given(self) -> bool:
        """Whether it holds now."""
        return self.withdrawn_at is None
