"""A form field for a figure of a plan: its label, help, bounds and choices are those of the figure."""

from collections.abc import Callable
from typing import Any

from django import forms

from coophub.web.fields import EuroField, LineField, MonthField, NumberField, PercentField, WholeNumberField, YearField
from financing.plans.figures import FIGURES, Figure
from financing.plans.figures.choices import Choices
from financing.plans.figures.kinds import (
    AREA,
    CHOICE,
    COUNT,
    EURO,
    MOMENT,
    MONTH,
    MONTHS,
    NUMBER,
    RATE,
    RATIO,
    SHARE,
    TEXT,
    YEAR,
    YEARS,
    YES_NO,
    Kind,
)

LONGEST_NAME = 200


class PointInTimeField(NumberField):
    """A year with a fraction, written without marks of thousands."""

    has_thousands = False


def field_of(path: str, *, required: bool = True) -> forms.Field:
    """The field in which somebody fills in the figure at this path.

    Raises KeyError for one that is not filled in by itself.
    """
    figure = FIGURES[path]
    return FIELDS[figure.kind](figure, required=required, **words_of(path))


def words_of(path: str) -> dict[str, Any]:
    """What a field of the figure says."""
    return {"label": FIGURES[path].label, "help_text": FIGURES[path].help}


def usual_at(path: str) -> Any:
    """What a field shows where the document leaves a figure out: a choice or a box always stands at something."""
    figure = FIGURES[path]
    return figure.default if isinstance(figure.default, bool | str) else None


def percent_field(label: Any, help_text: Any = "", **kwargs: Any) -> PercentField:
    return PercentField(label=label, help_text=help_text, decimal_places=6, max_digits=16, **kwargs)


def as_options(choices: Choices) -> list[tuple[str, Any]]:
    """Choices as a form has them."""
    return [(value, choice.label) for value, choice in choices.items()]


def _limits(figure: Figure, factor: int = 1) -> dict[str, Any]:
    """What the figure may be; a bound that may not itself be reached is left to the engine."""
    low, high = (None if bound is None else bound * factor for bound in (figure.bounds.low, figure.bounds.high))
    return {
        "min_value": int(low) if low is not None and low == int(low) else None,
        "max_value": None if high is None else int(high),
    }


def _text(figure: Figure, **given: Any) -> forms.Field:
    return LineField(max_length=LONGEST_NAME, **given)


def _euro(figure: Figure, **given: Any) -> forms.Field:
    return EuroField(**_limits(figure), **given)


def _percentage(figure: Figure, **given: Any) -> forms.Field:
    return PercentField(decimal_places=6, max_digits=16, **_limits(figure, 100), **given)


def _number(figure: Figure, **given: Any) -> forms.Field:
    return NumberField(unit=figure.kind.unit, decimal_places=4, **_limits(figure), **given)


def _ratio(figure: Figure, **given: Any) -> forms.Field:
    return NumberField(decimal_places=4, **_limits(figure), **given)


def _whole(figure: Figure, **given: Any) -> forms.Field:
    return WholeNumberField(**_limits(figure), **given)


def _year(figure: Figure, **given: Any) -> forms.Field:
    return YearField(**_limits(figure), **given)


def _moment(figure: Figure, **given: Any) -> forms.Field:
    return PointInTimeField(decimal_places=10, **_limits(figure), **given)


def _month(figure: Figure, **given: Any) -> forms.Field:
    return MonthField(**given)


def _yes_or_no(figure: Figure, **given: Any) -> forms.Field:
    return forms.BooleanField(**{**given, "required": False})


def _choice(figure: Figure, **given: Any) -> forms.Field:
    return forms.ChoiceField(choices=as_options(figure.choices or {}), **given)


FIELDS: dict[Kind, Callable[..., forms.Field]] = {
    TEXT: _text,
    EURO: _euro,
    RATE: _percentage,
    SHARE: _percentage,
    RATIO: _ratio,
    AREA: _number,
    NUMBER: _number,
    COUNT: _whole,
    YEAR: _year,
    YEARS: _whole,
    MONTHS: _whole,
    MOMENT: _moment,
    MONTH: _month,
    YES_NO: _yes_or_no,
    CHOICE: _choice,
}
