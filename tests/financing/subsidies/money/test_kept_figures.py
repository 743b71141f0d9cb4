"""What is kept for the figures of a scheme is what its applications say, whatever happens, and who writes at once."""

import datetime as dt
import statistics
import threading
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coophub.web import clock
from financing.subsidies.models import Application, CaseSum, Decision, PaceSum, State, Target
from financing.subsidies.selectors.monitor import monitor_of
from financing.subsidies.selectors.reconciling import figures_differences
from financing.subsidies.services.figures import fold_figures
from tests.factories.accounts import UserFactory
from tests.factories.subsidies import example_scheme
from tests.financing.subsidies.money.test_budget import application_of, pay

STATES = [State.SUBMITTED, State.AWARDED, State.REFUSED, State.SETTLED_LOWER, State.WITHDRAWN]
CASES = st.integers(0, 2)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("state"), CASES, st.sampled_from(STATES)),
        st.tuples(st.just("target"), CASES, st.sampled_from(Target.values)),
        st.tuples(st.just("received"), CASES, st.integers(0, 40)),
        st.tuples(st.just("term"), CASES, st.integers(-5, 5)),
        st.tuples(st.just("award"), CASES, st.integers(1, 1_000)),
        st.tuples(st.just("pay"), CASES, st.integers(1, 500)),
        st.tuples(st.just("sign"), CASES),
        st.tuples(st.just("fold")),
    ),
    max_size=15,
)


def sign(application, user):
    made = {"kind": "refuse", "reasons": "Nee.", "drafted_by": user, "drafted_at": clock.now()}
    decision, _is_new = Decision.objects.get_or_create(application=application, defaults=made)
    Decision.objects.filter(pk=decision.pk, signed_at=None).update(signed_at=clock.now())


def take(step, cases, user, number):
    kind, *rest = step
    if kind == "fold":
        fold_figures()
        return
    case = cases[rest[0]]
    rows = Application.objects.filter(pk=case.pk)
    if kind == "state":
        rows.update(state=rest[1])
    elif kind == "target":
        rows.update(target=rest[1])
    elif kind == "received":
        rows.update(submitted_at=clock.now() - dt.timedelta(days=rest[1]))
    elif kind == "term":
        rows.update(decide_by=clock.today() + dt.timedelta(days=rest[1]))
    elif kind == "award":
        made = {"version": case.scheme_version, "target": Target.CPO, "made_at": clock.now(), "key": f"{number}"}
        case.ledger_entries.create(kind="award", amount=rest[1], **made)
    elif kind == "pay" and not case.payments.filter(key=f"advance-{rest[1]}").exists():
        pay(case, rest[1])
    elif kind == "sign":
        sign(case, user)


@pytest.mark.django_db
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, undone=STEPS)
def test_what_is_kept_is_what_the_applications_say(db, steps, undone):
    with transaction.atomic():
        user = UserFactory()
        cases = [application_of(f"WC-{number}", Target.CPO) for number in range(3)]
        for number, step in enumerate(steps):
            take(step, cases, user, number)
        with transaction.atomic():
            for number, step in enumerate(undone, start=len(steps)):
                take(step, cases, user, number)
            transaction.set_rollback(True)

        assert figures_differences() == []
        assert monitor_of(example_scheme()).received == 3
        fold_figures()
        assert figures_differences() == []
        for sums, key in ((CaseSum, ["version", "province", "target", "state"]), (PaceSum, ["version", "days"])):
            assert sums.objects.count() == len(set(sums.objects.values_list(*key)))
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("took", [[3], [3, 8], [1, 1, 30], [2, 4, 4, 9], [0, 7, 7, 7, 90]])
def test_half_is_decided_within_the_days_in_the_middle(took):
    user = UserFactory()
    for number, days in enumerate(took):
        case = application_of(f"WC-{number}", Target.CPO)
        Application.objects.filter(pk=case.pk).update(
            submitted_at=clock.now() - dt.timedelta(days=days),
            decide_by=clock.today() + dt.timedelta(days=0 if number else -1),
        )
        sign(case, user)

    found = monitor_of(example_scheme())

    assert found.median_days == statistics.median(took)
    assert found.in_time == pytest.approx(1 - 1 / len(took))


@pytest.mark.django_db
def test_sum_that_is_wrong_is_named():
    application_of("WC-1", Target.CPO)
    version = example_scheme()
    CaseSum.objects.update(homes=3)
    PaceSum.objects.create(version=version, days=4, decided=1, with_term=1, in_time=0)

    assert figures_differences() == [
        f"of version {version.pk} the sums of in_assessment for cpo in  are not what its applications say",
        f"of version {version.pk} the decisions after 4 days are not what is there",
    ]


@pytest.mark.django_db(transaction=True)
def test_those_who_write_at_once_are_all_counted():
    """On one application: its state, its money and a fold, each in transactions of their own."""
    case = application_of("WC-1", Target.CPO)
    together = threading.Barrier(3)

    def at_once(step):
        def go():
            try:
                together.wait()
                for turn in range(8):
                    step(turn)
            finally:
                connection.close()

        return threading.Thread(target=go)

    def enter(turn):
        made = {"version": case.scheme_version, "target": Target.CPO, "made_at": clock.now(), "key": f"{turn}"}
        case.ledger_entries.create(kind="award", amount=Decimal(100), **made)

    threads = [
        at_once(lambda turn: Application.objects.filter(pk=case.pk).update(state=STATES[turn % len(STATES)])),
        at_once(enter),
        at_once(lambda _turn: fold_figures()),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert monitor_of(example_scheme()).amount == 800
    assert figures_differences() == []


@pytest.mark.django_db(transaction=True)
def test_who_writes_under_a_scheme_does_not_wait_for_another_application_of_it():
    """As in the last hour of a window: one has not committed yet, and the others and the fold go on."""
    first, second = (application_of(f"WC-{number}", Target.CPO) for number in range(2))
    went_on = []

    def go_on():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '1s'")
            Application.objects.filter(pk=second.pk).update(state=State.ADVISED)
            application_of("WC-3", Target.CPO)
            fold_figures()
            went_on.append(monitor_of(example_scheme()).received)
        finally:
            connection.close()

    with transaction.atomic():
        Application.objects.filter(pk=first.pk).update(state=State.ADVISED)
        other = threading.Thread(target=go_on)
        other.start()
        other.join()

    assert went_on == [3]
    assert figures_differences() == []
