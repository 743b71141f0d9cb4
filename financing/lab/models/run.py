"""A question put to a portfolio, and what came of it."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn
from financing.lab.models.portfolio import KeptPortfolio
from financing.plans.models.made import MadeByPerson

SMALLEST_BUDGET, LARGEST_BUDGET = 1, 1_000_000_000


class PolicyRun(MadeByPerson):
    """What was asked never changes; what came of it (`coophub.policy/1`) comes once, and then stays."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Ready")
        CANCELLED = "cancelled", _("Stopped")

    portfolio = models.ForeignKey(KeptPortfolio, models.PROTECT, related_name="runs", verbose_name=_("portfolio"))
    budget = models.PositiveBigIntegerField(_("budget"))
    seed = models.PositiveIntegerField(_("seed"), default=1)
    parameters = models.JSONField(_("limits and parameters"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    result = models.JSONField(_("result"), null=True)
    sha256 = models.CharField(_("hash of the result"), max_length=64, blank=True)
    # The homes that are possible with the best use of the budget, for lists.
    homes = models.GeneratedField(
        expression=Cast(KT("result__optimum__homes"), models.FloatField(null=True)),
        output_field=models.FloatField(null=True),
        db_persist=True,
    )
    finished_at = MomentColumn(_("finished at"), null=True)

    class Meta:
        verbose_name = _("run of the policy lab")
        verbose_name_plural = _("runs of the policy lab")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(budget__range=(SMALLEST_BUDGET, LARGEST_BUDGET)), name="budget_of_a_run_within_bounds"
            ),
            models.CheckConstraint(
                condition=Q(
                    state="done", result__isnull=False, finished_at__isnull=False, sha256__regex="^[0-9a-f]{64}$"
                )
                | (~Q(state="done") & Q(result=None, finished_at=None, sha256="")),
                name="result_when_a_run_is_done",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="asks_what_it_asked",
                fields=["portfolio", "budget", "seed", "parameters", "created_by", "created_at"],
            ),
            pgtrigger.Protect(
                name="done_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state = 'done'"),
            ),
            pgtrigger.Protect(name="run_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return str(self.portfolio)

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE


class RunPart(models.Model):
    """What a step of a run came to: who goes on with it later begins after the last one."""

    run = models.ForeignKey(PolicyRun, models.CASCADE, related_name="parts")
    name = models.CharField(max_length=30)
    content = models.JSONField()
    made_at = MomentColumn(default=clock.now)

    class Meta:
        verbose_name = _("step of a run")
        verbose_name_plural = _("steps of runs")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="step_once_in_a_run")]

    def __str__(self) -> str:
        return self.name


class PublishedRun(MadeByPerson):
    """What everybody may read of a run: by value, made when it was published. It is withdrawn, never changed."""

    run = models.OneToOneField(PolicyRun, models.PROTECT, related_name="published")
    content = models.JSONField()
    withdrawn_at = MomentColumn(_("withdrawn at"), null=True)

    class Meta:
        verbose_name = _("published run")
        verbose_name_plural = _("published runs")
        ordering = ["-created_at", "-pk"]
        triggers = [
            pgtrigger.ReadOnly(name="says_what_was_published", fields=["run", "content", "created_by", "created_at"]),
            # What others once read counts for what they may read next.
            pgtrigger.Protect(name="publication_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return str(self.run)
