"""The ten questions from which a plan starts, each a form of its own.

What a question says, and whether it is asked at all, follows from what was answered before it
(`financing.plans.document.questions.Answers`). What stays open is filled in, and the question says with what.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.fields import EuroField, NumberField, WholeNumberField, YearField
from coophub.web.formats import euro, number, percent
from coophub.web.forms import CheckCards
from financing.plans.document.filled_in import TRANSFER_COSTS_SHARE
from financing.plans.document.questions import (
    OWN,
    ROOM_M2,
    ROOMS_PER_HOME,
    SIZES,
    Answers,
    answers_from,
    benchmark_for,
    brings_in_both,
    building_cost_of,
    own_money_of,
    price_of,
    rent_of,
    room_rent_of,
    value_by_rents,
)
from financing.plans.figures.benchmarks import (
    BENCHMARKS,
    LET_VALUE_IN_YEARLY_RENTS,
    PRICE_LEVEL_YEAR,
    VAT_RATE,
    Benchmark,
)
from financing.plans.figures.choices import CATEGORIES
from financing.plans.figures.kinds import homes_in_words, rooms_in_words
from financing.plans.forms.figure_fields import percent_field
from financing.plans.forms.question_cards import (
    BUILDINGS,
    COST_BASES,
    FORMS,
    GROUNDS,
    OF_WHICH,
    SIZE_CHOICES,
    cards,
)
from financing.plans.forms.question_form import QuestionForm
from initiatives.models import Building, CooperativeForm
from initiatives.models.initiative import MAX_HOMES


class Living(QuestionForm):
    slug, short = "living", gettext_lazy("Living")
    form = forms.MultipleChoiceField(
        label=gettext_lazy("How do you want to live?"),
        help_text=gettext_lazy("More than one goes together: some homes for rent and others bought, for example."),
        error_messages={"required": gettext_lazy("Choose at least one way to live.")},
        **cards(FORMS, CheckCards),
    )

    def clean_form(self) -> list[str]:
        chosen = list(self.cleaned_data["form"])
        if CooperativeForm.MANAGEMENT in chosen and len(chosen) > 1:
            raise forms.ValidationError(
                _("Homes of a housing corporation stay with their owner: make a plan of their own for them.")
            )
        return chosen

    @property
    def in_words(self) -> str:
        return ", ".join(str(FORMS[form][0]) for form in self.answers.forms)


class Origin(QuestionForm):
    slug, short = "origin", gettext_lazy("The homes")
    building = forms.MultipleChoiceField(
        label=gettext_lazy("Where do the homes come from?"),
        help_text=gettext_lazy("More than one goes together: new homes beside homes that are there, for example."),
        error_messages={"required": gettext_lazy("Choose at least one of these.")},
        **cards(BUILDINGS, CheckCards),
    )

    @staticmethod
    def is_asked(answers: Answers) -> bool:
        return not answers.stays_with_owner

    def clean_building(self) -> list[str]:
        chosen = list(self.cleaned_data["building"])
        if len(chosen) > 1 and not self.answers.ways:
            raise forms.ValidationError(_("Choose one of these: a shared home comes from one place."))
        return chosen

    @property
    def in_words(self) -> str:
        return ", ".join(str(BUILDINGS[building][0]) for building in self.answers.buildings)


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
    rooms = WholeNumberField(
        label=gettext_lazy("How many rooms do you want in shared homes?"),
        min_value=1,
        max_value=MAX_HOMES,
        error_messages={
            "required": gettext_lazy("Fill in how many rooms you want, at least one."),
            "min_value": gettext_lazy("Fill in how many rooms you want, at least one."),
        },
    )

    def ask(self) -> None:
        answers = self.answers
        for kind in (*answers.ways[1:], *(answers.buildings[1:] if answers.ways else ())):
            self.fields[f"homes_{kind}"] = WholeNumberField(
                label=OF_WHICH[kind],
                required=False,
                min_value=0,
                max_value=MAX_HOMES,
                help_text=_("Not sure? Leave it open. We then divide the homes evenly."),
            )
        rooms = self.fields.pop("rooms")
        if not answers.ways:
            del self.fields["homes"]
        if answers.shares_homes:
            rooms.help_text = _("%(rooms)s rooms count as one home.") % {"rooms": ROOMS_PER_HOME}
            if answers.ways:
                rooms.label = _("And how many rooms in shared homes, beside these?")
            self.fields["rooms"] = rooms

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        homes = found.get("homes")
        for kinds in (self.answers.ways[1:], self.answers.buildings[1:]):
            names = [name for name in (f"homes_{kind}" for kind in kinds) if name in self.fields]
            if homes is not None and sum(found.get(name) or 0 for name in names) > homes:
                self.add_error(names[-1], _("This makes more than the %(homes)s homes in all.") % {"homes": homes})
        return found

    @property
    def in_words(self) -> str:
        parts = [homes_in_words(self.answers.homes)] if self.answers.homes else []
        if self.answers.rooms:
            parts.append(rooms_in_words(self.answers.rooms))
        return ", ".join(parts) or _("not known yet")


class HowLarge(QuestionForm):
    slug, short = "size", gettext_lazy("How large")
    size = forms.ChoiceField(label=gettext_lazy("How large are the homes?"), **cards(SIZE_CHOICES))
    area_m2 = NumberField(
        label=gettext_lazy("How large is an average home?"), unit="m²", required=False, min_value=10, max_value=500
    )
    room_m2 = NumberField(
        label=gettext_lazy("How large is a room, with its part of what you share?"),
        unit="m²",
        required=False,
        min_value=8,
        max_value=200,
    )

    def ask(self) -> None:
        answers = self.answers
        self.fields["area_m2"].help_text = _("The living area, within the outer walls of the home.")
        for name in ("area_m2", "room_m2") if answers.ways else ():
            self.fields[name].widget.attrs["data-only-for"] = f"size {OWN}"
        room = _("%(area)s m² (an assumption of ours)") % {"area": ROOM_M2}
        self.says_what_stays_open("room_m2", room)
        if not answers.ways:
            del self.fields["size"], self.fields["area_m2"]
        if not answers.shares_homes:
            del self.fields["room_m2"]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("size") == OWN and "area_m2" not in self.errors and found.get("area_m2") is None:
            self.add_error("area_m2", _("Fill in how large an average home is, for example 65."))
        return found

    @property
    def in_words(self) -> str:
        answers, parts = self.answers, []
        if answers.ways:
            *first, last = [number(answers.areas[size]) for size in SIZES[answers.size]]
            facts = {"areas": ", ".join(first), "last": last, "area": last}
            parts.append(_("%(areas)s and %(last)s m²") % facts if first else _("%(area)s m²") % facts)
        if answers.shares_homes:
            parts.append(_("rooms of %(area)s m²") % {"area": number(answers.room_m2 or ROOM_M2)})
        return ", ".join(parts)


class Rent(QuestionForm):
    slug, short = "rent", gettext_lazy("Per month")
    rent = EuroField(required=False, min_value=0)
    room_rent = EuroField(
        label=gettext_lazy("How much rent can people pay per month for a room?"), required=False, min_value=0
    )
    sale_price = EuroField(
        label=gettext_lazy("What does somebody pay who buys a home, with VAT?"),
        required=False,
        min_value=0,
        help_text=gettext_lazy("Not sure? Leave it open. They then pay what their home costs."),
    )

    def ask(self) -> None:
        answers = self.answers
        if answers.owns:
            self.usual = ("rent",)
            label = _("How much rent can people pay per month for an average home?")
            self.says_what_stays_open("rent", self.usual_figure("rent").filled_in)
        elif answers.stays_with_owner:
            label = _("How much do you get from the corporation per home, per month?")
            self.says_what_stays_open("rent", _assumed(rent_of(self._without("rent"))))
        else:
            label = _("How much do you pay together for upkeep, per home per month?")
            self.says_what_stays_open("rent", _assumed(rent_of(self._without("rent"))))
        self.fields["rent"].label = label
        self.says_what_stays_open("room_rent", _assumed(room_rent_of(self._without("room_rent"))))
        if answers.owns and not answers.lets_homes:
            del self.fields["rent"]
        if not answers.shares_homes:
            del self.fields["room_rent"]
        if not answers.sells_homes:
            del self.fields["sale_price"]

    @property
    def title(self) -> str:
        return super().title if self.is_about_one_thing else _("What do people pay?")

    @property
    def in_words(self) -> str:
        answers, parts = self.answers, []
        if answers.lets_homes or not answers.owns:
            parts.append(_("%(amount)s a month") % {"amount": euro(rent_of(answers))})
        if answers.shares_homes:
            parts.append(_("%(amount)s for a room") % {"amount": euro(room_rent_of(answers))})
        if answers.sells_homes:
            price = answers.sale_price
            parts.append(
                _("bought for what it costs") if price is None else _("bought for %(price)s") % {"price": euro(price)}
            )
        return ", ".join(parts)


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
    ground = forms.ChoiceField(**cards(GROUNDS))
    ground_price = EuroField(required=False, min_value=0)

    @staticmethod
    def is_asked(answers: Answers) -> bool:
        return not answers.stays_with_owner

    def ask(self) -> None:
        is_new = self.answers.building == Building.NEW_BUILD
        self.fields["ground"].label = (
            _("How do you get the ground?") if is_new else _("How do you get the building or the homes?")
        )
        usual = {ground: self._with_ground(ground).fill_in for ground in ("bought", "leased")}
        price = self.fields["ground_price"]
        price.label = _("What does that cost per home, without VAT?") if is_new else _("What does that cost per home?")
        price.widget.attrs["data-only-for"] = "ground bought leased"
        open_ = _(
            "If you lease: the ground rent per year. Not sure? Leave it open. We then fill in %(price)s to buy, and "
            "%(canon)s a year to lease."
        ) % {
            "price": euro(usual["bought"]),
            "canon": euro(usual["leased"]),
        }
        price.help_text = f"{_vat_is_added() if is_new else _transfer_is_added()} {open_}"
        for building in self.answers.buildings[1:]:
            self._ask_price_of(building)
        self.usual = ("ground_price", *(f"price_{building}" for building in self.answers.buildings[1:]))

    def _ask_price_of(self, building: str) -> None:
        labels = {
            Building.TRANSFORMATION: _("What does buying the building cost, per home?"),
            Building.TAKE_OVER: _("What does a home that you take over cost?"),
        }
        self.fields[f"price_{building}"] = EuroField(label=labels[Building(building)], required=False, min_value=0)
        self.says_what_stays_open(f"price_{building}", self.usual_figure(f"price_{building}").filled_in)
        field = self.fields[f"price_{building}"]
        field.help_text = f"{_transfer_is_added()} {field.help_text}"

    def _with_ground(self, ground: str | None) -> Benchmark:
        return BENCHMARKS[benchmark_for(answers_from({**self.initial, "ground": ground}), "ground_price")]

    def usual_figure(self, name: str) -> Benchmark:
        if name != "ground_price":
            return super().usual_figure(name)
        return self._with_ground(self.cleaned_data.get("ground") if self.is_bound else None)

    @property
    def in_words(self) -> str:
        answers = self.answers
        chosen = str(GROUNDS[answers.ground][0])
        if answers.ground != "included":
            facts = {"chosen": chosen, "amount": euro(price_of(answers, answers.building))}
            chosen = _("%(chosen)s, %(amount)s per home") % facts
        others = [euro(price_of(answers, building)) for building in answers.buildings[1:]]
        return "; ".join([chosen, *(_("%(figure)s per home") % {"figure": figure} for figure in others)])


class BuildingCost(QuestionForm):
    slug, short = "building-cost", CATEGORIES["construction"].label
    cost_basis = forms.ChoiceField(label=gettext_lazy("What does building cost?"), **cards(COST_BASES))
    building_cost = EuroField(required=False, min_value=0)
    building_total = EuroField(
        label=gettext_lazy("What does building cost in all, without VAT?"), required=False, min_value=0
    )

    @staticmethod
    def is_asked(answers: Answers) -> bool:
        return not answers.stays_with_owner

    def ask(self) -> None:
        total = self.fields.pop("building_total")
        fields = {"building_cost": self.answers.building}
        fields |= {f"cost_{building}": building for building in self.answers.buildings[1:]}
        for name, building in fields.items():
            self._ask_cost_of(name, building)
        self.usual = tuple(name for name, building in fields.items() if building != Building.TAKE_OVER)
        self.fields["building_total"] = total
        total.widget.attrs["data-only-for"] = "cost_basis total"
        total.help_text = _(
            "All homes together. We add %(vat)s VAT, advice, fees and something for what nobody foresees, and let it "
            "not grow until you build."
        ) % {"vat": percent(VAT_RATE)}

    def _ask_cost_of(self, name: str, building: str) -> None:
        labels = {
            Building.NEW_BUILD: _("What does building cost per m², without VAT?"),
            Building.TRANSFORMATION: _("What does turning the building into homes cost per m², without VAT?"),
            Building.TAKE_OVER: _("What do repairs and insulation cost per m², without VAT?"),
        }
        self.fields[name] = EuroField(label=labels[Building(building)], required=False, min_value=0)
        self.fields[name].widget.attrs["data-only-for"] = "cost_basis per_m2"
        figure = self.usual_figure(name).filled_in
        is_per_home = building == Building.TAKE_OVER
        self.says_what_stays_open(name, _("%(figure)s per home") % {"figure": figure} if is_per_home else figure)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        is_missing = found.get("building_total") is None and "building_total" not in self.errors
        if found.get("cost_basis") == "total" and is_missing:
            self.add_error("building_total", _("Fill in what building costs in all, in euros."))
        return found

    @property
    def in_words(self) -> str:
        answers = self.answers
        if answers.cost_basis == "total" and answers.building_total is not None:
            return _("%(amount)s in all") % {"amount": euro(answers.building_total)}
        return "; ".join(self._cost_in_words(building) for building in answers.buildings)

    def _cost_in_words(self, building: str) -> str:
        per_m2 = building_cost_of(self.answers, building)
        amount = euro(self.usual_figure(f"cost_{building}").fill_in if per_m2 is None else per_m2)
        if per_m2 is None and building == Building.TAKE_OVER:
            return _("%(figure)s per home") % {"figure": amount}
        return _("%(amount)s per m²") % {"amount": amount}


class OwnMoney(QuestionForm):
    slug, short = "own-money", gettext_lazy("Your money")
    usual: tuple[str, ...] = ("own_money",)
    own_money = EuroField(
        label=gettext_lazy("How much money does each household bring in?"), required=False, min_value=0
    )
    own_money_member_equity = EuroField(
        label=gettext_lazy("How much do households bring in that rent with money of their own?"),
        required=False,
        min_value=0,
    )

    @staticmethod
    def is_asked(answers: Answers) -> bool:
        return answers.owns

    def ask(self) -> None:
        amounts = dict(self._amounts(self._without("own_money", "own_money_member_equity")))
        for name, amount in amounts.items():
            self.says_what_stays_open(name, _assumed(amount))
        if "own_money_member_equity" not in amounts:
            del self.fields["own_money_member_equity"]
        if self.answers.shares_homes:
            own_money = self.fields["own_money"]
            shared = _("For a shared home: all who live there together.")
            own_money.help_text = f"{shared} {own_money.help_text}"

    @property
    def title(self) -> str:
        return super().title if self.is_about_one_thing else _("How much money do you bring in?")

    @property
    def in_words(self) -> str:
        amounts = [euro(amount) for _name, amount in self._amounts(self.answers)]
        return "; ".join(_("%(figure)s per home") % {"figure": amount} for amount in amounts)

    @staticmethod
    def _amounts(answers: Answers) -> list[tuple[str, float]]:
        """What each household brings in, by the name of its field."""
        equity = CooperativeForm.MEMBER_EQUITY.value
        if brings_in_both(answers):
            usual = own_money_of(answers, CooperativeForm.RENTAL.value)
            return [("own_money", usual), ("own_money_member_equity", own_money_of(answers, equity))]
        return [("own_money", own_money_of(answers, equity if equity in answers.forms else answers.forms[0]))]


class Others(QuestionForm):
    slug, short = "others", gettext_lazy("Others' money")
    usual: tuple[str, ...] = ("bank_share",)
    bank_share = percent_field(
        gettext_lazy("Which part does the bank lend?"), required=False, min_value=0, max_value=100
    )
    market_value = EuroField(
        label=gettext_lazy("What are the homes worth once they are let?"), required=False, min_value=1
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
            del self.fields["bank_share"], self.fields["municipal_loan"], self.fields["market_value"]
            return
        self.says_what_stays_open("bank_share", self.usual_figure("bank_share").filled_in)
        self.fields["market_value"].help_text = _value_helps(self.answers)

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


def _assumed(amount: float) -> str:
    return _("%(amount)s (an assumption of ours)") % {"amount": euro(amount)}


def _vat_is_added() -> str:
    return _("We add %(vat)s VAT to ground that you buy; there is none on ground rent.") % {"vat": percent(VAT_RATE)}


def _transfer_is_added() -> str:
    facts = {"share": percent(TRANSFER_COSTS_SHARE)}
    return _("We reckon without VAT and add %(share)s for transfer tax and the notary; ask a notary.") % facts


def _value_helps(answers: Answers) -> str:
    """Why it is asked, what happens when it stays open, and something to compare with."""
    waits = _(
        "The bank compares its loan with this. Ask a valuer, or leave it open: whether the bank lends too much of the "
        "value then waits."
    )
    value = value_by_rents(answers)
    if not value:
        return waits
    compare = _("To compare with: %(times)s times the yearly rent is %(value)s.")
    return f"{waits} {compare % {'times': LET_VALUE_IN_YEARLY_RENTS, 'value': euro(value)}}"


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
