"""What officials read of the groups in their municipality, and what nobody else does."""

import pytest
from django.urls import reverse

from coophub.web.errors import DomainError
from financing.lab.services.portfolios import WhichPlans, make_portfolio
from financing.lab.services.publishing import publish_run, withdraw_publication
from initiatives.models import Municipality
from tests.factories.accounts import UserFactory, scheme_manager
from tests.factories.lab import KeptPortfolioFactory, consenting_group, finished_run, made_up_result, plan_to_keep
from tests.factories.policies import ASSEN, sent_policy_link

pytestmark = pytest.mark.django_db

UTRECHT = "GM0344"
LAND = {
    "instrument": "land_price",
    "level": [0.0, 0.5, 1.0],
    "plans": [0.0, 10.0, 10.0],
    "homes": [0.0, 240.0, 240.0],
    "cash": [0.0, 1_200_000.0, 2_400_000.0],
    "net": [0.0, 1_200_000.0, 2_400_000.0],
    "cash_per_home": [None, 5_000.0, 10_000.0],
    "split": [],
}
CANON = {**LAND, "instrument": "canon", "plans": [0.0] * 3, "homes": [0.0] * 3}


@pytest.fixture
def staff():
    return scheme_manager()


@pytest.fixture
def advisor():
    return UserFactory(roles=["advisor"])


def run_over_assen(**facts):
    plans = [plan_to_keep(number) for number in range(10)]
    portfolio = KeptPortfolioFactory(plans=plans, municipality=Municipality.objects.get(pk=ASSEN), **facts)
    return finished_run(portfolio=portfolio, curves=[*made_up_result(portfolio, 1)["curves"], LAND, CANON])


def read_by(client, sent):
    """The page for who has this link, once they gave its code."""
    address = reverse("lab:municipality", args=[sent.token])
    client.post(address, {"code": sent.code})
    return client.get(address)


def test_an_official_reads_what_a_land_price_makes_possible(client, staff, advisor):
    run, sent = run_over_assen(), sent_policy_link(advisor)
    before = read_by(client, sent).content.decode()
    publish_run(run=run, user=staff)

    page = read_by(client, sent).content.decode()

    assert "Er is hier nog niets te lezen" in before
    assert "Met een grondprijs die 50% lager is, zijn ongeveer 240 woningen mogelijk" in page
    assert "1.200.000" in page
    assert "Een lagere canon alleen maakt hier het verschil voor minder dan vijf plannen, of voor geen enkel." in page
    # What the ministry can do, and with how much, is not theirs to read.
    assert "10.000.000" not in page
    assert {curve["instrument"] for curve in run.published.content["curves"]} == {"land_price", "canon"}
    assert reverse("lab:municipality", args=[sent.token]) in client.get(sent_address(sent)).content.decode()


def sent_address(sent):
    return reverse("initiatives:policy_official", args=[sent.token])


def test_nobody_else_reads_it(client, staff, advisor):
    published = publish_run(run=run_over_assen(), user=staff)
    elsewhere = sent_policy_link(advisor, code=UTRECHT, email="grond@example.org")

    without_code = client.get(reverse("lab:municipality", args=[sent_policy_link(advisor).token])).content.decode()
    of_utrecht = read_by(client, elsewhere).content.decode()

    assert "240" not in without_code
    assert "Er is hier nog niets te lezen" in of_utrecht
    assert client.get(reverse("lab:public_run", args=[published.pk])).status_code == 404
    assert f"/{published.pk}/" not in client.get(reverse("lab:public_runs")).content.decode()
    assert client.get(reverse("lab:municipality", args=["guessed"])).status_code == 404


def test_what_is_withdrawn_is_read_no_more(client, staff, advisor):
    run, sent = run_over_assen(), sent_policy_link(advisor)
    publish_run(run=run, user=staff)

    withdraw_publication(run=run, user=staff)

    assert "Er is hier nog niets te lezen" in read_by(client, sent).content.decode()


def test_the_groups_of_one_municipality_come_in_from_five_on(staff):
    assen, owner = Municipality.objects.get(pk=ASSEN), UserFactory()
    consents = [consenting_group(number, owner) for number in range(10)]
    for consent in consents[:6]:
        consent.plan.initiative.municipality = assen
        consent.plan.initiative.save()
    others = Municipality.objects.get(pk=UTRECHT)

    of_assen = make_portfolio(name="Assen", which=WhichPlans(with_consent=True, municipality=assen), user=staff)

    assert of_assen.municipality == assen
    assert set(of_assen.plans.values_list("consent", flat=True)) == {consent.pk for consent in consents[:6]}
    with pytest.raises(DomainError):
        make_portfolio(name="Utrecht", which=WhichPlans(with_consent=True, municipality=others), user=staff)
    # The four others wait: with them shown beside these six, they would stand alone.
    everywhere = make_portfolio(name="Alle", which=WhichPlans(with_consent=True), user=staff)
    assert everywhere.plans.count() == 6


def test_the_form_offers_municipalities_with_five_groups(client, staff):
    owner = UserFactory()
    for number in range(5):
        consent = consenting_group(number, owner)
        consent.plan.initiative.municipality_id = ASSEN
        consent.plan.initiative.save()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("lab:new_portfolio")

    offered = client.get(address).content.decode()
    refused = client.post(address, {"name": "Assen", "municipality": ASSEN}).content.decode()
    made = client.post(address, {"name": "Assen", "municipality": ASSEN, "with_consent": "on"}, follow=True)

    assert f'value="{ASSEN}"' in offered
    assert f'value="{UTRECHT}"' not in offered
    assert "Kies ook de plannen van groepen die ja zeiden" in refused
    assert "Ze liggen allemaal in Assen." in made.content.decode()
