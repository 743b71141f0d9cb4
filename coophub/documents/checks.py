"""What an upload must be before it is stored: of an allowed type, not too large, and what it says it is."""

import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO, cast

import clamd
import pikepdf
import puremagic
import structlog
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image

from coophub.web.errors import DomainError

log = structlog.get_logger(__name__)

MAX_PIXELS = 80_000_000
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_NAME_LENGTH = 120
OFFICE_MACROS = ("vbaproject.bin", "basic/", "scripts/")
PDF_ACTIONS = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFiles")


@dataclass(frozen=True)
class FileType:
    """An allowed type: its MIME type, the endings of its name, and how its contents are examined."""

    mime: str
    endings: tuple[str, ...]
    examine: Callable[[BinaryIO], bool]


def check_upload(upload: UploadedFile[bytes]) -> FileType:
    """The type of an upload that may be stored. Raises DomainError with a sentence for who uploads it."""
    name = clean_name(upload.name or "")
    ending = PurePath(name).suffix.lower()
    allowed = next((kind for kind in ALLOWED if ending in kind.endings), None)
    if not upload.size:
        raise _refused(_("This file is empty. Choose another one."))
    if upload.size > settings.UPLOAD_MAX_BYTES:
        raise _refused(
            _("This file is %(size)s. It can be at most %(limit)s.")
            % {"size": filesizeformat(upload.size), "limit": filesizeformat(settings.UPLOAD_MAX_BYTES)}
        )
    if allowed is None:
        raise _refused(
            _("Files of this type cannot be added. Choose one of: %(types)s.") % {"types": allowed_endings()}
        )
    if not _looks_like(allowed, upload) or not _examine(allowed, upload):
        raise _refused(
            _("This file is not a sound %(type)s file, or it holds macros or scripts. Save it again and try once more.")
            % {"type": ending.lstrip(".").upper()}
        )
    _scan(upload)
    return allowed


def allowed_endings() -> str:
    """The endings that can be added, for help texts."""
    return ", ".join(kind.endings[0].lstrip(".").upper() for kind in ALLOWED)


def accepted_by_browsers() -> str:
    """The value of an input's `accept`."""
    return ",".join(ending for kind in ALLOWED for ending in kind.endings)


def clean_name(name: str) -> str:
    """A file's name without a path, control characters or tricks with the direction of text."""
    base = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(char for char in unicodedata.normalize("NFC", base) if unicodedata.category(char)[0] != "C")
    stem, suffix = PurePath(kept).stem.strip(" ."), PurePath(kept).suffix
    return f"{(stem or 'bestand')[:MAX_NAME_LENGTH]}{suffix[:10]}"


def _refused(sentence: str) -> DomainError:
    return DomainError(sentence, field="upload")


def _looks_like(kind: FileType, upload: UploadedFile[bytes]) -> bool:
    """Whether the first bytes are those of the type. Plain text has none to go by."""
    if kind.mime == "text/csv":
        return True
    upload.seek(0)
    head = upload.read(8192)
    upload.seek(0)
    try:
        found = {match.extension.lower() for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return False
    # Office documents are zip archives: their inside is examined next.
    return bool(found & set(kind.endings)) or (
        kind.examine in (_is_office, _is_open_document) and head[:4] == b"PK\x03\x04"
    )


def _examine(kind: FileType, upload: UploadedFile[bytes]) -> bool:
    upload.seek(0)
    try:
        return kind.examine(cast(BinaryIO, upload))
    except Exception as error:  # a file made to break a reader is refused like any other that is not sound
        log.info("upload_refused", type=kind.mime, error=type(error).__name__)
        return False
    finally:
        upload.seek(0)


def _is_image(file: BinaryIO) -> bool:
    with Image.open(file) as image:
        if image.width * image.height > MAX_PIXELS:
            return False
        image.verify()
    return True


def _is_pdf(file: BinaryIO) -> bool:
    with pikepdf.open(file) as pdf:
        if pdf.is_encrypted or len(pdf.pages) == 0:
            return False
        names = pdf.Root.get("/Names", pikepdf.Dictionary())
        acts = any(action in names for action in PDF_ACTIONS)
        opens = pdf.Root.get("/OpenAction")
        runs = isinstance(opens, pikepdf.Dictionary) and str(opens.get("/S", "")) in PDF_ACTIONS
        return not acts and not runs


def _is_office(file: BinaryIO) -> bool:
    return _archive_has(file, "[content_types].xml")


def _is_open_document(file: BinaryIO) -> bool:
    return _archive_has(file, "meta-inf/manifest.xml")


def _archive_has(file: BinaryIO, member: str) -> bool:
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        names = [entry.filename.lower() for entry in entries]
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
            return False
        return member in names and not any(macro in name for name in names for macro in OFFICE_MACROS)


def _is_text(file: BinaryIO) -> bool:
    content = file.read()
    if b"\x00" in content:
        return False
    content.decode("utf-8-sig")
    return True


def _scan(upload: UploadedFile[bytes]) -> None:
    """Asks the virus scanner, when there is one. A scanner that does not answer lets nothing through."""
    if not settings.CLAMD_ADDRESS:
        return
    host, _separator, port = settings.CLAMD_ADDRESS.rpartition(":")
    upload.seek(0)
    try:
        verdict, _name = clamd.ClamdNetworkSocket(host, int(port), timeout=30).instream(upload)["stream"]
    except (clamd.ConnectionError, OSError, ValueError) as error:
        log.error("virus_scanner_unreachable", error=str(error))
        raise _refused(_("We cannot check files for viruses at the moment. Try again in a few minutes.")) from error
    finally:
        upload.seek(0)
    if verdict != "OK":
        raise _refused(_("The virus scanner refused this file. It was not stored."))


ALLOWED = (
    FileType("application/pdf", (".pdf",), _is_pdf),
    FileType("image/jpeg", (".jpg", ".jpeg"), _is_image),
    FileType("image/png", (".png",), _is_image),
    FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",), _is_office),
    FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",), _is_office),
    FileType("application/vnd.oasis.opendocument.text", (".odt",), _is_open_document),
    FileType("application/vnd.oasis.opendocument.spreadsheet", (".ods",), _is_open_document),
    FileType("text/csv", (".csv",), _is_text),
)
