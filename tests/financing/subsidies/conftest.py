"""A group with an application at the ministry, and one of everybody who works on it."""

import pgtrigger
import pytest

from coophub.accounts.models import Role
from financing.subsidies.models import SchemeTerm
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import submitted_application


@pytest.fixture
def people():
    names = ("owner", "second", "reader", "stranger")
    staff = {
        "reviewer": Role.REVIEWER,
        "other_reviewer": Role.REVIEWER,
        "decider": Role.DECIDER,
        "other_decider": Role.DECIDER,
        "manager": Role.SCHEME_MANAGER,
    }
    return {name: UserFactory() for name in names} | {name: UserFactory(roles=[role]) for name, role in staff.items()}


@pytest.fixture
def initiative(people):
    initiative = InitiativeFactory(owner=people["owner"], reader=people["reader"])
    MembershipFactory(initiative=initiative, user=people["second"], role="owner")
    return initiative


@pytest.fixture
def submitted(initiative, people):
    return submitted_application(initiative, writer=people["owner"], signer=people["second"])


@pytest.fixture
def extendable(submitted):
    """Lets the scheme extend the decision term once by six weeks.

    A published version is frozen, so its guard looks away here.
    """
    with pgtrigger.ignore("subsidies.SchemeTerm:frozen_with_version"):
        SchemeTerm.objects.create(
            version=submitted.scheme_version, purpose="extension", length=6, unit="weeks", source="Voorbeeldregeling 9"
        )
