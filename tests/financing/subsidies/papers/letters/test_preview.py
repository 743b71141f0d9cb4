"""A letter that is read first is the letter that goes: the page of every step that sends one rehearses that step."""

from decimal import Decimal

import pytest
from django.urls import reverse

from coophub.accounts.models import User
from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification, OutgoingMessage
from coophub.reports.models import ReportJob
from coophub.web import clock
from financing.subsidies.models import CeilingBalance, Decision, LaterDecision, Letter, Objection, Payment
from financing.subsidies.papers.letters.kinds import KINDS
from financing.subsidies.procedure.steps.order import STAFF_STEPS
from financing.subsidies.services import applying, deciding, later_decisions, objections, payments, settlement
from financing.subsidies.services.rehearsing import rehearse
from tests.factories.subsidies import assessed, complete_application, drafted
from tests.financing.subsidies.life import (
    DAY,
    ask_to_complete,
    award,
    complete,
    later,
    object_to,
    pay_all,
    refuse,
    report,
    today,
)
from tests.financing.subsidies.money.advances.steps import amend, ask, draft
from tests.financing.subsidies.papers.letters.reading import text_in, words_of

pytestmark = pytest.mark.django_db


def in_two_weeks():
    return (today() + 14 * DAY).isoformat()


# How far an application comes before the step, and what is filled in there: nothing in a step without fields.


def incomplete(application, people):
    return {"points": "De begroting\n  De brief  ", "explanation": " Kort. ", "last_day": in_two_weeks()}


def late(application, people):
    return {"weeks": "4", "reason": "Wij vragen advies."}


def later_than_the_term(application, people):
    return {"last_day": (application.decide_by + 10 * DAY).isoformat(), "reason": "Ziekte."}


def on_other_facts(application, people):
    assessed(application, people["reviewer"])
    return {"facts": "De gemeente noemt een andere plek.", "respond_by": in_two_weeks()}


def for_an_award(application, people):
    drafted(application, people["reviewer"])


def for_part_of_it(application, people):
    drafted(application, people["reviewer"], "award_partly", Decimal("40000.50"))


def for_a_refusal(application, people):
    assessed(application, people["reviewer"])
    deciding.draft_decision(
        application=application,
        kind="refuse",
        amount=Decimal(0),
        reasons="Het past niet.",
        ground="kb13f",
        hearing="not_needed",
        user=people["reviewer"],
    )


def for_another_award(application, people):
    award(application, people)
    settlement.draft_amendment(
        application=application,
        amount=Decimal(80_000),
        reasons="Minder.",
        hearing="not_needed",
        user=people["reviewer"],
    )


def for_a_settlement(application, people):
    award(application, people)
    pay_all(application, people)
    report(application, people)
    settlement.draft_settlement(
        application=application,
        amount=Decimal(60_000),
        reasons="Deels gedaan.",
        ground="a",
        hearing="not_needed",
        user=people["reviewer"],
    )


def for_a_recovery(application, people):
    for_a_settlement(application, people)
    sign_draft(application, people)
    settlement.draft_recovery(
        application=application, amount=Decimal(12_000), reasons="Te veel betaald.", user=people["reviewer"]
    )


def for_an_advance(application, people):
    award(application, people)
    ask(application, people)
    draft(application, people)


def for_less_advance_than_asked(application, people):
    award(application, people)
    ask(application, people)
    draft(application, people, amount=5_000, hearing="financial")


def for_a_penalty(application, people):
    assessed(application, people["reviewer"])
    with clock.at(later((application.decide_by - today()).days + 1)):
        notice = objections.give_default_notice(application=application, user=people["owner"])
    with clock.at(later((application.decide_by - today()).days + 30)):
        deciding.draft_decision(
            application=application,
            kind="award",
            amount=application.amount_requested,
            reasons="Past.",
            user=people["reviewer"],
        )
        deciding.sign_decision(application=application, user=people["decider"])
        objections.draft_penalty(notice=notice, reasons="Te laat.", user=people["reviewer"])


def by_post(application, people):
    refuse(application, people)
    day = today().isoformat()
    return {"against": "decision", "channel": "post", "received_on": day, "posted_on": day, "reasons": "Oneens."}


def with_an_objection(application, people):
    refuse(application, people)
    object_to(application, people)


def without_reasons(application, people):
    with_an_objection(application, people)
    return {"defects": "De redenen.", "last_day": in_two_weeks()}


def with_a_hearing(application, people):
    with_an_objection(application, people)
    at = clock.local(later(10)).strftime("%Y-%m-%dT%H:%M")
    return {"has_committee": "on", "hearing_at": at, "hearing_place": "Den Haag"}


def with_little_time(application, people):
    with_an_objection(application, people)
    return {"reason": "Ziekte."}


def for_a_decision_on_an_objection(application, people):
    with_an_objection(application, people)
    objections.draft_objection_decision(
        objection=Objection.objects.get(),
        outcome="revised",
        amount=Decimal(50_000),
        reasons="U hebt gelijk.",
        hearing_left_out_because="Awb 7:3, e",
        user=people["other_reviewer"],
    )


def sign_draft(application, people):
    later_decisions.sign_later_decision(
        decision=application.later_decisions.get(signed_at=None), user=people["decider"]
    )


CASES = [
    ("remedy_request", "remedy", "reviewer", incomplete),
    ("extension", "extend", "reviewer", late),
    ("extension", "notice", "reviewer", later_than_the_term),
    ("extension", "objection-postpone", "other_reviewer", with_little_time),
    ("hearing", "view", "reviewer", on_other_facts),
    ("objection_hearing", "objection-prepare", "other_reviewer", with_a_hearing),
    ("decision", "sign", "decider", for_an_award),
    ("decision", "sign", "decider", for_part_of_it),
    ("decision", "sign", "decider", for_a_refusal),
    ("amendment", "sign-later", "decider", for_another_award),
    ("settlement", "sign-later", "decider", for_a_settlement),
    ("recovery", "sign-later", "decider", for_a_recovery),
    ("advance", "sign-later", "decider", for_an_advance),
    ("advance", "sign-later", "decider", for_less_advance_than_asked),
    ("penalty", "sign-later", "decider", for_a_penalty),
    ("objection_receipt", "objection-by-post", "other_reviewer", by_post),
    ("objection_remedy", "objection-mend", "other_reviewer", without_reasons),
    ("objection_decision", "sign-later", "other_decider", for_a_decision_on_an_objection),
]
WITHOUT_A_PAGE_TO_READ_IT_FIRST = {
    "receipt": "the group submits, and gets it at once",
    "payment": "a button in the dossier; what it says stands beside it",
}


def hidden_in(form):
    """What the page itself sends along: which draft was read."""
    return {field.html_name: field.value() for field in form.hidden_fields()}


@pytest.mark.parametrize(
    ("kind", "step", "person", "prepare"), CASES, ids=[f"{case[0]}-{case[3].__name__}" for case in CASES]
)
def test_letter_goes_as_it_was_read(submitted, extendable, people, client, kind, step, person, prepare):
    filled_in = prepare(submitted, people)
    client.force_login(people[person])
    address = reverse("subsidies:step", args=[submitted.pk, step])
    earlier = list(Letter.objects.values_list("pk", flat=True))
    moment = max([later(1), *LaterDecision.objects.values_list("drafted_at", flat=True)])

    with clock.at(moment):
        page = client.post(address, {**filled_in, "preview": "1"}) if filled_in else client.get(address)
        read = page.context["rehearsal"].letter
        sent = client.post(address, filled_in or hidden_in(page.context["form"]))

    assert sent.status_code == 302
    assert not page.context["form"].is_multipart(), "a stored file would stay after a rehearsal"
    letter = Letter.objects.exclude(pk__in=earlier).get()
    assert (read.kind, letter.kind) == (kind, kind)
    assert read.facts == letter.facts
    assert read.sent_at == letter.sent_at == moment
    assert words_of(read) == words_of(letter)
    shown = page.content.decode().partition('<div class="letter-preview__words">')[2].partition("</section>")[0]
    assert text_in(shown) in words_of(letter)
    assert len(text_in(shown)) > 200


def test_every_letter_and_every_step_that_sends_one_is_here():
    assert {kind for kind, *_rest in CASES} | WITHOUT_A_PAGE_TO_READ_IT_FIRST.keys() == set(KINDS)
    assert {step for _kind, step, *_rest in CASES} == {step.name for step in STAFF_STEPS if step.sends_letter}


# A draft: read before it is put up, sent when somebody else signs it. What is filled in to draft it:


def nothing_yet(application, people):
    assessed(application, people["reviewer"])
    return {"kind": "award", "amount": str(application.amount_requested), "reasons": "Past."}


def completed_too_little(application, people):
    ask_to_complete(application, people)
    complete(application, people)
    return {"reasons": "De begroting ontbreekt nog."}


def another_award(application, people):
    award(application, people)
    return {"amount": "80000", "reasons": "Minder.", "hearing": "not_needed"}


def all_done(application, people):
    award(application, people)
    pay_all(application, people)
    report(application, people)
    return {"amount": "60000", "reasons": "Deels gedaan.", "ground": "a", "hearing": "not_needed"}


def paid_too_much(application, people):
    for_a_settlement(application, people)
    sign_draft(application, people)
    return {"amount": "12000", "reasons": "Te veel betaald."}


def an_advance(application, people):
    award(application, people)
    ask(application, people)
    return {"amount": "5000", "reasons": "Een deel.", "hearing": "financial"}


def too_late(application, people):
    for_a_penalty(application, people)
    LaterDecision.objects.all().delete()
    return {"reasons": "Te laat."}


def an_objection(application, people):
    with_an_objection(application, people)
    return {
        "outcome": "revised",
        "amount": "50000",
        "reasons": "U hebt gelijk.",
        "hearing_left_out_because": "Awb 7:3, e",
    }


DRAFTS = [
    ("decision", "decision", "reviewer", nothing_yet),
    ("decision", "leave-out", "reviewer", completed_too_little),
    ("amendment", "amendment", "reviewer", another_award),
    ("settlement", "settlement", "reviewer", all_done),
    ("recovery", "recovery", "reviewer", paid_too_much),
    ("advance", "advance", "reviewer", an_advance),
    ("penalty", "penalty", "reviewer", too_late),
    ("objection_decision", "objection-decision", "other_reviewer", an_objection),
]


@pytest.mark.parametrize(("kind", "step", "person", "prepare"), DRAFTS, ids=[case[3].__name__ for case in DRAFTS])
def test_draft_goes_as_its_writer_read_it_but_for_who_signs(submitted, people, client, kind, step, person, prepare):
    filled_in = prepare(submitted, people)
    client.force_login(people[person])
    address = reverse("subsidies:step", args=[submitted.pk, step])
    earlier = list(Letter.objects.values_list("pk", flat=True))
    staff = User.objects.count()

    with clock.at(max([later(1), *Decision.objects.exclude(signed_at=None).values_list("signed_at", flat=True)])):
        page = client.post(address, {**filled_in, "preview": "1"})
        assert not Letter.objects.exclude(pk__in=earlier).exists()
        assert User.objects.count() == staff
        assert client.post(address, filled_in).status_code == 302
        sign_what_waits(submitted, people["other_decider"])

    read, letter = page.context["rehearsal"].letter, Letter.objects.exclude(pk__in=earlier).get()
    assert (read.kind, letter.kind) == (kind, kind)
    assert read.facts == {**letter.facts, "signed_by": "(Hier staat de naam van wie ondertekent.)"}
    assert "Hier staat de naam van wie ondertekent." in page.content.decode()


def sign_what_waits(application, decider):
    later = application.later_decisions.filter(signed_at=None).first()
    if later is not None:
        later_decisions.sign_later_decision(decision=later, user=decider)
    else:
        deciding.sign_decision(application=application, user=decider)


def test_every_draft_is_here():
    assert {step for _kind, step, *_rest in DRAFTS} == {step.name for step in STAFF_STEPS if step.drafts_letter}
    assert {step.name for step in STAFF_STEPS if step.sends_letter and step.drafts_letter} == set()


def test_draft_that_could_not_be_signed_now_says_why(submitted, people, client):
    filled_in = nothing_yet(submitted, people)
    CeilingBalance.objects.filter(target="middle_incomes").update(taken=Decimal(4_950_000))
    client.force_login(people["reviewer"])

    page = client.post(reverse("subsidies:step", args=[submitted.pk, "decision"]), {**filled_in, "preview": "1"})

    assert "Nu ondertekenen zou niet kunnen" in page.content.decode()
    assert "50.000" in page.content.decode()
    assert "letter-preview" not in page.content.decode()
    assert not Decision.objects.exists()


def test_dossier_offers_to_read_the_letter_of_what_is_drafted_next(submitted, people, client):
    filled_in = nothing_yet(submitted, people)
    client.force_login(people["reviewer"])

    dossier = client.get(reverse("subsidies:dossier", args=[submitted.pk]), {"tab": "decision"}).content.decode()

    address = reverse("subsidies:step", args=[submitted.pk, "decision"])
    assert f'href="{address}"' in dossier
    assert 'name="preview"' in client.get(address).content.decode()
    assert "letter-preview" in client.post(address, {**filled_in, "preview": "1"}).content.decode()


def test_letter_of_a_draft_grows_beside_its_form(submitted, people, client):
    filled_in = nothing_yet(submitted, people)
    client.force_login(people["reviewer"])
    address = reverse("subsidies:step", args=[submitted.pk, "decision"])

    def so_far(**typed):
        answer = client.post(address, {**typed, "preview": "1"}, headers={"hx-request": "true"})
        assert "<html" not in answer.content.decode()
        return answer.content.decode()

    nothing = so_far()
    assert "letter-preview" not in nothing
    assert "Besluit" in nothing  # what to fill in first
    half = so_far(**{**filled_in, "reasons": ""})
    assert "letter-preview" in half
    assert "…" in half
    assert "Uw plan past bij het doel." in so_far(**{**filled_in, "reasons": "Uw plan past bij het doel."})
    assert "letter-preview" not in so_far(**{**filled_in, "amount": "veel"})
    assert not Decision.objects.exists()


def test_receipt_and_payment_are_what_a_rehearsal_shows(initiative, people):
    application = complete_application(initiative, writer=people["owner"], signer=people["second"])

    def submit():
        return applying.submit_application(application=application, user=people["owner"])

    with clock.at(clock.now()):
        read = rehearse(application=application, act=submit).letter
        submitted = submit()
    assert application.letters.get(kind="receipt").facts == read.facts

    award(submitted, people)

    def order():
        return payments.order_payment(payment=Payment.objects.get(), user=people["manager"])

    read = rehearse(application=submitted, act=order).letter
    order()
    assert submitted.letters.get(kind="payment").facts == read.facts


def test_rehearsal_leaves_nothing_behind(submitted, people, django_capture_on_commit_callbacks):
    drafted(submitted, people["reviewer"])
    models = (Letter, Payment, ReportJob, OutgoingMessage, Notification, AuditEntry)
    before = [model.objects.count() for model in models]

    with django_capture_on_commit_callbacks() as callbacks:
        rehearsal = rehearse(
            application=submitted,
            act=lambda: deciding.sign_decision(application=submitted, user=people["decider"]),
        )

    assert rehearsal.letter.kind == "decision"
    assert [model.objects.count() for model in models] == before
    assert callbacks == []


def test_rule_that_forbids_the_step_is_shown_instead_of_a_letter(submitted, people, client):
    award(submitted, people)
    pay_all(submitted, people)
    ask(submitted, people)
    draft(submitted, people)
    amend(submitted, people, 80_000)
    client.force_login(people["decider"])

    page = client.get(reverse("subsidies:step", args=[submitted.pk, "sign-later"])).content.decode()

    assert "Alle voorschotten samen zijn nooit meer dan de toekenning." in page
    assert "letter-preview" not in page
    assert 'type="submit">Onderteken het' not in page


def test_step_that_sends_nothing_this_time_says_so(submitted, people, client):
    with_an_objection(submitted, people)
    client.force_login(people["other_reviewer"])

    page = client.post(reverse("subsidies:step", args=[submitted.pk, "objection-prepare"]), {"preview": "1"})

    assert "Hier gaat geen brief bij uit." in page.content.decode()
    assert "letter-preview" not in page.content.decode()
