"""The homes in a file that somebody uploaded, read by a worker: somebody waits at a page for them."""

import json
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from coophub.celery import QUICK
from coophub.reports.models import ReportJob
from coophub.reports.registry import Progress, RenderedReport, ReportKind
from coophub.web.errors import DomainError
from financing.plans.homes.spreadsheet import CellProblem, Home, HomesFound, read_homes

READ_HOMES = "plan_homes"


def build_homes(job: ReportJob, progress: Progress) -> RenderedReport:
    """What is in the file, or why it cannot be read: both are an answer."""
    with job.source.open("rb") as file:
        content = file.read()
    progress(30)
    try:
        answer: dict[str, Any] = _written(read_homes(content))
    except DomainError as error:
        answer = {"refused": error.message}
    return RenderedReport("homes.json", "application/json", json.dumps(answer).encode())


def homes_of_job(job: ReportJob) -> HomesFound:
    """What a job that is done found. Raises DomainError when the file cannot be read."""
    with job.file.open("rb") as file:
        found = json.load(file)
    if "refused" in found:
        raise DomainError(found["refused"], field="file")
    return HomesFound(
        [Home(name, count, Decimal(area), Decimal(rent), *rooms) for name, count, area, rent, *rooms in found["homes"]],
        [CellProblem(address, sentence) for address, sentence in found["problems"]],
        found["totals"],
    )


def _written(found: HomesFound) -> dict[str, Any]:
    return {
        "homes": [
            [home.name, home.count, str(home.area_m2), str(home.monthly_rent), home.rooms] for home in found.homes
        ],
        "problems": [[problem.address, problem.sentence] for problem in found.problems],
        "totals": found.totals,
    }


KIND = ReportKind(
    name=READ_HOMES, title=_("Homes from a file"), permission="plans.change_plan", build=build_homes, queue=QUICK
)
