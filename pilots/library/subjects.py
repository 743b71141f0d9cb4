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
    "step-decision-making": _("because you agree how you decide"),
    "step-municipality-talk": _("because you are going to talk with the municipality"),
    "step-corporation-talk": _("because you are going to talk with the corporation"),
    "step-legal-form": _("because you choose a legal form"),
    "step-location": _("because the ground can be bought or leased"),
    "step-ground": _("because the ground can be bought or leased"),
    "step-plan-closes": _("because the plan has to close"),
    "step-plan-loan": _("because you look for a loan"),
    "step-bank-offer": _("because you look for a loan"),
    "step-member-money": _("because members bring in money"),
    "step-purchase": _("because you buy from a corporation"),
    "step-cooperative-plan": _("because you buy from a corporation"),
    "step-disputes": _("because you agree what happens when you disagree"),
    "part-costs": _("because the price of the ground is a large part of it"),
    "part-funding": _("because most groups need more than one source"),
    "part-demands": _("because the bank looks at these figures"),
    "plan-short": _("because the plan does not close yet"),
    "criterion-funding": _("because money is missing"),
    "criterion-dscr": _("because the bank asks for more room"),
    "criterion-liquidity": _("because there is too little cash"),
    "criterion-ltv": _("because the bank lends no more than this"),
    "criterion-reserve": _("because the reserve is too small"),
    "criterion-equity_share": _("because more money of your own is asked"),
    "apply": _("because you want to apply"),
    "objection": _("because a decision can be objected to"),
    "ground-4:25": _("because the money was used up"),
    "ground-4:35": _("because there was doubt about the figures"),
    "ground-kb12": _("because the application did not meet the rules"),
    "ground-kb13b": _("because the financing was not certain"),
    "ground-kb13f": _("because the figures were not certain"),
    "ground-kb13h": _("because the ministry doubted what the group can carry"),
    "bottleneck-financing": _("because the financing holds the group up"),
    "bottleneck-municipal_priority": _("because the municipality puts other things first"),
    "bottleneck-unfamiliarity": _("because few people know how it is done"),
    "bottleneck-location": _("because there is no place yet"),
    "bottleneck-scale": _("because the group is small"),
    "bottleneck-uniformity": _("because every project is different"),
    "bottleneck-professionalism": _("because a group has to learn all of it"),
}
"""Where a guide can be pointed at, and why it is read there: `read_at` of a guide names them."""
