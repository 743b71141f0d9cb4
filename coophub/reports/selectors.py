"""Which reports a subject has."""

from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from coophub.reports.models import ReportJob


def reports_of(subject: Model, kind: str | None = None) -> QuerySet[ReportJob]:
    """The reports of a subject, the newest first."""
    found = ReportJob.objects.filter(
        subject_type=ContentType.objects.get_for_model(subject), subject_id=str(subject.pk)
    )
    return found.filter(kind=kind) if kind else found


def report_of(subject: Model, kind: str, pk: UUID | str | None) -> ReportJob | None:
    """This report, when it is of that subject and that kind. Nonsense in an address finds none."""
    try:
        found = UUID(str(pk))
    except ValueError:
        return None
    return reports_of(subject, kind).filter(pk=found).first()
