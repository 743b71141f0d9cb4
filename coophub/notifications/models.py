"""What CoopHub tells people: notices in the app, and an outbox of e-mail."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn


class Notification(models.Model):
    """A notice for one person, in that person's language."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    url = models.CharField(_("address"), max_length=300, blank=True)
    created_at = MomentColumn(_("at"), default=clock.now, editable=False)
    read_at = MomentColumn(_("read at"), null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-id"]
        indexes = [
            # Somebody's notices, newest first, and the count of unread ones in the top bar.
            models.Index(fields=["recipient", "-created_at"], name="notices_of_a_person"),
            models.Index(fields=["recipient"], condition=models.Q(read_at=None), name="notices_unread"),
        ]

    def __str__(self) -> str:
        return self.title


class OutgoingMessage(models.Model):
    """An e-mail on its way: written in the transaction of the deed, sent by a worker, sent once."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    recipients = models.JSONField(_("to"))
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    headers = models.JSONField(default=dict)
    from_email = models.CharField(_("from"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    created_at = MomentColumn(_("written at"), default=clock.now, editable=False)
    next_attempt_at = MomentColumn(_("next attempt at"), default=clock.now, editable=False)
    lease_until = MomentColumn(_("worker has it until"), null=True)
    sent_at = MomentColumn(_("sent at"), null=True)

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        ordering = ["-created_at", "-id"]
        indexes = [
            # What the sweeper still has to send.
            models.Index(fields=["next_attempt_at"], condition=models.Q(state="queued"), name="messages_to_send"),
        ]

    def __str__(self) -> str:
        return self.subject
