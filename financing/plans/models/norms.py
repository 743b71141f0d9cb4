"""Norms of a year that rents and incomes are held against: reference data with their source and validity, kept by
staff.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import DayColumn, MomentColumn
from financing.plans.figures import headings
from financing.plans.figures.norms import NORMS


class NormSet(models.Model):
    """The norms that hold from one day until the next set takes over."""

    valid_from = DayColumn(_("valid from"), unique=True)
    source = models.TextField(_("Source"))
    low_segment_points = models.PositiveSmallIntegerField(NORMS["low_segment_points"].label)
    middle_segment_points = models.PositiveSmallIntegerField(NORMS["middle_segment_points"].label)
    new_build_surcharge = models.DecimalField(
        NORMS["new_build_surcharge"].label, max_digits=5, decimal_places=4, default=0
    )
    # An income limit without a published source is no norm: it stays open until somebody fills it in, with the source.
    social_income_one = models.DecimalField(
        NORMS["social_income_one"].label, max_digits=10, decimal_places=2, null=True, blank=True
    )
    social_income_more = models.DecimalField(
        NORMS["social_income_more"].label, max_digits=10, decimal_places=2, null=True, blank=True
    )
    middle_income_one = models.DecimalField(
        NORMS["middle_income_one"].label, max_digits=10, decimal_places=2, null=True, blank=True
    )
    middle_income_more = models.DecimalField(
        NORMS["middle_income_more"].label, max_digits=10, decimal_places=2, null=True, blank=True
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("added by")
    )
    added_at = MomentColumn(_("added at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("norms of a year")
        verbose_name_plural = _("norms by year")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(low_segment_points__lt=F("middle_segment_points")), name="norm_set_segments_in_order"
            ),
            models.CheckConstraint(
                condition=Q(new_build_surcharge__gte=0, new_build_surcharge__lte=1),
                name="norm_set_surcharge_a_fraction",
            ),
            models.CheckConstraint(
                condition=Q(social_income_one__isnull=True, social_income_more__isnull=True)
                | Q(social_income_one__isnull=False, social_income_more__isnull=False),
                name="norm_set_social_incomes_together",
            ),
            models.CheckConstraint(
                condition=Q(middle_income_one__isnull=True, middle_income_more__isnull=True)
                | Q(middle_income_one__isnull=False, middle_income_more__isnull=False),
                name="norm_set_middle_incomes_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from:%Y-%m-%d}"


class MaximumRent(models.Model):
    """The highest bare rent a month that the law allows for a home with so many points."""

    norms = models.ForeignKey(NormSet, models.CASCADE, related_name="maximum_rents", verbose_name=_("norms"))
    points = models.PositiveSmallIntegerField(headings.POINTS)
    amount = models.DecimalField(_("highest rent per month"), max_digits=9, decimal_places=2)

    class Meta:
        verbose_name = _("highest rent")
        verbose_name_plural = _("highest rents")
        ordering = ["points"]
        constraints = [
            models.UniqueConstraint(fields=["norms", "points"], name="maximum_rent_once_a_point"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="maximum_rent_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.points}: {self.amount}"
