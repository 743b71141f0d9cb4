"""Which closed dossiers are looked at, and what becomes of those of a scheme."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import LineField, WholeNumberField, YearField
from coophub.web.forms import offer
from financing.subsidies.models import RetentionRule, Scheme
from financing.subsidies.models.retention import MOST_YEARS
from financing.subsidies.selectors.archive import NOT_SET, NOT_TAKEN, TAKEN, ArchiveFilter, schemes_with_retention


class ArchiveFilterForm(forms.Form):
    """Read from the address, so that it can be kept and shared. What is no valid choice filters nothing."""

    year = YearField(label=_("Up to and including the year"), required=False)
    fate = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[("", _("Everything")), *RetentionRule.Fate.choices, (NOT_SET, _("Not set"))],
        required=False,
    )
    scheme = forms.ModelChoiceField(
        label=_("Scheme"), queryset=Scheme.objects.none(), required=False, empty_label=_("All schemes")
    )
    archive = forms.ChoiceField(
        label=_("In the archive"),
        choices=[("", _("Everything")), (NOT_TAKEN, _("Not yet")), (TAKEN, _("Yes"))],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "scheme", schemes_with_retention())

    @property
    def chosen(self) -> ArchiveFilter:
        """What was filled in and can be read."""
        if self.is_bound:
            self.is_valid()
        data = getattr(self, "cleaned_data", {})
        return ArchiveFilter(
            **{name: value.pk if isinstance(value, Model) else value for name, value in data.items() if value}
        )

    @property
    def narrows(self) -> bool:
        return self.chosen.narrows


class RetentionForm(forms.Form):
    fate = forms.ChoiceField(
        label=_("What becomes of its dossiers?"),
        choices=RetentionRule.Fate.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of the dossiers.")},
    )
    years = WholeNumberField(
        label=_("How long after closing?"),
        min_value=0,
        max_value=MOST_YEARS,
        unit=_("years"),
        help_text=_("Until it goes to an archive, or may be destroyed."),
        error_messages={"required": _("Fill in a number of years.")},
    )
    category = LineField(
        label=_("Category"),
        max_length=200,
        help_text=_("As the selection list calls it, for example: granting subsidies."),
        error_messages={"required": _("Fill in the category.")},
    )
    code = LineField(label=_("Number of the category"), max_length=40, required=False)
    source = LineField(
        label=_("Selection list"),
        max_length=200,
        help_text=_("Its name and year, as it was adopted (Archiefwet, article 5)."),
        error_messages={"required": _("Fill in the selection list.")},
    )
