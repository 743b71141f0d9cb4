"""What a group discusses and decides: its meetings, and the log of what it decided. Both are for the group alone."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coophub.documents.models import Document
from coophub.web import clock
from coophub.web.model_fields import DayColumn, MomentColumn
from initiatives.models.initiative import Initiative

MOST_VOTES = 1_000
MOST_LETTERS_OF_AGENDA, MOST_LETTERS_OF_MINUTES = 10_000, 40_000


class Meeting(models.Model):
    """A talk of the group: planned with an agenda, and afterwards with who was there and the minutes.

    `times_moved` tells calendars which of two is the newer; `minutes_revision` tells two writers of each other.
    """

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="meetings")
    key = models.UUIDField(_("key"), default=uuid4, editable=False)
    title = models.CharField(_("what kind of meeting"), max_length=120)
    starts_at = MomentColumn(_("day and time"))
    place = models.CharField(_("place or link"), max_length=200, blank=True)
    agenda = models.TextField(_("agenda"), max_length=MOST_LETTERS_OF_AGENDA, blank=True)
    minutes = models.TextField(_("minutes"), max_length=MOST_LETTERS_OF_MINUTES, blank=True)
    minutes_revision = models.PositiveIntegerField(_("how often the minutes changed"), default=0, editable=False)
    minutes_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("minutes written by"),
    )
    present = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("members who were there")
    )
    others_present = models.CharField(_("who else was there"), max_length=300, blank=True)
    times_moved = models.PositiveIntegerField(_("how often it was changed"), default=0, editable=False)
    changed_at = MomentColumn(_("changed at"), default=clock.now, editable=False)
    cancelled_at = MomentColumn(_("cancelled at"), null=True, editable=False)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            # Also what finds a meeting at its address (access.visible_meeting).
            models.UniqueConstraint(fields=["initiative", "key"], name="meeting_key_once"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(minutes=""), name="meeting_cancelled_or_with_minutes"
            ),
        ]
        indexes = [
            # What a group has ahead, and what it discussed (selectors.meetings).
            models.Index(fields=["initiative", "starts_at"], name="meetings_of_a_group"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Whether it has begun, so that its minutes can be written."""
        return self.starts_at <= clock.now()


class DecisionMaker(models.TextChoices):
    MEMBERS = "members", _("The members together")
    BOARD = "board", _("The board")
    WORKING_GROUP = "working_group", _("A working group")


class DecisionManner(models.TextChoices):
    CONSENT = "consent", _("By consent: nobody was against it")
    VOTE = "vote", _("By vote")


class GroupDecision(models.Model):
    """What a group decided. It stays: one that holds no longer says so, with the reason."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="decisions")
    key = models.UUIDField(_("key"), default=uuid4, editable=False)
    number = models.PositiveIntegerField(_("number"), editable=False)
    title = models.CharField(_("what was decided"), max_length=300)
    reasons = models.TextField(_("why"), max_length=4_000, blank=True)
    decided_on = DayColumn(_("decided on"))
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="decisions", verbose_name=_("meeting")
    )
    taken_by = models.CharField(_("decided by"), max_length=15, choices=DecisionMaker, default=DecisionMaker.MEMBERS)
    manner = models.CharField(_("how"), max_length=10, choices=DecisionManner, default=DecisionManner.CONSENT)
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("abstained"), null=True, blank=True)
    documents = models.ManyToManyField(Document, blank=True, related_name="+", verbose_name=_("documents"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("written down by")
    )
    recorded_at = MomentColumn(_("written down at"), default=clock.now, editable=False)
    withdrawn_on = DayColumn(_("holds no longer since"), null=True, blank=True)
    withdrawn_because = models.CharField(_("why it holds no longer"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_on", "-number"]
        constraints = [
            # Also what finds a decision at its address (access.visible_decision).
            models.UniqueConstraint(fields=["initiative", "key"], name="decision_key_once"),
            models.UniqueConstraint(fields=["initiative", "number"], name="decision_number_once"),
            models.CheckConstraint(
                condition=Q(manner="consent", votes_for=None, votes_against=None, abstained=None)
                | Q(
                    manner="vote",
                    votes_for__range=(0, MOST_VOTES),
                    votes_against__range=(0, MOST_VOTES),
                    abstained__range=(0, MOST_VOTES),
                ),
                name="decision_counts_votes_when_there_were",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_because="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_because="")),
                name="decision_holds_or_says_why_not",
            ),
        ]
        indexes = [
            # The log, the newest first (selectors.decisions).
            models.Index(fields=["initiative", "-decided_on", "-number"], name="decisions_of_a_group"),
        ]

    def __str__(self) -> str:
        return self.title
