"""Letters: their facts are frozen, the PDF is made in the background."""

import datetime as dt
from typing import Any

from django.utils import timezone

from coophub.reports.services import request_report
from financing.subsidies.models import Application, Decision, Letter
from financing.subsidies.statutory import objection_deadline

LETTER = "letter"


def send_receipt(*, application: Application, now: dt.datetime) -> Letter:
    """Tells that the application was received, under which number, and when there will be a decision."""
    return _send(
        application,
        Letter.Kind.RECEIPT,
        now,
        {"decide_by": application.decide_by.isoformat() if application.decide_by else ""},
    )


def send_decision(*, decision: Decision, now: dt.datetime) -> Letter:
    """Tells the decision, the amount, the reasons, and how, where and by when to object (Awb 3:45, 6:7)."""
    version = decision.application.scheme_version
    return _send(
        decision.application,
        Letter.Kind.DECISION,
        now,
        {
            "decision": decision.kind,
            "amount": str(decision.amount),
            "reasons": decision.reasons,
            "object_by": objection_deadline(timezone.localdate(now)).date.isoformat(),
            "objection_address": version.objection_address,
            "signed_by": str(decision.signed_by),
        },
    )


def _send(application: Application, kind: str, now: dt.datetime, facts: dict[str, Any]) -> Letter:
    initiative, version = application.initiative, application.scheme_version
    letter = Letter.objects.create(
        application=application,
        kind=kind,
        sent_at=now,
        facts={
            "number": application.number,
            "initiative": initiative.name,
            "legal_name": initiative.legal_name,
            "municipality": initiative.municipality.name,
            "scheme": version.scheme.name,
            "legal_reference": version.legal_reference,
            "is_example": version.is_example,
            "amount_requested": str(application.amount_requested),
            "received_at": application.submitted_at.isoformat() if application.submitted_at else "",
            **facts,
        },
    )
    request_report(kind=LETTER, subject=letter, user=None, language="nl")
    return letter
