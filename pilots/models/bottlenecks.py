"""What holds a group up."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coophub.web.model_fields import DayColumn
from pilots.models.coaching import CoachingSession
from pilots.models.programmes import Pilot


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

    class Severity(models.IntegerChoices):
        SLOWS = 1, _("Slows the project down")
        BLOCKS = 2, _("Blocks the next step")
        THREATENS = 3, _("May end the project")

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="bottlenecks", verbose_name=_("pilot"))
    session = models.ForeignKey(
        CoachingSession, models.SET_NULL, null=True, related_name="bottlenecks", verbose_name=_("session")
    )
    category = models.CharField(_("category"), max_length=20, choices=Category)
    severity = models.PositiveSmallIntegerField(_("how serious"), choices=Severity, default=Severity.SLOWS)
    description = models.TextField(_("what is the matter"))
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
        ]
        indexes = [
            # The open ones of a case load (selectors.case_load, selectors.open_bottlenecks).
            models.Index(fields=["pilot"], condition=Q(resolved_on=None), name="bottlenecks_open"),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}: {self.description[:80]}"
