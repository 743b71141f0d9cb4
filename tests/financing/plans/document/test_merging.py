"""Two people at one document: a change of one row never touches another, and what both changed is a choice."""

from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st

from financing.plans.document.merging import find_clashes, merged
from financing.plans.document.patches import difference, patched

FIELDS = ("name", "rent", "count")
LISTS = ("dwellings", "funding")


def key_of(number):
    return f"{number:032x}"


def row(number, **values):
    return {"key": key_of(number), "name": f"Row {number}", "rent": 0, "count": 0, **values}


starts = st.fixed_dictionaries(
    {"dwellings": st.lists(st.integers(1, 6), unique=True, max_size=6).map(lambda found: [row(n) for n in found])},
    optional={
        "funding": st.lists(st.integers(11, 14), unique=True, max_size=4).map(lambda found: [row(n) for n in found])
    },
)
deeds = st.lists(
    st.tuples(
        st.sampled_from(["change", "remove", "add"]),
        st.sampled_from(LISTS),
        st.integers(0, 5),
        st.sampled_from(FIELDS),
        st.integers(1, 3),
    ),
    max_size=6,
)


def edited(document, deeds, *, first_new):
    """What somebody makes of a document on their page; the keys of their new rows are theirs alone."""
    found = deepcopy(document)
    for number, (deed, name, place, field, value) in enumerate(deeds):
        rows = found.setdefault(name, []) if deed == "add" else found.get(name, [])
        if deed == "add":
            rows.append(row(first_new + number))
        elif place < len(rows) and deed == "remove":
            del rows[place]
        elif place < len(rows):
            rows[place][field] = value
    return found


def by_key(document):
    return {(name, row["key"]): row for name in LISTS for row in document.get(name, [])}


@settings(max_examples=500)
@given(starts, deeds, deeds, st.sampled_from(["mine", "theirs"]))
def test_two_editors_never_touch_a_row_that_they_did_not_change(start, my_deeds, their_deeds, settle):
    mine, theirs = edited(start, my_deeds, first_new=100), edited(start, their_deeds, first_new=200)
    clashes = find_clashes(base=start, mine=mine, present=theirs, theirs=[difference(start, theirs)])
    places = {clash.place for clash in clashes}

    found = merged(base=start, mine=mine, present=theirs, theirs_count=places if settle == "theirs" else ())

    old, me, they, both = map(by_key, (start, mine, theirs, found))
    for which in old.keys() | me.keys() | they.keys() | both.keys():
        name, key = which
        was, my, their = old.get(which), me.get(which), they.get(which)
        place = (name, f"#{key}")
        if my == was:
            assert both.get(which) == their
        elif their == was or my == their:
            assert both.get(which) == my
        elif my is None or their is None:
            assert place in places
            assert both.get(which) == (my if settle == "mine" else their)
        else:
            for field in FIELDS:
                mine_counts = my[field] != was[field] and (settle == "mine" or (*place, field) not in places)
                assert both[which][field] == (my[field] if mine_counts else their[field])


@settings(max_examples=300)
@given(starts, st.lists(st.tuples(deeds, deeds), max_size=4))
def test_every_change_of_two_editors_is_taken_back_and_done_again_exactly(start, rounds):
    states, patches = [start], []
    for number, (my_deeds, their_deeds) in enumerate(rounds):
        base = states[-1]
        theirs = edited(base, their_deeds, first_new=1000 * number + 500)
        mine = edited(base, my_deeds, first_new=1000 * number + 1000)
        both = merged(base=base, mine=mine, present=theirs, theirs_count=())
        for after in (theirs, both):
            patches.append(difference(states[-1], after))
            states.append(after)

    present = states[-1]
    for number in reversed(range(len(patches))):
        present = patched(present, patches[number], backwards=True)
        assert present == states[number]
    for number, patch in enumerate(patches):
        present = patched(present, patch)
        assert present == states[number + 1]


def test_row_that_one_removed_and_the_other_changed_is_one_choice_and_comes_back_whole():
    start = {"dwellings": [row(1), row(2), row(3)]}
    theirs = {"dwellings": [row(1), row(3)]}
    mine = {"dwellings": [row(1), row(2, rent=5, count=6), row(3)]}

    (clash,) = find_clashes(base=start, mine=mine, present=theirs, theirs=[difference(start, theirs)])

    assert clash.place == ("dwellings", f"#{key_of(2)}")
    assert [step["path"][-1] for step in clash.mine] == ["rent", "count"]
    assert merged(base=start, mine=mine, present=theirs, theirs_count=()) == mine
    assert merged(base=start, mine=mine, present=theirs, theirs_count=[clash.place]) == theirs


def test_first_rows_of_two_people_in_a_list_that_was_not_there_are_both_kept():
    start, theirs, mine = {}, {"funding": [row(1)]}, {"funding": [row(2)]}

    assert not find_clashes(base=start, mine=mine, present=theirs, theirs=[difference(start, theirs)])
    assert merged(base=start, mine=mine, present=theirs, theirs_count=()) == {"funding": [row(2), row(1)]}


def test_part_that_one_took_away_and_the_other_changed_comes_back_whole():
    start = {"development": {"start": "2027-01", "construction_start": "2027-07"}}
    mine = {"development": {"start": "2027-02", "construction_start": "2027-07"}}

    (clash,) = find_clashes(base=start, mine=mine, present={}, theirs=[difference(start, {})])

    assert clash.place == ("development",)
    assert merged(base=start, mine=mine, present={}, theirs_count=()) == mine


def test_what_another_changed_and_put_back_is_no_clash():
    start, mine = {"dwellings": [row(1)]}, {"dwellings": [row(1, rent=5)]}
    there = {"dwellings": [row(1, rent=9)]}
    theirs = [difference(start, there), difference(there, start)]

    assert not find_clashes(base=start, mine=mine, present=start, theirs=theirs)
