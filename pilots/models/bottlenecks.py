"""What holds a group up."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from coophub.web.model_fields import DayColumn
from initiatives.models import Phase
from pilots.models.coaching import CoachingSession
from pilots.models.programmes import Pilot

MOST_MONTHS = 240
"""The longest delay that is kept: twenty years."""


class Bottleneck(models.Model):
    """Something that holds a pilot up."""

    class Category(models.TextChoices):
        # The three of the minister's letter of December 2022, then those that the letter of October 2023 adds (29 453,
        # nr. 566).
        FINANCING = "financing", _("Financing")
        MUNICIPAL_PRIORITY = "municipal_priority", _("Municipal priority")
        UNFAMILIARITY = "unfamiliarity", _("Unfamiliarity")
        LOCATION = "location", _("Location")
        SCALE = "scale", _("Scale")
        UNIFORMITY = "uniformity", _("Every project is different")
        PROFESSIONALISM = "professionalism", _("Organisation and skills")

    class Kind(models.TextChoices):
        """What it is within its category, whose name stands before the dot."""

        LENDER = "financing.lender", _("No bank or lender takes part")
        OWN_MONEY = "financing.own_money", _("Too little money of members")
        GAP = "financing.gap", _("The sources leave a gap")
        RENT = "financing.rent", _("The rents do not carry the costs")
        CAPACITY = "municipal_priority.capacity", _("The municipality has no time")
        LAND_PRICE = "municipal_priority.land_price", _("Price or terms of the land")
        PERMIT = "municipal_priority.permit", _("Zoning or permit")
        PARTIES = "unfamiliarity.parties", _("Others do not know this form of living")
        EXAMPLES = "unfamiliarity.examples", _("There is no example to follow")
        RULES = "unfamiliarity.rules", _("Rules or taxes are unclear")
        NO_PLACE = "location.none", _("No place was found")
        PLACE_LOST = "location.lost", _("The place went to somebody else")
        PLACE_UNFIT = "location.unfit", _("The place does not fit the plan")
        FIXED_COSTS = "scale.fixed_costs", _("Too few homes for the fixed costs")
        TOO_SMALL = "scale.too_small", _("Too small for a builder or lender")
        DOCUMENTS = "uniformity.documents", _("Everybody asks for other documents")
        NO_STANDARD = "uniformity.no_standard", _("There is no standard contract")
        FEW_PEOPLE = "professionalism.few_people", _("Too few people carry the work")
        SKILLS = "professionalism.skills", _("The group misses a skill")
        DISAGREEMENT = "professionalism.disagreement", _("The group does not agree")

    class Party(models.TextChoices):
        MUNICIPALITY = "municipality", _("Municipality")
        BANK = "bank", _("Bank or lender")
        CORPORATION = "corporation", _("Housing corporation")
        ADVISER = "adviser", _("Hired adviser")
        OTHER = "other", _("Somebody else")

    class Severity(models.IntegerChoices):
        SLOWS = 1, _("Slows the project down")
        BLOCKS = 2, _("Blocks the next step")
        THREATENS = 3, _("May end the project")

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="bottlenecks", verbose_name=_("pilot"))
    session = models.ForeignKey(
        CoachingSession, models.SET_NULL, null=True, related_name="bottlenecks", verbose_name=_("session")
    )
    category = models.CharField(_("category"), max_length=20, choices=Category)
    kind = models.CharField(_("what exactly"), max_length=40, choices=Kind, blank=True)
    # Of the day on which it came up, from the facts of the initiative: nobody fills it in.
    phase = models.CharField(_("phase in which it came up"), max_length=20, choices=Phase, editable=False)
    severity = models.PositiveSmallIntegerField(_("how serious"), choices=Severity, default=Severity.SLOWS)
    description = models.TextField(_("what is the matter"))
    parties = ArrayField(models.CharField(max_length=20, choices=Party), verbose_name=_("with whom"), default=list)
    money_at_stake = models.DecimalField(
        _("euros at stake"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    months_at_stake = models.PositiveSmallIntegerField(
        _("months at stake"), null=True, blank=True, validators=[MaxValueValidator(MOST_MONTHS)]
    )
    opened_on = DayColumn(_("since"))
    resolved_on = DayColumn(_("resolved on"), null=True, blank=True)
    resolution = models.TextField(_("what helped"), blank=True)

    class Meta:
        verbose_name = _("bottleneck")
        verbose_name_plural = _("bottlenecks")
        ordering = ["resolved_on", "-severity", "opened_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_on=None) | Q(resolved_on__gte=F("opened_on")),
                name="bottleneck_resolved_after_it_opened",
            ),
            models.CheckConstraint(
                condition=Q(kind="") | Q(kind__startswith=F("category")), name="bottleneck_kind_of_its_category"
            ),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="bottleneck_has_a_phase"),
            models.CheckConstraint(
                condition=Q(money_at_stake=None) | Q(money_at_stake__gte=0), name="bottleneck_money_not_below_zero"
            ),
            models.CheckConstraint(
                condition=Q(months_at_stake=None) | Q(months_at_stake__lte=MOST_MONTHS),
                name="bottleneck_months_within_bounds",
            ),
        ]
        indexes = [
            # The open ones of a case load (selectors.case_load, selectors.open_bottlenecks).
            models.Index(fields=["pilot"], condition=Q(resolved_on=None), name="bottlenecks_open"),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}: {self.description[:80]}"

    @property
    def title(self) -> str:
        """What it is, as exactly as is known."""
        return str(self.get_kind_display() if self.kind else self.get_category_display())

    @property
    def parties_in_words(self) -> str:
        return ", ".join(str(self.Party(party).label) for party in self.parties)


class KnownMeasure(models.Model):
    """Something that groups do about a bottleneck. The list grows: what somebody types is kept once, however its
    capitals are. One that was joined with another stays as a spelling of it, so that who types it finds that one.
    """

    name = models.CharField(_("measure"), max_length=120)
    spelling_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="spellings", editable=False, verbose_name=_("spelling of")
    )

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="measure_kept_once"),
            models.CheckConstraint(
                condition=Q(spelling_of=None) | ~Q(spelling_of=F("pk")), name="measure_no_spelling_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MeasureTried(models.Model):
    """That a measure was tried, and how it stood with it on a day. Tried or looked at again later is another row."""

    class Outcome(models.TextChoices):
        HELPED = "helped", _("Helped")
        IN_PART = "in_part", _("Helped in part")
        DID_NOT_HELP = "did_not_help", _("Did not help")
        TOO_EARLY = "too_early", _("Too early to say")

    bottleneck = models.ForeignKey(
        Bottleneck, models.CASCADE, related_name="measures_tried", verbose_name=_("bottleneck")
    )
    measure = models.ForeignKey(KnownMeasure, models.PROTECT, related_name="tried", verbose_name=_("measure"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    on = DayColumn(_("day"))

    class Meta:
        verbose_name = _("measure tried")
        verbose_name_plural = _("measures tried")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bottleneck", "measure", "on"], name="measure_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.get_outcome_display()}"
