"""Who still has to assess an application, and what of it was struck out."""

from django.db.models import Max, QuerySet

from coophub.reports.models import ReportJob
from financing.subsidies.models import Application, Assessment, ReviewAssignment
from financing.subsidies.procedure.interest import DECLARED, people_with_interest, reason_in_words


def still_to_assess(application: Application) -> list[ReviewAssignment]:
    """What was asked of whom: who has no interest, and did not assess yet."""
    done = {assessment.reviewer_id for assessment in application.assessments.all()}
    waiting = [item for item in application.review_assignments.all() if item.reviewer_id not in done]
    aside = people_with_interest(application) if waiting else {}
    return [item for item in waiting if item.reviewer_id not in aside]


def why_struck(application: Application, assessment: Assessment) -> str:
    """Why an assessment counts nowhere any more, after a colon; nothing for one that counts."""
    if assessment.counts:
        return ""
    if assessment.struck_because != DECLARED:
        return reason_in_words(assessment.struck_because)
    declared = application.interest_declarations.filter(person=assessment.reviewer_id).first()
    return (declared.reason if declared is not None else "") or reason_in_words(DECLARED)


def still_true(reports: QuerySet[ReportJob], application: Application) -> QuerySet[ReportJob]:
    """Those that show no assessment as counting that was struck out since."""
    last = application.assessments.aggregate(last=Max("struck_at"))["last"]
    return reports if last is None else reports.filter(created_at__gt=last)
