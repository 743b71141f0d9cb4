"""The homes, or the values of homes, in a file that somebody uploaded, read by a worker: somebody waits at a page for
them.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal
from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from coophub.celery import QUICK
from coophub.reports.models import ReportJob
from coophub.reports.registry import Progress, RenderedReport, ReportKind
from coophub.web.errors import DomainError
from financing.plans.document.rows import KEY, PlanDocument
from financing.plans.homes.listed import CellProblem
from financing.plans.homes.spreadsheet import Home, HomesFound, read_homes
from financing.plans.homes.values import PresentHome, RowLeftOut, ValuedHome, ValuesFound, read_values
from financing.plans.models import Plan
from financing.plans.selectors.changes import state_at

READ_HOMES, READ_VALUES = "plan_homes", "plan_values"


def build_homes(job: ReportJob, progress: Progress) -> RenderedReport:
    return _answer(job, progress, lambda content: _written(read_homes(content)))


def build_values(job: ReportJob, progress: Progress) -> RenderedReport:
    """What the file says of the homes that were in the plan when it was sent, or why it cannot be read."""
    plan = cast(Plan, job.subject)
    homes = homes_in_plan(state_at(plan, job.parameters["revision"]))
    return _answer(job, progress, lambda content: asdict(read_values(content, homes)))


def homes_in_plan(document: PlanDocument) -> list[PresentHome]:
    """The types of home of a document of which the rows have their keys."""
    return [
        PresentHome(home[KEY], home["name"], home["count"], home["area_m2"], home.get("woz_value"))
        for home in document.get("dwellings", [])
    ]


def _answer(job: ReportJob, progress: Progress, read: Callable[[bytes], dict[str, Any]]) -> RenderedReport:
    """What is in the file, or why it cannot be read: both are an answer."""
    with job.source.open("rb") as file:
        content = file.read()
    progress(30)
    try:
        answer = read(content)
    except DomainError as error:
        answer = {"refused": error.message}
    return RenderedReport("homes.json", "application/json", json.dumps(answer).encode())


def homes_of_job(job: ReportJob) -> HomesFound:
    """What a job that is done found. Raises DomainError when the file cannot be read."""
    found = _answered(job)
    return HomesFound(
        [_home(*row) for row in found["homes"]],
        [CellProblem(address, sentence) for address, sentence in found["problems"]],
        found["totals"],
    )


def values_of_job(job: ReportJob) -> ValuesFound:
    """The values that a job that is done found. Raises DomainError when the file cannot be read."""
    found = _answered(job)
    return ValuesFound(
        [ValuedHome(**{**each, "home": PresentHome(**each["home"])}) for each in found["homes"]],
        [RowLeftOut(**row) for row in found["left_out"]],
        found["left_out_count"],
        found["name_in_plan"],
        [CellProblem(**problem) for problem in found["problems"]],
    )


def _answered(job: ReportJob) -> dict[str, Any]:
    with job.file.open("rb") as file:
        found: dict[str, Any] = json.load(file)
    if "refused" in found:
        raise DomainError(found["refused"], field="file")
    return found


def _home(
    name: str,
    count: int,
    area: str,
    rent: str,
    rooms: int | None = None,
    woz_value: str | None = None,
    woz_year: int | None = None,
) -> Home:
    return Home(name, count, Decimal(area), Decimal(rent), rooms, Decimal(woz_value) if woz_value else None, woz_year)


def _written(found: HomesFound) -> dict[str, Any]:
    return {
        "homes": [
            [
                *(home.name, home.count, str(home.area_m2), str(home.monthly_rent), home.rooms),
                *(None if home.woz_value is None else str(home.woz_value), home.woz_year),
            ]
            for home in found.homes
        ],
        "problems": [[problem.address, problem.sentence] for problem in found.problems],
        "totals": found.totals,
    }


KINDS = (
    ReportKind(
        name=READ_HOMES, title=_("Homes from a file"), permission="plans.change_plan", build=build_homes, queue=QUICK
    ),
    ReportKind(
        name=READ_VALUES,
        title=_("WOZ values from a file"),
        permission="plans.change_plan",
        build=build_values,
        queue=QUICK,
    ),
)
