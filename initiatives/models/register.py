"""What is kept of the register, so that no page counts all of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from initiatives.models.municipality import Municipality

SIZES: dict[str, int | None] = {"few": 10, "some": 25, "more": 50, "many": None}
"""Groups by their homes: at most so many; in the last, any number."""


class RegisterCount(models.Model):
    """How much of the register is in a municipality: kept by a trigger on the initiatives, so that neither the register
    without filters nor its map counts them all. A municipality where nothing ever was has no row.
    """

    municipality = models.OneToOneField(
        Municipality, models.CASCADE, primary_key=True, related_name="register_count", verbose_name=_("municipality")
    )
    initiatives = models.IntegerField(_("initiatives"), default=0)
    homes = models.IntegerField(_("homes"), default=0)
    living = models.IntegerField(_("groups that live there already"), default=0)

    def __str__(self) -> str:
        return f"{self.municipality}: {self.initiatives}"


class Aspect(models.TextChoices):
    """By what the register in a municipality is counted beside all of it."""

    PHASE = "phase", _("Phase")
    FORM = "form", _("Form")
    TARGET_GROUP = "target_group", _("For whom")
    HOMES = "homes", _("Homes")


class RegisterShare(models.Model):
    """How much of the register in a municipality is in one phase, of one form, for one target group or of one size: for
    the register with one filter, its map and the figures. Kept by the same trigger.
    """

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="register_shares", verbose_name=_("municipality")
    )
    aspect = models.CharField(max_length=12, choices=Aspect)
    value = models.CharField(_("value"), max_length=20)
    initiatives = models.IntegerField(_("initiatives"))
    homes = models.IntegerField(_("homes"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "aspect", "value"], name="one_share_of_the_register")
        ]
        indexes = [
            # The map and the number of what has one filter (selectors.register.register_on_map).
            models.Index(fields=["aspect", "value"], name="register_shares_by_value"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}, {self.value}: {self.initiatives}"


class RegisterMark(models.Model):
    """By what everybody sees that the register changed, without reading it: a hash of what each initiative in it shows,
    added up (`coophub.web.tallies`). The sum is another as soon as anything that it shows is.
    """

    municipality = models.ForeignKey(Municipality, models.DO_NOTHING, related_name="+")
    initiatives = models.IntegerField()
    mark = models.DecimalField(max_digits=40, decimal_places=0)

    class Meta:
        indexes = [
            # The rows that are folded into one (coophub.web.tallies.fold).
            models.Index(fields=["municipality"], name="register_marks"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.initiatives}"


MARKED = (
    *("building", "form", "homes", "latitude", "longitude", "moves_in_year", "municipality_id", "name", "phase"),
    *("published_at", "seeks_members", "slug", "summary", "target_group"),
)
"""What the register shows of an initiative, by columns."""


def mark_of(row: str) -> str:
    """The hash of what the register shows of a row of the initiatives, in SQL. It does not depend on the session that
    asks, and stays the same in the next version of PostgreSQL: partitions by hash rest on it too.
    """
    return f"hash_record_extended(ROW({', '.join(f'{row}.{column}' for column in MARKED)}), 0)::numeric"


def size_of(homes: str) -> str:
    """The name of the size that a number of homes has, in SQL."""
    cases = " ".join(f"WHEN {homes} <= {most} THEN '{name}'" for name, most in SIZES.items() if most is not None)
    return f"CASE {cases} ELSE '{next(name for name, most in SIZES.items() if most is None)}' END"


def shares_of(row: str) -> str:
    """Aspect and value of each share in which a row of the initiatives counts, in SQL."""
    columns = [(aspect, f"{row}.{aspect}") for aspect in Aspect.values if aspect != Aspect.HOMES]
    return ", ".join(
        f"('{aspect}', {value})" for aspect, value in [*columns, (Aspect.HOMES.value, size_of(f"{row}.homes"))]
    )


# The row of the municipality comes first: who counts in the same one waits there, so that nobody waits in a circle.
COUNT_IN_REGISTER = f"""
    IF TG_OP = 'UPDATE' AND (OLD.published_at IS NULL) = (NEW.published_at IS NULL)
        AND (OLD.municipality_id, OLD.homes, OLD.phase, OLD.form, OLD.target_group)
            = (NEW.municipality_id, NEW.homes, NEW.phase, NEW.form, NEW.target_group) THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' AND OLD.published_at IS NOT NULL THEN
        UPDATE initiatives_registercount SET initiatives = initiatives - 1, homes = homes - OLD.homes,
            living = living - (OLD.phase = 'living')::int
        WHERE municipality_id = OLD.municipality_id;
        UPDATE initiatives_registershare SET initiatives = initiatives - 1, homes = homes - OLD.homes
        WHERE municipality_id = OLD.municipality_id AND (aspect, value) IN ({shares_of("OLD")});
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.published_at IS NOT NULL THEN
        INSERT INTO initiatives_registercount AS kept (municipality_id, initiatives, homes, living)
        VALUES (NEW.municipality_id, 1, NEW.homes, (NEW.phase = 'living')::int)
        ON CONFLICT (municipality_id) DO UPDATE SET initiatives = kept.initiatives + 1,
            homes = kept.homes + EXCLUDED.homes, living = kept.living + EXCLUDED.living;
        INSERT INTO initiatives_registershare AS kept (municipality_id, aspect, value, initiatives, homes)
        SELECT NEW.municipality_id, share.aspect, share.value, 1, NEW.homes
        FROM (VALUES {shares_of("NEW")}) AS share (aspect, value)
        ON CONFLICT (municipality_id, aspect, value) DO UPDATE SET initiatives = kept.initiatives + 1,
            homes = kept.homes + EXCLUDED.homes;
    END IF;
    RETURN NULL;
"""  # noqa: S608 - names of ours
