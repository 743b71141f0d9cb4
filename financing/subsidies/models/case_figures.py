"""What the figures of a scheme need of each application, and their sums: kept by the database when something changes
that they follow from, so that no page adds up all applications.
"""

from django.db import models

from coophub.web.tallies import tallied
from financing.subsidies.models.application import Application
from financing.subsidies.models.scheme import EUROS, SchemeVersion

BY_PART = ["version_id", "province", "target", "state"]
IN_PART = {"received": "1", "awarded": "{row}.awarded", "homes": "{row}.homes", "amount": "{row}.amount"}
BY_PACE = ["version_id", "days"]
IN_PACE = {"decided": "1", "with_term": "{row}.with_term", "in_time": "{row}.in_time"}


class CaseFigures(models.Model):
    """What an application that was received adds to the figures of its scheme. The view `subsidies_casefigures_counted`
    counts it anew.

    Province and homes are those that were submitted; homes and amount count once money was given. `days` is how long
    the decision took, none before it; `with_term` and `in_time` are one or nothing.
    """

    application = models.OneToOneField(Application, models.DO_NOTHING, primary_key=True, related_name="+")
    version = models.ForeignKey(SchemeVersion, models.DO_NOTHING, related_name="+")
    province = models.TextField()
    target = models.CharField(max_length=20)
    state = models.CharField(max_length=50)
    awarded = models.IntegerField()
    homes = models.IntegerField()
    amount = models.DecimalField(**EUROS)
    days = models.IntegerField(null=True)
    with_term = models.IntegerField()
    in_time = models.IntegerField()

    class Meta:
        triggers = [
            tallied("parts", "subsidies_casesum", BY_PART, IN_PART),
            tallied("pace", "subsidies_pacesum", BY_PACE, IN_PACE, only="{row}.days IS NOT NULL"),
        ]

    def __str__(self) -> str:
        return str(self.application)


class CaseSum(models.Model):
    """The applications of a version by province, target group and state: the sums of its rows (coophub.web.tallies)."""

    version = models.ForeignKey(SchemeVersion, models.DO_NOTHING, related_name="+")
    province = models.TextField()
    target = models.CharField(max_length=20)
    state = models.CharField(max_length=50)
    received = models.IntegerField()
    awarded = models.IntegerField()
    homes = models.IntegerField()
    amount = models.DecimalField(**EUROS)

    class Meta:
        indexes = [
            # The figures of one version (selectors.monitor), and the rows that are folded into one.
            models.Index(fields=["version", "province", "target", "state"], name="case_sums_of_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.version}, {self.province}: {self.received}"


class PaceSum(models.Model):
    """The decisions of a version by how many days they took: the sums of its rows (coophub.web.tallies)."""

    version = models.ForeignKey(SchemeVersion, models.DO_NOTHING, related_name="+")
    days = models.IntegerField()
    decided = models.IntegerField()
    with_term = models.IntegerField()
    in_time = models.IntegerField()

    class Meta:
        indexes = [
            # The same for the pace.
            models.Index(fields=["version", "days"], name="pace_sums_of_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.version}, {self.days}: {self.decided}"
