"""The ledger of a scheme. Entries are only added, and the database itself keeps every ceiling.

Each entry moves the balances of its scheme version and its target group, in a trigger. A balance that would pass its ceiling or drop
below zero breaks a check, so that no interleaving of staff at work can spend money that is not there.
"""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from financing.subsidies.models.application import Application
from financing.subsidies.models.scheme import EUROS, SchemeVersion

TOTAL = ""
"""The target group under which a balance holds the whole ceiling."""


class CeilingBalance(models.Model):
    """How much of a ceiling is taken: of the whole (`target` is empty), or of one target group."""

    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="balances")
    target = models.CharField(_("target group"), max_length=20, blank=True)
    ceiling = models.DecimalField(_("ceiling"), **EUROS)
    taken = models.DecimalField(_("taken"), **EUROS, default=0)

    class Meta:
        ordering = ["version", "target"]
        constraints = [
            models.UniqueConstraint(fields=["version", "target"], name="one_balance_per_ceiling"),
            models.CheckConstraint(condition=Q(taken__gte=0) & Q(taken__lte=F("ceiling")), name="ceiling_is_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.target}"

    @property
    def free(self) -> Decimal:
        return self.ceiling - self.taken


class LedgerEntry(models.Model):
    """Money taken from a ceiling (positive) or given back to it (negative)."""

    class Kind(models.TextChoices):
        AWARD = "award", _("Award")
        LOWER_SETTLEMENT = "lower_settlement", _("Settled lower")
        WITHDRAWAL = "withdrawal", _("Withdrawn")
        RECOVERY = "recovery", _("Recovered")
        REVERSAL = "reversal", _("Reversed")

    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="ledger_entries")
    target = models.CharField(_("target group"), max_length=20)
    application = models.ForeignKey(Application, models.PROTECT, related_name="ledger_entries")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    amount = models.DecimalField(_("amount"), **EUROS)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="award", amount__gt=0) | ~Q(kind="award"), name="award_takes_from_the_ceiling"
            ),
            models.UniqueConstraint(fields=["application"], condition=Q(kind="award"), name="awarded_once"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="moves_balances",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="""
                    UPDATE subsidies_ceilingbalance SET taken = taken + NEW.amount
                    WHERE version_id = NEW.version_id AND target IN ('', NEW.target);
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'scheme version % has no ceiling', NEW.version_id;
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
