"""What the pages about municipalities show: one, and all of today beside each other."""

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.fields import LineField
from coophub.web.formats import day
from coophub.web.forms import offer
from coophub.web.lists import List, ListColumn
from coophub.web.searching import words_in
from coophub.web.tables import Cell
from coophub.web.written_once import written_once
from initiatives.models import Initiative, Municipality, PolicyStance, PolicyStatement, PolicyTopic
from initiatives.selectors.answer_times import AnswerFigures, answer_figures
from initiatives.selectors.policies import (
    PolicyLine,
    heirs,
    municipalities_of_today,
    policy_of,
    predecessors,
    statements_of,
)
from initiatives.selectors.register import provinces, published_initiatives

GROUPS_SHOWN = 12


@dataclass(frozen=True)
class MunicipalityPage:
    """A municipality as everybody sees it. `old_policy` is what was said of those that went into it."""

    municipality: Municipality
    policy: list[PolicyLine]
    came_from: list[Municipality]
    count: int
    figures: AnswerFigures | None

    @cached_property
    def old_policy(self) -> list[PolicyStatement]:
        return list(statements_of(self.came_from)) if self.came_from else []

    @cached_property
    def groups(self) -> list[Initiative]:
        found = published_initiatives().filter(municipality=self.municipality)
        return list(found.order_by("name", "pk")[:GROUPS_SHOWN])

    @property
    def is_known(self) -> bool:
        return any(line.now for line in self.policy)

    @property
    def has_history(self) -> bool:
        return bool(self.old_policy) or any(line.before for line in self.policy)


def municipality_page(municipality: Municipality) -> MunicipalityPage:
    """At most eight queries, one less when its `register_count` came along."""
    kept = getattr(municipality, "register_count", None)
    return MunicipalityPage(
        municipality=municipality,
        policy=policy_of(municipality),
        came_from=predecessors(municipality),
        count=kept.initiatives if kept else 0,
        figures=answer_figures().get(municipality.pk),
    )


@dataclass(frozen=True)
class MunicipalityRow:
    """A municipality among the others. What is not known, and what would tell of few, is None."""

    code: str
    name: str
    province: str
    latitude: float
    longitude: float
    stances: Mapping[str, str]
    is_known: bool
    checked_on: dt.date | None
    groups: int
    days: int | None
    old_names: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """The words of its name and of the names before it, as they are searched for."""
        return words_in(_plain(" ".join((self.name, *self.old_names))))


KNOWN = "known"


class MunicipalityFilter(forms.Form):
    """How the table of municipalities is narrowed down: in the address, so that it can be shared."""

    q = LineField(label=gettext_lazy("Name of a municipality, also one that merged"), max_length=60, required=False)
    province = forms.ChoiceField(label=gettext_lazy("Province"), required=False)
    policy = forms.ChoiceField(label=gettext_lazy("What it does"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "province", [("", _("All provinces")), *((name, name) for name in provinces())])
        does = {
            PolicyTopic.GROUND_LEASE.value: _("Leases out ground"),
            PolicyTopic.LOAN_FUND.value: _("Lends or guarantees"),
            PolicyTopic.PLOTS.value: _("Keeps plots"),
            KNOWN: _("Something is known of it"),
        }
        offer(self, "policy", [("", _("Everything")), *does.items()])

    @property
    def narrows(self) -> bool:
        return bool(self.errors) or any(self.cleaned_data.values())

    def chosen(self, rows: list[MunicipalityRow]) -> list[MunicipalityRow]:
        """Those that fit; what is asked wrongly chooses nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        beginnings = words_in(_plain(asked.get("q", "")))
        province, policy = asked.get("province", ""), asked.get("policy", "")
        return [
            row
            for row in rows
            if all(any(word.startswith(beginning) for word in row.words) for beginning in beginnings)
            and (not province or row.province == province)
            and (not policy or _does(row, policy))
        ]


class MunicipalityList(List):
    """Municipalities with what they do and how long they take to answer."""

    name = ListColumn(gettext_lazy("Municipality"))
    province = ListColumn(gettext_lazy("Province"), "code")
    ground_lease = ListColumn(
        gettext_lazy("Ground lease"), "code", accessor="stances__ground_lease", empty=gettext_lazy("not known")
    )
    loan_fund = ListColumn(
        gettext_lazy("Loan or fund"), "code", accessor="stances__loan_fund", empty=gettext_lazy("not known")
    )
    plots = ListColumn(gettext_lazy("Plots"), "code", accessor="stances__plots", empty=gettext_lazy("not known"))
    groups = ListColumn(gettext_lazy("Groups"), "number")
    days = ListColumn(gettext_lazy("Days to answer"), "number", empty=gettext_lazy("too few"))

    class Meta:
        attrs = {"caption": gettext_lazy("Municipalities and what they do for co-operatives")}

    def render_name(self, value: str, record: MunicipalityRow) -> Cell:
        notes = [_("Checked on %(day)s") % {"day": day(record.checked_on)}] if record.checked_on else []
        return Cell(value, url=reverse("portal:municipality", args=[record.code]), notes=notes)

    def render_ground_lease(self, value: str) -> str:
        return str(PolicyStance(value).label)

    render_loan_fund = render_plots = render_ground_lease


def municipality_rows() -> list[MunicipalityRow]:
    """Every municipality of today, by name, first those of which something is known. Four queries, however many groups
    there are.
    """
    into = heirs()
    old_names: dict[str, list[str]] = {}
    for code, name in Municipality.objects.filter(pk__in=list(into)).order_by("name").values_list("code", "name"):
        old_names.setdefault(into[code], []).append(name)
    rows = _rows(_places(municipalities_of_today().order_by("name")), old_names)
    return sorted(rows, key=lambda row: not row.is_known)


def municipalities_behind(code: str | None, most: int) -> list[MunicipalityRow]:
    """So many of today in the order of their codes, from the one behind `code` on, without their old names. Three
    queries, which read no more of them.
    """
    return _rows(_places_behind(most)(code or ""), {})


PLACE = ("code", "name", "province", "latitude", "longitude", "groups")


@cache
def _places_behind(most: int) -> Callable[[str], list[tuple[Any, ...]]]:
    """How many there are at most is a part of the question, which only other values are put into."""
    return written_once(lambda code: _places(municipalities_of_today().filter(code__gt=code).order_by("code"))[:most])


def _places(found: QuerySet[Municipality]) -> QuerySet[Municipality, tuple[Any, ...]]:
    return found.values_list("statements", *PLACE)


def _rows(places: Iterable[tuple[Any, ...]], old_names: Mapping[str, Sequence[str]]) -> list[MunicipalityRow]:
    figures, rows = answer_figures(), []
    for statements, *place in places:
        known = [each for each in statements if each["is_known"]]
        code = str(place[0])
        answers = figures.get(code)
        rows.append(
            MunicipalityRow(
                **dict(zip(PLACE, place, strict=True)),
                stances={each["topic"]: each["stance"] for each in known if each["stance"]},
                is_known=bool(known),
                checked_on=max((dt.date.fromisoformat(each["known_on"]) for each in known), default=None),
                days=answers.days if answers else None,
                old_names=tuple(old_names.get(code, ())),
            )
        )
    return rows


def dots(rows: list[MunicipalityRow]) -> list[dict[str, Any]]:
    """The municipalities as dots on a map: larger where something is known, each with its words and its page."""
    return [
        {
            "name": row.name,
            "latitude": row.latitude,
            "longitude": row.longitude,
            "words": f"{row.name}: {_in_words(row)}",
            "url": reverse("portal:municipality", args=[row.code]),
            "tone": "" if row.is_known else "quiet",
        }
        for row in rows
    ]


def _in_words(row: MunicipalityRow) -> str:
    known = [
        f"{PolicyTopic(topic).label}: {PolicyStance(stance).label}".lower() for topic, stance in row.stances.items()
    ]
    if known:
        return "; ".join(known)
    return _("something is known") if row.is_known else _("not known yet")


def _does(row: MunicipalityRow, policy: str) -> bool:
    if policy == KNOWN:
        return row.is_known
    return row.stances.get(policy) in (PolicyStance.YES, PolicyStance.CASE)


def _plain(words: str) -> str:
    """The words without accents and capitals."""
    apart = unicodedata.normalize("NFKD", words)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()
