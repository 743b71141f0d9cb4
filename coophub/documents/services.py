"""Every change to stored documents."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.celery import publish
from coophub.documents import scanner
from coophub.documents.checks import check_upload, clean_name
from coophub.documents.models import Document, DocumentText, DocumentVersion, PreviewPage
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.web.errors import DomainError

VirusCheck = DocumentVersion.VirusCheck
AGAIN_AFTER = dt.timedelta(minutes=1)
MOST_AT_ONCE = 50


@transaction.atomic
def add_document(
    *, subject: models.Model, title: str, category: str, upload: UploadedFile[Any], user: User | None
) -> Document:
    """Stores a new document with its first version. A form that is sent twice gives the document of the first time.

    Raises DomainError (field `upload`) for a file that may not be stored; nothing is stored then.
    """
    document = Document(
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=str(subject.pk),
        title=title.strip() or clean_name(upload.name or ""),
        category=category,
    )
    version = _new_version(document, 1, upload, user)
    # Two uploads for one subject wait for each other here, so that the second sees the first.
    type(subject)._base_manager.select_for_update(no_key=True).get(pk=subject.pk)
    same = _same_document(document, version)
    if same is not None:
        return same
    document.save()
    _store(version, upload)
    record(
        actor=user,
        action="documents.add",
        target=document,
        after={
            "subject": f"{subject._meta.label_lower} {subject.pk}",
            "filename": version.filename,
            "sha256": version.sha256,
        },
    )
    return document


@dataclass(frozen=True)
class StoredFiles:
    """Which of several files are documents now, and of each that is none the name and why."""

    documents: list[Document]
    refused: list[str]


def add_documents(
    *, subject: models.Model, title: str, category: str, uploads: Sequence[UploadedFile[Any]], user: User | None
) -> StoredFiles:
    """Stores several files, each by itself and under its own name; a single one under its `title`."""
    stored = StoredFiles([], [])
    for upload in uploads:
        try:
            document = add_document(
                subject=subject,
                title=title if len(uploads) == 1 else "",
                category=category,
                upload=upload,
                user=user,
            )
        except DomainError as error:
            stored.refused.append(f"{clean_name(upload.name or '')}: {error}")
        else:
            stored.documents.append(document)
    return stored


@transaction.atomic
def add_version(*, document: Document, upload: UploadedFile[Any], user: User | None) -> DocumentVersion:
    """Stores a better file of a document.

    The same file twice gives the version there is. Raises DomainError like `add_document`.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    latest = document.versions.first()
    version = _new_version(document, latest.number + 1 if latest else 1, upload, user)
    if latest is not None and latest.sha256 == version.sha256:
        return latest
    _store(version, upload)
    record(
        actor=user,
        action="documents.add_version",
        target=document,
        after={"number": version.number, "filename": version.filename, "sha256": version.sha256},
    )
    return version


@transaction.atomic
def remove_document(*, document: Document, user: User | None) -> None:
    """Takes a document out of sight. Its files stay, for whoever froze them earlier. Removing twice changes nothing."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.removed_at:
        return
    document.removed_at = clock.now()
    document.save(update_fields=["removed_at"])
    DocumentText.objects.filter(version__document=document).delete()
    PreviewPage.objects.filter(sha256__in=document.versions.values("sha256")).delete()
    record(actor=user, action="documents.remove", target=document)


@transaction.atomic
def discard_document(*, document: Document) -> None:
    """Takes a document away for good, with every version and what was read and drawn of it: its time is over."""
    versions = list(document.versions.all())
    PreviewPage.objects.filter(sha256__in=[version.sha256 for version in versions]).delete()
    for version in versions:
        transaction.on_commit(partial(default_storage.delete, str(version.file.name)))
    record(actor=None, action="documents.discard", target=document, after={"category": document.category})
    document.delete()


def scan(version_id: str) -> VirusCheck | None:
    """Asks the virus scanner for a file that waits for it, and throws away what it refuses. Gives what it said; None
    when there was nothing to ask, or no answer.
    """
    waiting = DocumentVersion.objects.filter(pk=version_id, virus_check=VirusCheck.WAITING)
    version = waiting.select_related("document").first()
    if version is None or not scanner.answers():
        return None
    with version.file.open("rb") as content:
        clean = scanner.is_clean(content)
    if clean is None:
        return None
    said = VirusCheck.CLEAN if clean else VirusCheck.REFUSED
    with transaction.atomic():
        if waiting.update(virus_check=said) and not clean:
            transaction.on_commit(partial(default_storage.delete, str(version.file.name)))
            record(
                actor=None,
                action="documents.refuse",
                target=version.document,
                after={"version": version.number, "filename": version.filename, "sha256": version.sha256},
            )
            _tell_uploader(version)
    return said


def _tell_uploader(version: DocumentVersion) -> None:
    """Whoever added a file that was refused learns it, and not whoever looks for it when it is needed."""
    uploader = version.uploaded_by
    if uploader is None or not uploader.is_active:
        return
    notify(
        recipients=[uploader],
        kind="documents_refused",
        context={"title": version.document.title, "subject": str(version.document.subject)},
        url=reverse("documents:download", args=[version.pk]),
    )


def sweep_scans() -> int:
    """Hands files over again of which the scanner said nothing; gives how many. While it does not answer it gets none,
    so that they do not fill the queue.
    """
    since = clock.now() - AGAIN_AFTER
    waiting = DocumentVersion.objects.filter(virus_check=VirusCheck.WAITING, uploaded_at__lt=since)
    versions = list(waiting.order_by("uploaded_at")[:MOST_AT_ONCE])
    if not versions or not scanner.answers():
        return 0
    return sum(_ask_scanner(version) for version in versions)


def refuse_unread(version: DocumentVersion) -> None:
    """Raises DomainError for a file that nobody may read, or may not read yet."""
    if version.is_refused:
        raise DomainError(_("The virus scanner refused this file, so we threw it away. Add another one."))
    if not version.is_scanned:
        raise DomainError(_("We are still checking this file for viruses. Look again in a few minutes."))


def _ask_scanner(version: DocumentVersion) -> bool:
    return publish("coophub.documents.tasks.scan_version", [str(version.pk)])


def as_upload(document: Document) -> UploadedFile[bytes]:
    """The newest version of a document as somebody would upload it, to store it for another subject as well: that one
    keeps it, whatever becomes of this. Raises DomainError for one that may not be read.
    """
    version = document.versions.all()[0]
    refuse_unread(version)
    with version.file.open() as stored:
        return SimpleUploadedFile(version.filename, stored.read(), version.content_type)


def note_download(*, version: DocumentVersion, user: User | None) -> None:
    """Writes down who saw which file."""
    record(actor=user, action="documents.download", target=version.document, after={"version": version.number})


@transaction.atomic
def note_downloads(*, versions: Iterable[DocumentVersion], user: User) -> None:
    """The same of several files at once."""
    for version in versions:
        note_download(version=version, user=user)


def _same_document(document: Document, version: DocumentVersion) -> Document | None:
    """The document there is already, by this name and with these very bytes as its newest version."""
    newest = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-number").values("sha256")[:1]
    return (
        Document.objects.filter(
            subject_type=document.subject_type,
            subject_id=document.subject_id,
            title=document.title,
            category=document.category,
            removed_at=None,
        )
        .annotate(newest=Subquery(newest))
        .filter(newest=version.sha256)
        .first()
    )


def _new_version(document: Document, number: int, upload: UploadedFile[Any], user: User | None) -> DocumentVersion:
    kind = check_upload(upload)
    upload.seek(0)
    sha256 = hashlib.sha256()
    for chunk in upload.chunks():
        sha256.update(chunk)
    return DocumentVersion(
        document=document,
        number=number,
        filename=clean_name(upload.name or ""),
        content_type=kind.mime,
        size_bytes=upload.size or 0,
        sha256=sha256.hexdigest(),
        uploaded_by=user,
        virus_check=VirusCheck.WAITING if scanner.has_scanner() else VirusCheck.NONE,
    )


def _store(version: DocumentVersion, upload: UploadedFile[Any]) -> None:
    """Writes the bytes last, so that a refused row leaves no file; a failing row takes its file with it."""
    upload.seek(0)
    version.file.save(version.filename, upload, save=False)
    try:
        with transaction.atomic():
            version.save()
    except Exception:
        default_storage.delete(str(version.file.name))
        raise
    if not version.is_scanned:
        transaction.on_commit(lambda: _ask_scanner(version))
