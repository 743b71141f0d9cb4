"""The plan as a PDF for a bank or municipality."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from coophub.reports.models import ReportJob
from coophub.reports.pdf import render_pdf
from coophub.reports.registry import Progress, RenderedReport, ReportKind, register
from coophub.web.charts import Chart
from financing.plans import charts, tables
from financing.plans.forms.results import HeatMapForm
from financing.plans.forms.sections import SECTIONS
from financing.plans.models import Plan, PlanVersion
from financing.plans.selectors import Outcome, affordability_of, outcome_of, risks_of, version_outcome

PLAN = "plan"
EVERY_YEAR = 10
THEN_EVERY = 5
LONG_YEARS, THEN_EVERY_IN_LONG = 50, 10
BARS_ON_PAPER = 8
"""On paper stand the first ten years, then every fifth (of a very long plan every tenth), and the years that decide. All years are on
screen and in the spreadsheet."""


@dataclass(frozen=True)
class Assumption:
    """A single figure, and what we know of where it comes from."""

    label: str
    value: str
    source: str


def build_plan(job: ReportJob, progress: Progress) -> RenderedReport:
    """The plan, or a version of it, as it was when it was asked for: the job carries it."""
    plan = cast(Plan, job.subject)
    progress(10)
    context = report_context(plan, job.parameters)
    progress(50)
    content = render_pdf("plans/reports/plan.html", context, language=job.language)
    return RenderedReport(f"{slugify(plan.name) or 'plan'}.pdf", "application/pdf", content)


def report_context(plan: Plan, parameters: dict[str, Any]) -> dict[str, Any]:
    """Everything that the document says, by value."""
    version = _version(plan, parameters)
    outcome = version_outcome(version) if version else outcome_of(parameters["document"])
    points = parameters.get("home_points", {})
    stress = risks_of(outcome)
    return {
        "plan": plan,
        "initiative": plan.initiative,
        "version": version,
        "outcome": outcome,
        "made_at": timezone.now(),
        "affordability": affordability_of(outcome, points),
        "money_chart": replace(charts.investment_and_funding_chart(outcome), height=240),
        "year_charts": _paper(charts.year_charts(outcome)),
        "investment": tables.investment_table(outcome),
        "funding": tables.funding_table(outcome),
        "loans": tables.loan_table(outcome),
        "groups": assumptions_of(outcome),
        "years": [_on_paper(table, outcome) for table in tables.year_tables(outcome)],
        "ratios": tables.ratio_table(outcome),
        "stress": stress,
        "fan": replace(charts.fan_chart(stress.document), height=160),
        "tornado": charts.tornado_chart(outcome, stress.document, most=BARS_ON_PAPER),
        "heat_map": replace(charts.heat_map_chart(outcome, *HeatMapForm.DEFAULT), height=200),
    }


def parameters_of(version: PlanVersion) -> dict[str, Any]:
    """What a job needs to draw a version."""
    return {"document": version.document, "home_points": version.home_points, "version": version.number}


def _version(plan: Plan, parameters: dict[str, Any]) -> PlanVersion | None:
    number = parameters.get("version")
    return plan.versions.get(number=number) if number else None


def _paper(found: list[Chart]) -> list[Chart]:
    """A little lower than on a screen, so that two stand on a page."""
    return [replace(chart, height=min(chart.height, 230)) for chart in found]


def _on_paper(table: tables.Table, outcome: Outcome) -> tables.Table:
    """The years that matter most."""
    deciding = {str(criterion["worst_year"]) for criterion in outcome.result["criteria"] if criterion["worst_year"]}
    last = len(table.rows) - 1
    step = THEN_EVERY_IN_LONG if last > LONG_YEARS else THEN_EVERY
    rows = [
        row
        for number, row in enumerate(table.rows)
        if number <= EVERY_YEAR or number % step == 0 or number == last or row[0] in deciding
    ]
    return replace(table, rows=rows)


@dataclass(frozen=True)
class AssumptionsOnPaper:
    """What stands under one heading: single figures with their source, and lines with their figures."""

    title: str
    singles: list[Assumption]
    lines: list[tuple[str, str]]


def assumptions_of(outcome: Outcome) -> list[AssumptionsOnPaper]:
    """Every figure that was filled in, with what the builder says beside its field."""
    sources = dict(_sources())
    return [
        AssumptionsOnPaper(
            group.title,
            [Assumption(single.label, single.value, sources.get(single.key, "")) for single in group.singles],
            [(name, "; ".join(f"{fact.label}: {fact.value}" for fact in facts)) for name, facts in group.lines],
        )
        for group in tables.assumption_groups(outcome.document)
    ]


def _sources() -> Iterator[tuple[tuple[str, ...], str]]:
    for section in SECTIONS:
        if section.part is not None:
            for name, place in section.part.places.items():
                yield place.path, str(section.part.base_fields[name].help_text)


register(ReportKind(name=PLAN, title=_("Financing plan as PDF"), permission="plans.view_plan", build=build_plan))
