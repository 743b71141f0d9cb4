"""Whether a group asks for an advance, and when it needs the money (KB 11)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.formats import day, euro_cents
from coophub.web.forms import RadioCards, needed_later
from financing.subsidies.applications.json_values import as_json
from financing.subsidies.applications.parts.fields import amount_field
from financing.subsidies.applications.parts.findings import (
    DraftToJudge,
    FrozenPart,
    FrozenRows,
    Missing,
    SectionFigure,
)
from financing.subsidies.applications.parts.part import FormPart
from financing.subsidies.applications.quarters import quarter_label
from financing.subsidies.law.budget import quarters
from financing.subsidies.models import Activity, Application, SchemeVersion

ADVANCE = "advance"


class AdvanceForm(forms.Form):
    """Whether an advance is asked, and the need for money in each quarter of the schedule (KB 11)."""

    wanted = needed_later(
        forms.ChoiceField(
            label=gettext_lazy("Do you ask for an advance?"),
            choices=[("no", gettext_lazy("No")), ("yes", gettext_lazy("Yes"))],
            widget=RadioCards(
                descriptions={
                    "no": gettext_lazy("You get the money when the ministry has settled the subsidy."),
                    "yes": gettext_lazy(
                        "You get a part before. Then fill in below how much you need in which quarter."
                    ),
                }
            ),
        )
    )

    def __init__(self, *args: Any, periods: Iterable[dt.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for start in periods:
            field = amount_field(quarter_label(start), least=Decimal(0))
            field.widget.attrs["data-only-for"] = "wanted yes"
            self.fields[quarter_name(start)] = field


@dataclass(frozen=True)
class FrozenQuarter:
    label: str
    amount: Decimal


@dataclass(frozen=True)
class FrozenAdvance:
    """`is_asked` is None where nothing was said."""

    is_asked: bool | None
    quarters: list[FrozenQuarter]


class AdvancePart(FormPart):
    slug = ADVANCE
    title = gettext_lazy("Advance")
    minutes = 10
    lead = gettext_lazy("With an advance you get a part of the money before the work is done.")

    @classmethod
    def is_asked(cls, version: SchemeVersion) -> bool:
        """When the money is needed is asked only where the scheme pays by that (KB 11)."""
        return version.pays_by_need

    @classmethod
    def missing(cls, draft: DraftToJudge) -> Iterator[Missing]:
        wanted = draft.answers(ADVANCE).get("wanted")
        if not wanted:
            yield Missing(ADVANCE, _("Say whether you ask for an advance."), "id_wanted_0")
        if wanted != "yes":
            return
        periods = quarters_of(draft.activities)
        if periods is None:
            yield Missing(
                ADVANCE,
                _("Fill in first when the activities start and end: the quarters follow from that."),
                "id_wanted_0",
            )
            return
        needs = {need.quarter_starts_on: need.amount for need in draft.application.liquidity_needs.all()}
        if outside := [start for start in needs if start not in periods]:
            yield Missing(
                ADVANCE,
                _("You need money in the quarter from %(day)s, but no activity is going on then.")
                % {"day": day(min(outside))},
                f"id_{quarter_name(min(outside))}",
            )
        spread = sum(needs.values(), start=Decimal(0))
        if spread != draft.application.amount_requested:
            yield Missing(
                ADVANCE,
                _("You spread %(spread)s over the quarters, and you ask %(asked)s. These have to be the same.")
                % {"spread": euro_cents(spread), "asked": euro_cents(draft.application.amount_requested)},
                f"id_{quarter_name(periods[0])}" if periods else "",
            )

    @classmethod
    def figures(cls, application: Application) -> list[SectionFigure]:
        if application.answers.get(ADVANCE, {}).get("wanted") != "yes":
            return []
        spread = sum((need.amount for need in application.liquidity_needs.all()), start=Decimal(0))
        same = spread == application.amount_requested
        return [
            SectionFigure(_("Spread over the quarters"), euro_cents(spread), tone="good" if same else "warn"),
            SectionFigure(_("What you ask"), euro_cents(application.amount_requested)),
        ]

    @classmethod
    def frozen(cls, application: Application, on: dt.date) -> FrozenPart:
        answers = application.answers.get(ADVANCE)
        needs = [
            {"starts_on": need.quarter_starts_on.isoformat(), "amount": as_json(need.amount)}
            for need in application.liquidity_needs.all()
        ]
        return FrozenPart(answers, {"advance": {"wanted": (answers or {}).get("wanted", ""), "quarters": needs}})

    @classmethod
    def rows_in(cls, content: Mapping[str, Any]) -> list[FrozenRows]:
        return [content["advance"]["quarters"]]

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> FrozenAdvance:
        advance = content.get("advance", {})
        return FrozenAdvance(
            is_asked={"yes": True, "no": False}.get(advance.get("wanted", "")),
            quarters=[
                FrozenQuarter(quarter_label(dt.date.fromisoformat(row["starts_on"])), Decimal(row["amount"]))
                for row in advance.get("quarters", [])
            ],
        )

    def build(self) -> None:
        needs = {need.quarter_starts_on: need.amount for need in self.application.liquidity_needs.all()}
        initial = {quarter_name(start): amount for start, amount in needs.items()}
        self.periods = sorted({*needs, *self.quarters_of_work()})
        self.forms["form"] = AdvanceForm(
            self.data,
            initial={**initial, "wanted": self.answers.get("wanted", "")},
            periods=self.periods,
        )

    def quarters_of_work(self) -> list[dt.date]:
        return quarters_of(self.application.activities.all()) or []


def quarters_of(activities: Iterable[Activity]) -> list[dt.date] | None:
    """The first days of the quarters in which work is going on; None as long as no start or no end is filled in."""
    rows = list(activities)
    starts = [row.starts_on for row in rows if row.starts_on]
    ends = [row.ends_on for row in rows if row.ends_on]
    return list(quarters(min(starts), max(ends))) if starts and ends else None


def quarter_name(start: dt.date) -> str:
    return f"quarter_{start.isoformat()}"
