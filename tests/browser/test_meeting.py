"""From a meeting to tasks, decisions and the calendar, and several documents at once."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from coophub.web import clock
from tests.browser.people import SLOW_MS
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import CSV

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.thorough]


def test_from_a_meeting_to_what_everybody_does_and_reads(at_work):
    owner = UserFactory(name="Fien Fluitenkruid")
    group = InitiativeFactory(name="Hof van Holland", owner=owner)
    MembershipFactory(initiative=group, user=UserFactory(name="Bram Berk"), role="editor")
    place = f"/initiatives/{group.slug}"

    # The evening was yesterday: its minutes begin from the agenda.
    fien = at_work(owner, 390)
    fien.also = (1280,)
    fien.visit(f"{place}/meetings/")
    fien.follow(fien.page.get_by_role("link", name="Plan het eerste overleg"))
    yesterday = clock.local(clock.now() - dt.timedelta(days=1))
    fien.fill(title="Ledenavond", starts_at=f"{yesterday:%Y-%m-%d}T20:00", agenda="- De kavel")
    fien.press("Plan het overleg")
    fien.follow(fien.page.get_by_role("link", name="Schrijf de notulen"))
    expect(fien.page.locator("[name=minutes]")).to_have_value("## De kavel\n")
    fien.page.get_by_label("Bram Berk").check()
    fien.fill(minutes="## De kavel\n\n- Bram belt de gemeente\n- Besluit: we vragen een optie")
    fien.press("Bewaar de notulen")
    fien.sees("Bram Berk")

    # A tap each.
    fien.press("Een taak Bram belt de gemeente")
    fien.press("Een besluit we vragen een optie")
    fien.sees("Afgesproken om te doen")
    expect(fien.page.get_by_role("heading", name="Wat wordt er van deze regels?")).to_have_count(0)
    fien.follow(fien.page.get_by_role("link", name="We vragen een optie"))
    fien.sees("Besluit 1")
    fien.visit(f"{place}/tasks/")
    fien.follow(fien.page.get_by_role("link", name="Per persoon"))
    expect(fien.page.get_by_role("heading", name="Bram Berk")).to_be_visible()

    # The calendar of her own.
    fien.visit(f"{place}/calendar/")
    fien.press("Maak mijn adres")
    address = fien.page.locator("code.address").inner_text()
    assert "Ledenavond" in fien.page.request.get("/calendars/" + address.split("/calendars/")[1]).text()

    # Two files at once, of which one may not be stored: the other is.
    fien.visit(f"{place}/documents/")
    files = [
        {"name": "notulen.csv", "mimeType": "text/csv", "buffer": CSV},
        {"name": "virus.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"},
    ]
    fien.page.locator("[name=upload]").set_input_files(files)
    fien.page.get_by_role("button", name="Bewaar").first.click()
    expect(fien.page.locator("[data-sent-files] li").first).to_contain_text("bewaard", timeout=SLOW_MS)
    expect(fien.page.locator("[data-sent-files] li").last).to_contain_text("virus.exe", timeout=SLOW_MS)
    fien.look()
    fien.follow(fien.page.get_by_role("link", name="Toon de lijst"))
    fien.sees("notulen.csv")
