"""How applications rank: exactly, whatever the order in which they come."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pilots.selectors.ranking import HIGHEST_SCORE, SelectionCriterion, ranking

CRITERIA = [
    SelectionCriterion(slug="kans", title="Kans", weight=3),
    SelectionCriterion(slug="steun", title="Steun", weight=1),
]
SCORES = st.fixed_dictionaries({criterion.slug: st.integers(0, HIGHEST_SCORE) for criterion in CRITERIA})
GIVEN = st.dictionaries(st.integers(1, 60), st.lists(SCORES, max_size=4), max_size=12)


def test_weights_count_and_equals_share_a_place():
    ranked = ranking(
        {
            1: [{"kans": 8, "steun": 4}, {"kans": 6, "steun": 4}],
            2: [{"kans": 6, "steun": 7}],
            3: [{"kans": 10, "steun": 10}],
            4: [],
            5: [{"kans": 0, "steun": 1}],
        },
        CRITERIA,
    )

    assert [(row.key, row.place, row.score) for row in ranked] == [
        (3, 1, Fraction(10)),
        (1, 2, Fraction(25, 4)),
        (2, 2, Fraction(25, 4)),
        (5, 4, Fraction(1, 4)),
        (4, None, None),
    ]


@given(GIVEN)
def test_everything_has_one_row_and_a_higher_score_never_stands_lower(applications):
    ranked = ranking(applications, CRITERIA)
    scored = [row for row in ranked if row.score is not None]

    assert sorted(row.key for row in ranked) == sorted(applications)
    assert ranked[: len(scored)] == scored
    assert all(0 <= row.score <= HIGHEST_SCORE for row in scored)
    for row in scored:
        assert row.place == 1 + sum(other.score > row.score for other in scored)


@given(GIVEN, st.integers(2, 9))
def test_order_and_the_size_of_weights_change_nothing(applications, times):
    heavier = [criterion.model_copy(update={"weight": criterion.weight * times}) for criterion in CRITERIA]
    shuffled = {key: applications[key][::-1] for key in reversed(applications)}

    assert ranking(shuffled, heavier) == ranking(applications, CRITERIA)


@given(GIVEN.filter(lambda found: any(found.values())), st.data())
def test_who_gets_more_never_drops(applications, data):
    key = data.draw(st.sampled_from([key for key, given in applications.items() if given]))
    better = {**applications, key: [*applications[key][:-1], {"kans": 10, "steun": 10}]}

    def place(of):
        return next(row.place for row in ranking(of, CRITERIA) if row.key == key)

    assert place(better) <= place(applications)
