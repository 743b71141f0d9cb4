"""What somebody gave before an interest was said or found counts nowhere any more, and stays in the record."""

from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.notifications.models import Notification
from coophub.reports.models import ReportJob
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.models import Application, Decision, LaterDecision, LedgerEntry, State
from financing.subsidies.papers.dossier_export import export_pdf
from financing.subsidies.selectors.dossiers import dossier_of, with_everything
from financing.subsidies.selectors.rounds import round_board, summary_of
from financing.subsidies.services import deciding, objections, remedies, reviewing, settlement
from financing.subsidies.services.allocation import adopt_allocation, record_allocation
from financing.subsidies.tasks import sweep_interests
from initiatives.services import people as people_services
from pilots.services.advisors import assign_advisor
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import MembershipFactory
from tests.factories.pilots import PilotFactory
from tests.factories.subsidies import assessed, drafted
from tests.financing.subsidies.interest.tied import EVERYTHING
from tests.financing.subsidies.procedure.may.scenes import DAY, at

pytestmark = pytest.mark.django_db


def fresh(application) -> Application:
    return Application.objects.get(pk=application.pk)


def shown(application):
    return dossier_of(with_everything(Application.objects.all()).get(pk=application.pk))


def say_so(application, person):
    reviewing.declare_interest(application=application, has_interest=True, reason="Mijn zus woont er.", user=person)


def both_assess(application, people, scores=(9, 5)):
    """The reviewer leads and gives the first of these scores, a colleague gives the second."""
    lead, colleague = people["reviewer"], people["other_reviewer"]
    reviewing.declare_interest(application=application, has_interest=False, user=lead)
    reviewing.assign_reviewers(application=application, reviewers=[colleague], finish_by=clock.today(), user=lead)
    reviewing.declare_interest(application=application, has_interest=False, user=colleague)
    for person, score in zip((lead, colleague), scores, strict=True):
        assess(application, person, score)


def assess(application, person, score=8):
    given = dict.fromkeys(application.scheme_version.criteria.values_list("slug", flat=True), score)
    reviewing.assess(application=application, scores=given, advice="award", explanation="Goed.", user=person)


def counting(application) -> set:
    return {item.reviewer for item in application.assessments.counting()}


def test_the_only_assessment_is_struck_out_and_the_case_is_assessed_again(submitted, people):
    assessed(submitted, people["reviewer"])

    say_so(submitted, people["reviewer"])

    assert fresh(submitted).state == State.IN_ASSESSMENT
    assert fresh(submitted).reviewer is None
    assert counting(submitted) == set()
    row = round_board(submitted.scheme_version, people["manager"]).rows[0]
    assert row.score is None
    summary = summary_of(fresh(submitted))
    assert (summary.score, summary.scores, summary.assessments) == (None, [], [])
    assert shown(submitted).assessments[0].why_struck == "Mijn zus woont er."
    assert Notification.objects.filter(recipient=people["manager"], kind="subsidies_assess_again").exists()

    reviewing.declare_interest(application=submitted, has_interest=False, user=people["other_reviewer"])
    assess(submitted, people["other_reviewer"])

    assert fresh(submitted).state == State.ADVISED
    assert counting(submitted) == {people["other_reviewer"]}


def test_what_others_gave_still_counts(submitted, people):
    both_assess(submitted, people, (9, 5))

    say_so(submitted, people["reviewer"])

    assert fresh(submitted).state == State.ADVISED
    assert round_board(submitted.scheme_version, people["manager"]).rows[0].score == 5
    assert summary_of(fresh(submitted)).score == 5


def test_draft_on_assessments_that_count_no_more_goes_back_to_assessment(submitted, people):
    assessed(submitted, people["reviewer"])
    deciding.draft_decision(
        application=submitted,
        kind=Decision.Kind.AWARD,
        amount=submitted.amount_requested,
        reasons="Past.",
        user=people["other_reviewer"],
    )

    say_so(submitted, people["reviewer"])

    assert fresh(submitted).state == State.IN_ASSESSMENT
    assert "belang" in fresh(submitted).decision.sent_back_because
    with pytest.raises(DomainError):
        deciding.sign_decision(application=submitted, user=people["decider"])


def test_draft_of_who_has_an_interest_goes_back(submitted, people):
    both_assess(submitted, people)
    deciding.draft_decision(
        application=submitted,
        kind=Decision.Kind.AWARD,
        amount=submitted.amount_requested,
        reasons="Past.",
        user=people["reviewer"],
    )

    say_so(submitted, people["reviewer"])

    assert fresh(submitted).state == State.ADVISED
    assert fresh(submitted).decision.sent_back_because == "Wie het concept schreef, heeft een belang."


def test_draft_to_leave_out_needs_no_assessment(submitted, people, initiative):
    remedies.request_remedy(
        subject=submitted, points=["Begroting"], last_day=clock.today() + DAY, user=people["reviewer"]
    )
    with at(2):
        deciding.draft_leaving_out(application=submitted, reasons="Niets.", user=people["reviewer"])
        say_so(submitted, people["other_reviewer"])
        assert fresh(submitted).state == State.DRAFT_DECISION

        say_so(submitted, people["reviewer"])

    assert fresh(submitted).state == State.IN_ASSESSMENT


def test_advice_is_complete_when_only_this_person_was_waited_for(submitted, people):
    lead, colleague = people["reviewer"], people["other_reviewer"]
    reviewing.declare_interest(application=submitted, has_interest=False, user=lead)
    reviewing.assign_reviewers(application=submitted, reviewers=[colleague], finish_by=clock.today(), user=lead)
    assess(submitted, lead)
    assert fresh(submitted).state == State.IN_ASSESSMENT

    say_so(submitted, colleague)

    assert fresh(submitted).state == State.ADVISED
    assert shown(submitted).assignments == []


def by_invitation(initiative, person, people):
    people_services.invite_member(initiative=initiative, email=person.email, role="reader", user=people["owner"])


def by_saying_yes(initiative, person, people):
    EmailAddress.objects.create(user=person, email="thuis@example.org", verified=True)
    invitation = people_services.invite_member(
        initiative=initiative, email="thuis@example.org", role="reader", user=people["owner"]
    )
    people_services.accept_invitation(invitation=invitation, user=person)


def by_an_address(initiative, person, people):
    people_services.invite_member(initiative=initiative, email="thuis@example.org", role="reader", user=people["owner"])
    address = EmailAddress.objects.create(user=person, email="thuis@example.org", verified=True)
    email_confirmed.send(sender=EmailAddress, request=None, email_address=address)


def by_coaching(initiative, person, people):
    assign_advisor(pilot=PilotFactory(initiative=initiative), advisor=person, user=None)


def overnight(initiative, person, people):
    """In a way that nothing tells of."""
    MembershipFactory(initiative=initiative, user=person)
    sweep_interests()


@pytest.mark.parametrize("become_tied", [by_invitation, by_saying_yes, by_an_address, by_coaching, overnight])
def test_an_interest_that_is_found_strikes_out_too(submitted, people, initiative, become_tied):
    person = UserFactory(roles=[*EVERYTHING, Role.ADVISOR])
    assessed(submitted, person)
    assert fresh(submitted).state == State.ADVISED

    become_tied(initiative, person, people)

    assert fresh(submitted).state == State.IN_ASSESSMENT
    assert counting(submitted) == set()
    assert fresh(submitted).reviewer is None
    assert shown(submitted).assessments[0].why_struck != ""
    assert sweep_interests() == 0


def test_after_the_decision_an_interest_that_is_found_changes_nothing_of_it(submitted, people, initiative):
    drafted(submitted, people["reviewer"])
    deciding.sign_decision(application=submitted, user=people["decider"])

    MembershipFactory(initiative=initiative, user=people["reviewer"])
    sweep_interests()

    assert fresh(submitted).state == State.AWARDED
    assert counting(submitted) == {people["reviewer"]}
    assert not people["reviewer"].has_perm("subsidies.view_dossier", submitted)


def test_who_says_it_after_the_decision_is_struck_out_and_the_decision_stands(submitted, people):
    drafted(submitted, people["reviewer"])
    deciding.sign_decision(application=submitted, user=people["decider"])

    say_so(submitted, people["reviewer"])

    assert fresh(submitted).state == State.AWARDED
    assert counting(submitted) == set()


def test_later_draft_is_withdrawn(submitted, people):
    drafted(submitted, people["reviewer"])
    deciding.sign_decision(application=submitted, user=people["decider"])
    settlement.draft_amendment(
        application=submitted, amount=Decimal(90_000), reasons="Later.", user=people["other_reviewer"]
    )

    say_so(submitted, people["other_reviewer"])

    assert not LaterDecision.objects.exists()


def test_objection_leaves_the_hands_of_who_has_an_interest(submitted, people):
    drafted(submitted, people["reviewer"], Decision.Kind.REFUSE)
    deciding.sign_decision(application=submitted, user=people["decider"])
    objections.object_to(application=submitted, reasons="Nee.", user=people["owner"])
    objections.prepare_objection(
        objection=submitted.objections.get(),
        has_committee=False,
        hearing_at=clock.now() + DAY,
        hearing_place="Den Haag",
        user=people["other_reviewer"],
    )

    say_so(submitted, people["other_reviewer"])

    assert submitted.objections.get().handler is None


def test_recorded_outcome_with_struck_scores_is_not_adopted(submitted, people):
    both_assess(submitted, people)
    run = record_allocation(version=submitted.scheme_version, user=people["manager"])

    say_so(submitted, people["reviewer"])

    with pytest.raises(DomainError, match="Leg het opnieuw vast"):
        adopt_allocation(run=run, user=people["decider"])
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize("name", ["reviewer", "decider", "manager"])
def test_everybody_at_the_ministry_says_it_on_the_page_at_any_time(client, submitted, people, name):
    client.force_login(people[name])
    dossier = reverse("subsidies:dossier", args=[submitted.pk])
    address = reverse("subsidies:step", args=[submitted.pk, "have-interest"])
    assert address in client.get(dossier).content.decode()

    refused = client.post(address, {"reason": " "})
    assert refused.status_code == 200
    assert client.get(dossier).status_code == 200
    answer = client.post(address, {"reason": "Mijn zus woont er."})

    assert answer.status_code == 302
    page = client.get(dossier)
    assert page.status_code == 403
    assert "Je hebt gezegd dat je een belang hebt bij deze aanvraag." in page.content.decode()


def test_who_takes_it_up_says_what_the_interest_is(client, submitted, people):
    client.force_login(people["reviewer"])
    address = reverse("subsidies:step", args=[submitted.pk, "interest"])

    page = client.post(address, {"has_interest": "yes"})

    assert "Schrijf in een zin wat je belang is." in page.content.decode()
    assert not submitted.interest_declarations.exists()


def test_the_record_shows_it_struck_out_on_the_page_and_in_the_export(client, submitted, people):
    assessed(submitted, people["reviewer"])
    say_so(submitted, people["reviewer"])
    client.force_login(people["manager"])

    page = client.get(reverse("subsidies:dossier", args=[submitted.pk]), {"tab": "assessment"}).content.decode()

    assert "telt niet mee" in page
    assert "Mijn zus woont er." in page
    assert export_pdf(fresh(submitted), "nl").startswith(b"%PDF")


def test_summary_of_before_is_not_shown_any_more(client, submitted, people):
    both_assess(submitted, people)
    client.force_login(people["decider"])
    address = reverse("subsidies:summary", args=[submitted.pk])
    client.post(reverse("subsidies:summary_pdf", args=[submitted.pk]))
    assert client.get(address).context["job"] == ReportJob.objects.get(kind="application_summary")

    say_so(submitted, people["reviewer"])

    assert client.get(address).context["job"] is None
