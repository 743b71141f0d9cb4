"""The life of an application up to the decision: completing, waiting, assessing, hearing, deciding, withdrawing."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from coophub.audit.models import AuditEntry
from coophub.documents.selectors import documents_of
from coophub.notifications.models import Notification
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.law.freezing import seal
from financing.subsidies.models import (
    Addition,
    Application,
    Decision,
    State,
)
from financing.subsidies.selectors import dossiers
from financing.subsidies.services import applying, deciding, remedies, reviewing, terms
from tests.factories.subsidies import assessed, drafted
from tests.financing.subsidies.life import DAY, KIND, ask_to_complete, award, complete, fresh, held, later, today

pytestmark = pytest.mark.django_db


# Completing


@pytest.mark.awkward_days
def test_request_to_complete_suspends_and_completion_sets_the_rank_day(submitted, people):
    first = submitted.decide_by
    ask_to_complete(submitted, people)
    assert fresh(submitted).decide_by == first + 14 * DAY

    with clock.at(later(5)):
        complete(submitted, people)

    application = fresh(submitted)
    assert application.state == State.COMPLETED
    assert application.decide_by == first + 4 * DAY
    assert application.rank_on == today() + 5 * DAY
    assert clock.day_of(application.submitted_at) == today()
    assert application.letters.filter(kind="remedy_request").count() == 1


def test_addition_is_frozen_beside_a_submission_that_stays_as_it_was(submitted, people):
    before = submitted.submission.sha256
    ask_to_complete(submitted, people)

    with clock.at(later(1)):
        addition = complete(submitted, people)
    with clock.at(later(2)):
        again = complete(submitted, people)

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
        remedies.complete(subject=submitted, answers={"Begroting per kwartaal": "Zie."}, user=people["owner"])
    assert fresh(submitted).state == State.REMEDY_REQUESTED


@pytest.mark.awkward_days
def test_assessment_goes_on_only_after_the_group_had_its_time(submitted, people):
    ask_to_complete(submitted, people)

    with pytest.raises(DomainError), clock.at(later(14)):
        reviewing.declare_interest(application=submitted, has_interest=False, user=people["reviewer"])
    with clock.at(later(15)):
        reviewing.declare_interest(application=submitted, has_interest=False, user=people["reviewer"])

    assert fresh(submitted).state == State.IN_ASSESSMENT


@pytest.mark.awkward_days
def test_left_out_of_consideration_within_four_weeks_after_the_term_ended(submitted, people):
    ask_to_complete(submitted, people)
    with pytest.raises(DomainError), clock.at(later(14)):
        deciding.draft_leaving_out(application=submitted, reasons="Leeg.", user=people["reviewer"])

    with clock.at(later(15)):
        deciding.draft_leaving_out(application=submitted, reasons="Leeg.", user=people["reviewer"])
    with pytest.raises(DomainError), clock.at(later(14 + 28 + 5)):
        deciding.sign_decision(application=submitted, user=people["decider"])
    with clock.at(later(20)):
        deciding.sign_decision(application=submitted, user=people["decider"])

    application = fresh(submitted)
    assert application.state == State.LEFT_OUT
    assert application.letters.get(kind="decision").facts["decision"] == "leave_out"
    assert held(application) == 0


def test_nobody_is_left_out_who_was_not_asked_to_complete(submitted, people):
    reviewing.declare_interest(application=submitted, has_interest=False, user=people["reviewer"])

    with pytest.raises(DomainError):
        deciding.draft_leaving_out(application=submitted, reasons="Leeg.", user=people["reviewer"])


def test_draft_to_leave_out_is_not_replaced_by_an_award_without_assessment(submitted, people):
    ask_to_complete(submitted, people)
    with clock.at(later(15)):
        deciding.draft_leaving_out(application=submitted, reasons="Leeg.", user=people["reviewer"])

    with pytest.raises(DomainError):
        deciding.draft_decision(
            application=submitted,
            kind=KIND.AWARD,
            amount=submitted.amount_requested,
            reasons="Toch.",
            user=people["reviewer"],
        )
    deciding.send_back(application=submitted, reason="Beoordeel eerst.", user=people["decider"])

    assert fresh(submitted).state == State.IN_ASSESSMENT


# Waiting longer


def test_extension_only_where_the_scheme_allows_it(submitted, people):
    with pytest.raises(DomainError):
        terms.extend_term(subject=submitted, reason="Druk.", user=people["reviewer"])


@pytest.mark.awkward_days
def test_extension_moves_the_date_once(submitted, people, extendable):
    before = submitted.decide_by

    terms.extend_term(subject=submitted, reason="Advies nodig.", weeks=4, user=people["reviewer"])

    assert fresh(submitted).decide_by == before + 28 * DAY
    assert submitted.letters.get(kind="extension").facts["decide_by"] == (before + 28 * DAY).isoformat()
    with pytest.raises(DomainError):
        terms.extend_term(subject=submitted, reason="Nog eens.", weeks=1, user=people["reviewer"])


def test_term_that_ended_is_not_extended(submitted, people, extendable):
    with pytest.raises(DomainError), clock.at(later(100)):
        terms.extend_term(subject=submitted, reason="Te laat.", user=people["reviewer"])


@pytest.mark.awkward_days
def test_consent_moves_the_date_when_an_owner_agrees(submitted, people):
    before = submitted.decide_by
    terms.ask_consent(
        subject=submitted,
        reason="Bezoek aan de plek.",
        first_day=today() + 10 * DAY,
        last_day=today() + 19 * DAY,
        user=people["reviewer"],
    )
    assert fresh(submitted).decide_by == before

    terms.answer_consent(subject=submitted, is_agreed=True, user=people["owner"])

    assert fresh(submitted).decide_by == before + 10 * DAY


def test_consent_that_is_refused_changes_nothing(submitted, people):
    before = submitted.decide_by
    terms.ask_consent(
        subject=submitted, reason="Druk.", first_day=today(), last_day=today() + 9 * DAY, user=people["reviewer"]
    )

    terms.answer_consent(subject=submitted, is_agreed=False, user=people["owner"])

    assert fresh(submitted).decide_by == before
    with pytest.raises(DomainError):
        terms.answer_consent(subject=submitted, is_agreed=True, user=people["owner"])


def test_notice_names_a_day_and_moves_nothing(submitted, people):
    before = submitted.decide_by

    terms.give_notice(application=submitted, reason="Ziekte.", last_day=before + 30 * DAY, user=people["reviewer"])

    assert fresh(submitted).decide_by == before


# Assessing


def test_reviewers_score_alone_and_see_each_other_after_their_own(submitted, people):
    first, second = people["reviewer"], people["other_reviewer"]
    reviewing.declare_interest(application=submitted, has_interest=False, user=first)
    reviewing.assign_reviewers(application=submitted, reviewers=[second], finish_by=today() + 7 * DAY, user=first)
    scores = dict.fromkeys(submitted.scheme_version.criteria.values_list("slug", flat=True), 8)
    reviewing.assess(application=submitted, scores=scores, advice="award", explanation="Goed.", user=first)

    def seen_by(user):
        application = dossiers.with_everything(Application.objects.all()).get(pk=submitted.pk)
        return {item.assessment.reviewer for item in dossiers.dossier_of(application, user).assessments}

    assert fresh(submitted).state == State.IN_ASSESSMENT
    assert seen_by(first) == {first}
    assert seen_by(second) == seen_by(people["decider"]) == set()
    reviewing.declare_interest(application=submitted, has_interest=False, user=second)
    reviewing.assess(application=submitted, scores=scores, advice="refuse", explanation="Matig.", user=second)
    assert fresh(submitted).state == State.ADVISED
    assert seen_by(second) == seen_by(first) == seen_by(people["decider"]) == {first, second}


def test_who_was_not_asked_does_not_assess(submitted, people):
    reviewing.declare_interest(application=submitted, has_interest=False, user=people["reviewer"])
    scores = dict.fromkeys(submitted.scheme_version.criteria.values_list("slug", flat=True), 8)

    with pytest.raises(DomainError):
        reviewing.assess(
            application=submitted, scores=scores, advice="award", explanation="Ja.", user=people["other_reviewer"]
        )


def test_interest_that_shows_later_takes_the_lead_away(submitted, people):
    reviewing.declare_interest(application=submitted, has_interest=False, user=people["reviewer"])

    reviewing.declare_interest(application=submitted, has_interest=True, reason="Een buur.", user=people["reviewer"])

    assert fresh(submitted).reviewer is None
    assert not people["reviewer"].has_perm("subsidies.view_dossier", fresh(submitted))
    reviewing.declare_interest(application=submitted, has_interest=False, user=people["other_reviewer"])
    assert fresh(submitted).reviewer == people["other_reviewer"]
    with pytest.raises(DomainError):
        reviewing.declare_interest(application=submitted, has_interest=False, user=people["reviewer"])


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
        deciding.draft_decision(**refusal)
    deciding.ask_view(
        application=submitted, facts="De bank trok zich terug.", respond_by=today() + 14 * DAY, user=people["reviewer"]
    )
    with pytest.raises(DomainError):
        deciding.draft_decision(**refusal)

    deciding.give_view(application=submitted, view="Er is een andere bank.", user=people["owner"])
    deciding.draft_decision(**refusal)

    assert fresh(submitted).state == State.DRAFT_DECISION


def test_hearing_is_not_left_out_as_financial_for_a_refusal_on_doubt(submitted, people):
    assessed(submitted, people["reviewer"])

    with pytest.raises(DomainError) as caught:
        deciding.draft_decision(
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
        deciding.send_back(application=submitted, reason=" ", user=people["decider"])

    deciding.send_back(application=submitted, reason="Motiveer het bedrag.", user=people["decider"])

    assert fresh(submitted).state == State.ADVISED
    assert fresh(submitted).decision.sent_back_because == "Motiveer het bedrag."
    with pytest.raises(DomainError):
        deciding.sign_decision(application=submitted, user=people["other_decider"])


def test_signed_decision_never_changes(submitted, people):
    award(submitted, people)

    with pytest.raises(ProgrammingError), transaction.atomic():
        Decision.objects.update(reasons="Anders")


# Withdrawing, and out of order


def test_withdrawing_is_possible_until_the_decision_and_not_after(submitted, people):
    award(submitted, people)

    with pytest.raises(DomainError):
        applying.withdraw_application(application=submitted, user=people["owner"])


def test_later_edits_leave_every_seal_as_it_was(submitted, people, initiative):
    ask_to_complete(submitted, people)
    with clock.at(later(1)):
        complete(submitted, people)
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
    applying.withdraw_application(application=submitted, user=people["owner"])

    with pytest.raises(DomainError) as caught:
        ask_to_complete(submitted, people)
    assert people["owner"].name in str(caught.value)


def test_each_step_leaves_its_states_in_the_trail(submitted, people):
    ask_to_complete(submitted, people)
    with clock.at(later(2)):
        complete(submitted, people)

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
            requested_at=clock.now(),
            requested_on=today(),
            last_day=request.last_day,
        )
