"""From draft to decision: who may do what, what is frozen, and a ceiling that nothing passes."""

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification
from coophub.reports.models import ReportJob
from coophub.reports.services import render
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.applications.completeness import missing_from
from financing.subsidies.applications.sections import ORDER
from financing.subsidies.models import (
    Application,
    CeilingBalance,
    Decision,
    LedgerEntry,
    SchemeVersion,
    State,
    Submission,
)
from financing.subsidies.selectors import dossiers
from financing.subsidies.services import applying, deciding, drafting, reviewing
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import (
    assessed,
    complete_application,
    drafted,
    example_scheme,
    submitted_application,
)

pytestmark = pytest.mark.django_db

KIND = Decision.Kind


def test_submitting_freezes_numbers_and_tells(submitted, people):
    assert submitted.state == State.SUBMITTED
    assert submitted.number == f"WC{submitted.scheme_version.scheme_id}-{clock.today().year}-0001"
    assert submitted.decide_by == clock.today() + dt.timedelta(weeks=13)
    assert submitted.submission.content["amount_requested"] == "90000.00"
    assert {document["category"] for document in submitted.submission.content["documents"]} == {
        "statuten",
        "gemeente",
        "bank-account",
    }
    assert submitted.letters.get().kind == "receipt"
    assert Notification.objects.filter(kind="subsidies_received").count() == 3
    assert AuditEntry.objects.filter(action="subsidies.submit", actor=people["owner"]).count() == 1


def test_submitting_twice_is_submitting_once(submitted, people):
    again = applying.submit_application(application=submitted, user=people["owner"])

    assert again.number == submitted.number
    assert Submission.objects.count() == ReportJob.objects.count() == 1


def test_after_the_last_second_nothing_is_submitted_and_the_draft_is_kept(initiative, people):
    draft = complete_application(initiative, writer=people["owner"], signer=people["second"])
    closes_at = draft.scheme_version.closes_at

    with pytest.raises(DomainError), clock.at(closes_at + dt.timedelta(microseconds=1)):
        applying.submit_application(application=draft, user=people["owner"])
    assert Application.objects.get().state == State.DRAFT
    with clock.at(closes_at):
        assert applying.submit_application(application=draft, user=people["owner"]).state == State.SUBMITTED


def test_incomplete_application_is_not_submitted(initiative, people):
    draft = applying.start_application(version=example_scheme(), initiative=initiative, user=people["owner"])

    with pytest.raises(DomainError):
        applying.submit_application(application=draft, user=people["owner"])
    sections = {item.section for item in missing_from(draft)}
    assert sections == {*ORDER, "sign"}


def test_who_changed_it_last_cannot_sign_along(initiative, people):
    draft = complete_application(initiative, writer=people["owner"], signer=people["second"])
    drafting.save_answers(
        application=draft, section="aid", answers={"declared": False}, revision=draft.revision, user=people["second"]
    )

    with pytest.raises(DomainError):
        applying.co_sign(application=Application.objects.get(), user=people["second"])


def test_two_writers_never_overwrite_each_other_unseen(initiative, people):
    draft = applying.start_application(version=example_scheme(), initiative=initiative, user=people["owner"])
    seen = draft.revision
    drafting.save_answers(
        application=draft, section="aid", answers={"received": "1"}, revision=seen, user=people["owner"]
    )

    with pytest.raises(DomainError):
        drafting.save_answers(
            application=draft, section="aid", answers={"received": "2"}, revision=seen, user=people["second"]
        )
    assert Application.objects.get().answers["aid"] == {"received": "1"}


def test_later_edits_never_reach_what_was_submitted(submitted, initiative, people):
    before = submitted.submission.sha256
    plan = submitted.plan
    plan.document = {**plan.document, "horizon_years": 10}
    plan.save()
    initiative.name = "Een andere naam"
    initiative.save()

    assert Submission.objects.get().sha256 == before
    assert dossiers.dossier_of(submitted).content["initiative"]["name"] != "Een andere naam"
    with pytest.raises(ProgrammingError), transaction.atomic():
        Submission.objects.update(sha256="0" * 64)
    with pytest.raises(ProgrammingError), transaction.atomic():
        SchemeVersion.objects.update(ceiling=1)


def test_award_goes_from_queue_to_letter(submitted, people):
    drafted(submitted, people["reviewer"])

    decision = deciding.sign_decision(application=submitted, user=people["decider"])

    application = Application.objects.get()
    assert application.state == State.AWARDED
    assert decision.object_by >= clock.today() + dt.timedelta(weeks=6)
    assert LedgerEntry.objects.get().amount == Decimal(90_000)
    assert set(CeilingBalance.objects.filter(taken=90_000).values_list("target", flat=True)) == {"", "middle_incomes"}
    job = ReportJob.objects.latest("created_at")
    assert render(str(job.pk))
    assert Notification.objects.filter(kind="subsidies_decided").count() == 3


def test_signing_twice_is_signing_once(submitted, people):
    drafted(submitted, people["reviewer"])
    for _attempt in range(2):
        deciding.sign_decision(application=submitted, user=people["decider"])

    assert LedgerEntry.objects.count() == 1
    assert submitted.letters.filter(kind="decision").count() == 1


def test_second_pair_of_eyes_is_another_person(submitted, people):
    both = UserFactory(roles=[Role.REVIEWER, Role.DECIDER])
    drafted(submitted, both)

    with pytest.raises(DomainError):
        deciding.sign_decision(application=submitted, user=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(signed_by=both)
    assert Application.objects.get().state == State.DRAFT_DECISION


def test_who_has_an_interest_sees_nothing_more(client, submitted, people):
    client.force_login(people["reviewer"])
    address = reverse("subsidies:dossier", args=[submitted.pk])
    assert client.get(address).status_code == 200

    client.post(
        reverse("subsidies:step", args=[submitted.pk, "interest"]), {"has_interest": "yes", "reason": "Een buur."}
    )

    assert client.get(address).status_code == 403
    assert submitted.number not in client.get(reverse("subsidies:queue")).content.decode()
    client.force_login(people["other_reviewer"])
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("kind", "amount"),
    [(KIND.AWARD, 1), (KIND.AWARD_PARTLY, 0), (KIND.AWARD_PARTLY, 90_000), (KIND.AWARD_PARTLY, 90_001)],
)
def test_amount_has_to_fit_the_decision(submitted, people, kind, amount):
    assessed(submitted, people["reviewer"])

    with pytest.raises(DomainError) as caught:
        deciding.draft_decision(
            application=submitted, kind=kind, amount=Decimal(amount), reasons="Past.", user=people["reviewer"]
        )
    assert caught.value.field == "amount"


def test_step_out_of_order_says_who_did_what(submitted, people):
    assessed(submitted, people["reviewer"])

    with pytest.raises(DomainError) as caught:
        reviewing.declare_interest(application=submitted, has_interest=False, user=people["other_reviewer"])
    assert people["reviewer"].name in str(caught.value)


def test_award_that_passes_the_ceiling_says_what_is_free(submitted, people):
    drafted(submitted, people["reviewer"])
    CeilingBalance.objects.filter(target="middle_incomes").update(taken=Decimal(4_950_000))

    with pytest.raises(DomainError) as caught:
        deciding.sign_decision(application=submitted, user=people["decider"])

    assert "50.000" in str(caught.value)
    assert Application.objects.get().state == State.DRAFT_DECISION
    assert LedgerEntry.objects.count() == 0


def test_withdrawn_application_is_not_decided(submitted, people):
    drafted(submitted, people["reviewer"])
    applying.withdraw_application(application=submitted, user=people["owner"])

    with pytest.raises(DomainError):
        deciding.sign_decision(application=submitted, user=people["decider"])
    assert LedgerEntry.objects.count() == 0


def test_autosave_keeps_half_an_answer_and_gives_the_new_revision(client, initiative, people):
    draft = applying.start_application(version=example_scheme(), initiative=initiative, user=people["owner"])
    client.force_login(people["owner"])
    address = reverse("subsidies:section", args=[initiative.slug, draft.pk, "project"])
    form = {"revision": draft.revision, "activities": "Half een zin"}

    kept = client.post(address, form, headers={"x-autosave": "1"})
    stale = client.post(address, {**form, "activities": "Te laat"}, headers={"x-autosave": "1"})

    assert json.loads(kept.content)["revision"] == 2
    assert (stale.status_code, bool(json.loads(stale.content)["message"])) == (409, True)
    assert Application.objects.get().answers["project"]["activities"] == "Half een zin"


def test_queue_takes_as_many_queries_for_many_as_for_few(client, people):
    client.force_login(people["reviewer"])
    for number in range(2):
        group = InitiativeFactory(name=f"Groep {number}", owner=people["owner"])
        MembershipFactory(initiative=group, user=people["second"])
        submitted_application(group, writer=people["owner"], signer=people["second"])
    client.get(reverse("subsidies:queue"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("subsidies:queue"))
    for number in range(2, 7):
        group = InitiativeFactory(name=f"Groep {number}", owner=people["owner"])
        MembershipFactory(initiative=group, user=people["second"])
        submitted_application(group, writer=people["owner"], signer=people["second"])

    with CaptureQueriesContext(connection) as many:
        page = client.get(reverse("subsidies:queue")).content.decode()

    assert page.count(f"-{clock.today().year}-000") >= 7
    assert len(many) == len(few)


@pytest.mark.django_db(transaction=True)
def test_twenty_deciders_at_once_never_pass_a_ceiling():
    version = example_scheme()
    reviewer = UserFactory(roles=[Role.REVIEWER])
    applications = []
    for number in range(20):
        owner, second = UserFactory(), UserFactory()
        group = InitiativeFactory(name=f"Samen {number}", owner=owner)
        MembershipFactory(initiative=group, user=second)
        application = submitted_application(group, writer=owner, signer=second, amount=Decimal(90_000))
        drafted(application, reviewer)
        applications.append((application, UserFactory(roles=[Role.DECIDER])))
    CeilingBalance.objects.filter(version=version, target="middle_incomes").update(taken=Decimal(5_000_000 - 500_000))

    def sign(pair):
        try:
            deciding.sign_decision(application=pair[0], user=pair[1])
            return True
        except DomainError:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        signed = list(pool.map(sign, applications))

    assert sum(signed) == 5
    assert sum(entry.amount for entry in LedgerEntry.objects.all()) == 450_000
    assert CeilingBalance.objects.get(version=version, target="middle_incomes").taken == Decimal(4_950_000)
    assert Application.objects.filter(state=State.AWARDED).count() == 5
