"""The round board: everybody against the ceiling, trials that change nothing, an outcome that is recorded and
adopted.
"""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.reports.models import ReportJob
from coophub.reports.services import render
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import day
from financing.subsidies.law.allocation import lot_of
from financing.subsidies.models import CeilingBalance, InterestDeclaration, LedgerEntry, LotSeed, SchemeVersion
from financing.subsidies.selectors import rounds
from financing.subsidies.selectors.rounds import Trial, round_board
from financing.subsidies.services import applying, reviewing
from financing.subsidies.services.allocation import (
    adopt_allocation,
    draw_seed,
    propose_announcement,
    propose_seed,
    record_allocation,
)
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.proposals import confirmed
from tests.factories.subsidies import assessed, example_scheme, submitted_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return UserFactory(roles=[Role.SCHEME_MANAGER])


@pytest.fixture
def decider():
    return UserFactory(roles=[Role.DECIDER])


def apply(name: str, amount: int = 90_000):
    owner, second = UserFactory(), UserFactory()
    group = InitiativeFactory(name=name, owner=owner)
    MembershipFactory(initiative=group, user=second)
    return submitted_application(group, writer=owner, signer=second, amount=Decimal(amount))


@pytest.fixture
def applications():
    found = [apply(name) for name in ("Aaltje", "Bertha", "Cornelia")]
    CeilingBalance.objects.filter(target="middle_incomes").update(taken=Decimal(5_000_000 - 200_000))
    return found


def names(board) -> dict[str, Decimal]:
    return {row.application.initiative.name: row.amount for row in board.rows}


def test_board_shows_who_gets_what_and_what_is_left(applications, manager):
    board = round_board(example_scheme(), manager)

    assert sorted(names(board).values()) == [20_000, 90_000, 90_000]
    left = {part.target: part.left for part in board.left}
    assert left["middle_incomes"] == 0
    assert left["older_people"] == 3_000_000
    assert len(board.draws) == 1


def test_trial_shows_who_falls_out_and_changes_nothing(client, applications, manager):
    client.force_login(manager)
    address = reverse("subsidies:round_board", args=[example_scheme().pk])

    page = client.get(address, {"without": applications[0].number})

    changes = {row.application.pk: row.change for row in page.context["board"].rows}
    assert changes[applications[0].pk] in ("out", "less")
    assert sum(1 for change in changes.values() if change == "more") <= 1
    assert not LotSeed.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_trial_names_applications_by_their_numbers(client, applications, manager):
    client.force_login(manager)
    address = reverse("subsidies:round_board", args=[example_scheme().pk])
    first, second, _third = (found.number for found in applications)

    page = client.get(address, {"without": f" {first.lower()}, {second}"})
    last = page.context["board"].rows[-2:]
    assert {row.application.number for row in last} == {first, second}
    assert [row.amount for row in last] == [0, 0]

    wrong = client.get(address, {"without": f"{first} WC9-2026-0001"})
    assert "WC9-2026-0001" in wrong.context["form"].errors["without"][0]
    assert not wrong.context["board"].is_trial


def test_board_has_pages_and_sums_of_the_whole_round(applications, manager, monkeypatch):
    monkeypatch.setattr(rounds, "PER_PAGE", 2)
    whole = round_board(example_scheme(), manager)
    rest = round_board(example_scheme(), manager, page=2)

    assert [row.place for row in (*whole.rows, *rest.rows)] == [1, 2, 3]
    assert {row.application for row in (*whole.rows, *rest.rows)} == set(applications)
    assert whole.waiting == rest.waiting == 3
    assert whole.asked == rest.asked == 270_000
    assert whole.given == rest.given == 200_000


def test_trial_with_a_lower_ceiling_or_by_score(applications, manager):
    version = example_scheme()
    reviewer = UserFactory(roles=[Role.REVIEWER])
    for application, score in zip(applications, (5, 9, 7), strict=True):
        reviewing.declare_interest(application=application, has_interest=False, user=reviewer)
        scores = dict.fromkeys(version.criteria.values_list("slug", flat=True), score)
        reviewing.assess(application=application, scores=scores, advice="award", explanation="Zo.", user=reviewer)

    ranked = round_board(version, manager, Trial(method="ranking"))
    poorer = round_board(version, manager, Trial(method="ranking", ceilings={"middle_incomes": Decimal(4_900_000)}))

    assert list(names(ranked).items()) == [("Bertha", 90_000), ("Cornelia", 90_000), ("Aaltje", 20_000)]
    assert list(names(poorer).items()) == [("Bertha", 90_000), ("Cornelia", 10_000), ("Aaltje", 0)]
    strict = round_board(version, manager, Trial(method="ranking", minimum_score=Decimal(7)))
    assert names(strict)["Aaltje"] == 0


def test_recorded_outcome_follows_from_the_seed_and_is_adopted_by_another(applications, manager, decider):
    version = example_scheme()

    run = record_allocation(version=version, user=manager)

    seed = LotSeed.objects.get().seed
    order = sorted((str(a.number) for a in applications), key=lambda number: lot_of(seed, number))
    given = {share["number"]: Decimal(share["amount"]) for share in run.content["shares"]}
    assert [given[number] for number in order] == [90_000, 90_000, 20_000]
    assert run.content["draws"][0]["numbers"] == order
    assert record_allocation(version=version, user=manager) == run

    adopt_allocation(run=run, user=decider)
    adopt_allocation(run=run, user=decider)

    assert LedgerEntry.objects.filter(kind="reservation").count() == 3
    assert CeilingBalance.objects.get(target="middle_incomes").free == 0


def test_nobody_adopts_what_they_recorded(applications, decider):
    run = record_allocation(version=example_scheme(), user=decider)

    with pytest.raises(DomainError):
        adopt_allocation(run=run, user=decider)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(run).objects.update(adopted_by=decider)
    assert not LedgerEntry.objects.exists()


def test_outcome_is_stale_when_somebody_withdrew(applications, manager, decider):
    run = record_allocation(version=example_scheme(), user=manager)
    application = applications[0]
    owner = application.initiative.memberships.first().user
    applying.withdraw_application(application=application, user=owner)

    with pytest.raises(DomainError):
        adopt_allocation(run=run, user=decider)


def test_seed_is_drawn_once(manager, decider):
    version = example_scheme()

    assert draw_seed(version=version, user=manager) == draw_seed(version=version, user=decider)
    assert len(LotSeed.objects.get().seed) == 32


def test_ranking_waits_for_the_window_and_the_scores(applications, manager):
    version = example_scheme()
    version = SchemeVersion(pk=version.pk, closes_at=version.closes_at, allocation="ranking", scheme=version.scheme)

    with pytest.raises(DomainError):
        record_allocation(version=version, user=manager)


def test_who_has_an_interest_sees_a_number_alone(client, applications, decider):
    application = applications[1]
    application.interest_declarations.create(person=decider, has_interest=True)
    client.force_login(decider)

    page = client.get(reverse("subsidies:round_board", args=[example_scheme().pk])).content.decode()

    assert "Aaltje" in page
    assert "Bertha" not in page
    assert application.number in page
    assert client.get(reverse("subsidies:summary", args=[application.pk])).status_code == 403


def test_summary_is_one_page_and_a_pdf(client, applications, decider):
    assessed(applications[0], UserFactory(roles=[Role.REVIEWER]))
    client.force_login(decider)
    address = reverse("subsidies:summary", args=[applications[0].pk])

    page = client.get(address).content.decode()
    client.post(reverse("subsidies:summary_pdf", args=[applications[0].pk]))

    assert "7.00" in page or "7,00" in page
    job = ReportJob.objects.get(kind="application_summary")
    assert render(str(job.pk))
    job.refresh_from_db()
    assert job.file.read(5) == b"%PDF-"


def test_board_takes_as_many_queries_for_many_as_for_few(client, applications, manager):
    client.force_login(manager)
    address = reverse("subsidies:round_board", args=[example_scheme().pk])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for name in ("Dirkje", "Evertje"):
        apply(name, 10_000)

    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)


def test_seed_of_a_notary_decides_the_lots_as_the_drawn_one_would(applications, manager, decider, client):
    version = example_scheme()
    today = clock.today()
    with clock.at(clock.now() - dt.timedelta(days=7)):
        confirmed(
            propose_announcement(version=version, witness="Notaris Voorbeeld te Assen", draws_on=today, user=manager)
        )
    confirmed(propose_seed(version=version, seed="17 04 33 2", user=manager))

    run = record_allocation(version=version, user=manager)

    order = sorted((str(a.number) for a in applications), key=lambda number: lot_of("17 04 33 2", number))
    assert run.content["seed"] == "17 04 33 2"
    assert list(run.content["draws"][0]["numbers"]) == order
    assert draw_seed(version=version, user=decider) == LotSeed.objects.get()
    client.force_login(manager)
    page = client.get(reverse("subsidies:round_board", args=[version.pk])).content.decode()
    assert "Notaris Voorbeeld te Assen" in page
    assert day(today) in page.replace("\xa0", " ")


def test_decider_sees_what_was_recorded_and_adopts_it_first(applications, manager, decider, client):
    version = example_scheme()
    run = record_allocation(version=version, user=manager)
    address = reverse("subsidies:round_board", args=[version.pk])
    adopt = reverse("subsidies:adopt_round", args=[version.pk, run.pk])

    client.force_login(manager)
    assert adopt not in client.get(address).content.decode()
    client.force_login(decider)
    page = client.get(address).content.decode()

    assert page.count("utrecht-button--primary-action") == 1
    assert page.index(adopt) < page.index("utrecht-button--primary-action") < page.index("<table")
    recorded = page.split("Wat is vastgelegd</summary>")[1].split("</details>")[0]
    for share in run.content["shares"]:
        assert share["number"] in recorded
    InterestDeclaration.objects.create(application=applications[0], person=decider, has_interest=True)
    recorded = client.get(address).content.decode().split("Wat is vastgelegd</summary>")[1].split("</details>")[0]
    assert applications[0].number not in recorded
    assert applications[1].number in recorded
