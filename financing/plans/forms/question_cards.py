"""What can be chosen at the ten questions, each with a sentence."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from coophub.web.forms import CheckCards, RadioCards
from financing.plans.document.questions import AREAS_M2, OWN, SHARED
from initiatives.models import Building, CooperativeForm

FORMS: dict[str, Any] = {
    CooperativeForm.RENTAL: (
        gettext_lazy("We rent from ourselves"),
        gettext_lazy("The co-operative owns the homes and lets them to its members."),
    ),
    CooperativeForm.MEMBER_EQUITY: (
        gettext_lazy("We rent, and bring in money of our own"),
        gettext_lazy("In between renting and buying: you get your money back when you leave."),
    ),
    CooperativeForm.CLUSTERED: (
        gettext_lazy("A hofje or clustered homes"),
        gettext_lazy("Homes for rent around a shared garden and a common room."),
    ),
    SHARED: (
        gettext_lazy("We share a home"),
        gettext_lazy("Each a room of your own, and a kitchen and living room together."),
    ),
    CooperativeForm.MANAGEMENT: (
        gettext_lazy("We manage homes of a housing corporation"),
        gettext_lazy("The corporation stays the owner; you look after the homes."),
    ),
    CooperativeForm.CPO: (
        gettext_lazy("Everyone buys their own home"),
        gettext_lazy("You commission the building together (CPO)."),
    ),
}
BUILDINGS: dict[str, Any] = {
    Building.NEW_BUILD: (gettext_lazy("We build new homes"), ""),
    Building.TRANSFORMATION: (
        gettext_lazy("We turn a building into homes"),
        gettext_lazy("An office, school or church, for example."),
    ),
    Building.TAKE_OVER: (
        gettext_lazy("We take over homes that are there"),
        gettext_lazy("Of a housing corporation, perhaps at a discount."),
    ),
}
SIZE_CHOICES: dict[str, Any] = {
    "small_and_medium": (
        gettext_lazy("Small and middle-sized"),
        format_lazy(
            gettext_lazy("Two of {small} m² for every three of {medium} m²."),
            small=AREAS_M2["small"],
            medium=AREAS_M2["medium"],
        ),
    ),
    "small": (
        gettext_lazy("Small"),
        format_lazy(gettext_lazy("About {area} m², one or two rooms."), area=AREAS_M2["small"]),
    ),
    "medium": (
        gettext_lazy("Middle-sized"),
        format_lazy(gettext_lazy("About {area} m², three rooms."), area=AREAS_M2["medium"]),
    ),
    "large": (
        gettext_lazy("Large"),
        format_lazy(gettext_lazy("About {area} m², four rooms or more."), area=AREAS_M2["large"]),
    ),
    "all": (gettext_lazy("Of each size some"), gettext_lazy("Three small, four middle-sized and three large in ten.")),
    OWN: (gettext_lazy("We know the size"), gettext_lazy("Fill in the living area of an average home.")),
}
GROUNDS: dict[str, Any] = {
    "bought": (gettext_lazy("We buy it"), gettext_lazy("The ground, or the building with its ground.")),
    "leased": (
        gettext_lazy("We lease it"),
        gettext_lazy("You pay ground rent (canon) every year, and need less money at the start."),
    ),
    "included": (gettext_lazy("It costs us nothing"), gettext_lazy("Somebody gives it to us or lets us use it.")),
}
COST_BASES: dict[str, Any] = {
    "usual": (gettext_lazy("We do not know yet"), gettext_lazy("We fill in what is usual.")),
    "per_m2": (gettext_lazy("We know it per m²"), gettext_lazy("Of an estimate or a plan like ours.")),
    "total": (gettext_lazy("We know it in all"), gettext_lazy("Of an offer or a contract, for example.")),
}
OF_WHICH: dict[str, Any] = {
    CooperativeForm.MEMBER_EQUITY: gettext_lazy("In how many of them do people bring in money of their own?"),
    CooperativeForm.CLUSTERED: gettext_lazy("How many of them are clustered homes?"),
    CooperativeForm.CPO: gettext_lazy("How many of them do people buy?"),
    Building.TRANSFORMATION: gettext_lazy("How many of them are in the building that you turn into homes?"),
    Building.TAKE_OVER: gettext_lazy("How many of them do you take over?"),
}
"""How many homes are of a kind that is not the first one of those chosen."""


def cards(options: dict[str, Any], widget: type[CheckCards | RadioCards] = RadioCards) -> dict[str, Any]:
    return {
        "choices": [(value, label) for value, (label, _text) in options.items()],
        "widget": widget(descriptions={value: text for value, (_label, text) in options.items()}),
    }
