"""What is said of a programme afterwards: figures that were taken on a day, with texts between them and remarks beside
them. Once it is final nothing of it changes any more.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn
from pilots.models.programmes import Programme

USER = settings.AUTH_USER_MODEL

# The lock makes who makes the report final wait for who writes in it, and the other way round.
STAYS_WHEN_FINAL = """
    SELECT frozen_at INTO final_since FROM pilots_evaluationreport
    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.report_id ELSE NEW.report_id END FOR SHARE;
    IF final_since IS NOT NULL THEN
        RAISE EXCEPTION 'this report is final' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def stays_when_final() -> pgtrigger.Trigger:
    """What belongs to a report that is final comes, changes and goes no more."""
    return pgtrigger.Trigger(
        name="stays_when_final",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("final_since", "timestamptz")],
        func=STAYS_WHEN_FINAL,
    )


class Chapter(models.TextChoices):
    """The chapters of every evaluation report, in their order."""

    SUMMARY = "summary", _("In short")
    PROGRAMME = "programme", _("What the programme was")
    PILOTS = "pilots", _("Who took part, and how it ended")
    TIME = "time", _("How long it took")
    BOTTLENECKS = "bottlenecks", _("What held pilots up")
    MEASURES = "measures", _("What helped")
    COACHING = "coaching", _("Hours of coaching")
    PLANS = "plans", _("Plans before and after the coaching")
    ANSWERS = "answers", _("What people answered")
    LESSONS = "lessons", _("What we learnt")
    ADVICE = "advice", _("What we advise")


class EvaluationReport(models.Model):
    """The report of a programme: a draft on which several people work, until one offered it and another made it final.

    `figures` are those of the day on which they were taken (`pilots.selectors.cohorts.kept`); `content` is all that the
    final report says, by value, and `sha256` its seal.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="evaluation_reports", verbose_name=_("programme")
    )
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    figures = models.JSONField(_("figures"))
    started_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("begun by"))
    started_at = MomentColumn(_("begun at"), default=clock.now)
    offered_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", verbose_name=_("offered as final by")
    )
    offered_at = MomentColumn(_("offered as final at"), null=True)
    frozen_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("made final by"))
    frozen_at = MomentColumn(_("made final at"), null=True)
    content = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("evaluation report")
        verbose_name_plural = _("evaluation reports")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="report_number_once_in_a_programme"),
            models.UniqueConstraint(
                fields=["programme"], condition=Q(frozen_at=None), name="one_draft_of_a_report_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(offered_by=None, offered_at=None) | Q(offered_by__isnull=False, offered_at__isnull=False),
                name="report_offered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(frozen_by=None, frozen_at=None, content=None, sha256="")
                | Q(
                    frozen_by__isnull=False,
                    frozen_at__isnull=False,
                    offered_by__isnull=False,
                    content__isnull=False,
                    sha256__regex="^[0-9a-f]{64}$",
                )
                & ~Q(frozen_by=F("offered_by")),
                name="report_made_final_by_another",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="final_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.frozen_at IS NOT NULL"),
            ),
        ]

    def __str__(self) -> str:
        title = gettext("Evaluation report %(number)s") if self.number > 1 else gettext("Evaluation report")
        return f"{title % {'number': self.number}}: {self.programme}"

    @property
    def is_final(self) -> bool:
        return self.frozen_at is not None

    @property
    def is_offered(self) -> bool:
        """Whether it waits for somebody else to make it final."""
        return self.offered_at is not None and not self.is_final


class ReportText(models.Model):
    """What is written in a chapter, in the Markdown of `coophub.web.markdown`."""

    report = models.ForeignKey(EvaluationReport, models.CASCADE, related_name="texts")
    chapter = models.CharField(_("chapter"), max_length=20, choices=Chapter)
    text = models.TextField(_("text"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("changed by"))
    changed_at = MomentColumn(_("changed at"))

    class Meta:
        verbose_name = _("text of a report")
        verbose_name_plural = _("texts of reports")
        ordering = ["report", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "chapter"], name="one_text_for_a_chapter")]
        triggers = [stays_when_final()]

    def __str__(self) -> str:
        return f"{self.report}: {self.get_chapter_display()}"


class ReportComment(models.Model):
    """A remark beside a chapter, for who writes the report. It is open until somebody resolved it."""

    report = models.ForeignKey(EvaluationReport, models.CASCADE, related_name="comments")
    chapter = models.CharField(_("chapter"), max_length=20, choices=Chapter)
    text = models.TextField(_("comment"))
    written_by = models.ForeignKey(USER, models.PROTECT, related_name="report_comments", verbose_name=_("written by"))
    written_at = MomentColumn(_("written at"), default=clock.now)
    resolved_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("resolved by"))
    resolved_at = MomentColumn(_("resolved at"), null=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_by=None, resolved_at=None)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="comment_resolved_by_somebody",
            ),
        ]
        triggers = [stays_when_final()]

    def __str__(self) -> str:
        return f"{self.report}: {self.get_chapter_display()}"

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None
