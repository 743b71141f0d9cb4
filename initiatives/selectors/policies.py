"""What is known of what municipalities do for co-operatives."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, QuerySet
from django.db.models.functions import Coalesce, JSONObject

from coophub.web.once import asked_once
from coophub.web.written_once import written_once
from initiatives.models import Municipality, PolicyLink, PolicyOpening, PolicyStatement, PolicyTopic

OPENINGS_SHOWN = 10


@dataclass(frozen=True)
class PolicyLine:
    """One topic of the policy of a municipality: what is known of it, if anything, and what stood there before."""

    topic: PolicyTopic
    now: PolicyStatement | None
    before: list[PolicyStatement]


def policy_of(municipality: Municipality) -> list[PolicyLine]:
    """Every topic with what is known of it and its history, the newest first. One query."""
    found = _statements_about(municipality.pk)
    lines = []
    for topic in PolicyTopic:
        said = [each for each in found if each.topic == topic]
        now = said[0] if said and said[0].is_known else None
        # What took something away is history too: it says why.
        lines.append(PolicyLine(topic, now, said[1:] if now else said))
    return lines


@written_once
def _statements_about(code: str) -> QuerySet[PolicyStatement]:
    found = PolicyStatement.objects.filter(municipality=code).select_related("stated_by", "link")
    return found.order_by("-stated_at", "-pk")


def newest_statements(municipality: Municipality) -> dict[str, PolicyStatement]:
    """The last word on each topic, also where it says that nothing is known any more. One query."""
    return {each.topic: each for each in _newest().filter(municipality=municipality)}


def municipalities_of_today() -> QuerySet[Municipality]:
    """With how many `groups` the register has there, and of each topic the last of its `statements`, in short: also
    one that says that nothing is known any more.
    """
    last = _newest().filter(municipality=OuterRef("pk")).order_by("topic", "-stated_at", "-pk").distinct("topic")
    said = JSONObject(topic="topic", stance="stance", known_on="known_on", is_known="is_known")
    return Municipality.objects.filter(ended_on=None).annotate(
        groups=Coalesce("register_count__initiatives", 0), statements=ArraySubquery(last.values(said=said))
    )


def municipality_with_count(code: str) -> Municipality | None:
    """One, also of those that merged, with what is kept of its part of the register. One query."""
    return next(iter(_with_count(code)), None)


@written_once
def _with_count(code: str) -> QuerySet[Municipality]:
    return Municipality.objects.filter(pk=code).select_related("register_count")


def predecessors(municipality: Municipality) -> list[Municipality]:
    """Those that went into it, and into those. One query; none for one of today into which none went, when a page
    asked for all `heirs` before.
    """
    if municipality.went_into_id is None and municipality.pk not in heirs().values():
        return []
    into: dict[str, list[Municipality]] = {}
    for each in Municipality.objects.exclude(went_into=None):
        into.setdefault(str(each.went_into_id), []).append(each)
    found, to_look_at = [], [municipality.pk]
    while to_look_at:
        came = into.get(to_look_at.pop(), [])
        found += came
        to_look_at += [each.pk for each in came]
    return sorted(found, key=lambda each: each.name)


@asked_once
def heirs() -> Mapping[str, str]:
    """The code of the municipality of today for the code of each that merged. One query."""
    into = {code: str(heir) for code, heir in _merged()}

    def last(code: str) -> str:
        while code in into:
            code = into[code]
        return code

    return {code: last(code) for code in into}


@written_once
def _merged() -> QuerySet[Municipality, tuple[str, str | None]]:
    return Municipality.objects.exclude(went_into=None).values_list("pk", "went_into")


def statements_of(municipalities: Collection[Municipality]) -> QuerySet[PolicyStatement]:
    """All that was ever said of these, the newest first."""
    found = PolicyStatement.objects.filter(municipality__in=municipalities, is_known=True)
    return found.select_related("municipality").order_by("-stated_at", "-pk")


def links_of_municipality(municipality: Municipality) -> list[PolicyLink]:
    """The links that went out, the newest first, with their last openings. Two queries."""
    openings = PolicyOpening.objects.order_by("-at", "-pk")[:OPENINGS_SHOWN]
    found = municipality.policy_links.select_related("made_by")
    return list(found.prefetch_related(Prefetch("openings", queryset=openings, to_attr="last_openings")))


def policy_link_of_token(token: str) -> PolicyLink | None:
    """The link behind an address, also when it is no longer good; None when we never made it."""
    found = PolicyLink.objects.select_related("municipality__went_into", "made_by")
    return found.filter(token_sha256=PolicyLink.hash_of(token)).first()


def _newest() -> QuerySet[PolicyStatement]:
    found = PolicyStatement.objects.order_by("municipality_id", "topic", "-stated_at", "-pk")
    return found.distinct("municipality_id", "topic")
