"""Objections, and notices of default."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from coophub.web.model_fields import DayColumn, MomentColumn
from financing.subsidies.models.application import Application, step
from financing.subsidies.models.decided import recounts_last_day

USER = settings.AUTH_USER_MODEL


class ObjectionState(models.TextChoices):
    RECEIVED = "received", _("Received")
    HEARD = "heard", _("Heard")
    UPHELD = "upheld", _("Decision upheld")
    REVISED = "revised", _("Decision revised")
    INADMISSIBLE = "inadmissible", _("Inadmissible")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_OBJECTIONS = [ObjectionState.RECEIVED, ObjectionState.HEARD]


class Objection(FSMModelMixin, models.Model):
    """An objection against a decision (Awb 6:4 to 7:13). Late ones are kept and marked; a person decides on them."""

    class Channel(models.TextChoices):
        COOPHUB = "coophub", _("In CoopHub")
        POST = "post", _("By post")
        EMAIL = "email", _("By e-mail or at the desk")

    application = models.ForeignKey(Application, models.PROTECT, related_name="objections")
    against = models.CharField(_("against"), max_length=60)
    decision_sent_on = DayColumn()
    object_by = DayColumn(_("object by"))
    state = FSMField(_("state"), default=ObjectionState.RECEIVED, choices=ObjectionState.choices, protected=True)
    channel = models.CharField(_("how it came"), max_length=20, choices=Channel)
    received_on = DayColumn(_("received on"))
    posted_on = DayColumn(_("posted on"), null=True, blank=True)
    is_late = models.BooleanField(_("late"))
    why_late = models.TextField(_("why it is late"), blank=True)
    reasons = models.TextField(_("why you disagree"))
    wants_hearing = models.BooleanField(_("wants to be heard"), default=True)
    has_committee = models.BooleanField(_("a committee advises (Awb 7:13)"), default=False)
    hearing_at = MomentColumn(_("hearing on"), null=True)
    hearing_place = models.CharField(_("where"), max_length=200, blank=True)
    hearing_report = models.TextField(_("report of the hearing"), blank=True)
    committee_advice = models.TextField(_("advice of the committee"), blank=True)
    decide_by = DayColumn(_("decide by"))
    handler = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("with"))
    entered_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    entered_at = MomentColumn()

    class Meta:
        ordering = ["decide_by", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "against"],
                condition=Q(state__in=OPEN_OBJECTIONS),
                name="one_open_objection_per_decision",
            ),
            models.CheckConstraint(
                condition=Q(posted_on=None) | Q(posted_on__lte=F("received_on")), name="posted_before_received"
            ),
        ]
        triggers = [recounts_last_day("OLD.state IS DISTINCT FROM NEW.state")]

    def __str__(self) -> str:
        return str(_("Objection: %(application)s") % {"application": self.application})

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_OBJECTIONS

    @transition(
        state,
        source=ObjectionState.RECEIVED,
        target=ObjectionState.HEARD,
        custom=step(
            "handler of the objection",
            "subsidies.handle_objection",
            needs="a hearing date that has passed, a report (Awb 7:7)",
            changes="keeps the report and the advice of the committee",
        ),
    )
    def hear(self) -> None:
        """Awb 7:2."""

    @transition(
        state,
        source=OPEN_OBJECTIONS,
        target=ObjectionState.UPHELD,
        custom=step(
            "decider who signed neither the draft nor the first decision",
            "subsidies.sign_decision",
            needs="heard, or a ground to leave that out (Awb 7:3)",
            changes="the decision stands",
            letter="objection_decision",
        ),
    )
    def uphold(self) -> None:
        """Awb 7:11, 10:3."""

    @transition(
        state,
        source=OPEN_OBJECTIONS,
        target=ObjectionState.REVISED,
        custom=step(
            "decider who signed neither the draft nor the first decision",
            "subsidies.sign_decision",
            needs="heard, or a ground to leave that out (Awb 7:3); an amount that fits the ceilings",
            changes="the application takes its new state, the ledger the difference",
            letter="objection_decision",
        ),
    )
    def revise(self) -> None:
        """Awb 7:11 lid 2, 10:3."""

    @transition(
        state,
        source=OPEN_OBJECTIONS,
        target=ObjectionState.INADMISSIBLE,
        custom=step(
            "decider who signed neither the draft nor the first decision",
            "subsidies.sign_decision",
            needs="a reason, such as a late objection without excuse (Awb 6:11)",
            changes="the decision stands",
            letter="objection_decision",
        ),
    )
    def declare_inadmissible(self) -> None:
        """Awb 6:6, 6:11."""

    @transition(
        state,
        source=OPEN_OBJECTIONS,
        target=ObjectionState.WITHDRAWN,
        custom=step(
            "owner of the group",
            "subsidies.withdraw_objection",
            needs="no decision on it yet",
            changes="the decision stands",
        ),
    )
    def withdraw(self) -> None:
        """Awb 6:21."""


class DefaultNotice(models.Model):
    """A notice of default for a late decision (Awb 4:17)."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="default_notices")
    objection = models.ForeignKey(Objection, models.PROTECT, null=True, related_name="default_notices")
    decide_by = DayColumn(_("decision was due on"))
    received_on = DayColumn(_("received on"))
    is_premature = models.BooleanField(_("before the term ended"))
    entered_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    entered_at = MomentColumn()

    class Meta:
        ordering = ["received_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "objection", "decide_by", "is_premature"],
                nulls_distinct=False,
                name="one_notice_of_default_per_term",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.received_on}"


Subject = Application | Objection
"""What is decided on within a term (`decide_by`), and meanwhile completed or postponed."""


def application_of(subject: Subject) -> Application:
    """The application itself, or the one that an objection is about."""
    return subject if isinstance(subject, Application) else subject.application
