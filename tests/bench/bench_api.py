"""The API with a hundredth of what there can be behind it, and with all of it.

Asked of each address: as many queries in both, and a p95 within three times that of /robots.txt and what its kilobytes
take a bare endpoint of django-ninja, all of them over the network from Gunicorn. A calculation through HTTP takes six
times the engine at most. What counts is the processors' work, of the server and PostgreSQL together, by turns: the
machine may be busy with other things.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coophub.accounts.models import Role, User
from coophub.documents.models import Document
from coophub.documents.services import add_document
from coophub.portal.api import limits
from coophub.portal.api.openapi import ROOT
from coophub.portal.api.site import api
from coophub.tokens.models import Scope, TokenHolder
from coophub.web import clock
from coophub.web.pace import Pace
from financing.engine import calculate, find_levers, parse_plan, result_document, stress
from financing.plans.document.examples import EXAMPLES
from financing.plans.models import Plan
from financing.plans.services.versions import freeze_plan
from financing.subsidies.models import Application, SchemeVersion, State
from initiatives.models import Initiative, MemberRole, Membership
from pilots.library.guide import guides_in_files
from pilots.models import Programme
from tests.bench.bench_engine import plan_of_thirty_lines
from tests.bench.harness import Figure, all_work, compare, p95, publish
from tests.bench.served import Served, served
from tests.bench.sizes import settle, somebody_with_twenty
from tests.factories.accounts import UserFactory
from tests.factories.subsidies import CSV
from tests.factories.tokens import bearer, organisation_bearer

FEW = {"initiatives": 1_000, "applications": 400, "pilots": 20}
MANY = {"initiatives": 79_000, "applications": 19_600, "pilots": 480}
REQUESTS = 60
TIMES_ROBOTS, TIMES_ENGINE = 3, 6
PLENTY = 10**9
SMALL, LARGE = 1, 400
"""Rows of the bare endpoint: by their difference its kilobytes are known."""

# A question to the database takes Django about as long as all of /robots.txt. With two of them an address stays within
# what is asked; these have more, and each says which.
OF_A_TOKEN = 1.7
"""Whose token it is, how much it asked, whether that person may: three or four before anything is read."""
WIDER = {
    "/initiatives": 2.0,
    "/initiatives, from the middle": 2.0,
    "/initiatives, a province": 2.5,
    # Six thousand have that word, and are sorted by their addresses.
    "/initiatives, a search": 6.0,
    # What is known, how many groups there are and how long it takes to answer.
    "/municipalities": 1.2,
    "/municipalities/{code}": 1.3,
    "/schemes": 1.2,
    # Its conditions, documents, criteria, phases and ceilings, each of a table of its own.
    "/schemes/{slug}": 1.7,
    # PostgreSQL plans the question which award of an application counts for longer than it answers it.
    "/awards": 2.0,
    # A mark of each, and since when it is known.
    "/datasets": 2.2,
    "/datasets/{name}/files/{ending}": 1.5,
    # What it says of each is what the page says: remedies, terms, hearings, objections, decisions, money.
    "/own-initiatives/{slug}/applications": 2.2,
    "/cases/{key}": 3.0,
    # It is calculated.
    "/own-initiatives/{slug}/plans/{number}/result": 2.4,
    "/own-pilots/{key}/sessions": 2.1,
}
"""Where an address may take more: so many times what is asked of the others."""
NOT_THERE = (
    "/cases/{key}/archiving",
    "/cases/{key}/letters/{number}/content",
    "/cases/{key}/documents/{version}/content",
    "/plans/lever-searches/{key}",
)
"""Made-up cases have no files, no archive took one, and no worker searches."""


class Asked(NamedTuple):
    """What somebody asks."""

    address: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Answered:
    """What an address takes: its p95, its kilobytes, its queries, and within what it should stay."""

    p95: float
    kilobytes: float
    queries: int
    asked: float

    @property
    def ratio(self) -> float:
        """At most 1 where it is as quick as asked."""
        return self.p95 / self.asked


@dataclass(frozen=True)
class People:
    """Whose tokens ask, and what is theirs."""

    owner: User
    group: Initiative
    plan: Plan
    document: Document
    coach: User
    pilot: int
    reviewer: User
    case: Application

    @classmethod
    def found(cls) -> "People":
        """Somebody with a group of each kind, and the newest award: the same whatever else there is."""
        case = Application.objects.filter(state=State.AWARDED).latest("pk")
        group, owner = case.initiative, UserFactory()
        for initiative in [group, *Initiative.objects.exclude(pk=group.pk).order_by("-pk")[:30]]:
            Membership.objects.create(initiative=initiative, user=owner, role=MemberRole.OWNER)
        plan = Plan.objects.filter(initiative=group).latest("pk")
        freeze_plan(plan=plan, name="Zoals het was", user=owner)
        coach, coached = somebody_with_twenty()
        upload = SimpleUploadedFile("brief.csv", CSV, "text/csv")
        document = add_document(subject=group, title="Brief", category="legal", upload=upload, user=owner)
        return cls(owner, group, plan, document, coach, coached.pk, UserFactory(roles=[Role.REVIEWER]), case)

    def header(self, scope: str) -> dict[str, str]:
        """With what a program comes in for this scope: the record system reads cases."""
        if scope == Scope.CASES:
            return organisation_bearer(TokenHolder.MINISTRY)
        return bearer(self.coach if scope == Scope.PILOTS else self.owner, scope)

    def places(self) -> dict[str, dict[str, object]]:
        """What stands in each address with something in braces."""
        own = {"slug": self.group.slug, "number": self.plan.pk, "version": 1, "key": self.document.pk}
        return {
            "initiatives": {"slug": Initiative.objects.filter(published_at__isnull=False).latest("pk").slug},
            "municipalities": {"code": "GM0344"},
            "programmes": {"slug": Programme.objects.filter(is_public=True).latest("pk").slug},
            "schemes": {"slug": SchemeVersion.objects.filter(published_at__isnull=False).latest("pk").scheme.slug},
            "guides": {"slug": guides_in_files()[0].facts.slug},
            "datasets": {"name": "schemes", "ending": "json"},
            "schemas": {"name": "plan-1"},
            "example-plans": {"slug": EXAMPLES[0].slug},
            "own-initiatives": own,
            "own-pilots": {"key": self.pilot},
            "cases": {"key": self.case.pk},
        }


def every_address() -> dict[str, Asked]:
    """Each address of the document that somebody reads, as nobody or with a token for its scope; and a page of each
    filter that looks for words.
    """
    people = People.found()
    places = people.places()
    found: dict[str, Asked] = {}
    for address, operations in api.get_openapi_schema()["paths"].items():
        if "get" not in operations or address in NOT_THERE:
            continue
        scopes = [scope for asked in operations["get"].get("security", []) for each in asked.values() for scope in each]
        headers = people.header(scopes[0]) if scopes else {}
        given = places.get(address.split("/")[1], {})
        found[address] = Asked(f"{ROOT}{address.removeprefix('/').format(**given)}", headers)
    middle = Initiative.objects.filter(published_at__isnull=False).order_by("slug")
    slug = middle[middle.count() // 2].slug
    return found | {
        "/openapi.json": Asked(f"{ROOT}openapi.json", {}),
        "/initiatives, from the middle": Asked(f"{ROOT}initiatives?cursor={slug}", {}),
        "/initiatives, a search": Asked(f"{ROOT}initiatives?q=linden", {}),
        "/initiatives, a province": Asked(f"{ROOT}initiatives?province=Utrecht", {}),
        "/cases/{key}, by a person": found["/cases/{key}"]._replace(headers=bearer(people.reviewer, Scope.CASES)),
    }


def measure() -> dict[str, Answered]:
    with served() as site:
        return {name: measured(site, asked) for name, asked in every_address().items()}


def measured(site: Served, asked: Asked) -> Answered:
    queries = queries_of(asked)
    size = len(site.get(*asked))
    small, large = (Asked(f"/bare/rows?number={each}", {}) for each in (SMALL, LARGE))
    kilobytes = (len(site.get(*large)) - len(site.get(*small))) / 1000
    calls = [partial(site.get, *each) for each in (asked, Asked("/robots.txt", {}), small, large)]
    ours, of_robots, of_small, of_large = [p95(each) for each in all_work(calls, site.seconds, REQUESTS)]
    a_kilobyte = (of_large - of_small) / kilobytes
    return Answered(ours, size / 1000, queries, TIMES_ROBOTS * of_robots + size / 1000 * a_kilobyte)


def queries_of(asked: Asked) -> int:
    """How many questions to the database an address takes, once what a process keeps is there."""
    client = Client()
    for _each in range(2):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(asked.address, headers=asked.headers)
            assert response.status_code == 200, (asked.address, response.content)
            if response.streaming:
                assert b"".join(response.streaming_content)
            # Counted now: the next request empties what was written down.
            found = len(queries)
    return found


def may_take(name: str) -> float:
    """So many times what is asked."""
    return WIDER.get(name, OF_A_TOKEN if name.startswith(("/own-", "/cases")) else 1.0)


def told(found: dict[str, Answered], what: str) -> None:
    publish(
        [
            Figure(
                f"API {name}, {what}",
                each.p95,
                each.asked,
                each.asked / each.p95,
                f"{each.ratio:.2f} of what is asked, {each.kilobytes:.1f} kB, {each.queries} queries",
            )
            for name, each in found.items()
        ]
    )


@pytest.fixture
def _plenty(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REQUESTS", "CALCULATIONS"):
        monkeypatch.setattr(limits, name, Pace(name.lower(), PLENTY, 60))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_plenty")
def test_api() -> None:
    call_command("load_demo", today=clock.today(), verbosity=0, **FEW)
    settle()
    few = measure()
    told(few, "a hundredth")
    call_command("load_demo", verbosity=0, **MANY)
    settle()
    many = measure()
    told(many, "all")

    asked = {name: (few[name].queries, each.queries) for name, each in many.items()}
    assert {name: both for name, both in asked.items() if both[0] != both[1]} == {}
    slow = {name: round(each.ratio, 2) for name, each in many.items() if each.ratio > may_take(name)}
    assert slow == {}


@pytest.mark.django_db
@pytest.mark.usefixtures("_plenty")
def test_calculating() -> None:
    """A plan through HTTP, against the engine alone."""
    client, document = Client(), plan_of_thirty_lines()
    plan = parse_plan(document)

    def post(name: str, more: dict[str, Any]) -> None:
        body = json.dumps({"plan": document, **more})
        response = client.post(f"{ROOT}plans/{name}", body, content_type="application/json")
        assert response.status_code == 200, response.content

    engine: dict[str, tuple[dict[str, Any], Callable[[], object]]] = {
        "calculate": ({}, lambda: result_document(calculate(plan))),
        "levers": ({}, lambda: find_levers(plan).document()),
        "stress": ({"runs": 500}, lambda: stress(plan, seed=1, runs=500).document()),
    }
    figures = [
        compare(f"POST /plans/{name}, against the engine", partial(post, name, more), alone, repeats=30)
        for name, (more, alone) in engine.items()
    ]
    publish(figures)
    assert {figure.name: round(1 / figure.ratio, 1) for figure in figures if figure.ratio < 1 / TIMES_ENGINE} == {}
