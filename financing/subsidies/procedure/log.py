"""The log of a dossier as people read it. The audit trail keeps every value as it was recorded."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from coophub.audit.actions import words_for
from coophub.audit.models import AuditEntry
from coophub.web.formats import day, euro_cents, iban, in_short, moment
from financing.subsidies.models import LaterDecision, ObjectionState, State

NAMES: dict[str, str | Promise] = {
    "state": _("State"),
    "number": _("Number"),
    "amount": _("Amount"),
    "decide_by": _("Decide by"),
    "first_day": _("From"),
    "last_day": _("Until"),
    "finish_by": _("Assess by"),
    "respond_by": _("Answer by"),
    "received_on": _("Received on"),
    "paid_on": _("Paid on"),
    "needed_from": _("Needed from"),
    "purpose": _("What for"),
    "activities_end_on": _("Activities are done by"),
    "hearing_at": _("Hearing"),
    "weeks": _("Weeks"),
    "reason": _("Why"),
    "defects": _("What is missing"),
    "points": _("What is missing"),
    "outcome": _("Outcome"),
    "is_agreed": _("Agreed"),
    "is_late": _("Late"),
    "is_premature": _("Before the term ended"),
    "has_interest": _("Has an interest"),
    "assessed_by": _("Assessment by"),
    "has_committee": _("A committee advises"),
    "plan": _("Plan"),
    "scheme": _("Scheme"),
    "iban": _("Account"),
    "sha256": _("Seal"),
}
AMOUNTS = {"amount"}
STATES = {**dict(State.choices), **dict(ObjectionState.choices)}
OUTCOMES = dict(LaterDecision.Outcome.choices)


@dataclass(frozen=True)
class LogLine:
    """One thing that somebody did, with what it changed."""

    entry: AuditEntry
    did: str
    changes: list[tuple[str, str]]


def log_lines(entries: Iterable[AuditEntry]) -> list[LogLine]:
    return [LogLine(entry, words_for(entry.action), list(_changes(entry))) for entry in entries]


def _changes(entry: AuditEntry) -> Iterator[tuple[str, str]]:
    """What an entry tells in words; parts that only machines read are left to the audit trail."""
    before: Mapping[str, Any] = entry.before or {}
    after: Mapping[str, Any] = entry.after or {}
    for key in {**before, **after}:
        if key not in NAMES:
            continue
        was, became = _shown(key, before.get(key)), _shown(key, after.get(key))
        if was and became and was != became:
            yield str(NAMES[key]), f"{was} → {became}"
        elif became or was:
            yield str(NAMES[key]), became or was


def _shown(key: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _t("yes") if value else _t("no")
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    if key == "state":
        return str(STATES.get(value, value))
    if key == "outcome":
        return str(OUTCOMES.get(value, value))
    if key == "sha256":
        return in_short(str(value))
    if key == "iban":
        return iban(str(value))
    if key in AMOUNTS:
        return _amount(value)
    return _date(str(value))


def _amount(value: Any) -> str:
    try:
        return euro_cents(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def _date(text: str) -> str:
    """A day or moment as people write it; other text as it is."""
    with suppress(ValueError):
        return day(dt.date.fromisoformat(text))
    with suppress(ValueError):
        return moment(dt.datetime.fromisoformat(text))
    return text
