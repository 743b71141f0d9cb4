"""Documents that groups can begin from: statutes, house rules, a letter to the municipality."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import DayColumn, MomentColumn
from coophub.web.searching import words_field
from pilots.models.approved import ApprovedText, as_approved, by_two

DUTCH = ("title", "about", "changed")
ENGLISH = tuple(f"{name}_en" for name in DUTCH)
APPROVED = (*DUTCH, *ENGLISH, "number", "holds_from", "source", "source_on", "check_again_by", "filename", "sha256")
"""What the second advisor signs for."""
SIGNED = (*APPROVED, "model_id", "approved_seal", "approved_by_id")


class ModelDocument(models.Model):
    """A document to begin from. What it says stands in its versions: the newest that is published is offered."""

    class Kind(models.TextChoices):
        STATUTES = "statutes", _("Statutes")
        AGREEMENT = "agreement", _("Agreement with members")
        HOUSE_RULES = "house_rules", _("House rules")
        LETTER = "letter", _("Letter")
        MEETING = "meeting", _("Meeting")
        OTHER = "other", _("Other")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    created_at = MomentColumn(_("added at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("model document")
        verbose_name_plural = _("model documents")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class ModelVersion(ApprovedText):
    """A version of it, with a file (`coophub.documents`, of which this is the subject). Until a second advisor approved
    it, advisors alone can find it; a newer one that is published does not take it away.
    """

    SIGNED_FOR = APPROVED

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for approval")
        RETURNED = "returned", _("Sent back")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    model = models.ForeignKey(ModelDocument, models.PROTECT, related_name="versions", verbose_name=_("model document"))
    number = models.PositiveIntegerField(_("version"), editable=False)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    about = models.TextField(_("what it is for"))
    about_en = models.TextField(_("what it is for, in English"), blank=True)
    changed = models.CharField(_("what changed"), max_length=300, blank=True)
    changed_en = models.CharField(_("what changed, in English"), max_length=300, blank=True)
    holds_from = DayColumn(_("from when"))
    source = models.CharField(_("where it comes from"), max_length=200)
    source_on = DayColumn(_("day of the source"))
    filename = models.CharField(_("file name"), max_length=255, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING, editable=False)
    created_at = MomentColumn(_("added at"), default=clock.now, editable=False)
    words = words_field("title", "about", config="dutch")
    words_en = words_field("title_en", "about_en", config="english")

    class Meta:
        verbose_name = _("version of a model document")
        verbose_name_plural = _("versions of model documents")
        ordering = ["model", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["model", "number"], name="model_version_number_once"),
            models.UniqueConstraint(
                fields=["model"], condition=Q(state__in=["waiting", "returned"]), name="model_version_under_way_once"
            ),
            *by_two("model_version"),
        ]
        indexes = [
            # The newest version of each that everybody reads, and its history (selectors.model_documents).
            models.Index(fields=["model", "-number"], condition=Q(state="published"), name="model_versions_published"),
            models.Index(fields=["state"], condition=Q(state="waiting"), name="model_versions_waiting"),
            GinIndex(fields=["words"], condition=Q(state="published"), name="model_version_words"),
            GinIndex(fields=["words_en"], condition=Q(state="published"), name="model_version_words_en"),
        ]
        triggers = [as_approved(SIGNED)]

    def __str__(self) -> str:
        """Says nothing of what is in it: the trail is read by who may not read it yet."""
        return f"{self._meta.verbose_name} {self.pk}"
