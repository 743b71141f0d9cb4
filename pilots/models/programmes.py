"""Programmes, the initiatives that take part in them as pilots, and who coaches them."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import DayColumn, MomentColumn
from initiatives.models import Initiative


class Programme(models.Model):
    """A period in which the ministry has a number of initiatives coached."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    starts_on = DayColumn(_("first day"))
    ends_on = DayColumn(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="programme_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Pilot(models.Model):
    """An initiative that takes part in a programme."""

    class Outcome(models.TextChoices):
        REALISED = "realised", _("Realised")
        CONTINUES = "continues", _("Continues without coaching")
        STOPPED = "stopped", _("Stopped")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="pilots", verbose_name=_("programme"))
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="pilots", verbose_name=_("initiative"))
    goal = models.TextField(_("what the coaching is for"), blank=True)
    started_on = DayColumn(_("started on"))
    ended_on = DayColumn(_("ended on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    hours_budget = models.DecimalField(
        _("hours available"), max_digits=6, decimal_places=1, default=Decimal(60), validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name = _("pilot")
        verbose_name_plural = _("pilots")
        ordering = ["initiative__name"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "initiative"], name="pilot_once_per_programme"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="pilot_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, outcome="") | (Q(ended_on__isnull=False) & ~Q(outcome="")),
                name="pilot_outcome_when_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.initiative.name


class Assignment(models.Model):
    """That an advisor coaches a pilot, from one day to another; one of them leads.

    Who hands a pilot over leaves a note for who leads it next, which advisors alone read.
    """

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead advisor")
        SECOND = "second", _("Second advisor")
        EXPERT = "expert", _("Expert on one subject")

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="assignments", verbose_name=_("pilot"))
    advisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments", verbose_name=_("advisor")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.SECOND)
    started_on = DayColumn(_("since"))
    ended_on = DayColumn(_("until"), null=True, blank=True)
    handover_note = models.TextField(_("note for who takes over"), blank=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["started_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "advisor"], condition=Q(ended_on=None), name="advisor_assigned_once_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["pilot"], condition=Q(ended_on=None, role="lead"), name="one_lead_advisor_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.advisor}: {self.pilot}"


class CoachRequest(models.Model):
    """That a group asked for an advisor. It is answered when it has one."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="coach_requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = MomentColumn(_("asked at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("request for an advisor")
        verbose_name_plural = _("requests for an advisor")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return self.initiative.name
