"""Every list and every page of figures with little behind it and with ten times as much, each beside /robots.txt."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.web import clock
from financing.subsidies.models import Application, State
from pilots.models import Assignment, Programme
from tests.bench.harness import Figure, compare, publish

FEW = {"initiatives": 1_000, "applications": 100, "pilots": 20, "audit": 5_000}
MANY = {"initiatives": 9_000, "applications": 900, "pilots": 180, "audit": 50_000}

Page = Callable[[], object]


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


def pages() -> dict[str, Page]:
    """The pages that grow with what there is, each for who has most of it."""
    reviewer, manager, administrator = (
        people_with_role(role)[0] for role in (Role.REVIEWER, Role.SCHEME_MANAGER, Role.ADMINISTRATOR)
    )
    decider = people_with_role(Role.DECIDER)[0]
    coached = Assignment.objects.filter(ended_on=None).latest("pk")
    advisor = User.objects.get(pk=coached.advisor_id)
    version = Application.objects.exclude(submitted_at=None).latest("pk").scheme_version
    dossier = reverse("subsidies:dossier", args=[Application.objects.filter(state=State.AWARDED).latest("pk").pk])
    programme = Programme.objects.latest("pk")
    last_page = Application.objects.exclude(submitted_at=None).count() // 25
    addresses: dict[str, tuple[User | None, str]] = {
        "home": (None, "/"),
        "register": (None, "/register/"),
        "register, a search": (None, "/register/?q=linden"),
        "register, a province": (None, "/register/?province=Utrecht"),
        "awards": (None, "/awards/"),
        "work queue": (reviewer, "/ministry/queue/"),
        "work queue, a search": (reviewer, "/ministry/queue/?q=linden"),
        "list of applications": (reviewer, "/ministry/applications/"),
        "list of applications, its last page": (reviewer, f"/ministry/applications/?page={last_page}"),
        "objections": (reviewer, "/ministry/objections/"),
        "advances": (reviewer, "/ministry/advances/"),
        "payments": (manager, "/ministry/payments/"),
        "monitor": (manager, "/ministry/monitor/"),
        "budget": (manager, "/ministry/budget/"),
        "entries of the ledger": (manager, reverse("subsidies:entries", args=[version.pk])),
        "round board": (manager, reverse("subsidies:round_board", args=[version.pk])),
        "dossier": (decider, dossier),
        "dossier, its money": (decider, f"{dossier}?tab=money"),
        "dossier, its log": (decider, f"{dossier}?tab=log"),
        "pilots of an advisor": (advisor, "/pilots/"),
        "agenda of an advisor": (advisor, "/pilots/agenda/"),
        "preparation of a session": (advisor, reverse("pilots:prepare", args=[coached.pilot_id])),
        "bottlenecks": (advisor, "/pilots/bottlenecks/"),
        "programme": (administrator, reverse("pilots:programme", args=[programme.slug])),
        "people": (administrator, "/account/people/"),
        "people, a search": (administrator, "/account/people/?q=anna"),
        "trail": (administrator, "/audit/"),
        "trail, a search": (administrator, "/audit/?q=anna"),
    }
    return {name: reader(user, address) for name, (user, address) in addresses.items()}


def measure(when: str, repeats: int = 5) -> dict[str, Figure]:
    """Every page against /robots.txt, in turns."""
    robots = reader(None, "/robots.txt")
    return {
        name: compare(f"{name}, {when}, against /robots.txt", page, robots, repeats=repeats)
        for name, page in pages().items()
    }


def settle() -> None:
    """What PostgreSQL does by itself some time after so many new rows; and the checks that wait for a commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ANALYZE")


@pytest.mark.django_db
def test_lists() -> None:
    call_command("load_demo", today=clock.today(), verbosity=0, **FEW)
    settle()
    few = measure("with little behind it")
    call_command("load_demo", verbosity=0, **MANY)
    settle()
    many = measure("with ten times as much")
    publish([*few.values(), *many.values()])
    print()
    for name, figure in many.items():
        times = few[name].ratio / figure.ratio
        print(f"{name:40} {1 / figure.ratio:8.1f} x /robots.txt, {times:5.2f} x with ten times as much")
