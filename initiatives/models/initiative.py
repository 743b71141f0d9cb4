"""The initiative itself."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import DayColumn, MomentColumn
from coophub.web.searching import near_words_field, words_field
from coophub.web.tallies import tallied
from initiatives.models.municipality import Municipality
from initiatives.models.register import COUNT_IN_REGISTER, mark_of

MAX_HOMES = 2000
"""More homes than this is a typing error: the largest Dutch plans have a few hundred."""
FIRST_YEAR, LAST_YEAR = 1970, 2100
"""Of the years in which people can have moved in, or will."""


class CooperativeForm(models.TextChoices):
    """Who owns the homes, and by what right people live in them."""

    RENTAL = "rental", _("Rental co-operative")
    OWNER_OCCUPIED = "owner_occupied", _("Owner-occupied co-operative")
    MIXED = "mixed", _("Rental and owner-occupied together")
    MEMBER_EQUITY = "member_equity", _("Co-operative with member equity")
    MANAGEMENT = "management", _("Management co-operative")
    CPO = "cpo", _("Collective private commissioning (CPO)")
    CLUSTERED = "clustered", _("Clustered living or hofje")


class Building(models.TextChoices):
    """Where the homes come from."""

    NEW_BUILD = "new_build", _("New homes")
    TRANSFORMATION = "transformation", _("A building that becomes homes")
    TAKE_OVER = "take_over", _("Homes bought from a housing corporation")
    EXISTING = "existing", _("Homes that stay with their owner")


class TargetGroup(models.TextChoices):
    """For whom the homes are in the first place."""

    MIDDLE_INCOMES = "middle_incomes", _("Middle incomes")
    OLDER_PEOPLE = "older_people", _("Older people")
    SOCIAL = "social", _("Low incomes (social rent)")
    STARTERS = "starters", _("Young people and starters")
    MIXED = "mixed", _("A mix of people")


class Phase(models.TextChoices):
    """Where the project is. The order is the order of life."""

    INITIATIVE = "initiative", _("Initiative")
    FEASIBILITY = "feasibility", _("Feasibility")
    DEVELOPMENT = "development", _("Development")
    CONSTRUCTION = "construction", _("Construction")
    LIVING = "living", _("Living")

    @property
    def number(self) -> int:
        """Its place in the order, from 1."""
        return list(Phase).index(self) + 1

    @property
    def next(self) -> "Phase | None":
        """The phase after this one; None after the last."""
        return list(Phase)[self.number] if self.number < len(Phase) else None


class Ending(models.TextChoices):
    """Why an initiative goes no further."""

    STOPPED = "stopped", _("Stopped")
    MERGED = "merged", _("Went on in another initiative")


class Initiative(models.Model):
    """A group of people who want to own, rent or manage their homes together."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=80)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="initiatives", verbose_name=_("municipality")
    )
    form = models.CharField(_("form"), max_length=20, choices=CooperativeForm)
    building = models.CharField(_("kind of building"), max_length=20, choices=Building, default=Building.NEW_BUILD)
    is_woningwet_cooperative = models.BooleanField(_("co-operative under the Housing Act"), default=False)
    target_group = models.CharField(_("for whom"), max_length=20, choices=TargetGroup)
    homes = models.PositiveIntegerField(
        _("number of homes"), validators=[MinValueValidator(1), MaxValueValidator(MAX_HOMES)]
    )
    phase = models.CharField(_("phase"), max_length=20, choices=Phase, default=Phase.INITIATIVE)
    summary = models.CharField(_("in one or two sentences"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=5000)
    website = models.URLField(_("website"), blank=True)
    seeks_members = models.BooleanField(_("we look for people to join us"), default=False)
    moves_in_year = models.PositiveSmallIntegerField(
        _("year of moving in"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    takes_messages = models.BooleanField(_("visitors of our page can write to us"), default=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    legal_name = models.CharField(_("legal name"), max_length=150, blank=True)
    kvk_number = models.CharField(
        _("KVK number"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^\d{8}$", _("A KVK number has eight digits, for example 12345678."))],
    )
    published_at = MomentColumn(_("published at"), null=True, blank=True, editable=False)
    ended_on = DayColumn(_("ended on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Ending, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("begun by"),
    )
    created_at = MomentColumn(_("begun at"), default=clock.now, editable=False)
    first_steps_hidden_at = MomentColumn(_("first steps put away at"), null=True, editable=False)
    words = words_field("name", "summary", config="dutch")
    near_names = near_words_field("name")

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="counts",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=COUNT_IN_REGISTER,
            ),
            pgtrigger.Trigger(
                name="recounts_stays",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("((OLD.published_at IS NULL) <> (NEW.published_at IS NULL))"),
                func="PERFORM initiatives_count_stays(NEW.id); RETURN NULL;",
            ),
            tallied(
                "marks",
                "initiatives_registermark",
                ["municipality_id"],
                {"initiatives": "1", "mark": mark_of("{row}")},
                only="{row}.published_at IS NOT NULL",
            ),
        ]
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(homes__range=(1, MAX_HOMES)), name="initiative_homes_in_range"),
            models.CheckConstraint(
                condition=Q(ended_on=None, outcome="") | (Q(ended_on__isnull=False) & ~Q(outcome="")),
                name="initiative_outcome_when_ended",
            ),
            models.CheckConstraint(
                condition=Q(moves_in_year=None) | Q(moves_in_year__range=(FIRST_YEAR, LAST_YEAR)),
                name="initiative_moves_in_within_reach",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(50, 54), longitude__range=(3, 8)),
                name="initiative_point_in_the_netherlands",
            ),
            models.CheckConstraint(
                condition=Q(kvk_number="") | Q(kvk_number__regex=r"^[0-9]{8}$"), name="initiative_kvk_has_eight_digits"
            ),
        ]
        indexes = [
            # A name with one letter wrong (selectors.register.with_names_like).
            GinIndex(fields=["near_names"], condition=Q(published_at__isnull=False), name="register_near_names"),
            # The register in its order, its newest (home), and its filters (selectors.published_initiatives).
            models.Index(fields=["name", "id"], condition=Q(published_at__isnull=False), name="register_by_name"),
            models.Index(
                fields=["-published_at", "-id"], condition=Q(published_at__isnull=False), name="register_latest"
            ),
            models.Index(fields=["phase"], condition=Q(published_at__isnull=False), name="register_phase"),
            models.Index(fields=["form"], condition=Q(published_at__isnull=False), name="register_form"),
            models.Index(
                fields=["target_group"], condition=Q(published_at__isnull=False), name="register_target_group"
            ),
            # A search in the register (selectors.with_words).
            GinIndex(fields=["words"], name="initiative_words"),
            # The dots of the map, also with these filters, and the register of one municipality.
            models.Index(
                fields=["municipality"],
                include=["homes", "phase", "seeks_members", "moves_in_year"],
                condition=Q(published_at__isnull=False),
                name="register_map",
            ),
        ]

    @property
    def story(self) -> str:
        """The description, without the summary: that stands above it already."""
        summary = _plain(self.summary)
        others = [part for part in self.description.split("\n") if not summary or _plain(part) != summary]
        return "\n".join(others).strip().removeprefix(self.summary.strip()).strip()

    def __str__(self) -> str:
        return self.name

    @property
    def is_published(self) -> bool:
        """Whether the public register shows it."""
        return self.published_at is not None

    @property
    def current_phase(self) -> Phase:
        return Phase(self.phase)

    @property
    def point(self) -> tuple[float, float]:
        """Latitude and longitude: its own place, or else a point in its municipality."""
        if self.latitude is None or self.longitude is None:
            return self.municipality.latitude, self.municipality.longitude
        return self.latitude, self.longitude


def _plain(words: str) -> str:
    """The words without what does not make another sentence of them."""
    return " ".join(words.split()).casefold().rstrip(".!")
