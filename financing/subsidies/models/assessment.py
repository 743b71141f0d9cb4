"""Assessing and deciding, by two pairs of eyes."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import DayColumn, MomentColumn
from financing.subsidies.models.application import Application
from financing.subsidies.models.decided import once_signed, recounts_figures, recounts_last_day
from financing.subsidies.models.scheme import EUROS

USER = settings.AUTH_USER_MODEL


class InterestDeclaration(models.Model):
    """What somebody of the ministry said about having an interest in an application."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="interest_declarations")
    person = models.ForeignKey(USER, models.PROTECT, related_name="+")
    has_interest = models.BooleanField(_("has an interest"))
    reason = models.TextField(_("what the interest is"), blank=True)
    declared_at = MomentColumn(default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "person"], name="interest_declared_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.application}"


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def counting(self) -> Self:
        """Those that were not struck out."""
        return self.filter(struck_at=None)


class Assessment(models.Model):
    """A reviewer's judgement. One that was struck out stays in the record and counts nowhere."""

    class Advice(models.TextChoices):
        AWARD = "award", _("Award")
        AWARD_PARTLY = "award_partly", _("Award partly")
        REFUSE = "refuse", _("Refuse")

    application = models.ForeignKey(Application, models.PROTECT, related_name="assessments")
    reviewer = models.ForeignKey(USER, models.PROTECT, related_name="+")
    scores = models.JSONField(_("scores"), default=dict)
    advice = models.CharField(_("advice"), max_length=20, choices=Advice)
    explanation = models.TextField(_("explanation"))
    finished_at = MomentColumn()
    struck_at = MomentColumn(_("struck out at"), null=True, editable=False)
    struck_because = models.CharField(_("struck out because"), max_length=20, blank=True, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "reviewer"], name="assessed_once_by_each"),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_because="") | (Q(struck_at__isnull=False) & ~Q(struck_because="")),
                name="assessment_struck_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.application}"

    @property
    def counts(self) -> bool:
        return self.struck_at is None


class ReviewAssignment(models.Model):
    """That somebody was asked to assess an application.

    They score on their own, and see each other's after their own.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="review_assignments")
    reviewer = models.ForeignKey(USER, models.PROTECT, related_name="+")
    assigned_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    assigned_at = MomentColumn()
    finish_by = DayColumn(_("assess by"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "reviewer"], name="asked_to_assess_once")]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.application}"


class Ground(models.TextChoices):
    """On what a refusal, or an award of less than was asked, rests."""

    CEILING = "4:25", _("The ceiling would be passed (Awb 4:25)")
    DOUBT = "4:35", _("Doubt about carrying it out or accounting for it, or incorrect data (Awb 4:35)")
    RULES = "kb12", _("It does not meet the rules of the scheme (KB 12)")
    AID = "kb13a", _("More state aid than is allowed (KB 13, a)")
    FINANCING = "kb13b", _("No confidence that it can be financed (KB 13, b)")
    TIME = "kb13c", _("It cannot be ready in time (KB 13, c)")
    NO_NEED = "kb13d", _("It would be done without subsidy too (KB 13, d)")
    TECHNICAL = "kb13e", _("No confidence in the technical feasibility (KB 13, e)")
    ECONOMIC = "kb13f", _("No confidence in the economic feasibility (KB 13, f)")
    GOALS = "kb13g", _("It helps the goals too little (KB 13, g)")
    CAPACITY = "kb13h", _("No confidence in the capacities of the group (KB 13, h)")


class HearingChoice(models.TextChoices):
    """How the duty to hear somebody first was met (Awb 4:7 to 4:12)."""

    NOT_NEEDED = "not_needed", _("It rests only on what the group itself told (Awb 4:7)")
    HEARD = "heard", _("The group was asked for its view (Awb 4:7)")
    HEARD_BEFORE = "heard_before", _("The group gave its view before, and nothing is new (Awb 4:11)")
    FINANCIAL = "financial", _("It is about money, and an objection can undo it in full (Awb 4:12)")


class DraftedAndSigned(models.Model):
    """What one person drafts and another signs; a group can object to it until a day."""

    drafted_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    drafted_at = MomentColumn()
    signed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    signed_at = MomentColumn(null=True)
    object_by = DayColumn(_("object by"), null=True)

    class Meta:
        abstract = True


class Decision(DraftedAndSigned):
    """A decision on an application: a draft until it is signed by somebody else than who wrote it."""

    class Kind(models.TextChoices):
        AWARD = "award", _("Award")
        AWARD_PARTLY = "award_partly", _("Award partly")
        REFUSE = "refuse", _("Refuse")
        LEAVE_OUT = "leave_out", _("Leave out of consideration")

    class Arrangement(models.TextChoices):
        """How the recipient accounts for the money (KB 16 to 18)."""

        SMALL_DIRECT = "small_direct", _("Settled at once (KB 16 lid 2, a)")
        SMALL = "small", _("Paid at once, settled by the ministry itself (KB 16 lid 2, b)")
        MIDDLE = "middle", _("Settled on performance (KB 17)")
        LARGE = "large", _("Settled on performance and costs (KB 18)")

    application = models.OneToOneField(Application, models.PROTECT, related_name="decision")
    kind = models.CharField(_("decision"), max_length=20, choices=Kind)
    amount = models.DecimalField(_("amount"), **EUROS, default=0)
    reasons = models.TextField(_("reasons"))
    ground = models.CharField(_("ground"), max_length=10, choices=Ground, blank=True)
    hearing = models.CharField(_("hearing"), max_length=20, choices=HearingChoice, blank=True)
    conditions = models.TextField(_("obligations"), blank=True)
    activities_end_on = DayColumn(_("activities are done by"), null=True, blank=True)
    arrangement = models.CharField(_("accounting"), max_length=20, choices=Arrangement, blank=True)
    advance_share = models.DecimalField(_("share paid in advance"), max_digits=5, decimal_places=4, default=0)
    sent_back_because = models.TextField(_("why it was sent back"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("drafted_by")), name="decision_signed_by_another"
            ),
            models.CheckConstraint(
                # A notification asks nothing, so an award of all that was asked can be an award of nothing.
                condition=Q(kind__in=["refuse", "leave_out"], amount=0)
                | Q(kind="award", amount__gte=0)
                | (~Q(kind__in=["refuse", "leave_out"]) & Q(amount__gt=0)),
                name="decision_amount_fits_kind",
            ),
            models.CheckConstraint(condition=Q(advance_share__range=(0, 1)), name="decision_advance_is_a_fraction"),
        ]
        triggers = [
            *once_signed(),
            recounts_figures("OLD.signed_at IS DISTINCT FROM NEW.signed_at"),
            recounts_last_day("(OLD.signed_at, OLD.object_by) IS DISTINCT FROM (NEW.signed_at, NEW.object_by)"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.application}"
