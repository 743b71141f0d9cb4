"""The way to a provider and back in a real browser, which holds forms to the Content-Security-Policy."""

import copy

import pytest
from playwright.sync_api import expect

from coophub.accounts.models import User
from coophub.identity.configuration import IdentityProvider
from tests.browser.people import DESK, PHONE, Person
from tests.identity.conftest import running_provider

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("identity in a browser"),
]


@pytest.fixture
def provider(settings):
    with running_provider() as running:
        settings.OIDC_PROVIDERS = (
            IdentityProvider(
                slug="eherkenning",
                name="eHerkenning",
                issuer=running.address,
                client_id="coophub",
                client_secret="a secret of this test",
                kvk_claim="kvk",
            ),
        )
        policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
        policy["DIRECTIVES"]["form-action"].append(running.address)
        settings.CONTENT_SECURITY_POLICY = policy
        yield running


def test_somebody_new_comes_in_with_a_provider(provider, open_browser):
    provider.says("anna", email="anna@example.org", email_verified=True, name="Anna Appel", kvk="68599876")
    person = Person(open_browser(PHONE), PHONE, (DESK,))
    page = person.page
    person.visit("/account/login/")
    page.get_by_role("button", name="Inloggen met eHerkenning").click()
    page.get_by_placeholder("sub").fill("anna")
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_role("heading", name="Je bent hier nieuw")).to_be_visible()
    person.look()
    expect(page.get_by_label("Je naam")).to_have_value("Anna Appel")
    page.get_by_label("Ik ga akkoord").check()
    page.get_by_role("button", name="Account maken").click()
    page.wait_for_url("**/start/")
    assert User.objects.get(email="anna@example.org").is_active
    person.visit("/account/with/")
    expect(page.get_by_text("KVK-nummer 68599876")).to_be_visible()
