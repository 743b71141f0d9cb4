"""An advance that a group asks for after its award: the request, and the decision on it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError, ProgrammingError
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import day, euro_cents
from financing.subsidies.models import AdvanceRequest, LaterDecision, Payment, State
from financing.subsidies.procedure.awards import advance_left, current_award
from financing.subsidies.selectors import advances
from financing.subsidies.services import advances as advances_services
from financing.subsidies.services import deciding, later_decisions, later_drafts, payments
from tests.factories.accounts import UserFactory
from tests.factories.subsidies import submitted_application
from tests.financing.subsidies.life import DAY, award, fresh, held, later, pay_all, report, today
from tests.financing.subsidies.money.advances.steps import LEFT, ask, decide, draft, rehearsed

pytestmark = pytest.mark.django_db


# Asking


def test_request_is_kept_by_value_told_to_the_handler_and_recorded(awarded, people):
    request = ask(awarded, people, needed_from=today() + 30 * DAY)

    assert (request.amount, request.awarded, request.left) == (LEFT, Decimal(90_000), LEFT)
    assert len(request.sha256) == 64
    told = Notification.objects.get(kind="subsidies_advance_asked")
    assert (told.recipient, told.url) == (
        people["reviewer"],
        reverse("subsidies:dossier", args=[awarded.pk]) + "?tab=money",
    )
    entry = AuditEntry.objects.get(action="subsidies.ask_advance")
    assert (entry.actor_id, entry.after["amount"]) == (people["owner"].pk, "18000.00")
    assert fresh(awarded).state == State.AWARDED


def test_same_request_sent_twice_is_one_and_another_waits_for_the_first(awarded, people):
    first, again = ask(awarded, people), ask(awarded, people)

    assert first.pk == again.pk
    assert Notification.objects.filter(kind="subsidies_advance_asked").count() == 1
    with pytest.raises(DomainError) as caught:
        ask(awarded, people, amount=100)
    assert day(today()) in caught.value.message


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"amount": 0}, "amount", "Vraag meer dan 0 euro."),
        ({"amount": -5}, "amount", "Vraag meer dan 0 euro."),
        ({"amount": "18000.01"}, "amount", euro_cents(LEFT)),
        ({"needed_from": dt.date(2026, 1, 1)}, "needed_from", "Deze dag is voorbij."),
        ({"needed_from": dt.date(2099, 1, 1)}, "needed_from", "vaststelling"),
        ({"purpose": "  "}, "purpose", "waarvoor"),
    ],
)
def test_what_cannot_be_asked_is_said_with_its_field(awarded, people, fields, field, words):
    with pytest.raises(DomainError) as caught:
        ask(awarded, people, **fields)

    assert caught.value.field == field
    assert words in caught.value.message
    assert not AdvanceRequest.objects.exists()


def test_nothing_is_asked_without_a_running_award(submitted, people):
    with pytest.raises(DomainError):
        ask(submitted, people)
    award(submitted, people)
    pay_all(submitted, people)
    report(submitted, people)

    with pytest.raises(DomainError):
        ask(submitted, people)


def test_award_that_is_paid_at_once_leaves_nothing_to_ask(initiative, people):
    application = submitted_application(
        initiative, writer=people["owner"], signer=people["second"], amount=Decimal(20_000)
    )
    award(application, people)
    Payment.objects.filter(application=application).update(cancelled_at=clock.now())

    with pytest.raises(DomainError) as caught:
        ask(application, people, amount=100)
    assert advance_left(fresh(application)) == 0
    assert caught.value.field is None


def test_request_never_changes_goes_or_gets_a_second_answer(awarded, people):
    request = ask(awarded, people)
    for change in (
        lambda: AdvanceRequest.objects.update(amount=1),
        lambda: AdvanceRequest.objects.update(purpose="Anders."),
        lambda: AdvanceRequest.objects.all()._raw_delete("default"),
    ):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            change()
    decision = decide(awarded, people)

    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        AdvanceRequest.objects.update(decision=None)
    request.refresh_from_db()
    assert request.decision_id == decision.pk


@pytest.mark.parametrize("wrong", [{"amount": Decimal(0)}, {"left": Decimal(1)}, {"awarded": Decimal(1)}, {}])
def test_database_keeps_what_a_request_is(awarded, people, wrong):
    first = ask(awarded, people)
    row = {field.attname: getattr(first, field.attname) for field in AdvanceRequest._meta.fields if field.name != "id"}

    with pytest.raises(IntegrityError), transaction.atomic():  # without anything wrong: a second open one
        AdvanceRequest.objects.create(**row | wrong)


# Deciding


def test_granted_advance_is_planned_from_the_day_it_is_needed_and_the_award_stays(awarded, people):
    ask(awarded, people, needed_from=today() + 30 * DAY)
    before = current_award(fresh(awarded))

    decision = decide(awarded, people)

    payment = Payment.objects.get(key=f"advance-{decision.pk}")
    assert (payment.kind, payment.amount, payment.pay_from) == ("advance", LEFT, today() + 30 * DAY)
    assert payment.pay_by == today() + 72 * DAY
    assert current_award(fresh(awarded)) == before
    assert fresh(awarded).state == State.AWARDED
    assert held(awarded) == 90_000
    assert advance_left(fresh(awarded)) == 0
    letter = awarded.letters.get(kind="advance")
    assert letter.facts["amount"] == "18000.00"
    assert letter.facts["object_by"] == decision.object_by.isoformat()
    assert AuditEntry.objects.get(action="subsidies.decide_advance").after["amount"] == "18000.00"


def test_day_that_passed_while_it_was_decided_becomes_today(awarded, people):
    ask(awarded, people, needed_from=today() + DAY)

    drafted = draft(awarded, people)
    with clock.at(later(20)):
        later_decisions.sign_later_decision(decision=drafted, user=people["decider"])

    assert Payment.objects.get(key=f"advance-{drafted.pk}").pay_from == today() + 20 * DAY


def test_two_pairs_of_eyes_and_one_decision(awarded, people):
    ask(awarded, people)
    drafted = draft(awarded, people)

    for person in ("reviewer", "manager", "owner"):
        with pytest.raises(DomainError):
            later_decisions.sign_later_decision(decision=drafted, user=people[person])
    later_decisions.sign_later_decision(decision=drafted, user=people["decider"])
    later_decisions.sign_later_decision(decision=drafted, user=people["decider"])

    assert Payment.objects.filter(key=f"advance-{drafted.pk}").count() == 1
    assert awarded.letters.filter(kind="advance").count() == 1
    with pytest.raises(DomainError):
        draft(awarded, people)  # nothing is asked any more


def test_who_drafted_the_advance_does_not_order_its_payment(awarded, people):
    both = UserFactory(roles=[Role.REVIEWER, Role.SCHEME_MANAGER])
    ask(awarded, people)
    drafted = advances_services.draft_advance(application=awarded, amount=LEFT, reasons="Ja.", user=both)
    later_decisions.sign_later_decision(decision=drafted, user=people["decider"])
    payment = Payment.objects.get(key=f"advance-{drafted.pk}")

    with pytest.raises(DomainError):
        payments.order_payment(payment=payment, user=both)
    assert payments.order_payment(payment=awarded.payments.get(key="decision-1"), user=both).ordered_by == both
    assert payments.order_payment(payment=payment, user=people["manager"]).ordered_by == people["manager"]


def test_letter_that_is_read_first_is_the_letter_that_goes(awarded, people):
    ask(awarded, people)
    drafted = draft(awarded, people)

    read = rehearsed(drafted, people["decider"]).letter

    assert not Payment.objects.filter(key=f"advance-{drafted.pk}").exists()
    later_decisions.sign_later_decision(decision=drafted, user=people["decider"])
    assert awarded.letters.get(kind="advance").facts == read.facts


def test_refusal_gives_nothing_and_the_group_may_ask_again(awarded, people):
    ask(awarded, people)

    decide(awarded, people, amount=0, hearing="not_needed")

    assert Payment.objects.filter(key__startswith="advance-").count() == 0
    assert awarded.letters.get(kind="advance").facts["pay_from"] is None
    [shown] = advances.advances_of(fresh(awarded))
    assert shown.sentence == f"Afgewezen op {day(today())}."
    assert ask(awarded, people, amount=5_000).is_open


def test_less_than_asked_needs_the_group_to_be_heard_about_this_request(awarded, people):
    with clock.at(later(-3)):
        deciding.ask_view(application=awarded, facts="Eerder.", respond_by=today() + 7 * DAY, user=people["reviewer"])
    with clock.at(later(-2)):
        deciding.give_view(application=awarded, view="Wij zien dat anders.", user=people["owner"])
    ask(awarded, people)
    for hearing in ("", "nonsense", "heard"):  # the view that was asked before is about something else
        with pytest.raises(DomainError) as caught:
            draft(awarded, people, amount=10_000, hearing=hearing)
        assert caught.value.field == "hearing"
    deciding.ask_view(
        application=awarded, facts="De aannemer stopt.", respond_by=today() + 7 * DAY, user=people["reviewer"]
    )
    with pytest.raises(DomainError):
        draft(awarded, people, amount=10_000, hearing="heard")  # the group still has time
    deciding.give_view(application=awarded, view="Dat klopt niet.", user=people["owner"])

    decision = draft(awarded, people, amount=10_000, hearing="heard")

    assert decision.hearing == "heard"
    assert draft(awarded, people, amount=LEFT).hearing == ""


@pytest.mark.parametrize("amount", [-1, "18000.01"])
def test_no_more_is_given_than_was_asked(awarded, people, amount):
    ask(awarded, people)

    with pytest.raises(DomainError) as caught:
        draft(awarded, people, amount=amount, hearing="not_needed")
    assert caught.value.field == "amount"


def test_drafting_again_replaces_the_draft_and_turning_it_down_leaves_the_request_open(awarded, people):
    ask(awarded, people)
    draft(awarded, people, amount=10_000, hearing="not_needed")
    drafted = draft(awarded, people)
    assert LaterDecision.objects.get(kind="advance").amount == LEFT

    later_drafts.drop_later_draft(decision=drafted, reason="Vraag eerst door.", user=people["decider"])

    assert AdvanceRequest.objects.get().is_open
