"""Forms that say what is usual, and remark on a value outside that range. They warn; they never refuse."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.functional import cached_property, lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from financing.plans.figures.benchmarks import BENCHMARKS, Benchmark


class WithBenchmarks(forms.Form):
    """A form of which some fields have a usual range."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_fields()
        for name, benchmark in self._ranges().items():
            field = self.fields[name]
            field.help_text = _with_range(field.help_text, benchmark)

    def add_fields(self) -> None:
        """Makes the fields of the figures that the form shows."""

    def benchmarks_here(self) -> dict[str, str]:
        """By field the name of the range that it has now. What is usual can depend on what else was chosen."""
        return {}

    def now(self, name: str) -> Any:
        """What a choice of this form stands at."""
        return self[name].value() if name in self.fields else None

    def measured(self, name: str, benchmark: Benchmark, value: Any) -> float:
        """A value in the measure of its range."""
        return float(value)

    @cached_property
    def notes(self) -> dict[str, str]:
        """A remark for each field with a value outside its range."""
        remarks = {name: benchmark.remark(value) for name, benchmark, value in self.measured_values()}
        return {name: remark for name, remark in remarks.items() if remark}

    def measured_values(self) -> list[tuple[str, Benchmark, float]]:
        """Each field with a range in which a number stands: its name, the range, and the number in the measure of that
        range.
        """
        found = [(name, benchmark, self._value(name)) for name, benchmark in self._ranges().items()]
        return [
            (name, benchmark, self.measured(name, benchmark, value))
            for name, benchmark, value in found
            if value is not None
        ]

    def _ranges(self) -> dict[str, Benchmark]:
        return {name: BENCHMARKS[named] for name, named in self.benchmarks_here().items() if name in self.fields}

    def _value(self, name: str) -> Any:
        """What stands in the field as a number; None for nothing, or for what cannot be read."""
        if self.is_bound:
            return getattr(self, "cleaned_data", {}).get(name)
        try:
            value = self.get_initial_for_field(self.fields[name], name)
            return None if value in (None, "") else Decimal(str(value))
        except InvalidOperation:
            return None


def _sentence(help_text: Any, benchmark: Benchmark) -> SafeString:
    return format_html('{} <span class="field__usual">{}</span>', help_text, benchmark.sentence)


_with_range = lazy(_sentence, SafeString)
"""Written when the page is: what a help text says can ask a query, and has the language of the reader."""
