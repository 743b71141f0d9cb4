"""Every list of the API, with one row and with many: as many queries, also with all that hangs on each row, and the
same rows by pages as at once.
"""

import datetime as dt
import json
from decimal import Decimal
from types import SimpleNamespace

import pgtrigger
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coophub.accounts.models import Role
from coophub.documents.services import add_document, add_version
from coophub.tokens.models import Scope
from financing.plans.models import PlanVersion
from financing.subsidies.models import LedgerEntry, SchemeVersion
from financing.subsidies.schemes.examples import ORDER, publish_example
from financing.subsidies.selectors.publication import AwardKey, award_keys, awards_by_day
from financing.subsidies.services.deciding import sign_decision
from initiatives.models import MemberRole
from pilots.models import AgreedAction
from tests.factories.accounts import UserFactory, advisor, decider, reviewer
from tests.factories.initiatives import InitiativeFactory, MembershipFactory, TaskFactory
from tests.factories.pilots import CoachingSessionFactory, PilotFactory, ProgrammeFactory, guide_version
from tests.factories.plans import PlanFactory
from tests.factories.policies import stated
from tests.factories.subsidies import CSV, drafted, submitted_application
from tests.factories.tokens import bearer

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/"
MANY = 30
BUSY = 3
"""So many of what takes long to make."""


@pytest.fixture
def scene():
    """Somebody of a group that is coached, with a plan; and who works at the ministry."""
    anna, coach = UserFactory(), advisor()
    group = InitiativeFactory(slug="de-hof", owner=anna, municipality_id="GM0344", legal_name="De Hof UA")
    return SimpleNamespace(
        anna=anna,
        bram=MembershipFactory(initiative=group).user,
        coach=coach,
        rosa=reviewer(),
        decider=decider(),
        group=group,
        plan=PlanFactory(initiative=group),
        pilot=PilotFactory(initiative=group, advisor=coach),
    )


def published(scene, number):
    InitiativeFactory(published=True, municipality_id=("GM0363", "GM0344")[number % 2])


def policy(scene, number):
    stated(scene.coach, code=CODES[number])


def programme(scene, number):
    PilotFactory(programme=ProgrammeFactory(is_public=True, name=f"Programma {number}"))


def scheme(scene, number):
    publish_example(ORDER[number])


def guide(scene, number):
    guide_version(scene.coach, UserFactory(roles=[Role.ADVISOR]), title=f"Buren {number}")


def own_initiative(scene, number):
    MembershipFactory(initiative=InitiativeFactory(), user=scene.anna, role=MemberRole.READER)


def plan(scene, number):
    PlanFactory(initiative=scene.group)


def version(scene, number):
    PlanVersion.objects.create(
        plan=scene.plan, number=number + 1, name=str(number), document=scene.plan.document, result={"closes": True}
    )


def document(scene, number):
    kept = add_document(subject=scene.group, title="Brief", category="legal", upload=letter(number), user=scene.anna)
    add_version(document=kept, upload=letter(f"{number}-later"), user=scene.anna)


def letter(name):
    return SimpleUploadedFile(f"{name}.csv", CSV + f"{name};1\n".encode(), "text/csv")


def award(scene, number):
    application = submitted_application(scene.group, writer=scene.anna, signer=scene.bram, amount=Decimal(20_000))
    drafted(application, scene.rosa)
    sign_decision(application=application, user=scene.decider)


def pilot(scene, number):
    PilotFactory(advisor=scene.coach)


def session(scene, number):
    # Three on each day, so that a page begins within one.
    held_on = dt.date(2026, 2, 1) + dt.timedelta(days=number // 3)
    held = CoachingSessionFactory(pilot=scene.pilot, advisor=scene.coach, held_on=held_on)
    for _each in range(2):
        AgreedAction.objects.create(session=held, task=TaskFactory(initiative=scene.group))


CODES = [f"GM{number:04}" for number in (14, 34, 37, 47, 50, 59, 60, 72, 74, 80)]
OF_ANNA = "own-initiatives/de-hof/"
LISTS = {
    "initiatives": (published, MANY, None),
    "municipalities": (policy, len(CODES), None),
    "programmes": (programme, MANY, None),
    "schemes": (scheme, len(ORDER), None),
    "guides": (guide, MANY, None),
    "awards": (award, BUSY, None),
    "own-initiatives": (own_initiative, MANY, Scope.INITIATIVES),
    f"{OF_ANNA}plans": (plan, MANY, Scope.PLANS),
    f"{OF_ANNA}plans/{{plan}}/versions": (version, MANY, Scope.PLANS),
    f"{OF_ANNA}documents": (document, MANY, Scope.DOCUMENTS),
    f"{OF_ANNA}applications": (award, BUSY, Scope.APPLICATIONS),
    "own-pilots": (pilot, MANY, Scope.PILOTS),
    "own-pilots/{pilot}/sessions": (session, MANY, Scope.PILOTS),
    "cases": (award, BUSY, Scope.CASES),
}
PEOPLE = {Scope.PILOTS: "coach", Scope.CASES: "rosa"}


@pytest.fixture
def ask(client, scene):
    """Asks with a token for this scope, and gives the document."""
    headers = {}

    def get(path, scope):
        if scope and not headers:
            headers.update(bearer(getattr(scene, PEOPLE.get(scope, "anna")), scope))
        answer = client.get(path, headers=headers)
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)

    return get


@pytest.mark.parametrize("path", LISTS)
def test_list_takes_as_many_queries_for_many_as_for_one_and_has_the_same_rows_by_pages(scene, ask, path):
    add, many, scope = LISTS[path]
    address = f"{ROOT}{path.format(plan=scene.plan.pk, pilot=scene.pilot.pk)}"
    asked = []
    for number in range(many):
        add(scene, number)
        if number in (0, many - 1):
            # What is kept between requests is kept then.
            ask(address, scope)
            with CaptureQueriesContext(connection) as queries:
                whole = ask(f"{address}?limit=100", scope)["items"]
            asked.append(len(queries))

    assert len(whole) >= many
    assert asked[0] == asked[1]
    assert walked(ask, f"{address}?limit={max(1, len(whole) // 4)}", scope, len(whole)) == whole


def walked(ask, address, scope, most):
    """The items of a list by its pages, up to so many."""
    found = []
    while address and len(found) < most:
        page = ask(address, scope)
        found += page["items"]
        address = (page["next"] or "").removeprefix("http://localhost:8000")
    return found[:most]


@pytest.mark.parametrize(
    ("path", "scope", "cursor"),
    [
        (f"{OF_ANNA}plans", Scope.PLANS, "9" * 20),
        (f"{OF_ANNA}documents", Scope.DOCUMENTS, "f" * 8 + "-ffff" * 3 + "-" + "f" * 12),
        ("own-pilots/{pilot}/sessions", Scope.PILOTS, f"2026-02-31-{'9' * 20}"),
        ("cases", Scope.CASES, "9" * 20),
        ("own-initiatives", Scope.INITIATIVES, "zz"),
    ],
)
def test_nothing_stands_behind_a_cursor_beyond_the_last(scene, ask, path, scope, cursor):
    session(scene, 0)
    document(scene, 0)

    assert ask(f"{ROOT}{path.format(pilot=scene.pilot.pk)}?cursor={cursor}", scope) == {"items": [], "next": None}


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        (f"{OF_ANNA}plans", Scope.PLANS),
        (f"{OF_ANNA}documents", Scope.DOCUMENTS),
        ("own-pilots", Scope.PILOTS),
        ("own-pilots/{pilot}/sessions", Scope.PILOTS),
        ("cases", Scope.CASES),
    ],
)
def test_cursor_that_we_never_gave_is_not_understood(client, scene, path, scope):
    headers = bearer(getattr(scene, PEOPLE.get(scope, "anna")), scope)

    answer = client.get(f"{ROOT}{path.format(pilot=scene.pilot.pk)}?cursor=x", headers=headers)

    assert answer.status_code == 400
    assert [each["parameter"] for each in answer.json()["errors"]] == ["cursor"]


def test_award_is_known_by_the_one_that_stands_and_else_by_the_first(scene):
    """What was undone and awarded again counts from the second; what was undone for good stays where it was."""
    award(scene, 0)
    first = LedgerEntry.objects.get(kind="award")
    undo(first)
    assert award_keys(after=None, most=9) == [AwardKey(first.made_at, first.application_id)]

    second = enter(first, "again", dt.timedelta(days=1))
    third = enter(first, "thrice", dt.timedelta(days=2))

    assert award_keys(after=None, most=9) == [AwardKey(second.made_at, second.application_id)]
    undo(second)
    assert award_keys(after=None, most=9) == [AwardKey(third.made_at, third.application_id)]
    undo(third)
    assert award_keys(after=None, most=9) == [AwardKey(first.made_at, first.application_id)]
    assert list(awards_by_day()) == [first.application_id]
    assert award_keys(after=AwardKey(first.made_at, first.application_id), most=9) == []
    last = enter(first, "for good", dt.timedelta(days=3))
    assert award_keys(after=None, most=9) == [AwardKey(last.made_at, last.application_id)]


def enter(like, key, later):
    return LedgerEntry.objects.create(
        version=SchemeVersion.objects.get(pk=like.version_id),
        target=like.target,
        application=like.application,
        kind="award",
        amount=like.amount,
        key=key,
        made_at=like.made_at + later,
    )


def undo(entry):
    """It takes two, after the decision itself was undone: the database looks away here."""
    with pgtrigger.ignore("subsidies.LedgerEntry:decision_stands", "subsidies.LedgerEntry:takes_two"):
        _reverse(entry)


def _reverse(entry):
    LedgerEntry.objects.create(
        version_id=entry.version_id,
        target=entry.target,
        application=entry.application,
        kind="reversal",
        amount=-entry.amount,
        reverses=entry,
        made_at=entry.made_at,
    )
