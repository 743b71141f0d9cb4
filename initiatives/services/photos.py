"""The photo on the public page of a group."""

from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.documents.photos import PhotoSizes, sizes_of_photo
from coophub.web import clock
from coophub.web.errors import DomainError
from initiatives.models import GroupPhoto, Initiative


def keep_photo(
    *, initiative: Initiative, upload: UploadedFile[Any] | None, alternative_text: str, maker: str, user: User | None
) -> GroupPhoto:
    """Shows a photo, or another one in its place; without an upload the one that is there with other words.

    What was uploaded is not kept, only what is drawn anew from it. Raises DomainError (field `upload`) for what is no
    photo, or without one.
    """
    # Drawn before the row is locked: it takes a moment.
    sizes = sizes_of_photo(upload) if upload else None
    with transaction.atomic():
        Initiative.objects.select_for_update(no_key=True).get(pk=initiative.pk)
        photo = GroupPhoto.objects.filter(initiative=initiative).first()
        if photo is None and sizes is None:
            raise DomainError(_("Choose a photo."), field="upload")
        photo = photo or GroupPhoto(initiative=initiative)
        before = _as_kept(photo)
        photo.alternative_text, photo.maker = alternative_text, maker
        if sizes is None:
            photo.save(update_fields=["alternative_text", "maker"])
        else:
            _exchange(photo, sizes)
        record(actor=user, action="initiatives.keep_photo", target=initiative, before=before, after=_as_kept(photo))
    return photo


@transaction.atomic
def remove_photo(*, initiative: Initiative, user: User | None) -> None:
    """Takes the photo away, and its files: the drawing is there again. Removing twice changes nothing."""
    Initiative.objects.select_for_update(no_key=True).get(pk=initiative.pk)
    photo = GroupPhoto.objects.filter(initiative=initiative).first()
    if photo is None:
        return
    _delete_after(photo)
    record(actor=user, action="initiatives.remove_photo", target=initiative, before=_as_kept(photo))
    photo.delete()


def _as_kept(photo: GroupPhoto) -> dict[str, str]:
    return {"photo": photo.large.name or "", "alternative_text": photo.alternative_text, "maker": photo.maker}


def _exchange(photo: GroupPhoto, sizes: PhotoSizes) -> None:
    """Stores the files first, so that no row is without its own; a failing row takes them with it."""
    if photo.large:
        _delete_after(photo)
    photo.key, photo.added_at = uuid4(), clock.now()
    photo.width, photo.height = sizes.width, sizes.height
    photo.large.save("", ContentFile(sizes.large), save=False)
    photo.small.save("", ContentFile(sizes.small), save=False)
    try:
        with transaction.atomic():
            photo.save()
    except Exception:
        _delete(str(photo.large.name), str(photo.small.name))
        raise


def _delete_after(photo: GroupPhoto) -> None:
    """Deletes the files of a photo when it is certain that nothing shows it any more."""
    large, small = str(photo.large.name), str(photo.small.name)
    transaction.on_commit(lambda: _delete(large, small))


def _delete(large: str, small: str) -> None:
    default_storage.delete(large)
    default_storage.delete(small)
