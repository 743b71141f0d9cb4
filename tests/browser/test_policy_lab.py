"""From plans to what helps most, the report, a draft of a scheme, and what a municipality reads."""

import json
import zipfile

import pytest
from playwright.sync_api import expect

from coophub.accounts.models import Role
from financing.lab.models import PolicyRun
from financing.plans.document.examples import example_document
from financing.subsidies.models import SchemeVersion
from initiatives.models import Municipality
from tests.browser.people import DESK, PHONE, SLOW_MS, Person
from tests.factories.accounts import UserFactory
from tests.factories.lab import KeptPortfolioFactory, finished_run, plan_to_keep
from tests.factories.policies import ASSEN, sent_policy_link

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.xdist_group("worker"),
]

PLANS = 5


@pytest.fixture
def plans(tmp_path):
    """A zip of plans of rented homes, each a little dearer."""
    file = tmp_path / "plannen.zip"
    with zipfile.ZipFile(file, "w") as found:
        for number in range(PLANS):
            document = example_document("middenhuur-stad", discount_rate=0.04 + number / 1_000)
            found.writestr(f"{number}.json", json.dumps(document))
    return file


def test_from_a_portfolio_to_the_report_and_a_draft_of_a_scheme(at_work, plans):
    sanne = at_work(UserFactory(roles=[Role.SCHEME_MANAGER], name="Sanne Salie"), DESK, PHONE)
    sanne.visit("/ministry/lab/")
    sanne.follow(sanne.page.get_by_role("link", name="Maak een portefeuille").first)
    sanne.fill(name="Voorjaar")
    sanne.page.locator("[name=documents]").set_input_files(plans)
    sanne.press("Maak de portefeuille")
    sanne.follow(sanne.page.get_by_role("link", name="Vraag wat het meest helpt"))
    expect(sanne.page.locator("[name=most_per_home]")).to_be_hidden()
    sanne.fill(budget="0")
    sanne.press("Zoek uit wat het meest helpt")
    expect(sanne.page.locator("#id_budget_error")).to_be_visible()
    sanne.fill(budget="3.000.000")
    # It is worked out in the background, and the page shows it when it is there.
    sanne.page.get_by_role("button", name="Zoek uit wat het meest helpt").click()
    expect(sanne.page.get_by_role("heading", name="Wie er bereikt wordt")).to_be_visible(timeout=4 * SLOW_MS)
    sanne.look()
    run = PolicyRun.objects.get()
    assert run.is_done
    sanne.sees("3.000.000")
    sanne.press("Maak een PDF voor de Tweede Kamer")
    expect(sanne.page.get_by_role("link", name=f"beleidslab-{run.pk}.pdf")).to_be_visible(timeout=2 * SLOW_MS)

    sanne.visit(f"/ministry/lab/runs/{run.pk}/")
    sanne.follow(sanne.page.get_by_role("link", name="Begin een ontwerp"))
    sanne.fill(name="Bijdrage wooncoöperaties")
    sanne.press("Begin een ontwerp")
    sanne.sees("Bijdrage wooncoöperaties")
    assert SchemeVersion.objects.get().ceiling == 3_000_000


def test_a_municipality_reads_what_its_land_price_makes_possible(at_work, open_browser):
    portfolio = KeptPortfolioFactory(
        plans=[plan_to_keep(number) for number in range(10)], municipality=Municipality.objects.get(pk=ASSEN)
    )
    steps = {"level": [0.0, 0.5, 1.0], "plans": [0.0, 5.0, 10.0], "homes": [0.0, 120.0, 240.0]}
    costs = {"cash": [0.0, 600_000.0, 2_400_000.0], "net": [0.0, 600_000.0, 2_400_000.0]}
    curves = [
        {"instrument": name, **steps, **costs, "cash_per_home": [None, 5e3, 1e4], "split": []}
        for name in ("land_price", "canon")
    ]
    run = finished_run(portfolio=portfolio, curves=curves)
    sent = sent_policy_link(UserFactory(roles=[Role.ADVISOR]))

    dirk = at_work(UserFactory(roles=[Role.DECIDER], name="Dirk Dovenetel"), DESK, PHONE)
    dirk.visit(f"/ministry/lab/runs/{run.pk}/")
    dirk.press("Laat het aan de gemeente zien")
    dirk.sees("Ambtenaren lezen het met de link")

    official = Person(open_browser(DESK), DESK, also=(PHONE,))
    official.visit(f"/municipality-links/{sent.token}/")
    official.fill(code=sent.code)
    official.press("Open de pagina")
    official.follow(official.page.get_by_role("link", name="Wat een lagere grondprijs of canon hier mogelijk maakt"))
    official.sees("Met een grondprijs die 100% lager is, zijn ongeveer 240 woningen mogelijk")
