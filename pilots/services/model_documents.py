"""Model documents: a version is added by one advisor and approved by another, and then for everybody."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.documents.models import Document
from coophub.documents.selectors import documents_of, latest_version
from coophub.documents.services import add_document, add_version, refuse_unread
from coophub.notifications.services import notify
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from pilots.may import (
    why_not_add_model,
    why_not_add_model_version,
    why_not_approve_model_version,
    why_not_correct_model_version,
    why_not_withdraw_model_version,
)
from pilots.models import ModelDocument, ModelVersion
from pilots.models.model_documents import DUTCH
from pilots.services.approving import move, other_advisors, refuse_half_english, sign

STORED_AS = "model"


@dataclass(frozen=True)
class ModelVersionInput:
    """What an advisor says of a file. The English may be empty, and of a first version what changed."""

    title: str
    about: str
    holds_from: dt.date
    source: str
    source_on: dt.date
    check_again_by: dt.date
    changed: str = ""
    title_en: str = ""
    about_en: str = ""
    changed_en: str = ""


@transaction.atomic
def add_model(*, kind: str, version: ModelVersionInput, upload: UploadedFile[bytes], user: User) -> ModelVersion:
    """Stores a document to begin from, and asks the other advisors to approve it.

    Raises DomainError (field `upload`) for a file that may not be stored.
    """
    refuse(why_not_add_model(user))
    model = ModelDocument.objects.create(kind=kind)
    kept = _keep(model, 1, version, upload, user)
    record(actor=user, action="pilots.add_model", target=kept, after=_traced(kept))
    return kept


@transaction.atomic
def add_model_version(
    *, model: ModelDocument, version: ModelVersionInput, upload: UploadedFile[bytes], user: User
) -> ModelVersion:
    """Stores a newer version. The one that is published stays until this one is approved, and is kept after it.

    Raises DomainError when another version waits, when nobody says what changed, and for a file that may not be stored.
    """
    model = ModelDocument.objects.select_for_update().get(pk=model.pk)
    refuse(why_not_add_model_version(model, user))
    if not version.changed:
        raise DomainError(_("Say what changed, so that groups know whether to look at theirs again."), field="changed")
    newest = model.versions.order_by("-number").values_list("number", flat=True).first() or 0
    kept = _keep(model, newest + 1, version, upload, user)
    record(actor=user, action="pilots.add_model_version", target=kept, after=_traced(kept))
    return kept


@transaction.atomic
def correct_model_version(
    *, version: ModelVersion, corrected: ModelVersionInput, upload: UploadedFile[bytes] | None, user: User
) -> ModelVersion:
    """Changes a version that is not published, with or without another file, and asks for approval again.

    Raises DomainError for who did not add it, for one that is published, and for a file that may not be stored.
    """
    version = _locked(version)
    refuse(why_not_correct_model_version(version, user))
    _say(version, corrected)
    if upload is not None:
        stored = add_version(document=file_of(version), upload=upload, user=user)
        version.filename, version.sha256 = stored.filename, stored.sha256
    version.state, version.remark = ModelVersion.State.WAITING, ""
    version.save()
    record(actor=user, action="pilots.correct_model_version", target=version, after=_traced(version))
    _tell(other_advisors(version), version, "pilots_model_waits")
    return version


@transaction.atomic
def approve_model_version(*, version: ModelVersion, read: str, user: User) -> ModelVersion:
    """Signs for what `read` is the seal of, the file included, and publishes it. Who added it is told.

    Raises DomainError for who added it, when it does not wait any more, when it was changed since it was read, and for
    a file that the virus scanner did not let through.
    """
    version = _locked(version)
    refuse(why_not_approve_model_version(version, user))
    if (stored := latest_version(file_of(version))) is not None:
        refuse_unread(stored)
    sign(version, read=read, user=user)
    record(actor=user, action="pilots.approve_model_version", target=version, after=_traced(version))
    _tell([version.author], version, "pilots_model_approved")
    return version


@transaction.atomic
def return_model_version(*, version: ModelVersion, remark: str, user: User) -> ModelVersion:
    """Sends a version back to who added it, with what has to be different.

    Raises DomainError for who may not approve it, and when it does not wait any more.
    """
    version = _locked(version)
    refuse(why_not_approve_model_version(version, user))
    move(version, ModelVersion.State.RETURNED, remark=remark)
    record(actor=user, action="pilots.return_model_version", target=version, after=_traced(version))
    _tell([version.author], version, "pilots_model_returned")
    return version


@transaction.atomic
def withdraw_model_version(*, version: ModelVersion, user: User) -> ModelVersion:
    """Takes a version away from everybody; the one before it is offered again.

    Raises DomainError for who may not, and when that was done already.
    """
    version = _locked(version)
    refuse(why_not_withdraw_model_version(version, user))
    move(version, ModelVersion.State.WITHDRAWN)
    record(actor=user, action="pilots.withdraw_model_version", target=version, after=_traced(version))
    return version


def file_of(version: ModelVersion) -> Document:
    """The stored file of a version."""
    return documents_of(version).get()


def _keep(
    model: ModelDocument, number: int, said: ModelVersionInput, upload: UploadedFile[bytes], user: User
) -> ModelVersion:
    version = ModelVersion(model=model, number=number, author=user)
    _say(version, said)
    version.save()
    document = add_document(subject=version, title=str(version), category=STORED_AS, upload=upload, user=user)
    stored = document.versions.get()
    version.filename, version.sha256 = stored.filename, stored.sha256
    version.save(update_fields=["filename", "sha256"])
    _tell(other_advisors(version), version, "pilots_model_waits")
    return version


def _say(version: ModelVersion, said: ModelVersionInput) -> None:
    """Raises DomainError beside the field for English that is there in part."""
    for name, value in asdict(said).items():
        setattr(version, name, value)
    refuse_half_english(version, DUTCH)


def _locked(version: ModelVersion) -> ModelVersion:
    return ModelVersion.objects.select_for_update(of=("self",)).select_related("author", "model").get(pk=version.pk)


def _traced(version: ModelVersion) -> dict[str, str]:
    return {"state": version.state, "seal": version.seal, "filename": version.filename}


def _tell(people: Iterable[User], version: ModelVersion, kind: str) -> None:
    url = reverse("pilots:model_version", args=[version.model_id, version.number])
    notify(recipients=people, kind=kind, context={"title": version.title}, url=url, email=False)
