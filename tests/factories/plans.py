"""Financing plans."""

import factory
from factory.django import DjangoModelFactory

from financing.plans import models
from financing.plans.document.examples import example_document
from tests.factories.initiatives import InitiativeFactory


class PlanFactory(DjangoModelFactory[models.Plan]):
    """A plan that closes; `document=` gives another."""

    class Meta:
        model = models.Plan

    initiative = factory.SubFactory(InitiativeFactory)
    name = "Erfpacht met stadslening"
    document = factory.LazyFunction(lambda: example_document("erfpacht-met-stadslening"))


class ScenarioFactory(DjangoModelFactory[models.Scenario]):
    """Rents a tenth higher."""

    class Meta:
        model = models.Scenario

    plan = factory.SubFactory(PlanFactory)
    name = factory.Sequence(lambda number: f"Scenario {number}")
    drivers = factory.LazyFunction(lambda: {"rent": 1.1})
