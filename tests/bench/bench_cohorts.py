"""Pages of advisors and figures of cohorts beside those of the demo: with twenty pilots more, and with 2,000 that have
100,000 sessions. The advisor has twenty of them in both, which is more than anybody has time for.

What each takes of the processor, of Python and PostgreSQL together, for the machine may be busy with other things.
"""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.web import clock
from pilots.models import CoachingSession, Pilot
from pilots.services.cohorts import bring_up_to_date
from tests.bench.harness import least_work
from tests.bench.sizes import many_pilots, reader, settle, somebody_with_twenty

FEW, MANY = 20, 2_000


def pages() -> dict[str, Callable[[], object]]:
    """For an advisor with as many pilots as one can coach; figures for the ministry, and the library for a visitor."""
    decider = people_with_role(Role.DECIDER)[0]
    advisor, coached = somebody_with_twenty()
    addresses: dict[str, tuple[User | None, str]] = {
        "how long": (decider, "/pilots/cohorts/"),
        "how long, by form": (decider, "/pilots/cohorts/?by=form"),
        "how long, of one target group": (decider, "/pilots/cohorts/?target_group=middle_incomes"),
        "how long, as a file": (decider, "/pilots/cohorts/?export=csv"),
        "what held them up": (decider, "/pilots/cohorts/progress/"),
        "what held them up, of one form": (decider, "/pilots/cohorts/progress/?form=rental"),
        "pilots of an advisor": (advisor, "/pilots/"),
        "agenda": (advisor, "/pilots/agenda/"),
        "bottlenecks": (advisor, "/pilots/bottlenecks/"),
        "preparation of a session": (advisor, reverse("pilots:prepare", args=[coached.pk])),
        "library": (None, "/knowledge/"),
        "a pilot": (advisor, reverse("pilots:pilot", args=[coached.pk])),
        "library, a search": (None, "/knowledge/?q=erfpacht"),
    }
    return {name: reader(user, address) for name, (user, address) in addresses.items()}


def measure(pilots: int) -> dict[str, tuple[float, int]]:
    """What each page takes, and its queries, once there are so many pilots."""
    call_command("load_demo", today=clock.today(), verbosity=0)
    if (missing := pilots - many_pilots().count()) > 0:
        call_command("load_demo", verbosity=0, pilots=missing)
    settle()
    bring_up_to_date()
    print(f"{Pilot.objects.count()} pilots, {CoachingSession.objects.count()} sessions")
    backend = connection.connection.info.backend_pid
    found = {}
    for name, page in pages().items():
        page()
        with CaptureQueriesContext(connection) as queries:
            page()
        # Counted now: the next request empties what was written down.
        asked = len(queries)
        [seconds] = least_work([page], backend)
        found[name] = (seconds, asked)
    return found


@pytest.mark.django_db
def test_cohorts() -> None:
    few, many = measure(FEW), measure(MANY)
    print()
    for name, (seconds, queries) in many.items():
        before, queries_before = few[name]
        print(
            f"{name:35} {before * 1000:6.0f} ms, {seconds * 1000:6.0f} ms, {seconds / before:5.2f} x, "
            f"{queries} queries (were {queries_before})"
        )
        assert queries == queries_before
        # Half as much again, and what a busy machine adds to it.
        assert seconds < 2 * before, name
