"""What happens before a decision, on an application or an objection: completing, waiting longer, hearing, talking."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.web.model_fields import DayColumn, MomentColumn
from financing.subsidies.models.application import Application
from financing.subsidies.models.objection import Objection, Subject
from financing.subsidies.models.scheme import SchemeVersion
from financing.subsidies.models.scheme_parts import frozen_with_version

USER = settings.AUTH_USER_MODEL


def frozen() -> pgtrigger.Protect:
    """What was handed in stays as it was."""
    return pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)


def about_one(name: str) -> models.CheckConstraint:
    """A row is about an application or about an objection, never about both."""
    return models.CheckConstraint(
        condition=Q(application__isnull=False, objection=None) | Q(application=None, objection__isnull=False), name=name
    )


def subject_of(row: "RemedyRequest | Postponement") -> Subject:
    """What a row is about."""
    found = row.objection or row.application
    if found is None:
        raise ValueError("The database holds no row about nothing.")
    return found


class RemedyRequest(models.Model):
    """That the ministry asked to complete an application (Awb 4:5) or an objection (6:6).

    It suspends the term to decide on it (4:15, 7:10 lid 2).
    """

    application = models.ForeignKey(Application, models.PROTECT, null=True, related_name="remedy_requests")
    objection = models.ForeignKey(Objection, models.PROTECT, null=True, related_name="remedy_requests")
    points = models.JSONField(_("what is missing"))
    explanation = models.TextField(_("explanation"), blank=True)
    requested_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    requested_at = MomentColumn()
    requested_on = DayColumn()
    last_day = DayColumn(_("complete it by"))
    completed_at = MomentColumn(null=True)
    completed_on = DayColumn(null=True)

    class Meta:
        ordering = ["requested_at", "pk"]
        constraints = [
            about_one("remedy_request_is_about_one"),
            models.UniqueConstraint(
                fields=["application", "objection"],
                condition=Q(completed_at=None),
                nulls_distinct=False,
                name="one_open_remedy_request",
            ),
            models.CheckConstraint(condition=Q(last_day__gt=F("requested_on")), name="remedy_term_lasts"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.requested_on}"

    @property
    def subject(self) -> Subject:
        return subject_of(self)

    @property
    def is_open(self) -> bool:
        return self.completed_at is None


class Addition(models.Model):
    """What a group added on request, by value. What it handed in before stays as it was."""

    request = models.OneToOneField(RemedyRequest, models.PROTECT, related_name="addition")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    added_at = MomentColumn()

    class Meta:
        ordering = ["added_at", "pk"]
        triggers = [frozen()]

    def __str__(self) -> str:
        return str(self.request)


class Postponement(models.Model):
    """A later decision: extended by the ministry (as the scheme allows; on an objection Awb 7:10 lid 3), told without
    extending (4:14), or agreed to by the group (4:15 lid 2, 7:10 lid 4).

    What is agreed about an application is a period that does not count; about an objection it is a last day.
    """

    class Kind(models.TextChoices):
        EXTENSION = "extension", _("Extension")
        NOTICE = "notice", _("Notice that it will be late (Awb 4:14 lid 1)")
        CONSENT = "consent", _("Postponement with consent")

    application = models.ForeignKey(Application, models.PROTECT, null=True, related_name="postponements")
    objection = models.ForeignKey(Objection, models.PROTECT, null=True, related_name="postponements")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    reason = models.TextField(_("reason"))
    weeks = models.PositiveSmallIntegerField(_("weeks"), null=True)
    first_day = DayColumn(_("first day"), null=True)
    last_day = DayColumn(_("last day"), null=True)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    made_at = MomentColumn()
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    answered_at = MomentColumn(null=True)
    is_agreed = models.BooleanField(null=True)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            about_one("postponement_is_about_one"),
            models.UniqueConstraint(
                fields=["application", "objection"],
                condition=Q(kind="extension"),
                nulls_distinct=False,
                name="extended_once",
            ),
            models.UniqueConstraint(
                fields=["application", "objection"],
                condition=Q(kind="consent", answered_at=None),
                nulls_distinct=False,
                name="postponement_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="extension", weeks__gt=0)
                | Q(kind="notice", objection=None, last_day__isnull=False)
                | Q(kind="consent", objection=None, first_day__isnull=False, last_day__gte=F("first_day"))
                | Q(kind="consent", application=None, last_day__isnull=False),
                name="postponement_says_until_when",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, is_agreed=None) | Q(answered_at__isnull=False, is_agreed__isnull=False),
                name="postponement_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    @property
    def subject(self) -> Subject:
        return subject_of(self)

    @property
    def is_open(self) -> bool:
        """A question that waits for an answer."""
        return self.kind == self.Kind.CONSENT and self.answered_at is None


class Hearing(models.Model):
    """That the group is asked for its view before a decision that goes against it (Awb 4:7)."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="hearings")
    facts = models.TextField(_("what the decision would rest on"))
    respond_by = DayColumn(_("answer by"))
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    asked_at = MomentColumn()
    view = models.TextField(_("view of the group"), blank=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    answered_at = MomentColumn(null=True)

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return str(self.application)


class Message(models.Model):
    """A message between a group and the ministry; it stands in one stream with the letters."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="messages")
    author = models.ForeignKey(USER, models.PROTECT, related_name="+")
    is_from_ministry = models.BooleanField()
    text = models.TextField(_("message"))
    sent_at = MomentColumn()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        triggers = [frozen()]

    def __str__(self) -> str:
        return f"{self.author}: {self.application}"


class Note(models.Model):
    """A note on the pad beside a dossier, for colleagues."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="notes")
    author = models.ForeignKey(USER, models.PROTECT, related_name="+")
    text = models.TextField(_("note"))
    written_at = MomentColumn()

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.author}: {self.application}"


class TextBlock(models.Model):
    """A piece of text of a scheme for a kind of letter. A letter keeps what it said when it was sent."""

    version = models.ForeignKey(SchemeVersion, models.CASCADE, related_name="text_blocks")
    letter = models.CharField(_("letter"), max_length=20)
    title = models.CharField(_("title"), max_length=100)
    text = models.TextField(_("text"))
    is_always_used = models.BooleanField(_("stands in every letter of this kind"), default=False)

    class Meta:
        ordering = ["letter", "title"]
        constraints = [models.UniqueConstraint(fields=["version", "letter", "title"], name="text_block_once")]
        triggers = [frozen_with_version()]

    def __str__(self) -> str:
        return self.title


class DeadlineWarning(models.Model):
    """That somebody was warned of a day. The same warning is never sent twice."""

    subject = models.CharField(max_length=60)
    day = DayColumn()
    days_before = models.SmallIntegerField()
    recipient = models.ForeignKey(USER, models.CASCADE, related_name="+")
    sent_at = MomentColumn()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "day", "days_before", "recipient"], name="warned_once")
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.day}"


class SavedView(models.Model):
    """Filters of the work queue under a name of one's own."""

    owner = models.ForeignKey(USER, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name_once")]

    def __str__(self) -> str:
        return self.name
