"""What follows an award: later decisions, payments, reports, requests to change it."""

import datetime as dt

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.proposals.models import Proposal, takes_two
from coophub.web import clock
from coophub.web.model_fields import DayColumn, MomentColumn
from financing.subsidies.law.deadlines import Deadline
from financing.subsidies.law.statutory import advance_deadline
from financing.subsidies.models.application import Application
from financing.subsidies.models.assessment import Decision, DraftedAndSigned, HearingChoice
from financing.subsidies.models.decided import keeps_holding, once_signed, recounts_last_day
from financing.subsidies.models.objection import Objection
from financing.subsidies.models.scheme import EUROS

USER = settings.AUTH_USER_MODEL


class LaterDecision(DraftedAndSigned):
    """A decision after the first: a draft until somebody else signs it. What it changes follows from its kind."""

    class Kind(models.TextChoices):
        AMENDMENT = "amendment", _("Change of the award")
        SETTLEMENT = "settlement", _("Settlement")
        RECOVERY = "recovery", _("Recovery")
        OBJECTION = "objection", _("Decision on an objection")
        PENALTY = "penalty", _("Penalty for a late decision")
        ADVANCE = "advance", _("Decision on an advance")

    class Outcome(models.TextChoices):
        """What a decision on an objection comes to."""

        UPHELD = "upheld", _("The decision stands")
        REVISED = "revised", _("The decision is revised")
        INADMISSIBLE = "inadmissible", _("The objection is inadmissible")

    class LowerGround(models.TextChoices):
        """Why a settlement is lower than the award."""

        NOT_DONE = "a", _("Activities were not done, or not all (Awb 4:46 lid 2, a)")
        OBLIGATIONS = "b", _("Obligations were not met (Awb 4:46 lid 2, b)")
        WRONG_DATA = "c", _("Incorrect or incomplete data (Awb 4:46 lid 2, c)")
        WRONG_AWARD = "d", _("The award was wrong and the group knew or should have known (Awb 4:46 lid 2, d)")
        COSTS = "lid3", _("Costs were lower, or were not needed (Awb 4:46 lid 3)")

    application = models.ForeignKey(Application, models.PROTECT, related_name="later_decisions")
    objection = models.ForeignKey(Objection, models.PROTECT, null=True, related_name="decisions")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    amount = models.DecimalField(_("amount"), **EUROS)
    reasons = models.TextField(_("reasons"))
    ground = models.CharField(_("ground"), max_length=10, choices=LowerGround, blank=True)
    hearing = models.CharField(_("hearing"), max_length=20, choices=HearingChoice, blank=True)
    hearing_left_out_because = models.CharField(_("why nobody was heard"), max_length=300, blank=True)
    deviates_because = models.TextField(
        _("why it deviates from the advice of the committee (Awb 7:13 lid 7)"), blank=True
    )
    activities_end_on = DayColumn(_("activities are done by"), null=True, blank=True)
    arrangement = models.CharField(_("accounting"), max_length=20, choices=Decision.Arrangement, blank=True)

    class Meta:
        ordering = ["drafted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("drafted_by")), name="later_decision_signed_by_another"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="later_decision_amount_not_negative"),
            models.UniqueConstraint(
                fields=["application", "kind"], condition=Q(signed_by=None), name="one_later_draft_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind="objection", objection__isnull=False) | ~Q(kind="objection"),
                name="objection_decision_names_objection",
            ),
        ]
        triggers = [
            *once_signed(),
            recounts_last_day(
                "(OLD.kind, OLD.amount, OLD.signed_at, OLD.object_by)"
                " IS DISTINCT FROM (NEW.kind, NEW.amount, NEW.signed_at, NEW.object_by)"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.application}"

    @property
    def key(self) -> str:
        """The key of what it enters in the ledger and plans to pay, so that it does so once."""
        return f"{self.kind}-{self.pk}"


class Payment(models.Model):
    """Money to or from the recipient. Planned when a decision is signed; ordered and paid by the ministry."""

    class Kind(models.TextChoices):
        ADVANCE = "advance", _("Advance")
        REST = "rest", _("Rest of the settled amount")
        LOAN = "loan", _("Part of the loan")
        PENALTY = "penalty", _("Penalty for a late decision")
        REPAYMENT = "repayment", _("Repayment by the group")

    application = models.ForeignKey(Application, models.PROTECT, related_name="payments")
    # The later decision that it follows from; nothing for what the first one gave, and for a loan.
    later_decision = models.ForeignKey(LaterDecision, models.PROTECT, null=True, related_name="payments")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    key = models.CharField(max_length=60)
    amount = models.DecimalField(_("amount"), **EUROS)
    pay_from = DayColumn(_("not before"))
    pay_by = DayColumn(_("at the latest on"))
    ordered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ordered_at = MomentColumn(_("ordered at"), null=True)
    paid_on = DayColumn(_("paid on"), null=True)
    # That it was paid outside a file for the bank: two people say so.
    proposal = models.OneToOneField(Proposal, models.PROTECT, null=True, related_name="+")
    cancelled_at = MomentColumn(_("cancelled at"), null=True)

    class Meta:
        ordering = ["pay_by", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_positive"),
            models.UniqueConstraint(fields=["application", "key"], name="payment_planned_once"),
            models.CheckConstraint(
                condition=Q(paid_on=None) | Q(ordered_at__isnull=False), name="paid_after_it_was_ordered"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(paid_on=None), name="what_is_paid_is_not_cancelled"
            ),
        ]
        indexes = [
            # What is still to be paid, the first due first (selectors.payments_due).
            models.Index(fields=["pay_by"], condition=Q(paid_on=None, cancelled_at=None), name="payments_due"),
        ]
        triggers = [
            keeps_holding(pgtrigger.Insert | pgtrigger.Update),
            recounts_last_day(
                "(OLD.kind, OLD.amount, OLD.paid_on, OLD.cancelled_at)"
                " IS DISTINCT FROM (NEW.kind, NEW.amount, NEW.paid_on, NEW.cancelled_at)"
            ),
            takes_two(
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__paid_on__isnull=False),
                # Who made the file and who approved it are two.
                unless="""OLD.paid_on IS NOT DISTINCT FROM NEW.paid_on OR EXISTS (
                    SELECT 1 FROM subsidies_batchitem item JOIN subsidies_paymentbatch batch ON batch.id = item.batch_id
                    WHERE item.payment_id = NEW.id AND item.rejected_at IS NULL AND batch.approved_at IS NOT NULL
                )""",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"


class Report(models.Model):
    """What a group reported: progress each year, or results and costs with which it asks to settle. Frozen by value."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("Progress report")
        FINAL = "final", _("Report on results and costs")

    application = models.ForeignKey(Application, models.PROTECT, related_name="reports")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    submitted_at = MomentColumn()

    class Meta:
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(kind="final"), name="one_final_report")
        ]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.application}"


class ChangeRequest(models.Model):
    """A group's request to change its award, or its duty to say that something will go otherwise (KB 16 to 18, lid
    3).
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="change_requests")
    text = models.TextField(_("what changes, and why"))
    activities_end_on = DayColumn(_("when it will be done"), null=True, blank=True)
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    asked_at = MomentColumn()
    decision = models.ForeignKey(LaterDecision, models.PROTECT, null=True, related_name="answers")

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return str(self.application)


class AdvanceRequest(models.Model):
    """A group's request for an advance on an award that runs (Awb 4:95).

    Frozen; only the decision that answers it is added, once.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="advance_requests")
    amount = models.DecimalField(_("amount"), **EUROS)
    needed_from = DayColumn(_("needed from"))
    purpose = models.TextField(_("what for"))
    awarded = models.DecimalField(_("awarded then"), **EUROS)
    left = models.DecimalField(_("left for an advance then"), **EUROS)
    sha256 = models.CharField(max_length=64)
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    asked_at = MomentColumn()
    decision = models.ForeignKey(LaterDecision, models.PROTECT, null=True, related_name="advance_requests")

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(amount__lte=F("left")) & Q(left__lte=F("awarded")),
                name="advance_asked_fits_the_award",
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(decision=None), name="one_open_advance_request"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="frozen", exclude=["decision"]),
            pgtrigger.Protect(
                name="answered_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__decision_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}: {self.application}"

    @property
    def is_open(self) -> bool:
        return self.decision_id is None

    @property
    def deadline(self) -> Deadline:
        """By when to decide on it, and how that day follows."""
        return advance_deadline(clock.day_of(self.asked_at))

    @property
    def decide_by(self) -> dt.date:
        return self.deadline.date
