"""A scheme is published, and a round adopted, by who wrote no version of it and read all of it."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from coophub.accounts.models import Role
from coophub.web.errors import DomainError
from financing.subsidies.models import Assessment, CeilingBalance, SchemeVersion, Signature
from financing.subsidies.procedure.signing import allocation_to_sign, scheme_to_sign
from financing.subsidies.schemes.examples import example_named
from financing.subsidies.services import schemes
from financing.subsidies.services.allocation import adopt_allocation, record_allocation
from tests.factories.accounts import UserFactory
from tests.factories.subsidies import assessed, example_scheme
from tests.financing.subsidies.money.test_rounds import apply

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def people():
    return [UserFactory(roles=[Role.SCHEME_MANAGER, Role.DECIDER]) for _number in range(3)]


@pytest.fixture
def draft(people):
    document = example_named("stimulering").document
    return schemes.create_scheme(name="Proefregeling", document=document, user=people[0])


def save(version, user, **values):
    version.refresh_from_db()
    return schemes.save_scheme_section(version=version, values=values, revision=version.revision, user=user)


def test_who_wrote_any_version_of_a_scheme_does_not_publish_it(draft, people):
    first, colleague, signer = people
    save(draft, first, summary="Nieuw.")
    save(draft, colleague, summary="Nieuw.")
    schemes.propose_scheme(version=draft, user=colleague)

    with pytest.raises(DomainError):
        schemes.publish_scheme(version=draft, user=first)
    published = schemes.publish_scheme(version=draft, user=signer, read=scheme_to_sign(draft).seal)

    signature = Signature.objects.get(draft=f"scheme-{draft.pk}")
    assert signature.sha256 == scheme_to_sign(published).seal
    assert set(signature.writers) == {first.pk, colleague.pk}


def test_a_scheme_is_published_as_it_was_read(client, draft, people):
    first, colleague, signer = people
    schemes.propose_scheme(version=draft, user=first)
    client.force_login(signer)
    page = reverse("subsidies:scheme_version", args=[draft.pk])
    publish = reverse("subsidies:publish_scheme", args=[draft.pk])
    read = scheme_to_sign(draft).seal
    assert f'value="{read}"' in client.get(page).content.decode()

    save(draft, colleague, maximum_amount=Decimal(1_000_000))
    schemes.propose_scheme(version=draft, user=colleague)

    assert client.post(publish, {"seal": read}).status_code == 409
    assert client.post(publish).status_code == 409
    assert client.post(publish, {"seal": scheme_to_sign(draft).seal}).status_code == 302
    assert SchemeVersion.objects.get(pk=draft.pk).approved_by == signer


@pytest.fixture
def round_of_two():
    found = [apply(name) for name in ("Aaltje", "Bertha")]
    CeilingBalance.objects.filter(target="middle_incomes").update(taken=Decimal(5_000_000 - 100_000))
    return found


def test_who_recorded_any_outcome_of_a_round_does_not_adopt_it(round_of_two, people):
    first, colleague, signer = people
    record_allocation(version=example_scheme(), user=first)
    CeilingBalance.objects.filter(target="middle_incomes").update(taken=Decimal(5_000_000 - 110_000))
    run = record_allocation(version=example_scheme(), user=colleague)

    with pytest.raises(DomainError, match="one before it"):
        adopt_allocation(run=run, user=first)
    with pytest.raises(DomainError, match="while you were reading"):
        adopt_allocation(run=run, user=signer, read="0" * 64)
    adopt_allocation(run=run, user=signer, read=allocation_to_sign(run).seal)
    assert Signature.objects.get(draft__startswith="round").sha256 == allocation_to_sign(run).seal


def test_an_outcome_is_not_adopted_when_a_score_changed_since(round_of_two, people):
    first, _colleague, signer = people
    assessed(round_of_two[0], UserFactory(roles=[Role.REVIEWER]))
    run = record_allocation(version=example_scheme(), user=first)
    given = Assessment.objects.get()
    given.scores = dict.fromkeys(given.scores, 10)
    given.save()

    with pytest.raises(DomainError, match="scores"):
        adopt_allocation(run=run, user=signer)
