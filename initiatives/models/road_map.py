"""What an initiative went through, what it plans, and what it has to do."""

from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import DayColumn, MomentColumn
from initiatives.models import steps
from initiatives.models.initiative import Initiative, Phase
from initiatives.models.meetings import Meeting


class PhaseChange(models.Model):
    """The day on which an initiative entered a phase."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="phase_changes")
    phase = models.CharField(_("phase"), max_length=20, choices=Phase)
    on = DayColumn(_("since"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("changed by")
    )

    class Meta:
        verbose_name = _("phase change")
        verbose_name_plural = _("phase changes")
        ordering = ["on", "pk"]
        triggers = [
            pgtrigger.Trigger(
                name="recounts_stays",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP <> 'INSERT' THEN
                        PERFORM initiatives_count_stays(OLD.initiative_id);
                    END IF;
                    IF TG_OP <> 'DELETE' THEN
                        PERFORM initiatives_count_stays(NEW.initiative_id);
                    END IF;
                    RETURN NULL;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.get_phase_display()}"


class Milestone(models.Model):
    """A step on the road map: from the template (`key`, in `initiatives.models.steps`) or the group's own (`title`)."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="milestones")
    phase = models.CharField(_("phase"), max_length=20, choices=Phase)
    key = models.SlugField(max_length=40, blank=True, editable=False)
    title = models.CharField(_("what"), max_length=150, blank=True)
    planned_on = DayColumn(_("planned on"), null=True, blank=True)
    done_on = DayColumn(_("done on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    waits_for = models.ManyToManyField(
        "self",
        symmetrical=False,
        through="StepWait",
        through_fields=("step", "after"),
        blank=True,
        related_name="waited_for_by",
        verbose_name=_("waits for"),
    )

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "key"], condition=~Q(key=""), name="milestone_of_template_once"
            ),
            models.UniqueConstraint(
                fields=["initiative", "phase", "title"], condition=~Q(title=""), name="milestone_of_group_once"
            ),
            models.CheckConstraint(condition=~Q(key="") | ~Q(title=""), name="milestone_says_what"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What has to be reached: the group's own words, or the template's in the reader's language."""
        return self.title or str(steps.step(self.key).title)

    @property
    def is_late(self) -> bool:
        return self.done_on is None and self.planned_on is not None and self.planned_on < clock.today()

    @property
    def help_text(self) -> str:
        """The template's explanation; empty for the group's own milestones."""
        return str(steps.step(self.key).help_text) if self.key else ""

    @property
    def comes_before(self) -> list["Milestone"]:
        """What it waits for and comes before all the same: planned for an earlier day, or done while that is not."""
        return [other for other in self.waits_for.all() if self._comes_before(other)]

    def _comes_before(self, other: "Milestone") -> bool:
        if self.done_on:
            return other.done_on is None
        ready_on = other.done_on or other.planned_on
        return self.planned_on is not None and ready_on is not None and self.planned_on < ready_on


class StepWait(models.Model):
    """That a step waits for another of the same road map: `services.road_map` keeps them out of a circle."""

    step = models.ForeignKey(Milestone, models.CASCADE, related_name="+")
    after = models.ForeignKey(Milestone, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("step that waits")
        verbose_name_plural = _("steps that wait")
        constraints = [
            models.UniqueConstraint(fields=["step", "after"], name="step_waits_once"),
            models.CheckConstraint(condition=~Q(step=F("after")), name="step_waits_for_another"),
        ]

    def __str__(self) -> str:
        return f"{self.step} < {self.after}"


class Repeat(models.TextChoices):
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")
    YEARLY = "yearly", _("Every year")


class Task(models.Model):
    """Something one of the group has to do.

    One that comes back counts from the day of its first time (`repeats_from`), so that the 31st stays the end of a
    month. It is made when the one that it `follows` is done.
    """

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="tasks")
    title = models.CharField(_("what"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    due_on = DayColumn(_("before when"), null=True, blank=True)
    done_at = MomentColumn(_("done at"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )
    origin = models.CharField(_("where it came up"), max_length=150, blank=True)
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("meeting")
    )
    repeat = models.CharField(_("comes back"), max_length=10, choices=Repeat, blank=True)
    repeats_from = DayColumn(_("counts from"), null=True, blank=True, editable=False)
    follows = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="next",
        verbose_name=_("follows"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("added by")
    )
    created_at = MomentColumn(_("added at"), default=clock.now, editable=False)
    submission_key = models.UUIDField(_("key of the form that made it"), default=uuid4, editable=False)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "submission_key"], name="task_once_per_form"),
            models.CheckConstraint(
                condition=Q(repeat="") | Q(due_on__isnull=False, repeats_from__isnull=False),
                name="task_that_comes_back_has_a_day",
            ),
        ]
        indexes = [
            # What a group still has to do (selectors.open_tasks).
            models.Index(fields=["initiative", "due_on"], condition=Q(done_at=None), name="tasks_open"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        return self.done_at is None and self.due_on is not None and self.due_on < clock.today()
