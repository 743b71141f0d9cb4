"""A plan that comes along with somebody's account."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn
from financing.plans.models.plan import Plan


class PlanClaim(models.Model):
    """Who signed up while their browser had the private link of a visitor's plan.

    Once signed in they have it open by its number, on any device; the link itself is kept nowhere. It ends when a
    group takes the plan over.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="claims", verbose_name=_("plan"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    made_at = MomentColumn(_("made at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("plan along with an account")
        verbose_name_plural = _("plans along with an account")
        constraints = [models.UniqueConstraint(fields=["user", "plan"], name="plan_claim_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.plan}"
