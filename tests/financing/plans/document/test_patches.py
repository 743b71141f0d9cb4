"""What differs between two documents can be done, taken back and compared."""

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financing.plans.document.examples import EXAMPLES, example_document
from financing.plans.document.patches import clashing, difference, patched, without

values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=12,
)
documents = st.dictionaries(st.sampled_from("abcd"), values, max_size=4)


@settings(max_examples=300)
@given(documents, documents)
def test_patch_leads_there_and_back(before, after):
    kept = deepcopy(before)

    patch = difference(before, after)

    assert patched(before, patch) == after
    assert patched(after, patch, backwards=True) == before
    assert before == kept
    assert not difference(before, before)


@settings(max_examples=200)
@given(documents, documents, documents)
def test_changes_that_do_not_clash_can_be_made_in_any_order(start, mine, theirs):
    my_patch, their_patch = difference(start, mine), difference(start, theirs)
    if clashing(my_patch, their_patch):
        return

    one = patched(patched(start, my_patch), their_patch)
    other = patched(patched(start, their_patch), my_patch)

    assert one == other


@pytest.mark.parametrize("one", [example.slug for example in EXAMPLES[:4]])
@pytest.mark.parametrize("other", [example.slug for example in EXAMPLES[4:8]])
def test_patch_between_real_plans(one, other):
    before, after = example_document(one), example_document(other)

    assert patched(before, difference(before, after)) == after


def test_step_names_the_row_it_is_in():
    before = {"dwellings": [{"name": "3 kamers", "monthly_rent": 1050}]}
    after = {"dwellings": [{"name": "3 kamers", "monthly_rent": 1020}]}

    assert difference(before, after) == [
        {"path": ["dwellings", 0, "monthly_rent"], "before": 1050, "after": 1020, "name": "3 kamers"}
    ]


def test_true_is_not_one():
    assert difference({"a": True}, {"a": 1}) == [{"path": ["a"], "before": True, "after": 1}]


def test_same_change_by_two_people_is_no_clash():
    start = {"a": 1, "b": [1, 2]}
    same = difference(start, {"a": 2, "b": [1, 2]})
    longer = difference(start, {"a": 1, "b": [1, 2, 3]})
    inside = difference(start, {"a": 1, "b": [1, 5]})

    assert not clashing(same, same)
    assert not clashing(same, longer)
    assert clashing(longer, inside) == [(longer[0], inside[0])]
    assert without(longer, [longer[0]]) == []
