"""Applications, and what was submitted, frozen by value."""

import uuid
from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from financing.plans.models import Plan, PlanVersion
from financing.subsidies.models.scheme import EUROS, SchemeVersion, Target
from initiatives.models import Initiative

USER = settings.AUTH_USER_MODEL


class State(models.TextChoices):
    """The life of an application, in its order (subsidy procedure, section 3)."""

    DRAFT = "draft", _("Being written")
    SUBMITTED = "submitted", _("Received")
    IN_ASSESSMENT = "in_assessment", _("Being assessed")
    ADVISED = "advised", _("Advice given")
    DRAFT_DECISION = "draft_decision", _("Decision being prepared")
    AWARDED = "awarded", _("Awarded")
    PARTLY_AWARDED = "partly_awarded", _("Partly awarded")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


UNDECIDED = [State.DRAFT, State.SUBMITTED, State.IN_ASSESSMENT, State.ADVISED, State.DRAFT_DECISION]
AT_THE_MINISTRY = UNDECIDED[1:]
DECIDED = [State.AWARDED, State.PARTLY_AWARDED, State.REFUSED]


class Application(FSMModelMixin, models.Model):
    """A request for subsidy under one version of a scheme. Only the transitions below change its state."""

    scheme_version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="applications")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="applications")
    number = models.CharField(_("number"), max_length=20, unique=True, null=True, editable=False)
    state = FSMField(_("state"), default=State.DRAFT, choices=State.choices, protected=True)
    target = models.CharField(_("target group"), max_length=20, choices=Target, blank=True)
    answers = models.JSONField(_("answers"), default=dict)
    amount_requested = models.DecimalField(_("amount asked"), **EUROS, default=Decimal(0))
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="+", verbose_name=_("financing plan"))
    revision = models.PositiveIntegerField(default=1)
    section_changes = models.JSONField(_("who changed which part last"), default=dict)
    started_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    changed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    co_signed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    co_signed_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(_("received at"), null=True)
    decide_by = models.DateField(_("decide by"), null=True)
    reviewer = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("reviewer"))

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_version", "initiative"],
                condition=Q(state__in=UNDECIDED),
                name="one_running_application_per_scheme",
            ),
            models.CheckConstraint(condition=Q(amount_requested__gte=0), name="amount_requested_not_negative"),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN])
                | Q(number__isnull=False, submitted_at__isnull=False, decide_by__isnull=False),
                name="submitted_application_has_number_and_term",
            ),
        ]
        indexes = [
            # The work queue: what is at the ministry, the most urgent first (selectors.queue).
            models.Index(fields=["decide_by"], condition=Q(state__in=AT_THE_MINISTRY), name="applications_to_decide"),
            # An initiative's own applications (selectors.applications_of).
            models.Index(fields=["initiative", "-created_at"], name="applications_of_initiative"),
        ]

    def __str__(self) -> str:
        name = self.number or _("Draft")
        return f"{name}: {self.initiative}"

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED

    @transition(state, source=State.DRAFT, target=State.SUBMITTED)
    def submit(self) -> None:
        """By an owner or editor, once complete and co-signed."""

    @transition(state, source=State.SUBMITTED, target=State.IN_ASSESSMENT)
    def take_up(self) -> None:
        """By a reviewer who declared to have no interest."""

    @transition(state, source=State.IN_ASSESSMENT, target=State.ADVISED)
    def advise(self) -> None:
        """By the reviewer who took it up, with a score for every criterion."""

    @transition(state, source=[State.ADVISED, State.DRAFT_DECISION], target=State.DRAFT_DECISION)
    def draft_decision(self) -> None:
        """By a reviewer; a draft may be written again until it is signed."""

    @transition(state, source=State.DRAFT_DECISION, target=State.AWARDED)
    def award(self) -> None:
        """By a decider who neither assessed nor drafted."""

    @transition(state, source=State.DRAFT_DECISION, target=State.PARTLY_AWARDED)
    def award_partly(self) -> None:
        """As `award`, for less than was asked."""

    @transition(state, source=State.DRAFT_DECISION, target=State.REFUSED)
    def refuse(self) -> None:
        """As `award`, for nothing."""

    @transition(state, source=UNDECIDED, target=State.WITHDRAWN)
    def withdraw(self) -> None:
        """By an owner of the initiative, at any time before the decision."""


class Activity(models.Model):
    """Something the group does with the money, and when (KB 11: the activities and their time schedule)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="activities")
    key = models.UUIDField(default=uuid.uuid4)
    title = models.CharField(_("what"), max_length=200, blank=True)
    result = models.CharField(_("what is there when it is done"), max_length=300, blank=True)
    starts_on = models.DateField(_("starts on"), null=True)
    ends_on = models.DateField(_("is done on"), null=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="activity_key_once")]

    def __str__(self) -> str:
        return self.title


class BudgetLine(models.Model):
    """A cost that the applicant asks subsidy for; in a draft perhaps half filled in.

    What was copied from a plan remembers which line of which revision it was, and its amount there.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="budget_lines")
    key = models.UUIDField(default=uuid.uuid4)
    category = models.CharField(_("kind of cost"), max_length=40, blank=True)
    description = models.CharField(_("what for"), max_length=200, blank=True)
    activity = models.ForeignKey(
        Activity, models.SET_NULL, null=True, related_name="budget_lines", verbose_name=_("activity")
    )
    amount = models.DecimalField(_("amount"), **EUROS, null=True)
    plan_line = models.CharField(_("line of the plan"), max_length=200, blank=True)
    plan_revision = models.PositiveIntegerField(_("revision of the plan"), null=True)
    plan_amount = models.DecimalField(_("amount in the plan then"), **EUROS, null=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="budget_line_key_once"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="budget_line_is_positive"),
            models.CheckConstraint(
                condition=Q(plan_line="", plan_revision=None, plan_amount=None)
                | Q(plan_revision__isnull=False, plan_amount__isnull=False) & ~Q(plan_line=""),
                name="budget_line_from_a_plan_says_which",
            ),
        ]

    def __str__(self) -> str:
        return self.description


class Submission(models.Model):
    """Everything as it was submitted, by value. The group's later edits never reach it."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="submission")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    plan_version = models.ForeignKey(PlanVersion, models.PROTECT, null=True, related_name="+")
    submitted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.application)


__all__ = ["AT_THE_MINISTRY", "DECIDED", "UNDECIDED", "Activity", "Application", "BudgetLine", "State", "Submission"]
