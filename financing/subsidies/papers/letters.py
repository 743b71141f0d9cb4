"""Letters as they read, from the facts of an application and of what was decided."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from coophub.web import clock
from coophub.web.formats import percent
from financing.subsidies.law.objection_term import objection_deadline
from financing.subsidies.law.statutory import statutory_deadline
from financing.subsidies.models import (
    Application,
    Decision,
    Hearing,
    LaterDecision,
    Letter,
    LoanTerms,
    Objection,
    Payment,
    SchemeVersion,
    TextBlock,
)
from financing.subsidies.schemes.terms import scheme_deadline

LETTER = "letter"
KIND = Letter.Kind


def write_letter(application: Application, kind: str, facts: Mapping[str, Any], *, occasion: str = "") -> Letter:
    """A letter that is not sent yet, as it would read now: for a preview, or to send."""
    initiative, version = application.initiative, application.scheme_version
    blocks = TextBlock.objects.filter(version=version, letter=kind, is_always_used=True).values_list("text", flat=True)
    base = {
        "number": application.number,
        "initiative": initiative.name,
        "legal_name": initiative.legal_name,
        "municipality": initiative.municipality.name,
        "scheme": version.scheme.name,
        "legal_reference": version.legal_reference,
        "is_example": version.is_example,
        "amount_requested": application.amount_requested,
        "received_at": application.submitted_at or "",
        "issued_by": version.issued_by,
        "objection_address": version.objection_address,
        "blocks": list(blocks),
    }
    values = {key: _plain(value) for key, value in {**base, **facts}.items()}
    return Letter(application=application, kind=kind, occasion=occasion, facts=values, sent_at=clock.now())


def receipt_facts(application: Application) -> dict[str, Any]:
    """When it was received, under which number, and when there will be a decision."""
    return {"decide_by": application.decide_by}


def decision_facts(decision: Decision) -> dict[str, Any]:
    """The decision, the amount, the reasons, the obligations, and how, where and by when to object (Awb 3:45, 6:7, KB 16 to 18)."""
    return {
        "decision": decision.kind,
        "amount": decision.amount,
        "reasons": decision.reasons,
        "ground": _in_dutch(decision.get_ground_display),
        "conditions": decision.conditions,
        "arrangement": decision.arrangement,
        "activities_end_on": decision.activities_end_on or "",
        "advance_share": decision.advance_share,
        "loan_terms": loan_terms_in_words(decision.application.scheme_version),
        **_settlement_days(decision),
        "object_by": objection_deadline(clock.today()).date,
        "signed_by": str(decision.signed_by or ""),
    }


def loan_terms_in_words(version: SchemeVersion) -> list[str]:
    """On what terms a scheme lends, a sentence each; nothing for one that gives."""
    terms = LoanTerms.objects.filter(version=version).first()
    if terms is None:
        return []
    with translation.override("nl"):
        years = ngettext("The loan runs for one year.", "The loan runs for %(years)s years.", terms.term_years) % {
            "years": terms.term_years
        }
        grace = npgettext(
            "letter",
            "In the first year you pay interest only.",
            "In the first %(years)s years you pay interest only.",
            terms.grace_years,
        ) % {"years": terms.grace_years}
        sentences = [
            _("The interest is %(rate)s a year.") % {"rate": percent(terms.rate, 2)},
            years,
            grace if terms.grace_years else "",
            _("You repay it this way: %(way)s, %(times)s.")
            % {
                "way": str(terms.get_repayment_display()).lower(),
                "times": str(terms.get_payments_per_year_display()),
            },
            _("The bank is paid first (the loan is subordinated).") if terms.rank == terms.Rank.SUBORDINATED else "",
            *terms.conditions.splitlines(),
        ]
        return [sentence for sentence in sentences if sentence]


def _settlement_days(decision: Decision) -> dict[str, Any]:
    """By when the group asks for settlement, or the ministry settles by itself (KB 16 lid 2, 22 lid 3 and 4)."""
    ends_on = decision.activities_end_on
    if ends_on is None:
        return {}
    if decision.arrangement == Decision.Arrangement.SMALL:
        return {"settle_by": statutory_deadline("own_motion_settlement", ends_on).date}
    version = decision.application.scheme_version
    return {"report_by": scheme_deadline(version, "settlement_application", ends_on).date}


def later_decision_facts(decision: LaterDecision, **facts: Any) -> dict[str, Any]:
    """A later decision, with how, where and by when to object."""
    return {
        "decision": decision.outcome or decision.kind,
        "amount": decision.amount,
        "reasons": decision.reasons,
        "ground": _in_dutch(decision.get_ground_display),
        "activities_end_on": decision.activities_end_on or "",
        "hearing_left_out_because": decision.hearing_left_out_because,
        "deviates_because": decision.deviates_because,
        "object_by": objection_deadline(clock.today()).date,
        "signed_by": str(decision.signed_by or ""),
        **facts,
    }


def hearing_facts(hearing: Hearing) -> dict[str, Any]:
    return {"subject": "view", "facts": hearing.facts, "respond_by": hearing.respond_by}


def objection_hearing_facts(objection: Objection) -> dict[str, Any]:
    return {
        "subject": "objection",
        "hearing_at": objection.hearing_at or "",
        "place": objection.hearing_place,
        "has_committee": objection.has_committee,
    }


def payment_facts(payment: Payment) -> dict[str, Any]:
    return {"payment": payment.kind, "amount": payment.amount, "pay_by": payment.pay_by}


def _in_dutch(words: Callable[[], str]) -> str:
    """What a choice is called in the letter, whatever language the writer reads CoopHub in."""
    with translation.override("nl"):
        return str(words())


def _plain(value: Any) -> Any:
    """A fact as JSON holds it."""
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
