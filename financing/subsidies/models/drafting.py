"""The rows of an application: what a group does when, what brings in money, the aid it had, and when it needs the
money.

A draft may be half filled in, so nearly everything may be empty here; `completeness.py` says what is still missing. A
row is known by its key, which its form carries: so a page that stands open knows its rows again after somebody else
added or removed some.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coophub.web.model_fields import DayColumn
from financing.subsidies.models.application import Application
from financing.subsidies.models.scheme import EUROS


class DraftRow(models.Model):
    """A row of a list in the form, by its key, in the order in which the group put it."""

    key = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Activity(DraftRow):
    """Something the group does with the money, and when (KB 11: the activities and their time schedule)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="activities")
    title = models.CharField(_("what"), max_length=200, blank=True)
    result = models.CharField(_("what is there when it is done"), max_length=300, blank=True)
    starts_on = DayColumn(_("starts on"), null=True)
    ends_on = DayColumn(_("is done on"), null=True)

    class Meta(DraftRow.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="activity_key_once")]

    def __str__(self) -> str:
        return self.title


class BudgetLine(DraftRow):
    """A cost that the applicant asks subsidy for; in a draft perhaps half filled in.

    What was copied from a plan remembers which line of which revision it was, and its amount there: `plan_line` is what
    it was called, `plan_row` the key of its row in the plan that the application has now, or nothing when that plan has
    no such row.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="budget_lines")
    category = models.CharField(_("kind of cost"), max_length=40, blank=True)
    description = models.CharField(_("what for"), max_length=200, blank=True)
    activity = models.ForeignKey(
        Activity, models.SET_NULL, null=True, related_name="budget_lines", verbose_name=_("activity")
    )
    amount = models.DecimalField(_("amount"), **EUROS, null=True)
    plan_line = models.CharField(_("line of the plan"), max_length=200, blank=True)
    plan_row = models.CharField(max_length=32, blank=True, editable=False)
    plan_revision = models.PositiveIntegerField(_("revision of the plan"), null=True)
    plan_amount = models.DecimalField(_("amount in the plan then"), **EUROS, null=True)

    class Meta(DraftRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="budget_line_key_once"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="budget_line_is_positive"),
            models.CheckConstraint(
                condition=Q(plan_line="", plan_row="", plan_revision=None, plan_amount=None)
                | Q(plan_revision__isnull=False, plan_amount__isnull=False) & ~Q(plan_line=""),
                name="budget_line_from_a_plan_says_which",
            ),
        ]

    def __str__(self) -> str:
        return self.description


class IncomeLine(DraftRow):
    """Money for the same activities that is not the subsidy asked (KB 4, 6 and 11)."""

    class Kind(models.TextChoices):
        OWN = "own", _("Own money of the group or its members")
        LOAN = "loan", _("Loan")
        SUBSIDY = "subsidy", _("Another subsidy")
        GIFT = "gift", _("Gift or fund")
        OTHER = "other", _("Other income")

    class Status(models.TextChoices):
        CERTAIN = "certain", _("It is certain")
        PROMISED = "promised", _("It is promised")
        ASKED = "asked", _("We asked for it")

    application = models.ForeignKey(Application, models.CASCADE, related_name="income_lines")
    kind = models.CharField(_("kind of income"), max_length=20, choices=Kind, blank=True)
    description = models.CharField(_("from whom"), max_length=200, blank=True)
    status = models.CharField(_("how certain"), max_length=20, choices=Status, blank=True)
    activity = models.ForeignKey(
        Activity, models.SET_NULL, null=True, related_name="income_lines", verbose_name=_("activity")
    )
    amount = models.DecimalField(_("amount"), **EUROS, null=True)

    class Meta(DraftRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="income_line_key_once"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="income_line_is_positive"),
        ]

    def __str__(self) -> str:
        return self.description


class AidReceived(DraftRow):
    """De-minimis aid that the group was given before (Regulation (EU) 2023/2831)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="aid_received")
    granted_on = DayColumn(_("date of the award"), null=True)
    granted_by = models.CharField(_("who gave it"), max_length=200, blank=True)
    amount = models.DecimalField(_("amount"), **EUROS, null=True)

    class Meta(DraftRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="aid_received_key_once"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="aid_received_is_positive"),
        ]

    def __str__(self) -> str:
        return self.granted_by


class LiquidityNeed(models.Model):
    """How much of the subsidy is needed in a quarter, when the group asks for an advance (KB 11)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="liquidity_needs")
    quarter_starts_on = DayColumn(_("quarter"))
    amount = models.DecimalField(_("amount"), **EUROS)

    class Meta:
        ordering = ["quarter_starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["application", "quarter_starts_on"], name="liquidity_need_once_a_quarter"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="liquidity_need_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quarter_starts_on}: {self.amount}"
