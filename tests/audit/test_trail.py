"""Writing the trail: what an entry holds, that it stays, and that every commit lengthens the chain."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from coophub.accounts.models import RoleGrant, User
from coophub.audit import chain
from coophub.audit.models import AuditEntry, AuditLink, Unlinked
from coophub.audit.origin import acting_from
from coophub.audit.selectors import entries, entries_of
from coophub.audit.services import record
from coophub.celery import app
from tests.factories.accounts import UserFactory


def test_entry_tells_who_what_when_and_from_where(anna):
    with acting_from("192.0.2.7"):
        entry = record(
            actor=anna,
            action="plans.change",
            target=anna,
            before={"rent": Decimal("850.00")},
            after={"rent": Decimal("875.50"), "from": dt.date(2026, 3, 1)},
        )
    entry.refresh_from_db()
    assert (entry.actor, entry.actor_label, entry.origin) == (anna, "Anna Appelbloesem", "192.0.2.7")
    assert (entry.target_type, entry.target_id, entry.target_label) == (
        "accounts.user",
        str(anna.pk),
        "Anna Appelbloesem",
    )
    assert entry.before == {"rent": "850.00"}
    assert entry.after == {"rent": "875.50", "from": "2026-03-01"}


def test_entry_without_an_actor_is_of_the_system(anna):
    assert record(actor=None, action="reports.sweep", target=anna).actor_label == "CoopHub"


def test_origin_ends_with_its_block(anna):
    with acting_from("command load_demo"), acting_from("task reports"):
        inner = record(actor=None, action="tests.step", target=anna)
    outer = record(actor=None, action="tests.step", target=anna)
    assert (inner.origin, outer.origin) == ("task reports", "")


def test_background_task_is_the_origin_of_what_it_does(anna):
    @app.task(name="tests.record_something")
    def record_something():
        record(actor=None, action="tests.step", target=anna)

    with acting_from("192.0.2.7"):
        record_something.apply(throw=True)
        after = record(actor=None, action="tests.step", target=anna)
    of_task = AuditEntry.objects.exclude(pk=after.pk).get()
    assert of_task.origin == "task tests.record_something"
    assert after.origin == "192.0.2.7"


def test_request_is_the_origin_of_what_it_does(client, settings, anna):
    settings.TRUSTED_PROXY_COUNT = 1
    client.force_login(anna)
    client.post(
        "/account/profile/",
        {"name": "Anna B.", "language": "nl"},
        headers={"X-Forwarded-For": "10.0.0.1, 192.0.2.7"},
    )
    assert entries_of(anna).get(action="accounts.change_profile").origin == "192.0.2.7"


@pytest.mark.parametrize("table", ["audit_auditentry", "audit_auditlink"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_database_refuses_to_change_the_trail(five_entries, table, statement):
    column = "action" if table == "audit_auditentry" else "hash"
    with (
        pytest.raises(DatabaseError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table, column))
    assert chain.verify().count == 5


def test_models_refuse_to_change_the_trail(five_entries):
    entry = five_entries[0]
    entry.action = "tests.other"
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        entry.save()
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        entry.link._meta.model.objects.filter(position=1).delete()


def test_only_triggers_write_links(five_entries):
    loose = AuditEntry.objects.create(action="tests.step", target_type="x", target_id="1")
    with pytest.raises(DatabaseError, match="written by its triggers"), transaction.atomic():
        AuditLink.objects.create(position=6, entry=loose, previous_hash="0" * 64, hash="1" * 64)
    with pytest.raises(DatabaseError, match="written by its triggers"), transaction.atomic():
        Unlinked.objects.create(entry=loose)


def test_chain_is_linked_at_the_commit_and_not_before(anna, commit):
    record(actor=anna, action="tests.step", target=anna)
    assert not AuditLink.objects.exists()
    commit()
    link = AuditLink.objects.get()
    assert (link.position, link.previous_hash) == (1, chain.FIRST_PREVIOUS_HASH)
    assert not Unlinked.objects.exists()


def test_entry_that_is_rolled_back_leaves_no_gap(anna, commit):
    record(actor=anna, action="tests.first", target=anna)
    commit()
    with transaction.atomic():
        record(actor=anna, action="tests.lost", target=anna)
        transaction.set_rollback(True)
    record(actor=anna, action="tests.second", target=anna)
    commit()
    assert [link.entry.action for link in AuditLink.objects.all()] == ["tests.first", "tests.second"]
    assert chain.verify().count == 2


def test_entries_of_a_thing_come_newest_first(anna, django_assert_num_queries):
    for step in range(3):
        record(actor=anna, action=f"tests.step_{step}", target=anna)
    record(actor=anna, action="tests.elsewhere", target=UserFactory())
    with django_assert_num_queries(1):
        assert [entry.action for entry in entries_of(anna)] == ["tests.step_2", "tests.step_1", "tests.step_0"]


def test_search_finds_every_word_wherever_it_stands(anna):
    with acting_from("192.0.2.7"):
        wanted = record(actor=anna, action="plans.change", target=anna)
    record(actor=anna, action="plans.remove", target=anna)
    assert list(entries("appel change 192.0.2")) == [wanted]


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_make_one_unbroken_chain():
    person = UserFactory()
    start = threading.Barrier(8)

    def write(writer):
        start.wait()
        try:
            for step in range(25):
                record(actor=person, action=f"tests.writer_{writer}", target=person, after={"step": step})
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(write, writer) for writer in range(8)]:
            done.result(timeout=60)
    assert chain.verify().count == 200
    assert list(AuditLink.objects.values_list("position", flat=True)) == list(range(1, 201))


@pytest.mark.django_db(transaction=True)
def test_commit_that_waits_for_a_locked_row_does_not_hold_the_chain():
    """Who waits in a foreign key's check while holding the chain's end would wait for ever: the other needs it."""
    person = UserFactory()

    def record_and_refer():
        try:
            with transaction.atomic():
                record(actor=None, action="tests.waits", target=person)
                RoleGrant.objects.create(user_id=person.pk, role="advisor")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        waiting = pool.submit(record_and_refer)
        _wait_until_somebody_waits_for_us()
        record(actor=None, action="tests.holds", target=person)
        transaction.on_commit(lambda: waiting.result(timeout=30))
    assert [link.entry.action for link in AuditLink.objects.all()] == ["tests.holds", "tests.waits"]


def _wait_until_somebody_waits_for_us():
    for _attempt in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.05)")
    pytest.fail("The other transaction never came to wait.")
