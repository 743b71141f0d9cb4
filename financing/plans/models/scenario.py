"""Scenarios: what if something were different. They change drivers of the engine, never the plan."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from financing.plans.models.plan import Plan


class Scenario(models.Model):
    """A named set of drivers (`financing.engine.drivers`) on a plan.

    It follows the plan: its result is that of the plan as it is now.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="scenarios", verbose_name=_("plan"))
    name = models.CharField(_("name"), max_length=200)
    drivers = models.JSONField(_("what is different"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="scenario_name_once_in_a_plan")]

    def __str__(self) -> str:
        return self.name
