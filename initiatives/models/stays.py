"""How long groups of the register were in each phase: kept by the database, so that no page works it out anew."""

from django.db import models

from coophub.web.tallies import tallied
from initiatives.models.initiative import Initiative, Phase
from initiatives.models.road_map import PhaseChange


class PhaseStay(models.Model):
    """For how many days an initiative with a public page was in a phase that it left. The database keeps it when the
    phases or the publication change; the view `initiatives_phasestay_counted` counts it anew.
    """

    change = models.OneToOneField(PhaseChange, models.DO_NOTHING, primary_key=True, related_name="+")
    initiative = models.ForeignKey(Initiative, models.DO_NOTHING, related_name="+")
    phase = models.CharField(max_length=20, choices=Phase)
    days = models.IntegerField()
    is_first = models.BooleanField()
    """Of this initiative in this phase: some come back to one."""

    class Meta:
        triggers = [
            tallied(
                "counted",
                "initiatives_phasestaycount",
                ["phase", "days"],
                {"stays": "1", "groups": "{row}.is_first::int"},
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiative}, {self.get_phase_display()}: {self.days}"


class PhaseStayCount(models.Model):
    """How many stays lasted so many days, and of how many groups they were the first in that phase: the sums of its
    rows (`coophub.web.tallies`).
    """

    phase = models.CharField(max_length=20, choices=Phase)
    days = models.IntegerField()
    stays = models.IntegerField()
    groups = models.IntegerField()

    class Meta:
        indexes = [
            # The rows that are folded into one (coophub.web.tallies.fold).
            models.Index(fields=["phase", "days"], name="phase_stay_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.get_phase_display()}, {self.days}: {self.stays}"
