"""To whom money goes, and the files with which the bank is asked to pay."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from localflavor.generic.models import IBANField

from coophub.web.model_fields import DayColumn, MomentColumn
from financing.subsidies.models.afterwards import Payment
from financing.subsidies.models.application import Application
from financing.subsidies.models.scheme import EUROS

USER = settings.AUTH_USER_MODEL


class PayeeAccount(models.Model):
    """The bank account of an applicant (KB 11, f).

    Money goes to an account only after somebody checked number and name.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="payee_accounts")
    iban = IBANField(_("bank account (IBAN)"))
    name = models.CharField(_("in the name of"), max_length=70)
    proof = models.CharField(_("how that was shown"), max_length=200, blank=True)
    entered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    entered_at = MomentColumn(_("entered at"))
    checked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    checked_at = MomentColumn(_("checked at"), null=True)
    replaced_at = MomentColumn(_("replaced at"), null=True)

    class Meta:
        ordering = ["-entered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(replaced_at=None), name="one_account_per_application"
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("entered_by")), name="account_checked_by_another"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="number_is_frozen", exclude=["proof", "checked_by", "checked_at", "replaced_at"]),
            pgtrigger.Protect(
                name="checked_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.checked_at IS NOT NULL AND (OLD.proof, OLD.checked_by_id, OLD.checked_at)"
                    " IS DISTINCT FROM (NEW.proof, NEW.checked_by_id, NEW.checked_at)"
                ),
            ),
            pgtrigger.Protect(
                name="replaced_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__replaced_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.iban} {self.name}"


class PaymentBatch(models.Model):
    """Payments that go to the bank in one file (pain.001), made by one person and approved by another."""

    execution_date = DayColumn(_("to be paid on"))
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    made_at = MomentColumn(_("made at"))
    approved_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    approved_at = MomentColumn(_("approved at"), null=True)
    file = models.TextField(_("payment file"), blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    confirmed_at = MomentColumn(_("confirmed by the bank at"), null=True)

    class Meta:
        verbose_name = _("payment file")
        verbose_name_plural = _("payment files")
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("made_by")), name="batch_approved_by_another"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, file="", confirmed_at=None)
                | (Q(approved_at__isnull=False) & ~Q(file="")),
                name="approved_batch_has_a_file",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="approved_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__approved_at__isnull=False),
            ),
            pgtrigger.ReadOnly(name="made_is_frozen", fields=["execution_date", "made_by", "made_at"]),
            pgtrigger.Protect(
                name="approved_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.approved_at IS NOT NULL AND (OLD.approved_by_id, OLD.approved_at, OLD.file, OLD.sha256)"
                    " IS DISTINCT FROM (NEW.approved_by_id, NEW.approved_at, NEW.file, NEW.sha256)"
                ),
            ),
            pgtrigger.Protect(
                name="confirmed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.execution_date} ({self.pk})"


class BatchItem(models.Model):
    """A payment in a file, by value. A payment stands in one file, unless the bank sent it back."""

    batch = models.ForeignKey(PaymentBatch, models.CASCADE, related_name="items")
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="batch_items")
    account = models.ForeignKey(PayeeAccount, models.PROTECT, related_name="+")
    amount = models.DecimalField(_("amount"), **EUROS)
    reference = models.CharField(_("reference"), max_length=35, unique=True)
    rejected_at = MomentColumn(_("sent back by the bank at"), null=True)
    rejection = models.CharField(_("why the bank sent it back"), max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["payment"], condition=Q(rejected_at=None), name="paid_in_one_file"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="batch_item_is_positive"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="by_value", exclude=["rejected_at", "rejection"]),
            pgtrigger.Protect(
                name="rejected_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__rejected_at__isnull=False)
            ),
            pgtrigger.Trigger(
                name="approved_with_its_file",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM subsidies_paymentbatch
                        WHERE id = COALESCE(NEW.batch_id, OLD.batch_id) AND approved_at IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'no payment comes into an approved file, and none leaves it';
                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.reference
