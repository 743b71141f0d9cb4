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
    "step-core-group": _("because you find out who really wants it"),
    "step-vision": _("because you write down what you want"),
    "step-requirements": _("because you write down which homes you want"),
    "step-allocation": _("because you agree who comes to live there"),
    "step-permit": _("because real money is spent from here on"),
    "step-contractor": _("because you are going to build"),
    "step-management-agreement": _("because the corporation stays the owner"),
    "step-valuation": _("because the bank looks at what the homes are worth"),
    "step-renovation": _("because an old building has hidden faults"),
    "step-rent-check": _("because the law sets the highest rent"),
    "step-contracts": _("because you agree how you live together"),
    "step-maintenance-plan": _("because this comes back every year"),
    "step-first-accounts": _("because this comes back every year"),
    "step-subsidy-settled": _("because the subsidy has to be settled"),
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
    "field-rent-growth": _("how much a rent may rise each year"),
    "field-rent": _("how high a rent may be"),
    "field-value": _("what the bank does with this value"),
    "field-land": _("how a municipality sets this price, and what you can ask"),
    "field-vat": _("why you pay this tax and do not get it back"),
    "field-canon": _("what a canon is, and what to look for in the contract"),
    "field-canon-growth": _("how a canon can rise"),
    "field-interest": _("what half a per cent more does"),
    "field-bank-loan": _("how much of it a bank lends"),
    "field-public-loan": _("who lends this, and on what conditions"),
    "field-members-money": _("the kinds of money that members bring in"),
    "field-crowdfunding": _("which rules hold when you ask the public for money"),
    "field-return": _("what to agree before the money comes"),
    "field-maintenance": _("why too little here is found out later"),
    "field-dscr": _("what this figure says"),
    "field-ltv": _("what this figure says"),
    "field-own-share": _("who asks for this, and how much"),
    "field-tax": _("which form pays this tax"),
    "part-costs": _("because the price of the ground is a large part of it"),
    "part-funding": _("because most groups need more than one source"),
    "part-demands": _("because the bank looks at these figures"),
    "plan-short": _("because the plan does not close yet"),
    "criterion-funding": _("because money is missing"),
    "criterion-dscr": _("because the bank asks for more room"),
    "criterion-dscr_total": _("because all loans together ask for more room"),
    "criterion-liquidity": _("because there is too little cash"),
    "criterion-ltv": _("because the bank lends no more than this"),
    "criterion-reserve": _("because the reserve is too small"),
    "criterion-equity_share": _("because more money of your own is asked"),
    "apply": _("because you want to apply"),
    "objection": _("because a decision can be objected to"),
    "ground-kb13a": _("because help of the government is bounded"),
    "ground-kb13c": _("because the time was too short"),
    "ground-kb13d": _("because it would be done without subsidy too"),
    "ground-kb13e": _("because there was doubt whether it can be built"),
    "ground-kb13g": _("because it helped the goals of the scheme too little"),
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

REASONS_OF_A_KIND: Mapping[str, Promise] = {
    "step": _("because you are at this step"),
    "form": _("because it is about a group of your form"),
}
"""The reason at places of a kind that have none of their own."""


def kind_of(place: str) -> str:
    return place.partition("-")[0]


def reason_at(place: str) -> str | Promise:
    """Why a guide is read at a place. Raises KeyError for a place where none is pointed at."""
    return REASONS.get(place) or REASONS_OF_A_KIND[kind_of(place)]
