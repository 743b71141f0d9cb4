"""An application by value: what is shown to check, what is frozen, and what the ministry reads are this same content.

Dates and amounts are text, as JSON keeps them. `selectors/submitted.py` reads it back, also as it was frozen years ago.
"""

import datetime as dt
from typing import Any

from coophub.documents.models import Document
from coophub.documents.selectors import documents_of
from financing.subsidies.applications.sections import ADVANCE, AID, BUDGET, PROJECT, sections_of
from financing.subsidies.applications.state_aid import aid_totals
from financing.subsidies.law.budget import total
from financing.subsidies.models import Application, IncomeLine

FORMAT = 2


def content_of(
    application: Application, *, plan: dict[str, Any] | None, submitted_by: str, on: dt.date
) -> dict[str, Any]:
    """Everything that the application says on a day. `plan` is the chosen plan with its document and result."""
    initiative = application.initiative
    parts = sections_of(application.scheme_version)
    aid = _aid(application, on) if AID in parts else None
    return {
        "format": FORMAT,
        "initiative": {
            "name": initiative.name,
            "municipality": initiative.municipality.name,
            "form": initiative.form,
            "homes": initiative.homes,
            "phase": initiative.phase,
            "target_group": initiative.target_group,
            "kvk_number": initiative.kvk_number,
        },
        "scheme": str(application.scheme_version),
        "parts": list(parts),
        "target": application.target,
        "answers": _answers(application, aid),
        "activities": [
            {
                "title": activity.title,
                "result": activity.result,
                "starts_on": _text(activity.starts_on),
                "ends_on": _text(activity.ends_on),
            }
            for activity in application.activities.all()
        ],
        **_budget(application),
        **({"aid": aid} if aid else {}),
        "advance": {
            "wanted": application.answers.get(ADVANCE, {}).get("wanted", ""),
            "quarters": [
                {"starts_on": need.quarter_starts_on.isoformat(), "amount": str(need.amount)}
                for need in application.liquidity_needs.all()
            ],
        },
        "plan": plan,
        "documents": [frozen_document(document) for document in documents_of(application)],
        "co_signed_by": str(application.co_signed_by or ""),
        "submitted_by": submitted_by,
    }


def _answers(application: Application, aid: dict[str, Any] | None) -> dict[str, Any]:
    """The answers, with the whole period of the activities and the sum of the aid beside them.

    What a draft says about aid stays out where its scheme does not ask it.
    """
    activities = list(application.activities.all())
    first = min((activity.starts_on for activity in activities if activity.starts_on), default=None)
    last = max((activity.ends_on for activity in activities if activity.ends_on), default=None)
    answers = {section: given for section, given in application.answers.items() if section != AID}
    answers[PROJECT] = {**answers.get(PROJECT, {}), "starts_on": _text(first), "ends_on": _text(last)}
    if aid:
        answers[AID] = {**application.answers.get(AID, {}), "received": aid["received"]}
    return answers


def _budget(application: Application) -> dict[str, Any]:
    costs = list(application.budget_lines.select_related("activity"))
    income = list(application.income_lines.select_related("activity"))
    return {
        "budget": [
            {
                "category": line.category,
                "description": line.description,
                "activity": line.activity.title if line.activity else "",
                "amount": _text(line.amount),
                "plan_line": line.plan_line,
                "plan_revision": line.plan_revision,
                "plan_amount": _text(line.plan_amount),
            }
            for line in costs
        ],
        "income": [
            {
                "kind": line.kind,
                "description": line.description,
                "status": line.status,
                "activity": line.activity.title if line.activity else "",
                "amount": _text(line.amount),
            }
            for line in income
        ],
        "vat": application.answers.get(BUDGET, {}).get("vat", ""),
        "amount_requested": str(application.amount_requested),
        "totals": {
            "costs": str(total(line.amount for line in costs)),
            "income": str(total(line.amount for line in income)),
            "subsidies": str(total(line.amount for line in income if line.kind == IncomeLine.Kind.SUBSIDY)),
        },
    }


def _aid(application: Application, on: dt.date) -> dict[str, Any]:
    """The declared aid by date, and how it stands beside the ceiling of that day."""
    rows = list(application.aid_received.all())
    totals = aid_totals(application, on)
    return {
        "rows": [
            {"granted_on": _text(row.granted_on), "granted_by": row.granted_by, "amount": _text(row.amount)}
            for row in rows
        ],
        "on": on.isoformat(),
        "received": str(totals.declared if totals else total(row.amount for row in rows)),
        "awarded": str(totals.awarded) if totals else None,
        "ceiling": str(totals.ceiling.amount) if totals else None,
        "years": totals.ceiling.years if totals else None,
        "source": totals.ceiling.source if totals else "",
    }


def _text(value: Any) -> str | None:
    """A date or amount as JSON keeps it."""
    if value is None:
        return None
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def frozen_document(document: Document) -> dict[str, Any]:
    """Which file a document is now: its newest version, by name and by the hash of its bytes."""
    version = document.versions.all()[0]
    return {
        "title": document.title,
        "category": document.category,
        "version": str(version.pk),
        "filename": version.filename,
        "size_bytes": version.size_bytes,
        "sha256": version.sha256,
    }
