"""What members write beside a task, a step and a decision. It is for the group alone."""

import datetime as dt
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn
from initiatives.models.initiative import Initiative
from initiatives.models.meetings import GroupDecision
from initiatives.models.road_map import Milestone, Task

LONGEST_COMMENT = 2_000
TIME_TO_CHANGE = dt.timedelta(hours=1)


class Comment(models.Model):
    """What somebody wrote about one task, step or decision. One that was removed leaves a line and no words."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="comments")
    key = models.UUIDField(_("key"), default=uuid4, editable=False)
    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="comments")
    milestone = models.ForeignKey(Milestone, models.CASCADE, null=True, related_name="comments")
    decision = models.ForeignKey(GroupDecision, models.CASCADE, null=True, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    text = models.TextField(_("comment"), max_length=LONGEST_COMMENT, blank=True)
    mentioned = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("who should read it")
    )
    written_at = MomentColumn(_("written at"), default=clock.now, editable=False)
    changed_at = MomentColumn(_("changed at"), null=True, editable=False)
    removed_at = MomentColumn(_("removed at"), null=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("removed by")
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-pk"]
        constraints = [
            # Also what finds a comment at its address (access.visible_comment).
            models.UniqueConstraint(fields=["initiative", "key"], name="comment_key_once"),
            models.CheckConstraint(
                condition=Q(task__isnull=False, milestone=None, decision=None)
                | Q(task=None, milestone__isnull=False, decision=None)
                | Q(task=None, milestone=None, decision__isnull=False),
                name="comment_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=(Q(removed_at=None) & ~Q(text="")) | Q(removed_at__isnull=False, text=""),
                name="comment_says_something_or_was_removed",
            ),
        ]

    def __str__(self) -> str:
        # Nothing of what it says: this stands in lists that more people read.
        return f"{self.initiative} {self.written_at:%Y-%m-%d}"

    @property
    def is_fresh(self) -> bool:
        """Whether its words can still be changed."""
        return clock.now() < self.written_at + TIME_TO_CHANGE
