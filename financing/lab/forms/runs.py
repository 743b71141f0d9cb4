"""What is asked of a portfolio."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import EuroField, PercentField, WholeNumberField
from financing.lab.models.run import LARGEST_BUDGET, SMALLEST_BUDGET
from financing.lab.tables.instruments import target_label

FLOOR, CEILING = "floor_", "ceiling_"
AMOUNT: dict[str, Any] = {"min_value": 0, "max_value": LARGEST_BUDGET, "decimal_places": 0, "required": False}


class RunForm(forms.Form):
    """A budget, and the limits within which it is used. `targets` are the target groups of the portfolio."""

    budget = EuroField(
        label=_("Budget"),
        min_value=SMALLEST_BUDGET,
        max_value=LARGEST_BUDGET,
        decimal_places=0,
        initial=10_000_000,
        help_text=_("What can be paid out in all."),
    )
    most_per_application = EuroField(label=_("Most for one plan"), **AMOUNT)
    most_per_home = EuroField(label=_("Most per home"), **AMOUNT)
    most_plans_per_province = WholeNumberField(
        label=_("Most plans in a province"), min_value=1, max_value=500, required=False
    )
    loan_per_home = EuroField(
        label=_("Public loan: most per home"), **{**AMOUNT, "max_value": 1_000_000}, help_text=_("Empty: € 50,000.")
    )
    loan_rate = PercentField(
        label=_("Public loan: interest"), min_value=0, max_value=20, required=False, help_text=_("Empty: 1%.")
    )
    discount_rate = PercentField(
        label=_("Discount rate of the public"),
        min_value=0,
        max_value=20,
        required=False,
        help_text=_("Against which later repayments are worth less today. Empty: 2%."),
    )

    def __init__(self, *args: Any, targets: list[str], is_bare: bool, **kwargs: Any) -> None:
        """`is_bare` leaves nothing to choose but the budget."""
        super().__init__(*args, **kwargs)
        self.targets = [] if is_bare else targets
        if is_bare:
            self.fields = {"budget": self.fields["budget"]}
        for place, target in enumerate(self.targets):
            words = {"group": target_label(target)}
            self.fields[f"{FLOOR}{place}"] = EuroField(label=_("At least for: %(group)s") % words, **AMOUNT)
            self.fields[f"{CEILING}{place}"] = EuroField(label=_("At most for: %(group)s") % words, **AMOUNT)

    @property
    def more(self) -> list[forms.BoundField]:
        """Limits and terms, which few need."""
        return [field for field in self if field.name != "budget"]

    @property
    def shows_more(self) -> bool:
        """Whether somebody filled in one of those, or one is wrong."""
        return any(field.errors or (self.is_bound and field.data) for field in self.more)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        floors, ceilings = self._amounts(FLOOR), self._amounts(CEILING)
        for place, target in enumerate(self.targets):
            if target in floors and target in ceilings and floors[target] > ceilings[target]:
                self.add_error(
                    f"{FLOOR}{place}",
                    forms.ValidationError(
                        _("The least and the most for %(group)s contradict each other: the least is more.")
                        % {"group": target_label(target)}
                    ),
                )
        budget = data.get("budget")
        if budget is not None and sum(floors.values()) > budget:
            names = ", ".join(target_label(target) for target in floors)
            self.add_error(
                "budget",
                forms.ValidationError(_("The budget is less than what is kept for: %(groups)s.") % {"groups": names}),
            )
        return data

    def _amounts(self, prefix: str) -> dict[str, float]:
        found = {target: self.cleaned_data.get(f"{prefix}{place}") for place, target in enumerate(self.targets)}
        return {target: float(amount) for target, amount in found.items() if amount is not None}

    @property
    def parameters(self) -> dict[str, Any]:
        """What differs from the usual, as the engine takes it (`PolicyParameters`)."""
        data: Mapping[str, Any] = self.cleaned_data
        limits = {
            "floors": self._amounts(FLOOR),
            "ceilings": self._amounts(CEILING),
            "most_per_application": _number(data.get("most_per_application")),
            "most_per_home": _number(data.get("most_per_home")),
            "most_plans_per_province": _number(data.get("most_plans_per_province")),
        }
        loan = {"per_home": _number(data.get("loan_per_home")), "rate": _number(data.get("loan_rate"))}
        found = {
            "limits": _filled(limits),
            "public_loan": _filled(loan),
            "public_discount_rate": _number(data.get("discount_rate")),
        }
        return _filled(found)


def _number(value: Any) -> float | int | None:
    if value is None:
        return None
    return int(value) if float(value).is_integer() else float(value)


def _filled(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if value not in (None, {}, [])}
