"""The plan as a PDF for a bank or municipality."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.reports.models import ReportJob
from coophub.reports.pdf import render_pdf
from coophub.reports.registry import Progress, RenderedReport, ReportKind
from coophub.web import clock
from coophub.web.charts import Chart
from coophub.web.tables import Column, Table
from financing.plans import charts
from financing.plans.document.inputs import Input
from financing.plans.figures import FIGURES, headings, path_of
from financing.plans.figures.benchmarks import BENCHMARKS
from financing.plans.forms.assumptions import assumptions_of as measured_assumptions
from financing.plans.forms.results import HeatMapForm
from financing.plans.forms.sections import SECTIONS
from financing.plans.models import Plan, PlanVersion
from financing.plans.selectors.affordability import affordability_of
from financing.plans.selectors.outcomes import Outcome, outcome_of
from financing.plans.selectors.risks import risks_of
from financing.plans.selectors.versions import version_outcome
from financing.plans.tables import results
from financing.plans.tables.assumptions import assumption_groups
from financing.plans.tables.homes import home_table_on_paper

PLAN = "plan"
EVERY_YEAR = 10
THEN_EVERY = 5
LONG_YEARS, THEN_EVERY_IN_LONG = 50, 10
BARS_ON_PAPER = 8
"""On paper stand the first ten years, then every fifth (of a very long plan every tenth), and the years that decide.

All years are on screen and in the spreadsheet.
"""
TWO_ON_A_PAGE, THREE_ON_A_PAGE = 230, 150
"""Heights of charts."""


@dataclass(frozen=True)
class PlanOwner:
    """Whose plan it is, as it stands above the document."""

    name: str
    municipality: str
    homes: int | None


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
    version, group = _version(plan, parameters), plan.initiative
    outcome = version_outcome(version) if version else outcome_of(parameters["document"])
    owner = PlanOwner(group.name, group.municipality.name, group.homes) if group is not None else None
    return {"version": version, **document_context(owner, outcome, parameters.get("home_points", {}))}


def document_context(owner: PlanOwner | None, outcome: Outcome, points: Mapping[str, int]) -> dict[str, Any]:
    """What the document says of any plan, also of one that was frozen elsewhere."""
    risks, affordability = risks_of(outcome), affordability_of(outcome, points)
    combinations = charts.combinations(outcome, *HeatMapForm.DEFAULT)
    return {
        "owner": owner,
        "outcome": outcome,
        "made_at": clock.now(),
        "affordability": affordability,
        "home_table": home_table_on_paper(affordability),
        "money_chart": replace(charts.investment_and_funding_chart(outcome), height=240),
        "development": _paper([months])[0] if (months := charts.development_chart(outcome)) else None,
        "year_charts": _paper(charts.year_charts(outcome)),
        "investment": results.investment_table(outcome),
        "funding": results.funding_table(outcome),
        "loans": results.loan_table(outcome),
        "assumption_tables": assumption_tables(outcome),
        "years": [_on_paper(table, outcome) for table in results.year_tables(outcome)],
        "ratios": results.ratio_table(outcome),
        "stress": risks,
        "fan": replace(charts.fan_chart(risks.stress), height=160),
        "tornado": charts.tornado_chart(outcome, risks.stress, most=BARS_ON_PAPER),
        "combinations": combinations.sentence,
        "heat_map": replace(combinations.chart, height=200) if combinations.chart else None,
    }


def parameters_of(version: PlanVersion) -> dict[str, Any]:
    """What a job needs to draw a version."""
    return {"document": version.document, "home_points": version.home_points, "version": version.number}


def _version(plan: Plan, parameters: dict[str, Any]) -> PlanVersion | None:
    number = parameters.get("version")
    return plan.versions.get(number=number) if number else None


def _paper(found: list[Chart]) -> list[Chart]:
    """Lower than on a screen, so that two stand on a page; three where there are more than two pages of two."""
    most = TWO_ON_A_PAGE if len(found) <= 4 else THREE_ON_A_PAGE
    return [replace(chart, height=min(chart.height, most)) for chart in found]


def _on_paper(table: Table, outcome: Outcome) -> Table:
    """The years that matter most."""
    deciding = {str(criterion.worst_year) for criterion in outcome.result.criteria if criterion.worst_year}
    all_rows = list(table.rows)
    last = len(all_rows) - 1
    step = THEN_EVERY_IN_LONG if last > LONG_YEARS else THEN_EVERY
    rows = [
        row
        for number, (row, words) in enumerate(zip(all_rows, table.words, strict=True))
        if number <= EVERY_YEAR or number % step == 0 or number == last or words[0] in deciding
    ]
    return replace(table, rows=rows)


def assumption_tables(outcome: Outcome) -> list[Table]:
    """Every figure that was filled in, beside what is usual and where that comes from; a table for each heading."""
    usual = dict(_usual_of_lines(outcome))
    columns = [Column(headings.WHAT), Column(_("Filled in")), Column(_("What is usual, and where that comes from"))]
    return [
        Table(
            group.title,
            columns,
            [
                *(
                    [single.label, single.value, _benchmark_of(single.key) or _("as the group filled in")]
                    for single in group.singles
                ),
                *(
                    [name, _in_short(facts), "\n".join(usual.get((group.title, name), []))]
                    for name, facts in group.lines
                ),
            ],
        )
        for group in assumption_groups(outcome.document)
    ]


def _in_short(facts: list[Input]) -> str:
    return "; ".join(f"{fact.label}: {fact.value}" for fact in facts)


def _benchmark_of(key: tuple[str, ...]) -> str:
    """What is usual of a single figure, with its source."""
    # A series of the plan's own is no figure that others have.
    figure = FIGURES.get(path_of(key))
    return BENCHMARKS[figure.benchmark].sentence if figure and figure.benchmark else ""


def _usual_of_lines(outcome: Outcome) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """By the heading and the name of a line what is usual of its figures."""
    beside = measured_assumptions(outcome.document)
    for section in SECTIONS:
        by_line: dict[str, list[str]] = {}
        for found in beside[section.slug]:
            if found.row:
                facts = {"what": found.label, "range": found.usual, "source": found.source}
                by_line.setdefault(found.row, []).append(_("%(what)s: usual %(range)s (%(source)s)") % facts)
        yield from (((str(section.title), name), sentences) for name, sentences in by_line.items())


KIND = ReportKind(
    name=PLAN, title=gettext_lazy("Financing plan as PDF"), permission="plans.view_plan", build=build_plan
)
