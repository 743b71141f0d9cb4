"""Two hundred awards by twenty people at once, on the real database, while connections are cut and the worker is
killed.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError, connection, connections
from django.db.utils import InterfaceError

from coophub.accounts.models import Role
from coophub.reports import services as reports
from coophub.reports.models import ReportJob
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.models import (
    Application,
    CeilingBalance,
    Decision,
    LedgerEntry,
    Letter,
    Payment,
    State,
    Submission,
)
from financing.subsidies.services import deciding
from initiatives.models import Initiative
from tests.factories.accounts import UserFactory
from tests.factories.subsidies import ANSWERS, example_scheme
from tests.faults.waiting import wait_until
from tests.workers import kill

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults, pytest.mark.xdist_group("worker")]

AMOUNT, COUNT, STAFF, FITS = Decimal(90_000), 200, 20, 30


@pytest.fixture
def drafts(transactional_db):
    """Two hundred draft decisions, of which thirty fit what the ceiling has left."""
    version, reviewer = example_scheme(), UserFactory(roles=[Role.REVIEWER])
    now = clock.now()
    groups = Initiative.objects.bulk_create(
        Initiative(slug=f"samen-{n}", name=f"Samen {n}", municipality_id="GM0014", form="rental", homes=10)
        for n in range(COUNT)
    )
    applications = Application.objects.bulk_create(
        Application(
            scheme_version=version,
            initiative=group,
            number=f"T-{n:04d}",
            state=State.DRAFT_DECISION,
            amount_requested=AMOUNT,
            submitted_at=now,
            decide_by=clock.today(),
            target="middle_incomes",
        )
        for n, group in enumerate(groups)
    )
    Submission.objects.bulk_create(
        Submission(application=item, content={"answers": ANSWERS}, sha256="0" * 64, submitted_at=now)
        for item in applications
    )
    Decision.objects.bulk_create(
        Decision(
            application=item,
            kind="award",
            amount=AMOUNT,
            reasons="Past.",
            arrangement="middle",
            advance_share=Decimal("0.8"),
            drafted_by=reviewer,
            drafted_at=now,
        )
        for item in applications
    )
    CeilingBalance.objects.filter(version=version, target="middle_incomes").update(
        taken=Decimal(5_000_000) - FITS * AMOUNT - 1
    )
    return applications


@pytest.mark.thorough
def test_two_hundred_awards_at_once_never_pass_the_ceiling_and_each_has_one_letter(drafts, start_worker):
    people = [UserFactory(roles=[Role.DECIDER]) for _number in range(STAFF)]
    before = CeilingBalance.objects.get(target="middle_incomes").taken
    cut, lock, killed = threading.Event(), threading.Lock(), []
    worker = start_worker()

    def sign_all(number):
        signed, lost = 0, []
        work = list(drafts[number::STAFF])
        while work:
            application = work.pop(0)
            try:
                deciding.sign_decision(application=application, user=people[number])
                signed += 1
            except DomainError:
                pass
            except (OperationalError, InterfaceError):
                # The connection was cut: whoever was signing presses the button again.
                connections.close_all()
                lost.append(application.pk)
                work.append(application)
            if signed == 1:
                cut.set()
        connections.close_all()
        return lost

    def cut_connections():
        cut.wait(30)
        with connection.cursor() as cursor:
            for _time in range(3):
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle' LIMIT 2"
                )
                with lock:
                    killed.extend(row[0] for row in cursor.fetchall())
                cut.clear()
                cut.wait(1)
        connections.close_all()

    def kill_the_worker():
        wait_until(lambda: ReportJob.objects.filter(state="working").exists())
        kill(worker)
        connections.close_all()

    with ThreadPoolExecutor(STAFF + 2) as pool:
        cutter, killer = pool.submit(cut_connections), pool.submit(kill_the_worker)
        lost = [pk for found in pool.map(sign_all, range(STAFF)) for pk in found]
        cutter.result()
        killer.result()
    start_worker()
    wait_until(lambda: reports.sweep() is not None and not ReportJob.objects.exclude(state="done").exists())

    awarded = Application.objects.filter(state=State.AWARDED)
    entries = LedgerEntry.objects.filter(kind="award")
    assert any(killed)
    assert lost
    assert awarded.count() == entries.count() == FITS
    assert CeilingBalance.objects.get(target="middle_incomes").taken == before + FITS * AMOUNT
    assert sum(entry.amount for entry in LedgerEntry.objects.all()) == FITS * AMOUNT
    assert set(entries.values_list("application", flat=True)) == set(awarded.values_list("pk", flat=True))
    assert Letter.objects.filter(kind="decision").count() == FITS
    assert Payment.objects.count() == FITS
    assert Decision.objects.filter(signed_at__isnull=False).count() == FITS
    assert Application.objects.filter(state=State.DRAFT_DECISION).count() == COUNT - FITS
    letters = {str(letter.pk) for letter in Letter.objects.filter(kind="decision")}
    jobs = list(ReportJob.objects.filter(kind="letter", subject_id__in=letters))
    assert {job.subject_id for job in jobs} == letters
    assert len(jobs) == FITS
    assert max(job.attempt for job in jobs) == 2
    for job in jobs:
        _folders, files = default_storage.listdir(f"reports/{job.id.hex[:2]}")
        assert [name for name in files if name.startswith(job.id.hex)] == [Path(job.file.name).name]
