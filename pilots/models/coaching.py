"""What advisor and group did together."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import DayColumn, MomentColumn
from initiatives.models import Task
from pilots.models.programmes import Pilot
from pilots.models.thread import ThreadMessage


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
    """A task of the group that came out of a coaching session, or of a message between advisor and group."""

    session = models.ForeignKey(
        CoachingSession, models.CASCADE, related_name="actions", null=True, verbose_name=_("session")
    )
    message = models.OneToOneField(
        ThreadMessage, models.CASCADE, related_name="action", null=True, verbose_name=_("message")
    )
    task = models.OneToOneField(Task, models.CASCADE, related_name="agreed_in", verbose_name=_("task"))

    class Meta:
        verbose_name = _("agreed action")
        verbose_name_plural = _("agreed actions")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(session=None, message__isnull=False) | Q(session__isnull=False, message=None),
                name="agreed_in_a_session_or_a_message",
            ),
        ]

    def __str__(self) -> str:
        return str(self.task)
