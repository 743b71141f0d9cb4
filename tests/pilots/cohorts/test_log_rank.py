"""The log-rank test: by hand, by its properties, and as lifelines calculates it."""

import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pilots.selectors.cohorts.statistics import Observation, WaitEnding, log_rank

LIFELINES = json.loads(Path(__file__).with_name("lifelines.json").read_text())
"""As `scripts/lifelines_figures.py` had it calculate them."""

groups = st.lists(
    st.lists(st.builds(Observation, st.integers(1, 15).map(float), st.sampled_from(list(WaitEnding))), max_size=15),
    min_size=2,
    max_size=5,
)


def waits(*times: float, unfinished: tuple[float, ...] = ()) -> list[Observation]:
    return [
        *(Observation(time, WaitEnding.EVENT) for time in times),
        *(Observation(time, WaitEnding.UNFINISHED) for time in unfinished),
    ]


def test_worked_example_of_two_groups():
    # at  in all  in the first  events  expected in the first  by chance it spreads
    # 2   6       3             1       3/6 = 0.5              1 x 3/6 x 3/6 x 5/5 = 0.25
    # 3   5       2             2       2 x 2/5 = 0.8          2 x 2/5 x 3/5 x 3/4 = 0.36
    # 6   2       0             1       0                      0
    found = log_rank([waits(2, 3, unfinished=(5,)), waits(3, 6, unfinished=(8,))])

    assert found.observed == (2, 2)
    assert found.expected == pytest.approx((1.3, 2.7))
    assert found.statistic == pytest.approx(0.7**2 / 0.61)  # 0.803279
    assert found.degrees_of_freedom == 1
    assert found.p_value == pytest.approx(0.370115, abs=1e-6)


def test_worked_example_of_three_groups():
    # At 1 of six, two in each group, one event in the first; at 2 of five (1, 2, 2) one in the first; at 3 of four
    # (0, 2, 2) two in the second; at 4 the last group alone.
    # Expected in the first: 2/6 + 1/5 = 8/15; in the second: 2/6 + 2/5 + 2 x 2/4 = 26/15.
    # Spread: first 2/9 + 4/25 = 86/225; second 2/9 + 6/25 + 2 x 1/4 x 2/3 = 179/225;
    # together -(1/9 + 2/25) = -43/225. The determinant is (86 x 179 - 43 x 43) / 225^2 = 13545 / 50625.
    # Apart: 22/15 and 4/15 = 330/225 and 60/225. So 330^2 x 179 + 2 x 330 x 60 x 43 + 60^2 x 86 = 21505500,
    # by 225 x 13545 = 3047625: 7.056478.
    found = log_rank([waits(1, 2), waits(3, 3), waits(4, 4)])

    assert found.expected == pytest.approx((8 / 15, 26 / 15, 56 / 15))
    assert found.statistic == pytest.approx(21505500 / 3047625)
    assert found.degrees_of_freedom == 2
    assert found.p_value == pytest.approx(0.029356, abs=1e-6)


@pytest.mark.parametrize(
    "nothing",
    [
        [],
        [waits(1, 2)],
        [waits(1, 2), []],
        [waits(unfinished=(1, 2)), waits(unfinished=(3,))],
        [waits(5), waits(unfinished=(1, 2))],  # nobody of the second waited at 5
    ],
)
def test_nothing_to_compare(nothing):
    assert log_rank(nothing) is None


@given(groups)
def test_order_of_the_groups_does_not_matter(found):
    forth, back = log_rank(found), log_rank(found[::-1])

    assume(forth is not None)
    assert forth.p_value == pytest.approx(back.p_value, abs=1e-9)
    assert sum(forth.observed) == pytest.approx(sum(forth.expected))
    assert 0 <= forth.p_value <= 1


@given(st.lists(st.builds(Observation, st.integers(1, 15).map(float), st.sampled_from(list(WaitEnding))), min_size=1))
def test_a_group_does_not_differ_from_itself(group):
    found = log_rank([group, group])

    assert found is None or found.p_value == pytest.approx(1)


@pytest.mark.parametrize("kept", LIFELINES["comparisons"])
def test_equals_lifelines(kept):
    found = log_rank([[Observation(time, WaitEnding(ending)) for time, ending in group] for group in kept["groups"]])

    assert found.statistic == pytest.approx(kept["statistic"], abs=1e-6)
    assert found.p_value == pytest.approx(kept["p_value"], abs=1e-6)
