"""A group with an application at the ministry, and one of everybody who works on it."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pgtrigger
import pytest
from django.db import transaction

from coophub.accounts.models import Role, User
from financing.subsidies.models import Application, SchemeTerm
from initiatives.models import Initiative
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import submitted_application

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    people: dict[str, User]
    initiative: Initiative
    application: Application


def everybody() -> dict[str, User]:
    names = ("owner", "second", "reader", "stranger")
    staff = {
        "reviewer": Role.REVIEWER,
        "other_reviewer": Role.REVIEWER,
        "decider": Role.DECIDER,
        "other_decider": Role.DECIDER,
        "manager": Role.SCHEME_MANAGER,
    }
    return {name: UserFactory() for name in names} | {name: UserFactory(roles=[role]) for name, role in staff.items()}


def group_of(people: dict[str, User]) -> Initiative:
    initiative = InitiativeFactory(owner=people["owner"], reader=people["reader"])
    MembershipFactory(initiative=initiative, user=people["second"], role="owner")
    return initiative


def new_case() -> Case:
    people = everybody()
    initiative = group_of(people)
    return Case(people, initiative, submitted_application(initiative, writer=people["owner"], signer=people["second"]))


@pytest.fixture(scope="module")
def one_case(a_minute_before, django_db_setup, django_db_blocker):
    """Made once for every test of a module that begins on its usual day, and taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield new_case()
        transaction.set_rollback(True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that begin with an application have it of their module, unless they have a moment of their own.

    It has to be there before the transaction of such a test begins. The others do not expect it, so they go first.
    """
    items[:] = [item for _path, ours in groupby(items, attrgetter("path")) for item in shared_last(list(ours))]


def shared_last(items: list[pytest.Item]) -> list[pytest.Item]:
    if any(map(commits, items)):
        return items
    shared = [item for item in items if begins_with_the_usual_application(item)]
    for item in shared:
        item.fixturenames.insert(0, "one_case")
    return [item for item in items if item not in shared] + shared


def begins_with_the_usual_application(item: pytest.Item) -> bool:
    has_a_moment = any(map(item.get_closest_marker, ("moment", "awkward_days")))
    return HERE in item.path.parents and "case" in item.fixturenames and not has_a_moment


def commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture
def case(request, db):
    """The people, their group and its application, as no other test left them."""
    if "one_case" not in request.fixturenames:
        return new_case()
    made = request.getfixturevalue("one_case")
    people = User.objects.in_bulk([user.pk for user in made.people.values()])
    return Case(
        {name: people[user.pk] for name, user in made.people.items()},
        Initiative.objects.get(pk=made.initiative.pk),
        Application.objects.get(pk=made.application.pk),
    )


@pytest.fixture
def people(request):
    return request.getfixturevalue("case").people if "submitted" in request.fixturenames else everybody()


@pytest.fixture
def initiative(request, people):
    return request.getfixturevalue("case").initiative if "submitted" in request.fixturenames else group_of(people)


@pytest.fixture
def submitted(case):
    return case.application


@pytest.fixture
def extendable(submitted):
    """Lets the scheme extend the decision term once by six weeks.

    A published version is frozen, so its guard looks away here.
    """
    with pgtrigger.ignore("subsidies.SchemeTerm:frozen_with_version"):
        SchemeTerm.objects.create(
            version=submitted.scheme_version, purpose="extension", length=6, unit="weeks", source="Voorbeeldregeling 9"
        )
