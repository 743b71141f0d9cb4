"""Dutch municipalities, those of today and those that merged."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.web.model_fields import DayColumn


class Municipality(models.Model):
    """A municipality by its CBS code. What it does for co-operatives stands in `PolicyStatement`.

    One that merged stays, with the day and the municipality that it went into: what was written under its name goes on
    saying so. `ended_on` is the first day on which it was there no more.
    """

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    province = models.CharField(_("province"), max_length=30)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
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
