"""What an administrator fills in for the norms of a year."""

import csv
import io
import itertools
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.fields import DayField, EuroField, PercentField, TextField, WholeNumberField, parse_number
from financing.plans.figures import headings


class NormsForm(forms.Form):
    """The norms of a new year."""

    valid_from = DayField(label=gettext_lazy("Valid from"))
    source = TextField(
        label=headings.SOURCE,
        rows=3,
        help_text=gettext_lazy("Where each figure was published, and when you read it."),
    )
    low_segment_points = WholeNumberField(
        label=gettext_lazy("Most points of a social home"), min_value=1, max_value=999, initial=143
    )
    middle_segment_points = WholeNumberField(
        label=gettext_lazy("Most points of a middle-rent home"), min_value=1, max_value=999, initial=186
    )
    new_build_surcharge = PercentField(
        label=gettext_lazy("Surcharge for new middle-rent homes"),
        min_value=0,
        max_value=100,
        initial=Decimal("0.10"),
        help_text=gettext_lazy("Only under the conditions of the law."),
    )
    social_income_one = EuroField(label=gettext_lazy("Social income limit, one person"), min_value=1)
    social_income_more = EuroField(label=gettext_lazy("Social income limit, more persons"), min_value=1)
    middle_income_one = EuroField(label=gettext_lazy("Middle income limit, one person"), min_value=1, required=False)
    middle_income_more = EuroField(label=gettext_lazy("Middle income limit, more persons"), min_value=1, required=False)
    rents = TextField(
        label=headings.HIGHEST_RENT_BY_POINTS,
        rows=12,
        is_prose=False,
        help_text=gettext_lazy(
            "One line for each number of points: the points and the rent, with a semicolon or tab between "
            "them. For example: 143;932,93"
        ),
    )

    def clean_rents(self) -> dict[int, Decimal]:
        """The rents by points: every number of points once, without gaps, and never less for more points."""
        found: dict[int, Decimal] = {}
        text = self.cleaned_data["rents"].replace("\t", ";")
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=";"), 1):
            if not "".join(row).strip():
                continue
            try:
                points, amount = int(row[0]), parse_number(row[1])
            except (ValueError, IndexError) as error:
                raise ValidationError(
                    _("Line %(number)s: expected points and a rent, such as 143;932,93.") % {"number": number}
                ) from error
            if points in found:
                raise ValidationError(_("Line %(number)s: these points stand there twice.") % {"number": number})
            found[points] = amount
        self._check_order(found)
        return found

    @staticmethod
    def _check_order(rents: dict[int, Decimal]) -> None:
        if not rents:
            raise ValidationError(_("Fill in at least one line."))
        points = sorted(rents)
        missing = set(range(points[0], points[-1] + 1)) - set(points)
        if missing:
            raise ValidationError(_("The rent for %(points)s points is missing.") % {"points": min(missing)})
        for lower, higher in itertools.pairwise(points):
            if rents[higher] < rents[lower]:
                raise ValidationError(
                    _("The rent for %(points)s points is lower than for fewer points.") % {"points": higher}
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        low, middle = data.get("low_segment_points"), data.get("middle_segment_points")
        if low and middle and low >= middle:
            self.add_error("middle_segment_points", _("This has to be more than the points of a social home."))
        if (data.get("middle_income_one") is None) != (data.get("middle_income_more") is None) and not self.errors:
            self.add_error("middle_income_more", _("Fill in both limits for middle incomes, or neither."))
        rents = data.get("rents")
        if rents and middle and not min(rents) <= middle <= max(rents):
            self.add_error("rents", _("The rent for %(points)s points is missing.") % {"points": middle})
        return data

    @property
    def figures(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("valid_from", "rents")}


class MiddleIncomesForm(forms.Form):
    """The limits for middle incomes of a year of which they were not known yet."""

    one = EuroField(label=gettext_lazy("Middle income limit, one person"), min_value=1)
    more = EuroField(label=gettext_lazy("Middle income limit, more persons"), min_value=1)
    source = forms.CharField(
        label=headings.SOURCE,
        max_length=500,
        help_text=gettext_lazy("Where each figure was published, and when you read it."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("one") and data.get("more") and data["more"] < data["one"]:
            self.add_error("more", _("The limit for more persons is at least that for one person."))
        return data
