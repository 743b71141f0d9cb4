"""How long a pilot waits for what: what begins a wait, what ends it, and what is known of who waits still."""

import datetime as dt

import pytest

from initiatives.models import Ending, Phase
from pilots.models import Pilot
from pilots.selectors.cohorts.statistics import WaitEnding
from pilots.selectors.cohorts.waits import DAYS_IN_MONTH, Participation, Stay, Wait, waits_of

BECAME_PILOT = dt.date(2022, 3, 1)
TODAY = dt.date(2026, 3, 2)


def road(*entered: tuple[Phase, dt.date]) -> list[Stay]:
    """Stays from the days on which phases were entered."""
    until = [day for _phase, day in entered[1:]]
    return [Stay(phase, day, end) for (phase, day), end in zip(entered, [*until, None], strict=True)]


def days(waits, wait: Wait) -> int:
    return round(waits[wait].time * DAYS_IN_MONTH)


WHOLE_ROAD = road(
    (Phase.INITIATIVE, dt.date(2021, 1, 1)),
    (Phase.FEASIBILITY, dt.date(2022, 6, 1)),
    (Phase.DEVELOPMENT, dt.date(2023, 6, 1)),
    (Phase.CONSTRUCTION, dt.date(2024, 6, 1)),
    (Phase.LIVING, dt.date(2025, 9, 1)),
)


def test_whole_road_counts_from_the_day_on_which_it_became_a_pilot():
    waits = waits_of(Participation(BECAME_PILOT), WHOLE_ROAD, as_of=TODAY)

    assert {wait: seen.ending for wait, seen in waits.items()} == dict.fromkeys(Wait, WaitEnding.EVENT)
    assert days(waits, Wait.REALISED) == (dt.date(2025, 9, 1) - BECAME_PILOT).days
    # From the day of the programme on, not from January 2021.
    assert days(waits, Wait.INITIATIVE) == 92
    assert (days(waits, Wait.FEASIBILITY), days(waits, Wait.CONSTRUCTION)) == (365, 457)


def test_who_is_under_way_is_followed_until_today_also_when_the_coaching_has_ended():
    pilot = Participation(BECAME_PILOT, coaching_ended_on=dt.date(2024, 3, 1), coaching_outcome=Pilot.Outcome.CONTINUES)

    waits = waits_of(pilot, WHOLE_ROAD[:-2], as_of=TODAY)

    assert waits[Wait.REALISED].ending is WaitEnding.UNFINISHED
    assert days(waits, Wait.REALISED) == (TODAY - BECAME_PILOT).days
    assert waits[Wait.FEASIBILITY].ending is WaitEnding.EVENT
    assert Wait.CONSTRUCTION not in waits


def test_phase_with_several_stays_adds_up_and_ends_when_the_group_does_not_come_back():
    back_and_forth = road(
        (Phase.FEASIBILITY, dt.date(2022, 3, 1)),
        (Phase.DEVELOPMENT, dt.date(2022, 6, 1)),
        (Phase.FEASIBILITY, dt.date(2022, 9, 1)),
        (Phase.DEVELOPMENT, dt.date(2022, 12, 1)),
        (Phase.CONSTRUCTION, dt.date(2023, 12, 1)),
    )

    on_the_way_back = waits_of(Participation(BECAME_PILOT), back_and_forth[:3], as_of=dt.date(2022, 10, 1))
    in_the_end = waits_of(Participation(BECAME_PILOT), back_and_forth, as_of=TODAY)

    assert on_the_way_back[Wait.FEASIBILITY].ending is WaitEnding.UNFINISHED
    # It is in feasibility again, so it is not past development.
    assert on_the_way_back[Wait.DEVELOPMENT].ending is WaitEnding.UNFINISHED
    assert in_the_end[Wait.FEASIBILITY].ending is WaitEnding.EVENT
    assert days(in_the_end, Wait.FEASIBILITY) == 92 + 91
    assert days(in_the_end, Wait.DEVELOPMENT) == 92 + 365


def test_slip_of_a_day_is_no_phase():
    slip = road(
        (Phase.FEASIBILITY, dt.date(2022, 3, 1)),
        (Phase.LIVING, dt.date(2023, 1, 1)),
        (Phase.FEASIBILITY, dt.date(2023, 1, 1)),
    )

    waits = waits_of(Participation(BECAME_PILOT), slip, as_of=TODAY)

    assert waits[Wait.REALISED].ending is WaitEnding.UNFINISHED


def test_outcome_of_the_coaching_says_that_people_live_there_where_nobody_changed_the_phase():
    ended_on = dt.date(2025, 1, 1)
    pilot = Participation(BECAME_PILOT, coaching_ended_on=ended_on, coaching_outcome=Pilot.Outcome.REALISED)

    waits = waits_of(pilot, WHOLE_ROAD[:-1], as_of=TODAY)

    assert waits[Wait.REALISED].ending is WaitEnding.EVENT
    assert days(waits, Wait.REALISED) == (ended_on - BECAME_PILOT).days
    assert waits[Wait.CONSTRUCTION].ending is WaitEnding.EVENT


@pytest.mark.parametrize(
    "stopped",
    [
        Participation(BECAME_PILOT, coaching_ended_on=dt.date(2023, 3, 1), coaching_outcome=Pilot.Outcome.STOPPED),
        Participation(BECAME_PILOT, project_ended_on=dt.date(2023, 3, 1), project_outcome=Ending.STOPPED),
        Participation(
            BECAME_PILOT,
            coaching_ended_on=dt.date(2023, 3, 1),
            coaching_outcome=Pilot.Outcome.STOPPED,
            project_ended_on=dt.date(2023, 9, 1),
            project_outcome=Ending.STOPPED,
        ),
    ],
)
def test_project_that_stopped_waits_no_more(stopped):
    waits = waits_of(stopped, WHOLE_ROAD[:2], as_of=TODAY)

    assert waits[Wait.REALISED].ending is WaitEnding.OTHER
    assert days(waits, Wait.REALISED) == 365
    assert waits[Wait.INITIATIVE].ending is WaitEnding.EVENT
    assert waits[Wait.FEASIBILITY].ending is WaitEnding.OTHER


def test_phase_after_it_stopped_says_that_it_went_on():
    stopped = Participation(BECAME_PILOT, coaching_ended_on=dt.date(2023, 3, 1), coaching_outcome=Pilot.Outcome.STOPPED)

    waits = waits_of(stopped, WHOLE_ROAD[:3], as_of=TODAY)

    assert waits[Wait.REALISED].ending is WaitEnding.UNFINISHED
    assert days(waits, Wait.REALISED) == (TODAY - BECAME_PILOT).days


def test_group_that_went_on_in_another_is_followed_until_then():
    merged = Participation(BECAME_PILOT, project_ended_on=dt.date(2023, 3, 1), project_outcome=Ending.MERGED)

    waits = waits_of(merged, WHOLE_ROAD[:2], as_of=TODAY)

    assert waits[Wait.REALISED].ending is WaitEnding.UNFINISHED
    assert days(waits, Wait.REALISED) == 365


def test_who_lived_there_already_or_had_ended_is_left_out():
    lived = waits_of(Participation(dt.date(2025, 9, 1)), WHOLE_ROAD, as_of=TODAY)
    ended = Participation(BECAME_PILOT, project_ended_on=dt.date(2022, 1, 1), project_outcome=Ending.STOPPED)

    assert lived == {}
    assert waits_of(ended, WHOLE_ROAD[:1], as_of=TODAY) == {}


def test_days_before_the_first_known_phase_belong_to_none():
    waits = waits_of(
        Participation(BECAME_PILOT), road((Phase.DEVELOPMENT, dt.date(2023, 3, 1))), as_of=dt.date(2024, 3, 1)
    )

    assert set(waits) == {Wait.REALISED, Wait.DEVELOPMENT}
    assert days(waits, Wait.DEVELOPMENT) == 366


def test_without_any_known_phase_only_the_whole_road_waits():
    assert set(waits_of(Participation(BECAME_PILOT), [], as_of=TODAY)) == {Wait.REALISED}
