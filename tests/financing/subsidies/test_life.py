"""The whole life of an application: completing, waiting, hearing, objecting, settling, reclaiming."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from coophub.audit.models import AuditEntry
from coophub.documents.selectors import documents_of
from coophub.notifications.models import Notification
from coophub.web.errors import DomainError
from financing.subsidies import selectors, services
from financing.subsidies.awards import award_stand
from financing.subsidies.freezing import seal
from financing.subsidies.models import (
    Addition,
    Application,
    CeilingBalance,
    Decision,
    LedgerEntry,
    Objection,
    Payment,
    State,
)
from tests.factories.subsidies import CSV, assessed, drafted

pytestmark = pytest.mark.django_db

KIND = Decision.Kind
DAY = dt.timedelta(days=1)


def fresh(application):
    return Application.objects.get(pk=application.pk)


def today():
    return timezone.localdate()


def later(days):
    return timezone.now() + days * DAY


def held(application):
    return sum(entry.amount for entry in LedgerEntry.objects.filter(application=application))


def ask_to_complete(application, people, *, now=None, days=14):
    now = now or timezone.now()
    services.request_remedy(
        application=application,
        points=["Begroting per kwartaal", "Brief van de gemeente"],
        last_day=timezone.localdate(now) + days * DAY,
        user=people["reviewer"],
        now=now,
    )


def complete(application, people, *, now=None):
    return services.complete_application(
        application=application,
        answers={"Begroting per kwartaal": "Zie de bijlage.", "Brief van de gemeente": "Toegevoegd."},
        uploads=[SimpleUploadedFile("brief.csv", CSV)],
        user=people["owner"],
        now=now,
    )


def award(application, people, *, amount=None, kind=KIND.AWARD, **fields):
    assessed(application, people["reviewer"])
    services.draft_decision(
        application=application,
        kind=kind,
        amount=application.amount_requested if amount is None else amount,
        reasons="Past.",
        user=people["reviewer"],
        **fields,
    )
    return services.sign_decision(application=application, user=people["decider"])


def pay_all(application, people):
    for payment in Payment.objects.filter(application=application, paid_on=None, cancelled_at=None):
        services.order_payment(payment=payment, user=people["manager"])
        services.mark_paid(payment=payment, paid_on=today(), user=people["manager"])


def report(application, people):
    return services.submit_report(
        application=application,
        kind="final",
        results="Alles is gedaan.",
        done_on=today(),
        report=SimpleUploadedFile("eindverslag.csv", CSV),
        user=people["owner"],
    )


# Completing


def test_request_to_complete_suspends_and_completion_sets_the_rank_day(submitted, people):
    first = submitted.decide_by
    ask_to_complete(submitted, people)
    assert fresh(submitted).decide_by == first + 14 * DAY

    complete(submitted, people, now=later(5))

    application = fresh(submitted)
    assert application.state == State.COMPLETED
    assert application.decide_by == first + 4 * DAY
    assert application.rank_on == today() + 5 * DAY
    assert timezone.localdate(application.submitted_at) == today()
    assert application.letters.filter(kind="remedy_request").count() == 1


def test_addition_is_frozen_beside_a_submission_that_stays_as_it_was(submitted, people):
    before = submitted.submission.sha256
    ask_to_complete(submitted, people)

    addition = complete(submitted, people, now=later(1))
    again = complete(submitted, people, now=later(2))

    assert addition.pk == again.pk
    assert addition.content["submission"] == before == fresh(submitted).submission.sha256
    assert addition.sha256 == seal(addition.content)
    assert addition.content["documents"][0]["filename"] == "brief.csv"
    with pytest.raises(ProgrammingError), transaction.atomic():
        Addition.objects.update(sha256="0" * 64)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Addition.objects.all().delete()


def test_point_without_answer_or_document_is_refused(submitted, people):
    ask_to_complete(submitted, people)

    with pytest.raises(DomainError):
        services.complete_application(
            application=submitted, answers={"Begroting per kwartaal": "Zie."}, user=people["owner"]
        )
    assert fresh(submitted).state == State.REMEDY_REQUESTED


def test_assessment_goes_on_only_after_the_group_had_its_time(submitted, people):
    ask_to_complete(submitted, people)

    with pytest.raises(DomainError):
        services.declare_interest(application=submitted, has_interest=False, user=people["reviewer"], now=later(14))
    services.declare_interest(application=submitted, has_interest=False, user=people["reviewer"], now=later(15))

    assert fresh(submitted).state == State.IN_ASSESSMENT


def test_left_out_of_consideration_within_four_weeks_after_the_term_ended(submitted, people):
    ask_to_complete(submitted, people)
    with pytest.raises(DomainError):
        services.draft_leaving_out(application=submitted, reasons="Leeg.", user=people["reviewer"], now=later(14))

    services.draft_leaving_out(application=submitted, reasons="Leeg.", user=people["reviewer"], now=later(15))
    with pytest.raises(DomainError):
        services.sign_decision(application=submitted, user=people["decider"], now=later(14 + 28 + 5))
    services.sign_decision(application=submitted, user=people["decider"], now=later(20))

    application = fresh(submitted)
    assert application.state == State.LEFT_OUT
    assert application.letters.get(kind="decision").facts["decision"] == "leave_out"
    assert held(application) == 0


def test_nobody_is_left_out_who_was_not_asked_to_complete(submitted, people):
    services.declare_interest(application=submitted, has_interest=False, user=people["reviewer"])

    with pytest.raises(DomainError):
        services.draft_leaving_out(application=submitted, reasons="Leeg.", user=people["reviewer"])


def test_draft_to_leave_out_is_not_replaced_by_an_award_without_assessment(submitted, people):
    ask_to_complete(submitted, people)
    services.draft_leaving_out(application=submitted, reasons="Leeg.", user=people["reviewer"], now=later(15))

    with pytest.raises(DomainError):
        services.draft_decision(
            application=submitted,
            kind=KIND.AWARD,
            amount=submitted.amount_requested,
            reasons="Toch.",
            user=people["reviewer"],
        )
    services.send_back(application=submitted, reason="Beoordeel eerst.", user=people["decider"])

    assert fresh(submitted).state == State.IN_ASSESSMENT


# Waiting longer


def test_extension_only_where_the_scheme_allows_it(submitted, people):
    with pytest.raises(DomainError):
        services.extend_term(application=submitted, reason="Druk.", user=people["reviewer"])


def test_extension_moves_the_date_once(submitted, people, extendable):
    before = submitted.decide_by

    services.extend_term(application=submitted, reason="Advies nodig.", weeks=4, user=people["reviewer"])

    assert fresh(submitted).decide_by == before + 28 * DAY
    assert submitted.letters.get(kind="extension").facts["decide_by"] == (before + 28 * DAY).isoformat()
    with pytest.raises(DomainError):
        services.extend_term(application=submitted, reason="Nog eens.", weeks=1, user=people["reviewer"])


def test_term_that_ended_is_not_extended(submitted, people, extendable):
    with pytest.raises(DomainError):
        services.extend_term(application=submitted, reason="Te laat.", user=people["reviewer"], now=later(100))


def test_consent_moves_the_date_when_an_owner_agrees(submitted, people):
    before = submitted.decide_by
    services.ask_consent(
        application=submitted,
        reason="Bezoek aan de plek.",
        first_day=today() + 10 * DAY,
        last_day=today() + 19 * DAY,
        user=people["reviewer"],
    )
    assert fresh(submitted).decide_by == before

    services.answer_consent(application=submitted, is_agreed=True, user=people["owner"])

    assert fresh(submitted).decide_by == before + 10 * DAY


def test_consent_that_is_refused_changes_nothing(submitted, people):
    before = submitted.decide_by
    services.ask_consent(
        application=submitted, reason="Druk.", first_day=today(), last_day=today() + 9 * DAY, user=people["reviewer"]
    )

    services.answer_consent(application=submitted, is_agreed=False, user=people["owner"])

    assert fresh(submitted).decide_by == before
    with pytest.raises(DomainError):
        services.answer_consent(application=submitted, is_agreed=True, user=people["owner"])


def test_notice_names_a_day_and_moves_nothing(submitted, people):
    before = submitted.decide_by

    services.give_notice(application=submitted, reason="Ziekte.", last_day=before + 30 * DAY, user=people["reviewer"])

    assert fresh(submitted).decide_by == before


# Assessing


def test_reviewers_score_alone_and_see_each_other_after_their_own(submitted, people):
    first, second = people["reviewer"], people["other_reviewer"]
    services.declare_interest(application=submitted, has_interest=False, user=first)
    services.assign_reviewers(application=submitted, reviewers=[second], finish_by=today() + 7 * DAY, user=first)
    scores = dict.fromkeys(submitted.scheme_version.criteria.values_list("slug", flat=True), 8)
    services.assess(application=submitted, scores=scores, advice="award", explanation="Goed.", user=first)

    def seen_by(user):
        application = selectors.with_everything(Application.objects.all()).get(pk=submitted.pk)
        return {item.assessment.reviewer for item in selectors.dossier_of(application, user).assessments}

    assert fresh(submitted).state == State.IN_ASSESSMENT
    assert seen_by(first) == {first}
    assert seen_by(second) == seen_by(people["decider"]) == set()
    services.declare_interest(application=submitted, has_interest=False, user=second)
    services.assess(application=submitted, scores=scores, advice="refuse", explanation="Matig.", user=second)
    assert fresh(submitted).state == State.ADVISED
    assert seen_by(second) == seen_by(first) == seen_by(people["decider"]) == {first, second}


def test_who_was_not_asked_does_not_assess(submitted, people):
    services.declare_interest(application=submitted, has_interest=False, user=people["reviewer"])
    scores = dict.fromkeys(submitted.scheme_version.criteria.values_list("slug", flat=True), 8)

    with pytest.raises(DomainError):
        services.assess(
            application=submitted, scores=scores, advice="award", explanation="Ja.", user=people["other_reviewer"]
        )


def test_interest_that_shows_later_takes_the_lead_away(submitted, people):
    services.declare_interest(application=submitted, has_interest=False, user=people["reviewer"])

    services.declare_interest(application=submitted, has_interest=True, user=people["reviewer"])

    assert fresh(submitted).reviewer is None
    assert not people["reviewer"].has_perm("subsidies.view_dossier", fresh(submitted))
    services.declare_interest(application=submitted, has_interest=False, user=people["other_reviewer"])
    assert fresh(submitted).reviewer == people["other_reviewer"]
    with pytest.raises(DomainError):
        services.declare_interest(application=submitted, has_interest=False, user=people["reviewer"])


# Hearing and deciding


def test_refusal_that_rests_on_a_view_waits_for_it(submitted, people):
    assessed(submitted, people["reviewer"])
    refusal = {
        "application": submitted,
        "kind": KIND.REFUSE,
        "amount": Decimal(0),
        "reasons": "Niet haalbaar.",
        "ground": "kb13f",
        "hearing": "heard",
        "user": people["reviewer"],
    }
    with pytest.raises(DomainError):
        services.draft_decision(**refusal)
    services.ask_view(
        application=submitted, facts="De bank trok zich terug.", respond_by=today() + 14 * DAY, user=people["reviewer"]
    )
    with pytest.raises(DomainError):
        services.draft_decision(**refusal)

    services.give_view(application=submitted, view="Er is een andere bank.", user=people["owner"])
    services.draft_decision(**refusal)

    assert fresh(submitted).state == State.DRAFT_DECISION


def test_hearing_is_not_left_out_as_financial_for_a_refusal_on_doubt(submitted, people):
    assessed(submitted, people["reviewer"])

    with pytest.raises(DomainError) as caught:
        services.draft_decision(
            application=submitted,
            kind=KIND.REFUSE,
            amount=Decimal(0),
            reasons="Twijfel.",
            ground="4:35",
            hearing="financial",
            user=people["reviewer"],
        )
    assert caught.value.field == "hearing"


def test_second_pair_of_eyes_sends_back_with_a_reason(submitted, people):
    drafted(submitted, people["reviewer"])
    with pytest.raises(DomainError):
        services.send_back(application=submitted, reason=" ", user=people["decider"])

    services.send_back(application=submitted, reason="Motiveer het bedrag.", user=people["decider"])

    assert fresh(submitted).state == State.ADVISED
    assert fresh(submitted).decision.sent_back_because == "Motiveer het bedrag."
    with pytest.raises(DomainError):
        services.sign_decision(application=submitted, user=people["other_decider"])


def test_signed_decision_never_changes(submitted, people):
    award(submitted, people)

    with pytest.raises(ProgrammingError), transaction.atomic():
        Decision.objects.update(reasons="Anders")


# Money after the award


def test_award_plans_an_advance_that_is_due_in_six_weeks(submitted, people):
    award(submitted, people)

    advance = Payment.objects.get(application=submitted)
    assert advance.amount == Decimal("72000.00")  # 80 % of 90,000
    assert advance.pay_by == today() + 42 * DAY
    with pytest.raises(DomainError):
        services.order_payment(payment=advance, user=people["reviewer"])  # who drafted does not order
    services.order_payment(payment=advance, user=people["manager"])
    services.order_payment(payment=advance, user=people["manager"])
    assert submitted.letters.filter(kind="payment").count() == 1


def test_report_settles_as_awarded_and_pays_the_rest(submitted, people):
    award(submitted, people)
    pay_all(submitted, people)
    with pytest.raises(DomainError) as caught:
        services.submit_report(application=submitted, kind="final", results="Klaar.", user=people["owner"])
    assert caught.value.field == "report"
    first, second = report(submitted, people), report(submitted, people)
    assert first.pk == second.pk

    draft = services.draft_settlement(
        application=submitted, amount=Decimal(90_000), reasons="Alles is gedaan.", user=people["reviewer"]
    )
    services.sign_later_decision(decision=draft, user=people["decider"])
    services.sign_later_decision(decision=draft, user=people["decider"])

    assert fresh(submitted).state == State.SETTLED
    assert held(submitted) == 90_000
    assert Payment.objects.get(application=submitted, kind="rest").amount == 18_000
    assert submitted.letters.filter(kind="settlement").count() == 1


def test_lower_settlement_needs_ground_and_hearing_and_gives_back_to_the_ceiling(submitted, people):
    award(submitted, people)
    pay_all(submitted, people)
    report(submitted, people)
    lower = {
        "application": submitted,
        "amount": Decimal(60_000),
        "reasons": "Deels gedaan.",
        "user": people["reviewer"],
    }
    for missing in ({}, {"ground": "a"}, {"ground": "a", "hearing": "financial"}, {"ground": "a", "hearing": "heard"}):
        with pytest.raises(DomainError):
            services.draft_settlement(**lower, **missing)

    draft = services.draft_settlement(**lower, ground="a", hearing="not_needed")
    services.sign_later_decision(decision=draft, user=people["decider"])

    assert fresh(submitted).state == State.SETTLED_LOWER
    assert held(submitted) == 60_000
    assert award_stand(fresh(submitted)).overpaid == 12_000
    with pytest.raises(DomainError):
        services.draft_recovery(
            application=submitted, amount=Decimal(72_001), reasons="Terug.", user=people["reviewer"]
        )
    reclaim = services.draft_recovery(
        application=submitted, amount=Decimal(12_000), reasons="Te veel betaald.", user=people["reviewer"]
    )
    services.sign_later_decision(decision=reclaim, user=people["decider"])
    assert fresh(submitted).state == State.RECOVERED
    assert held(submitted) == 60_000
    assert Payment.objects.get(application=submitted, kind="repayment").amount == 12_000


def test_nil_settlement_gives_everything_back(submitted, people):
    award(submitted, people)
    report(submitted, people)

    draft = services.draft_settlement(
        application=submitted,
        amount=Decimal(0),
        reasons="Niets gedaan.",
        ground="a",
        hearing="not_needed",
        user=people["reviewer"],
    )
    services.sign_later_decision(decision=draft, user=people["decider"])

    assert fresh(submitted).state == State.SETTLED_NIL
    assert held(submitted) == 0
    assert Payment.objects.filter(application=submitted, cancelled_at=None).count() == 0


def test_recovery_stops_after_five_years(submitted, people):
    award(submitted, people)
    pay_all(submitted, people)
    report(submitted, people)
    draft = services.draft_settlement(
        application=submitted,
        amount=Decimal(50_000),
        reasons="Deels.",
        ground="a",
        hearing="not_needed",
        user=people["reviewer"],
    )
    services.sign_later_decision(decision=draft, user=people["decider"])

    with pytest.raises(DomainError):
        services.draft_recovery(
            application=submitted,
            amount=Decimal(100),
            reasons="Laat.",
            user=people["reviewer"],
            now=later(5 * 366 + 1),
        )


@pytest.mark.parametrize(("asked", "arrangement", "share"), [(20_000, "small", 1), (90_000, "middle", "0.8")])
def test_arrangement_follows_the_amount(initiative, people, asked, arrangement, share):
    from tests.factories.subsidies import submitted_application

    application = submitted_application(
        initiative, writer=people["owner"], signer=people["second"], amount=Decimal(asked)
    )

    decision = award(application, people)

    assert (decision.arrangement, decision.advance_share) == (arrangement, Decimal(share))


def test_small_award_is_settled_by_the_ministry_without_a_report(initiative, people):
    from tests.factories.subsidies import submitted_application

    application = submitted_application(
        initiative, writer=people["owner"], signer=people["second"], amount=Decimal(20_000)
    )
    award(application, people)

    draft = services.draft_settlement(
        application=application, amount=Decimal(20_000), reasons="Gedaan.", user=people["reviewer"]
    )
    services.sign_later_decision(decision=draft, user=people["decider"])

    assert fresh(application).state == State.SETTLED


def test_amendment_changes_amount_date_and_ledger(submitted, people):
    award(submitted, people)
    services.ask_change(application=submitted, text="Het duurt langer.", user=people["owner"])
    ends = today() + 900 * DAY

    draft = services.draft_amendment(
        application=submitted,
        amount=Decimal(80_000),
        reasons="Minder woningen.",
        activities_end_on=ends,
        hearing="not_needed",
        user=people["reviewer"],
    )
    with pytest.raises(DomainError):
        services.sign_later_decision(decision=draft, user=people["reviewer"])
    services.sign_later_decision(decision=draft, user=people["decider"])

    stand = award_stand(fresh(submitted))
    assert (stand.awarded, stand.activities_end_on) == (80_000, ends)
    assert held(submitted) == 80_000
    assert fresh(submitted).state == State.AWARDED
    assert fresh(submitted).change_requests.get().decision_id == draft.pk


# Objections


def refuse(application, people):
    return award(application, people, kind=KIND.REFUSE, amount=Decimal(0), ground="kb13f", hearing="not_needed")


def object_to(application, people, **fields):
    return services.object_to(application=application, reasons="Wij zijn het oneens.", user=people["owner"], **fields)


def test_late_objection_is_kept_and_marked(submitted, people):
    decision = refuse(submitted, people)
    late = dt.datetime.combine(decision.object_by + DAY, dt.time(12), tzinfo=dt.UTC)

    objection = object_to(submitted, people, now=late, why_late="Ziekenhuis.")

    assert objection.is_late
    assert submitted.letters.get(kind="objection_receipt").facts["is_late"] is True


def test_objection_is_revised_with_its_effect_on_ledger_and_payment(submitted, people):
    refuse(submitted, people)
    objection = object_to(submitted, people)
    again = object_to(submitted, people)
    assert objection.pk == again.pk
    hearing_at = later(10)
    services.prepare_objection(
        objection=objection,
        has_committee=True,
        hearing_at=hearing_at,
        hearing_place="Den Haag",
        user=people["other_reviewer"],
    )
    objection = Objection.objects.get()
    assert (objection.decide_by - objection.object_by).days >= 84
    with pytest.raises(DomainError):
        services.record_hearing(
            objection=objection, report="Verslag.", advice="Gegrond.", user=people["other_reviewer"]
        )
    services.record_hearing(
        objection=objection, report="Verslag.", advice="Gegrond.", user=people["other_reviewer"], now=later(11)
    )

    draft = services.draft_objection_decision(
        objection=objection,
        outcome="revised",
        amount=Decimal(50_000),
        reasons="Toch haalbaar.",
        follows_advice=True,
        user=people["other_reviewer"],
    )
    with pytest.raises(DomainError):
        services.sign_later_decision(decision=draft, user=people["decider"])  # signed the refusal (Awb 10:3)
    services.sign_later_decision(decision=draft, user=people["other_decider"])

    application = fresh(submitted)
    assert application.state == State.PARTLY_AWARDED
    assert Objection.objects.get().state == "revised"
    assert held(application) == 50_000
    assert award_stand(application).arrangement == "middle"
    assert CeilingBalance.objects.get(target="").taken == 50_000
    assert application.letters.get(kind="objection_decision").facts["committee_advice"] == "Gegrond."


def test_objection_makes_nobody_worse_off(submitted, people):
    award(submitted, people, kind=KIND.AWARD_PARTLY, amount=Decimal(40_000), ground="kb12", hearing="not_needed")
    objection = object_to(submitted, people)

    with pytest.raises(DomainError) as caught:
        services.draft_objection_decision(
            objection=objection,
            outcome="revised",
            amount=Decimal(30_000),
            reasons="Minder.",
            hearing_left_out_because="7:3 c",
            user=people["reviewer"],
        )
    assert caught.value.field == "amount"


def test_objection_is_upheld_only_after_a_hearing_or_a_ground_to_leave_it_out(submitted, people):
    refuse(submitted, people)
    objection = object_to(submitted, people)
    decision = {"objection": objection, "outcome": "upheld", "amount": Decimal(0), "reasons": "Blijft."}
    with pytest.raises(DomainError):
        services.draft_objection_decision(**decision, user=people["other_reviewer"])

    draft = services.draft_objection_decision(
        **decision, user=people["other_reviewer"], hearing_left_out_because="kennelijk ongegrond (7:3, b)"
    )
    services.sign_later_decision(decision=draft, user=people["other_decider"])

    assert fresh(submitted).state == State.REFUSED
    assert Objection.objects.get().state == "upheld"


def test_objection_is_postponed_once(submitted, people):
    refuse(submitted, people)
    objection = object_to(submitted, people)
    before = objection.decide_by

    services.postpone_objection(objection=objection, reason="Druk.", user=people["reviewer"])

    assert Objection.objects.get().decide_by >= before + 35 * DAY
    with pytest.raises(DomainError):
        services.postpone_objection(objection=objection, reason="Weer.", user=people["reviewer"])


def test_withdrawn_objection_leaves_the_decision(submitted, people):
    refuse(submitted, people)
    objection = object_to(submitted, people)

    services.withdraw_objection(objection=objection, user=people["owner"])

    assert Objection.objects.get().state == "withdrawn"
    assert fresh(submitted).state == State.REFUSED


# Late decisions


def test_notice_of_default_starts_a_penalty_that_is_set_after_the_decision(submitted, people):
    assessed(submitted, people["reviewer"])
    late = (submitted.decide_by - today()).days + 1
    early = services.give_default_notice(application=submitted, user=people["owner"])
    assert early.is_premature
    notice = services.give_default_notice(application=submitted, user=people["owner"], now=later(late))
    again = services.give_default_notice(application=submitted, user=people["owner"], now=later(late + 3))
    assert notice.pk == again.pk
    with pytest.raises(DomainError):
        services.draft_penalty(notice=notice, reasons="Te laat.", user=people["reviewer"], now=later(late + 20))
    drafted_at = later(late + 29)
    services.draft_decision(
        application=submitted,
        kind=KIND.AWARD,
        amount=submitted.amount_requested,
        reasons="Past.",
        user=people["reviewer"],
        now=drafted_at,
    )
    services.sign_decision(application=submitted, user=people["decider"], now=drafted_at)

    draft = services.draft_penalty(notice=notice, reasons="Te laat.", user=people["reviewer"], now=drafted_at)
    services.sign_later_decision(decision=draft, user=people["decider"], now=drafted_at)

    days = 29 - 14 - 1
    assert draft.amount <= days * 23
    assert draft.amount > 0
    assert Payment.objects.get(application=submitted, kind="penalty").amount == draft.amount
    assert held(submitted) == submitted.amount_requested


# Withdrawing, and out of order


def test_withdrawing_is_possible_until_the_decision_and_not_after(submitted, people):
    award(submitted, people)

    with pytest.raises(DomainError):
        services.withdraw_application(application=submitted, user=people["owner"])


def test_later_edits_leave_every_seal_as_it_was(submitted, people, initiative):
    ask_to_complete(submitted, people)
    complete(submitted, people, now=later(1))
    before = [submitted.submission.sha256, Addition.objects.get().sha256]
    plan = submitted.plan
    plan.document = {**plan.document, "horizon_years": 10}
    plan.save()
    initiative.name, initiative.homes = "Anders", 3
    initiative.save()
    document = documents_of(submitted)[0]
    from coophub.documents.services import add_version, remove_document

    add_version(document=document, upload=SimpleUploadedFile("nieuw.csv", b"a;b\n1;2\n"), user=people["owner"])
    remove_document(document=documents_of(submitted)[1], user=people["owner"])

    application = fresh(submitted)
    assert [application.submission.sha256, Addition.objects.get().sha256] == before
    assert seal(application.submission.content) == before[0]
    assert seal(Addition.objects.get().content) == before[1]
    assert application.submission.content["initiative"]["homes"] == 24


def test_step_out_of_order_names_who_and_what(submitted, people):
    services.withdraw_application(application=submitted, user=people["owner"])

    with pytest.raises(DomainError) as caught:
        ask_to_complete(submitted, people)
    assert people["owner"].name in str(caught.value)


def test_each_step_leaves_its_states_in_the_trail(submitted, people):
    ask_to_complete(submitted, people)
    complete(submitted, people, now=later(2))

    entries = AuditEntry.objects.filter(action__in=["subsidies.request_remedy", "subsidies.complete"]).order_by("pk")
    assert [(entry.before["state"], entry.after["state"]) for entry in entries] == [
        ("submitted", "remedy_requested"),
        ("remedy_requested", "completed"),
    ]
    assert all(entry.actor for entry in entries)


def test_mail_about_letters_names_no_person(submitted, people):
    ask_to_complete(submitted, people)

    notice = Notification.objects.filter(kind="subsidies_letter").first()
    assert submitted.number in notice.body
    assert not any(person.name in notice.body for person in people.values())


def test_database_refuses_a_second_open_request_and_a_signature_of_the_drafter(submitted, people):
    ask_to_complete(submitted, people)
    request = submitted.remedy_requests.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        submitted.remedy_requests.create(
            points=["x"],
            requested_by=people["reviewer"],
            requested_at=timezone.now(),
            requested_on=today(),
            last_day=request.last_day,
        )
