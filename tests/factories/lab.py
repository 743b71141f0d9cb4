"""Portfolios of the policy lab."""

import factory
from factory.django import DjangoModelFactory

from coophub.accounts.models import User
from financing.lab.models import KeptPortfolio, LabConsent
from financing.lab.selectors.sources import PlanSource, PlanToKeep
from financing.lab.services.consents import give_consent
from financing.lab.services.portfolios import keep_portfolio
from financing.plans.document.examples import example_document
from tests.factories.accounts import scheme_manager
from tests.factories.initiatives import InitiativeFactory
from tests.factories.plans import PlanFactory

SHORT_OF = ("hofje-voor-ouderen", "sociale-huur-dorp", "middenhuur-stad")


def plan_to_keep(number: int, *, source: PlanSource = PlanSource.MADE_UP, **facts) -> PlanToKeep:
    """One of a row of plans, each a little different."""
    document = example_document(SHORT_OF[number % len(SHORT_OF)], discount_rate=0.04 + number / 10_000)
    known = {"form": "rental", "target": "middle_incomes", "province": "Utrecht"}
    return PlanToKeep(source=source, document=document, **{**known, **facts})


class KeptPortfolioFactory(DjangoModelFactory[KeptPortfolio]):
    """Six plans that are made up; `plans=` gives others."""

    class Meta:
        model = KeptPortfolio

    name = factory.Sequence(lambda number: f"Portefeuille {number}")

    @classmethod
    def _create(cls, model_class, *args, plans=None, made_by=None, is_made_up=True, **kwargs):
        found = [plan_to_keep(number) for number in range(6)] if plans is None else plans
        return keep_portfolio(name=kwargs["name"], plans=found, user=made_by or scheme_manager(), is_made_up=is_made_up)


def consenting_group(number: int, user: User) -> LabConsent:
    """A group that said yes to a plan of its own."""
    initiative = InitiativeFactory(owner=user)
    document = example_document("middenhuur-stad", discount_rate=0.04 + number / 10_000)
    return give_consent(plan=PlanFactory(initiative=initiative, document=document), user=user)
