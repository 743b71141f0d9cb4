"""The ledger of a scheme. Entries are only added, and the database itself keeps every ceiling.

Each entry moves the balances of its scheme version and its target group, in a trigger. A balance that would pass its
ceiling or drop below zero breaks a check, so that no interleaving of staff at work can spend money that is not there.
"""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.proposals.models import Proposal, takes_two
from coophub.web.model_fields import MomentColumn
from financing.subsidies.models.application import Application
from financing.subsidies.models.decided import is_in_the_ledger, keeps_holding, recounts_figures
from financing.subsidies.models.scheme import EUROS, SchemeVersion

TOTAL = ""
"""The target group under which a balance holds the whole ceiling."""


TAKING = ["reservation", "award", "increase"]
GIVING = ["release", "withdrawal", "recovery", "repayment"]


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
        triggers = [
            pgtrigger.Trigger(
                name="ceiling_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["taken"]),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM subsidies_schemeversion WHERE id = OLD.version_id AND published_at IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'the ceiling of a published version of a scheme never changes';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.target}"

    @property
    def free(self) -> Decimal:
        return self.ceiling - self.taken


class LedgerEntry(models.Model):
    """Money taken from a ceiling (positive) or given back to it (negative).

    What a ceiling has left follows from the entries alone.
    """

    class Kind(models.TextChoices):
        RESERVATION = "reservation", _("Reserved")
        RELEASE = "release", _("Reservation lifted")
        AWARD = "award", _("Award")
        INCREASE = "increase", _("Award raised")
        LOWER_SETTLEMENT = "lower_settlement", _("Settled")
        WITHDRAWAL = "withdrawal", _("Withdrawn")
        RECOVERY = "recovery", _("Recovered")
        REPAYMENT = "repayment", _("Loan paid back")
        REVERSAL = "reversal", _("Reversed")

    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="ledger_entries")
    target = models.CharField(_("target group"), max_length=20, blank=True)
    application = models.ForeignKey(Application, models.PROTECT, related_name="ledger_entries")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    amount = models.DecimalField(_("amount"), **EUROS)
    key = models.CharField(_("what it was made for"), max_length=60, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    proposal = models.OneToOneField(Proposal, models.PROTECT, null=True, related_name="+")
    made_at = MomentColumn(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=TAKING, amount__gt=0)
                | Q(kind="lower_settlement", amount__lte=0)
                | Q(kind__in=GIVING, amount__lt=0)
                | Q(kind="reversal"),
                name="entry_has_the_sign_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False) | (~Q(kind="reversal") & Q(reverses=None)),
                name="reversal_names_what_it_reverses",
            ),
            # The same event is entered once: `key` tells two awards of one application apart.
            models.UniqueConstraint(
                fields=["application", "kind", "key"], condition=~Q(kind="reversal"), name="entered_once"
            ),
        ]
        indexes = [
            # The entries behind a figure of the budget page (selectors.entries_of).
            models.Index(fields=["version", "target", "made_at"], name="entries_of_a_ceiling"),
            # The same of all its ceilings together, the newest first.
            models.Index(fields=["version", "made_at", "id"], name="entries_of_a_version"),
            # The awards that are published, the newest first, and whether another of its application counts more
            # (selectors.publication.awards_by_day).
            models.Index(fields=["-made_at", "-application"], condition=Q(kind="award"), name="awards_by_day"),
            models.Index(fields=["application", "made_at"], condition=Q(kind="award"), name="entries_that_award"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            keeps_holding(pgtrigger.Insert),
            pgtrigger.Trigger(
                name="moves_balances",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                # The update comes first: it waits for whoever is entering under the same ceiling, so that the sum below
                # is complete.
                func="""
                    UPDATE subsidies_ceilingbalance SET taken = taken + NEW.amount
                    WHERE version_id = NEW.version_id AND target IN ('', NEW.target);
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'scheme version % has no ceiling', NEW.version_id;
                    END IF;
                    IF (SELECT sum(amount) FROM subsidies_ledgerentry WHERE application_id = NEW.application_id) < 0 THEN
                        RAISE EXCEPTION 'application % would hold less than nothing', NEW.application_id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF (
                        SELECT sum(entry.amount) FROM subsidies_ledgerentry entry
                        LEFT JOIN subsidies_ledgerentry undone ON undone.id = entry.reverses_id
                        WHERE entry.application_id = NEW.application_id
                        AND coalesce(undone.kind, entry.kind) IN ('reservation', 'release')
                    ) < 0 THEN
                        RAISE EXCEPTION 'less than nothing would be reserved for application %', NEW.application_id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM subsidies_ledgerentry WHERE id = NEW.reverses_id
                        AND application_id = NEW.application_id AND kind <> 'reversal' AND amount = -NEW.amount
                    ) THEN
                        RAISE EXCEPTION 'entry % is not the opposite of entry %', NEW.id, NEW.reverses_id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,  # noqa: E501 - the text of the trigger as its migration has it
            ),
            takes_two(unless="NEW.kind <> 'reversal'"),
            pgtrigger.Trigger(
                name="decision_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__kind="reversal"),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM subsidies_ledgerentry entry
                        JOIN subsidies_laterdecision later ON later.application_id = entry.application_id
                            AND split_part(entry.key, '#', 1) = later.kind || '-' || later.id
                        WHERE entry.id = NEW.reverses_id AND later.signed_at IS NOT NULL
                    ) OR EXISTS (
                        SELECT 1 FROM subsidies_ledgerentry entry
                        JOIN subsidies_decision decision ON decision.application_id = entry.application_id
                        WHERE entry.id = NEW.reverses_id AND entry.kind = 'award'
                            AND split_part(entry.key, '#', 1) = '' AND decision.signed_at IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'entry % follows from a decision that stands', NEW.reverses_id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            is_in_the_ledger(),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"


class Holding(models.Model):
    """What an application with entries holds of its ceiling, by part. The database keeps it when an entry, a payment or
    the state comes or changes; the view `subsidies_holding_counted` counts it anew.
    """

    application = models.OneToOneField(Application, models.DO_NOTHING, primary_key=True, related_name="holding")
    version = models.ForeignKey(SchemeVersion, models.DO_NOTHING, related_name="+")
    target = models.CharField(_("target group"), max_length=20)
    settled = models.DecimalField(**EUROS)
    paid = models.DecimalField(**EUROS)
    awarded = models.DecimalField(**EUROS)
    reserved = models.DecimalField(**EUROS)

    class Meta:
        indexes = [
            # The sums of a scheme by part (selectors.budget, selectors.monitor).
            models.Index(
                fields=["version", "target"],
                include=["settled", "paid", "awarded", "reserved"],
                name="holdings_of_a_version",
            ),
        ]
        triggers = [recounts_figures("OLD IS DISTINCT FROM NEW")]

    def __str__(self) -> str:
        return str(self.application)
