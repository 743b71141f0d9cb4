"""What the subsidy procedure tells of a person who asks.

Nothing is cleared when an account is erased: a decision about public money, and who asked for it, assessed and signed
it, must be traceable (Archiefwet 1995, art. 3 and 5; `docs/operators/audit.md`). The account itself loses its name and
address.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from coophub.accounts import personal_data
from coophub.accounts.models import User
from financing.subsidies.models import (
    Addition,
    AdvanceRequest,
    Application,
    Assessment,
    ChangeRequest,
    DeadlineWarning,
    Decision,
    DefaultNotice,
    Hearing,
    InterestDeclaration,
    LaterDecision,
    Loan,
    Message,
    Note,
    Objection,
    PayeeAccount,
    Payment,
    PaymentBatch,
    Postponement,
    RemedyRequest,
    Report,
    RetentionRule,
    ReviewAssignment,
    SavedView,
    SchemeVersion,
    Signature,
    SignatureRequest,
    application_of,
)
from financing.subsidies.procedure.signing import APPLICATION


def register() -> None:
    personal_data.add_part("subsidies", part_taken)


def part_taken(user: User) -> dict[str, Any]:
    """The applications that somebody filed or signed along, and what somebody did as staff."""
    signed_along = set(
        Signature.objects.filter(signed_by=user, draft=APPLICATION).values_list("application", flat=True)
    )
    filed = Q(started_by=user) | Q(pk__in=signed_along) | Q(submission__submitted_by=user)
    return {
        "applications": [
            {
                "initiative": application.initiative.name,
                "number": application.number,
                "state": application.state,
                "started": application.started_by_id == user.pk,
                "signed_along": application.pk in signed_along,
            }
            for application in Application.objects.filter(filed).select_related("initiative").distinct()
        ],
        "asked_to_sign": [
            {"initiative": item.application.initiative.name, "asked_at": item.asked_at, "by_you": item.asked_by == user}
            for item in SignatureRequest.objects.filter(Q(asked=user) | Q(asked_by=user)).select_related(
                "application__initiative", "asked_by"
            )
        ],
        "interest_declarations": [
            {
                "application": declaration.application.number,
                "has_interest": declaration.has_interest,
                "reason": declaration.reason,
            }
            for declaration in InterestDeclaration.objects.filter(person=user).select_related("application")
        ],
        "assessments": [
            {
                "application": assessment.application.number,
                "scores": assessment.scores,
                "advice": assessment.advice,
                "explanation": assessment.explanation,
            }
            for assessment in Assessment.objects.filter(reviewer=user).select_related("application")
        ],
        "on_behalf_of_the_group": _on_behalf_of_the_group(user),
        "work": _work(user),
        "decisions": [
            {
                "application": decision.application.number,
                "drafted": decision.drafted_by_id == user.pk,
                "signed": decision.signed_by_id == user.pk,
            }
            for decision in Decision.objects.filter(Q(drafted_by=user) | Q(signed_by=user)).select_related(
                "application"
            )
        ],
        "schemes": [
            {
                "scheme": str(version),
                "changed": version.changed_by_id == user.pk,
                "proposed": version.proposed_by_id == user.pk,
                "approved": version.approved_by_id == user.pk,
            }
            for version in SchemeVersion.objects.filter(
                Q(created_by=user) | Q(changed_by=user) | Q(proposed_by=user) | Q(approved_by=user)
            ).select_related("scheme")
        ],
        "payment_files": [
            {"execution_date": batch.execution_date, "made": batch.made_by_id == user.pk}
            for batch in PaymentBatch.objects.filter(Q(made_by=user) | Q(approved_by=user))
        ],
        "bank_accounts": [
            {"application": account.application.number, "iban": account.iban, "name": account.name}
            for account in PayeeAccount.objects.filter(Q(entered_by=user) | Q(checked_by=user)).select_related(
                "application"
            )
        ],
        "loans": [
            {"application": loan.application.number, "drawn_up": loan.drawn_up_by_id == user.pk}
            for loan in Loan.objects.filter(Q(drawn_up_by=user) | Q(signed_by=user)).select_related("application")
        ],
    }


def _on_behalf_of_the_group(user: User) -> dict[str, Any]:
    """What somebody wrote or answered for a group after it applied."""
    return {
        "additions": [
            {"application": application_of(item.request.subject).number, "points": item.content["points"]}
            for item in Addition.objects.filter(added_by=user).select_related(
                "request__application", "request__objection__application"
            )
        ],
        "answers_about_postponement": _numbers_of_subjects(Postponement.objects.filter(answered_by=user)),
        "views": [
            {"application": item.application.number, "view": item.view}
            for item in Hearing.objects.filter(answered_by=user).select_related("application")
        ],
        "objections": [
            {
                "application": item.application.number,
                "received_on": item.received_on.isoformat(),
                "reasons": item.reasons,
            }
            for item in Objection.objects.filter(entered_by=user).select_related("application")
        ],
        "default_notices": _numbers(DefaultNotice.objects.filter(entered_by=user)),
        "reports": [
            {"application": item.application.number, "results": item.content["results"]}
            for item in Report.objects.filter(submitted_by=user).select_related("application")
        ],
        "change_requests": [
            {"application": item.application.number, "text": item.text}
            for item in ChangeRequest.objects.filter(asked_by=user).select_related("application")
        ],
        "advance_requests": [
            {
                "application": item.application.number,
                "amount": str(item.amount),
                "needed_from": item.needed_from.isoformat(),
                "purpose": item.purpose,
            }
            for item in AdvanceRequest.objects.filter(asked_by=user).select_related("application")
        ],
        "messages": [
            {"application": item.application.number, "text": item.text}
            for item in Message.objects.filter(author=user).select_related("application")
        ],
    }


def _work(user: User) -> dict[str, Any]:
    """What somebody did as staff beside assessing and deciding on applications."""
    later = LaterDecision.objects.filter(Q(drafted_by=user) | Q(signed_by=user))
    return {
        "remedy_requests": _numbers_of_subjects(RemedyRequest.objects.filter(requested_by=user)),
        "postponements": _numbers_of_subjects(Postponement.objects.filter(made_by=user)),
        "hearings": _numbers(Hearing.objects.filter(asked_by=user)),
        "asked_to_assess": _numbers(ReviewAssignment.objects.filter(reviewer=user)),
        "handled_objections": _numbers(Objection.objects.filter(handler=user)),
        "later_decisions": [
            {
                "application": item.application.number,
                "kind": item.kind,
                "drafted": item.drafted_by_id == user.pk,
                "signed": item.signed_by_id == user.pk,
            }
            for item in later.select_related("application")
        ],
        "ordered_payments": _numbers(Payment.objects.filter(ordered_by=user)),
        "assigned": list(Application.objects.filter(assigned_to=user).values_list("number", flat=True)),
        "notes": [
            {"application": item.application.number, "text": item.text}
            for item in Note.objects.filter(author=user).select_related("application")
        ],
        "saved_views": list(SavedView.objects.filter(owner=user).values_list("name", flat=True)),
        "retention": list(RetentionRule.objects.filter(set_by=user).values_list("scheme__name", flat=True)),
        "warnings": DeadlineWarning.objects.filter(recipient=user).count(),
    }


def _numbers(found: QuerySet[Any]) -> list[str]:
    return list(found.values_list("application__number", flat=True))


def _numbers_of_subjects(found: QuerySet[Any]) -> list[str]:
    """Of the applications that rows are about, by themselves or through an objection."""
    number = Coalesce("application__number", "objection__application__number")
    return list(found.values_list(number, flat=True))
