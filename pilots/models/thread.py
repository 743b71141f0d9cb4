"""What advisor and group write each other between sessions."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn
from pilots.models.programmes import Pilot

LONGEST_MESSAGE = 4000


class ThreadMessage(models.Model):
    """A message in the thread of a pilot. What is written stays as it is."""

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="messages", verbose_name=_("pilot"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="thread_messages", verbose_name=_("author")
    )
    is_from_advisor = models.BooleanField(_("from an advisor"))
    text = models.TextField(_("message"), max_length=LONGEST_MESSAGE)
    submission_key = models.UUIDField(_("key of the form that made it"), unique=True, editable=False)
    written_at = MomentColumn(_("written at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("message in a thread")
        verbose_name_plural = _("messages in threads")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.lookups.LessThanOrEqual(Length("text"), LONGEST_MESSAGE), name="message_not_too_long"
            ),
        ]
        indexes = [
            # The newest of a thread, and what is new in it for somebody (selectors.thread).
            models.Index(fields=["pilot", "-id"], name="messages_of_a_pilot"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="written", fields=["pilot", "author", "is_from_advisor", "text", "submission_key", "written_at"]
            ),
        ]

    def __str__(self) -> str:
        # Nothing of what it says: this stands in lists that more people read.
        return f"{self.pilot} {self.written_at:%Y-%m-%d}"


class ThreadReading(models.Model):
    """Up to which message somebody read a thread."""

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="thread_readings", verbose_name=_("pilot"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="thread_readings", verbose_name=_("person")
    )
    up_to = models.ForeignKey(ThreadMessage, models.CASCADE, related_name="+", verbose_name=_("last message read"))

    class Meta:
        verbose_name = _("reading of a thread")
        verbose_name_plural = _("readings of threads")
        constraints = [models.UniqueConstraint(fields=["person", "pilot"], name="thread_read_by_somebody_once")]

    def __str__(self) -> str:
        return str(self.pilot)
