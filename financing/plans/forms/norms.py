"""What an administrator fills in for the norms of a year."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.fields import DayField, EuroField, LineField, PercentField, TextField, WholeNumberField, years_ahead
from financing.engine.norms import falling_points, missing_points
from financing.plans.figures import headings
from financing.plans.figures.norms import INCOME_LIMITS, NORMS
from financing.plans.models import NormSet
from financing.plans.selectors.norms import unknown_limits

WHERE_PUBLISHED = gettext_lazy("Where each figure was published, and when you read it.")
CARRIED_ON = ("low_segment_points", "middle_segment_points", "new_build_surcharge")
"""What seldom changes from one year to the next."""

POINTS, RENT = WholeNumberField(min_value=1, max_value=999), EuroField(min_value=0, max_digits=9)
"""What stands on a line of the rents."""


class NormsForm(forms.Form):
    """The norms of a new year; `before` are those of the year before, which help who fills in the next."""

    valid_from = DayField(label=gettext_lazy("Valid from"), latest=years_ahead(2))
    source = TextField(
        label=headings.SOURCE,
        rows=3,
        help_text=WHERE_PUBLISHED,
    )
    low_segment_points = WholeNumberField(label=NORMS["low_segment_points"].label, min_value=1, max_value=999)
    middle_segment_points = WholeNumberField(label=NORMS["middle_segment_points"].label, min_value=1, max_value=999)
    new_build_surcharge = PercentField(
        label=NORMS["new_build_surcharge"].label,
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("Only under the conditions of the law."),
    )
    social_income_one = EuroField(
        label=NORMS["social_income_one"].label,
        min_value=1,
        required=False,
        help_text=gettext_lazy("Leave limits open that you have no published source for yet."),
    )
    social_income_more = EuroField(label=NORMS["social_income_more"].label, min_value=1, required=False)
    middle_income_one = EuroField(label=NORMS["middle_income_one"].label, min_value=1, required=False)
    middle_income_more = EuroField(label=NORMS["middle_income_more"].label, min_value=1, required=False)
    rents = TextField(
        label=headings.HIGHEST_RENT_BY_POINTS,
        rows=12,
        is_prose=False,
        help_text=gettext_lazy(
            "One line for each number of points: the points and the rent, with a semicolon or tab between them."
        ),
    )

    def __init__(self, *args: Any, before: NormSet | None = None, **kwargs: Any) -> None:
        known = {name: getattr(before, name) for name in CARRIED_ON if before is not None}
        super().__init__(*args, **{**kwargs, "initial": {**known, **(kwargs.get("initial") or {})}})
        self.example = _example_in(before)
        if self.example:
            rents = self.fields["rents"]
            example = _("For example: %(line)s") % {"line": self.example}
            rents.help_text = f"{rents.help_text} {example}"

    def clean_rents(self) -> dict[int, Decimal]:
        """The rents by points: every number of points once, without gaps, and never less for more points."""
        found: dict[int, Decimal] = {}
        text = self.cleaned_data["rents"].replace("\t", ";")
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip(" ;"):
                continue
            try:
                points_text, amount_text = line.split(";")[:2]
                points, amount = POINTS.clean(points_text), RENT.clean(amount_text)
            except (ValueError, ValidationError) as error:
                raise ValidationError(self._what_is_expected(number)) from error
            if points in found:
                raise ValidationError(_("Line %(number)s: these points stand there twice.") % {"number": number})
            found[points] = amount
        self._check_order(found)
        return found

    def _what_is_expected(self, number: int) -> str:
        if not self.example:
            return _("Line %(number)s: expected points and a rent.") % {"number": number}
        facts = {"number": number, "line": self.example}
        return _("Line %(number)s: expected points and a rent, such as %(line)s.") % facts

    @staticmethod
    def _check_order(rents: dict[int, Decimal]) -> None:
        if not rents:
            raise ValidationError(_("Fill in at least one line."))
        if (points := missing_points(rents)) is not None:
            raise ValidationError(_("The rent for %(points)s points is missing.") % {"points": points})
        if (points := falling_points(rents)) is not None:
            raise ValidationError(
                _("The rent for %(points)s points is lower than for fewer points.") % {"points": points}
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        low, middle = data.get("low_segment_points"), data.get("middle_segment_points")
        if low and middle and low >= middle:
            self.add_error("middle_segment_points", _("This has to be more than the points of a social home."))
        if not self.errors:
            _check_limits(self, list(INCOME_LIMITS))
        rents = data.get("rents")
        if rents and middle and not min(rents) <= middle <= max(rents):
            self.add_error("rents", _("The rent for %(points)s points is missing.") % {"points": middle})
        return data

    @property
    def figures(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("valid_from", "rents")}


def _example_in(norms: NormSet | None) -> str:
    """The line of the home with most points that is still social, as somebody would write it."""
    rent = norms and norms.maximum_rents.filter(points=norms.low_segment_points).first()
    return f"{rent.points};{rent.amount:.2f}".replace(".", ",") if rent else ""


class IncomeLimitsForm(forms.Form):
    """The income limits that a set came without. Who has the source of some of them leaves the others open."""

    source = LineField(
        label=headings.SOURCE,
        max_length=500,
        help_text=WHERE_PUBLISHED,
    )

    def __init__(self, *args: Any, norms: NormSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = unknown_limits(norms)
        for pair in self.pairs:
            for name in pair:
                self.fields[name] = EuroField(label=NORMS[name].label, min_value=1, required=len(self.pairs) == 1)
        self.order_fields(list(NORMS))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            _check_limits(self, self.pairs)
        if not self.errors and not self.limits:
            self.add_error(self.pairs[0][0], _("Fill in the limits that you have the source of."))
        return data

    @property
    def limits(self) -> dict[str, Decimal]:
        """What was filled in, by the name of its field."""
        filled = {name: self.cleaned_data.get(name) for pair in self.pairs for name in pair}
        return {name: value for name, value in filled.items() if value is not None}


def _check_limits(form: forms.Form, pairs: list[tuple[str, str]]) -> None:
    """Limits are known for one person and for more, or for neither, and more persons may have more."""
    for one, more in pairs:
        lower, higher = form.cleaned_data.get(one), form.cleaned_data.get(more)
        if (lower is None) != (higher is None):
            form.add_error(more, _("Fill in the limit for one person and for more persons, or neither."))
        elif lower is not None and higher is not None and higher < lower:
            form.add_error(more, _("The limit for more persons is at least that for one person."))
