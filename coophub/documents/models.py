"""Stored files.

A document belongs to a subject (an initiative, an application, ...) and has versions; the newest counts.

Who may see or add documents is the subject's affair: the permission asked for is `<app>.view_documents` or
`<app>.change_documents` of the subject's own app, with the subject as object.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn
from coophub.web.searching import words_field


@dataclass(frozen=True)
class LastOpened:
    """Somebody who opened a document, and when they last did."""

    who: str
    at: dt.datetime


class Document(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.CharField(max_length=64)
    subject = GenericForeignKey("subject_type", "subject_id")
    title = models.CharField(_("title"), max_length=200)
    category = models.CharField(_("category"), max_length=50, blank=True)
    created_at = MomentColumn(_("created at"), default=clock.now, editable=False)
    removed_at = MomentColumn(_("removed at"), null=True, editable=False)
    around = ""
    """What stands around the words that somebody looked for, on the page of what was found."""
    opened_by: "Sequence[LastOpened]" = ()
    """Who opened it, on a page that says so."""

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["category", "title"]
        indexes = [
            # The documents of one subject (selectors.documents_of).
            models.Index(fields=["subject_type", "subject_id"], name="documents_of_a_subject"),
        ]

    def __str__(self) -> str:
        return self.title


def stored_path(version: "DocumentVersion", filename: str) -> str:
    """Where a version's bytes live: a name that nobody can guess and that says nothing of its contents."""
    return f"documents/{version.id.hex[:2]}/{version.id.hex}"


SHOWN_TYPES = ("application/pdf", "image/jpeg", "image/png", "text/csv")
"""What can be shown. What office programs write would be drawn otherwise than they show it."""


class DocumentVersion(models.Model):
    """One upload. Never changed: a better file is a next version. What the virus scanner says of it comes later."""

    class VirusCheck(models.TextChoices):
        NONE = "none", _("not asked: there is no scanner")
        WAITING = "waiting", _("waits for the scanner")
        CLEAN = "clean", _("nothing was found")
        REFUSED = "refused", _("refused, and thrown away")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    file = models.FileField(_("file"), upload_to=stored_path)
    filename = models.CharField(_("file name"), max_length=255)
    content_type = models.CharField(_("type"), max_length=100)
    size_bytes = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = MomentColumn(_("uploaded at"), default=clock.now, editable=False)
    virus_check = models.CharField(
        _("virus scanner"), max_length=10, choices=VirusCheck, default=VirusCheck.NONE, editable=False
    )

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_number_once")]
        indexes = [
            # What the sweeper hands to the scanner again (services.sweep_scans).
            models.Index(fields=["uploaded_at"], name="versions_to_scan", condition=models.Q(virus_check="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.document.title} ({self.number})"

    @property
    def is_scanned(self) -> bool:
        """Whether nobody waits for the scanner."""
        return self.virus_check != self.VirusCheck.WAITING

    @property
    def is_refused(self) -> bool:
        return self.virus_check == self.VirusCheck.REFUSED

    @property
    def can_be_read(self) -> bool:
        return self.is_scanned and not self.is_refused

    @property
    def can_be_seen(self) -> bool:
        """Whether it can be looked at without taking it along (`previews`)."""
        return self.can_be_read and self.content_type in SHOWN_TYPES


class DocumentText(models.Model):
    """What is written in a file, to find it by. It goes with the document (`texts.read_text`)."""

    version = models.OneToOneField(
        DocumentVersion, models.CASCADE, primary_key=True, related_name="text", verbose_name=_("version")
    )
    text = models.TextField(_("text"), blank=True)
    words = words_field("text", config="dutch")

    class Meta:
        verbose_name = _("text of a document")
        verbose_name_plural = _("texts of documents")
        # A search in the documents of a group (selectors.texts_with).
        indexes = [GinIndex(fields=["words"], name="document_text_words")]

    def __str__(self) -> str:
        return str(self.version)


class PreviewPage(models.Model):
    """A page of a file as it is shown, known by what is in the file. Made when somebody wants to see it, and gone after
    a while (`previews`).
    """

    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    number = models.PositiveIntegerField(_("page"))
    asked_at = MomentColumn(_("asked at"), default=clock.now)
    drawn_at = MomentColumn(_("drawn at"), null=True)
    failure = models.CharField(max_length=20, blank=True)
    image = models.BinaryField(null=True)
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("text"), blank=True)
    pages = models.PositiveIntegerField(_("number of pages"), default=0)

    class Meta:
        verbose_name = _("page that was drawn")
        verbose_name_plural = _("pages that were drawn")
        constraints = [models.UniqueConstraint(fields=["sha256", "kind", "number"], name="page_drawn_once")]
        # What goes after a while (previews.old_pages).
        indexes = [models.Index(fields=["asked_at"], name="pages_by_age")]

    def __str__(self) -> str:
        return f"{self.sha256[:8]}, {self.number}"
