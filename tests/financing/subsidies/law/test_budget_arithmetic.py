"""Both sides of a budget, quarters and de-minimis aid: what must hold for every amount and every day."""

import datetime as dt
import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financing.subsidies.law.budget import (
    MOST_QUARTERS,
    BudgetTotals,
    next_quarter,
    quarter_of,
    quarters,
    spread,
    total,
)
from financing.subsidies.law.de_minimis import AidTotals, aid_ceiling, declared_since
from financing.subsidies.procedure.awards import by_weight

EUROS = st.decimals(min_value=0, max_value=10_000_000, places=2)
DAYS = st.dates(min_value=dt.date(2024, 1, 1), max_value=dt.date(2060, 12, 31))


@given(income=st.lists(EUROS | st.none(), max_size=8), asked=EUROS, short=st.decimals(-5_000, 5_000, places=2))
def test_budget_closes_only_when_both_sides_are_the_same_to_the_cent(income, asked, short):
    totals = BudgetTotals(total(income) + asked + short, total(income), Decimal(0), asked)

    assert totals.difference == short
    assert totals.closes == (short == 0 and totals.costs > 0)


@given(own=EUROS, subsidies=EUROS, asked=EUROS)
def test_in_a_budget_that_closes_no_cost_is_paid_twice(own, subsidies, asked):
    totals = BudgetTotals(own + subsidies + asked, own + subsidies, subsidies, asked)

    assert totals.asked + totals.subsidies <= totals.costs
    assert totals.own_share == own


@given(amount=EUROS, parts=st.integers(1, 60))
def test_parts_add_up_to_the_amount_and_differ_by_a_cent_at_most(amount, parts):
    spread_out = spread(amount, parts)

    assert len(spread_out) == parts
    assert sum(spread_out) == amount
    assert max(spread_out) - min(spread_out) <= Decimal("0.01")


@given(first=DAYS, length=st.integers(0, 4000))
def test_quarters_follow_each_other_and_hold_the_whole_period(first, length):
    last = first + dt.timedelta(days=length)

    found = list(quarters(first, last))

    assert found[0] <= first < next_quarter(found[0])
    assert found[-1] <= last < next_quarter(found[-1])
    assert all(later == next_quarter(earlier) for earlier, later in itertools.pairwise(found))
    assert all(start.day == 1 and start.month in (1, 4, 7, 10) and quarter_of(start) == start for start in found)


CEILING = aid_ceiling("de_minimis", dt.date(2026, 11, 24))


@given(on=DAYS, days_before=st.integers(0, 2500), amount=EUROS, awarded=EUROS, asked=EUROS)
def test_aid_counts_for_three_years_and_no_longer(on, days_before, amount, awarded, asked):
    granted_on = on - dt.timedelta(days=days_before)
    first_day = CEILING.first_day(on)

    totals = AidTotals(CEILING, declared_since([(granted_on, amount)], first_day), awarded, asked)

    assert totals.declared == (amount if granted_on >= first_day else 0)
    assert totals.received == totals.declared + awarded
    assert totals.fits == (totals.received + asked <= 300_000)
    assert totals.room == max(0, 300_000 - totals.received)


def test_aid_of_the_same_day_three_years_ago_counts_no_more():
    first_day = CEILING.first_day(dt.date(2026, 11, 24))

    assert first_day == dt.date(2023, 11, 25)
    assert declared_since([(first_day, Decimal(1))], first_day) == 1
    assert declared_since([(first_day - dt.timedelta(days=1), Decimal(1))], first_day) == 0


@pytest.mark.parametrize("row", [(None, Decimal(5)), (dt.date(2026, 1, 5), Decimal(5))])
def test_aid_without_a_date_counts(row):
    assert declared_since([row, (dt.date(2026, 1, 5), None)], dt.date(2025, 1, 1)) == 5


def test_aid_that_is_known_is_not_counted_again():
    day = dt.date(2026, 1, 5)
    rows = [(day, Decimal(500)), (day, Decimal(499)), (day + dt.timedelta(days=1), Decimal(500))]

    assert declared_since(rows, dt.date(2025, 1, 1), [(day, Decimal(500))]) == 999


def test_ceiling_has_its_amount_source_and_day():
    assert (CEILING.amount, CEILING.years, CEILING.valid_from) == (300_000, 3, dt.date(2024, 1, 1))
    assert "2023/2831" in CEILING.source
    assert aid_ceiling("de_minimis", dt.date(2023, 12, 31)) is None


@given(cents=st.integers(0, 10**9), weights=st.lists(EUROS.filter(bool), min_size=1, max_size=20))
def test_a_division_by_weight_adds_up_and_is_never_a_cent_off(cents, weights):
    amount = Decimal(cents) / 100

    parts = by_weight(amount, weights)

    assert sum(parts) == amount
    assert all(
        abs(part - amount * weight / sum(weights)) < Decimal("0.01")
        for part, weight in zip(parts, weights, strict=True)
    )


def test_quarters_of_a_period_that_never_ends_are_the_first_only() -> None:
    assert len(list(quarters(dt.date(2027, 1, 1), dt.date.max))) == MOST_QUARTERS
    assert len(list(quarters(dt.date(9998, 1, 1), dt.date.max))) == 4
