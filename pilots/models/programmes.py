"""Programmes, the initiatives that take part in them as pilots, and who coaches them."""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.formats import day
from coophub.web.model_fields import DayColumn, MomentColumn
from initiatives.models import Initiative, TargetGroup

MOST_PLACES = 500


class Programme(models.Model):
    """A period in which the ministry has a number of initiatives coached. What is not known is empty."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    goals = models.TextField(_("goals"), blank=True)
    goals_en = models.TextField(_("goals in English"), blank=True)
    starts_on = DayColumn(_("first day"))
    ends_on = DayColumn(_("last day"), null=True, blank=True)
    only_years_known = models.BooleanField(_("only the years are known"), default=False)
    target_groups = ArrayField(
        models.CharField(max_length=20, choices=TargetGroup), verbose_name=_("for whom"), default=list, blank=True
    )
    places = models.PositiveSmallIntegerField(
        _("places"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    hours_per_pilot = models.DecimalField(
        _("hours of coaching for each pilot"),
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    coaching_budget = models.DecimalField(
        _("budget for coaching"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    sources = models.TextField(_("sources, one on a line"), blank=True)
    is_public = models.BooleanField(_("everybody can read about it"), default=True)
    outcome = models.TextField(_("what came of it"), blank=True)
    outcome_en = models.TextField(_("what came of it, in English"), blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="programme_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(places=None) | Q(places__range=(1, MOST_PLACES)), name="programme_places_in_range"
            ),
            models.CheckConstraint(
                condition=Q(hours_per_pilot=None) | Q(hours_per_pilot__gte=0), name="programme_hours_not_below_zero"
            ),
            models.CheckConstraint(
                condition=Q(coaching_budget=None) | Q(coaching_budget__gte=0), name="programme_budget_not_below_zero"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def period(self) -> str:
        """From when to when, as exactly as is known."""
        if self.only_years_known:
            years = [str(found.year) for found in (self.starts_on, self.ends_on) if found]
            return " – ".join(dict.fromkeys(years))
        if self.ends_on is None:
            return gettext("from %(day)s") % {"day": day(self.starts_on)}
        return f"{day(self.starts_on)} – {day(self.ends_on)}"

    @property
    def target_groups_in_words(self) -> str:
        return ", ".join(str(TargetGroup(group).label) for group in self.target_groups)


class Pilot(models.Model):
    """An initiative that takes part in a programme."""

    class Outcome(models.TextChoices):
        REALISED = "realised", _("Realised")
        CONTINUES = "continues", _("Continues without coaching")
        STOPPED = "stopped", _("Stopped")
        # Its place is free again.
        WITHDREW = "withdrew", _("Withdrew from the programme")

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
        triggers = [
            pgtrigger.Trigger(
                name="place_left",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("most", "integer")],
                # The lock makes who takes in another group at the same moment wait, and then count this one too.
                func="""
                    SELECT places INTO most FROM pilots_programme WHERE id = NEW.programme_id FOR NO KEY UPDATE;
                    IF most IS NOT NULL AND most <= (
                        SELECT count(*) FROM pilots_pilot
                        WHERE programme_id = NEW.programme_id AND outcome <> 'withdrew'
                    ) THEN
                        RAISE EXCEPTION 'this programme has no place left';
                    END IF;
                    RETURN NEW;
                """,
            )
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
