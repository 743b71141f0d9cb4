"""Photos for everybody to look at: drawn anew in the sizes that pages show, and nothing else of the file is kept."""

import base64
from dataclasses import dataclass
from pathlib import Path, PurePath

import structlog
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.documents import photographer
from coophub.documents.checks import clean_name, run_apart
from coophub.web.errors import DomainError

log = structlog.get_logger(__name__)

PHOTOGRAPHER = Path(photographer.__file__)
KINDS = {".jpg": "jpg", ".jpeg": "jpg", ".png": "png"}
ACCEPTED = ",".join(KINDS)
"""The value of an input's `accept`."""


@dataclass(frozen=True)
class PhotoSizes:
    """A photo as JPEG: whole, with its width and height, and cut to the shape of a card."""

    large: bytes
    small: bytes
    width: int
    height: int


def sizes_of_photo(upload: UploadedFile[bytes]) -> PhotoSizes:
    """The photo in its sizes. Raises DomainError (field `upload`) with a sentence for who uploads it."""
    kind = KINDS.get(PurePath(clean_name(upload.name or "")).suffix.lower())
    if kind is None:
        raise _refused(_("A photo is a JPG or a PNG. Save it as one of these and try again."))
    if (upload.size or 0) > settings.UPLOAD_MAX_BYTES:
        limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
        raise _refused(_("This photo can be at most %(limit)s. Make it smaller first.") % {"limit": limit})
    upload.seek(0)
    developed = run_apart(PHOTOGRAPHER, kind, upload.read()) or {"reason": photographer.TOO_MUCH}
    if reason := developed.get("reason"):
        log.info("photo_refused", kind=kind, reason=reason)
        raise _refused(str(_EXPLAINED[reason]))
    return PhotoSizes(
        large=base64.b64decode(developed["large"]),
        small=base64.b64decode(developed["small"]),
        width=developed["width"],
        height=developed["height"],
    )


def _refused(sentence: str) -> DomainError:
    return DomainError(sentence, field="upload")


_EXPLAINED = {
    photographer.UNSOUND: gettext_lazy("We cannot read this photo. Open it, save it as JPG and add the new file."),
    photographer.TOO_MUCH: gettext_lazy(
        "This photo is too large to work on. Save it as JPG, at most 4,000 pixels wide."
    ),
    photographer.TOO_SMALL: gettext_lazy(
        "This photo is too small: it would be blurred. Choose one of at least 600 by 300 pixels."
    ),
}
