"""What differs between two documents can be done and taken back, whatever came, went and moved."""

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financing.plans.document.examples import EXAMPLES, example_document
from financing.plans.document.patches import difference, patched
from financing.plans.document.rows import keys_of, with_keys, without_keys

KEYS = [f"{number:032x}" for number in range(1, 8)]


def rows_of(inner):
    rows = st.dictionaries(st.sampled_from(["name", "b", "c"]), inner, max_size=3)
    return st.dictionaries(st.sampled_from(KEYS), rows, max_size=5).map(
        lambda found: [{"key": key, **row} for key, row in found.items()]
    )


scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3)
values = st.recursive(
    scalars | st.lists(scalars, max_size=3),
    lambda inner: st.dictionaries(st.sampled_from("abcd"), inner, max_size=3) | rows_of(inner),
    max_leaves=12,
)
documents = st.dictionaries(st.sampled_from("abcd"), values, max_size=4)


@settings(max_examples=400)
@given(documents, documents)
def test_patch_leads_there_and_back(before, after):
    kept = deepcopy(before)

    patch = difference(before, after)

    assert patched(before, patch) == after
    assert patched(after, patch, backwards=True) == before
    assert before == kept
    assert not difference(before, before)


@settings(max_examples=200)
@given(documents)
def test_keys_are_kept_beside_a_document_that_knows_none(document):
    plain = without_keys(document)

    assert with_keys(plain, keys_of(document)) == document
    assert without_keys(with_keys(plain, {})) == plain


@pytest.mark.parametrize("one", [example.slug for example in EXAMPLES[:4]])
@pytest.mark.parametrize("other", [example.slug for example in EXAMPLES[4:8]])
def test_patch_between_real_plans(one, other):
    before, after = (with_keys(example_document(slug), {}) for slug in (one, other))

    assert patched(before, difference(before, after)) == after


def home(number, **values):
    return {"key": KEYS[number], "name": f"Type {number}", **values}


def test_step_names_the_row_it_is_in_and_finds_it_by_its_key():
    before, after = {"dwellings": [home(0), home(1, rent=1050)]}, {"dwellings": [home(0), home(1, rent=1020)]}

    assert difference(before, after) == [
        {"path": ["dwellings", f"#{KEYS[1]}", "rent"], "before": 1050, "after": 1020, "name": "Type 1"}
    ]


def test_row_that_comes_or_goes_is_a_step_of_its_own():
    before, after = {"dwellings": [home(0), home(1)]}, {"dwellings": [home(1), home(2)]}

    assert difference(before, after) == [
        {"path": ["dwellings", f"#{KEYS[0]}"], "name": "Type 0", "before": home(0), "follows": None},
        {"path": ["dwellings", f"#{KEYS[2]}"], "name": "Type 2", "after": home(2), "follows": KEYS[1]},
    ]


def test_true_is_not_one():
    assert difference({"a": True}, {"a": 1}) == [{"path": ["a"], "before": True, "after": 1}]
