"""Runs for who may see them, and what of them is shown."""

from django.db.models import Q, QuerySet

from coophub.accounts.models import User
from coophub.reports.models import ReportJob
from coophub.reports.selectors import reports_of
from financing.lab.models import KeptPlan, KeptPortfolio, PolicyRun, PublishedRun
from financing.lab.selectors.portfolios import portfolios_for
from financing.lab.selectors.shown import RunToShow, Shown, shown_of
from initiatives.models import Municipality

RUN, REPORT = "lab_run", "lab_report"
KNOWN = (KeptPlan.Source.EXAMPLE, KeptPlan.Source.MADE_UP)
"""Plans that everybody can read."""
HEAVY = ("result", "parameters", "portfolio__document")


def runs_for(user: User, portfolio: KeptPortfolio | None = None) -> QuerySet[PolicyRun]:
    """Those in which this person has no interest, the newest first, without what came of them."""
    found = PolicyRun.objects.select_related("portfolio", "created_by").defer(*HEAVY)
    if portfolio is not None:
        return found.filter(portfolio=portfolio)
    return found.filter(portfolio__in=portfolios_for(user).values("pk"))


def job_of(run: PolicyRun) -> ReportJob | None:
    """The job that calculates it, or did."""
    return reports_of(run, RUN).first()


def shown_run(run: PolicyRun, *, is_coarse: bool) -> Shown:
    """What pages, files and reports say of a run that is done."""
    document, result = PolicyRun.objects.filter(pk=run.pk).values_list("portfolio__document", "result").get()
    is_secret = KeptPlan.objects.filter(portfolio=run.portfolio_id).exclude(source__in=KNOWN).exists()
    return shown_of(RunToShow(document, result or {}, is_coarse=is_coarse, is_secret=is_secret))


def published_runs() -> QuerySet[PublishedRun]:
    """What everybody may read, the newest first."""
    return _published().filter(run__portfolio__municipality=None)


def run_for_municipality(municipality: Municipality) -> PublishedRun | None:
    """The newest that its officials may read; also what was found out before another municipality went into it."""
    of_it = Q(run__portfolio__municipality=municipality) | Q(run__portfolio__municipality__went_into=municipality)
    return _published().filter(of_it).first()


def _published() -> QuerySet[PublishedRun]:
    return (
        PublishedRun.objects.filter(withdrawn_at=None)
        .select_related("run__portfolio__municipality")
        .defer("run__result", "run__parameters", "run__portfolio__document")
    )


def secret_plans_published(*, but: PolicyRun) -> list[set[str]]:
    """Which plans that nobody else may know were ever shown together to everybody, also where that was withdrawn."""
    runs = PublishedRun.objects.exclude(run=but).values_list("run__portfolio", flat=True)
    found: dict[int, set[str]] = {}
    rows = KeptPlan.objects.filter(portfolio__in=runs).exclude(source__in=KNOWN).values_list("portfolio", "sha256")
    for portfolio, plan in rows:
        found.setdefault(portfolio, set()).add(plan)
    return list(found.values())


def to_compare(user: User, run: PolicyRun, most: int = 20) -> list[PolicyRun]:
    """Other runs that are done, the newest first."""
    return list(runs_for(user).filter(state=PolicyRun.State.DONE).exclude(pk=run.pk)[:most])
