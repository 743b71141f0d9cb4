"""How visitors narrow the register down."""

from typing import Any, cast

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from initiatives.models import CooperativeForm, Initiative, Municipality, Phase, TargetGroup
from initiatives.selectors.register import municipalities_in_register, provinces, with_words


def _province_choices() -> list[tuple[str, str]]:
    return [(province, province) for province in provinces()]


class RegisterFilter(django_filters.FilterSet):
    """The filter bar of the register."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    province = django_filters.ChoiceFilter(
        label=_("Province"),
        field_name="municipality__province",
        choices=_province_choices,
        empty_label=_("All provinces"),
    )
    municipality = django_filters.ModelChoiceFilter(
        label=_("Municipality"),
        queryset=lambda request: municipalities_in_register(),
        empty_label=_("All municipalities"),
    )
    phase = django_filters.ChoiceFilter(label=_("Phase"), choices=Phase.choices, empty_label=_("All phases"))
    form = django_filters.ChoiceFilter(label=_("Form"), choices=CooperativeForm.choices, empty_label=_("All forms"))
    target_group = django_filters.ChoiceFilter(
        label=_("For whom"), choices=TargetGroup.choices, empty_label=_("Everyone")
    )

    class Meta:
        model = Initiative
        fields: list[str] = []

    def search(self, initiatives: QuerySet[Initiative], name: str, value: Any) -> QuerySet[Initiative]:
        return with_words(initiatives, value)

    @property
    def narrows(self) -> bool:
        """Whether more is asked than what was searched for, or was asked wrongly."""
        return bool(self.form.errors) or any(value for name, value in self.form.cleaned_data.items() if name != "q")

    @property
    def chosen_municipality(self) -> Municipality | None:
        return cast("Municipality | None", self.form.cleaned_data.get("municipality"))

    @property
    def chosen_province(self) -> str:
        return str(self.form.cleaned_data.get("province") or "")
