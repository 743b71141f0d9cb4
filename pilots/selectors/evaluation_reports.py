"""Evaluation reports: who finds which, what one says, and what stands beside it while it is written."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count, Prefetch, Q, QuerySet

from coophub.accounts.models import User
from coophub.accounts.rules import is_administrator
from financing.subsidies.law.freezing import seal
from pilots.models import Chapter, EvaluationReport, Programme, ReportComment, ReportText
from pilots.selectors.cohorts.kept import KeptFigures, read_figures

PROGRAMME_FACTS = (
    "name",
    "name_en",
    "goals",
    "goals_en",
    "starts_on",
    "ends_on",
    "only_years_known",
    "target_groups",
    "places",
    "hours_per_pilot",
    "coaching_budget",
)
"""What a report says of its programme."""


@dataclass(frozen=True)
class ReportedBy:
    """Who did something with a report, by the name of that moment, and when."""

    name: str
    at: dt.datetime


@dataclass(frozen=True)
class ReadReport:
    """All that a report says: a final one from what was frozen, a draft as it is now."""

    programme: Programme
    number: int
    figures: KeptFigures
    texts: Mapping[str, str]
    writers: tuple[str, ...]
    offered: ReportedBy | None
    frozen: ReportedBy | None
    sha256: str


def reports() -> QuerySet[EvaluationReport]:
    """Each with all that its pages and its `may` read: its texts and comments with who wrote them."""
    return EvaluationReport.objects.select_related("programme", "offered_by", "frozen_by").prefetch_related(
        Prefetch("texts", ReportText.objects.select_related("changed_by")),
        Prefetch("comments", ReportComment.objects.select_related("written_by", "resolved_by")),
    )


def reports_for(user: User) -> QuerySet[EvaluationReport]:
    """The final ones, and the drafts on which this person can write, with `open_comments`; the newest first."""
    found = EvaluationReport.objects.select_related("programme").defer("figures", "content")
    counted = found.annotate(open_comments=Count("comments", filter=Q(comments__resolved_at=None), distinct=True))
    counted = counted.order_by("-started_at", "-pk")
    if is_administrator(user):
        return counted
    own = Programme.objects.filter(pilots__assignments__advisor=user).values("pk")
    return counted.filter(Q(frozen_at__isnull=False) | Q(programme__in=own))


def draft_of(programme: Programme) -> EvaluationReport | None:
    return EvaluationReport.objects.filter(programme=programme, frozen_at=None).first()


def content_of_report(report: EvaluationReport) -> dict[str, Any]:
    """All that it would say if it were made final now, but for who does that: the same for who reads and who signs."""
    texts = {text.chapter: text for text in report.texts.all()}
    programme = {name: getattr(report.programme, name) for name in PROGRAMME_FACTS}
    content = {
        "programme": programme,
        "number": report.number,
        "figures": report.figures,
        "texts": {chapter.value: texts[chapter].text if chapter in texts else "" for chapter in Chapter},
        "writers": sorted({str(text.changed_by) for text in texts.values()}),
        "offered": done_by(report.offered_by, report.offered_at) if report.offered_at else None,
    }
    by_value: dict[str, Any] = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return by_value


def done_by(person: User | None, at: dt.datetime) -> dict[str, str]:
    return {"by": str(person), "at": at.astimezone(dt.UTC).isoformat()}


def read_report(report: EvaluationReport) -> ReadReport:
    """What it says: of a final one, nothing but what was frozen."""
    content = report.content if report.is_final and report.content else content_of_report(report)
    return ReadReport(
        programme=Programme(**{name: _read_fact(name, value) for name, value in content["programme"].items()}),
        number=content["number"],
        figures=read_figures(content["figures"]),
        texts=content["texts"],
        writers=tuple(content["writers"]),
        offered=_read_by(content["offered"]),
        frozen=_read_by(content.get("frozen")),
        sha256=report.sha256 or seal(content),
    )


def _read_fact(name: str, value: Any) -> Any:
    return Programme._meta.get_field(name).to_python(value)  # type: ignore[union-attr] # each of these is a column


def _read_by(found: Mapping[str, str] | None) -> ReportedBy | None:
    return ReportedBy(found["by"], dt.datetime.fromisoformat(found["at"])) if found else None
