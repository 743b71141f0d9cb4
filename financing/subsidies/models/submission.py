"""What comes to be when an application is submitted: its number, and its content frozen by value."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from coophub.web.model_fields import MomentColumn
from coophub.web.searching import words_field
from financing.plans.models import PlanVersion
from financing.subsidies.models.applicant import Applicant
from financing.subsidies.models.application import Application
from financing.subsidies.models.decided import recounts_figures
from financing.subsidies.models.scheme import Scheme

USER = settings.AUTH_USER_MODEL


class NumberSeries(models.Model):
    """The last number that was given under a scheme in a year. Numbers have no gaps, so a row is locked until the
    submission is true: it is taken last.
    """

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "year"], name="one_series_a_scheme_and_year")]

    def __str__(self) -> str:
        return f"WC{self.scheme_id}-{self.year}-{self.last:04d}"


def _frozen(path: str, field: models.Field[Any, Any]) -> models.GeneratedField:
    """A column that the database takes from the frozen content, so that no list reads all of it."""
    text = KT(f"content__{path}")
    expression = text if isinstance(field, models.TextField) else Cast(text, field)
    return models.GeneratedField(expression=expression, output_field=field, db_persist=True)


class Submission(models.Model):
    """Everything as it was submitted, by value. The group's later edits never reach it.

    What is counted, listed or published of it has columns of its own.
    """

    application = models.OneToOneField(Application, models.PROTECT, related_name="submission")
    content = models.JSONField()
    initiative_name = _frozen("initiative__name", models.TextField(null=True))
    legal_name = _frozen("initiative__legal_name", models.TextField(null=True))
    kvk_number = _frozen("initiative__kvk_number", models.TextField(null=True))
    municipality = _frozen("initiative__municipality", models.TextField(null=True))
    province = _frozen("initiative__province", models.TextField(null=True))
    homes = _frozen("initiative__homes", models.IntegerField(null=True))
    activities = _frozen("answers__project__activities", models.TextField(null=True))
    plan_closes = _frozen("plan__result__closes", models.BooleanField(null=True))
    words = words_field(*(KT(f"content__initiative__{name}") for name in ("name", "legal_name", "municipality")))
    sha256 = models.CharField(max_length=64)
    plan_version = models.ForeignKey(PlanVersion, models.PROTECT, null=True, related_name="+")
    signature = models.OneToOneField("subsidies.Signature", models.PROTECT, null=True, related_name="submission")
    submitted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    submitted_at = MomentColumn()

    class Meta:
        # The ministry's lists in the order of names (tables.cases).
        indexes = [
            models.Index(fields=["initiative_name"], name="submissions_by_name"),
            GinIndex(fields=["words"], name="submission_words"),
        ]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete), recounts_figures()]

    def __str__(self) -> str:
        return str(self.application)

    @property
    def applicant(self) -> Applicant:
        return Applicant(self.initiative_name or "", self.legal_name or "", self.municipality or "")


__all__ = ["NumberSeries", "Submission"]
