"""The plans from which a portfolio can be made, each by value with what is asked of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from coophub.accounts.models import User
from financing.lab.models import KeptPlan, KeptPortfolio, LabConsent
from financing.lab.selectors.consents import holding_consents
from financing.lab.selectors.secrecy import let_in
from financing.plans.document.examples import example_document, example_named
from financing.plans.services.versions import hash_of
from financing.subsidies.models import SchemeVersion, Submission
from financing.subsidies.procedure.interest import numbers_with_interest
from financing.subsidies.selectors.rounds import advised_scores
from initiatives.models import Municipality

PlanSource = KeptPlan.Source


@dataclass(frozen=True)
class PlanToKeep:
    """A plan as a portfolio keeps it, and where it comes from. `weight` is how often it counts."""

    source: PlanSource
    document: Mapping[str, Any]
    form: str = ""
    target: str = ""
    province: str = ""
    weight: int = 1
    received: int | None = None
    score: float | None = None
    consent: LabConsent | None = None
    submission: Submission | None = None

    @property
    def sha256(self) -> str:
        """What tells its figures apart from those of another, whatever it is called."""
        return hash_of({**self.document, "name": ""})

    @property
    def homes(self) -> int:
        """Types of homes without a number of their own count once."""
        return int(sum(home.get("count", 1) for home in self.document.get("dwellings", [])))


def schemes_with_plans() -> QuerySet[SchemeVersion]:
    """The versions of schemes under which applications came in with a plan, and how many."""
    with_plan = Count("applications", filter=Q(applications__submission__plan_version__isnull=False))
    return (
        SchemeVersion.objects.filter(published_at__isnull=False)
        .select_related("scheme")
        .annotate(with_plan=with_plan)
        .filter(with_plan__gt=0)
        .order_by("scheme__name", "-number")
    )


def plans_of_scheme(version: SchemeVersion, user: User) -> list[PlanToKeep]:
    """The plans as they were submitted, in the order of receipt, without those in which this person has an interest;
    each with its score when its assessment is complete.
    """
    scores = advised_scores(version)
    found = (
        Submission.objects.filter(application__scheme_version=version)
        .exclude(application__in=numbers_with_interest(user))
        .select_related("application", "plan_version")
        .order_by("submitted_at", "pk")
    )
    with_plan = [submission for submission in found if (submission.content.get("plan") or {}).get("document")]
    return [
        PlanToKeep(
            source=PlanSource.SCHEME,
            document=submission.content["plan"]["document"],
            form=submission.content["initiative"].get("form") or "",
            target=submission.application.target or submission.content["initiative"].get("target_group") or "",
            province=submission.content["initiative"].get("province") or "",
            received=place,
            score=float(scores[submission.application_id]) if submission.application_id in scores else None,
            submission=submission,
        )
        for place, submission in enumerate(with_plan, start=1)
    ]


def plans_with_consent(municipality: Municipality | None = None) -> list[PlanToKeep]:
    """The plans that may be counted with, of one municipality or of all, as many of them as can be shown beside every
    earlier portfolio.
    """
    holding = holding_consents()
    if municipality is not None:
        holding = holding.filter(plan__initiative__municipality=municipality)
    consents = {str(consent.pk): consent for consent in holding}
    admitted = let_in(consents, consents_shown())
    return [_with_consent(consents[key]) for key in sorted(admitted, key=int)]


def consents_shown() -> list[frozenset[str]]:
    """Which plans of groups were ever looked at together: those of each portfolio, by the number of their consent."""
    together: dict[int, set[str]] = {}
    rows = KeptPlan.objects.exclude(consent=None).order_by("portfolio").values_list("portfolio", "consent")
    for portfolio, consent in rows:
        together.setdefault(portfolio, set()).add(str(consent))
    return list(dict.fromkeys(frozenset(plans) for plans in together.values()))


def example_plans(counted: Mapping[str, int]) -> list[PlanToKeep]:
    """The example plans that count, each as often as was said."""
    return [
        PlanToKeep(
            source=PlanSource.EXAMPLE,
            document=example_document(slug),
            form=str(example_named(slug).form),
            weight=times,
        )
        for slug, times in counted.items()
        if times > 0
    ]


def _with_consent(consent: LabConsent) -> PlanToKeep:
    """By value, as the group read it when it said yes; a plan of a visitor has no group that can."""
    initiative = consent.plan.initiative
    return PlanToKeep(
        source=PlanSource.CONSENT,
        document=consent.version.document,
        form=initiative.form if initiative is not None else "",
        target=initiative.target_group if initiative is not None else "",
        province=initiative.municipality.province if initiative is not None else "",
        consent=consent,
    )


@dataclass(frozen=True)
class SourceCount:
    """How many plans of a portfolio come from one place."""

    source: PlanSource
    count: int


def sources_of(portfolio: KeptPortfolio) -> list[SourceCount]:
    """Where its plans come from. One query."""
    counted = Counter(portfolio.plans.values_list("source", flat=True))
    return [SourceCount(source, counted[source]) for source in PlanSource if counted[source]]
