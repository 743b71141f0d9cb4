"""Figures of a scheme for parliament: how many, how much, how fast, where."""

from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.utils.translation import gettext as _

from coophub.web import clock
from coophub.web.formats import euro, number, percent
from financing.plans.selectors.outcomes import KeyFigure
from financing.subsidies.models import Application, SchemeVersion, State, Target
from financing.subsidies.selectors.budget import Bar, budget_bars, holdings_of, totals_of


@dataclass(frozen=True)
class Group:
    """A part of the applications: of a province or a target group."""

    title: str
    received: int
    awarded: int
    homes: int
    amount: Decimal


@dataclass(frozen=True)
class Monitor:
    bar: Bar | None
    received: int
    awarded: int
    refused: int
    withdrawn: int
    waiting: int
    homes: int
    amount: Decimal
    median_days: float | None
    in_time: float | None
    provinces: list[Group]
    targets: list[Group]

    @property
    def figures(self) -> list[KeyFigure]:
        return [
            KeyFigure(_("Received"), number(self.received), note=_("%(waiting)s wait") % {"waiting": self.waiting}),
            KeyFigure(_("Awarded"), number(self.awarded), note=euro(self.amount)),
            KeyFigure(_("Homes in awarded plans"), number(self.homes)),
            KeyFigure(
                _("Decided in time"),
                percent(self.in_time) if self.in_time is not None else "–",
                note=_("half within %(days)s days") % {"days": number(self.median_days, 0)}
                if self.median_days is not None
                else "",
            ),
        ]


def monitor_of(version: SchemeVersion) -> Monitor:
    """Everything on the monitor's page of one version. A fixed number of queries."""
    applications = list(
        Application.objects.filter(scheme_version=version, submitted_at__isnull=False).select_related(
            "initiative__municipality", "decision", "submission"
        )
    )
    held = {holding.application: holding.settled + holding.paid + holding.awarded for holding in holdings_of(version)}
    awarded = [application for application in applications if held.get(application.pk)]
    signed = [application for application in applications if _signed(application)]
    days = [
        (clock.day_of(application.decision.signed_at) - clock.day_of(application.submitted_at)).days
        for application in signed
    ]
    in_time = [
        clock.day_of(application.decision.signed_at) <= application.decide_by
        for application in signed
        if application.decide_by is not None
    ]
    provinces = sorted({application.initiative.municipality.province for application in applications})
    targets = sorted({application.target for application in applications if application.target})
    bars = budget_bars(version) if version.has_money else []
    return Monitor(
        bar=totals_of(bars) if bars else None,
        received=len(applications),
        awarded=len(awarded),
        refused=sum(1 for application in applications if application.state in (State.REFUSED, State.LEFT_OUT)),
        withdrawn=sum(1 for application in applications if application.state == State.WITHDRAWN),
        waiting=sum(1 for application in applications if application.is_undecided),
        homes=sum(_homes(application) for application in awarded),
        amount=sum(held.values(), start=Decimal(0)),
        median_days=median(days) if days else None,
        in_time=sum(in_time) / len(in_time) if in_time else None,
        provinces=[
            _group(name, [a for a in applications if a.initiative.municipality.province == name], held)
            for name in provinces
        ],
        targets=[
            _group(str(Target(name).label), [a for a in applications if a.target == name], held) for name in targets
        ],
    )


def _signed(application: Application) -> bool:
    decision = getattr(application, "decision", None)
    return decision is not None and decision.signed_at is not None


def _homes(application: Application) -> int:
    return int(application.submission.content["initiative"]["homes"])


def _group(title: str, applications: list[Application], held: dict[int, Decimal]) -> Group:
    awarded = [application for application in applications if held.get(application.pk)]
    return Group(
        title=title,
        received=len(applications),
        awarded=len(awarded),
        homes=sum(_homes(application) for application in awarded),
        amount=sum((held[application.pk] for application in awarded), start=Decimal(0)),
    )
