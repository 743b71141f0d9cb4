"""An application as it is frozen or will be, ready to print: dates, amounts and words instead of the text of JSON.

Submissions are kept for good, so this reads also what was frozen before a part of the form existed.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from coophub.web import clock
from coophub.web.bilingual import Bilingual
from financing.engine import read_result
from financing.plans.figures.verdict import verdict_sentence
from financing.plans.selectors.outcomes import KeyFigure, Outcome, figures_of, outcome_from, outcome_of
from financing.subsidies.applications.content import content_of, plan_part, with_functions
from financing.subsidies.applications.json_values import read_amount, read_day
from financing.subsidies.applications.parts.applicant import APPLICANT
from financing.subsidies.applications.parts.plan import PlanPart
from financing.subsidies.applications.parts.project import PROJECT
from financing.subsidies.applications.sections import PARTS
from financing.subsidies.law.budget import RECOVERABLE
from financing.subsidies.models import Application, IncomeLine, Target
from initiatives.models import CooperativeForm, Phase

FIRST_PARTS = ("project", "activities", "plan", "budget", "advance", "aid", "applicant", "documents")
"""What was frozen before it named its parts had these."""


@dataclass(frozen=True)
class FrozenActivity:
    title: str
    result: str
    starts_on: dt.date | None
    ends_on: dt.date | None


@dataclass(frozen=True)
class FrozenLine:
    """A cost or an income. `kind` and `status` are in words."""

    description: str
    kind: str
    activity: str
    amount: Decimal | None
    status: str = ""
    from_plan: str = ""


@dataclass(frozen=True)
class FrozenDocument:
    title: str
    filename: str
    version: str
    size_bytes: int | None
    sha256: str


@dataclass(frozen=True)
class PartAsFrozen:
    """A part of the form with what it says itself, for its template."""

    slug: str
    said: Any

    @property
    def template(self) -> str:
        return f"subsidies/parts/_{self.slug}.html"


@dataclass(frozen=True)
class Submitted:
    """Everything that an application says."""

    parts: tuple[str, ...]
    shown: list[PartAsFrozen]
    """All that is filled in but the plan, which stands last or elsewhere on the page."""
    initiative: str
    municipality: str
    form: str
    phase: str
    homes: int | None
    target: str
    activities_text: str
    contribution: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    activities: list[FrozenActivity]
    vat: str
    costs: list[FrozenLine]
    income: list[FrozenLine]
    total_costs: Decimal
    total_income: Decimal
    amount_requested: Decimal
    kvk_number: str
    iban: str
    account_name: str
    contact_name: str
    contact_phone: str
    plan_name: str
    plan_sentence: str
    plan_closes: bool | None
    plan_figures: list[KeyFigure]
    documents: list[FrozenDocument]
    co_signed_by: str
    submitted_by: str

    @property
    def total_covered(self) -> Decimal:
        return self.total_income + self.amount_requested

    @property
    def has_activities_to_tell(self) -> bool:
        """Whether costs say which activity they are for."""
        return any(line.activity for line in (*self.costs, *self.income))


def preview_of(application: Application) -> Submitted:
    """A draft as it would be frozen now."""
    plan = application.plan
    result = outcome_of(plan.document).result.document() if plan is not None else None
    content = content_of(application, plan=plan_part(plan, result=result), on=clock.today())
    return read_content(content, kinds=application.scheme_version.costs)


def submitted_of(application: Application) -> Submitted | None:
    """What was submitted, as it was frozen; None for what never was."""
    submission = getattr(application, "submission", None)
    if submission is None:
        return None
    return read_content(submission.content, kinds=application.scheme_version.costs)


def submitted_plan(content: Mapping[str, Any]) -> Outcome | None:
    """The plan with its result, both as they were frozen; None where there was none."""
    plan = content.get("plan")
    return outcome_from(plan["document"], read_result(plan["result"])) if plan else None


def read_content(content: Mapping[str, Any], *, kinds: Mapping[str, Bilingual] | None = None) -> Submitted:
    """What `content_of` made, read back. `kinds` says what its kinds of cost are called in the reader's language."""
    answers = content["answers"]
    project, applicant = (answers.get(part, {}) for part in (PROJECT, APPLICANT))
    initiative, plan = content["initiative"], content.get("plan")
    result = read_result(plan["result"]) if plan else None
    costs = [
        FrozenLine(
            description=line["description"],
            kind=str((kinds or {}).get(line["category"]) or line["category"].capitalize()),
            activity=line.get("activity", ""),
            amount=read_amount(line["amount"]),
            from_plan=line.get("plan_line", ""),
        )
        for line in content["budget"]
    ]
    income = [
        FrozenLine(
            description=line["description"],
            kind=_label(IncomeLine.Kind, line["kind"]),
            activity=line["activity"],
            amount=read_amount(line["amount"]),
            status=_label(IncomeLine.Status, line["status"]),
        )
        for line in content.get("income", [])
    ]
    parts = tuple(content.get("parts", FIRST_PARTS))
    return Submitted(
        parts=parts,
        shown=[
            PartAsFrozen(part.slug, part.read(content)) for part in PARTS if part.slug in parts and part != PlanPart
        ],
        initiative=initiative["name"],
        municipality=initiative["municipality"],
        form=_label(CooperativeForm, initiative["form"]),
        phase=_label(Phase, initiative["phase"]),
        homes=initiative["homes"],
        target=_label(Target, content["target"]),
        activities_text=project.get("activities", ""),
        contribution=project.get("contribution", ""),
        starts_on=read_day(project.get("starts_on")),
        ends_on=read_day(project.get("ends_on")),
        activities=[
            FrozenActivity(row["title"], row["result"], read_day(row["starts_on"]), read_day(row["ends_on"]))
            for row in content.get("activities", [])
        ],
        vat=_vat(content.get("vat", "")),
        costs=costs,
        income=income,
        total_costs=_sum(costs),
        total_income=_sum(income),
        amount_requested=Decimal(content["amount_requested"]),
        kvk_number=applicant.get("kvk_number", ""),
        iban=applicant.get("iban", ""),
        account_name=applicant.get("account_name", ""),
        contact_name=applicant.get("contact_name", ""),
        contact_phone=applicant.get("contact_phone", ""),
        plan_name=plan.get("name", "") if plan else "",
        plan_sentence=verdict_sentence(result) if result else "",
        plan_closes=result.closes if result else None,
        plan_figures=figures_of(plan["document"], result) if result and plan else [],
        documents=[
            FrozenDocument(
                document["title"],
                document["filename"],
                document["version"],
                document.get("size_bytes"),
                document["sha256"],
            )
            for document in content["documents"]
        ],
        co_signed_by=with_functions(content["co_signed_by"], content.get("co_signed_as", [])),
        submitted_by=with_functions(content["submitted_by"], content.get("submitted_as", [])),
    )


def _vat(answer: str) -> str:
    return {
        "not_recoverable": _("The group does not get VAT back: the amounts are with VAT."),
        RECOVERABLE: _("The group gets VAT back: the amounts are without VAT."),
        "partly": _("The group gets a part of the VAT back: the amounts have only the VAT that it does not get back."),
    }.get(answer, "")


def _label(choices: type[TextChoices], value: str) -> str:
    """A choice in words; the bare value when that choice does not exist any more."""
    return str(choices(value).label) if value in choices.values else value


def _sum(lines: list[FrozenLine]) -> Decimal:
    return sum((line.amount for line in lines if line.amount is not None), start=Decimal(0))
