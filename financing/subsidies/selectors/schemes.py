"""What pages show of schemes and their ceilings."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from coophub.web import clock
from coophub.web.bilingual import Bilingual, both
from coophub.web.relations import Related
from coophub.web.written_once import written_once
from financing.subsidies.applications.wanted_documents import needed_documents
from financing.subsidies.models import (
    AT_THE_MINISTRY,
    Application,
    EligibilityRule,
    LoanTerms,
    LotSeed,
    Scheme,
    SchemeVersion,
    Target,
)
from financing.subsidies.schemes.checks import problems_of
from financing.subsidies.schemes.eligibility import conditions_in_words, rule_in_words
from financing.subsidies.schemes.languages import said_once


def published_versions() -> QuerySet[SchemeVersion]:
    """The published versions of every scheme, those that close last first."""
    return SchemeVersion.objects.filter(published_at__isnull=False).select_related("scheme").order_by("-closes_at")


def current_version(slug: str) -> SchemeVersion:
    """The version of a scheme that counts for the public: the open one, else the next to open, else the last.

    A next version is published before its window opens (Awb 4:27), while the one before it is still open. Raises
    Http404.
    """
    versions = _versions_of(slug)
    if not versions:
        raise Http404
    return _current(versions)


@written_once
def _versions_of(slug: str) -> QuerySet[SchemeVersion]:
    return published_versions().filter(scheme__slug=slug).order_by("number")


def read_rules(version: SchemeVersion) -> None:
    """Reads into it what programs are told of its rules, and its ceilings. Five queries."""
    _rules().read_all(version)


@cache
def _rules() -> Related:
    return Related(SchemeVersion, "phase_maxima", "eligibility_rules", "required_documents", "criteria", "balances")


def current_versions() -> list[SchemeVersion]:
    """The version of each scheme that counts for the public: the open ones first, then the next to open, then the
    closed. One query.
    """
    stages = ["open", "upcoming", "closed"]
    return sorted(
        _current_of_each(_every_published()),
        key=lambda version: (stages.index(version.stage), version.closes_at),
    )


@written_once
def _every_published() -> QuerySet[SchemeVersion]:
    return _by_scheme(published_versions())


def published_schemes() -> QuerySet[Scheme]:
    """The schemes of which a version is published."""
    published = SchemeVersion.objects.filter(scheme=OuterRef("pk"), published_at__isnull=False)
    return Scheme.objects.filter(Exists(published))


SHOWN_IN_LIST = (
    *("number", "kind", "is_example", "issued_by", "legal_reference", "published_at", "opens_at", "closes_at"),
    *("ceiling", "minimum_amount", "maximum_amount", "maximum_per_home", "name_en", "summary", "summary_en"),
    *("scheme__slug", "scheme__name"),
)
"""What a list for programs says of a version: all of it is some pages of text."""


def current_versions_behind(slug: str | None, most: int) -> list[SchemeVersion]:
    """The version that counts for the public of so many schemes, in short: in the order of their addresses, from the
    one behind `slug` on. One query.
    """
    return _current_of_each(_versions_behind(most)(slug or ""))


@cache
def _versions_behind(most: int) -> Callable[[str], list[SchemeVersion]]:
    """How many there are at most is a part of the question, which only other values are put into."""

    def behind(slug: str) -> QuerySet[SchemeVersion]:
        schemes = published_schemes().filter(slug__gt=slug).order_by("slug")[:most]
        return _by_scheme(published_versions().filter(scheme__in=schemes.values("pk")).only(*SHOWN_IN_LIST))

    return written_once(behind)


def _by_scheme(versions: QuerySet[SchemeVersion]) -> QuerySet[SchemeVersion]:
    return versions.order_by("scheme__slug", "number")


def _current_of_each(versions: Iterable[SchemeVersion]) -> list[SchemeVersion]:
    """Of versions in the order of `_by_scheme`."""
    by_scheme: dict[int, list[SchemeVersion]] = {}
    for version in versions:
        by_scheme.setdefault(version.scheme_id, []).append(version)
    return [_current(each) for each in by_scheme.values()]


def _current(versions: Sequence[SchemeVersion]) -> SchemeVersion:
    for stage in ("open", "upcoming"):
        if found := next((version for version in versions if version.stage == stage), None):
            return found
    return versions[-1]


def open_versions() -> list[SchemeVersion]:
    """Under which schemes a group can apply today, the one that closes first at the top."""
    now = clock.now()
    return list(published_versions().filter(opens_at__lte=now, closes_at__gte=now).order_by("closes_at"))


@dataclass(frozen=True)
class CeilingUse:
    """How much of a ceiling is used: of the whole or of one target group."""

    title: str
    ceiling: Decimal
    awarded: Decimal
    asked: Decimal

    @property
    def free(self) -> Decimal:
        return self.ceiling - self.awarded


def budget_of(version: SchemeVersion) -> list[CeilingUse]:
    """Every ceiling of a scheme: what is awarded, what is free, and what is asked and undecided. Two queries."""
    asked: dict[str, Decimal] = dict(_asked_by_target(version.pk))
    total_asked = sum(asked.values(), start=Decimal(0))
    return [
        CeilingUse(
            title=str(Target(balance.target).label) if balance.target else _("Whole scheme"),
            ceiling=balance.ceiling,
            awarded=balance.taken,
            asked=asked.get(balance.target, Decimal(0)) if balance.target else total_asked,
        )
        for balance in version.balances.all()
    ]


@written_once
def _asked_by_target(version: int) -> QuerySet[Application, tuple[Any, ...]]:
    waiting = Application.objects.filter(scheme_version=version, state__in=AT_THE_MINISTRY)
    return waiting.order_by("target").values_list("target").annotate(sum=Sum("amount_requested"))


def versions_with_counts() -> QuerySet[SchemeVersion]:
    """The published versions, with how many applications were `received` and how many are `waiting` for a decision.

    One query.
    """
    return published_versions().annotate(received=_number(), waiting=_number(state__in=AT_THE_MINISTRY))


def _number(**which: object) -> Coalesce:
    """How many submitted applications a version has, counted apart from it and in an index."""
    found = Application.objects.filter(scheme_version=OuterRef("pk"), submitted_at__isnull=False, **which)
    return Coalesce(Subquery(found.order_by().values("scheme_version").annotate(count=Count("*")).values("count")), 0)


def versions_with_money() -> QuerySet[SchemeVersion]:
    """Those of `versions_with_counts` that have money to give."""
    return versions_with_counts().exclude(kind=SchemeVersion.Kind.NOTIFICATION)


def version_to_show(versions: Sequence[SchemeVersion], wanted: str) -> SchemeVersion | None:
    """The version that is asked for, or the one with the most work: waiting applications, received ones, money."""
    asked = next((version for version in versions if str(version.pk) == wanted), None)
    return asked or max(versions, key=attrgetter("waiting", "received", "ceiling"), default=None)


def all_versions() -> QuerySet[SchemeVersion]:
    """Every version, published or not, with its scheme and who worked on it."""
    return SchemeVersion.objects.select_related("scheme", "changed_by", "proposed_by", "approved_by")


def schemes_with_versions() -> list[Scheme]:
    """All schemes with their versions, the newest first, each with how many applications it has. Two queries."""
    versions = SchemeVersion.objects.order_by("-number").annotate(
        application_count=Count("applications", filter=Q(applications__submitted_at__isnull=False))
    )
    return list(Scheme.objects.prefetch_related(Prefetch("versions", versions)))


@dataclass(frozen=True)
class OutlineItem:
    """A section of the editor, with what is in the way of publication there."""

    slug: str
    title: str
    problems: list[str]


def scheme_outline(version: SchemeVersion, sections: Sequence[Any]) -> list[OutlineItem]:
    """The sections of a version with what each still lacks; nothing is lacking in a published one."""
    problems = problems_of(version) if version.published_at is None else []
    titles = [(section.slug, str(section.title)) for section in sections]
    place = next((number for number, (slug, _title) in enumerate(titles) if slug == "documents"), len(titles))
    titles.insert(place, ("conditions", _("Conditions")))
    return [
        OutlineItem(slug, title, [problem.sentence for problem in problems if problem.section == slug])
        for slug, title in titles
    ]


@dataclass(frozen=True)
class ConditionRow:
    """A condition with what it compares, as the editor shows it."""

    rule: EligibilityRule
    test: str


def conditions_of(version: SchemeVersion) -> list[ConditionRow]:
    return [
        ConditionRow(rule, rule_in_words(rule.fact, rule.operator, rule.value))
        for rule in version.eligibility_rules.all()
    ]


def sources_of(version: SchemeVersion) -> list[str]:
    """Where its rules stand."""
    return [line for line in version.sources.splitlines() if line.strip()]


def ceilings_of(version: SchemeVersion) -> list[CeilingUse]:
    """Nothing for a scheme that has no money to give."""
    return budget_of(version) if version.has_money else []


def public_scheme(version: SchemeVersion) -> dict[str, Any]:
    """Everything that the public page of a scheme shows."""
    loan = LoanTerms.objects.filter(version=version).first()
    return {
        "version": version,
        "conditions": conditions_in_words(version),
        "phase_maxima": list(version.phase_maxima.all()),
        "documents": needed_documents(version),
        "criteria": list(version.criteria.all()),
        "criteria_weight": sum(criterion.weight for criterion in version.criteria.all()),
        "terms": list(version.terms.all()),
        "loan_terms": loan,
        "loan_conditions": _lines_of(loan) if loan else [],
        "said_once": said_once(version),
        "sources": sources_of(version),
        "ceilings": ceilings_of(version),
        "announced": version.lot_announcements.last(),
        "seed": LotSeed.objects.filter(version=version).first(),
    }


def _lines_of(loan: LoanTerms) -> list[Bilingual]:
    """The conditions of a loan, each line in the language that they are read in."""
    conditions = both(loan, "conditions")
    lines = str(conditions).splitlines()
    return [Bilingual(line, line if conditions.language == "en" else "") for line in lines]
