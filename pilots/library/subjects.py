"""What guides are about, and the places in CoopHub where one is pointed at."""

from collections.abc import Mapping

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class GuideSubject(models.TextChoices):
    """The order is that in which a group meets them."""

    BEGIN = "begin", _("To begin with")
    MONEY = "money", _("Money")
    OTHERS = "others", _("With whom you have to do")
    SUBSIDY = "subsidy", _("Subsidy")
    LIVING = "living", _("Living")


REASONS: Mapping[str, str | Promise] = {
    "phase-initiative": _("because you are at the beginning"),
    "phase-feasibility": _("because you find out whether it can be done"),
    "phase-development": _("because you are preparing to build"),
    "phase-construction": _("because you are building"),
    "phase-living": _("because you live there"),
    "plan-short": _("because the plan does not close yet"),
    "apply": _("because you want to apply"),
    "objection": _("because a decision can be objected to"),
    "bottleneck-financing": _("because the financing holds the group up"),
    "bottleneck-municipal_priority": _("because the municipality puts other things first"),
    "bottleneck-unfamiliarity": _("because few people know how it is done"),
    "bottleneck-location": _("because there is no place yet"),
    "bottleneck-scale": _("because the group is small"),
    "bottleneck-uniformity": _("because every project is different"),
    "bottleneck-professionalism": _("because a group has to learn all of it"),
}
"""Where a guide can be pointed at, and why it is read there: `read_at` of a guide names them."""
