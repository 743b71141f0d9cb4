"""An application by value: what is shown to check, what is frozen, and what the ministry reads are this same content.
Each part says its own.

Dates and amounts are text, as JSON keeps them. `selectors/submitted.py` reads it back, also as it was frozen years ago.
A second signature is on all of it, but for what follows from it by itself.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from coophub.accounts.models import User
from coophub.documents.models import Document
from coophub.documents.selectors import documents_of
from financing.plans.document.incoming import as_kept
from financing.plans.document.rows import frozen_points
from financing.plans.models import Plan
from financing.subsidies.applications.json_values import as_json
from financing.subsidies.applications.parts.aid import AID
from financing.subsidies.applications.sections import PARTS, sections_of
from financing.subsidies.models import Application
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
    parts = {part.slug: part.frozen(application, on) for part in PARTS}
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
        "parts": list(sections_of(application.scheme_version)),
        "answers": {slug: part.answers for slug, part in parts.items() if part.answers is not None},
        **{name: value for part in parts.values() for name, value in part.beside.items()},
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
        {"function": term.function, "from_on": as_json(term.from_on), "until_on": as_json(term.until_on)}
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
