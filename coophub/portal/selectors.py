"""What home, register and the group's overview show, gathered from the apps below."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coophub.accounts.models import User
from coophub.portal.filters import NearRegisterFilter, RegisterFilter
from coophub.portal.first_steps import FirstSteps, first_steps_of
from coophub.web.formats import number
from coophub.web.lists import records_of
from coophub.web.searching import are_in_every_text
from coophub.web.timeline import Event, among_planned
from financing.plans.selectors.outcomes import PlanSummary, plan_summary
from financing.subsidies.procedure.may.roles import why_not_see_applications
from financing.subsidies.selectors.applications import SubsidySummary, subsidy_summary
from financing.subsidies.selectors.awarded import Awarded, lately_awarded, news_of_subsidies
from financing.subsidies.selectors.signing import AskedToSign, waits_for_signature_of
from initiatives.models import Initiative, Task
from initiatives.selectors.news import NewsItem, news_of
from initiatives.selectors.register import (
    MOST_FOUND,
    MunicipalityOnMap,
    dots_of,
    municipalities_on_map,
    newest_first,
    published_initiatives,
    register_on_map,
)
from initiatives.selectors.road_map import RoadMap, open_tasks, road_map_of, timeline_of
from pilots.selectors.agenda import sessions_ahead
from pilots.selectors.coaching import CoachingSummary, coaching_summary
from pilots.selectors.selection import CallForGroup, calls_to_answer

PER_PAGE = 24
TASKS_ON_OVERVIEW = 4
MOST_NEWS = 8
MOST_PLACES = 60
"""A province has fewer municipalities."""


@dataclass(frozen=True)
class Register:
    """One page of the register, what it was narrowed down to, and the same as dots on the map.

    When `are_many` these are the newest of what has the words that were searched for, and there is more. When
    `says_nothing` nothing can be found by those words.
    """

    filter: RegisterFilter
    page: Page[Initiative]
    sentence: str
    wider_url: str
    wider_label: str
    municipalities: list[MunicipalityOnMap]
    is_near: bool
    are_many: bool
    says_nothing: bool


@dataclass(frozen=True)
class _FoundInRegister:
    """The initiatives that fit, as many of them as are shown, and their dots."""

    initiatives: QuerySet[Initiative]
    count: int
    municipalities: list[MunicipalityOnMap]
    are_many: bool = False


def register(query: QueryDict) -> Register:
    """The register as the filter bar asks for it. Four queries, five with a municipality chosen.

    When no words fit, names with one letter wrong are looked for, with three queries more; `is_near` says that those
    were found.
    """
    whole = published_initiatives().order_by("name", "pk")
    asked = RegisterFilter(query, queryset=whole)
    found = _found(asked)
    is_near = says_nothing = False
    if not found.count and asked.form.is_valid() and asked.sought:
        says_nothing = are_in_every_text(asked.sought)
    if not found.count and asked.form.is_valid() and asked.sought and not says_nothing:
        near = _newest_found(NearRegisterFilter(query, queryset=whole).qs, are_few=True)
        is_near = near.count > 0
        found = near if is_near else found
    paginator = Paginator(found.initiatives, PER_PAGE)
    paginator.count = found.count
    page = paginator.get_page(query.get("page"))
    if page.number > 1:
        page.object_list = records_of(found.initiatives, page)
    municipality, province = asked.chosen_municipality, asked.chosen_province
    where = "" if says_nothing else municipality.name if municipality else province
    wider = municipality.province if municipality else ""
    return Register(
        filter=asked,
        page=page,
        sentence=_many_sentence() if found.are_many else _count_sentence(found.count, where),
        wider_url=reverse("portal:register") + ("?" + urlencode({"province": wider}) if wider else ""),
        wider_label=_("Look in all of %(province)s") % {"province": wider} if wider else _("Look at all initiatives"),
        municipalities=found.municipalities,
        is_near=is_near,
        are_many=found.are_many,
        says_nothing=says_nothing,
    )


@dataclass(frozen=True)
class PlaceOnList:
    """A municipality or province with so many initiatives; `query` leads the register to them."""

    name: str
    query: str
    initiatives: int


def places_of(found: Register) -> list[PlaceOnList]:
    """What the map shows, as a list: its municipalities, and where these are many their provinces."""
    dots, narrowed = found.municipalities, found.filter.query_with
    if len(dots) <= MOST_PLACES:
        return [PlaceOnList(dot.name, narrowed(municipality=dot.code), dot.initiatives) for dot in dots]
    counts: Counter[str] = Counter()
    for dot in dots:
        counts[dot.province] += dot.initiatives
    return [PlaceOnList(name, narrowed(province=name), counts[name]) for name in sorted(counts)]


def _found(asked: RegisterFilter) -> _FoundInRegister:
    if asked.form.is_valid() and asked.sought:
        return _newest_found(asked.qs)
    dots = _on_map(asked)
    return _FoundInRegister(asked.qs, sum(dot.initiatives for dot in dots), dots)


def _newest_found(initiatives: QuerySet[Initiative], *, are_few: bool = False) -> _FoundInRegister:
    """What has the words of a search. No more is read than is shown, however many have them."""
    newest = newest_first(initiatives, are_few=are_few)
    places = list(newest.values_list("municipality", flat=True)[: MOST_FOUND + 1])
    are_many = len(places) > MOST_FOUND
    dots = dots_of(Counter(places[:MOST_FOUND]))
    return _FoundInRegister(newest if are_many else initiatives, len(places[:MOST_FOUND]), dots, are_many)


def _on_map(asked: RegisterFilter) -> list[MunicipalityOnMap]:
    if asked.is_kept:
        return register_on_map(
            municipality=asked.chosen_municipality, province=asked.chosen_province, share=asked.share
        )
    return municipalities_on_map(asked.qs)


def _many_sentence() -> str:
    return _("More than %(count)s initiatives") % {"count": number(MOST_FOUND)}


def _count_sentence(count: int, where: str) -> str:
    if not count:
        return (
            _("There is no initiative in %(where)s yet.") % {"where": where} if where else _("No initiative fits this.")
        )
    if not where:
        return ngettext("%(count)s initiative", "%(count)s initiatives", count) % {"count": number(count)}
    sentence = ngettext("%(count)s initiative in %(where)s", "%(count)s initiatives in %(where)s", count)
    return sentence % {"count": number(count), "where": where}


@dataclass(frozen=True)
class Overview:
    """How a group stands, for one of its readers."""

    road_map: RoadMap
    events: list[Event]
    tasks: list[Task]
    more_tasks: int
    plan: PlanSummary | None
    subsidy: SubsidySummary | None
    sees_applications: bool
    awarded: list[Awarded]
    to_sign: list[AskedToSign]
    coaching: CoachingSummary | None
    calls: list[CallForGroup]
    first_steps: FirstSteps | None
    news: list[NewsItem]


def overview_of(initiative: Initiative, user: User) -> Overview:
    """Everything on a group's first page, in a fixed number of queries; what it was awarded for who sees that."""
    sees_applications = why_not_see_applications(initiative, user) is None
    news = [*news_of(initiative), *(news_of_subsidies(initiative) if sees_applications else [])]
    tasks = list(open_tasks(initiative))
    road_map = road_map_of(initiative)
    plan = plan_summary(initiative)
    return Overview(
        road_map=road_map,
        events=among_planned(timeline_of(road_map, with_steps=True), sessions_ahead(initiative)),
        tasks=tasks[:TASKS_ON_OVERVIEW],
        more_tasks=max(0, len(tasks) - TASKS_ON_OVERVIEW),
        plan=plan,
        subsidy=subsidy_summary(initiative),
        sees_applications=sees_applications,
        awarded=lately_awarded(initiative) if sees_applications else [],
        to_sign=waits_for_signature_of(initiative, user),
        coaching=coaching_summary(initiative),
        calls=calls_to_answer(initiative, user),
        first_steps=first_steps_of(initiative, user, road_map=road_map, has_plan=plan is not None),
        news=sorted(news, key=lambda item: item.on, reverse=True)[:MOST_NEWS],
    )
