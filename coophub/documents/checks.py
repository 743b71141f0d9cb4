"""What an upload must be before it is stored: of an allowed type, not too large, and what it says it is."""

import json
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any
from weakref import WeakKeyDictionary

import structlog
from django.conf import settings
from django.core.cache import caches
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.documents import examiner
from coophub.documents.models import SHOWN_TYPES
from coophub.web.errors import DomainError
from coophub.web.texts import clean_line

log = structlog.get_logger(__name__)

MAX_NAME_LENGTH = 120
PLAIN = "csv"
"""Text is only read, so it is examined here; for the rest a reader takes the file to pieces."""
EXAMINER = Path(examiner.__file__)
SECONDS = 10
"""Longer nobody waits, however busy the machine is. Of the processor it gets two seconds (`examiner`)."""


@dataclass(frozen=True)
class FileType:
    """An allowed type: its MIME type and the endings of its name, of which the examiner knows it by the first."""

    mime: str
    endings: tuple[str, ...]

    @property
    def kind(self) -> str:
        return self.endings[0].lstrip(".")


def check_upload(upload: UploadedFile[bytes]) -> FileType:
    """The type of an upload that may be stored. Raises DomainError with a sentence for who uploads it.

    A form asks, and then the service that stores it: the second time it is known.
    """
    if upload in _checked:
        return _checked[upload]
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
    _examine(upload, allowed)
    _checked[upload] = allowed
    return allowed


def can_be_shown(filename: str) -> bool:
    """Whether a file with such a name, kept before, is of a kind that is looked at without taking it along."""
    ending = PurePath(filename).suffix.lower()
    return any(ending in allowed.endings for allowed in ALLOWED if allowed.mime in SHOWN_TYPES)


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


def _examine(upload: UploadedFile[bytes], allowed: FileType) -> None:
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    found = examiner.examine(content, allowed.kind) if allowed.kind == PLAIN else _examined_once(content, allowed.kind)
    if found:
        log.info("upload_refused", type=allowed.mime, **found)
        raise _refused(_sentence(found["reason"], found["what"], allowed.kind))


def _examined_once(content: bytes, kind: str) -> dict[str, str]:
    """What the examiner says of it. The same bytes, for another purpose or after another mistake, are known again; what
    went over a bound is tried again, because that may say how busy the machine was.
    """
    key = f"examined-{kind}-{sha256(content).hexdigest()}"
    found: dict[str, str] | None = caches["drawn"].get(key)
    if found is None:
        found = _examined_apart(content, kind)
        if found.get("reason") != examiner.TOO_MUCH:
            caches["drawn"].set(key, found)
    return found


def _examined_apart(content: bytes, kind: str) -> dict[str, str]:
    found = run_apart(EXAMINER, kind, content)
    return {"reason": examiner.TOO_MUCH, "what": ""} if found is None else found


def run_apart(program: Path, kind: str, content: bytes, *more: str, seconds: int = 0) -> dict[str, Any] | None:
    """What a program says of a file, in JSON; nothing when it went over its bound on memory or time. It gets as long as
    an upload, unless it may have other `seconds`.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", program, kind, *more],
            input=content,
            capture_output=True,
            timeout=seconds or SECONDS,
            cwd="/",
            env={},
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return None
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _sentence(reason: str, what: str, kind: str) -> str:
    """What is in a file that may not be there, and how to save it without."""
    words = {"type": kind.upper(), "what": clean_line(what)}
    if reason in _EXPLAINED:
        return str(_EXPLAINED[reason] % words)
    holds = str(_HOLDS.get(reason, _HOLDS[examiner.UNKNOWN]))
    named = f"{holds} ({words['what']})" if what else holds
    how = _SAVE_AGAIN.get(kind, _SAVE_AGAIN["docx"])
    return _("In this file there is %(thing)s.") % {"thing": named} + f" {how}"


_EXPLAINED = {
    examiner.UNSOUND: gettext_lazy("We cannot read this %(type)s file. Open it, save it again and add the new file."),
    examiner.TOO_MUCH: gettext_lazy(
        "This file has so much in it that we cannot check it. Save it in smaller parts, or print it to a new PDF."
    ),
    examiner.LOCKED: gettext_lazy(
        "This file has a password, or a very old program made it. Save it as %(type)s without a password and try again."
    ),
    examiner.OTHER_KIND: gettext_lazy(
        "The name says that this is a %(type)s file, but something else is in it. Save it as %(type)s and try again."
    ),
    examiner.BEFORE: gettext_lazy(
        "Something that does not belong there stands in front of this PDF. Print it to a new PDF and add that one."
    ),
    examiner.FORMULA: gettext_lazy(
        "In this file a cell calculates something (%(what)s). Save only the values, or put an apostrophe before it."
    ),
}
_HOLDS = {
    examiner.SCRIPT: gettext_lazy("a script"),
    examiner.MACROS: gettext_lazy("a macro"),
    examiner.STARTS: gettext_lazy("something that starts a program"),
    examiner.ATTACHED: gettext_lazy("another file, as an attachment"),
    examiner.EMBEDDED: gettext_lazy("another file or a program"),
    examiner.XFA: gettext_lazy("a form that changes by itself"),
    examiner.MEDIA: gettext_lazy("sound, film or a model in 3D"),
    examiner.ELSEWHERE: gettext_lazy("something that fetches or sends data"),
    examiner.UNKNOWN: gettext_lazy("a part that we do not know"),
}
_SAVE_AGAIN = {
    "pdf": gettext_lazy("Print it to a new PDF and add that one."),
    "docx": gettext_lazy("Take it out and save the file again, or save it as PDF and add that."),
}


_checked: WeakKeyDictionary[UploadedFile[bytes], FileType] = WeakKeyDictionary()

ALLOWED = (
    FileType("application/pdf", (".pdf",)),
    FileType("image/jpeg", (".jpg", ".jpeg")),
    FileType("image/png", (".png",)),
    FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",)),
    FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",)),
    FileType("application/vnd.oasis.opendocument.text", (".odt",)),
    FileType("application/vnd.oasis.opendocument.spreadsheet", (".ods",)),
    FileType("text/csv", (".csv",)),
)
