"""Reading a letter's facts back: days and amounts are kept as text."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from financing.subsidies.models import Letter

KIND = Letter.Kind
DAYS = {
    "decide_by",
    "decide_by_before",
    "object_by",
    "last_day",
    "respond_by",
    "pay_by",
    "received_on",
    "decision_sent_on",
    "activities_end_on",
    "report_by",
    "settle_by",
    "asked_on",
    "pay_from",
}
MOMENTS = {"received_at", "hearing_at"}
AMOUNTS = {"amount", "amount_requested", "amount_before", "awarded", "rest", "overpaid", "advance_share", "asked"}

TITLES: dict[str, str | Promise] = {
    KIND.RECEIPT: _("We received your application"),
    KIND.REMEDY_REQUEST: _("Your application is not complete yet"),
    KIND.EXTENSION: _("You get the decision later"),
    KIND.HEARING: _("We ask for your view"),
    KIND.DECISION: _("Decision on your application"),
    KIND.AMENDMENT: _("Your award changes"),
    KIND.PAYMENT: _("We pay you"),
    KIND.SETTLEMENT: _("Settlement of your subsidy"),
    KIND.RECOVERY: _("You have to pay money back"),
    KIND.OBJECTION_RECEIPT: _("We received your objection"),
    KIND.OBJECTION_REMEDY: _("Your objection is not complete yet"),
    KIND.OBJECTION_DECISION: _("Decision on your objection"),
    KIND.PENALTY: _("Penalty for our late decision"),
    KIND.ADVANCE: _("Decision on your request for an advance"),
}


def facts_in(letter: Letter) -> dict[str, Any]:
    """The facts of a letter as days, moments and amounts."""
    return {key: _read(key, value) for key, value in letter.facts.items()}


def letter_context(letter: Letter | None) -> dict[str, object]:
    """What the preview of a letter needs."""
    if letter is None:
        return {}
    return {
        "letter": letter,
        "facts": facts_in(letter),
        "letter_title": TITLES[letter.kind],
        "letter_body": f"subsidies/letters/_{letter.kind}.html",
    }


def _read(key: str, value: Any) -> Any:
    if not value or not isinstance(value, str):
        return value
    if key in DAYS:
        return dt.date.fromisoformat(value)
    if key in MOMENTS:
        return dt.datetime.fromisoformat(value)
    return Decimal(value) if key in AMOUNTS else value
