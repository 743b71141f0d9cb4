"""The text of documents, so that who may see one finds it by what is in it. A worker reads it after the upload."""

from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import models

from coophub.celery import publish
from coophub.documents import text_reader
from coophub.documents.checks import ALLOWED, run_apart
from coophub.documents.models import DocumentText, DocumentVersion
from coophub.web.texts import clean_document

READER = Path(text_reader.__file__)
KINDS = {allowed.mime: allowed.kind for allowed in ALLOWED if allowed.kind in text_reader.KINDS}
"""What can be read, by its type."""
MOST_AT_ONCE = 50

CAN_BE_READ = (DocumentVersion.VirusCheck.NONE, DocumentVersion.VirusCheck.CLEAN)


def ask_for_texts(subject: type[models.Model]) -> int:
    """Has the files read of which nobody did, of documents that belong to such a subject; gives how many."""
    unread = DocumentVersion.objects.filter(
        document__subject_type=ContentType.objects.get_for_model(subject),
        document__removed_at=None,
        content_type__in=KINDS,
        virus_check__in=CAN_BE_READ,
        text=None,
    )
    keys = unread.order_by("uploaded_at").values_list("pk", flat=True)[:MOST_AT_ONCE]
    return sum(publish("coophub.documents.tasks.read_text", [str(key)]) for key in keys)


def read_text(version_id: str) -> None:
    """Keeps the text of a file; one without any, or that cannot be read, has an empty one. Reading twice is once."""
    version = DocumentVersion.objects.filter(pk=version_id, text=None, virus_check__in=CAN_BE_READ).first()
    if version is None:
        return
    said = run_apart(READER, KINDS[version.content_type], _bytes_of(version)) or {"text": ""}
    # Whoever removed the document meanwhile removed its text: it does not come back.
    if DocumentVersion.objects.filter(pk=version_id, document__removed_at=None).exists():
        DocumentText.objects.get_or_create(version=version, defaults={"text": clean_document(said["text"])})


def _bytes_of(version: DocumentVersion) -> bytes:
    """Nothing of a file that is lost: who opens it is told (`streams.stored_file`)."""
    try:
        with version.file.open("rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        return b""
