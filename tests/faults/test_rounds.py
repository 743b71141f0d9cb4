"""Rounds in which everything that CoopHub stands on is killed while groups submit: what was acknowledged is kept, each
part comes back by itself at its own address, and the site never stops answering.

`COOPHUB_FAULT_ROUNDS=20` (`make faults`) gives the long form.
"""

import os
import signal
import statistics
import tempfile
from pathlib import Path

import pytest
import redis

from coophub.devstack import database_url, redis_url
from tests.database import dump_template
from tests.faults.running import QUIET_SECONDS, Groups, Site, Visitor, every_letter_is_made, wait_for

pytestmark = [pytest.mark.django_db, pytest.mark.faults, pytest.mark.xdist_group("worker")]

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = int(os.environ.get("COOPHUB_FAULT_ROUNDS", "1"))
A_ROUND = 12
"""Applications that are submitted in a round: two around each kill, and some meanwhile."""
BACK_SECONDS, PATIENCE_SECONDS = 10, 40
"""Each comes back within the first; on a machine that does other things one of them may take the second."""
START_SECONDS = 240


@pytest.fixture
def site(db):
    with tempfile.TemporaryDirectory(prefix="coophub-test-") as folder:
        Path(folder).chmod(0o755)
        database = Path(folder) / "database.sql"
        dump_template(database)
        site = Site(Path(folder), ROUNDS * A_ROUND, database)
        try:
            yield site
        finally:
            site.stop()


def kill_a_backend(site):
    """One that works, if any does: which then takes all others along."""
    wait_for(lambda: kill_one_of(site), BACK_SECONDS, "a backend to kill")
    return lambda: site.query("SELECT 1")


def kill_one_of(site):
    [(pid,)] = site.query(
        "SELECT pid FROM pg_stat_activity WHERE datname = 'coophub' AND pid <> pg_backend_pid() "
        "ORDER BY (state = 'idle'), random() LIMIT 1"
    )
    os.kill(pid, signal.SIGKILL)
    return True


def kill_the_postmaster(site):
    os.kill(site.postmaster(), signal.SIGKILL)
    return lambda: site.query("SELECT 1")


def kill_redis(site):
    os.kill(int((site.local / "devstack/redis/redis.pid").read_text()), signal.SIGKILL)
    return lambda: redis.from_url(site.broker).ping()


def kill_process(words):
    def kill(site):
        before = site.process_of(words)
        os.kill(before, signal.SIGKILL)
        return lambda: site.process_of(words) not in (None, before)

    return kill


KILLS = {
    "a backend": kill_a_backend,
    "the postmaster": kill_the_postmaster,
    "Redis": kill_redis,
    "the worker": kill_process("celery -A coophub worker -Q letters"),
    "the quick worker": kill_process("celery -A coophub worker -Q quick"),
    "beat": kill_process("celery -A coophub beat"),
}


@pytest.fixture
def people(site):
    """Groups that submit and somebody who looks; they go when the test ends, however it does."""
    groups, visitor = Groups(site), Visitor(site)
    wait_for(lambda: site.ask("GET", "/")[0] == 200, START_SECONDS, "the site")
    groups.start()
    visitor.start()
    yield groups, visitor
    groups.done.set()
    visitor.done.set()


@pytest.mark.thorough
def test_what_was_acknowledged_is_kept_whatever_is_killed(site, people):
    groups, visitor = people
    took = {name: [] for name in KILLS}

    for _round in range(ROUNDS):
        for name, kill in KILLS.items():
            groups.go(A_ROUND // len(KILLS))
            groups.wait_for_next()
            # At the very moment: what was just acknowledged is what a careless server loses.
            is_back = kill(site)
            took[name].append(wait_for(is_back, PATIENCE_SECONDS, name))
    groups.go(len(site.ready))
    wait_for(lambda: len(groups.acknowledged) == len(site.ready), QUIET_SECONDS, "every submission")
    groups.done.set()
    visitor.done.set()
    visitor.join()

    print({name: f"{max(times):.1f} s" for name, times in took.items()}, f"unsure: {groups.unsure}")
    assert statistics.quantiles([each for times in took.values() for each in times], n=10)[-2] < BACK_SECONDS
    assert (site.database, site.broker) == (database_url(site.local), redis_url(site.local))
    kept = site.query(
        "SELECT i.slug, a.id, a.number FROM subsidies_application a "
        "JOIN initiatives_initiative i ON i.id = a.initiative_id "
        "JOIN subsidies_submission s ON s.application_id = a.id WHERE a.state = 'submitted'"
    )
    assert {f"/initiatives/{slug}/subsidy/{pk}/" for slug, pk, _number in kept} == set(groups.acknowledged)
    assert len({number for _slug, _pk, number in kept}) == len(site.ready)
    assert {(status, after) for status, after, _took in visitor.answers} <= {(200, None), (503, "10")}
    every_letter_is_made(site, len(site.ready))
