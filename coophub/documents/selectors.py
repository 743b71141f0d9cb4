"""Which documents a subject has."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Prefetch, QuerySet

from coophub.documents.models import Document, DocumentVersion


def documents_of(subject: Model) -> QuerySet[Document]:
    """The documents of a subject with their versions, the newest version first: two queries."""
    versions = DocumentVersion.objects.select_related("uploaded_by")
    return Document.objects.filter(
        subject_type=ContentType.objects.get_for_model(subject), subject_id=str(subject.pk), removed_at=None
    ).prefetch_related(Prefetch("versions", queryset=versions))


def latest_version(document: Document) -> DocumentVersion | None:
    """The version that counts."""
    return next(iter(document.versions.all()), None)


def is_refused(document: Document) -> bool:
    """Whether the virus scanner refused the version that counts."""
    latest = latest_version(document)
    return latest is not None and latest.is_refused
