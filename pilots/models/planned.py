"""What advisor and group will do together: sessions with a day and a time, and the calendar in which they stand."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.calendars import SecretCalendar
from coophub.web.model_fields import MomentColumn
from pilots.models.coaching import CoachingSession
from pilots.models.programmes import Pilot


class PlannedSession(models.Model):
    """A talk between advisor and group that is still to come, was cancelled, or took place as a session.

    `revision` counts how often it was moved: calendars tell by it which of two is the newer.
    """

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="planned_sessions", verbose_name=_("pilot"))
    advisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="planned_sessions", verbose_name=_("advisor")
    )
    starts_at = MomentColumn(_("day and time"))
    kind = models.CharField(_("kind"), max_length=10, choices=CoachingSession.Kind, default=CoachingSession.Kind.VISIT)
    place = models.CharField(_("place or link"), max_length=200, blank=True)
    about = models.CharField(_("what it is about"), max_length=200)
    cancelled_at = MomentColumn(_("cancelled at"), null=True, editable=False)
    held_as = models.OneToOneField(
        CoachingSession,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="planned",
        verbose_name=_("session that it became"),
    )
    revision = models.PositiveSmallIntegerField(_("how often it was moved"), default=0, editable=False)
    changed_at = MomentColumn(_("changed at"), default=clock.now, editable=False)
    submission_key = models.UUIDField(_("key of the form that made it"), unique=True, editable=False)

    class Meta:
        verbose_name = _("planned session")
        verbose_name_plural = _("planned sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(held_as=None), name="planned_session_cancelled_or_held"
            ),
        ]
        indexes = [
            # What a pilot has ahead (selectors.health), and the agenda of an advisor (selectors.agenda).
            models.Index(
                fields=["pilot", "starts_at"], condition=Q(cancelled_at=None, held_as=None), name="sessions_ahead"
            ),
            models.Index(
                fields=["advisor", "starts_at"], condition=Q(cancelled_at=None, held_as=None), name="sessions_of_agenda"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pilot} {self.starts_at:%Y-%m-%d}"

    @property
    def is_over(self) -> bool:
        """Whether its moment is behind us, so that it can be recorded."""
        return self.starts_at <= clock.now()


class CalendarFeed(SecretCalendar):
    """That somebody reads their sessions in a calendar of their own."""

    salt = "pilots.calendar"
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return str(self.user)
