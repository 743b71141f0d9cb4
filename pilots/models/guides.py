"""Guides that advisors write in CoopHub, beside those that are files of it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import DayColumn, MomentColumn
from pilots.library.subjects import GuideSubject
from pilots.models.approved import ApprovedText, approver, as_approved, by_two

LONGEST_SLUG = 70
DUTCH = ("title", "summary", "text", "changed")
ENGLISH = tuple(f"{name}_en" for name in DUTCH)
APPROVED = (*DUTCH, *ENGLISH, "slug", "number", "subject", "read_at", "sources", "checked_on", "check_again_by")
"""What the second advisor signs for."""


class GuideVersion(ApprovedText):
    """A version of a guide. Guides are known by their address: the newest version that is published is read there, and
    those before it stay at theirs. Until a second advisor approved it, its author alone finds a draft, and advisors one
    that waits.
    """

    SIGNED_FOR = APPROVED

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        WAITING = "waiting", _("Waiting for approval")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    slug = models.SlugField(_("address"), max_length=LONGEST_SLUG, db_index=False, editable=False)
    number = models.PositiveIntegerField(_("version"), editable=False)
    subject = models.CharField(_("what it is about"), max_length=20, choices=GuideSubject)
    title = models.CharField(_("title"), max_length=100)
    title_en = models.CharField(_("title in English"), max_length=100, blank=True)
    summary = models.CharField(_("in short"), max_length=250)
    summary_en = models.CharField(_("in short, in English"), max_length=250, blank=True)
    text = models.TextField(_("text"))
    text_en = models.TextField(_("text in English"), blank=True)
    changed = models.CharField(_("what changed"), max_length=300, blank=True)
    changed_en = models.CharField(_("what changed, in English"), max_length=300, blank=True)
    read_at = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name=_("where it is suggested")
    )
    sources = models.TextField(_("where it comes from"))
    checked_on = DayColumn(_("last checked on"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="guides_written", verbose_name=_("author")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    created_at = MomentColumn(_("written at"), default=clock.now, editable=False)
    approved_by = approver("guides_approved")

    class Meta:
        verbose_name = _("version of a guide")
        verbose_name_plural = _("versions of guides")
        ordering = ["slug", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "number"], name="guide_number_once"),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(state__in=["draft", "waiting"]), name="guide_under_way_once"
            ),
            *by_two("guide"),
        ]
        indexes = [
            # The newest version of each that everybody reads, and its history (selectors.guides).
            models.Index(fields=["slug", "-number"], condition=Q(state="published"), name="guides_published"),
            models.Index(fields=["state"], condition=Q(state="waiting"), name="guides_waiting"),
        ]
        triggers = [as_approved((*APPROVED, "approved_seal", "approved_by_id"))]

    def __str__(self) -> str:
        """Says nothing of what is in it: the trail is read by who may not read it yet."""
        return f"{self._meta.verbose_name} {self.pk}"
