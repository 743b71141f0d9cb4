"""The de-minimis aid that others gave a group."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web import clock
from coophub.web.fields import DayField, LineField
from coophub.web.formats import day, euro, euro_cents
from coophub.web.forms import needed_later
from coophub.web.rows import RowForm, RowKeyField, row_set
from financing.subsidies.applications.json_values import as_json, read_amount, read_day
from financing.subsidies.applications.parts.fields import amount_field
from financing.subsidies.applications.parts.findings import (
    DraftToJudge,
    FrozenPart,
    FrozenRows,
    Missing,
    Remark,
    SectionFigure,
)
from financing.subsidies.applications.parts.part import MOST_ROWS, FormPart, ListPiece, Stored
from financing.subsidies.applications.state_aid import aid_totals, declared_aid, known_aid
from financing.subsidies.law.budget import total
from financing.subsidies.law.de_minimis import AidTotals
from financing.subsidies.models import Application, SchemeVersion

AID = "aid"


class AidForm(forms.Form):
    declared = forms.BooleanField(
        label=gettext_lazy(
            "This is all the de-minimis aid that others gave us in the past three years. Or they gave us none."
        ),
        required=False,
    )


class AidRowForm(RowForm):
    known_by = "key"
    key = RowKeyField()
    granted_by = needed_later(
        LineField(
            label=gettext_lazy("Who gave it?"),
            max_length=200,
            help_text=gettext_lazy("For example: the province, or the municipality."),
        )
    )
    granted_on = needed_later(DayField(label=gettext_lazy("Date of the award"), latest=clock.today))
    amount = amount_field(gettext_lazy("Amount"))


@dataclass(frozen=True)
class FrozenAidRow:
    granted_on: dt.date | None
    granted_by: str
    amount: Decimal | None


@dataclass(frozen=True)
class FrozenAid:
    """What others gave and what was awarded here, beside the ceiling of that day; `together` has what is asked too."""

    rows: list[FrozenAidRow]
    received: Decimal
    awarded: Decimal
    together: Decimal
    ceiling: Decimal | None
    years: int | None
    source: str
    is_declared: bool


class AidPart(FormPart):
    slug = AID
    title = gettext_lazy("State aid")
    minutes = 10
    lead = gettext_lazy(
        "De-minimis aid is small support by a government: whoever gave it said so in a letter. "
        "Fill in what others gave you in the past three years, such as your municipality or province. "
        "What you were awarded through CoopHub we know already: leave that out."
    )
    required = {"declared": gettext_lazy("Declare that this is all the aid that others gave you.")}

    @classmethod
    def is_asked(cls, version: SchemeVersion) -> bool:
        return version.has_money and version.gives_small_aid

    @classmethod
    def missing(cls, draft: DraftToJudge) -> Iterator[Missing]:
        yield from super().missing(draft)
        today = clock.today()
        for number, row in enumerate(draft.application.aid_received.all()):
            about, place = {"number": number + 1}, f"id_aid-{number}"
            if row.granted_on is None:
                yield Missing(AID, _("Aid %(number)s: fill in the date of the award.") % about, f"{place}-granted_on")
            elif row.granted_on > today:
                yield Missing(AID, _("Aid %(number)s: this date is in the future.") % about, f"{place}-granted_on")
            if not row.granted_by:
                yield Missing(AID, _("Aid %(number)s: write who gave it.") % about, f"{place}-granted_by")
            if row.amount is None:
                yield Missing(AID, _("Aid %(number)s: fill in the amount.") % about, f"{place}-amount")

    @classmethod
    def remarks(cls, draft: DraftToJudge) -> Iterator[Remark]:
        """Aid that we know, and aid above the ceiling."""
        yield from _aid_that_we_know(draft.application)
        yield from _too_much_aid(draft.application)

    @classmethod
    def figures(cls, application: Application) -> list[SectionFigure]:
        totals = _totals_now(application)
        if totals is None:
            return []
        since = {"day": day(totals.ceiling.first_day(clock.today()))}
        note = _("of the %(ceiling)s that is the most in %(years)s years (%(source)s)") % {
            "ceiling": euro(totals.ceiling.amount),
            "years": totals.ceiling.years,
            "source": totals.ceiling.source,
        }
        return [
            SectionFigure(_("Received from others since %(day)s") % since, euro_cents(totals.declared)),
            SectionFigure(_("Awarded through CoopHub since %(day)s") % since, euro_cents(totals.awarded)),
            SectionFigure(_("With what you ask now"), euro_cents(totals.together), note, "" if totals.fits else "bad"),
        ]

    @classmethod
    def frozen(cls, application: Application, on: dt.date) -> FrozenPart:
        """With the sum of the aid beside what was answered. What a draft says about aid stays out where its scheme does
        not ask it.
        """
        if not cls.is_asked(application.scheme_version):
            return FrozenPart()
        aid = _frozen_aid(application, on)
        return FrozenPart({**application.answers.get(AID, {}), "received": aid["received"]}, {"aid": aid})

    @classmethod
    def rows_in(cls, content: Mapping[str, Any]) -> list[FrozenRows]:
        return [content.get("aid", {}).get("rows", [])]

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> FrozenAid:
        answers, aid = content["answers"].get(AID, {}), content.get("aid", {})
        received = read_amount(answers.get("received")) or Decimal(0)
        awarded = read_amount(aid.get("awarded")) or Decimal(0)
        return FrozenAid(
            rows=[
                FrozenAidRow(read_day(row["granted_on"]), row["granted_by"], read_amount(row["amount"]))
                for row in aid.get("rows", [])
            ],
            received=received,
            awarded=awarded,
            together=received + awarded + Decimal(content["amount_requested"]),
            ceiling=read_amount(aid.get("ceiling")),
            years=aid.get("years"),
            source=aid.get("source", ""),
            is_declared=bool(answers.get("declared")),
        )

    def build(self) -> None:
        stored: Stored = [
            {
                "key": row.key,
                "granted_on": row.granted_on,
                "granted_by": row.granted_by,
                "amount": row.amount,
            }
            for row in self.application.aid_received.all()
        ]
        self.lists["aid"] = ListPiece(
            row_set(AidRowForm, "aid", stored, self.data, most=MOST_ROWS, has_spare=self.spare == "aid"),
            gettext_lazy("Aid"),
            gettext_lazy("Add aid that you received"),
            "",
            gettext_lazy("Did others give you none? Then leave this empty."),
        )
        self.forms["form"] = AidForm(self.data, initial=self.answers)

    @property
    def pieces(self) -> list[forms.Form | ListPiece]:
        return [self.lists["aid"], self.forms["form"]]


def _totals_now(application: Application) -> AidTotals | None:
    """The de-minimis aid with what is asked, beside the ceiling of today; None when this scheme gives no such aid."""
    return aid_totals(application, clock.today(), asked=application.amount_requested)


def _aid_that_we_know(application: Application) -> Iterator[Remark]:
    """Awards through CoopHub that were declared as well; they count once."""
    known = {aid.as_declared for aid in known_aid(application, clock.today())}
    for number, row in enumerate(declared_aid(application)):
        if row in known:
            yield Remark(
                AID,
                _("Aid %(number)s was awarded through CoopHub. We count it already, so you can remove it here.")
                % {"number": number + 1},
                f"id_aid-{number}-amount",
            )


def _too_much_aid(application: Application) -> Iterator[Remark]:
    totals = _totals_now(application)
    if totals is not None and totals.asked and not totals.fits:
        yield Remark(
            AID,
            _(
                "With this application you come to %(together)s of de-minimis aid in %(years)s years. The "
                "most is %(ceiling)s, "
                "so you can get at most %(room)s now."
            )
            % {
                "together": euro(totals.together),
                "years": totals.ceiling.years,
                "ceiling": euro(totals.ceiling.amount),
                "room": euro(totals.room),
            },
            "id_aid-0-amount",
        )


def _frozen_aid(application: Application, on: dt.date) -> dict[str, Any]:
    """The declared aid by date, and how it stands beside the ceiling of that day."""
    rows = list(application.aid_received.all())
    totals = aid_totals(application, on)
    return {
        "rows": [
            {"granted_on": as_json(row.granted_on), "granted_by": row.granted_by, "amount": as_json(row.amount)}
            for row in rows
        ],
        "on": on.isoformat(),
        "received": as_json(totals.declared if totals else total(row.amount for row in rows)),
        "awarded": as_json(totals.awarded) if totals else None,
        "ceiling": as_json(totals.ceiling.amount) if totals else None,
        "years": totals.ceiling.years if totals else None,
        "source": totals.ceiling.source if totals else "",
    }
