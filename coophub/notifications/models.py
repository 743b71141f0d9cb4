"""What CoopHub tells people: notices in the app, and an outbox of e-mail."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from coophub.notifications.topics import EmailMoment, NoticeTopic
from coophub.web import clock
from coophub.web.model_fields import DayColumn, MomentColumn


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


class EmailWish(models.Model):
    """When somebody wants what is about a topic by e-mail. Who chose nothing has no row (`topics.UNLESS_CHOSEN`)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="email_wishes")
    topic = models.CharField(_("topic"), max_length=10, choices=NoticeTopic)
    moment = models.CharField(_("when"), max_length=10, choices=EmailMoment)

    class Meta:
        verbose_name = _("e-mail as somebody wishes")
        verbose_name_plural = _("e-mail as people wish")
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="one_wish_a_topic"),
            models.CheckConstraint(condition=~models.Q(topic="always"), name="what_is_always_sent_has_no_wish"),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {self.get_moment_display()}"


class HeldNotice(models.Model):
    """That a notice waits for the next message that tells several together. The row goes when that was written
    (`digests.send_digests`).
    """

    notice = models.OneToOneField(Notification, models.CASCADE, primary_key=True, related_name="held")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="held_notices")
    from_day = DayColumn(_("can be sent from"))
    of = models.CharField(_("group or case"), max_length=200, blank=True)
    day = DayColumn(_("day that comes near"), null=True)
    key = models.CharField(max_length=200, blank=True)
    """What it is about, such as `task:12`, for who knows whether that is over (`digests.add_check`)."""

    class Meta:
        verbose_name = _("notice that waits for a message")
        verbose_name_plural = _("notices that wait for a message")
        # Who gets a message today (digests.send_digests).
        indexes = [models.Index(fields=["from_day", "person"], name="notices_held_by_day")]

    def __str__(self) -> str:
        return str(self.notice)


class LastDigest(models.Model):
    """The last day on which somebody got a message that tells several things together: never two on a day."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="last_digest"
    )
    day = DayColumn(_("sent on"))

    class Meta:
        verbose_name = _("last message of several notices")
        verbose_name_plural = _("last messages of several notices")

    def __str__(self) -> str:
        return str(self.day)


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
