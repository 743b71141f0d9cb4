"""A round that did not change is divided once, and one that changed in anything is divided anew."""

import datetime as dt

import pytest
from django.db import transaction

from coophub.web import clock
from financing.subsidies.models import (
    Application,
    Assessment,
    CeilingBalance,
    LotSeed,
    SchemeVersion,
    State,
    Target,
)
from financing.subsidies.selectors import rounds, waiting
from financing.subsidies.selectors.rounds import Trial, round_board
from tests.factories.accounts import UserFactory
from tests.factories.subsidies import example_scheme
from tests.financing.subsidies.money.test_budget import application_of

pytestmark = pytest.mark.django_db
ASKED = 60_000


@pytest.fixture
def manager():
    return UserFactory()


@pytest.fixture
def applications():
    """Three that were scored, for which there is not enough."""
    found = [application_of(f"WC-{number}", Target.CPO, State.ADVISED) for number in range(3)]
    Application.objects.update(amount_requested=ASKED)
    slugs = example_scheme().criteria.values_list("slug", flat=True)
    for application in found:
        Assessment.objects.create(
            application=application,
            reviewer=UserFactory(),
            scores=dict.fromkeys(slugs, 5),
            advice=Assessment.Advice.AWARD,
            finished_at=clock.now(),
        )
    CeilingBalance.objects.filter(target=Target.CPO).update(taken=0)
    take_all_but(100_000)
    return found


def take_all_but(amount):
    for balance in CeilingBalance.objects.filter(target__in=["", Target.CPO]):
        CeilingBalance.objects.filter(pk=balance.pk).update(taken=balance.ceiling - amount)


def seen(version, user, trial=None):
    board = round_board(SchemeVersion.objects.get(pk=version.pk), user, trial)
    shown = [(row.application.number, row.score, row.asked, row.amount, row.before) for row in board.rows]
    return shown, board.asked, board.given, board.waiting, board.unscored, board.left, board.draws


def afresh(version, user, trial=None):
    """The same with nothing remembered."""
    waiting._last_read.clear()
    return seen(version, user, trial)


def change(application, **fields):
    Application.objects.filter(pk=application.pk).update(**fields)


CHANGES = {
    "amount": lambda first: change(first, amount_requested=70_000),
    "target": lambda first: change(first, target=Target.MIDDLE_INCOMES),
    "day": lambda first: change(first, rank_on=clock.today() + dt.timedelta(days=1)),
    "receipt": lambda first: change(first, submitted_at=clock.now() - dt.timedelta(days=2)),
    "state": lambda first: change(first, state=State.REFUSED),
    "waits for an answer": lambda first: change(first, state=State.REMEDY_REQUESTED),
    "number": lambda first: change(first, number="WC-9"),
    "score": lambda first: first.assessments.update(scores=dict.fromkeys(first.assessments.get().scores, 9)),
    "score that is struck out": lambda first: first.assessments.update(struck_at=clock.now(), struck_because="said"),
    "ceiling": lambda _first: take_all_but(50_000),
    "lots": lambda first: LotSeed.objects.create(version=first.scheme_version, seed="c0ffee", drawn_at=clock.now()),
    "one more": lambda _first: application_of("WC-8", Target.CPO, State.SUBMITTED),
}


@pytest.mark.parametrize("what", CHANGES)
def test_board_of_a_round_that_changed_is_the_board_of_what_is_there(what, applications, manager):
    version = applications[0].scheme_version
    before = seen(version, manager)
    try:
        with transaction.atomic():
            CHANGES[what](applications[0])

            now = seen(version, manager)
            assert now == afresh(version, manager)
            assert now != before
            raise InterruptedError
    except InterruptedError:
        pass

    assert seen(version, manager) == before


def test_round_that_did_not_change_is_divided_once(applications, manager, monkeypatch):
    version, divided = applications[0].scheme_version, []
    divide = rounds.divide
    monkeypatch.setattr(rounds, "divide", lambda *args: divided.append(args) or divide(*args))
    first = afresh(version, manager)

    assert seen(version, manager) == first
    assert len(divided) == 1

    trial = Trial(without=frozenset({"WC-0"}))
    tried = seen(version, manager, trial)
    assert len(divided) == 2
    assert tried == afresh(version, manager, trial)
    assert seen(version, manager) == first
