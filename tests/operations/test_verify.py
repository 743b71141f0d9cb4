"""What is not as it was written is named: in the trail, in the ledger and among the files."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from coophub.documents.models import DocumentVersion
from coophub.operations.models import LastRun
from coophub.operations.verification import verify
from coophub.reports.models import ReportJob
from coophub.reports.services import render
from financing.subsidies.models import CeilingBalance, LedgerEntry
from financing.subsidies.models.ledger import Holding
from financing.subsidies.services.deciding import sign_decision
from tests.factories.accounts import UserFactory, decider, reviewer
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import drafted, submitted_application

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        owner, second = UserFactory(), UserFactory()
        initiative = InitiativeFactory(owner=owner)
        MembershipFactory(initiative=initiative, user=second)
        application = submitted_application(initiative, writer=owner, signer=second)
        drafted(application, reviewer())
        sign_decision(application=application, user=decider())
        with connection.cursor() as cursor:
            # What the database does at a commit.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield application
        transaction.set_rollback(True)


@pytest.fixture
def awarded(made_once, db):
    """An application with its files, its award and its trail."""
    return made_once


def test_what_is_whole_is_said_in_numbers(awarded, capsys):
    call_command("verify", "--json")

    said = json.loads(capsys.readouterr().out)
    assert said["problems"] == []
    assert said["ledger_entries"] == LedgerEntry.objects.count() > 0
    assert said["files"] == DocumentVersion.objects.count() > 0
    assert LastRun.objects.get(name="verify").succeeded_at is not None


def test_each_place_where_the_money_differs_is_named(awarded):
    CeilingBalance.objects.filter(target="").update(taken=Decimal("12.34"))
    Holding.objects.update(awarded=Decimal("1.00"))

    said = verify().problems

    assert any("12.34 is taken, and its entries say" in problem for problem in said)
    assert f"Ledger: what application {awarded.pk} holds is not what its entries say" in said
    assert len(said) == 2


def test_trail_that_was_tampered_with_is_named(awarded):
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE audit_auditentry SET action = 'x' WHERE action = 'documents.add'")
        cursor.execute("SET session_replication_role = DEFAULT")

    [problem] = verify().problems
    assert problem.startswith("Audit trail: Entry")
    assert problem.endswith("is not what it was when it was written.")


def test_file_that_is_gone_and_file_that_changed_are_named_and_not_what_was_thrown_away(awarded):
    gone, changed, refused = DocumentVersion.objects.order_by("uploaded_at")[:3]
    for version in (gone, refused):
        default_storage.delete(version.file.name)
    letter = ReportJob.objects.filter(kind="letter").latest("created_at")
    assert render(str(letter.pk))
    letter.refresh_from_db()
    for file in (changed.file, letter.file):
        Path(file.path).write_bytes(b"something else")
    DocumentVersion.objects.filter(pk=refused.pk).update(virus_check="refused")

    with pytest.raises(CommandError) as failed:
        call_command("verify")

    assert failed.value.returncode == 1
    assert sorted(str(failed.value).splitlines()) == sorted(
        [
            f"Files: {gone.file.name} is not there (documents.DocumentVersion {gone.pk}).",
            f"Files: {changed.file.name} is not what was stored (documents.DocumentVersion {changed.pk}).",
            f"Files: {letter.file.name} is not what was stored (reports.ReportJob {letter.pk}).",
        ]
    )
