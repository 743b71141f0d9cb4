"""All apps together: what is known of somebody, and what is left when somebody goes."""

import datetime as dt
import json
import uuid
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from coophub.accounts import services
from coophub.accounts.models import Role
from coophub.documents.services import add_document
from coophub.notifications.models import Notification, OutgoingMessage
from coophub.notifications.services import notify
from coophub.operations.stored import stored_files
from coophub.reports.models import ReportJob
from coophub.reports.selectors import reports_of
from coophub.reports.services import render, request_report
from coophub.web import clock
from financing.subsidies.models import Application, Decision
from financing.subsidies.services.advances import ask_advance
from financing.subsidies.services.deciding import sign_decision
from financing.subsidies.services.dossiers import send_message, write_note
from financing.subsidies.services.remedies import complete, request_remedy
from initiatives.services.people import change_member_role, invite_member
from pilots.models import Programme
from pilots.services.coaching import record_session
from pilots.services.programmes import select_pilot
from tests.factories.accounts import PASSWORD, UserFactory, advisor, decider, reviewer
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.pilots import PlannedSessionFactory
from tests.factories.subsidies import CSV, drafted, submitted_application
from tests.logged import logging_as_in_production
from tests.pdf_words import words_of_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return UserFactory(email="anna@example.org", name="Anna")


@pytest.fixture
def bram():
    return UserFactory()


@pytest.fixture
def initiative(anna, bram):
    initiative = InitiativeFactory(name="De Lindentuin", owner=anna)
    MembershipFactory(initiative=initiative, user=bram)
    return initiative


@pytest.fixture
def application(initiative, anna, bram):
    return submitted_application(initiative, writer=anna, signer=bram)


def told(user):
    """The export, as it goes out."""
    return json.loads(json.dumps(services.export_personal_data(user=user)))


def test_applicants_see_what_they_filed_signed_and_added(application, anna, bram):
    [filed] = told(anna)["subsidies"]["applications"]
    [signed] = told(bram)["subsidies"]["applications"]

    assert (filed["initiative"], filed["started"], filed["signed_along"]) == ("De Lindentuin", True, False)
    assert (signed["number"], signed["started"], signed["signed_along"]) == (application.number, False, True)
    files = {upload["file"] for upload in told(anna)["documents"]}
    assert files == {"statuten.csv", "gemeente.csv", "bank-account.csv"}
    assert told(bram)["documents"] == []
    assert [notice["title"] for notice in told(bram)["notifications"]["notices"]]
    assert [email["subject"] for email in told(bram)["notifications"]["emails"]]


def test_applicants_see_what_they_wrote_for_the_group(application, anna):
    rosa = reviewer()
    request_remedy(
        subject=application,
        points=["Brief"],
        last_day=clock.today() + dt.timedelta(days=14),
        user=rosa,
    )
    complete(subject=application, answers={"Brief": "Hierbij."}, user=anna)
    send_message(application=application, text="Klopt het zo?", is_from_ministry=False, user=anna)
    write_note(application=application, text="Bellen.", user=rosa)

    written = told(anna)["subsidies"]["on_behalf_of_the_group"]
    assert written["additions"][0]["points"] == [{"point": "Brief", "answer": "Hierbij."}]
    assert written["messages"] == [{"application": application.number, "text": "Klopt het zo?"}]
    assert told(rosa)["subsidies"]["work"]["remedy_requests"] == [application.number]
    assert told(rosa)["subsidies"]["work"]["notes"] == [{"application": application.number, "text": "Bellen."}]


def test_who_asked_an_advance_sees_what_it_was_for(application, anna):
    drafted(application, reviewer())
    sign_decision(application=application, user=decider())
    today = clock.today()
    ask_advance(application=application, amount=Decimal(1_000), needed_from=today, purpose="De architect.", user=anna)

    assert told(anna)["subsidies"]["on_behalf_of_the_group"]["advance_requests"] == [
        {
            "application": application.number,
            "amount": "1000.00",
            "needed_from": today.isoformat(),
            "purpose": "De architect.",
        }
    ]


def test_staff_see_what_they_decided(application):
    rosa, dirk = reviewer(), decider()
    drafted(application, rosa)
    sign_decision(application=application, user=dirk)

    assert told(rosa)["subsidies"]["assessments"][0]["explanation"] == "Goed."
    assert told(rosa)["subsidies"]["interest_declarations"] == [
        {"application": application.number, "has_interest": False, "reason": ""}
    ]
    assert told(rosa)["subsidies"]["decisions"] == [
        {"application": application.number, "drafted": True, "signed": False}
    ]
    assert told(dirk)["subsidies"]["decisions"][0]["signed"] is True


def test_advisors_see_the_sessions_they_recorded(initiative, bram):
    abel = advisor()
    programme = Programme.objects.create(slug="nu", name="Nu", starts_on="2022-01-01")
    pilot = select_pilot(programme=programme, initiative=initiative, advisor=abel, user=None)
    record_session(
        pilot=pilot,
        advisor=abel,
        key=uuid.uuid4(),
        held_on=clock.today(),
        kind="visit",
        hours=Decimal("1.5"),
        summary="De bank vraagt meer eigen geld.",
        internal_note="Volgende keer bellen.",
    )

    PlannedSessionFactory(pilot=pilot, about="De grond")
    coached = told(abel)["pilots"]
    assert coached["assignments"][0]["initiative"] == "De Lindentuin"
    assert coached["sessions"][0]["internal_note"] == "Volgende keer bellen."
    assert coached["planned"][0]["about"] == "De grond"
    assert coached["assignments"][0]["role"] == "lead"
    assert not any(told(bram)["pilots"].values())


def test_who_is_erased_gets_no_mail_and_leaves_no_address_in_it(anna, bram, initiative):
    notify(recipients=[anna, bram], kind="initiatives_task", context={"initiative": initiative.name}, url="/start/")

    services.erase_account(user=anna)

    assert not Notification.objects.filter(recipient=anna).exists()
    assert not OutgoingMessage.objects.filter(recipients__contains=["anna@example.org"]).exists()
    assert OutgoingMessage.objects.filter(recipients=[bram.email]).exists()


def test_a_dossier_stays_whole_when_an_applicant_is_erased(application, anna):
    before = (application.submission.content, application.submission.sha256)
    drafted(application, reviewer())

    services.erase_account(user=anna)
    decision = sign_decision(application=application, user=decider())

    application = Application.objects.get()
    assert (application.submission.content, application.submission.sha256) == before
    assert decision == Decision.objects.get()
    assert application.started_by.name != "Anna"


def test_documents_of_the_group_stay(anna, initiative):
    upload = SimpleUploadedFile("leden.csv", CSV)
    document = add_document(subject=initiative, title="Leden", category="", upload=upload, user=anna)

    services.erase_account(user=anna)

    assert document.versions.get().file.read() == CSV


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADVISOR])
def test_who_has_a_role_gives_it_back_first(role):
    with pytest.raises(services.DomainError):
        services.erase_account(user=UserFactory(roles=[role]))


def tables_with(word):
    """In which tables a word stands, in whatever column and whatever case: an index of words has them in small letters
    and without their endings.
    """
    with connection.cursor() as cursor:
        found = set()
        for table in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"SELECT 1 FROM {quoted} one WHERE one::text ILIKE %s LIMIT 1", [f"%{word}%"])  # noqa: S608
            found |= {table} if cursor.fetchone() else set()
        return found


def files_with(word):
    """Which stored files have a word in them, by the table that knows them: of a PDF what one reads, too."""
    found = set()
    for stored in stored_files():
        with default_storage.open(stored.name, "rb") as file:
            content = file.read()
        text = content.decode(errors="replace")
        if content.startswith(b"%PDF"):
            text += words_of_pdf(content)
        if word in text.lower():
            found.add((stored.model._meta.db_table, stored.key))
    return found


@pytest.fixture
def erased(client, django_capture_on_commit_callbacks):
    """Somebody who was invited, signed in, filed an application and took their plan along; and what the log has."""
    owner, second = UserFactory(), UserFactory()
    group = InitiativeFactory(owner=owner)
    with logging_as_in_production() as logged:
        with django_capture_on_commit_callbacks(execute=True):
            invite_member(initiative=group, email="xanthippe@example.org", role="editor", user=owner)
        person = UserFactory(email="xanthippe@example.org", name="Xanthippe van Zomeren", password=PASSWORD)
        client.post("/account/login/", {"login": person.email, "password": "not the password"})
        client.post("/account/login/", {"login": person.email, "password": PASSWORD})
        client.post("/account/profile/", {"name": "Xanthippe van Zomeren", "language": "nl"})
        for member in (person, second):
            MembershipFactory(initiative=group, user=member)
        change_member_role(membership=group.memberships.get(user=person), role="owner", user=owner)
        application = submitted_application(group, writer=person, signer=second)
        notify(recipients=[person, owner], kind="initiatives_task", context={"initiative": group.name}, url="/start/")
        taken_along = request_report(
            kind="plan", subject=application.plan, user=person, parameters={"document": application.plan.document}
        )
        for job in ReportJob.objects.filter(state=ReportJob.State.QUEUED):
            assert render(str(job.pk))
        assert {"accounts_user", "account_emailaddress", "initiatives_invitation"} <= tables_with(person.email)

        services.erase_account(user=person)

    return SimpleNamespace(logged=logged, application=application, taken_along=taken_along)


def test_erased_person_is_found_in_no_table_but_where_the_law_keeps_them(erased):
    # The name of who did something in the trail of that time, and what was submitted then (docs/operators/audit.md).
    assert tables_with("xanthippe@example.org") == set()
    assert tables_with("xanthipp") == {"audit_auditentry", "subsidies_submission"}


def test_erased_person_is_found_in_no_file_but_those_of_the_dossier(erased):
    letters = {("reports_reportjob", job.pk) for job in reports_of(erased.application.letters.get())}
    made = {("reports_reportjob", job.pk) for job in ReportJob.objects.exclude(file="")}

    # What the group took along is found by its words, and whoever asked for it is not in it.
    plan = ("reports_reportjob", erased.taken_along.pk)
    assert plan in made - letters
    assert plan in files_with(erased.application.initiative.name.lower())
    assert files_with("xanthippe@example.org") == set()
    assert files_with("xanthipp") <= letters


def test_erased_person_is_found_in_no_line_of_the_log(erased):
    text = erased.logged.text().lower()

    assert "account_login" in text
    assert "xanthipp" not in text
