"""How visitors narrow the register down."""

from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import urlencode

import django_filters
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from initiatives.models import Aspect, CooperativeForm, Initiative, Municipality, Phase, TargetGroup
from initiatives.models.initiative import MAX_HOMES
from initiatives.models.register import SIZES
from initiatives.selectors.register import municipalities_in_register, provinces, with_names_like, with_words


def _province_choices() -> list[tuple[str, str]]:
    return [(province, province) for province in provinces()]


HOMES = {"few": _("at most 10"), "some": _("11 to 25"), "more": _("26 to 50"), "many": _("more than 50")}
YEARS_AHEAD, YEARS_BACK = 8, 5


def _years() -> list[tuple[int, str]]:
    this_year = clock.today().year
    return [(year, str(year)) for year in range(this_year - YEARS_BACK, this_year + YEARS_AHEAD + 1)]


def _with_homes(initiatives: QuerySet[Initiative], name: str, value: str) -> QuerySet[Initiative]:
    fewer = [most or 0 for most in SIZES.values()][: list(SIZES).index(value)]
    return initiatives.filter(homes__range=(max(fewer, default=0) + 1, SIZES[value] or MAX_HOMES))


def _that_seek(initiatives: QuerySet[Initiative], name: str, value: str) -> QuerySet[Initiative]:
    return initiatives.filter(seeks_members=True)


class _Names(ModelChoiceIterator[Municipality]):
    """Code and name of each: the register lists them all, and shows nothing else of them."""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        yield "", str(self.field.empty_label)
        yield from self.queryset.values_list("code", "name")


class _MunicipalityField(django_filters.fields.ModelChoiceField):
    iterator = _Names


class _MunicipalityFilter(django_filters.ModelChoiceFilter):
    field_class = _MunicipalityField


class RegisterFilter(django_filters.FilterSet):
    """The filter bar of the register."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    province = django_filters.ChoiceFilter(
        label=_("Province"),
        field_name="municipality__province",
        choices=_province_choices,
        empty_label=_("All provinces"),
    )
    municipality = _MunicipalityFilter(
        label=_("Municipality"),
        queryset=lambda request: municipalities_in_register(),
        empty_label=_("All municipalities"),
    )
    phase = django_filters.ChoiceFilter(label=_("Phase"), choices=Phase.choices, empty_label=_("All phases"))
    form = django_filters.ChoiceFilter(label=_("Form"), choices=CooperativeForm.choices, empty_label=_("All forms"))
    target_group = django_filters.ChoiceFilter(
        label=_("For whom"), choices=TargetGroup.choices, empty_label=_("Everyone")
    )

    homes = django_filters.ChoiceFilter(
        label=_("Homes"),
        choices=list(HOMES.items()),
        empty_label=_("Any number"),
        method=_with_homes,
    )
    seeks_members = django_filters.ChoiceFilter(
        label=_("Members"),
        choices=[("yes", _("They look for people to join them"))],
        empty_label=_("All groups"),
        method=_that_seek,
    )
    moves_in_year = django_filters.ChoiceFilter(
        label=_("Year of moving in"), choices=_years, empty_label=_("All years")
    )

    class Meta:
        model = Initiative
        fields: list[str] = []

    def search(self, initiatives: QuerySet[Initiative], name: str, value: Any) -> QuerySet[Initiative]:
        return with_words(initiatives, value)

    @property
    def is_kept(self) -> bool:
        """Whether what is asked is counted already: everything in a municipality, a province or the country, or what
        has one value of one aspect there.
        """
        asked = self._asked - {"municipality", "province"}
        return self.form.is_valid() and len(asked) <= 1 and asked <= set(Aspect.values)

    @property
    def share(self) -> tuple[str, str] | None:
        """Aspect and value when one is asked."""
        asked = [aspect for aspect in Aspect.values if aspect in self._asked]
        return (asked[0], str(self.form.cleaned_data[asked[0]])) if asked else None

    @property
    def _asked(self) -> set[str]:
        return {name for name, value in self.form.cleaned_data.items() if value}

    @property
    def sought(self) -> str:
        """The words that were searched for."""
        return str(self.form.cleaned_data.get("q") or "")

    @property
    def narrows(self) -> bool:
        """Whether more is asked than what was searched for, or was asked wrongly."""
        return bool(self.form.errors) or any(value for name, value in self.form.cleaned_data.items() if name != "q")

    @property
    def query(self) -> str:
        """What is asked, as an address says it: "?phase=living"; empty when nothing is."""
        return self.query_with()

    def query_with(self, **more: str) -> str:
        """The same, narrowed down further."""
        asked = {name: self.data[name] for name in self.form.cleaned_data if self.data.get(name)} | more
        return f"?{urlencode(asked)}" if asked else ""

    @property
    def chosen_municipality(self) -> Municipality | None:
        return cast("Municipality | None", self.form.cleaned_data.get("municipality"))

    @property
    def chosen_province(self) -> str:
        return str(self.form.cleaned_data.get("province") or "")


class NearRegisterFilter(RegisterFilter):
    """The same, with names in which a letter is wrong instead of words that are right."""

    def search(self, initiatives: QuerySet[Initiative], name: str, value: Any) -> QuerySet[Initiative]:
        return with_names_like(initiatives, value)
