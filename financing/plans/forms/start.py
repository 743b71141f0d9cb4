"""The ten questions from which a plan starts."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import EuroField, KeyField, WholeNumberField, YearField
from coophub.web.forms import RadioCards
from financing.plans.document.questions import AREAS_M2, Answers
from financing.plans.figures.benchmarks import BENCHMARKS, PRICE_LEVEL_YEAR
from financing.plans.forms.figure_fields import percent_field
from initiatives.models import Building, CooperativeForm
from initiatives.models.initiative import MAX_HOMES

FORMS: dict[str, Any] = {
    CooperativeForm.RENTAL: (
        _("We rent from ourselves"),
        _("The co-operative owns the homes and lets them to its members."),
    ),
    CooperativeForm.MEMBER_EQUITY: (
        _("We rent, and bring in money of our own"),
        _("In between renting and buying: you get your money back when you leave."),
    ),
    CooperativeForm.CLUSTERED: (
        _("A hofje or clustered homes"),
        _("Homes for rent around a shared garden and a common room."),
    ),
    CooperativeForm.MANAGEMENT: (
        _("We manage homes of a housing corporation"),
        _("The corporation stays the owner; you look after the homes."),
    ),
    CooperativeForm.CPO: (_("Everyone buys their own home"), _("You commission the building together (CPO).")),
}
BUILDINGS: dict[str, Any] = {
    Building.NEW_BUILD: (_("We build new homes"), ""),
    Building.TRANSFORMATION: (_("We turn a building into homes"), _("An office, school or church, for example.")),
    Building.TAKE_OVER: (_("We take over homes that are there"), _("Of a housing corporation, perhaps at a discount.")),
}
GROUNDS: dict[str, Any] = {
    "bought": (_("We buy it"), _("The ground, or the building with its ground.")),
    "leased": (_("We lease it"), _("You pay ground rent (canon) every year, and need less money at the start.")),
    "included": (_("It costs us nothing"), _("Somebody gives it to us or lets us use it.")),
}

LEFT_OPEN = _("Not sure? Leave it open. We then fill in %(figure)s.")
SHOWN_BESIDE_QUESTIONS = (
    "monthly_rent",
    "land_per_dwelling",
    "purchase_per_dwelling",
    "canon_per_dwelling",
    "construction_per_m2",
    "transformation_per_m2",
    "own_money_per_dwelling",
    "bank_share",
)


def _cards(options: dict[str, Any]) -> dict[str, Any]:
    return {
        "choices": [(value, label) for value, (label, _text) in options.items()],
        "widget": RadioCards(descriptions={value: text for value, (_label, text) in options.items()}),
    }


class QuestionsForm(forms.Form):
    """Fourteen fields at most; who knows little fills in the homes and leaves the rest as it is."""

    key = KeyField()
    form = forms.ChoiceField(label=_("1. How do you want to live?"), **_cards(FORMS))
    building = forms.ChoiceField(label=_("2. Where do the homes come from?"), **_cards(BUILDINGS))
    homes_small = WholeNumberField(
        label=_("3. How many small homes?"),
        required=False,
        min_value=0,
        max_value=MAX_HOMES,
        help_text=format_lazy(_("About {area} m², one or two rooms."), area=AREAS_M2["small"]),
    )
    homes_medium = WholeNumberField(
        label=_("How many middle-sized homes?"),
        required=False,
        min_value=0,
        max_value=MAX_HOMES,
        help_text=format_lazy(_("About {area} m², three rooms."), area=AREAS_M2["medium"]),
    )
    homes_large = WholeNumberField(
        label=_("How many large homes?"),
        required=False,
        min_value=0,
        max_value=MAX_HOMES,
        help_text=format_lazy(_("About {area} m², four rooms or more."), area=AREAS_M2["large"]),
    )
    rent = EuroField(label=_("4. What can people pay for an average home, per month?"), required=False, min_value=0)
    first_year = YearField(
        label=_("5. From which year do you live there?"),
        min_value=PRICE_LEVEL_YEAR + 1,
        max_value=PRICE_LEVEL_YEAR + 20,
        initial=PRICE_LEVEL_YEAR + 3,
        help_text=_("The first whole year. New homes take at least three years."),
    )
    ground = forms.ChoiceField(label=_("6. How do you get the ground or the building?"), **_cards(GROUNDS))
    ground_price = EuroField(
        label=_("What does that cost per home?"),
        required=False,
        min_value=0,
    )
    building_cost = EuroField(label=_("7. What does building cost per m², without VAT?"), required=False, min_value=0)
    own_money = EuroField(label=_("8. What does each household bring in?"), required=False, min_value=0)
    bank_share = percent_field(_("9. Which part does the bank lend?"), required=False, min_value=0, max_value=100)
    municipal_loan = EuroField(
        label=_("What does the municipality lend per home?"),
        required=False,
        min_value=0,
        help_text=_("Leave open when it lends nothing."),
    )
    grants = EuroField(
        label=_("10. How much do you expect in subsidies and gifts, in all?"),
        required=False,
        min_value=0,
        help_text=_("Leave open when you expect none."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        first = {"form": CooperativeForm.RENTAL, "building": Building.NEW_BUILD, "ground": "bought"}
        kwargs["initial"] = {**first, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        for name, help_text in self._help().items():
            self.fields[name].help_text = help_text

    @staticmethod
    def _help() -> dict[str, str]:
        """What we fill in for who leaves a field open, read in the reader's language."""
        usual = {name: BENCHMARKS[name].filled_in for name in SHOWN_BESIDE_QUESTIONS}
        fees = _(
            "Do you manage for a corporation? Then this is the fee per home. "
            "Does everyone buy? Then it is what you pay together for upkeep."
        )
        return {
            "rent": " ".join([str(LEFT_OPEN % {"figure": usual["monthly_rent"]}), str(fees)]),
            "ground_price": _(
                "Not sure? Leave it open. We then fill in for ground for new homes %(land)s; for existing "
                "homes %(purchase)s; "
                "for ground rent a year %(canon)s."
            )
            % {
                "land": usual["land_per_dwelling"],
                "purchase": usual["purchase_per_dwelling"],
                "canon": usual["canon_per_dwelling"],
            },
            "building_cost": _(
                "Not sure? Leave it open. We then fill in for new homes %(new)s; for a building that becomes "
                "homes %(old)s."
            )
            % {"new": usual["construction_per_m2"], "old": usual["transformation_per_m2"]},
            "own_money": LEFT_OPEN % {"figure": usual["own_money_per_dwelling"]},
            "bank_share": LEFT_OPEN % {"figure": usual["bank_share"]},
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        sizes = ("homes_small", "homes_medium", "homes_large")
        if not any(name in self.errors for name in sizes) and not any(data.get(name) for name in sizes):
            self.add_error("homes_medium", _("Fill in how many homes you want, at least one."))
        return data

    @property
    def answers(self) -> Answers:
        data = self.cleaned_data
        given = ("rent", "ground_price", "building_cost", "own_money", "municipal_loan", "bank_share", "grants")
        return Answers(
            form=data["form"],
            building=data["building"],
            homes={size: data[f"homes_{size}"] or 0 for size in ("small", "medium", "large")},
            first_year=data["first_year"],
            ground=data["ground"],
            **{name: None if data[name] is None else float(data[name]) for name in given},
        )
