"""An advance that a group asks for after its award: the request, the decision on it, and never more than the award."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.utils import InternalError, ProgrammingError
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification
from coophub.web.errors import DomainError
from coophub.web.templatetags.web import day, euro_cents
from financing.subsidies import selectors, services
from financing.subsidies.awards import advance_left, advances_underway, award_stand
from financing.subsidies.models import AdvanceRequest, Application, LaterDecision, Payment, State
from financing.subsidies.services.warnings import send_warnings
from tests.factories.accounts import UserFactory
from tests.factories.subsidies import submitted_application
from tests.financing.subsidies.life import DAY, award, fresh, held, later, object_to, pay_all, report, today

pytestmark = pytest.mark.django_db
LEFT = Decimal(18_000)
"""What is left of an award of 90,000 with an advance of 80 %."""


@pytest.fixture
def awarded(submitted, people):
    award(submitted, people)
    return submitted


def ask(application, people, *, amount=LEFT, needed_from=None, purpose="De aannemer vraagt een termijn.", **fields):
    return services.ask_advance(
        application=application,
        amount=Decimal(amount),
        needed_from=needed_from or today(),
        purpose=purpose,
        user=people["owner"],
        **fields,
    )


def draft(application, people, *, amount=LEFT, **fields):
    return services.draft_advance(
        application=application,
        amount=Decimal(amount),
        reasons="Het werk begint eerder.",
        user=people["reviewer"],
        **fields,
    )


def decide(application, people, **fields):
    return services.sign_later_decision(decision=draft(application, people, **fields), user=people["decider"])


def amend(application, people, amount):
    changed = services.draft_amendment(
        application=application,
        amount=Decimal(amount),
        reasons="Minder woningen.",
        hearing="not_needed",
        user=people["reviewer"],
    )
    return services.sign_later_decision(decision=changed, user=people["decider"])


def settle(application, people, amount=90_000):
    settled = services.draft_settlement(
        application=application, amount=Decimal(amount), reasons="Alles is gedaan.", user=people["reviewer"]
    )
    return services.sign_later_decision(decision=settled, user=people["decider"])


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
    Payment.objects.filter(application=application).update(cancelled_at=timezone.now())

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
    before = award_stand(fresh(awarded))

    decision = decide(awarded, people)

    payment = Payment.objects.get(key=f"advance-{decision.pk}")
    assert (payment.kind, payment.amount, payment.pay_from) == ("advance", LEFT, today() + 30 * DAY)
    assert payment.pay_by == today() + 72 * DAY
    assert award_stand(fresh(awarded)) == before
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
    services.sign_later_decision(decision=drafted, user=people["decider"], now=later(20))

    assert Payment.objects.get(key=f"advance-{drafted.pk}").pay_from == today() + 20 * DAY


def test_two_pairs_of_eyes_and_one_decision(awarded, people):
    ask(awarded, people)
    drafted = draft(awarded, people)

    for person in ("reviewer", "manager", "owner"):
        with pytest.raises(DomainError):
            services.sign_later_decision(decision=drafted, user=people[person])
    services.sign_later_decision(decision=drafted, user=people["decider"])
    services.sign_later_decision(decision=drafted, user=people["decider"])

    assert Payment.objects.filter(key=f"advance-{drafted.pk}").count() == 1
    assert awarded.letters.filter(kind="advance").count() == 1
    with pytest.raises(DomainError):
        draft(awarded, people)  # nothing is asked any more


def test_who_drafted_the_advance_does_not_order_its_payment(awarded, people):
    both = UserFactory(roles=[Role.REVIEWER, Role.SCHEME_MANAGER])
    ask(awarded, people)
    drafted = services.draft_advance(application=awarded, amount=LEFT, reasons="Ja.", user=both)
    services.sign_later_decision(decision=drafted, user=people["decider"])
    payment = Payment.objects.get(key=f"advance-{drafted.pk}")

    with pytest.raises(DomainError):
        services.order_payment(payment=payment, user=both)
    assert services.order_payment(payment=awarded.payments.get(key="decision-1"), user=both).ordered_by == both
    assert services.order_payment(payment=payment, user=people["manager"]).ordered_by == people["manager"]


def test_letter_that_is_read_first_is_the_letter_that_goes(awarded, people):
    ask(awarded, people)
    drafted = draft(awarded, people)

    read = services.rehearse(decision=drafted, user=people["decider"])

    assert not Payment.objects.filter(key=f"advance-{drafted.pk}").exists()
    services.sign_later_decision(decision=drafted, user=people["decider"])
    assert awarded.letters.get(kind="advance").facts == read.facts


def test_refusal_gives_nothing_and_the_group_may_ask_again(awarded, people):
    ask(awarded, people)

    decide(awarded, people, amount=0, hearing="not_needed")

    assert Payment.objects.filter(key__startswith="advance-").count() == 0
    assert awarded.letters.get(kind="advance").facts["pay_from"] == ""
    [shown] = selectors.advances_of(fresh(awarded))
    assert shown.sentence == f"Afgewezen op {day(today())}."
    assert ask(awarded, people, amount=5_000).is_open


def test_less_than_asked_needs_the_group_to_be_heard_about_this_request(awarded, people):
    services.ask_view(
        application=awarded, facts="Eerder.", respond_by=today() + 7 * DAY, user=people["reviewer"], now=later(-3)
    )
    services.give_view(application=awarded, view="Wij zien dat anders.", user=people["owner"], now=later(-2))
    ask(awarded, people)
    for hearing in ("", "nonsense", "heard"):  # the view that was asked before is about something else
        with pytest.raises(DomainError) as caught:
            draft(awarded, people, amount=10_000, hearing=hearing)
        assert caught.value.field == "hearing"
    services.ask_view(
        application=awarded, facts="De aannemer stopt.", respond_by=today() + 7 * DAY, user=people["reviewer"]
    )
    with pytest.raises(DomainError):
        draft(awarded, people, amount=10_000, hearing="heard")  # the group still has time
    services.give_view(application=awarded, view="Dat klopt niet.", user=people["owner"])

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

    services.drop_later_draft(decision=drafted, reason="Vraag eerst door.", user=people["decider"])

    assert AdvanceRequest.objects.get().is_open


# Never more than the award


def test_award_that_became_less_in_between_stops_the_signature_and_says_what_is_left(awarded, people):
    pay_all(awarded, people)  # 72,000
    ask(awarded, people)
    drafted = draft(awarded, people)
    amend(awarded, people, 80_000)

    with pytest.raises(DomainError) as caught:
        services.sign_later_decision(decision=drafted, user=people["decider"])
    assert euro_cents(Decimal(8_000)) in caught.value.message
    assert AdvanceRequest.objects.get().is_open
    assert services.rehearse(decision=drafted, user=people["decider"]) is None
    with pytest.raises(DomainError) as caught:
        draft(awarded, people)
    assert euro_cents(Decimal(8_000)) in caught.value.message
    decide(awarded, people, amount=8_000, hearing="financial")

    assert advances_underway(fresh(awarded)) == award_stand(fresh(awarded)).awarded == 80_000


def test_second_request_gets_what_the_first_left(awarded, people):
    ask(awarded, people, amount=10_000)
    decide(awarded, people, amount=10_000)

    with pytest.raises(DomainError) as caught:
        ask(awarded, people, amount="8000.01")
    assert euro_cents(Decimal(8_000)) in caught.value.message
    ask(awarded, people, amount=8_000)
    decide(awarded, people, amount=8_000)

    assert advances_underway(fresh(awarded)) == 90_000


def test_award_that_becomes_less_takes_planned_advances_back_the_last_first(awarded, people):
    ask(awarded, people, needed_from=today() + 60 * DAY)
    later_advance = decide(awarded, people)

    amend(awarded, people, 70_000)  # 16,000 less in advance by the share, 20,000 to stay within the award

    planned = Payment.objects.filter(application=awarded, cancelled_at=None)
    assert sorted(payment.amount for payment in planned) == [Decimal(70_000)]
    assert Payment.objects.get(key=f"advance-{later_advance.pk}").cancelled_at is not None


def test_ordered_advance_stays_when_the_award_becomes_less(awarded, people):
    services.order_payment(payment=awarded.payments.get(), user=people["manager"])

    amend(awarded, people, 50_000)

    assert advances_underway(fresh(awarded)) == 72_000
    assert advance_left(fresh(awarded)) == 0


def test_higher_award_leaves_more_to_ask(submitted, people):
    award(submitted, people, kind="award_partly", amount=Decimal(50_000), ground="kb12", hearing="not_needed")

    amend(submitted, people, 60_000)

    assert advances_underway(fresh(submitted)) == 48_000
    assert advance_left(fresh(submitted)) == 12_000


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["ask", "amend", "pay"]), st.integers(1, 9_000) | st.integers(1, 90_000)), max_size=6
    )
)
def test_planned_advances_never_pass_the_award_in_any_order(awarded, people, steps):
    """What the bank has already is out of reach; whatever is decided later stays within the award."""
    with transaction.atomic():
        for name, amount in steps:
            application = fresh(awarded)
            before = advances_underway(application)
            try:
                with transaction.atomic():
                    if name == "ask":
                        ask(application, people, amount=amount)
                        decide(application, people, amount=amount)
                    elif name == "amend":
                        amend(application, people, amount)
                    else:
                        pay_all(application, people)
            except DomainError:
                continue
            paid = sum(payment.amount for payment in application.payments.filter(ordered_at__isnull=False))
            assert advances_underway(fresh(awarded)) <= max(award_stand(fresh(awarded)).awarded, paid)
            if name == "ask":
                assert advances_underway(fresh(awarded)) == before + amount
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_advance_and_lower_award_signed_at_the_same_moment_stay_within_the_award(submitted, people):
    award(submitted, people)
    ask(submitted, people)
    drafts = [
        draft(submitted, people),
        services.draft_amendment(
            application=submitted,
            amount=Decimal(60_000),
            reasons="Minder.",
            hearing="not_needed",
            user=people["reviewer"],
        ),
    ]

    def sign(decision):
        try:
            services.sign_later_decision(decision=decision, user=people["decider"])
        except DomainError as error:
            return error.message
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(6) as pool:
        refused = {message for message in pool.map(sign, drafts * 3) if message}

    application = fresh(submitted)
    assert award_stand(application).awarded == 60_000
    assert advances_underway(application) <= 60_000
    assert all("€" in message for message in refused)


@pytest.mark.django_db(transaction=True)
def test_many_requests_at_the_same_moment_are_one(submitted, people):
    award(submitted, people)

    def send(number):
        try:
            ask(submitted, people, amount=100 + number % 2)
        except DomainError:
            return 0
        finally:
            connections.close_all()
        return 1

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(send, range(12)))

    assert AdvanceRequest.objects.count() == 1


# Settlement, objection, dates


def test_settlement_counts_a_later_advance_and_answers_a_request_that_is_still_open(awarded, people):
    ask(awarded, people, amount=10_000)
    decide(awarded, people, amount=10_000)
    pay_all(awarded, people)
    ask(awarded, people, amount=5_000)
    drafted = draft(awarded, people, amount=5_000)
    report(awarded, people)

    settlement = settle(awarded, people)

    assert Payment.objects.get(application=awarded, kind="rest").amount == 8_000
    assert AdvanceRequest.objects.get(amount=5_000).decision_id == settlement.pk
    [last, _first] = selectors.advances_of(fresh(awarded))
    assert (last.decision, day(today()) in last.sentence) == (None, True)
    with pytest.raises(DomainError):
        services.sign_later_decision(decision=drafted, user=people["decider"])


def test_advance_that_was_not_ordered_lapses_with_the_settlement(awarded, people):
    ask(awarded, people)
    decide(awarded, people)
    report(awarded, people)

    settle(awarded, people)

    assert [payment.amount for payment in Payment.objects.filter(application=awarded, cancelled_at=None)] == [90_000]


def objected(awarded, people, *, outcome, amount):
    ask(awarded, people)
    refusal = decide(awarded, people, amount=6_000, hearing="not_needed")
    objection = object_to(awarded, people, against=str(refusal.pk))
    return services.draft_objection_decision(
        objection=objection,
        outcome=outcome,
        amount=Decimal(amount),
        reasons="Wij zien het nu anders.",
        hearing_left_out_because="7:3 e",
        user=people["other_reviewer"],
    )


def test_objection_gives_more_advance_and_leaves_the_award_alone(awarded, people):
    drafted = objected(awarded, people, outcome="revised", amount=15_000)
    before = award_stand(fresh(awarded))

    services.sign_later_decision(decision=drafted, user=people["other_decider"])

    application = fresh(awarded)
    assert award_stand(application) == before
    assert application.state == State.AWARDED
    assert held(application) == 90_000
    assert Payment.objects.get(key=f"objection-{drafted.pk}").amount == 9_000
    facts = application.letters.get(kind="objection_decision").facts
    assert (facts["amount_before"], facts["amount"], facts["is_about_advance"]) == ("6000.00", "15000.00", True)
    [shown] = selectors.advances_of(application)
    assert euro_cents(Decimal(15_000)) in shown.sentence


@pytest.mark.parametrize("amount", [6_000, "18000.01"])
def test_objection_gives_more_than_before_and_no_more_than_was_asked(awarded, people, amount):
    with pytest.raises(DomainError) as caught:
        objected(awarded, people, outcome="revised", amount=amount)

    assert caught.value.field == "amount"


def test_objection_against_an_advance_that_does_not_fit_any_more_is_not_signed(awarded, people):
    drafted = objected(awarded, people, outcome="revised", amount=15_000)
    ask(awarded, people, amount=12_000)
    decide(awarded, people, amount=12_000)

    with pytest.raises(DomainError) as caught:
        services.sign_later_decision(decision=drafted, user=people["other_decider"])
    assert euro_cents(Decimal(6_000)) in caught.value.message


def test_upheld_advance_stays_as_it_was(awarded, people):
    drafted = objected(awarded, people, outcome="upheld", amount=0)

    services.sign_later_decision(decision=drafted, user=people["other_decider"])

    assert drafted.amount == 6_000
    assert advances_underway(fresh(awarded)) == 78_000
    assert award_stand(fresh(awarded)).awarded == 90_000


def test_request_has_eight_weeks_that_are_shown_with_their_steps(awarded, people):
    request = ask(awarded, people)

    found = {item.label: item for item in selectors.deadlines_of(fresh(awarded), award_stand(fresh(awarded)))}
    shown = found["Uiterlijk beslissen over het voorschot"]
    assert shown.on >= timezone.localdate(request.asked_at) + 56 * DAY
    assert "Awb 4:13 lid 2" in shown.steps[0]
    assert not shown.is_for_group
    decide(awarded, people)
    assert "Uiterlijk beslissen over het voorschot" not in {
        item.label for item in selectors.deadlines_of(fresh(awarded), award_stand(fresh(awarded)))
    }


def test_handler_is_warned_of_the_last_day_until_it_is_decided(awarded, people):
    request = ask(awarded, people)
    last = request.decide_by
    kind = {"kind": "subsidies_advance_deadline"}

    send_warnings(last - 7 * DAY)
    send_warnings(last - 7 * DAY)
    assert [item.recipient for item in Notification.objects.filter(**kind)] == [people["reviewer"]]
    decide(awarded, people)
    send_warnings(last)

    assert Notification.objects.filter(**kind).count() == 1


# The pages


@pytest.fixture
def at(client, people):
    def sign_in(name):
        client.force_login(people[name])
        return client

    return sign_in


def group_page(application, step=""):
    args = [application.initiative.slug, application.pk]
    return reverse("subsidies:group_step", args=[*args, step]) if step else reverse("subsidies:application", args=args)


def staff_page(application, step="", tab=""):
    name = "subsidies:step" if step else "subsidies:dossier"
    return reverse(name, args=[application.pk, *([step] if step else [])]) + (f"?tab={tab}" if tab else "")


def words(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def request_data(**changed):
    return {"amount": "18.000", "needed_from": today().isoformat(), "purpose": "De aannemer."} | changed


def test_whole_way_through_the_pages(awarded, people, at):
    link = f'href="{group_page(awarded, "advance")}"'
    assert link in words(at("owner").get(group_page(awarded)))
    assert "€ 18.000,00" in words(at("owner").get(group_page(awarded, "advance")))
    assert at("owner").post(group_page(awarded, "advance"), request_data()).status_code == 302
    page = words(at("reader").get(group_page(awarded)))
    assert "Jullie vroegen € 18.000,00" in page
    assert link not in page

    dossier = words(at("reviewer").get(staff_page(awarded, tab="money")))
    assert "De groep vraagt een voorschot: € 18.000,00" in dossier
    assert "Beslissen over het voorschot" in dossier
    taken = at("reviewer").post(staff_page(awarded, "advance"), {"amount": "18.000", "reasons": "Het werk begint."})
    assert taken.status_code == 302
    letter = words(at("decider").get(staff_page(awarded, "sign-later")))
    assert "Ik verleen u een voorschot van € 18.000,00 (Awb 4:95)." in letter
    assert "bezwaar" in letter
    assert at("decider").post(staff_page(awarded, "sign-later")).status_code == 302

    page = words(at("owner").get(group_page(awarded)))
    assert f"Gegeven op {day(today())}." in page.replace("\xa0", " ")
    assert "Het werk begint." in page
    assert "Besluit over een voorschot" in words(at("owner").get(group_page(awarded, "object")))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"amount": "0"}, "Vraag meer dan 0 euro."),
        ({"amount": "18.000,01"}, "nog hoogstens € 18.000,00 over"),
        ({"needed_from": "2026-01-01"}, "Deze dag is voorbij."),
        ({"needed_from": "2099-01-01"}, "vragen jullie om vaststelling"),
    ],
)
def test_wrong_request_is_said_beside_the_field_and_stays_typed(awarded, at, changed, sentence):
    page = words(at("owner").post(group_page(awarded, "advance"), request_data(**changed)))

    assert sentence in page
    assert "De aannemer." in page
    assert not AdvanceRequest.objects.exists()


def test_only_editors_of_the_group_ask_and_only_reviewers_draft(awarded, people, at):
    assert at("reader").post(group_page(awarded, "advance"), request_data()).status_code == 403
    assert at("stranger").post(group_page(awarded, "advance"), request_data()).status_code == 404
    assert at("reviewer").post(group_page(awarded, "advance"), request_data()).status_code == 404
    ask(awarded, people)
    decision = {"amount": "18.000", "reasons": "Ja."}
    assert at("decider").post(staff_page(awarded, "advance"), decision).status_code == 403
    assert at("owner").post(staff_page(awarded, "advance"), decision).status_code == 404
    services.declare_interest(application=awarded, has_interest=True, user=people["other_reviewer"])
    assert at("other_reviewer").post(staff_page(awarded, "advance"), decision).status_code == 404

    assert not LaterDecision.objects.exists()


def test_queue_points_to_requests_that_wait_but_not_for_who_has_an_interest(awarded, people, at):
    link = f'href="{staff_page(awarded, tab="money")}"'
    assert link not in words(at("decider").get(reverse("subsidies:queue")))
    request = ask(awarded, people)
    services.declare_interest(application=awarded, has_interest=True, user=people["other_reviewer"])

    page = words(at("decider").get(reverse("subsidies:queue")))
    assert link in page
    assert f"uiterlijk {day(request.decide_by)}".replace("\xa0", " ") in page
    assert link not in words(at("other_reviewer").get(reverse("subsidies:queue")))
    decide(awarded, people)
    assert link not in words(at("decider").get(reverse("subsidies:queue")))


def test_step_is_not_offered_when_nothing_is_left(awarded, people, at):
    ask(awarded, people)
    decide(awarded, people)

    assert group_page(awarded, "advance") not in words(at("owner").get(group_page(awarded)))
    assert at("owner").get(group_page(awarded, "advance")).status_code == 409


def test_view_that_is_asked_about_the_advance_is_for_the_group_to_do_now(awarded, people, at):
    ask(awarded, people)
    facts = {"facts": "De aannemer is failliet.", "respond_by": (today() + 14 * DAY).isoformat()}
    assert at("reviewer").post(staff_page(awarded, "view"), facts).status_code == 302

    page = words(at("owner").get(group_page(awarded)))
    now, _heading, _rest = page.partition("Brieven en berichten")
    assert group_page(awarded, "view") in now
    assert selectors.who_acts(Application.objects.get(pk=awarded.pk)) == "jullie groep"
