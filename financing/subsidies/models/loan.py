"""Loans that a revolving fund awards: their own copy of the terms, what was drawn and what came back."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.proposals.models import Proposal, takes_two
from coophub.web.model_fields import DayColumn, MomentColumn
from financing.subsidies.models.application import Application
from financing.subsidies.models.decided import of_loan
from financing.subsidies.models.scheme import EUROS
from financing.subsidies.models.scheme_parts import LoanTerms

USER = settings.AUTH_USER_MODEL


class Loan(models.Model):
    """An award as a loan. Signed by somebody else than who drew it up; frozen from then on."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="loan")
    amount = models.DecimalField(_("amount"), **EUROS)
    rate = models.DecimalField(_("interest a year"), max_digits=7, decimal_places=6)
    term_years = models.PositiveSmallIntegerField(_("term in years"))
    grace_years = models.PositiveSmallIntegerField(_("first years without repayment"), default=0)
    repayment = models.CharField(_("repayment"), max_length=10, choices=LoanTerms.Repayment)
    payments_per_year = models.PositiveSmallIntegerField(_("payments a year"))
    rank = models.CharField(_("rank"), max_length=20, choices=LoanTerms.Rank)
    conditions = models.TextField(_("conditions, one on a line"), blank=True)
    starts_on = DayColumn(_("starts on"))
    drawn_up_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    drawn_up_at = MomentColumn()
    signed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    signed_at = MomentColumn(_("signed at"), null=True)

    class Meta:
        verbose_name = _("loan")
        verbose_name_plural = _("loans")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="loan_is_positive"),
            models.CheckConstraint(condition=Q(rate__range=(0, 1)), name="loan_rate_is_a_fraction"),
            models.CheckConstraint(condition=Q(grace_years__lt=F("term_years")), name="loan_grace_is_shorter"),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("drawn_up_by")), name="loan_signed_by_another"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="signed_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__signed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.amount}"


class LoanDraw(models.Model):
    """A part of a loan that was taken up."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="draws")
    amount = models.DecimalField(_("amount"), **EUROS)
    drawn_on = DayColumn(_("taken up on"))
    key = models.UUIDField(unique=True)
    entered_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["drawn_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="loan_draw_is_positive")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete), of_loan()]

    def __str__(self) -> str:
        return f"{self.drawn_on}: {self.amount}"


class LoanRepayment(models.Model):
    """Money that came back: first the interest that was due, then principal (BW 6:44)."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="repayments")
    received_on = DayColumn(_("received on"))
    interest = models.DecimalField(_("interest"), **EUROS)
    principal = models.DecimalField(_("principal"), **EUROS)
    key = models.UUIDField(unique=True)
    entered_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    proposal = models.OneToOneField(Proposal, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(interest__gte=0, principal__gte=0), name="repayment_is_not_negative")
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            takes_two(),
            of_loan(),
        ]

    def __str__(self) -> str:
        return f"{self.received_on}: {self.interest + self.principal}"
