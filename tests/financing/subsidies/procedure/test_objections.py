"""Objections: completing them, deciding later with consent, and going against a committee's advice."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.law.freezing import seal
from financing.subsidies.models import (
    Addition,
    Application,
    Decision,
    InterestDeclaration,
    Letter,
    Objection,
    Postponement,
    RemedyRequest,
)
from financing.subsidies.procedure.signing import later_decision_to_sign
from financing.subsidies.procedure.terms import decision_deadline
from financing.subsidies.selectors import dossiers
from financing.subsidies.selectors.deadlines import penalties_of
from financing.subsidies.services import deciding, later_decisions, objections, remedies, terms
from tests.days import morning_of
from tests.factories.subsidies import drafted
from tests.financing.subsidies.life import working_day_from

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def today():
    return clock.today()


def later(days):
    return clock.now() + days * DAY


def fresh(objection):
    return Objection.objects.get(pk=objection.pk)


@pytest.fixture
def objection(submitted, people):
    drafted(submitted, people["reviewer"], Decision.Kind.AWARD_PARTLY, Decimal(40_000))
    deciding.sign_decision(application=submitted, user=people["decider"])
    return objections.object_to(application=submitted, reasons="Te weinig.", user=people["owner"])


@pytest.fixture
def advised(objection, people):
    """Heard by a committee, which gave its advice."""
    objections.prepare_objection(
        objection=objection,
        has_committee=True,
        hearing_at=later(1),
        hearing_place="Den Haag",
        user=people["other_reviewer"],
    )
    with clock.at(later(2)):
        objections.record_hearing(
            objection=objection, report="Verslag.", advice="Gegrond.", user=people["other_reviewer"]
        )
    return fresh(objection)


def ask(objection, people, *, days=14):
    return remedies.request_remedy(
        subject=objection,
        points=["De redenen ontbreken."],
        last_day=clock.today() + days * DAY,
        user=people["other_reviewer"],
    )


def answer(objection, people, text="Omdat."):
    return remedies.complete(subject=objection, answers={"De redenen ontbreken.": text}, user=people["owner"])


def answers():
    return [point["answer"] for addition in Addition.objects.all() for point in addition.content["points"]]


def decide(objection, people, **fields):
    return objections.draft_objection_decision(
        objection=objection,
        outcome="upheld",
        amount=Decimal(0),
        reasons="Het blijft zo.",
        user=people["other_reviewer"],
        **fields,
    )


def step_url(objection, step):
    return reverse("subsidies:step", args=[objection.application_id, step])


def group_url(objection, step=""):
    args = [objection.application.initiative.slug, objection.application_id]
    return reverse("subsidies:group_step", args=[*args, step]) if step else reverse("subsidies:application", args=args)


@pytest.mark.awkward_days
def test_request_to_complete_moves_the_date_by_the_days_that_fall_in_the_term(objection, people):
    six_weeks = objection.object_by + 42 * DAY
    now = dt.datetime.combine(objection.object_by + 7 * DAY, dt.time(12), tzinfo=dt.UTC)

    with clock.at(now):
        remedy = ask(objection, people)

    assert fresh(objection).decide_by == working_day_from(six_weeks + 14 * DAY)
    letter = Letter.objects.get(kind="objection_remedy")
    assert letter.facts["defects"] == "De redenen ontbreken."
    assert letter.facts["last_day"] == remedy.last_day.isoformat()
    with clock.at(now + 4 * DAY):
        answered = answer(objection, people)
    assert fresh(objection).decide_by == working_day_from(six_weeks + 3 * DAY)
    assert answered.request.completed_on == remedy.requested_on + 4 * DAY
    assert AuditEntry.objects.filter(action="subsidies.mend_objection").count() == 1


@pytest.mark.awkward_days
def test_answer_after_the_last_day_is_kept_and_stops_no_longer_than_that_day(objection, people):
    six_weeks = objection.object_by + 42 * DAY
    now = dt.datetime.combine(objection.object_by + 7 * DAY, dt.time(12), tzinfo=dt.UTC)
    with clock.at(now):
        ask(objection, people)

    with clock.at(now + 30 * DAY):
        answer(objection, people)

    assert fresh(objection).decide_by == working_day_from(six_weeks + 14 * DAY)
    assert answers() == ["Omdat."]


def test_completing_twice_is_once_and_something_else_is_refused(objection, people):
    with pytest.raises(DomainError):
        answer(objection, people)
    ask(objection, people)
    first = answer(objection, people)

    assert answer(objection, people) == first
    with pytest.raises(DomainError):
        answer(objection, people, "Anders.")


@pytest.mark.parametrize("days", [0, -1])
def test_request_gives_the_group_time(objection, people, days):
    with pytest.raises(DomainError) as caught:
        ask(objection, people, days=days)

    assert caught.value.field == "last_day"


def test_only_one_request_is_open_at_a_time(objection, people):
    ask(objection, people)

    with pytest.raises(DomainError):
        ask(objection, people)
    with pytest.raises(IntegrityError), transaction.atomic():
        objection.remedy_requests.create(
            points=["Weer."],
            requested_by=people["reviewer"],
            requested_at=clock.now(),
            requested_on=today(),
            last_day=today() + DAY,
        )


def test_term_that_ended_is_not_moved_any_more(objection, people):
    late = dt.datetime.combine(objection.decide_by + DAY, dt.time(12), tzinfo=dt.UTC)

    with pytest.raises(DomainError), clock.at(late):
        ask(objection, people)
    with pytest.raises(DomainError), clock.at(late):
        terms.ask_consent(
            subject=objection,
            reason="Druk.",
            last_day=objection.decide_by + 30 * DAY,
            user=people["other_reviewer"],
        )


def test_whoever_signed_the_decision_does_not_ask(objection, people):
    with pytest.raises(DomainError) as caught:
        remedies.request_remedy(subject=objection, points=["X"], last_day=today() + 14 * DAY, user=people["decider"])

    assert "10:3" in caught.value.message


def test_later_decision_needs_the_consent_of_the_group(objection, people):
    first, last = objection.decide_by, objection.decide_by + 40 * DAY
    terms.ask_consent(subject=objection, reason="De commissie is ziek.", last_day=last, user=people["other_reviewer"])
    assert fresh(objection).decide_by == first
    with pytest.raises(DomainError):
        terms.ask_consent(subject=objection, reason="Weer.", last_day=last, user=people["other_reviewer"])

    answer = terms.answer_consent(subject=objection, is_agreed=True, user=people["owner"])

    assert fresh(objection).decide_by == last
    assert terms.answer_consent(subject=objection, is_agreed=True, user=people["owner"]) == answer
    letter = Letter.objects.get(kind="extension")
    assert (letter.facts["postponement"], letter.facts["decide_by"]) == ("objection_consent", last.isoformat())
    with pytest.raises(DomainError):
        terms.answer_consent(subject=objection, is_agreed=False, user=people["owner"])


def test_group_that_does_not_agree_keeps_its_date(objection, people):
    first = objection.decide_by
    terms.ask_consent(subject=objection, reason="Druk.", last_day=first + DAY, user=people["other_reviewer"])

    terms.answer_consent(subject=objection, is_agreed=False, user=people["owner"])

    assert fresh(objection).decide_by == first
    assert not Letter.objects.filter(kind="extension").exists()
    terms.ask_consent(subject=objection, reason="Toch.", last_day=first + DAY, user=people["other_reviewer"])
    assert objection.postponements.count() == 2


def test_later_day_is_later(objection, people):
    with pytest.raises(DomainError) as caught:
        terms.ask_consent(
            subject=objection, reason="Druk.", last_day=objection.decide_by, user=people["other_reviewer"]
        )

    assert caught.value.field == "last_day"


@pytest.mark.awkward_days
def test_consent_and_postponement_and_completing_count_together(objection, people):
    now = dt.datetime.combine(objection.object_by + 7 * DAY, dt.time(12), tzinfo=dt.UTC)
    with clock.at(now):
        ask(objection, people)
        terms.extend_term(subject=objection, reason="Druk.", user=people["other_reviewer"])
        counted = fresh(objection).decide_by
        terms.ask_consent(subject=objection, reason="Nog meer.", last_day=counted + DAY, user=people["other_reviewer"])
        terms.answer_consent(subject=objection, is_agreed=True, user=people["owner"])

    assert fresh(objection).decide_by == counted + DAY
    with clock.at(now + DAY):
        answer(objection, people)
    # What was agreed holds, also when the term itself now ends earlier.
    assert fresh(objection).decide_by == counted + DAY


def test_decision_against_the_advice_says_why_in_the_letter(advised, people):
    with pytest.raises(DomainError) as caught:
        decide(advised, people)
    assert caught.value.field == "follows_advice"
    with pytest.raises(DomainError) as caught:
        decide(advised, people, follows_advice=False, deviates_because=" ")
    assert caught.value.field == "deviates_because"

    draft = decide(advised, people, follows_advice=False, deviates_because="De commissie zag de bank niet.")
    later_decisions.sign_later_decision(decision=draft, user=people["other_decider"])

    facts = Letter.objects.get(kind="objection_decision").facts
    assert facts["deviates_because"] == "De commissie zag de bank niet."
    assert facts["committee_advice"] == "Gegrond."


def test_decision_that_follows_the_advice_gives_no_reason_to_deviate(advised, people):
    draft = decide(advised, people, follows_advice=True, deviates_because="Vergeten weg te halen.")

    assert draft.deviates_because == ""


# Pages


def test_reviewer_asks_after_seeing_the_letter_and_the_group_completes(client, objection, people):
    client.force_login(people["other_reviewer"])
    typed = {"defects": "De redenen ontbreken.", "last_day": (today() + 14 * DAY).isoformat()}

    seen = client.post(step_url(objection, "objection-mend"), {**typed, "preview": "1"}).content.decode()

    assert "6:6" in seen
    assert not RemedyRequest.objects.exists()
    client.post(step_url(objection, "objection-mend"), typed)
    assert RemedyRequest.objects.get().points == ["De redenen ontbreken."]

    client.force_login(people["owner"])
    page = client.get(group_url(objection)).content.decode()
    assert group_url(objection, "mend-objection") in page
    assert "De redenen ontbreken." in page
    assert dossiers.group_has_to_act(fresh(objection).application)
    client.post(group_url(objection, "mend-objection"), {"answer": "Omdat wij meer kosten maken."})

    assert Addition.objects.get().added_by == people["owner"]
    client.force_login(people["other_reviewer"])
    dossier = client.get(reverse("subsidies:dossier", args=[objection.application_id]) + "?tab=decision")
    assert "Omdat wij meer kosten maken." in dossier.content.decode()
    assert Notification.objects.filter(kind="subsidies_objection_mended").exists()


def test_completion_that_came_by_post_is_entered_with_its_day(client, objection, people):
    ask(objection, people)
    client.force_login(people["manager"])

    client.post(step_url(objection, "objection-mended"), {"received_on": today().isoformat(), "answer": "Per brief."})

    assert RemedyRequest.objects.get().completed_on == today()
    assert answers() == ["Per brief."]


def test_owner_agrees_with_a_later_day_and_an_editor_may_not(client, objection, people):
    client.force_login(people["other_reviewer"])
    last = objection.decide_by + 30 * DAY
    client.post(step_url(objection, "objection-delay"), {"last_day": last.isoformat(), "reason": "De commissie."})
    client.force_login(people["reader"])
    assert client.post(group_url(objection, "objection-delay"), {"is_agreed": "yes"}).status_code == 403

    client.force_login(people["owner"])
    assert "De commissie." in client.get(group_url(objection)).content.decode()
    client.post(group_url(objection, "objection-delay"), {"is_agreed": "yes"})

    assert fresh(objection).decide_by == last
    assert "7:10" in client.get(group_url(objection)).content.decode()


def test_form_of_the_decision_asks_about_the_advice_only_when_there_is_one(client, objection, people):
    client.force_login(people["other_reviewer"])
    page = client.get(step_url(objection, "objection-decision")).content.decode()
    assert "id_hearing_left_out_because" in page
    assert "follows_advice" not in page


def test_form_of_the_decision_asks_why_it_deviates(client, advised, people):
    client.force_login(people["other_reviewer"])
    address = step_url(advised, "objection-decision")
    assert "follows_advice" in client.get(address).content.decode()

    page = client.post(address, {"outcome": "upheld", "reasons": "Blijft.", "follows_advice": "no"})

    assert page.status_code == 200
    assert "7:13 lid 7" in page.content.decode()
    client.post(
        address,
        {"outcome": "upheld", "reasons": "Blijft.", "follows_advice": "no", "deviates_because": "De bank."},
    )
    assert fresh(advised).decisions.get().deviates_because == "De bank."


def test_list_shows_what_waits_first_due_first_and_hides_where_there_is_an_interest(client, objection, people):
    client.force_login(people["other_reviewer"])
    address = reverse("subsidies:objections")

    page = client.get(address).content.decode()

    assert objection.application.number in page
    assert "?tab=decision" in page
    assert objection.application.number not in client.get(f"{address}?view=decided").content.decode()
    objections.withdraw_objection(objection=objection, user=people["owner"])
    assert objection.application.number not in client.get(address).content.decode()
    assert objection.application.number in client.get(f"{address}?view=decided").content.decode()
    InterestDeclaration.objects.create(
        application=objection.application, person=people["other_reviewer"], has_interest=True
    )
    assert objection.application.number not in client.get(f"{address}?view=decided").content.decode()


def test_list_takes_as_many_queries_for_many_as_for_few(client, objection, people):
    client.force_login(people["manager"])
    address = reverse("subsidies:objections")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(3):
        Objection.objects.create(
            application=objection.application,
            against=f"9{number}",
            decision_sent_on=today(),
            object_by=objection.object_by,
            channel="post",
            received_on=today(),
            is_late=True,
            reasons="Nog een.",
            decide_by=objection.decide_by,
            handler=people["reviewer"],
            entered_by=people["reviewer"],
            entered_at=clock.now(),
        )
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)


def test_decider_reads_the_letter_before_signing_and_reading_changes_nothing(client, advised, people):
    draft = decide(advised, people, follows_advice=False, deviates_because="De bank zegt nee.")
    client.force_login(people["other_decider"])

    page = client.get(step_url(advised, "sign-later")).content.decode()

    assert "De bank zegt nee." in page
    assert "Het blijft zo." in page
    draft.refresh_from_db()
    assert draft.signed_at is None
    assert fresh(advised).state == "heard"
    assert not Letter.objects.filter(kind="objection_decision").exists()
    client.post(step_url(advised, "sign-later"), {"draft": draft.pk, "seal": later_decision_to_sign(draft).seal})
    assert fresh(advised).state == "upheld"
    assert Letter.objects.filter(kind="objection_decision").count() == 1


def test_who_signed_the_first_decision_is_not_offered_to_sign_and_told_why(client, advised, people):
    draft = decide(advised, people, follows_advice=True)
    client.force_login(people["decider"])

    dossier = client.get(reverse("subsidies:dossier", args=[advised.application.pk])).content.decode()
    shown = client.get(step_url(advised, "sign-later"))
    refused = client.post(step_url(advised, "sign-later"), {"draft": draft.pk})

    assert step_url(advised, "sign-later") not in dossier
    for answer in (shown, refused):
        assert answer.status_code == 409
        assert "10:3" in answer.content.decode()


def test_notice_of_default_on_an_objection_shows_when_it_costs_money(client, objection, people):
    late = dt.datetime.combine(objection.decide_by + DAY, dt.time(12), tzinfo=dt.UTC)
    with clock.at(late):
        objections.give_default_notice(application=objection.application, objection=objection, user=people["owner"])
    application = objection.application

    def shown(day):
        with clock.at(morning_of(day)):
            [found] = penalties_of(Application.objects.get(pk=application.pk))
        return found.is_coming, found.is_running

    with clock.at(late):
        first = penalties_of(application)[0].found.first_day
    assert shown(first - DAY) == (True, False)
    assert shown(first) == (False, True)
    objections.withdraw_objection(objection=objection, user=people["owner"])
    assert shown(first) == (False, False)


def test_log_reads_in_words(client, objection, people):
    ask(objection, people)
    client.force_login(people["reviewer"])

    page = client.get(reverse("subsidies:dossier", args=[objection.application_id]) + "?tab=log").content.decode()

    assert "Wat ontbreekt: De redenen ontbreken." in page
    assert "Wordt geschreven → Ontvangen" in page
    for key in ("decide_by", "has_interest", "in_assessment", "finish_by", "revision"):
        assert key not in page


# The mechanism that objections share with applications


def test_request_and_postponement_are_about_an_application_or_an_objection_never_both(objection, people):
    asked = {"requested_by": people["reviewer"], "requested_at": clock.now(), "requested_on": today()}
    made = {"kind": "extension", "weeks": 6, "made_by": people["reviewer"], "made_at": clock.now()}
    for subjects in ({}, {"application": objection.application, "objection": objection}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RemedyRequest.objects.create(points=["X"], last_day=today() + DAY, **asked, **subjects)
        with pytest.raises(IntegrityError), transaction.atomic():
            Postponement.objects.create(reason="X", **made, **subjects)


def test_what_waits_longer_with_the_objection_leaves_the_term_of_the_application(objection, people):
    before = Application.objects.get(pk=objection.application_id).decide_by

    ask(objection, people)
    answer(objection, people)
    terms.extend_term(subject=objection, reason="Druk.", user=people["other_reviewer"])

    application = Application.objects.get(pk=objection.application_id)
    assert application.decide_by == before == decision_deadline(application).date
    assert not application.remedy_requests.exists()
    assert not application.postponements.exists()


def test_what_completed_an_objection_is_frozen_with_a_seal(objection, people):
    ask(objection, people)

    addition = answer(objection, people)

    assert seal(addition.content) == addition.sha256
    with pytest.raises(ProgrammingError), transaction.atomic():
        Addition.objects.update(sha256="0" * 64)
