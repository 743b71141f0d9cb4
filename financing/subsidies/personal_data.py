"""What the subsidy procedure tells of a person who asks.

Nothing is cleared when an account is erased: a decision about public money, and who asked for it, assessed and signed it, must be
traceable (Archiefwet 1995, art. 3 and 5; `docs/operators/audit.md`). The account itself loses its name and address.
"""

from typing import Any

from django.db.models import Q

from coophub.accounts import personal_data
from coophub.accounts.models import User
from financing.subsidies.models import (
    Application,
    Assessment,
    Decision,
    InterestDeclaration,
    Loan,
    PayeeAccount,
    PaymentBatch,
    SchemeVersion,
)


def register() -> None:
    personal_data.add_part("subsidies", part_taken)


def part_taken(user: User) -> dict[str, Any]:
    """The applications that somebody filed or signed along, and what somebody did as staff."""
    filed = Q(started_by=user) | Q(co_signed_by=user) | Q(submission__submitted_by=user)
    return {
        "applications": [
            {
                "initiative": application.initiative.name,
                "number": application.number,
                "state": application.state,
                "started": application.started_by_id == user.pk,
                "signed_along": application.co_signed_by_id == user.pk,
            }
            for application in Application.objects.filter(filed).select_related("initiative").distinct()
        ],
        "interest_declarations": [
            {"application": declaration.application.number, "has_interest": declaration.has_interest}
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
