"""How long the dossiers of a scheme are kept: what the ministry says, for CoopHub knows no selection list."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coophub.web.model_fields import MomentColumn
from financing.subsidies.models.scheme import Scheme

MOST_YEARS = 150


class RetentionRule(models.Model):
    """What becomes of the dossiers of a scheme, so many years after they were closed, by which category of which
    selection list.
    """

    class Fate(models.TextChoices):
        KEEP = "keep", _("To be kept for ever, in an archive")
        DESTROY = "destroy", _("To be destroyed")

    scheme = models.OneToOneField(Scheme, models.PROTECT, related_name="retention", verbose_name=_("scheme"))
    fate = models.CharField(_("what becomes of them"), max_length=10, choices=Fate)
    years = models.PositiveSmallIntegerField(
        _("years after closing"), validators=[MinValueValidator(0), MaxValueValidator(MOST_YEARS)]
    )
    category = models.CharField(_("category"), max_length=200)
    code = models.CharField(_("number of the category"), max_length=40, blank=True)
    source = models.CharField(_("selection list"), max_length=200)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = MomentColumn(_("set at"))

    class Meta:
        verbose_name = _("how long dossiers are kept")
        constraints = [
            models.CheckConstraint(condition=Q(years__lte=MOST_YEARS), name="retention_is_of_this_age"),
            models.CheckConstraint(condition=~Q(category="") & ~Q(source=""), name="retention_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.category}"
