"""The nearest way: what it says closes the plan does close it, by one scenario alone, and a miss says what is short."""

import pytest
from hypothesis import given, settings

from financing.engine import Drivers, calculate, find_levers, parse_plan
from financing.engine.drivers import NEUTRAL
from tests.financing.engine.documents import PATHS, document_named
from tests.financing.engine.strategies import plans


def calculated(plan, drivers):
    return calculate(plan, Drivers.of({driver: [value] for driver, value in drivers.items()}))


def assert_honest(plan):
    """A plan that closes needs no way; for every other the nearest is given, with everything that it promises."""
    found = find_levers(plan)
    if found.closes or not found.levers:
        assert found.nearest is None
        return
    levers, way = {lever.driver: lever for lever in found.levers}, found.nearest
    assert way.drivers
    for driver, value in way.drivers.items():
        assert levers[driver].tried_low <= value <= levers[driver].tried_high
        assert value != NEUTRAL[driver]
    outcome = calculated(plan, way.drivers)
    assert bool(outcome.closes[0]) == way.closes
    assert [(each.criterion, each.shortfall) for each in way.short] == [
        (each.name, pytest.approx(float(each.shortfall[0]), rel=1e-9, abs=1e-6))
        for each in outcome.criteria
        if not each.holds[0]
    ]
    assert bool(way.short) != way.closes


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_nearest_way_of_every_document_does_what_it_says(path):
    assert_honest(parse_plan(path.read_bytes()))


@given(plans())
@settings(max_examples=60)
def test_nearest_way_of_any_plan_does_what_it_says(document):
    assert_honest(parse_plan(document))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_nothing_in_a_way_that_closes_can_be_missed(path):
    plan = parse_plan(path.read_bytes())
    way = find_levers(plan).nearest
    if way is None or not way.closes:
        return

    for left_out in way.drivers:
        others = {driver: value for driver, value in way.drivers.items() if driver != left_out}
        assert not calculated(plan, others).closes[0], left_out


def test_documents_have_ways_of_every_kind():
    ways = [way for path in PATHS if (way := find_levers(parse_plan(path.read_bytes())).nearest)]

    assert {way.closes for way in ways} == {True, False}
    assert {len(way.drivers) for way in ways if way.closes} >= {2, 3, 5}


def test_plan_that_only_just_fails_gets_one_small_change():
    document = document_named("beyond_the_horizon")
    levers = {lever.driver: lever for lever in find_levers(parse_plan(document)).levers}
    almost = (levers["rent"].value - 1) * 0.9
    document["dwellings"] = [
        {**home, "monthly_rent": home["monthly_rent"] * (1 + almost)} for home in document["dwellings"]
    ]

    way = find_levers(parse_plan(document)).nearest

    assert way.closes
    assert len(way.drivers) == 1
