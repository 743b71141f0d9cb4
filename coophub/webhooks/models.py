"""Addresses of others, what happened, and what each was told of it. A row first, then a worker sends it."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from coophub.audit.models import AuditEntry
from coophub.web import clock
from coophub.web.model_fields import MomentColumn


class Webhook(models.Model):
    """An address that is told what changes of what this person may see. Its secret follows from `key`, and is kept
    nowhere (`coophub.webhooks.signing`).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="webhooks")
    address = models.CharField(_("address"), max_length=500)
    kinds = ArrayField(models.CharField(max_length=50), verbose_name=_("of what it is told"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    failures = models.PositiveSmallIntegerField(_("failures one after another"), default=0)
    created_at = MomentColumn(_("made at"), default=clock.now, editable=False)
    paused_at = MomentColumn(_("paused at"), null=True, editable=False)
    submission_key = models.UUIDField(
        _("key of the form that made it"), unique=True, default=uuid.uuid4, editable=False
    )

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.address


class WebhookEvent(models.Model):
    """Something that happened, of which at least one address wants to be told. `spread_at` is when its deliveries were
    made.
    """

    entry = models.OneToOneField(AuditEntry, models.PROTECT, related_name="+")
    kind = models.CharField(_("what happened"), max_length=50)
    at = MomentColumn(_("at"), default=clock.now, editable=False)
    spread_at = MomentColumn(_("told at"), null=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            # What the sweeper hands over again (services.sweep).
            models.Index(fields=["at"], condition=models.Q(spread_at=None), name="webhook_events_to_tell"),
            # What goes after a while (coophub.operations.retention).
            models.Index(fields=["at"], name="webhook_events_by_age"),
        ]

    def __str__(self) -> str:
        return self.kind


class Delivery(models.Model):
    """What one address is told of one event, as often as it takes."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waits")
        SENT = "sent", _("arrived")
        FAILED = "failed", _("given up")

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(WebhookEvent, models.CASCADE, related_name="deliveries")
    path = models.CharField(_("what it is about"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    last_error = models.CharField(_("last error"), max_length=100, blank=True)
    created_at = MomentColumn(_("at"), default=clock.now, editable=False)
    next_attempt_at = MomentColumn(_("next attempt at"), default=clock.now, editable=False)
    lease_until = MomentColumn(_("worker has it until"), null=True)
    sent_at = MomentColumn(_("arrived at"), null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["webhook", "event"], name="webhook_told_of_an_event_once")]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(state="queued"), name="deliveries_to_send"),
        ]

    def __str__(self) -> str:
        return f"{self.event} ({self.pk})"

    @property
    def message_id(self) -> str:
        """By which who receives it knows that it is the same, however often it comes."""
        return f"msg_{self.webhook_id}_{self.event_id}"
