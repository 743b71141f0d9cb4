"""A draft, empty and complete, and the two who write it."""

import pytest
from django.utils import translation

from financing.subsidies.services import applying
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import complete_application, example_scheme


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def writer():
    return UserFactory(name="Fien Fluitenkruid")


@pytest.fixture
def second():
    return UserFactory(name="Sam Sleedoorn")


@pytest.fixture
def initiative(writer, second):
    initiative = InitiativeFactory(owner=writer)
    MembershipFactory(initiative=initiative, user=second, role="editor")
    return initiative


@pytest.fixture
def draft(initiative, writer):
    return applying.start_application(version=example_scheme(), initiative=initiative, user=writer)


@pytest.fixture
def complete(initiative, writer, second):
    return complete_application(initiative, writer=writer, signer=second)
