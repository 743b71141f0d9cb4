"""The points of one type of home, counted from a few facts by a worker: somebody waits at a page for it."""

import json
from dataclasses import asdict

from django.utils.translation import gettext_lazy as _

from coophub.celery import QUICK
from coophub.reports.models import ReportJob
from coophub.reports.registry import Progress, RenderedReport, ReportKind
from financing.plans.homes.points_counter import counter
from financing.plans.homes.rent_points import PointsFound, facts_from

POINTS = "plan_points"


def build_points(job: ReportJob, progress: Progress) -> RenderedReport:
    found = counter.points_of(facts_from(job.parameters["facts"]))
    return RenderedReport("points.json", "application/json", json.dumps(asdict(found)).encode())


def points_of_job(job: ReportJob) -> PointsFound:
    """What a job that is done counted."""
    with job.file.open("rb") as file:
        found = json.load(file)
    return PointsFound(found["points"], [(name, points) for name, points in found["parts"]], found["remarks"])


KIND = ReportKind(
    name=POINTS, title=_("Points of a home"), permission="plans.change_plan", build=build_points, queue=QUICK
)
