"""Where a verdict changes, on margins that are known."""

import numpy as np
import pytest

from financing.engine.roots import SignChange, first_changes, refined

WAY = np.linspace(0.0, 1.0, 201)


def signed(values):
    """A margin is never 0."""
    return np.where(values == 0, 1.0, values)


def test_first_change_is_found_and_refined():
    roots = np.array([0.123456, 0.9, 0.5])

    def margin(values, rows):
        return signed(values - roots[rows])

    found = first_changes(margin, [WAY, WAY[::-1], WAY], [0, 1, 2])
    changes = refined(margin, [found[row] for row in (0, 1, 2)], np.array([1e-9, 1e-12, 1e-9]))

    for change, root, tolerance in zip(changes, roots, [1e-9, 1e-12, 1e-9], strict=True):
        assert abs(change.far - change.near) <= tolerance
        assert change.near == pytest.approx(root, abs=2 * tolerance)
    assert changes[0].near < changes[0].far
    assert changes[1].near > changes[1].far


def test_way_without_a_change_is_left_out():
    assert first_changes(lambda values, rows: values + 1.0, [WAY], [0]) == {}


@pytest.mark.parametrize("width", [1e-3, 1e-6])
def test_window_between_two_scanned_values_is_found(width):
    def margin(values, rows):
        return signed(width / 2 - abs(values - 0.4321))

    change = refined(margin, [first_changes(margin, [WAY], [0])[0]], np.array([1e-10]))[0]

    assert change.far == pytest.approx(0.4321 - width / 2, abs=1e-9)


def test_hole_between_two_scanned_values_is_found_before_a_later_change():
    def margin(values, rows):
        return signed(np.minimum(abs(values - 0.4321) - 1e-4, 0.8 - values))

    change = refined(margin, [first_changes(margin, [WAY], [0])[0]], np.array([1e-10]))[0]

    assert change.near == pytest.approx(0.4320, abs=1e-9)


def test_between_whole_values_nothing_is_looked_for():
    asked = []

    def margin(values, rows):
        asked.extend(values)
        return signed(0.1 - abs(values - 2.5))

    assert first_changes(margin, [np.arange(0.0, 6.0)], [0], whole=[0]) == {}
    assert asked == [0, 1, 2, 3, 4, 5]


def test_jump_is_found_like_a_root():
    def margin(values, rows):
        return np.where(values < 0.3141592, -1.0, 2.0)

    change = refined(margin, [first_changes(margin, [WAY], [0])[0]], np.array([1e-10]))[0]

    assert change.near < 0.3141592 <= change.far
    assert change.far - change.near <= 1e-10


def test_a_smooth_margin_takes_a_few_rounds():
    asked = []

    def margin(values, rows):
        asked.append(len(values))
        return signed(np.exp(values) - 1.5 - rows / 10)

    changes = refined(margin, [SignChange(row, 0.0, 1.0) for row in range(3)], np.full(3, 1e-10))

    for row, change in enumerate(changes):
        assert change.near == pytest.approx(np.log(1.5 + row / 10), abs=1e-10)
    assert len(asked) <= 6


def test_change_at_a_scanned_value_is_found():
    """As when the value, calculated again, has another verdict by its last digit."""

    def margin(values, rows):
        return np.where(values < 0.25, -1.0, 1.0)

    change = refined(margin, [SignChange(0, near=0.0, far=0.5)], np.array([1e-9]))[0]

    assert change.near < 0.25 <= change.far
    assert change.far - change.near <= 1e-9


def test_change_at_an_end_that_says_otherwise_the_second_time_stays_there():
    change = refined(lambda values, rows: np.ones(len(values)), [SignChange(0, 0.0, 0.5)], np.array([1e-9]))[0]

    assert change.near < change.far <= 1e-9
