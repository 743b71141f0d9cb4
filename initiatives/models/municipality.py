"""Dutch municipalities and what they do for co-operatives."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.web.model_fields import DayColumn


class Municipality(models.Model):
    """A municipality by its CBS code, with its policy for co-operatives as far as advisors know it.

    One that merged stays, with the day and the municipality that it went into: what was written under its name goes on
    saying so. `ended_on` is the first day on which it was there no more.
    """

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    province = models.CharField(_("province"), max_length=30)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    has_ground_lease = models.BooleanField(_("leases out ground"), null=True, blank=True)
    has_loan_fund = models.BooleanField(_("lends money to co-operatives"), null=True, blank=True)
    policy = models.TextField(_("policy for co-operatives"), blank=True)
    contact = models.CharField(_("whom to ask"), max_length=200, blank=True)
    policy_updated_on = DayColumn(_("policy checked on"), null=True, blank=True)
    ended_on = DayColumn(_("ended on"), null=True, blank=True)
    went_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="came_from", verbose_name=_("went into")
    )

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(went_into=None) | (Q(ended_on__isnull=False) & ~Q(went_into=F("code"))),
                name="municipality_went_into_another_when_it_ended",
            )
        ]

    def __str__(self) -> str:
        return self.name
