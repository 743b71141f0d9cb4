"""What one group learnt, for the next."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import MomentColumn
from coophub.web.searching import words_field
from initiatives.models import CooperativeForm, Phase
from pilots.models.approved import ApprovedText, approver, as_approved, by_two
from pilots.models.bottlenecks import Bottleneck

DUTCH = ("title", "problem", "what_helped")
ENGLISH = tuple(f"{name}_en" for name in DUTCH)
APPROVED = (*DUTCH, *ENGLISH, "category", "kind", "phase", "form", "check_again_by")
"""What the second advisor signs for."""
SIGNED = (*APPROVED, "approved_seal", "approved_by_id")


class Lesson(ApprovedText):
    """A bottleneck that was solved, told so that nobody knows whose it was. Until a second advisor approved it, hardly
    anybody can find it (`pilots.rules.may_read_lesson`).
    """

    SIGNED_FOR = APPROVED

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        WAITING = "waiting", _("Waiting for approval")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    bottleneck = models.ForeignKey(Bottleneck, models.PROTECT, related_name="lessons", verbose_name=_("bottleneck"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="lessons_written", verbose_name=_("author")
    )
    title = models.CharField(_("title"), max_length=120)
    problem = models.TextField(_("what was the matter"))
    what_helped = models.TextField(_("what helped"))
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    problem_en = models.TextField(_("what was the matter, in English"), blank=True)
    what_helped_en = models.TextField(_("what helped, in English"), blank=True)
    # Those of the bottleneck and its group on the day on which the lesson was written: the lesson stands on its own.
    category = models.CharField(_("category"), max_length=20, choices=Bottleneck.Category, editable=False)
    kind = models.CharField(_("what exactly"), max_length=40, choices=Bottleneck.Kind, blank=True, editable=False)
    phase = models.CharField(_("phase"), max_length=20, choices=Phase, editable=False)
    form = models.CharField(_("form"), max_length=20, choices=CooperativeForm, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    created_at = MomentColumn(_("written at"), default=clock.now, editable=False)
    approved_by = approver("lessons_approved")
    words = words_field(*DUTCH, config="dutch")
    words_en = words_field(*ENGLISH, config="english")

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bottleneck"], condition=~Q(state="withdrawn"), name="lesson_once_for_a_bottleneck"
            ),
            *by_two("lesson"),
            models.CheckConstraint(
                condition=Q(kind="") | Q(kind__startswith=F("category")), name="lesson_kind_of_its_category"
            ),
        ]
        indexes = [
            # What helped with bottlenecks of a category (selectors.lessons), and the lists of lessons.
            models.Index(fields=["category"], condition=Q(state="published"), name="lessons_of_a_category"),
            models.Index(fields=["-approved_at", "-id"], condition=Q(state="published"), name="lessons_latest"),
            models.Index(fields=["state"], condition=Q(state="waiting"), name="lessons_waiting"),
            GinIndex(fields=["words"], condition=Q(state="published"), name="lesson_words"),
            GinIndex(fields=["words_en"], condition=Q(state="published"), name="lesson_words_en"),
        ]
        triggers = [as_approved(SIGNED)]

    def __str__(self) -> str:
        """Says nothing of what is in it: the trail is read by who may not read it yet."""
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def about(self) -> str:
        """What kind of bottleneck it is about, as exactly as is known."""
        return str(self.get_kind_display() if self.kind else self.get_category_display())
