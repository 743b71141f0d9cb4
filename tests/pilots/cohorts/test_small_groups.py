"""No figure about fewer than five, also not by taking figures off each other."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from pilots.selectors.cohorts.statistics import FEWEST, can_be_shown, shown_apart

VALUES = (("A", "B"), ("rental", "mixed", "cpo"), ("Utrecht", "Drenthe"))
crosstabs = st.fixed_dictionaries({values: st.integers(0, 12) for values in product(*VALUES)})
choices = st.tuples(*(st.sampled_from(["", *values]) for values in VALUES))


def count(crosstab, chosen):
    return sum(
        number
        for values, number in crosstab.items()
        if all(wanted in ("", value) for wanted, value in zip(chosen, values, strict=True))
    )


def one(**counts):
    return {(value,): number for value, number in counts.items()}


def test_few_are_shown_together():
    assert shown_apart(one(rental=9, mixed=3, cpo=2, clustered=6), [""], 0) == (
        ["rental", "clustered"],
        ["mixed", "cpo"],
    )


def test_smallest_large_one_joins_too_few_others():
    assert shown_apart(one(rental=9, clustered=6, cpo=2), [""], 0) == (["rental"], ["clustered", "cpo"])


def test_nothing_of_fewer_than_five():
    assert shown_apart(one(rental=2, cpo=2), [""], 0) == ([], ["cpo", "rental"])
    assert not can_be_shown(one(rental=2, cpo=2), [""])


def test_choice_that_leaves_a_few_besides_is_not_shown():
    assert can_be_shown(one(rental=9, clustered=6), ["rental"])
    assert not can_be_shown(one(rental=9, cpo=2), ["rental"])
    assert can_be_shown({("A", "rental"): 5, ("A", "mixed"): 5, ("B", "rental"): 5}, ["A", "rental"])
    # Of programme A all but two are rental.
    assert not can_be_shown({("A", "rental"): 9, ("A", "mixed"): 2, ("B", "mixed"): 9}, ["A", "rental"])


@given(crosstabs, choices, choices)
def test_no_two_pages_tell_about_a_few(crosstab, first, second):
    """Of two pages of which one holds the other, the difference is none or at least five."""
    wider = tuple(value if value == other else "" for value, other in zip(first, second, strict=True))
    if not (can_be_shown(crosstab, first) and can_be_shown(crosstab, wider)):
        return

    besides = count(crosstab, wider) - count(crosstab, first)

    assert count(crosstab, first) >= FEWEST
    assert besides == 0 or besides >= FEWEST


@given(crosstabs, choices, st.integers(0, 2))
def test_no_part_of_a_page_tells_about_a_few(crosstab, chosen, place):
    if not can_be_shown(crosstab, chosen) or chosen[place]:
        return
    apart, others = shown_apart(crosstab, chosen, place)

    def with_value(value):
        return count(crosstab, [*chosen[:place], value, *chosen[place + 1 :]])

    together = sum(with_value(value) for value in others)
    assert all(with_value(value) >= FEWEST for value in apart)
    assert together == 0 or together >= FEWEST
    assert sum(with_value(value) for value in apart) + together == count(crosstab, chosen)


def test_values_beside_each_other_leave_no_few():
    """Rental and mixed of programme A, taken off all of programme A, would tell about the three of CPO."""
    crosstab = {
        ("A", "rental"): 7,
        ("A", "mixed"): 6,
        ("A", "cpo"): 3,
        ("B", "mixed"): 9,
        ("B", "cpo"): 9,
        ("B", "rental"): 9,
    }

    assert can_be_shown(crosstab, ["A", "rental"])
    assert not can_be_shown(crosstab, ["A", "mixed"])


@given(crosstabs, choices, st.integers(0, 2))
def test_all_pages_of_one_property_leave_no_few(crosstab, chosen, place):
    wider = [value if other != place else "" for other, value in enumerate(chosen)]
    if not can_be_shown(crosstab, wider):
        return

    pages = [[*wider[:place], value, *wider[place + 1 :]] for value in VALUES[place]]
    left = count(crosstab, wider) - sum(count(crosstab, page) for page in pages if can_be_shown(crosstab, page))

    assert left == 0 or left >= FEWEST
