"""Pages with a part of what there can be behind them, and with all of it.

What counts is what a page takes of the processor, of Python and PostgreSQL together, beside a page that is always the
same, in turns: the machine may be busy with other things, and is not always as quick. /robots.txt takes too little for
that.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coophub.accounts.models import Role, User
from coophub.portal.demo.bulk.pilots import PILOTS_EACH
from financing.subsidies.services.figures import fold_figures
from initiatives.tasks import sweep_counts
from pilots.models import Assignment, CoachingSession, Pilot, PlannedSession
from tests.bench.harness import Figure, least_work, publish
from tests.factories.accounts import UserFactory

MOST_TIMES = 1.5
ALWAYS_THE_SAME = "/about/"
Page = Callable[[], object]


@dataclass(frozen=True)
class Work:
    """What a page takes in seconds, beside the page that is always the same and /robots.txt; and its queries."""

    seconds: float
    yardstick: float
    robots: float
    queries: int

    def or_less(self, other: "Work") -> "Work":
        """The least of both."""
        return Work(
            min(self.seconds, other.seconds),
            min(self.yardstick, other.yardstick),
            min(self.robots, other.robots),
            max(self.queries, other.queries),
        )


def reader(user: User | None, address: str) -> Page:
    """Opens a page as somebody; nobody is a visitor."""
    client = Client()
    if user is not None:
        client.force_login(user)

    def read() -> None:
        response = client.get(address)
        assert response.status_code == 200, address
        if response.streaming:
            # A file is made while it is read.
            assert b"".join(response.streaming_content)

    return read


@contextmanager
def copy_of_now() -> Iterator[str]:
    """A second database, as this one is now; gives its name."""
    now = connection.settings_dict["NAME"]
    copy = f"{now}_copy"
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{now}"')
    try:
        yield copy
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


@contextmanager
def working_in(database: str) -> Iterator[None]:
    """Whatever is asked meanwhile is asked of that database."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def measure_by_turns(pages: dict[str, Page], *databases: str, turns: int = 3) -> list[dict[str, Work]]:
    """The least work of each page in each of these: the machine is quicker at one moment than at another."""
    found: list[dict[str, Work]] = [{} for _database in databases]
    for _turn in range(turns):
        for least, database in zip(found, databases, strict=True):
            with working_in(database):
                for name, work in measure(pages, repeats=7).items():
                    least[name] = work.or_less(least.get(name, work))
    return found


def measure(pages: dict[str, Page], repeats: int = 15) -> dict[str, Work]:
    """The least work of each page."""
    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    others = [reader(None, ALWAYS_THE_SAME), reader(None, "/robots.txt")]
    found = {}
    for name, page in pages.items():
        page()
        with CaptureQueriesContext(connection) as queries:
            page()
        # Counted now: the next request empties what was written down.
        asked = len(queries)
        found[name] = Work(*least_work([page, *others], backend, repeats), asked)
    return found


def settle() -> None:
    """What PostgreSQL and the jobs of each minute do some time after so many new rows; and the checks that wait for a
    commit.
    """
    sweep_counts()
    fold_figures()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")


def hold_to(few: dict[str, Work], many: dict[str, Work], what: str) -> None:
    """Tells what each page takes with few and with many behind it, and fails where it asks more of the database or
    takes more than half as much again.
    """
    times = {name: _times(few[name], work) for name, work in many.items()}
    publish([_figure(name, few[name], work, what) for name, work in many.items()])
    asked = {name: (few[name].queries, work.queries) for name, work in many.items()}
    assert {name: both for name, both in asked.items() if both[0] != both[1]} == {}
    assert {name: round(by, 2) for name, by in times.items() if by > MOST_TIMES} == {}


def _times(few: Work, many: Work) -> float:
    return many.seconds / many.yardstick * few.yardstick / few.seconds


def _figure(name: str, few: Work, many: Work, what: str) -> Figure:
    times = _times(few, many)
    told = f"{times:.2f} x (asked {MOST_TIMES}), {many.seconds / many.robots:.0f} x /robots.txt, {many.queries} queries"
    return Figure(f"{name}: {what}", many.seconds, few.seconds, 1 / times, told)


def somebody_with_twenty() -> tuple[User, Pilot]:
    """An advisor of the newest twenty pilots, and one of these: the same work whatever else there is."""
    advisor = UserFactory(roles=[Role.ADVISOR])
    newest = list(many_pilots().order_by("-pk")[:PILOTS_EACH])
    for rows in (Assignment, CoachingSession, PlannedSession):
        rows.objects.filter(pilot__in=newest).update(advisor=advisor)
    return advisor, newest[0]


def many_pilots() -> QuerySet[Pilot]:
    """The pilots that came at once."""
    return Pilot.objects.filter(initiative__slug__startswith="load-")
