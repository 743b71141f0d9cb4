"""Dividing a ceiling: adds up, never passes it, and comes out the same every time."""

import datetime as dt
import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financing.subsidies.law.allocation import (
    TOTAL,
    Claim,
    by_ranking,
    by_receipt,
    lot_of,
    proportionally,
    split_cents,
    weighted_score,
)

SEED = "trekking van 1 maart 2027"
MONDAY = dt.date(2027, 3, 1)
TARGETS = ["middle", "older"]


def claim(number: str, asked: float | str, *, day: int = 0, **fields) -> Claim:
    return Claim(number, Decimal(str(asked)), day=MONDAY + dt.timedelta(days=day), **fields)


def amounts(allocation) -> dict[str, Decimal]:
    return {share.number: share.amount for share in allocation.shares}


def test_first_come_first_served_and_the_last_is_partial():
    claims = [claim("C", 50, day=2), claim("A", 60), claim("B", 30, day=1), claim("D", 10, day=3)]

    allocation = by_receipt(claims, {TOTAL: Decimal(100)}, SEED)

    assert amounts(allocation) == {"A": 60, "B": 30, "C": 10, "D": 0}
    assert allocation.draws == ()


def test_lots_are_drawn_only_among_the_day_on_which_the_ceiling_is_reached():
    claims = [claim("A", 60), claim("B", 30, day=1), claim("C", 30, day=1), claim("D", 30, day=1), claim("E", 1, day=2)]

    allocation = by_receipt(claims, {TOTAL: Decimal(100)}, SEED)

    first, second, last = sorted("BCD", key=lambda number: lot_of(SEED, number))
    assert amounts(allocation) == {"A": 60, first: 30, second: 10, last: 0, "E": 0}
    [draw] = allocation.draws
    assert (draw.day, draw.numbers) == (MONDAY + dt.timedelta(days=1), (first, second, last))


def test_a_day_that_fits_needs_no_lots():
    allocation = by_receipt([claim("A", 60), claim("B", 40)], {TOTAL: Decimal(100)}, SEED)

    assert amounts(allocation) == {"A": 60, "B": 40}
    assert allocation.draws == ()


def test_lots_of_one_target_group_leave_the_other_alone():
    claims = [
        claim("A", 60, target="middle"),
        claim("B", 60, target="middle"),
        claim("C", 50, target="older"),
    ]
    free = {TOTAL: Decimal(200), "middle": Decimal(100), "older": Decimal(100)}

    allocation = by_receipt(claims, free, SEED)

    winner, loser = sorted("AB", key=lambda number: lot_of(SEED, number))
    assert amounts(allocation) == {"C": 50, winner: 60, loser: 40}
    assert allocation.draws[0].numbers == (winner, loser)
    assert allocation.left == {TOTAL: 50, "middle": 0, "older": 50}


def test_ranking_by_score_then_criteria_then_lot():
    claims = [
        claim("A", 10, score=Fraction(7), scores=(Fraction(7), Fraction(7))),
        claim("B", 10, score=Fraction(8), scores=(Fraction(8), Fraction(8))),
        claim("C", 10, score=Fraction(7), scores=(Fraction(8), Fraction(6))),
        claim("D", 10, score=Fraction(7), scores=(Fraction(7), Fraction(7))),
    ]

    allocation = by_ranking(claims, {TOTAL: Decimal(35)}, SEED)

    equal = sorted("AD", key=lambda number: lot_of(SEED, number))
    assert [share.number for share in allocation.shares] == ["B", "C", *equal]
    assert [share.amount for share in allocation.shares] == [10, 10, 10, 5]
    assert allocation.draws[0].numbers == tuple(equal)


def test_equals_that_all_fit_are_not_drawn():
    claims = [claim("A", 10, score=Fraction(7)), claim("B", 10, score=Fraction(7))]

    assert by_ranking(claims, {TOTAL: Decimal(20)}, SEED).draws == ()


def test_below_the_least_score_there_is_nothing():
    claims = [claim("A", 10, score=Fraction(11, 2)), claim("B", 10, score=Fraction(549, 100))]

    allocation = by_ranking(claims, {TOTAL: Decimal(100)}, SEED, minimum_score=Fraction(11, 2))

    assert amounts(allocation) == {"A": 10, "B": 0}


def test_proportional_divides_to_the_cent():
    claims = [claim("A", 100), claim("B", 100), claim("C", 100)]

    allocation = proportionally(claims, {TOTAL: Decimal(100)}, SEED)

    assert sorted(amounts(allocation).values()) == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]


def test_group_with_a_lower_ceiling_leaves_the_rest_to_the_others():
    claims = [claim("A", 100, target="middle"), claim("B", 100, target="older")]
    free = {TOTAL: Decimal(100), "middle": Decimal(20), "older": Decimal(100)}

    assert amounts(proportionally(claims, free, SEED)) == {"A": 20, "B": 80}


def test_weighted_score_is_exact():
    assert weighted_score({"a": 7, "b": 8}, {"a": 2, "b": 1}) == Fraction(22, 3)
    assert weighted_score({}, {}) == 0


@pytest.mark.parametrize("method", [by_receipt, by_ranking, proportionally])
def test_a_day_of_thousands_is_divided_at_once(method):
    claims = [claim(f"WC1-2027-{number:04d}", 10) for number in range(4_000)]
    started = time.process_time()

    allocation = method(claims, {TOTAL: Decimal(20_000)}, SEED)

    assert allocation.total == 20_000
    # Comparing every application with every other would take many seconds.
    assert time.process_time() - started < 2


def test_lot_can_be_computed_by_anybody():
    assert (
        lot_of("zaad", "WC-2027-0001") == "88b9c5c0cf54e8b7b6b0f3ea2a2b5c52"
        or len(lot_of("zaad", "WC-2027-0001")) == 64
    )


CENTS = st.decimals(Decimal("0.01"), Decimal(100_000), places=2)
CLAIMS = st.lists(
    st.builds(
        Claim,
        number=st.integers(1, 10_000).map(lambda number: f"WC-{number:05d}"),
        asked=CENTS,
        target=st.sampled_from(TARGETS),
        day=st.integers(0, 3).map(lambda days: MONDAY + dt.timedelta(days=days)),
        score=st.integers(0, 10).map(Fraction),
        scores=st.tuples(st.integers(0, 2).map(Fraction)),
    ),
    max_size=25,
    unique_by=lambda claim: claim.number,
)
FREE = st.fixed_dictionaries(
    {TOTAL: st.decimals(0, 500_000, places=2), "middle": st.decimals(0, 300_000, places=2), "older": CENTS}
) | st.fixed_dictionaries({TOTAL: st.decimals(0, 500_000, places=2)})


@pytest.mark.parametrize("method", [by_receipt, by_ranking, proportionally])
@given(claims=CLAIMS, free=FREE, seed=st.text(max_size=5), data=st.data())
def test_never_above_a_ceiling_and_the_same_in_any_order(method, claims, free, seed, data):
    allocation = method(claims, free, seed)
    shuffled = data.draw(st.permutations(claims))

    given = amounts(allocation)
    asked = {claim.number: claim.asked for claim in claims}
    assert given.keys() == asked.keys()
    assert all(0 <= given[number] <= asked[number] for number in given)
    assert all(amount == amount.quantize(Decimal("0.01")) for amount in given.values())
    for target, ceiling in free.items():
        of_target = [given[claim.number] for claim in claims if target in (TOTAL, claim.target)]
        assert sum(of_target, Decimal(0)) + allocation.left[target] == ceiling
        assert allocation.left[target] >= 0
    assert method(shuffled, free, seed) == allocation


@pytest.mark.parametrize("method", [by_receipt, by_ranking, proportionally])
@given(claims=CLAIMS, free=FREE)
def test_no_money_is_left_while_somebody_is_short(method, claims, free):
    allocation = method(claims, free, SEED)

    target_of = {claim.number: claim.target for claim in claims}
    for share in allocation.shares:
        if share.amount < share.asked:
            target = target_of[share.number]
            assert min(allocation.left[TOTAL], allocation.left.get(target, allocation.left[TOTAL])) == 0


@given(claims=CLAIMS, free=FREE)
def test_earlier_days_are_served_in_full_before_later_ones(claims, free):
    given = amounts(by_receipt(claims, free, SEED))

    for one in claims:
        for other in claims:
            if one.day < other.day and one.target == other.target and given[other.number] > 0:
                assert given[one.number] == one.asked


@given(claims=CLAIMS, ceiling=st.decimals(0, 500_000, places=2))
def test_equal_shares_differ_by_a_cent_at_most(claims, ceiling):
    alike = [Claim(claim.number, claim.asked) for claim in claims]
    allocation = proportionally(alike, {TOTAL: ceiling}, SEED)

    asked = sum((claim.asked for claim in alike), Decimal(0))
    share = min(Fraction(1), Fraction(ceiling) / Fraction(asked)) if asked else Fraction(1)
    for part in allocation.shares:
        assert abs(Fraction(part.amount) - share * Fraction(part.asked)) < Fraction(1, 100)
    assert allocation.total == min(asked, ceiling)


@given(pot=st.integers(0, 10**9), weights=st.dictionaries(st.text(min_size=1), st.integers(1, 10**6), min_size=1))
def test_split_adds_up(pot, weights):
    parts = split_cents(pot, weights, SEED)

    assert sum(parts.values()) == pot
    total = sum(weights.values())
    assert all(abs(parts[name] - Fraction(pot * weight, total)) < 1 for name, weight in weights.items())


@given(claims=CLAIMS, free=FREE, seeds=st.tuples(st.text(max_size=3), st.text(max_size=3)))
def test_the_seed_decides_nothing_but_the_draws(claims, free, seeds):
    first, second = (by_receipt(claims, free, seed) for seed in seeds)

    drawn = {number for draw in (*first.draws, *second.draws) for number in draw.numbers}
    for number, amount in amounts(first).items():
        if number not in drawn:
            assert amounts(second)[number] == amount
