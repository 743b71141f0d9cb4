"""Which two measures are one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.forms import offer
from pilots.models import KnownMeasure
from pilots.selectors.bottlenecks import measures_by_use


class MergeMeasuresForm(forms.Form):
    other = forms.ModelChoiceField(
        queryset=KnownMeasure.objects.none(), label=_("This measure"), empty_label=_("Choose a measure")
    )
    keep = forms.ModelChoiceField(
        queryset=KnownMeasure.objects.none(),
        label=_("is the same as"),
        empty_label=_("Choose a measure"),
        help_text=_("This name stays. Who types the other one finds this one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("other", "keep"):
            offer(self, name, measures_by_use().order_by("name"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("keep") and data.get("keep") == data.get("other"):
            self.add_error("keep", _("Choose another measure than the first."))
        return data
