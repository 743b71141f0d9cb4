"""Types of home: let, sold, or rooms of a group home."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.forms import unmarked
from financing.plans.document.rows import PlanRow
from financing.plans.figures.choices import PRICES
from financing.plans.forms.rows import PlanRowForm

PRICE = "price_form"
"""The field that says how the price of a home that is sold is known."""

LET, SOLD = "tenure rent", "tenure sale"
OF_A_SALE = ("sale_price", "sale_price_indexed", "sold_share", "cost_share")
WOZ_FACTS = ("woz_value", "woz_year")
OF_TURNOVER = ("target_rent", "turnover_rate", "target_series", "turnover_vacancy_months")


class DwellingForm(PlanRowForm):
    rows = "dwellings"
    further = (
        "rent_per_m2",
        "counts_as",
        "tenure",
        PRICE,
        *OF_A_SALE,
        "rent_series",
        *OF_TURNOVER,
        "saves_in",
        "saving_share",
        "available_from",
        *WOZ_FACTS,
    )
    keys = ("name", "count", "area_m2", "monthly_rent", *further)
    optional = ("monthly_rent",)
    only_for = {
        **dict.fromkeys((PRICE, *OF_A_SALE), SOLD),
        "sale_price": f"{SOLD}; {PRICE} amount",
        "sale_price_indexed": f"{SOLD}; {PRICE} amount",
        **dict.fromkeys(OF_TURNOVER, LET),
    }
    more_title = _("More: rooms, homes that are sold, other rents, the WOZ value")

    def add_fields(self) -> None:
        super().add_fields()
        # A page from before that has no other field for what is paid: it may stay open only in a row that had none.
        if not self.has_more:
            is_stored = bool(self.initial.get("name"))
            self.fields["monthly_rent"].required = not is_stored or self.initial.get("monthly_rent") is not None

    def usual_of(self, name: str) -> Any:
        return "amount" if name == PRICE else super().usual_of(name)

    def _is_told(self, name: str, value: Any) -> bool:
        """Values that a list gave to every home open no button: each row would be as long as a page."""
        return name not in WOZ_FACTS and super()._is_told(name, value)

    @classmethod
    def path(cls, key: str) -> str:
        return super().path("sale_price" if key == PRICE else key)

    def field_for(self, key: str) -> forms.Field:
        if key == PRICE:
            ways = [("amount", _("a price")), *((value, choice.label) for value, choice in PRICES.items())]
            return forms.ChoiceField(label=_("What buyers pay"), choices=ways, required=False)
        if key in ("rent_series", "target_series"):
            return self.named_field(key, self.names.series)
        if key == "saves_in":
            return self.named_field(key, self.names.members)
        field = super().field_for(key)
        if key == "sale_price":
            field.help_text = ""
        if key == "monthly_rent":
            # Most homes have one.
            return unmarked(field)
        return field

    def benchmarks_here(self) -> dict[str, str]:
        """A room, a parking place and a home that is sold are no homes that are let."""
        found = super().benchmarks_here()
        is_a_home = self._number("counts_as") in (None, 1)
        is_let = self.now("tenure") != "sale"
        told = {"area_m2": is_a_home, "monthly_rent": is_a_home and is_let}
        return {name: benchmark for name, benchmark in found.items() if told.get(name, True)}

    def _number(self, name: str) -> Any:
        try:
            return self.fields[name].to_python(self.now(name)) if name in self.fields else self.initial.get(name)
        except forms.ValidationError:
            return None

    @classmethod
    def initial_of(cls, row: PlanRow) -> PlanRow:
        at_cost = row.get("sale_price") in PRICES
        shown = {key: value for key, value in row.items() if key != "sale_price" or not at_cost}
        return {**super().initial_of(shown), PRICE: row["sale_price"] if at_cost else "amount"}

    def clean(self) -> PlanRow:
        data = super().clean() or {}
        rents = [data.get(key) for key in ("monthly_rent", "rent_per_m2")]
        is_judged = not {"monthly_rent", "rent_per_m2"} & set(self.errors)
        if is_judged and self.has_more and data.get("tenure") != "sale" and rents == [None, None]:
            sentence = _("Fill in the rent per month, or below it the rent per m².")
            self.add_error("monthly_rent", forms.ValidationError(sentence, code="required"))
        return data

    def to_row(self, row: PlanRow) -> PlanRow:
        keys = [key for key in self.asked_now(self.keys) if key != PRICE]
        values = {key: self.cleaned_data.get(key) for key in keys}
        if self.has_more:
            values |= self._of_its_tenure(values)
        return self.put(row, values)

    def _of_its_tenure(self, values: dict[str, Any]) -> dict[str, Any]:
        """What a home that is let has no use for, and one that is sold neither, goes."""
        is_sold = values["tenure"] == "sale"
        found: dict[str, Any] = dict.fromkeys(OF_TURNOVER if is_sold else OF_A_SALE)
        if is_sold and self.cleaned_data.get(PRICE) in PRICES:
            found |= {"sale_price": self.cleaned_data[PRICE], "sale_price_indexed": None}
        if values["saves_in"] is None or values["saves_in"] == "":
            found |= {"saving_share": None} if values["saving_share"] in (None, Decimal(0)) else {}
        return found
