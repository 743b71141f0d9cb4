"""Money moves by two: corrections, payments outside a file, money that comes back, and the seed of lots.

And what was decided never passes a ceiling, whatever is reversed.
"""

import datetime as dt
from contextlib import suppress
from decimal import Decimal
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coophub.audit.selectors import entries_of
from coophub.proposals.models import Proposal
from coophub.proposals.selectors import waiting_for
from coophub.proposals.services import confirm, turn_down
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.models import CeilingBalance, Decision, LedgerEntry, LotAnnouncement, LotSeed, Payment
from financing.subsidies.services import allocation, deciding, later_decisions, ledger, payments, settlement
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.proposals import confirmed
from tests.factories.subsidies import drafted, example_scheme, submitted_application
from tests.financing.subsidies.life import award, fresh, today

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    """Sentences are compared in English, the language they are written in."""
    with translation.override("en"):
        yield


def apply():
    owner, second = UserFactory(), UserFactory()
    group = InitiativeFactory(owner=owner)
    MembershipFactory(initiative=group, user=second)
    return submitted_application(group, writer=owner, signer=second)


@transaction.atomic
def commit(deed):
    """Does it, with what the database checks when a transaction ends."""
    deed()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


# A decision stands until a decision undoes it


def test_entry_of_a_standing_award_is_not_reversed(submitted, people):
    award(submitted, people)
    entry = submitted.ledger_entries.get(kind="award")

    with pytest.raises(DomainError, match="Only a decision undoes it"):
        ledger.propose_reversal(entry=entry, reason="Zomaar", user=people["decider"])

    assert not Proposal.objects.exists()


def test_database_refuses_to_reverse_it_too(submitted, people):
    reservation = ledger.reserve(application=submitted, amount=Decimal(1_000), user=None)
    proposal = confirmed(ledger.propose_reversal(entry=reservation, reason="Fout", user=people["decider"]))
    award(submitted, people)
    entry = submitted.ledger_entries.get(kind="award")
    fields = {
        "version": entry.version,
        "target": entry.target,
        "application": submitted,
        "kind": "reversal",
        "reverses": entry,
        "amount": -entry.amount,
        "made_at": clock.now(),
    }

    for named in (None, proposal):
        with pytest.raises(IntegrityError), transaction.atomic():
            LedgerEntry.objects.create(**fields, proposal=named)


def test_entries_of_later_decisions_stand_as_long_as_those(submitted, people):
    award(submitted, people)
    draft = settlement.draft_amendment(
        application=submitted, amount=Decimal(50_000), reasons="Minder.", hearing="not_needed", user=people["reviewer"]
    )
    later_decisions.sign_later_decision(decision=draft, user=people["decider"])

    with pytest.raises(DomainError, match="Only a decision undoes it"):
        ledger.propose_reversal(
            entry=submitted.ledger_entries.get(kind="withdrawal"), reason="Zomaar", user=people["decider"]
        )


def test_reservation_that_became_an_award_is_not_reversed(submitted, people):
    reservation = ledger.reserve(application=submitted, amount=Decimal(90_000), user=None)
    award(submitted, people)

    proposal = ledger.propose_reversal(entry=reservation, reason="Fout", user=people["decider"])
    with pytest.raises(DomainError, match="lifted already"):
        confirm(proposal=proposal, user=people["manager"])

    assert CeilingBalance.objects.get(target="").taken == 90_000


def test_database_takes_no_signed_decision_without_its_entry(submitted, people):
    drafted(submitted, people["reviewer"])

    with pytest.raises(IntegrityError, match="the decision says 90000"):
        commit(lambda: Decision.objects.update(signed_by=people["decider"], signed_at=clock.now()))


def test_database_takes_no_entry_beside_the_decision(submitted, people):
    award(submitted, people)

    with pytest.raises(IntegrityError, match="the ledger 80000"):
        commit(lambda: ledger.enter_withdrawal(application=submitted, amount=Decimal(10_000), user=None))


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["sign", "reverse", "amend", "reserve", "directly"]),
        st.integers(0, 2),
        st.integers(1, 90),
    ),
    max_size=10,
)


@pytest.fixture
def applications(people):
    """Three that wait for a signature."""
    found = [apply() for _number in range(3)]
    for application in found:
        drafted(application, people["reviewer"])
    return found


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_what_was_decided_never_passes_the_ceiling(applications, people, steps):
    with transaction.atomic():
        CeilingBalance.objects.filter(target="middle_incomes").update(taken=Decimal(5_000_000 - 150_000))
        for step, which, thousands in steps:
            with suppress(DomainError, IntegrityError):
                commit(partial(_take, step, fresh(applications[which]), Decimal(thousands * 1_000), people))

            decided = Decision.objects.filter(signed_at__isnull=False).aggregate(sum=Sum("amount"))["sum"] or 0
            lowered = LedgerEntry.objects.filter(kind="withdrawal").aggregate(sum=Sum("amount"))["sum"] or 0
            raised = LedgerEntry.objects.filter(kind="increase").aggregate(sum=Sum("amount"))["sum"] or 0
            assert decided + raised + lowered <= 150_000
        transaction.set_rollback(True)


def _take(step, application, amount, people):
    """One step of somebody at work, or of somebody who goes round the services."""
    if step == "sign":
        deciding.sign_decision(application=application, user=people["decider"])
    elif step == "reverse":
        entry = application.ledger_entries.last()
        if entry is not None:
            confirmed(ledger.propose_reversal(entry=entry, reason="Fout", user=people["decider"]))
    elif step == "amend":
        draft = settlement.draft_amendment(
            application=application, amount=amount, reasons="Anders.", hearing="not_needed", user=people["reviewer"]
        )
        later_decisions.sign_later_decision(decision=draft, user=people["decider"])
    elif step == "reserve":
        ledger.reserve(application=application, amount=amount, user=None)
    else:
        Decision.objects.filter(application=application, signed_at=None).update(
            signed_by=people["decider"], signed_at=clock.now()
        )


# Corrections


def test_wrong_reservation_is_undone_by_two(submitted, people):
    entry = ledger.reserve(application=submitted, amount=Decimal(10_000), user=None)

    proposal = ledger.propose_reversal(entry=entry, reason="Dubbel", user=people["decider"])
    assert ledger.held_by(submitted) == 10_000
    with pytest.raises(DomainError):
        confirm(proposal=proposal, user=people["decider"])
    confirm(proposal=proposal, user=people["manager"])

    assert ledger.held_by(submitted) == 0
    done = entries_of(submitted).filter(action__in=["proposals.propose", "subsidies.reverse_entry"]).order_by("pk")
    assert [(item.action, item.actor) for item in done] == [
        ("proposals.propose", people["decider"]),
        ("subsidies.reverse_entry", people["manager"]),
    ]


def test_who_has_an_interest_neither_proposes_nor_confirms_nor_sees_it(client, submitted, people):
    entry = ledger.reserve(application=submitted, amount=Decimal(10_000), user=None)
    submitted.interest_declarations.create(person=people["manager"], has_interest=True)

    with pytest.raises(DomainError):
        ledger.propose_reversal(entry=entry, reason="Dubbel", user=people["manager"])
    proposal = ledger.propose_reversal(entry=entry, reason="Dubbel", user=people["decider"])
    with pytest.raises(DomainError):
        confirm(proposal=proposal, user=people["manager"])
    client.force_login(people["manager"])

    assert client.get(reverse("proposals:proposal", args=[proposal.pk])).status_code == 404
    assert waiting_for(people["manager"]).count() == 0
    assert waiting_for(people["other_decider"]).count() == 1


# Payments outside a file


@pytest.fixture
def ordered(submitted, people):
    award(submitted, people)
    return payments.order_payment(payment=submitted.payments.get(), user=people["manager"])


def test_payment_outside_a_file_is_noted_by_two(client, ordered, submitted, people):
    client.force_login(people["manager"])
    address = reverse("subsidies:mark_paid", args=[submitted.pk, ordered.pk])
    money = reverse("subsidies:dossier", args=[submitted.pk]) + "?tab=money"

    client.post(address, {"paid_on": today().isoformat()})

    assert Payment.objects.get().paid_on is None
    proposal = Proposal.objects.get()
    assert reverse("proposals:proposal", args=[proposal.pk]) in client.get(money).content.decode()
    assert client.post(reverse("proposals:confirm", args=[proposal.pk])).status_code == 409
    client.force_login(people["decider"])
    assert reverse("proposals:list") in client.get(reverse("subsidies:queue")).content.decode()
    client.post(reverse("proposals:confirm", args=[proposal.pk]))
    assert Payment.objects.get().paid_on == today()
    assert client.get(money).status_code == 200


def test_database_takes_no_payment_that_one_person_says_was_made(ordered):
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.update(paid_on=today())


def test_another_day_waits_until_the_first_is_settled(ordered, people):
    proposal = payments.propose_paid(payment=ordered, paid_on=today(), user=people["manager"])
    yesterday = today() - dt.timedelta(days=1)

    with pytest.raises(DomainError, match="proposed something else"):
        payments.propose_paid(payment=ordered, paid_on=yesterday, user=people["decider"])
    turn_down(proposal=proposal, because="Het was gisteren.", user=people["decider"])
    confirmed(payments.propose_paid(payment=ordered, paid_on=yesterday, user=people["decider"]))

    assert Payment.objects.get().paid_on == yesterday


# The seed of lots


@pytest.fixture
def version():
    return example_scheme()


def announce(version, people, days=7):
    return allocation.propose_announcement(
        version=version,
        witness="Notaris Voorbeeld te Assen",
        draws_on=today() + dt.timedelta(days=days),
        user=people["manager"],
    )


def test_seed_is_announced_before_its_day_and_entered_by_two(client, version, people):
    page = reverse("subsidies:scheme", args=[version.scheme.slug])
    with pytest.raises(DomainError, match="Announce first"):
        allocation.propose_seed(version=version, seed="17", user=people["manager"])
    proposal = announce(version, people)
    assert "Notaris Voorbeeld" not in client.get(page).content.decode()
    confirm(proposal=proposal, user=people["decider"])
    assert "Notaris Voorbeeld" in client.get(page).content.decode()

    with pytest.raises(DomainError):
        allocation.propose_seed(version=version, seed="17", user=people["manager"])
    with clock.at(clock.now() + dt.timedelta(days=7)):
        drawn = allocation.propose_seed(version=version, seed=" 17 04 ", user=people["manager"])
        assert not LotSeed.objects.exists()
        with pytest.raises(DomainError):
            confirm(proposal=drawn, user=people["manager"])
        confirm(proposal=drawn, user=people["decider"])

    seed = LotSeed.objects.get()
    assert (seed.seed, seed.witness, seed.drawn_on) == (
        "17 04",
        "Notaris Voorbeeld te Assen",
        today() + dt.timedelta(days=7),
    )
    with pytest.raises(DomainError):
        announce(version, people)


def test_announcement_that_is_confirmed_too_late_announces_nothing(version, people):
    proposal = announce(version, people, days=1)

    with clock.at(clock.now() + dt.timedelta(days=1)), pytest.raises(DomainError, match="before the day"):
        confirm(proposal=proposal, user=people["decider"])
    with pytest.raises(DomainError, match="before the day"):
        announce(version, people, days=0)


def test_coophub_draws_no_seed_that_somebody_else_was_announced_to_draw(version, people):
    confirmed(announce(version, people))

    with pytest.raises(DomainError, match="Enter that seed first"):
        allocation.record_allocation(version=version, user=people["manager"])

    assert not LotSeed.objects.exists()


def test_last_announcement_counts_and_the_earlier_ones_are_kept(version, people):
    confirmed(announce(version, people, days=3))
    with clock.at(clock.now() + dt.timedelta(days=4)):
        confirmed(announce(version, people, days=5))

        with pytest.raises(DomainError, match="Enter it then"):
            allocation.propose_seed(version=version, seed="17", user=people["manager"])

    assert LotAnnouncement.objects.count() == 2


def test_database_takes_no_seed_that_was_not_announced_or_that_one_person_entered(version, people):
    announced = confirmed(announce(version, people))
    fields = {"version": version, "seed": "17", "drawn_by": people["manager"], "drawn_at": clock.now()}

    for witness, proposal in (("Notaris", announced), ("Notaris Voorbeeld te Assen", None)):
        with pytest.raises(IntegrityError), transaction.atomic():
            LotSeed.objects.create(
                **fields, witness=witness, drawn_on=today() + dt.timedelta(days=7), proposal=proposal
            )


def test_pages_of_the_seed_lead_from_announcing_to_entering(client, version, people, travel_to):
    client.force_login(people["manager"])
    board = reverse("subsidies:round_board", args=[version.pk])
    announcing = reverse("subsidies:announce_lots", args=[version.pk])
    entering = reverse("subsidies:enter_seed", args=[version.pk])
    assert announcing in client.get(board).content.decode()
    assert client.get(entering).status_code == 409
    draws_on = today() + dt.timedelta(days=1)

    assert client.post(announcing, {"witness": "Notaris", "draws_on": today().isoformat()}).context["form"].errors
    sent = client.post(announcing, {"witness": "Notaris", "draws_on": draws_on.isoformat()})
    confirm(proposal=Proposal.objects.get(), user=people["decider"])

    assert "Notaris" in client.get(board).content.decode()
    assert sent["Location"] == reverse("proposals:proposal", args=[Proposal.objects.get().pk])
    travel_to(clock.now() + dt.timedelta(days=1))
    client.logout()
    client.force_login(people["manager"])
    assert entering in client.get(board).content.decode()
    assert client.get(entering).status_code == 200
    assert client.post(entering, {"seed": "17"}).status_code == 302
