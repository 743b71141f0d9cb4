"""The plan as a PDF for a bank or municipality."""

from typing import Any, cast

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from coophub.reports.models import ReportJob
from coophub.reports.pdf import render_pdf
from coophub.reports.registry import Progress, RenderedReport, ReportKind, register
from financing.plans import charts, tables
from financing.plans.forms.sections import BasicsForm, ConstructionForm, DemandsForm, RentForm, RunningForm
from financing.plans.models import Plan
from financing.plans.selectors import outcome_of

PLAN = "plan"


def build_plan(job: ReportJob, progress: Progress) -> RenderedReport:
    """The document as it was when it was asked for: the job carries it."""
    plan = cast(Plan, job.subject)
    progress(10)
    outcome = outcome_of(job.parameters["document"])
    context: dict[str, Any] = {
        "plan": plan,
        "initiative": plan.initiative,
        "outcome": outcome,
        "made_at": timezone.now(),
        "assumptions": assumptions_of(outcome.document),
        "charts": [charts.funding_chart(outcome), charts.cash_chart(outcome)],
        "tables": [tables.investment_table(outcome), tables.funding_table(outcome)],
        "years": tables.cash_flow_table(outcome),
    }
    progress(40)
    content = render_pdf("plans/reports/plan.html", context, language=job.language)
    return RenderedReport(f"{slugify(plan.name) or 'plan'}.pdf", "application/pdf", content)


def assumptions_of(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Every single value of the plan with the name that the builder gives it, as people read it."""
    found = []
    for part in (BasicsForm, RentForm, ConstructionForm, RunningForm, DemandsForm):
        form = part(initial=part.initial_of(document))
        for name in form.fields:
            value = form[name].value()
            if value in (None, "") or name == "name":
                continue
            shown = (_("yes") if value else _("no")) if isinstance(value, bool) else f"{value}"
            unit = str(getattr(form.fields[name], "unit", ""))
            written = (
                f"{unit}\u00a0{shown}"
                if unit == "€"
                else f"{shown}{unit}"
                if unit == "%"
                else f"{shown} {unit}".strip()
            )
            found.append((str(form.fields[name].label), str(written)))
    return found


register(ReportKind(name=PLAN, title=_("Financing plan as PDF"), permission="plans.view_plan", build=build_plan))
