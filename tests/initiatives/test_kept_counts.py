"""What is kept of the register is what the groups say, whatever happens to them, and who writes at once."""

import datetime as dt
import statistics as middles
import threading

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coophub.portal import statistics as page
from coophub.web import clock
from initiatives.models import (
    CooperativeForm,
    Initiative,
    Phase,
    PhaseChange,
    PhaseStayCount,
    RegisterMark,
    RegisterShare,
    TargetGroup,
)
from initiatives.selectors.kept_counts import register_differences
from initiatives.tasks import sweep_counts
from tests.factories.initiatives import ASSEN, GRONINGEN, InitiativeFactory, PhaseChangeFactory

BEGAN = dt.date(2020, 1, 1)
GROUPS = st.integers(0, 3)
DAYS = st.integers(0, 6).map(lambda days: BEGAN + dt.timedelta(days=days))
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "municipality_id": st.sampled_from([ASSEN, GRONINGEN]),
        "phase": st.sampled_from(Phase.values),
        "form": st.sampled_from(CooperativeForm.values),
        "target_group": st.sampled_from(TargetGroup.values),
        "homes": st.sampled_from([1, 10, 11, 25, 26, 50, 51, 2000]),
        "published_at": st.sampled_from([None, dt.datetime(2020, 1, 1, tzinfo=dt.UTC)]),
        "name": st.sampled_from(["De Hof", "De Linde"]),
        "moves_in_year": st.sampled_from([None, 2030]),
        "latitude": st.just(52.1),
        "longitude": st.just(5.1),
    },
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("change"), GROUPS, FIELDS),
        st.tuples(st.just("enter"), GROUPS, st.sampled_from(Phase.values), DAYS),
        st.tuples(st.just("put right"), GROUPS, GROUPS, DAYS),
        st.tuples(st.just("take away"), GROUPS),
        st.tuples(st.just("delete"), GROUPS),
        st.tuples(st.just("fold")),
    ),
    max_size=25,
)


def take(step, groups):
    kind, *rest = step
    if kind == "fold":
        sweep_counts()
        return
    group, *details = rest
    number = groups[group]
    changes = PhaseChange.objects.filter(initiative=number)
    if kind == "change" and details[0]:
        Initiative.objects.filter(pk=number).update(**details[0])
    elif kind == "enter" and Initiative.objects.filter(pk=number).exists():
        PhaseChange.objects.create(initiative_id=number, phase=details[0], on=details[1])
    elif kind == "put right" and Initiative.objects.filter(pk=groups[details[0]]).exists():
        PhaseChange.objects.filter(pk=getattr(changes.last(), "pk", None)).update(
            initiative=groups[details[0]], on=details[1]
        )
    elif kind == "take away":
        PhaseChange.objects.filter(pk=getattr(changes.first(), "pk", None)).delete()
    elif kind == "delete":
        Initiative.objects.filter(pk=number).delete()


@pytest.mark.django_db
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, undone=STEPS)
def test_what_is_kept_is_what_is_there(db, steps, undone):
    with transaction.atomic():
        groups = [InitiativeFactory(published=number % 2 == 0).pk for number in range(4)]
        for step in steps:
            take(step, groups)
        with transaction.atomic():
            for step in undone:
                take(step, groups)
            transaction.set_rollback(True)

        assert register_differences() == []
        sweep_counts()
        assert register_differences() == []
        assert PhaseStayCount.objects.count() == len(set(PhaseStayCount.objects.values_list("phase", "days")))
        assert RegisterMark.objects.count() == len(set(RegisterMark.objects.values_list("municipality")))
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("lasted", [[5], [5, 8], [1, 1, 9], [1, 4, 4, 90], [2, 3, 5, 8, 13], [7] * 6])
def test_middle_of_what_is_kept_is_the_middle_of_all(lasted, monkeypatch):
    monkeypatch.setattr(page, "FEWEST", 1)
    for days in lasted:
        group = InitiativeFactory(published=True)
        PhaseChangeFactory(initiative=group, phase="initiative", on=BEGAN)
        PhaseChangeFactory(initiative=group, phase="living", on=BEGAN + dt.timedelta(days=days))

    first = page.statistics().lengths[0]

    assert (first.groups, first.months) == (len(lasted), round(middles.median(lasted) / page.DAYS_IN_MONTH, 1))


@pytest.mark.django_db
def test_count_that_is_wrong_is_named():
    PhaseChangeFactory(initiative=InitiativeFactory(published=True), on=BEGAN)
    RegisterShare.objects.filter(aspect="form").update(homes=1)
    PhaseStayCount.objects.create(phase="living", days=3, stays=1, groups=1)
    RegisterMark.objects.create(municipality_id=ASSEN, initiatives=0, mark=1)

    assert register_differences() == [
        f"what is kept of {GRONINGEN} by form (rental) is not what is there",
        "how many were in living for 3 days is not what is there",
        f"the mark of the register in {ASSEN} is not that of what is there",
    ]


@pytest.mark.django_db(transaction=True)
def test_those_who_write_at_once_are_all_counted():
    """Several move one group on, publish it and fold, in transactions of their own that wait for each other or not."""
    group = InitiativeFactory()
    together = threading.Barrier(4)

    def enter(number):
        try:
            together.wait()
            for turn in range(8):
                PhaseChange.objects.create(
                    initiative=group, phase=Phase.values[number], on=BEGAN + dt.timedelta(days=3 * turn + number)
                )
        finally:
            connection.close()

    def show_and_fold():
        try:
            together.wait()
            for turn in range(8):
                Initiative.objects.filter(pk=group.pk).update(published_at=None if turn % 2 == 0 else clock.now())
                sweep_counts()
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=[number]) for number in range(3)]
    threads.append(threading.Thread(target=show_and_fold))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert PhaseChange.objects.count() == 24
    assert PhaseStayCount.objects.exists()
    assert register_differences() == []
