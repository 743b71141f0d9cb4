"""A group with an owner and a reader, and addresses of a plan's pages."""

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.plans import PlanFactory


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def reader():
    return UserFactory()


@pytest.fixture
def initiative(owner, reader):
    return InitiativeFactory(owner=owner, reader=reader)


@pytest.fixture
def plan(initiative):
    return PlanFactory(initiative=initiative)


@pytest.fixture
def page(plan):
    def address(name="detail", **more):
        return reverse(f"plans:{name}", kwargs={"slug": plan.initiative.slug, "pk": plan.pk, **more})

    return address
