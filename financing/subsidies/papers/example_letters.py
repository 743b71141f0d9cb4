"""How the letters of a scheme read, with made-up facts: for whoever writes its texts. Nothing here is kept or sent."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from coophub.web import clock
from financing.subsidies.models import Application, Letter, SchemeVersion
from financing.subsidies.papers.letters import loan_terms_in_words, write_letter
from initiatives.models import Initiative, Municipality

KIND = Letter.Kind


def example_letter(version: SchemeVersion, kind: str) -> Letter:
    """A letter of this kind to a made-up group; in a decision the texts that can be chosen stand behind the reasons."""
    application = Application(
        scheme_version=version,
        initiative=Initiative(
            name="Voorbeeldgroep",
            legal_name="Wooncoöperatie Voorbeeld U.A.",
            municipality=Municipality(name="Voorbeeldstad"),
        ),
        number="WC-VOORBEELD",
        amount_requested=_amount(version),
        submitted_at=clock.now(),
    )
    return write_letter(application, kind, _facts(version, kind))


def _amount(version: SchemeVersion) -> Decimal:
    return version.maximum_amount or Decimal(50_000)


def _facts(version: SchemeVersion, kind: str) -> Mapping[str, Any]:
    today = clock.today()
    amount, in_two_weeks, in_six = _amount(version), today + dt.timedelta(weeks=2), today + dt.timedelta(weeks=6)
    with override("nl"):
        reasons = _("(Here stand the reasons of this decision.)")
        words = _("(Here stands what is written for this letter.)")
    chosen = version.text_blocks.filter(letter=kind, is_always_used=False).values_list("text", flat=True)
    decision = {
        "decision": "award",
        "amount": amount,
        "reasons": "\n\n".join([reasons, *chosen]),
        "object_by": in_six,
        "signed_by": words,
    }
    award = {
        "arrangement": "middle",
        "advance_share": version.advance_share or Decimal(1),
        "loan_terms": loan_terms_in_words(version),
        "activities_end_on": today + dt.timedelta(days=365),
    }
    facts: dict[str, Mapping[str, Any]] = {
        KIND.RECEIPT: {"decide_by": in_six},
        KIND.REMEDY_REQUEST: {"points": [words], "explanation": "", "last_day": in_two_weeks},
        KIND.EXTENSION: {"postponement": "extension", "reason": words, "weeks": 6, "decide_by": in_six},
        KIND.HEARING: {"subject": "view", "facts": words, "respond_by": in_two_weeks},
        KIND.DECISION: {**decision, **award},
        KIND.AMENDMENT: {**decision, "amount_before": amount, "activities_end_on": today + dt.timedelta(days=365)},
        KIND.PAYMENT: {"payment": "advance", "amount": amount, "pay_by": in_six},
        KIND.SETTLEMENT: {
            **decision,
            "outcome": "settle",
            "awarded": amount,
            "overpaid": Decimal(0),
            "rest": Decimal(0),
        },
        KIND.RECOVERY: {**decision, "pay_by": in_six},
        KIND.OBJECTION_RECEIPT: {
            "received_on": today,
            "decision_sent_on": today,
            "object_by": in_six,
            "decide_by": in_six,
            "is_late": False,
            "wants_hearing": True,
        },
        KIND.OBJECTION_REMEDY: {
            "received_on": today,
            "decision_sent_on": today,
            "defects": words,
            "last_day": in_two_weeks,
        },
        KIND.OBJECTION_DECISION: {
            **decision,
            "decision": "upheld",
            "amount_before": amount,
            "received_on": today,
            "decision_sent_on": today,
            "committee_advice": "",
        },
        KIND.PENALTY: decision,
        KIND.ADVANCE: {
            **decision,
            "asked": amount,
            "asked_on": today,
            "awarded": amount,
            "pay_from": today,
            "pay_by": in_six,
        },
    }
    return facts[kind]
