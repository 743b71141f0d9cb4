"""Seeing a document without taking it along: a worker draws a page when somebody wants to see it, and keeps it by what
is in the file, so that the next one need not wait.
"""

import base64
import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.models import AuditEntry
from coophub.audit.services import record
from coophub.celery import publish
from coophub.documents import examiner, previewer
from coophub.documents.checks import ALLOWED, PLAIN, run_apart
from coophub.documents.models import SHOWN_TYPES, Document, DocumentVersion, PreviewPage
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.pace import Pace, count
from coophub.web.texts import clean_document

log = structlog.get_logger(__name__)

DRAW_TASK = "coophub.documents.tasks.draw_page"
PREVIEWER = Path(previewer.__file__)
DRAWN = {allowed.mime: allowed.kind for allowed in ALLOWED if allowed.mime in SHOWN_TYPES}
MOST_PAGES = 500
PATIENCE = 30
"""Seconds that a worker gives a page on a busy machine. Of the processor it gets five (`previewer`)."""
KEPT_DAYS = 30
ASK_AGAIN_AFTER = dt.timedelta(seconds=20)
"""What a worker that is asked for a page has before another is asked."""
ONE_VISIT = dt.timedelta(hours=1)
"""Who turns pages opened the document once."""
DRAWING = Pace("documents:draw", 300, 3600)


@dataclass(frozen=True)
class SeenPage:
    """A page to look at: drawn, still being made, or not to be seen, and then why."""

    number: int
    page: PreviewPage | None = None
    why_not: str = ""

    @property
    def is_waited_for(self) -> bool:
        return self.page is None and not self.why_not

    @property
    def is_cut_off(self) -> bool:
        """Whether more is written in it than is shown."""
        return self.page is not None and len(self.page.text) >= previewer.MOST_SIGNS

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        last = min(self.page.pages, MOST_PAGES) if self.page else 0
        return self.number + 1 if self.number < last else None


def page_to_see(*, version: DocumentVersion, number: int, user: User) -> SeenPage:
    """The page if it is drawn, and else a worker is asked for it; of what it drew the next page is asked for too.

    Raises DomainError for who had very many pages drawn.
    """
    if not version.can_be_seen:
        return SeenPage(number, why_not=_not_of_this_kind())
    page = _drawn(version, number)
    if page is None:
        _ask(version, number, user)
        return SeenPage(number)
    if page.failure:
        return SeenPage(number, why_not=_why_not(page))
    seen = SeenPage(number, page)
    if seen.after and _drawn(version, seen.after) is None:
        with suppress(DomainError):
            _ask(version, seen.after, user)
    return seen


def drawn_page(version: DocumentVersion, number: int) -> PreviewPage | None:
    """A page that is drawn already and can be shown."""
    page = _drawn(version, number)
    return page if page is not None and not page.failure else None


def draw_page(version_id: str, number: int) -> None:
    """Draws one page, in a program of its own. Drawing twice is once."""
    version = DocumentVersion.objects.filter(pk=version_id, content_type__in=DRAWN).first()
    if version is None or not version.can_be_read or _drawn(version, number) is not None:
        return
    made = _made(version, number)
    # Who removed the document meanwhile took its pages away: they do not come back.
    if not DocumentVersion.objects.filter(pk=version_id, document__removed_at=None).exists():
        return
    _rows(version, number).filter(drawn_at=None).update(drawn_at=clock.now(), **made)


def note_seen(*, version: DocumentVersion, user: User) -> None:
    """Writes down who saw which file: once for who turns its pages."""
    lately = AuditEntry.objects.filter(
        target_type=Document._meta.label_lower,
        target_id=str(version.document_id),
        action="documents.see",
        actor=user,
        at__gt=clock.now() - ONE_VISIT,
        after__version=version.number,
    )
    if not lately.exists():
        record(actor=user, action="documents.see", target=version.document, after={"version": version.number})


def old_pages() -> QuerySet[PreviewPage]:
    """What was drawn so long ago that it goes; who wants to see it has it drawn again."""
    return PreviewPage.objects.filter(asked_at__lt=clock.now() - dt.timedelta(days=KEPT_DAYS))


def _rows(version: DocumentVersion, number: int) -> QuerySet[PreviewPage]:
    return PreviewPage.objects.filter(sha256=version.sha256, kind=DRAWN[version.content_type], number=number)


def _drawn(version: DocumentVersion, number: int) -> PreviewPage | None:
    return _rows(version, number).exclude(drawn_at=None).first()


@transaction.atomic
def _ask(version: DocumentVersion, number: int, user: User) -> None:
    _page, is_new = PreviewPage.objects.get_or_create(
        sha256=version.sha256, kind=DRAWN[version.content_type], number=number
    )
    if not is_new:
        waits_long = _rows(version, number).filter(drawn_at=None, asked_at__lt=clock.now() - ASK_AGAIN_AFTER)
        if not waits_long.update(asked_at=clock.now()):
            return
    if count(DRAWING, str(user.pk)).is_over:
        raise DomainError(_("You looked at very many pages. Wait a while, or download the document."))
    transaction.on_commit(partial(publish, DRAW_TASK, [str(version.pk), number]))


def _made(version: DocumentVersion, number: int) -> dict[str, object]:
    try:
        with version.file.open("rb") as file:
            content = bytes(file.read())
    except FileNotFoundError:
        log.error("stored_file_is_gone", file=version.file.name)
        return {"failure": previewer.UNSOUND}
    kind = DRAWN[version.content_type]
    if kind == PLAIN:
        return {"text": clean_document(examiner.decoded(content)[: previewer.MOST_SIGNS]), "pages": 1}
    said = run_apart(PREVIEWER, kind, content, str(number), seconds=PATIENCE) or {"reason": previewer.TOO_MUCH}
    if reason := said.get("reason"):
        return {"failure": reason, "pages": said.get("pages", 0)}
    return {
        "image": base64.b64decode(said["image"]),
        "width": said["width"],
        "height": said["height"],
        "text": clean_document(said["text"]),
        "pages": said["pages"],
    }


def _not_of_this_kind() -> str:
    return _(
        "A file of an office program cannot be shown here as it was made. Download it and open it in that program, or "
        "add it as PDF: that can be seen here by everybody."
    )


def _why_not(page: PreviewPage) -> str:
    if page.failure == previewer.NO_SUCH_PAGE:
        return _("This document has no such page.")
    if page.failure == previewer.TOO_MUCH:
        return _("There is too much on this page to show it here. Download the document to see it.")
    return _("We cannot show this file here. Download it to see it.")
