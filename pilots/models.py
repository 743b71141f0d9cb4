"""Coaching: programmes, the initiatives that take part in them as pilots, and what advisor and group did together."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import DayColumn, MomentColumn
from initiatives.models import Initiative, Task


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
    """That an advisor coaches a pilot, from one day to another."""

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="assignments", verbose_name=_("pilot"))
    advisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments", verbose_name=_("advisor")
    )
    started_on = DayColumn(_("since"))
    ended_on = DayColumn(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["started_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "advisor"], condition=Q(ended_on=None), name="advisor_assigned_once_at_a_time"
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


class CoachingSession(models.Model):
    """A talk between advisor and group. The group reads everything but the internal note."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("Visit")
        VIDEO = "video", _("Video call")
        PHONE = "phone", _("Phone call")
        E_MAIL = "e_mail", _("E-mail")

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="sessions", verbose_name=_("pilot"))
    advisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="coaching_sessions", verbose_name=_("advisor")
    )
    held_on = DayColumn(_("day"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.VISIT)
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=1, validators=[MinValueValidator(0)])
    summary = models.TextField(_("what we discussed and agreed"))
    internal_note = models.TextField(_("note for advisors only"), blank=True)
    submission_key = models.UUIDField(_("key of the form that made it"), unique=True, editable=False)
    created_at = MomentColumn(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("coaching session")
        verbose_name_plural = _("coaching sessions")
        ordering = ["-held_on", "-id"]
        indexes = [
            # The last contact with each pilot (selectors.case_load).
            models.Index(fields=["pilot", "-held_on"], name="sessions_of_a_pilot"),
        ]

    def __str__(self) -> str:
        return f"{self.pilot} {self.held_on:%Y-%m-%d}"


class AgreedAction(models.Model):
    """A task of the group that came out of a coaching session."""

    session = models.ForeignKey(CoachingSession, models.CASCADE, related_name="actions", verbose_name=_("session"))
    task = models.OneToOneField(Task, models.CASCADE, related_name="agreed_in", verbose_name=_("task"))

    class Meta:
        verbose_name = _("agreed action")
        verbose_name_plural = _("agreed actions")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.task)


class Bottleneck(models.Model):
    """Something that holds a pilot up."""

    class Category(models.TextChoices):
        # The three of the minister's letter of December 2022, then those that the letter of October 2023 adds (29 453,
        # nr. 566).
        FINANCING = "financing", _("Financing")
        MUNICIPAL_PRIORITY = "municipal_priority", _("Municipal priority")
        UNFAMILIARITY = "unfamiliarity", _("Unfamiliarity")
        LOCATION = "location", _("Location")
        SCALE = "scale", _("Scale")
        UNIFORMITY = "uniformity", _("Every project is different")
        PROFESSIONALISM = "professionalism", _("Organisation and skills")

    class Severity(models.IntegerChoices):
        SLOWS = 1, _("Slows the project down")
        BLOCKS = 2, _("Blocks the next step")
        THREATENS = 3, _("May end the project")

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="bottlenecks", verbose_name=_("pilot"))
    session = models.ForeignKey(
        CoachingSession, models.SET_NULL, null=True, related_name="bottlenecks", verbose_name=_("session")
    )
    category = models.CharField(_("category"), max_length=20, choices=Category)
    severity = models.PositiveSmallIntegerField(_("how serious"), choices=Severity, default=Severity.SLOWS)
    description = models.TextField(_("what is the matter"))
    opened_on = DayColumn(_("since"))
    resolved_on = DayColumn(_("resolved on"), null=True, blank=True)
    resolution = models.TextField(_("what helped"), blank=True)

    class Meta:
        verbose_name = _("bottleneck")
        verbose_name_plural = _("bottlenecks")
        ordering = ["resolved_on", "-severity", "opened_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_on=None) | Q(resolved_on__gte=F("opened_on")),
                name="bottleneck_resolved_after_it_opened",
            ),
        ]
        indexes = [
            # The open ones of a case load (selectors.case_load, selectors.open_bottlenecks).
            models.Index(fields=["pilot"], condition=Q(resolved_on=None), name="bottlenecks_open"),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}: {self.description[:80]}"
