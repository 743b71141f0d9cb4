"""A group decides whether its plan counts."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from coophub.audit.models import AuditEntry
from financing.lab.models import LabConsent
from financing.lab.selectors.consents import consent_of, lost_consents
from financing.lab.services.consents import give_consent, withdraw_consent
from financing.lab.services.portfolios import WhichPlans, make_portfolio
from financing.plans.document.examples import example_document
from tests.factories.accounts import UserFactory, scheme_manager
from tests.factories.initiatives import InitiativeFactory
from tests.factories.lab import consenting_group
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def plan(owner):
    return PlanFactory(initiative=InitiativeFactory(owner=owner))


def test_a_group_says_yes_and_takes_it_back_on_its_own_page(client, owner, plan):
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("lab:consent", args=[plan.initiative.slug, plan.pk])

    assert consent_of(plan) is None
    assert client.post(address).status_code == 302
    assert consent_of(plan).version.document == plan.document
    client.post(reverse("lab:withdraw_consent", args=[plan.initiative.slug, plan.pk]))

    assert consent_of(plan) is None
    actions = AuditEntry.objects.filter(action__startswith="lab.").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["lab.give_consent", "lab.withdraw_consent"]


def test_yes_is_to_what_the_group_read(owner, plan):
    first = give_consent(plan=plan, user=owner)
    plan.document = example_document("middenhuur-stad")
    plan.save()

    assert give_consent(plan=PlanFactory(), user=owner) != first
    assert consent_of(plan) == first
    renewed = give_consent(plan=plan, user=owner)

    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert renewed.version.document == plan.document
    assert give_consent(plan=plan, user=owner) == renewed


def test_the_database_keeps_what_was_said(owner, plan):
    consent = give_consent(plan=plan, user=owner)

    with pytest.raises(ProgrammingError), transaction.atomic():
        LabConsent.objects.filter(pk=consent.pk).update(created_by=scheme_manager())
    with pytest.raises(ProgrammingError), transaction.atomic():
        LabConsent.objects.filter(pk=consent.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        LabConsent.objects.create(plan=plan, version=consent.version)


def test_plans_count_from_the_fifth_on_and_a_no_holds_for_what_comes(owner):
    staff = scheme_manager()
    given = [consenting_group(number, owner) for number in range(11)]

    before = make_portfolio(name="Voorjaar", which=WhichPlans(with_consent=True), user=staff)
    withdraw_consent(plan=given[0].plan, user=owner)
    after = make_portfolio(name="Najaar", which=WhichPlans(with_consent=True), user=staff)

    assert before.plan_count == 11
    assert lost_consents(before) == 1
    assert lost_consents(after) == 0
    counted = set(after.plans.values_list("consent", flat=True))
    assert given[0].pk not in counted
    # Four others stay out too, so that nobody can tell who said no.
    assert len(counted) == 6


def test_a_plan_that_is_removed_counts_no_more(owner, plan):
    for number in range(5):
        consenting_group(number, owner)
    give_consent(plan=plan, user=owner)
    portfolio = make_portfolio(name="Alles", which=WhichPlans(with_consent=True), user=scheme_manager())

    plan.removed_at = plan.created_at
    plan.save()

    assert lost_consents(portfolio) == 1
