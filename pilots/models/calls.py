"""The call of a programme: from when to when groups apply, what is asked of them, and what they answered."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import DayColumn, MomentColumn
from initiatives.models import Initiative
from pilots.models.programmes import Programme

USER = settings.AUTH_USER_MODEL


class Call(models.Model):
    """That groups can apply for a place in a programme, from one day up to and including another.

    `questions` are a document of `pilots.questions`, `criteria` one of `pilots.selectors.ranking`.
    """

    programme = models.OneToOneField(Programme, models.PROTECT, related_name="call", verbose_name=_("programme"))
    opens_on = DayColumn(_("opens on"))
    closes_on = DayColumn(_("closes on"))
    explanation = models.TextField(_("explanation"), blank=True)
    explanation_en = models.TextField(_("explanation in English"), blank=True)
    questions = models.JSONField(_("questions"), default=list)
    criteria = models.JSONField(_("criteria"), default=list)
    published_at = MomentColumn(_("published at"), null=True, blank=True, editable=False)
    selected_at = MomentColumn(_("selected at"), null=True, blank=True, editable=False)
    selected_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-opens_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="call_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(selected_at=None) | Q(published_at__isnull=False), name="call_selected_after_publication"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="asks_the_same",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__published_at__isnull=False)
                & (
                    pgtrigger.Q(old__questions__df=pgtrigger.F("new__questions"))
                    | pgtrigger.Q(old__criteria__df=pgtrigger.F("new__criteria"))
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.programme)

    @property
    def is_open(self) -> bool:
        """Whether a group can apply today."""
        return self.published_at is not None and self.opens_on <= clock.today() <= self.closes_on

    @property
    def is_closed(self) -> bool:
        return self.published_at is not None and clock.today() > self.closes_on


class CallInvitation(models.Model):
    """That an advisor asked a group to apply. A group that nobody asked may apply as well."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="invitations")
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="call_invitations")
    invited_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    note = models.CharField(_("why this group"), max_length=500, blank=True)
    invited_at = MomentColumn(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("invitation to apply")
        verbose_name_plural = _("invitations to apply")
        ordering = ["-invited_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["call", "initiative"], name="invited_once_to_a_call")]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.call}"


class Intake(models.Model):
    """What a group writes to apply for a place. `changes` say of each answer who changed it, when and at which
    revision.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="intakes")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="intakes")
    answers = models.JSONField(_("answers"), default=dict)
    changes = models.JSONField(default=dict, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    started_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    started_at = MomentColumn(default=clock.now, editable=False)
    submitted_at = MomentColumn(_("submitted at"), null=True, editable=False)
    withdrawn_at = MomentColumn(_("withdrawn at"), null=True, editable=False)

    class Meta:
        verbose_name = _("application for a programme")
        verbose_name_plural = _("applications for a programme")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "initiative"], condition=Q(withdrawn_at=None), name="one_intake_of_a_group_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.call}"

    @property
    def is_draft(self) -> bool:
        return self.submitted_at is None and self.withdrawn_at is None


class SubmittedIntake(models.Model):
    """What was submitted, by value. What the group changes later never reaches it."""

    intake = models.OneToOneField(Intake, models.PROTECT, related_name="submitted")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    submitted_at = MomentColumn()
    initiative_name = models.GeneratedField(
        expression=KT("content__initiative__name"), output_field=models.TextField(null=True), db_persist=True
    )
    municipality = models.GeneratedField(
        expression=KT("content__initiative__municipality"), output_field=models.TextField(null=True), db_persist=True
    )

    class Meta:
        verbose_name = _("submitted application for a programme")
        verbose_name_plural = _("submitted applications for a programme")
        ordering = ["pk"]
        triggers = [
            pgtrigger.Protect(name="submitted_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="within_the_call",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM pilots_call call JOIN pilots_intake intake ON intake.call_id = call.id
                        WHERE intake.id = NEW.intake_id AND call.published_at IS NOT NULL
                            AND (NEW.submitted_at AT TIME ZONE 'Europe/Amsterdam')::date
                                BETWEEN call.opens_on AND call.closes_on
                    ) THEN
                        RAISE EXCEPTION 'the call is not open';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return str(self.initiative_name)
