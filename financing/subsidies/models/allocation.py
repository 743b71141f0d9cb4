"""How a ceiling was divided: the seed of the lots, and outcomes that were recorded."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.proposals.models import Proposal, takes_two
from coophub.web.model_fields import DayColumn, MomentColumn
from financing.subsidies.models.scheme import SchemeVersion

USER = settings.AUTH_USER_MODEL


class LotAnnouncement(models.Model):
    """That somebody outside CoopHub draws the seed of the lots, such as a notary, and on which day.

    Public before that day, so that nobody can choose between seeds that are known. The newest one counts.
    """

    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="lot_announcements")
    witness = models.CharField(_("drawn outside CoopHub by"), max_length=200)
    announced_on = DayColumn(_("announced on"))
    draws_on = DayColumn(_("drawn on"))
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(draws_on__gt=F("announced_on")), name="lots_announced_before_their_day")
        ]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete), takes_two()]

    def __str__(self) -> str:
        return f"{self.witness}: {self.draws_on}"


class LotSeed(models.Model):
    """The seed from which every lot of a version follows. Drawn once, and public from then on.

    `witness` and `drawn_on` are for a seed that somebody outside drew, as was announced; the machine's own has neither.
    """

    version = models.OneToOneField(SchemeVersion, models.PROTECT, related_name="lot_seed")
    seed = models.CharField(_("seed"), max_length=64)
    drawn_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    drawn_at = MomentColumn(_("drawn at"))
    witness = models.CharField(_("drawn outside CoopHub by"), max_length=200, blank=True)
    drawn_on = DayColumn(_("drawn outside CoopHub on"), null=True)
    proposal = models.OneToOneField(Proposal, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(witness="", drawn_on=None) | (~Q(witness="") & Q(drawn_on__isnull=False)),
                name="lot_seed_of_a_witness_has_a_day",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete),
            takes_two(unless="NEW.witness = ''"),
            pgtrigger.Trigger(
                name="as_announced",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__drawn_on__isnull=False),
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM subsidies_lotannouncement
                        WHERE version_id = NEW.version_id AND witness = NEW.witness AND draws_on = NEW.drawn_on
                    ) THEN
                        RAISE EXCEPTION 'nobody announced this draw' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.seed


class AllocationRun(models.Model):
    """An outcome as it was recorded: what was asked and free, who gets what, which lots were drawn.

    By value, with its hash.
    """

    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="allocation_runs")
    method = models.CharField(_("how"), max_length=20, choices=SchemeVersion.Allocation)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    recorded_at = MomentColumn(_("recorded at"))
    adopted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    adopted_at = MomentColumn(_("adopted at"), null=True)

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(adopted_by=None) | ~Q(adopted_by=F("recorded_by")), name="allocation_adopted_by_another"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="recorded_is_frozen", exclude=["adopted_by", "adopted_at"]),
            pgtrigger.Protect(
                name="adopted_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__adopted_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.recorded_at}"
