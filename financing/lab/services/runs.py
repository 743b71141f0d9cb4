"""Runs: asked, calculated step by step by a worker, stopped and gone on with."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.db import transaction

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.reports.models import ReportJob
from coophub.reports.registry import Progress
from coophub.reports.services import request_report
from coophub.web import clock
from coophub.web.refusals import refuse
from financing.engine import policy
from financing.lab.may import why_not_calculate, why_not_cancel, why_not_resume, why_not_tell
from financing.lab.models import KeptPortfolio, PolicyRun, RunPart
from financing.lab.selectors.runs import REPORT, RUN
from financing.plans.services.versions import hash_of

RunState = PolicyRun.State
Tell = Callable[[int, int], None]
"""Is told how much of a step is done, of how much."""


class RunStoppedError(Exception):
    """Somebody stopped the run while a worker had it."""


@transaction.atomic
def start_run(
    *, portfolio: KeptPortfolio, budget: int, parameters: Mapping[str, Any], user: User, seed: int = 1
) -> PolicyRun:
    """Asks what the best use of a budget is. A worker finds out.

    Raises DomainError when a group took its yes back.
    """
    refuse(why_not_calculate(portfolio, budget, parameters))
    run = PolicyRun.objects.create(
        portfolio=portfolio, budget=budget, seed=seed, parameters=dict(parameters), created_by=user
    )
    record(
        actor=user,
        action="lab.start_run",
        target=run,
        after={"portfolio": portfolio.name, "budget": budget, "sha256": portfolio.sha256},
    )
    request_report(kind=RUN, subject=run, user=user)
    return run


@transaction.atomic
def cancel_run(*, run: PolicyRun, user: User) -> PolicyRun:
    """Stops a run; what it found so far is kept. Raises DomainError for one that is done."""
    run = PolicyRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    refuse(why_not_cancel(run))
    run.state = RunState.CANCELLED
    run.save(update_fields=["state"])
    record(actor=user, action="lab.cancel_run", target=run)
    return run


@transaction.atomic
def resume_run(*, run: PolicyRun, user: User) -> PolicyRun:
    """Goes on with a run that was stopped, after the last step that it finished.

    Raises DomainError when it was not stopped, and when a group took its yes back.
    """
    run = PolicyRun.objects.select_for_update(of=("self",)).select_related("portfolio").get(pk=run.pk)
    refuse(why_not_resume(run))
    run.state = RunState.WAITING
    run.save(update_fields=["state"])
    record(actor=user, action="lab.resume_run", target=run)
    request_report(kind=RUN, subject=run, user=user)
    return run


def calculate_run(*, run: PolicyRun, progress: Progress) -> PolicyRun:
    """Everything that was asked, in steps that are each kept. Twice is once.

    Raises RunStoppedError when somebody stopped it, or a group took its yes back meanwhile.
    """
    if run.is_done:
        return run
    steps = _Steps(run, progress)
    portfolio = policy.parse_portfolio(run.portfolio.document)
    parameters = policy.policy_parameters(run.parameters)
    budget = float(run.budget)
    kept = steps.kept("curves", (0, 30), lambda told: policy.curves_of(portfolio, parameters, told))
    curves = [policy.PolicyCurve.model_validate(curve) for curve in kept]
    kept = steps.kept("packages", (30, 60), lambda told: policy.packages_by_plan(portfolio, parameters, told))
    packages = [policy.PlanPackages.model_validate(plan) for plan in kept]
    kept = steps.kept(
        "best_use", (60, 70), lambda told: policy.best_use_of(portfolio, packages, budget, parameters, told)
    )
    best = policy.BestUse.model_validate(kept)
    kept = steps.kept(
        "outlook",
        (70, 99),
        lambda told: policy.outlook_of(portfolio, packages, best.optimum, budget, run.seed, parameters, told),
    )
    outlook = policy.Outlook.model_validate(kept)
    found = policy.policy_from(budget, run.seed, parameters, curves, packages, best, outlook)
    run = _finish(run, _as_kept(found))
    if not run.is_done:
        raise RunStoppedError
    return run


class _Steps:
    """The steps of a run: each is kept as soon as it is there, and asked for again costs nothing."""

    def __init__(self, run: PolicyRun, progress: Progress) -> None:
        self.run, self.progress = run, progress
        self.looked_at = clock.now()

    def kept(self, name: str, share: tuple[int, int], work: Callable[[Tell], Any]) -> Any:
        part = RunPart.objects.filter(run=self.run, name=name).first()
        if part is None:
            content = _as_kept(work(partial(self._tell, share)))
            part, _is_new = RunPart.objects.get_or_create(run=self.run, name=name, defaults={"content": content})
        self._tell(share, 1, 1)
        return part.content

    def _tell(self, share: tuple[int, int], done: int, total: int) -> None:
        """Says how far it is, once a second, and looks whether it should go on."""
        if done < total and (clock.now() - self.looked_at).total_seconds() < 1:
            return
        self.looked_at = clock.now()
        first, last = share
        self.progress(int(first + (last - first) * done / max(1, total)))
        if PolicyRun.objects.filter(pk=self.run.pk, state=RunState.CANCELLED).exists():
            raise RunStoppedError


def _as_kept(found: Any) -> Any:
    """What a step gave, as the database keeps it."""
    if isinstance(found, list):
        return [_as_kept(one) for one in found]
    return json.loads(json.dumps(found.model_dump(mode="json", by_alias=True)))


@transaction.atomic
def _finish(run: PolicyRun, result: dict[str, Any]) -> PolicyRun:
    """Freezes what came of it; its steps are not needed any more. A run for which a yes was taken back is stopped."""
    run = PolicyRun.objects.select_for_update(of=("self",)).select_related("portfolio").get(pk=run.pk)
    if run.is_done:
        return run
    if run.state == RunState.CANCELLED:
        return run
    if why_not_calculate(run.portfolio, run.budget, run.parameters) is not None:
        run.state = RunState.CANCELLED
        run.save(update_fields=["state"])
        return run
    run.state, run.result, run.sha256, run.finished_at = RunState.DONE, result, hash_of(result), clock.now()
    run.save(update_fields=["state", "result", "sha256", "finished_at"])
    run.parts.all().delete()
    record(actor=run.created_by, action="lab.finish_run", target=run, after={"sha256": run.sha256})
    return run


def have_report_made(*, run: PolicyRun, user: User) -> ReportJob:
    """Has a finished run made as PDF. Raises DomainError for who asked too much."""
    refuse(why_not_tell(run))
    record(actor=user, action="lab.take_run_along", target=run, after={"as": "pdf"})
    return request_report(kind=REPORT, subject=run, user=user)


def note_export(*, run: PolicyRun, kind: str, user: User) -> None:
    """Writes down who took a run along, and as what."""
    record(actor=user, action="lab.take_run_along", target=run, after={"as": kind})
