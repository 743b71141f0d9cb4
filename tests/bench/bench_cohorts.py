"""Figures of cohorts with twenty pilots and a thousand sessions and with a hundred times as many, each beside
/robots.txt.
"""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coophub.accounts.models import Role
from coophub.accounts.selectors import people_with_role
from coophub.web import clock
from pilots.models import CoachingSession, Pilot
from tests.bench.bench_lists import reader, settle
from tests.bench.harness import Figure, compare, publish

FEW, MANY = 20, 2_000
PAGES = {
    "how long": "/pilots/cohorts/",
    "how long, by form": "/pilots/cohorts/?by=form",
    "how long, of one target group": "/pilots/cohorts/?target_group=middle_incomes",
    "what held them up": "/pilots/cohorts/progress/",
}


def measure(pilots: int) -> dict[str, tuple[Figure, int]]:
    """Each page with its queries, once there are so many pilots."""
    call_command("load_demo", today=clock.today(), verbosity=0)
    if (missing := pilots - Pilot.objects.count()) > 0:
        call_command("load_demo", verbosity=0, pilots=missing)
    settle()
    robots, decider = reader(None, "/robots.txt"), people_with_role(Role.DECIDER)[0]
    found = {}
    for name, address in PAGES.items():
        page = reader(decider, address)
        figure = compare(f"cohort, {name}, {Pilot.objects.count()} pilots, against /robots.txt", page, robots)
        with CaptureQueriesContext(connection) as queries:
            page()
        found[name] = (figure, len(queries))
    print(f"{Pilot.objects.count()} pilots, {CoachingSession.objects.count()} sessions")
    return found


@pytest.mark.django_db
def test_cohorts() -> None:
    few, many = measure(FEW), measure(MANY)
    publish([figure for figure, _queries in (*few.values(), *many.values())])
    print()
    for name, (figure, queries) in many.items():
        before, queries_before = few[name]
        print(f"{name:35} {figure.ours / before.ours:5.2f} x, {queries} queries (were {queries_before})")
        assert queries == queries_before
