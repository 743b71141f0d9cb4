"""Plan of approach: what a pilot works towards, and who else was spoken to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coophub.web.model_fields import DayColumn
from pilots.models.bottlenecks import Bottleneck
from pilots.models.programmes import Pilot


class CoachingGoal(models.Model):
    """What a pilot works towards, and the day on which advisor and group look how it stands. The group reads it."""

    class State(models.TextChoices):
        AT_WORK = "at_work", _("At work on it")
        REACHED = "reached", _("Reached")
        DROPPED = "dropped", _("Dropped")

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="goals", verbose_name=_("pilot"))
    goal = models.CharField(_("goal"), max_length=300)
    check_on = DayColumn(_("look how it stands on"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.AT_WORK)
    how_it_stands = models.TextField(_("how it stands"), blank=True)
    checked_on = DayColumn(_("checked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("goal of a pilot")
        verbose_name_plural = _("goals of pilots")
        ordering = ["check_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "goal"], condition=Q(state="at_work"), name="goal_once_while_at_work"
            ),
            models.CheckConstraint(
                condition=Q(state="at_work") | Q(checked_on__isnull=False), name="goal_was_checked_when_over"
            ),
        ]

    def __str__(self) -> str:
        return self.goal

    @property
    def is_open(self) -> bool:
        return self.state == self.State.AT_WORK


class PartyContact(models.Model):
    """That an advisor spoke with somebody outside the group: a municipality, a bank. The group reads it."""

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="contacts", verbose_name=_("pilot"))
    party = models.CharField(_("with whom"), max_length=20, choices=Bottleneck.Party)
    name = models.CharField(_("which one"), max_length=120)
    on = DayColumn(_("day"))
    outcome = models.TextField(_("what came of it"))
    advisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="party_contacts", verbose_name=_("advisor")
    )
    submission_key = models.UUIDField(_("key of the form that made it"), unique=True, editable=False)

    class Meta:
        verbose_name = _("contact with a party")
        verbose_name_plural = _("contacts with parties")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_party_display()}: {self.name}"
