"""From asking the municipality to the figure in the plan and the document in the application."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.people import DESK, HANDS, PHONE, SLOW_MS
from tests.documents.files import pdf
from tests.factories.accounts import UserFactory
from tests.factories.enquiries import last_link_and_code
from tests.factories.initiatives import InitiativeFactory
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import example_scheme

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.xdist_group("worker"),
]


@pytest.mark.parametrize("by", HANDS.values(), ids=HANDS)
def test_from_a_question_to_the_plan_and_the_application(at_work, open_browser, by):
    owner = UserFactory(name="Fien Fluitenkruid")
    group = InitiativeFactory(name="Hof van Holland", owner=owner)
    plan = PlanFactory(initiative=group)

    # The group asks, and reads first what the official will see.
    fien = at_work(owner, PHONE, DESK, by=by)
    fien.visit(f"/initiatives/{group.slug}/enquiries/")
    fien.follow(fien.page.get_by_role("link", name="Vraag het een gemeente"))
    fien.choose("kind", "land_price")
    fien.fill(official_name="Sanne de Boer", official_email="grond@example.org", text="Wat kost de kavel aan de Vaart?")
    fien.press("Lees wat ze te zien krijgen")
    fien.sees("Wat kost de kavel aan de Vaart?")
    fien.sees("Uit het plan")
    fien.press("Verstuur de vraag")
    fien.sees("Jullie wachten sinds vandaag.")

    # The official has no account: a link, a code, an answer with a signed letter.
    token, code = last_link_and_code()
    sanne = by(open_browser(PHONE), PHONE, also=(DESK,))
    sanne.visit(f"/enquiries/{token}/")
    sanne.fill(code=code)
    sanne.press("Open de vraag")
    sanne.sees("Hof van Holland")
    sanne.choose("outcome", "conditions")
    sanne.fill(conditions="Dertig procent sociale huur.", land_price="250.000", position="gebiedsmanager")
    letter = {"name": "brief.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    sanne.attach("letter", letter)
    sanne.confirm("Verstuur het antwoord")
    sanne.sees("Hof van Holland heeft uw antwoord")

    # The group sees what it does in the plan, and puts it in.
    fien.visit(f"/initiatives/{group.slug}/enquiries/")
    fien.follow(fien.page.get_by_role("link", name="Grondprijs of canon"))
    fien.sees("Dertig procent sociale huur.")
    fien.follow(fien.page.get_by_role("link", name="Kijk wat het doet in jullie plan"))
    fien.sees("Grond: € 250.000, zonder btw")
    fien.press("Zet het in het plan")
    plan.refresh_from_db()
    assert [line["fixed"] for line in plan.document["investment"]["lines"] if line["category"] == "land"] == [250_000]

    # The letter stands ready in an application, and a worker made a document of the answer.
    draft = example_scheme().applications.create(initiative=group, started_by=owner, changed_by=owner)
    fien.visit(reverse("subsidies:documents", args=[group.slug, draft.pk]))
    wanted = fien.page.locator("#document-gemeente")
    chosen = wanted.locator("[name=own] option:checked")
    expect(chosen).to_contain_text("Brief van de gemeente", timeout=SLOW_MS)
    fien.follow(wanted.get_by_role("button", name="Voeg toe"))
    expect(fien.page.locator("#document-gemeente")).to_contain_text("brief.pdf")
    for _look in range(30):
        fien.page.goto(reverse("initiatives:documents", args=[group.slug]))
        if fien.page.get_by_text("Antwoord van de gemeente").count():
            break
        fien.page.wait_for_timeout(1_000)
    fien.sees("Antwoord van de gemeente")
    fien.look()
