"""Groups in the register that are not on CoopHub themselves."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.model_fields import DayColumn, MomentColumn
from initiatives.models.initiative import Initiative


class Listing(models.Model):
    """That an advisor put a group in the register, and where what it says is known from.

    It stays when the group takes the page over: that was how it came into the register.
    """

    initiative = models.OneToOneField(Initiative, models.CASCADE, primary_key=True, related_name="listing")
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("where to read it"), blank=True)
    known_on = DayColumn(_("true on"))
    listed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    listed_at = MomentColumn(_("listed at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("listed group")
        verbose_name_plural = _("listed groups")
        constraints = [models.CheckConstraint(condition=~Q(source=""), name="listing_has_a_source")]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.source}"
