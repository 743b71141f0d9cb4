"""Fields that say what is usual, and remark on a value outside that range. They warn; they never refuse."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.html import format_html

from financing.plans.usual import USUAL, Usual


class WithUsual(forms.Form):
    """A form of which fields have a usual range. `usual` names it for each field (`financing.plans.usual`)."""

    usual: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, usual in self._ranges().items():
            field = self.fields[name]
            field.help_text = format_html(
                '{} <span class="field__usual">{}</span>', field.help_text or "", usual.sentence
            )

    def usual_here(self) -> dict[str, str]:
        """Which range each field has now. What is usual can depend on what else was chosen."""
        return self.usual

    def now(self, name: str) -> Any:
        """What a choice of this form stands at."""
        return self[name].value() if name in self.fields else None

    def measured(self, name: str, usual: Usual, value: Any) -> float:
        """A value in the measure of its range."""
        return float(value)

    @cached_property
    def notes(self) -> dict[str, str]:
        """A remark for each field with a value outside its range."""
        remarks = {name: usual.remark(value) for name, usual, value in self.measured_values()}
        return {name: remark for name, remark in remarks.items() if remark}

    def measured_values(self) -> list[tuple[str, Usual, float]]:
        """Each field with a range in which a number stands: its name, the range, and the number in the measure of that range."""
        found = [(name, usual, self._value(name)) for name, usual in self._ranges().items()]
        return [(name, usual, self.measured(name, usual, value)) for name, usual, value in found if value is not None]

    def _ranges(self) -> dict[str, Usual]:
        return {name: USUAL[usual] for name, usual in self.usual_here().items() if name in self.fields}

    def _value(self, name: str) -> Any:
        """What stands in the field as a number; None for nothing, or for what cannot be read."""
        if self.is_bound:
            return getattr(self, "cleaned_data", {}).get(name)
        try:
            value = self.get_initial_for_field(self.fields[name], name)
            return None if value in (None, "") else Decimal(str(value))
        except InvalidOperation:
            return None
