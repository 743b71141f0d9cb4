"""What figures of cohorts need of a pilot, kept, so that a page need not work it out of all that happened.

A trigger on each table that it follows from writes down which pilots changed (migration 0011); the service that brings
facts up to date works those out again before figures are read.
"""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from coophub.web.model_fields import DayColumn
from pilots.models.programmes import Pilot


class PilotFacts(models.Model):
    """A pilot as the figures see it, on the day `known_on`.

    Of each wait, in the order of `Wait`: how many days, and how it ended as the number of its `WaitEnding`; nothing
    for what it does not wait for.
    """

    pilot = models.OneToOneField(Pilot, models.CASCADE, primary_key=True, related_name="facts", verbose_name=_("pilot"))
    known_on = DayColumn()
    started_on = DayColumn()
    until = DayColumn()
    programme = models.CharField(max_length=50)
    form = models.CharField(max_length=20)
    target_group = models.CharField(max_length=20)
    province = models.CharField(max_length=30)
    outcome = models.CharField(max_length=20, blank=True)
    days = ArrayField(models.IntegerField(null=True))
    endings = ArrayField(models.SmallIntegerField(null=True))
    moved_on = models.SmallIntegerField(null=True)
    hours = models.DecimalField(max_digits=8, decimal_places=1, default=Decimal(0))
    hours_budget = models.DecimalField(max_digits=6, decimal_places=1)
    closed_before = models.BooleanField(null=True)
    closed_after = models.BooleanField(null=True)
    gap_before = models.FloatField(null=True)
    gap_after = models.FloatField(null=True)

    def __str__(self) -> str:
        return str(self.pilot)


class ChangedPilot(models.Model):
    """That something changed from which the facts of a pilot follow. Written by triggers alone, once for each change,
    so that nobody waits for anybody. The pilot may be gone.
    """

    pilot = models.ForeignKey(Pilot, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")

    def __str__(self) -> str:
        return str(self.pilot_id)
