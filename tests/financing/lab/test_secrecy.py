"""What can be shown beside what was shown before."""

from hypothesis import given
from hypothesis import strategies as st

from financing.lab.selectors.secrecy import FEWEST, cells, let_in, tells_too_much

PLANS = [f"plan {number}" for number in range(24)]


def test_a_new_plan_waits_for_four_others():
    first = let_in(PLANS[:6], [])

    assert first == frozenset(PLANS[:6])
    assert let_in(PLANS[:7], [first]) == first
    assert let_in(PLANS[:10], [first]) == first
    assert let_in(PLANS[:11], [first]) == frozenset(PLANS[:11])


def test_four_others_go_out_with_who_says_no():
    first = let_in(PLANS[:12], [])

    kept = let_in(PLANS[1:12], [first])

    assert PLANS[0] not in kept
    assert len(first - kept) == FEWEST
    # Who says no next was out already, or takes others along in turn.
    assert not tells_too_much([first], kept)


def test_fewer_than_five_are_never_shown():
    assert let_in(PLANS[:4], []) == frozenset()
    assert tells_too_much([], PLANS[:4])
    assert tells_too_much([PLANS[:10]], PLANS[:9])
    # Each two differ by five, and still all three together give one plan away.
    assert tells_too_much([PLANS[:10], PLANS[:5]], PLANS[5:11])
    assert not tells_too_much([PLANS[:10]], PLANS[:10])


@given(st.lists(st.sets(st.sampled_from(PLANS)), min_size=1, max_size=6))
def test_whatever_groups_say_no_cell_has_fewer_than_five(said_yes):
    shown = []
    for holding in said_yes:
        admitted = let_in(holding, shown)
        assert admitted <= holding
        shown.append(admitted)

    assert all(len(cell) >= FEWEST for cell in cells(shown))
