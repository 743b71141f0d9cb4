"""Both sides of a budget, quarters and de-minimis aid: what must hold for every amount and every day."""

import datetime as dt
import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financing.subsidies.budget import BudgetStand, next_quarter, quarter_of, quarters, spread, total
from financing.subsidies.de_minimis import aid_ceiling, aid_stand

EUROS = st.decimals(min_value=0, max_value=10_000_000, places=2)
DAYS = st.dates(min_value=dt.date(2024, 1, 1), max_value=dt.date(2060, 12, 31))


@given(income=st.lists(EUROS | st.none(), max_size=8), asked=EUROS, short=st.decimals(-5_000, 5_000, places=2))
def test_budget_closes_only_when_both_sides_are_the_same_to_the_cent(income, asked, short):
    stand = BudgetStand(total(income) + asked + short, total(income), Decimal(0), asked)

    assert stand.difference == short
    assert stand.closes == (short == 0 and stand.costs > 0)


@given(own=EUROS, subsidies=EUROS, asked=EUROS)
def test_in_a_budget_that_closes_no_cost_is_paid_twice(own, subsidies, asked):
    stand = BudgetStand(own + subsidies + asked, own + subsidies, subsidies, asked)

    assert stand.asked + stand.subsidies <= stand.costs
    assert stand.own_share == own


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


@given(on=DAYS, days_before=st.integers(0, 2500), amount=EUROS, asked=EUROS)
def test_aid_counts_for_three_years_and_no_longer(on, days_before, amount, asked):
    granted_on = on - dt.timedelta(days=days_before)

    stand = aid_stand([(granted_on, amount)], asked=asked, on=on)

    counts = granted_on >= aid_ceiling(on).first_day(on)
    assert stand.received == (amount if counts else 0)
    assert stand.fits == (stand.received + asked <= 300_000)
    assert stand.room == max(0, 300_000 - stand.received)


def test_aid_of_exactly_three_years_ago_still_counts():
    on = dt.date(2026, 11, 24)

    counts = aid_stand([(dt.date(2023, 11, 24), Decimal(1))], asked=Decimal(0), on=on)
    no_longer = aid_stand([(dt.date(2023, 11, 23), Decimal(1))], asked=Decimal(0), on=on)

    assert (counts.received, no_longer.received) == (1, 0)


def test_ceiling_has_its_amount_source_and_day():
    ceiling = aid_ceiling(dt.date(2026, 11, 24))

    assert (ceiling.amount, ceiling.years, ceiling.valid_from) == (300_000, 3, dt.date(2024, 1, 1))
    assert "2023/2831" in ceiling.source
    with pytest.raises(ValueError, match="2023-12-31"):
        aid_ceiling(dt.date(2023, 12, 31))
