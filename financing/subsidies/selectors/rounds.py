"""The round board: every application that counts, ranked against the ceiling, and what another cut or order would
do.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.db.models import Prefetch

from coophub.accounts.models import User
from coophub.web import clock
from financing.engine import read_result
from financing.plans.figures.verdict import verdict_sentence
from financing.subsidies.law.allocation import (
    Allocation,
    Claim,
    Draw,
    by_ranking,
    by_receipt,
    proportionally,
    weighted_score,
)
from financing.subsidies.models import (
    AT_THE_MINISTRY,
    TOTAL,
    AllocationRun,
    Application,
    Assessment,
    InterestDeclaration,
    LedgerEntry,
    LotSeed,
    SchemeVersion,
    State,
    Target,
)

METHOD = SchemeVersion.Allocation
TRIAL_SEED = "proef"
"""Lots on the board before they are drawn: for looking ahead only."""


@dataclass(frozen=True)
class Trial:
    """Another cut or order to try. What is left out stays as it is."""

    method: str | None = None
    ceilings: Mapping[str, Decimal] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)
    minimum_score: Decimal | None = None
    without: frozenset[str] = frozenset()


@dataclass(frozen=True)
class BoardRow:
    """An application on the board. Who declared an interest sees its number and nothing else."""

    place: int
    application: Application
    is_hidden: bool
    score: Decimal | None
    scores: list[tuple[str, Decimal]]
    asked: Decimal
    amount: Decimal
    before: Decimal
    by_lot: bool
    plan_closes: bool | None

    @property
    def change(self) -> str:
        """What a trial does to it: in, out, more, less, or nothing."""
        if self.before == self.amount:
            return ""
        if not self.before:
            return "in"
        if not self.amount:
            return "out"
        return "more" if self.amount > self.before else "less"


@dataclass(frozen=True)
class Summary:
    """One application on one page, for who decides."""

    application: Application
    score: Decimal | None
    scores: list[tuple[str, int, Decimal]]
    assessments: list[Assessment]
    plan_sentence: str
    plan_closes: bool | None
    share: Decimal | None
    free: Decimal


@dataclass(frozen=True)
class CeilingLeft:
    title: str
    target: str
    ceiling: Decimal
    free: Decimal
    given: Decimal
    left: Decimal


@dataclass(frozen=True)
class RecordedRun:
    """An outcome as it was recorded: number, asked and given of each application, in the order of places."""

    run: AllocationRun
    shares: list[tuple[str, Decimal, Decimal]]


@dataclass(frozen=True)
class Board:
    version: SchemeVersion
    method: str
    rows: list[BoardRow]
    left: list[CeilingLeft]
    draws: tuple[Draw, ...]
    seed: LotSeed | None
    is_trial: bool
    unscored: int

    @property
    def asked(self) -> Decimal:
        return sum((row.asked for row in self.rows), start=Decimal(0))

    @property
    def given(self) -> Decimal:
        return sum((row.amount for row in self.rows), start=Decimal(0))


def applications_in_round(version: SchemeVersion) -> list[Application]:
    """What is complete, at the ministry and undecided, with assessments and what it holds already."""
    return list(
        Application.objects.filter(scheme_version=version, state__in=AT_THE_MINISTRY)
        .exclude(state=State.REMEDY_REQUESTED)
        .select_related("initiative__municipality", "submission")
        .prefetch_related(
            "interest_declarations",
            Prefetch("assessments", Assessment.objects.select_related("reviewer")),
            Prefetch("ledger_entries", LedgerEntry.objects.order_by("pk")),
        )
        .order_by("submitted_at", "pk")
    )


def claims_of(
    applications: Sequence[Application], slugs: Sequence[str], weights: Mapping[str, int]
) -> dict[str, Claim]:
    """The applications as the division sees them, by number."""
    claims = {}
    for application in applications:
        means = mean_scores(application, slugs)
        claims[str(application.number)] = Claim(
            number=str(application.number),
            asked=application.amount_requested,
            target=application.target,
            day=complete_on(application),
            score=weighted_score(means, weights),
            scores=tuple(means.get(slug, Fraction(0)) for slug in slugs),
        )
    return claims


def complete_on(application: Application) -> dt.date:
    """The day that counts for the order of receipt: when it was complete (KB 9)."""
    return application.rank_on or clock.day_of(application.submitted_at)


def mean_scores(application: Application, slugs: Sequence[str]) -> dict[str, Fraction]:
    """The mean of what the reviewers gave, by criterion; nothing while nobody scored."""
    given = [assessment.scores for assessment in application.assessments.all()]
    return {
        slug: Fraction(sum(int(scores[slug]) for scores in given if slug in scores), len(given))
        for slug in slugs
        if given
    }


def free_for_round(version: SchemeVersion, applications: Sequence[Application]) -> dict[str, Decimal]:
    """What is free of each ceiling when the reservations of this round are divided anew."""
    held = [
        (application.target, sum((e.amount for e in application.ledger_entries.all()), Decimal(0)))
        for application in applications
    ]
    return {
        balance.target: balance.free
        + sum((amount for target, amount in held if balance.target in (TOTAL, target)), Decimal(0))
        for balance in version.balances.all()
    }


def divide(
    method: str,
    claims: Sequence[Claim],
    free: Mapping[str, Decimal],
    seed: str,
    minimum_score: Decimal | None,
) -> Allocation:
    if method == METHOD.RANKING:
        return by_ranking(claims, free, seed, None if minimum_score is None else Fraction(minimum_score))
    if method == METHOD.PROPORTIONAL:
        return proportionally(claims, free, seed)
    return by_receipt(claims, free, seed)


def round_board(version: SchemeVersion, user: User, trial: Trial | None = None) -> Board:
    """The board as the scheme says it, or as a trial would have it. A fixed number of queries."""
    applications = applications_in_round(version)
    criteria = list(version.criteria.all())
    slugs = [criterion.slug for criterion in criteria]
    weights = {criterion.slug: criterion.weight for criterion in criteria}
    free = free_for_round(version, applications)
    seed = LotSeed.objects.filter(version=version).first()
    lots = seed.seed if seed else TRIAL_SEED
    claims = claims_of(applications, slugs, weights)
    now = divide(version.allocation, list(claims.values()), free, lots, version.minimum_score)
    shown, method = now, str(version.allocation)
    if trial is not None:
        method = trial.method or method
        tried = claims_of(applications, slugs, {**weights, **trial.weights})
        others = {balance.target: balance.ceiling for balance in version.balances.all()}
        changed = {
            target: max(Decimal(0), free[target] + trial.ceilings[target] - others[target])
            if target in trial.ceilings
            else amount
            for target, amount in free.items()
        }
        least = version.minimum_score if trial.minimum_score is None else trial.minimum_score
        kept = [claim for number, claim in tried.items() if number not in trial.without]
        shown = divide(method, kept, changed, lots, least)
        claims, free = tried, changed
    before = {share.number: share.amount for share in now.shares}
    by_number = {str(application.number): application for application in applications}
    places = {share.number: share for share in shown.shares}
    order = [*places, *(number for number in by_number if number not in places)]
    titles = {criterion.slug: criterion.title for criterion in criteria}
    rows = [
        _row(
            place,
            by_number[number],
            user,
            claims[number],
            titles,
            places[number].amount if number in places else Decimal(0),
            before[number],
            bool(places[number].lot) if number in places else False,
        )
        for place, number in enumerate(order, start=1)
    ]
    return Board(
        version=version,
        method=method,
        rows=rows,
        left=_left(version, free, shown),
        draws=shown.draws,
        seed=seed,
        is_trial=trial is not None,
        unscored=sum(1 for application in applications if criteria and not application.assessments.all()),
    )


def summary_of(application: Application) -> Summary:
    """What was asked, scored, advised, and whether the plan closes, as it was submitted."""
    version = application.scheme_version
    criteria = list(version.criteria.all())
    means = mean_scores(application, [criterion.slug for criterion in criteria])
    weights = {criterion.slug: criterion.weight for criterion in criteria}
    plan = application.submission.content.get("plan")
    free = [b.free for b in version.balances.all() if b.target in (TOTAL, application.target)]
    reserved = sum((entry.amount for entry in application.ledger_entries.all()), Decimal(0))
    return Summary(
        application=application,
        score=rounded(weighted_score(means, weights)) if means else None,
        scores=[(criterion.title, criterion.weight, rounded(means[criterion.slug])) for criterion in criteria if means],
        assessments=list(application.assessments.select_related("reviewer")),
        plan_sentence=verdict_sentence(read_result(plan["result"])) if plan else "",
        plan_closes=plan["result"]["closes"] if plan else None,
        share=reserved or None,
        free=min(free, default=Decimal(0)),
    )


def runs_of(version: SchemeVersion, user: User) -> list[RecordedRun]:
    """The recorded outcomes, the newest first, without the shares of applications in which this person has an interest.

    Two queries.
    """
    hidden = set(
        InterestDeclaration.objects.filter(
            application__scheme_version=version, person=user, has_interest=True
        ).values_list("application__number", flat=True)
    )
    runs = AllocationRun.objects.filter(version=version).select_related("recorded_by", "adopted_by")
    return [
        RecordedRun(
            run,
            [
                (share["number"], Decimal(share["asked"]), Decimal(share["amount"]))
                for share in run.content["shares"]
                if share["number"] not in hidden
            ],
        )
        for run in runs
    ]


def _row(
    place: int,
    application: Application,
    user: User,
    claim: Claim,
    titles: Mapping[str, str],
    amount: Decimal,
    before: Decimal,
    by_lot: bool,
) -> BoardRow:
    plan = application.submission.content.get("plan")
    has_scores = bool(application.assessments.all())
    means = mean_scores(application, list(titles))
    return BoardRow(
        place=place,
        application=application,
        is_hidden=any(
            declaration.has_interest and declaration.person_id == user.pk
            for declaration in application.interest_declarations.all()
        ),
        score=rounded(claim.score) if has_scores else None,
        scores=[(titles[slug], rounded(score)) for slug, score in means.items()],
        asked=claim.asked,
        amount=amount,
        before=before,
        by_lot=by_lot,
        plan_closes=plan["result"]["closes"] if plan else None,
    )


def _left(version: SchemeVersion, free: Mapping[str, Decimal], allocation: Allocation) -> list[CeilingLeft]:
    ceilings = {balance.target: balance.ceiling for balance in version.balances.all()}
    return [
        CeilingLeft(
            title=str(Target(target).label) if target else "",
            target=target,
            ceiling=ceilings[target],
            free=amount,
            given=amount - allocation.left[target],
            left=allocation.left[target],
        )
        for target, amount in sorted(free.items())
    ]


def rounded(score: Fraction) -> Decimal:
    """A score in two decimals, to show; the ranking itself compares exactly."""
    return (Decimal(score.numerator) / Decimal(score.denominator)).quantize(Decimal("0.01"))
