"""The round board: every application that counts, ranked against the ceiling, and what another cut or order would
do.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from operator import mul
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import JSONField, QuerySet, Sum
from django.db.models.expressions import RawSQL

from coophub.accounts.models import User
from coophub.web.bilingual import Bilingual, both
from coophub.web.lists import PER_PAGE
from financing.engine import read_result
from financing.plans.figures.verdict import verdict_sentence
from financing.subsidies.law.allocation import (
    Allocation,
    Claim,
    ClaimShare,
    Draw,
    by_ranking,
    by_receipt,
    proportionally,
    weighted_score,
)
from financing.subsidies.models import (
    BEFORE_ADVICE,
    TOTAL,
    AllocationRun,
    Application,
    Assessment,
    LedgerEntry,
    LotSeed,
    SchemeVersion,
    Target,
)
from financing.subsidies.procedure.interest import numbers_with_interest
from financing.subsidies.selectors.applicants import with_applicants
from financing.subsidies.selectors.waiting import Round, Waiting, applications_in_round, round_of

METHOD = SchemeVersion.Allocation
NO_SCORE = Fraction(0)
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
    scores: list[tuple[Bilingual, int, Decimal]]
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
    """An outcome as it was recorded: number, asked and given of the first applications, in the order of places.

    `more` says how many stand behind them, `draws` in which order applications came out of lots.
    """

    run: AllocationRun
    shares: list[tuple[str, Decimal, Decimal]]
    more: int
    seed: str
    draws: list[list[str]]


@dataclass(frozen=True)
class Board:
    """A page of the board; the sums and what is left are of the whole round."""

    version: SchemeVersion
    method: str
    page: Page[ClaimShare]
    rows: list[BoardRow]
    waiting: int
    asked: Decimal
    given: Decimal
    left: list[CeilingLeft]
    draws: tuple[Draw, ...]
    seed: LotSeed | None
    is_trial: bool
    unscored: int


def advised_scores(version: SchemeVersion) -> dict[int, Fraction]:
    """The weighted score of each application on which the advice is complete: before that each reviewer scores alone.
    Two queries.
    """
    weights = dict(version.criteria.values_list("slug", "weight"))
    given = _given(Application.objects.filter(scheme_version=version).exclude(state__in=BEFORE_ADVICE))
    return {key: weighted_score(mean_scores(scores, list(weights)), weights) for key, scores in given.items()}


def _given(applications: QuerySet[Application]) -> dict[int, list[dict[str, int]]]:
    """What the reviewers gave each application."""
    given: dict[int, list[dict[str, int]]] = {}
    counting = Assessment.objects.counting().filter(application__in=applications.order_by())
    for key, scores in counting.values_list("application", "scores"):
        given.setdefault(key, []).append(scores)
    return given


def claims_of(waiting: Iterable[Waiting], weights: Mapping[str, int]) -> dict[str, Claim]:
    """The applications as claims, by number; with the weights of the criteria, in the scheme's order."""
    nothing = (NO_SCORE,) * len(weights)
    by_criterion, whole = tuple(weights.values()), sum(weights.values()) or 1
    claims = {}
    for _pk, number, asked, target, day, reviews, sums in waiting:
        scores, score = nothing, NO_SCORE
        if reviews:
            scores = tuple([_fraction(given, reviews) for given in sums])
            score = _fraction(sum(map(mul, sums, by_criterion)), reviews * whole)
        claims[number] = Claim(number, asked, target, day, score, scores)
    return claims


def mean_scores(given: Sequence[Mapping[str, int]], slugs: Sequence[str]) -> dict[str, Fraction]:
    """The mean of what the reviewers gave, by criterion; nothing while nobody scored."""
    if not given:
        return {}
    return {slug: _fraction(sum(int(scores[slug]) for scores in given if slug in scores), len(given)) for slug in slugs}


@lru_cache(maxsize=50_000)
def _fraction(of: int, parts: int) -> Fraction:
    """There are few scores and many applications."""
    return Fraction(of, parts)


def free_for_round(version: SchemeVersion) -> dict[str, Decimal]:
    """What is free of each ceiling when the reservations of this round are divided anew."""
    entries = LedgerEntry.objects.filter(application__in=applications_in_round(version).order_by())
    held = dict(entries.order_by().values_list("application__target").annotate(Sum("amount")))
    return {
        balance.target: balance.free
        + sum((amount for target, amount in held.items() if balance.target in (TOTAL, target)), Decimal(0))
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


def round_board(version: SchemeVersion, user: User, trial: Trial | None = None, page: str | int = 1) -> Board:
    """A page of the board as the scheme says it, or as a trial would have it. A fixed number of queries."""
    found = round_of(version)
    criteria = list(version.criteria.all())
    weights = {criterion.slug: criterion.weight for criterion in criteria}
    free = free_for_round(version)
    seed = LotSeed.objects.filter(version=version).first()
    lots = seed.seed if seed else TRIAL_SEED
    claims, now = _as_it_stands(found, version, weights, free, lots)
    shown, method = now, str(version.allocation)
    if trial is not None:
        method = trial.method or method
        claims = claims_of(found.waiting, {**weights, **trial.weights})
        free = _other_ceilings(version, free, trial)
        least = version.minimum_score if trial.minimum_score is None else trial.minimum_score
        kept = [claim for number, claim in claims.items() if number not in trial.without]
        shown = divide(method, kept, free, lots, least)
    shares = [*shown.shares, *_left_out(shown, claims)]
    on_page = Paginator(shares, PER_PAGE).get_page(page)
    return Board(
        version=version,
        method=method,
        page=on_page,
        rows=_rows(list(on_page), found, claims, now, user),
        waiting=len(found.waiting),
        asked=found.asked,
        given=shown.total,
        left=_left(version, free, shown),
        draws=shown.draws,
        seed=seed,
        is_trial=trial is not None,
        unscored=found.unscored if criteria else 0,
    )


def _as_it_stands(
    found: Round, version: SchemeVersion, weights: Mapping[str, int], free: Mapping[str, Decimal], lots: str
) -> tuple[dict[str, Claim], Allocation]:
    """The claims and who gets what by the scheme's own rule: divided once for as long as nothing changes on which it
    rests.
    """
    key = (version.allocation, version.minimum_score, lots, tuple(weights.items()), tuple(sorted(free.items())))
    known: tuple[dict[str, Claim], Allocation] | None = found.worked_out.get(key)
    if known is None:
        claims = claims_of(found.waiting, weights)
        known = claims, divide(version.allocation, list(claims.values()), free, lots, version.minimum_score)
        found.worked_out.clear()
        found.worked_out[key] = known
    return known


def _other_ceilings(version: SchemeVersion, free: Mapping[str, Decimal], trial: Trial) -> dict[str, Decimal]:
    """What would be free of each ceiling in a trial."""
    ceilings = {balance.target: balance.ceiling for balance in version.balances.all()}
    return {
        target: max(Decimal(0), amount + trial.ceilings[target] - ceilings[target])
        if target in trial.ceilings
        else amount
        for target, amount in free.items()
    }


def _left_out(shown: Allocation, claims: Mapping[str, Claim]) -> list[ClaimShare]:
    """The applications that a trial leaves out stand last, with nothing."""
    if len(shown.shares) == len(claims):
        return []
    placed = {share.number for share in shown.shares}
    left_out = [claim for number, claim in claims.items() if number not in placed]
    first = len(placed) + 1
    return [
        ClaimShare(claim.number, place, claim.asked, Decimal(0)) for place, claim in enumerate(left_out, start=first)
    ]


def summary_of(application: Application) -> Summary:
    """What was asked, scored, advised, and whether the plan closes, as it was submitted."""
    version = application.scheme_version
    criteria = list(version.criteria.all())
    assessments = list(application.assessments.counting().select_related("reviewer"))
    means = mean_scores([item.scores for item in assessments], [criterion.slug for criterion in criteria])
    weights = {criterion.slug: criterion.weight for criterion in criteria}
    plan = application.submission.content.get("plan")
    free = [b.free for b in version.balances.all() if b.target in (TOTAL, application.target)]
    reserved = sum((entry.amount for entry in application.ledger_entries.all()), Decimal(0))
    return Summary(
        application=application,
        score=rounded(weighted_score(means, weights)) if means else None,
        scores=[
            (both(criterion, "title"), criterion.weight, rounded(means[criterion.slug]))
            for criterion in criteria
            if means
        ],
        assessments=assessments,
        plan_sentence=verdict_sentence(read_result(plan["result"])) if plan else "",
        plan_closes=plan["result"]["closes"] if plan else None,
        share=reserved or None,
        free=min(free, default=Decimal(0)),
    )


# Of an outcome only what a page shows: all of it is some hundred bytes for each application.
OPENING = """(
    SELECT jsonb_build_object(
        'shares', coalesce(jsonb_agg(share ORDER BY place) FILTER (WHERE place <= %s), '[]'),
        'count', count(*),
        'seed', subsidies_allocationrun.content -> 'seed',
        'draws', subsidies_allocationrun.content -> 'draws'
    )
    FROM (
        SELECT share, row_number() OVER (ORDER BY position) AS place
        FROM jsonb_array_elements(subsidies_allocationrun.content -> 'shares')
            WITH ORDINALITY AS listed (share, position)
        WHERE share ->> 'number' <> ALL (%s)
    ) shown
)"""


def runs_of(version: SchemeVersion, user: User) -> list[RecordedRun]:
    """The recorded outcomes, the newest first, without the shares of applications in which this person has an interest.

    Three queries.
    """
    hidden = list(version.applications.filter(pk__in=numbers_with_interest(user)).values_list("number", flat=True))
    runs = AllocationRun.objects.filter(version=version).select_related("recorded_by", "adopted_by").defer("content")
    opening = RawSQL(OPENING, [PER_PAGE, hidden], output_field=JSONField())  # noqa: S611 - a text of ours
    return [_recorded(run, run.opening) for run in runs.annotate(opening=opening)]


def _recorded(run: AllocationRun, opening: Mapping[str, Any]) -> RecordedRun:
    shares = [(share["number"], Decimal(share["asked"]), Decimal(share["amount"])) for share in opening["shares"]]
    draws = [draw["numbers"] for draw in opening["draws"]]
    return RecordedRun(run, shares, opening["count"] - len(shares), opening["seed"], draws)


def _rows(
    shares: Sequence[ClaimShare],
    found_in: Round,
    claims: Mapping[str, Claim],
    now: Allocation,
    user: User,
) -> list[BoardRow]:
    """The applications of a page, with what they would get and what they get as it stands. Two queries."""
    numbers = {share.number for share in shares}
    by_number = found_in.by_number
    before = {share.number: share.amount for share in now.shares if share.number in numbers}
    keys = [by_number[share.number].pk for share in shares]
    hidden = numbers_with_interest(user)
    found = with_applicants(Application.objects.defer("answers")).in_bulk(keys)
    return [
        BoardRow(
            place=share.place,
            application=found[key],
            is_hidden=key in hidden,
            score=rounded(claims[share.number].score) if by_number[share.number].reviews else None,
            asked=share.asked,
            amount=share.amount,
            before=before[share.number],
            by_lot=bool(share.lot),
            plan_closes=found[key].submission.plan_closes,
        )
        for key, share in zip(keys, shares, strict=True)
    ]


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
