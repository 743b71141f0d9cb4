"""What makes a plan close, where that takes too long for a request: found by a worker for the API."""

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from coophub.reports.models import ReportJob
from coophub.reports.registry import Progress, RenderedReport, ReportKind
from financing.engine import find_levers, parse_plan
from financing.plans.models import LeverSearch


def build_levers(job: ReportJob, progress: Progress) -> RenderedReport:
    with job.source.open("rb") as file:
        asked = json.load(file)
    parameters = {name: value for name, value in asked.get("parameters", {}).items() if value is not None}
    found = find_levers(parse_plan(asked["plan"]), parameters)
    return RenderedReport("levers.json", "application/json", json.dumps(found.document(), allow_nan=False).encode())


def levers_of_job(job: ReportJob) -> dict[str, Any]:
    """The document `coophub.levers/1` that a job that is done found."""
    with job.file.open("rb") as file:
        found: dict[str, Any] = json.load(file)
    return found


KIND = ReportKind(
    name=LeverSearch.REPORT,
    title=_("What makes a plan close"),
    # Nobody reads it but by the key of the search.
    permission="plans.view_lever_search",
    build=build_levers,
)
