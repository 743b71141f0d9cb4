"""The curve of Kaplan and Meier: by hand, by its properties, and as lifelines draws it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilots.selectors.cohorts.statistics import Observation, WaitEnding, curve_of

LIFELINES = json.loads(Path(__file__).with_name("lifelines.json").read_text())
"""As `scripts/lifelines_figures.py` had it calculate them."""

observations = st.lists(
    st.builds(Observation, st.integers(1, 30).map(float), st.sampled_from(list(WaitEnding))), min_size=1, max_size=40
)
"""Of few different times, so that many are the same."""


def observed(waits: list[list]) -> list[Observation]:
    return [Observation(float(time), WaitEnding(ending)) for time, ending in waits]


def seen(*waits: str) -> list[Observation]:
    """`3` is an event at 3, `3+` a wait that was unfinished then, `3x` one that something else ended."""
    endings = {"+": WaitEnding.UNFINISHED, "x": WaitEnding.OTHER}
    return [Observation(float(wait.rstrip("+x")), endings.get(wait[-1], WaitEnding.EVENT)) for wait in waits]


def test_worked_example_with_two_at_one_time():
    curve = curve_of(seen("3", "3+", "4", "6", "7x", "9"))

    assert [(step.time, step.at_risk, step.events, step.others, step.unfinished) for step in curve.steps] == [
        (3, 6, 1, 0, 1),  # who is unfinished at 3 still counts among the six of 3
        (4, 4, 1, 0, 0),
        (6, 3, 1, 0, 0),
        (7, 2, 0, 1, 0),
        (9, 1, 1, 0, 0),
    ]
    assert [step.waiting for step in curve.steps] == pytest.approx(
        [
            5 / 6,  # 1 - 1/6
            5 / 8,  # 5/6 x 3/4
            5 / 12,  # 5/8 x 2/3
            5 / 12,  # nobody got there at 7
            0,  # 5/12 x 0/1
        ]
    )
    # Greenwood at 4: 1/(6x5) + 1/(4x3) = 7/60, of which the root is 0.341565. ln(5/8) = -0.470004.
    # 1.959964 x 0.341565 / 0.470004 = 1.424362, of which e to that power is 4.155205.
    # (5/8) to the power 4.155205 = 0.141853, and to the power 1 / 4.155205 = 0.893051.
    assert (curve.steps[1].lower, curve.steps[1].upper) == pytest.approx((0.141853, 0.893051), abs=1e-6)
    assert (curve.steps[4].lower, curve.steps[4].upper) == (None, None)
    # Neither there nor stopped just before 7: 5/6 x 3/4 x 2/3 = 5/12. Of those 1 of 2 stopped: 5/24.
    assert [step.elsewhere for step in curve.steps] == pytest.approx([0, 0, 0, 5 / 24, 5 / 24])
    assert curve.median == 6
    assert (curve.count, curve.events, curve.others, curve.unfinished, curve.last) == (6, 4, 1, 1, 9)


def test_worked_example_that_does_not_come_to_half():
    curve = curve_of(seen("2", "5+", "5+", "8", "10+", "10+", "10+", "10+"))

    # 7/8 at 2; five of eight are left at 8: 7/8 x 4/5 = 0.7.
    assert [step.waiting for step in curve.steps] == pytest.approx([7 / 8, 7 / 8, 0.7, 0.7])
    # 1/(8x7) + 1/(5x4) = 0.067857, root 0.260494; ln 0.7 = -0.356675; 1.959964 x 0.260494 / 0.356675 = 1.431440;
    # e to that power = 4.184723; 0.7 to that power = 0.224791, and to the power 1 / 4.184723 = 0.918299.
    assert (curve.steps[2].lower, curve.steps[2].upper) == pytest.approx((0.224791, 0.918299), abs=1e-6)
    assert curve.median is None
    assert [curve.at_risk(time) for time in (0, 2, 2.5, 5, 6, 10, 11)] == [8, 8, 7, 7, 5, 4, 0]


def test_half_is_reached_where_a_product_of_fractions_is_a_hair_off():
    # 9/10 x 8/9 x 7/8 x 6/7 x 5/6 = 1/2, which floats make a little more of.
    assert curve_of(seen("1", "2", "3", "4", "5", "6+", "6+", "6+", "6+", "6+")).median == 5


def test_curve_of_nobody_says_nothing():
    curve = curve_of([])

    assert (curve.count, curve.events, curve.median, curve.last, curve.elsewhere) == (0, 0, None, 0, 0)
    assert curve.at(3) is None
    assert curve.at_risk(3) == 0


def test_what_holds_at_a_time_is_the_last_step_before_it():
    curve = curve_of(seen("3", "6", "9+"))

    assert curve.at(2.9) is None
    assert [curve.at(time).time for time in (3, 5.9, 6, 100)] == [3, 3, 6, 9]


@given(observations)
def test_share_falls_within_its_band_and_everybody_is_counted(found):
    curve = curve_of(found)

    shares = [1.0, *(step.waiting for step in curve.steps)]
    assert shares == sorted(shares, reverse=True)
    assert curve.events + curve.others + curve.unfinished == curve.count == len(found)
    for step in curve.steps:
        assert 0 <= step.waiting <= 1
        assert 0 <= step.elsewhere <= 1 + 1e-12
        if step.lower is not None:
            assert 0 <= step.lower <= step.waiting + 1e-9
            assert step.waiting - 1e-9 <= step.upper <= 1
        else:
            assert step.waiting == pytest.approx(0)


@given(observations)
def test_order_of_who_is_seen_does_not_matter(found):
    assert (
        curve_of(found).steps == curve_of(sorted(found, key=lambda seen: (seen.time, seen.ending), reverse=True)).steps
    )


@given(st.lists(st.integers(1, 20), min_size=1, max_size=20))
def test_without_unfinished_it_is_the_share_that_waits(times):
    """Where nobody is unfinished the curve is no more than counting."""
    curve = curve_of([Observation(float(time), WaitEnding.EVENT) for time in times])

    for step in curve.steps:
        assert step.waiting == pytest.approx(sum(time > step.time for time in times) / len(times))


@pytest.mark.parametrize("kept", LIFELINES["curves"])
def test_equals_lifelines(kept):
    curve = curve_of(observed(kept["waits"]))

    assert [(step.time, step.at_risk) for step in curve.steps] == [(step[0], step[1]) for step in kept["steps"]]
    assert [step.waiting for step in curve.steps] == pytest.approx([step[2] for step in kept["steps"]], abs=1e-9)
    for step, (_time, _at_risk, waiting, lower, upper) in zip(curve.steps, kept["steps"], strict=True):
        if waiting:
            assert (step.lower, step.upper) == pytest.approx((lower, upper), abs=1e-9)
        else:
            assert (step.lower, step.upper) == (None, None)
    assert curve.median == kept["median"]


@pytest.mark.parametrize("kept", LIFELINES["elsewhere"])
def test_share_that_went_elsewhere_equals_lifelines(kept):
    curve = curve_of(observed(kept["waits"]))

    assert [step.elsewhere for step in curve.steps] == pytest.approx(kept["shares"], abs=1e-9)
