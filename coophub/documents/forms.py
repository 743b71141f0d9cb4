"""The field with which files are added."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.documents.checks import accepted_by_browsers, allowed_endings, check_upload
from coophub.documents.photos import ACCEPTED as PHOTOS_ACCEPTED
from coophub.web.errors import DomainError


class UploadField(forms.FileField):
    """A file that may be stored: what is wrong with another is said beside the field."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("File"))
        kwargs.setdefault("help_text", lazy(_what_is_taken, str)())
        kwargs.setdefault("widget", forms.ClearableFileInput(attrs={"accept": accepted_by_browsers()}))
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> UploadedFile[bytes] | None:
        upload: UploadedFile[bytes] | None = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            try:
                check_upload(upload)
            except DomainError as error:
                raise ValidationError(str(error)) from error
        return upload


class PhotoField(forms.FileField):
    """A photo, which whoever stores it draws anew (`photos.sizes_of_photo`): that says what is wrong with one."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Photo"))
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": PHOTOS_ACCEPTED}))
        super().__init__(**kwargs)


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralUploadsField(UploadField):
    """Files that may be stored. A single one is examined here; several each when they are stored, so that one that may
    not be stops no other.
    """

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Files"))
        kwargs.setdefault("widget", SeveralFilesInput(attrs={"accept": accepted_by_browsers()}))
        super().__init__(**kwargs)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> Any:
        uploads = [upload for upload in (data or []) if isinstance(upload, UploadedFile)]
        if self.required and not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > self.most:
            sentence = gettext("Add at most %(count)s files at once.")
            raise ValidationError(sentence % {"count": self.most}, code="too_many")
        if len(uploads) == 1:
            super().clean(uploads[0], initial)
        return uploads


def _what_is_taken() -> str:
    return gettext("%(types)s, at most %(limit)s.") % {
        "types": allowed_endings(),
        "limit": filesizeformat(settings.UPLOAD_MAX_BYTES),
    }


class UploadForm(forms.Form):
    """A single file, for a new version."""

    upload = UploadField()
