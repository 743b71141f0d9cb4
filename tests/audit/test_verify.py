"""Whoever owns the database can switch triggers off. The walk along the chain shows what they did."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coophub.audit import chain
from coophub.audit.models import AuditLink
from coophub.audit.services import record

TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40)
VALUES = st.dictionaries(
    TEXT, TEXT | st.integers(-(2**60), 2**60) | st.booleans() | st.none() | st.lists(TEXT), max_size=3
)


def test_whole_chain_gives_its_length_and_last_hash(five_entries):
    whole = chain.verify()
    assert (whole.count, whole.last_hash) == (5, AuditLink.objects.get(position=5).hash)


def test_empty_chain_is_whole(db):
    assert chain.verify() == chain.Chain(0, "0" * 64)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(label=TEXT, before=st.none() | VALUES, after=st.none() | VALUES)
def test_python_reads_what_the_database_hashed(anna, commit, label, before, after):
    """The trigger hashes in SQL and the walk in Python; whatever was written, they agree."""
    anna.name = label
    record(actor=anna, action="tests.step", target=anna, before=before, after=after)
    commit()
    chain.verify()


@pytest.mark.parametrize(
    "change",
    [
        "at = at + interval '1 microsecond'",
        "actor_id = NULL",
        "actor_label = 'Somebody else'",
        "origin = '198.51.100.1'",
        "action = 'tests.other'",
        "target_type = 'accounts.organisation'",
        "target_id = '999'",
        "target_label = 'Something else'",
        """before = '{"step": 1}'""",
        """after = '{"step": 7}'""",
    ],
)
def test_changed_column_is_found(five_entries, tamper, change):
    entry = five_entries[2]
    tamper(f"UPDATE audit_auditentry SET {change} WHERE id = %s", entry.pk)  # noqa: S608
    with pytest.raises(chain.BrokenChainError, match=rf"Entry {entry.pk} \(link 3\) is not what it was"):
        chain.verify()


def test_deleted_entry_is_found(five_entries, tamper):
    tamper("DELETE FROM audit_auditentry WHERE id = %s", five_entries[1].pk)
    with pytest.raises(chain.BrokenChainError, match="Link 2 has lost its entry"):
        chain.verify()


def test_entry_deleted_with_its_link_is_found(five_entries, tamper):
    tamper("DELETE FROM audit_auditlink WHERE position = 2")
    tamper("DELETE FROM audit_auditentry WHERE id = %s", five_entries[1].pk)
    with pytest.raises(chain.BrokenChainError, match="Link 2 is missing: after 1 comes 3"):
        chain.verify()


def test_closed_gap_is_found(five_entries, tamper):
    tamper("DELETE FROM audit_auditlink WHERE position = 2")
    tamper("DELETE FROM audit_auditentry WHERE id = %s", five_entries[1].pk)
    for position in (3, 4, 5):
        tamper("UPDATE audit_auditlink SET position = position - 1 WHERE position = %s", position)
    with pytest.raises(chain.BrokenChainError, match=r"Link 2 .* does not follow"):
        chain.verify()


def test_entries_that_changed_places_are_found(five_entries, tamper):
    second, third = five_entries[1].pk, five_entries[2].pk
    tamper("UPDATE audit_auditlink SET entry_id = -1 WHERE position = 2")
    tamper("UPDATE audit_auditlink SET entry_id = %s WHERE position = 3", second)
    tamper("UPDATE audit_auditlink SET entry_id = %s WHERE position = 2", third)
    with pytest.raises(chain.BrokenChainError, match=rf"Entry {third} \(link 2\)"):
        chain.verify()


def test_inserted_entry_is_found(five_entries, tamper):
    tamper(
        "INSERT INTO audit_auditentry (at, actor_label, origin, action, target_type, target_id, target_label) "
        "VALUES (now(), '', '', 'tests.slipped_in', 'x', '1', '')"
    )
    with pytest.raises(chain.BrokenChainError, match="has no link"):
        chain.verify()


def test_rewritten_end_is_found_with_a_hash_noted_before(five_entries, tamper):
    noted = chain.verify().last_hash
    tamper("DELETE FROM audit_auditlink WHERE position = 5")
    tamper("DELETE FROM audit_auditentry WHERE id = %s", five_entries[4].pk)
    assert chain.verify().count == 4
    with pytest.raises(chain.BrokenChainError, match=f"The hash {noted} is not in the chain"):
        chain.verify(contains=noted)


def test_noted_hash_is_found_back_in_a_longer_chain(five_entries, anna, commit):
    noted = chain.verify().last_hash
    record(actor=anna, action="tests.step", target=anna)
    commit()
    assert chain.verify(contains=noted).count == 6


def test_walk_takes_one_query_however_long_the_chain(five_entries, django_assert_num_queries):
    with django_assert_num_queries(3) as queries:  # a savepoint, its release, and the walk itself
        chain.verify()
    assert sum("audit_auditlink" in query["sql"] for query in queries) == 1


def test_command_prints_length_and_last_hash(five_entries, capsys):
    call_command("verify_audit")
    assert capsys.readouterr().out == f"5 entries, unbroken. Last hash: {chain.verify().last_hash}\n"


def test_command_ends_with_status_one_at_the_broken_place(five_entries, tamper):
    tamper("UPDATE audit_auditentry SET action = 'x' WHERE id = %s", five_entries[0].pk)
    with pytest.raises(CommandError, match=r"\(link 1\)") as failure:
        call_command("verify_audit")
    assert failure.value.returncode == 1


def test_hashes_are_sha256_of_the_chain_before_and_the_entry(five_entries):
    """Computed here by hand, so that a change of the canonical text does not go unseen."""
    import hashlib

    first = five_entries[0]
    first.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')", [first.at])
        (at,) = cursor.fetchone()
    text = (
        f'[{first.pk}, "{at}", {first.actor_id}, "Anna Appelbloesem", "", "tests.step", "accounts.user", '
        f'"{first.target_id}", "Anna Appelbloesem", null, {{"step": 0}}]'
    )
    assert AuditLink.objects.get(position=1).hash == hashlib.sha256(("0" * 64 + text).encode()).hexdigest()
