"""An application by value: what is shown to check, what is frozen, and what the ministry reads are this same content.

Dates and amounts are text, as JSON keeps them. `selectors/submitted.py` reads it back, also as it was frozen years ago.
A second signature is on all of it, but for what follows from it by itself.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from coophub.accounts.models import User
from coophub.documents.models import Document
from coophub.documents.selectors import documents_of
from financing.plans.document.incoming import as_kept
from financing.plans.document.rows import frozen_points
from financing.plans.models import Plan
from financing.subsidies.applications.sections import ADVANCE, AID, BUDGET, PROJECT, sections_of
from financing.subsidies.applications.state_aid import aid_totals
from financing.subsidies.law.budget import total
from financing.subsidies.models import Application, IncomeLine
from initiatives.models import BoardFunction, Initiative, Membership

FORMAT = 3
WHO_SIGNED = ("co_signed_by", "co_signed_as", "submitted_by", "submitted_as")


def content_of(
    application: Application,
    *,
    plan: dict[str, Any] | None,
    on: dt.date,
    co_signed_by: User | None = None,
    submitted_by: User | None = None,
) -> dict[str, Any]:
    """Everything that the application says on a day. `plan` is the chosen plan, as `plan_part` gives it."""
    initiative = application.initiative
    members = _members(initiative)
    parts = sections_of(application.scheme_version)
    aid = _aid(application, on) if AID in parts else None
    return {
        "format": FORMAT,
        "initiative": {
            "name": initiative.name,
            "legal_name": initiative.legal_name,
            "municipality": initiative.municipality.name,
            "province": initiative.municipality.province,
            "form": initiative.form,
            "building": initiative.building,
            "is_woningwet_cooperative": initiative.is_woningwet_cooperative,
            "homes": initiative.homes,
            "phase": initiative.phase,
            "target_group": initiative.target_group,
            "kvk_number": initiative.kvk_number,
        },
        "members": members,
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
                {"starts_on": need.quarter_starts_on.isoformat(), "amount": _text(need.amount)}
                for need in application.liquidity_needs.all()
            ],
        },
        "plan": plan,
        "documents": [frozen_document(document) for document in documents_of(application)],
        "co_signed_by": str(co_signed_by or ""),
        "co_signed_as": _functions_on(on, co_signed_by, members),
        "submitted_by": str(submitted_by or ""),
        "submitted_as": _functions_on(on, submitted_by, members),
    }


def plan_part(plan: Plan | None, *, result: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """The chosen plan by value, with its result where that is known."""
    if plan is None:
        return None
    return {
        "name": plan.name,
        "revision": plan.revision,
        "document": plan.document,
        "home_points": frozen_points(plan),
        **({"result": result} if result is not None else {}),
    }


def _members(initiative: Initiative) -> list[dict[str, Any]]:
    """By number: who signs and submits is named, and nobody else of the group has to be to the ministry.

    What they do in the board stands there with its days, and not as it is today: else a signature would lapse at
    midnight. Who does nothing there has no such part, as nobody had before.
    """
    found = initiative.memberships.filter(left_at=None).order_by("user").prefetch_related("board_terms")
    return [
        {
            "person": membership.user_id,
            "role": membership.role,
            **({"board": terms} if (terms := _terms(membership)) else {}),
        }
        for membership in found
    ]


def _terms(membership: Membership) -> list[dict[str, Any]]:
    return [
        {"function": term.function, "from_on": _text(term.from_on), "until_on": _text(term.until_on)}
        for term in membership.board_terms.all()
    ]


def _functions_on(on: dt.date, person: User | None, members: list[dict[str, Any]]) -> list[str]:
    """What somebody does in the board on a day."""
    day = on.isoformat()
    return [
        term["function"]
        for member in members
        for term in member.get("board", ())
        if person is not None and member["person"] == person.pk and term["from_on"] <= day <= (term["until_on"] or day)
    ]


def with_functions(name: str, functions: Sequence[str]) -> str:
    """A name with what its bearer did in the board, as in "Anna, treasurer"."""
    return ", ".join([name, *words_of_functions(functions)])


def words_of_functions(functions: Sequence[str]) -> list[str]:
    """As they stand in a sentence; the bare value of a function that does not exist any more."""
    words = dict(BoardFunction.choices)
    return [str(words.get(function, function)).lower() for function in functions]


def signed_part(content: Mapping[str, Any]) -> dict[str, Any]:
    """What a second signature covers of a content, also of one that was frozen: everything, but for who signed and what
    follows from the rest by itself (as what they did in the board, the result of the plan, the sum of the aid on a
    day). A number of the plan is the same number when it is written otherwise, as 985.0 is 985.
    """
    signed = {part: value for part, value in content.items() if part not in WHO_SIGNED}
    if plan := content.get("plan"):
        signed["plan"] = {part: value for part, value in plan.items() if part not in ("result", "revision")}
        signed["plan"]["document"] = as_kept(plan["document"])
    if aid := content.get("aid"):
        declared = content["answers"][AID]
        signed["aid"] = {"rows": aid["rows"]}
        signed["answers"] = {
            **content["answers"],
            AID: {part: value for part, value in declared.items() if part != "received"},
        }
    return signed


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
        "amount_requested": _text(application.amount_requested),
        "totals": {
            "costs": _text(total(line.amount for line in costs)),
            "income": _text(total(line.amount for line in income)),
            "subsidies": _text(total(line.amount for line in income if line.kind == IncomeLine.Kind.SUBSIDY)),
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
        "received": _text(totals.declared if totals else total(row.amount for row in rows)),
        "awarded": _text(totals.awarded) if totals else None,
        "ceiling": _text(totals.ceiling.amount) if totals else None,
        "years": totals.ceiling.years if totals else None,
        "source": totals.ceiling.source if totals else "",
    }


def _text(value: dt.date | Decimal | None) -> str | None:
    """A date or amount as JSON keeps it: the same text for the same amount."""
    if value is None:
        return None
    return value.isoformat() if isinstance(value, dt.date) else f"{value:.2f}"


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
