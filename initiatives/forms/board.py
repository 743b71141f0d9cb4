"""Functions in the board."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.fields import DayField, years_ahead
from coophub.web.shared_forms import SharedForm
from initiatives.models import BoardFunction, BoardTerm


class BoardTermForm(SharedForm):
    """Which function, and from when until when."""

    function = forms.ChoiceField(
        label=_("Which function?"),
        choices=BoardFunction.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a function.")},
    )
    from_on = DayField(label=_("From"), latest=years_ahead(1))
    until_on = DayField(
        label=_("Until and including"),
        latest=years_ahead(20),
        required=False,
        help_text=_("Leave this open while you do not know it."),
    )

    def __init__(self, *args: Any, row: BoardTerm | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        if row is None:
            self.initial = {"from_on": clock.today()}
