"""The ten questions from which a plan starts, each a form of its own.

What a question says, and whether it is asked at all, follows from what was answered before it
(`financing.plans.document.questions.Answers`). What stays open is filled in, and the question says with what.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.fields import EuroField, KeyField, WholeNumberField, YearField
from coophub.web.formats import Words, euro, percent
from coophub.web.forms import RadioCards
from financing.plans.document.questions import (
    AREAS_M2,
    FIRST,
    SIZES,
    Answers,
    answers_from,
    benchmark_for,
    own_money_of,
    rent_of,
)
from financing.plans.figures.benchmarks import BENCHMARKS, PRICE_LEVEL_YEAR, Benchmark
from financing.plans.figures.choices import CATEGORIES
from financing.plans.figures.kinds import homes_in_words
from financing.plans.forms.figure_fields import percent_field
from initiatives.models import Building, CooperativeForm
from initiatives.models.initiative import MAX_HOMES

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
}
GROUNDS: dict[str, Any] = {
    "bought": (gettext_lazy("We buy it"), gettext_lazy("The ground, or the building with its ground.")),
    "leased": (
        gettext_lazy("We lease it"),
        gettext_lazy("You pay ground rent (canon) every year, and need less money at the start."),
    ),
    "included": (gettext_lazy("It costs us nothing"), gettext_lazy("Somebody gives it to us or lets us use it.")),
}


def _cards(options: dict[str, Any]) -> dict[str, Any]:
    return {
        "choices": [(value, label) for value, (label, _text) in options.items()],
        "widget": RadioCards(descriptions={value: text for value, (_label, text) in options.items()}),
    }


class QuestionForm(forms.Form):
    """One of the ten questions, with what was said so far by the names of the fields.

    `slug` is its name in the address, `short` in the list of questions.
    """

    slug: ClassVar[str]
    short: ClassVar[Words]
    usual: tuple[str, ...] = ()
    """The fields that have a usual figure."""
    stands_in: ClassVar[bool] = True
    """Whether something is filled in for who gives no answer."""

    key = KeyField()

    def __init__(self, data: Any = None, *, said: Mapping[str, Any]) -> None:
        super().__init__(data, initial={**FIRST, **said})
        self.answers = answers_from(said)
        self.ask()

    def ask(self) -> None:
        """Gives the fields the words that follow from the answers before."""

    @staticmethod
    def is_asked(answers: Answers) -> bool:
        return True

    @property
    def title(self) -> str:
        """The question itself."""
        return str(self.first.label)

    @property
    def first(self) -> forms.Field:
        """The first field, whose label is mostly the question itself."""
        return self.visible_fields()[0].field

    @property
    def in_words(self) -> str:
        """What was answered, or what stands in for it."""
        raise NotImplementedError

    @property
    def answer(self) -> dict[str, Any]:
        """What was filled in, as a session keeps it."""
        return {
            name: float(value) if isinstance(value, Decimal) else value
            for name, value in self.cleaned_data.items()
            if name != "key"
        }

    @property
    def notes(self) -> dict[str, str]:
        """Remarks about what was filled in and is not usual."""
        data = getattr(self, "cleaned_data", {}) if self.is_bound else self.initial
        given = {name: data[name] for name in self.usual if name in self.fields and data.get(name) is not None}
        remarks = {name: self.usual_figure(name).remark(float(value)) for name, value in given.items()}
        return {name: remark for name, remark in remarks.items() if remark}

    def usual_figure(self, name: str) -> Benchmark:
        return BENCHMARKS[benchmark_for(self.answers, name)]

    def says_what_stays_open(self, name: str, figure: str) -> None:
        """Says under the field what we fill in for who leaves it open."""
        self.fields[name].help_text = _("Not sure? Leave it open. We then fill in %(figure)s.") % {"figure": figure}


class Living(QuestionForm):
    slug, short = "living", gettext_lazy("Living")
    form = forms.ChoiceField(label=gettext_lazy("How do you want to live?"), **_cards(FORMS))

    @property
    def in_words(self) -> str:
        return str(FORMS[self.answers.form][0])


class Origin(QuestionForm):
    slug, short = "origin", gettext_lazy("The homes")
    building = forms.ChoiceField(label=gettext_lazy("Where do the homes come from?"), **_cards(BUILDINGS))

    @staticmethod
    def is_asked(answers: Answers) -> bool:
        return not answers.stays_with_owner

    @property
    def in_words(self) -> str:
        return str(BUILDINGS[self.answers.building][0])


class HowMany(QuestionForm):
    slug, short = "homes", gettext_lazy("How many")
    stands_in = False
    homes = WholeNumberField(
        label=gettext_lazy("How many homes do you want?"),
        min_value=1,
        max_value=MAX_HOMES,
        help_text=gettext_lazy("For example 20. A guess is fine: you can change it afterwards."),
        error_messages={
            "required": gettext_lazy("Fill in how many homes you want, at least one."),
            "min_value": gettext_lazy("Fill in how many homes you want, at least one."),
        },
    )

    @property
    def in_words(self) -> str:
        return homes_in_words(self.answers.count) if self.answers.count else _("not known yet")


class HowLarge(QuestionForm):
    slug, short = "size", gettext_lazy("How large")
    size = forms.ChoiceField(label=gettext_lazy("How large are the homes?"), **_cards(SIZE_CHOICES))

    @property
    def in_words(self) -> str:
        *first, last = [str(AREAS_M2[size]) for size in SIZES[self.initial["size"]]]
        if not first:
            return _("%(area)s m²") % {"area": last}
        return _("%(areas)s and %(last)s m²") % {"areas": ", ".join(first), "last": last}


class Rent(QuestionForm):
    slug, short = "rent", gettext_lazy("Per month")
    rent = EuroField(required=False, min_value=0)

    def ask(self) -> None:
        if self.answers.owns:
            self.usual = ("rent",)
            label = _("How much rent can people pay per month for an average home?")
            self.says_what_stays_open("rent", self.usual_figure("rent").filled_in)
        elif self.answers.stays_with_owner:
            label = _("How much do you get from the corporation per home, per month?")
            self.says_what_stays_open("rent", _("%(amount)s (an assumption of ours)") % {"amount": self._stands_in})
        else:
            label = _("How much do you pay together for upkeep, per home per month?")
            self.says_what_stays_open("rent", _("%(amount)s (an assumption of ours)") % {"amount": self._stands_in})
        self.fields["rent"].label = label

    @property
    def _stands_in(self) -> str:
        return euro(rent_of(answers_from({**self.initial, "rent": None})))

    @property
    def in_words(self) -> str:
        return _("%(amount)s a month") % {"amount": euro(rent_of(self.answers))}


class FirstYear(QuestionForm):
    slug, short = "year", gettext_lazy("From when")
    first_year = YearField(
        label=gettext_lazy("From which year do you live there?"),
        min_value=PRICE_LEVEL_YEAR + 1,
        max_value=PRICE_LEVEL_YEAR + 20,
        help_text=gettext_lazy("The first whole year. New homes take at least three years."),
    )

    @property
    def in_words(self) -> str:
        return str(self.answers.first_year)


class GettingTheGround(QuestionForm):
    slug, short = "ground", CATEGORIES["land"].label
    usual: tuple[str, ...] = ("ground_price",)
    ground = forms.ChoiceField(**_cards(GROUNDS))
    ground_price = EuroField(required=False, min_value=0)

    @staticmethod
    def is_asked(answers: Answers) -> bool:
        return not answers.stays_with_owner

    def ask(self) -> None:
        is_new = self.answers.building == Building.NEW_BUILD
        self.fields["ground"].label = (
            _("How do you get the ground?") if is_new else _("How do you get the building or the homes?")
        )
        usual = {
            ground: BENCHMARKS[benchmark_for(answers_from({**self.initial, "ground": ground}), "ground_price")]
            for ground in ("bought", "leased")
        }
        self.fields["ground_price"].label = _("What does that cost per home?")
        self.fields["ground_price"].widget.attrs["data-only-for"] = "ground bought leased"
        self.fields["ground_price"].help_text = _(
            "If you lease: the ground rent per year. Not sure? Leave it open. We then fill in %(price)s to buy, and "
            "%(canon)s a year to lease."
        ) % {
            "price": euro(usual["bought"].fill_in),
            "canon": euro(usual["leased"].fill_in),
        }

    def usual_figure(self, name: str) -> Benchmark:
        ground = self.cleaned_data.get("ground") if self.is_bound else None
        return BENCHMARKS[benchmark_for(answers_from({**self.initial, "ground": ground}), name)]

    @property
    def in_words(self) -> str:
        chosen = str(GROUNDS[self.answers.ground][0])
        if self.answers.ground == "included":
            return chosen
        price = self.answers.ground_price
        amount = euro(self.usual_figure("ground_price").fill_in if price is None else price)
        return _("%(chosen)s, %(amount)s per home") % {"chosen": chosen, "amount": amount}


class BuildingCost(QuestionForm):
    slug, short = "building-cost", CATEGORIES["construction"].label
    usual: tuple[str, ...] = ("building_cost",)
    building_cost = EuroField(required=False, min_value=0)

    @staticmethod
    def is_asked(answers: Answers) -> bool:
        return not answers.stays_with_owner

    def ask(self) -> None:
        if self.answers.building == Building.TAKE_OVER:
            self.usual = ()
            self.fields["building_cost"].label = _("What do repairs and insulation cost per m², without VAT?")
            figure = _("%(figure)s per home") % {"figure": self.usual_figure("building_cost").filled_in}
        else:
            self.fields["building_cost"].label = _("What does building cost per m², without VAT?")
            figure = self.usual_figure("building_cost").filled_in
        self.says_what_stays_open("building_cost", figure)

    @property
    def in_words(self) -> str:
        if self.answers.building == Building.TAKE_OVER and self.answers.building_cost is None:
            return _("%(figure)s per home") % {"figure": euro(self.usual_figure("building_cost").fill_in)}
        given = self.answers.building_cost
        amount = euro(self.usual_figure("building_cost").fill_in if given is None else given)
        return _("%(amount)s per m²") % {"amount": amount}


class OwnMoney(QuestionForm):
    slug, short = "own-money", gettext_lazy("Your money")
    usual: tuple[str, ...] = ("own_money",)
    own_money = EuroField(
        label=gettext_lazy("How much money does each household bring in?"), required=False, min_value=0
    )

    @staticmethod
    def is_asked(answers: Answers) -> bool:
        return answers.owns

    def ask(self) -> None:
        amount = euro(own_money_of(answers_from({**self.initial, "own_money": None})))
        self.says_what_stays_open("own_money", _("%(amount)s (an assumption of ours)") % {"amount": amount})

    @property
    def in_words(self) -> str:
        return _("%(figure)s per home") % {"figure": euro(own_money_of(self.answers))}


class Others(QuestionForm):
    slug, short = "others", gettext_lazy("Others' money")
    usual: tuple[str, ...] = ("bank_share",)
    bank_share = percent_field(
        gettext_lazy("Which part does the bank lend?"), required=False, min_value=0, max_value=100
    )
    municipal_loan = EuroField(
        label=gettext_lazy("What does the municipality lend per home?"),
        required=False,
        min_value=0,
        help_text=gettext_lazy("Leave open when it lends nothing."),
    )
    grants = EuroField(
        label=gettext_lazy("How much do you expect in subsidies and gifts, in all?"),
        required=False,
        min_value=0,
        help_text=gettext_lazy("Leave open when you expect none."),
    )

    def ask(self) -> None:
        if not self.answers.owns:
            del self.fields["bank_share"], self.fields["municipal_loan"]
            return
        self.says_what_stays_open("bank_share", self.usual_figure("bank_share").filled_in)

    @property
    def title(self) -> str:
        return _("Who lends or gives the rest?") if self.answers.owns else super().title

    @property
    def in_words(self) -> str:
        parts = []
        if self.answers.owns:
            share = self.answers.bank_share
            share = self.usual_figure("bank_share").fill_in if share is None else share
            parts.append(_("bank %(share)s") % {"share": percent(share)})
            if self.answers.municipal_loan:
                parts.append(_("municipality %(amount)s") % {"amount": euro(self.answers.municipal_loan)})
        if self.answers.grants or not parts:
            parts.append(_("gifts %(amount)s") % {"amount": euro(self.answers.grants or 0)})
        return ", ".join(parts)


QUESTIONS: tuple[type[QuestionForm], ...] = (
    Living,
    Origin,
    HowMany,
    HowLarge,
    Rent,
    FirstYear,
    GettingTheGround,
    BuildingCost,
    OwnMoney,
    Others,
)


def questions_for(said: Mapping[str, Any]) -> list[QuestionForm]:
    """The questions that are asked of who said this, with what was said."""
    answers = answers_from(said)
    return [question(said=said) for question in QUESTIONS if question.is_asked(answers)]


def question_named(slug: str) -> type[QuestionForm]:
    """Raises KeyError for a name that no question has."""
    return {question.slug: question for question in QUESTIONS}[slug]
