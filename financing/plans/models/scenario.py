"""Scenarios: what if something were different. They change drivers of the engine, never the plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from financing.plans.models.made import MadeByPerson
from financing.plans.models.plan import Plan


class Scenario(MadeByPerson):
    """A named set of drivers (`financing.engine.drivers`) on a plan.

    It follows the plan: its result is that of the plan as it is now.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="scenarios", verbose_name=_("plan"))
    name = models.CharField(_("name"), max_length=200)
    drivers = models.JSONField(_("what is different"))

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="scenario_name_once_in_a_plan")]

    def __str__(self) -> str:
        return self.name
