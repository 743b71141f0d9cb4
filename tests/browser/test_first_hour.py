"""The first hour of a group without a mouse: from the home page to people, wishes, a plan, steps, a task, a meeting."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from coophub.notifications.models import OutgoingMessage
from coophub.web import clock
from initiatives.models import Initiative
from tests.browser.people import DESK, PHONE, AtTheKeys

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("worker")]

PASSWORD = "zeven-groene-fietsen-9"
OVERVIEW = "/initiatives/de-proeftuin/"


def last_link(words):
    message = OutgoingMessage.objects.filter(text__contains=words).latest("pk")
    return re.search(r"https?://[^/]+(/\S+)", message.text).group(1)


def link(person, words):
    return person.page.locator("main").get_by_role("link", name=words).first


def sign_up(person, name, email):
    person.fill(name=name, email=email, password1=PASSWORD)
    person.tick(person.page.locator("[name=terms]"))
    person.press("Account maken")
    person.visit(last_link("/account/confirm-email/"))
    person.press("Ja, dit is mijn adres")


def next_step(person, words):
    """From the list of first steps on the overview to what the next of them asks."""
    person.visit(OVERVIEW)
    person.follow(link(person, words))


@pytest.mark.thorough
def test_first_hour_with_the_keyboard_alone(open_browser):
    fien = AtTheKeys(open_browser(DESK), DESK, also=(PHONE,))
    bram = AtTheKeys(open_browser(PHONE), PHONE, also=(DESK,))

    # An account, and the group with what is known of it.
    fien.visit("/")
    fien.follow(link(fien, "Begin met jullie groep"))
    fien.follow(link(fien, "Nog geen account? Maak er een"))
    sign_up(fien, "Fien Fluitenkruid", "fien@example.org")
    fien.fill(name="De Proeftuin")
    fien.choose("municipality", "GM0014")
    fien.choose("form", "rental")
    fien.choose("building", "new_build")
    fien.choose("target_group", "middle_incomes")
    fien.fill(homes="20")
    fien.press("Begin het initiatief")
    fien.sees("Jullie eerste uur")
    fien.sees("0 van de 6 stappen gedaan.")

    # Who we are.
    next_step(fien, "Leg het vast")
    fien.fill(summary="Twintig huizen om een tuin.")
    fien.press("Bewaren")

    # The others: one is asked, has no account yet, and joins.
    next_step(fien, "Nodig mensen uit")
    fien.fill(email="bram@example.org")
    fien.choose("role", "editor")
    fien.press("Verstuur de uitnodiging")
    fien.sees("bram@example.org")
    bram.visit(last_link("/invitations/"))
    bram.follow(link(bram, "Maak een account"))
    sign_up(bram, "Bram Berk", "bram@example.org")
    bram.press("Doe mee met de groep")
    bram.sees("De Proeftuin")

    # Their wishes, a first plan, and three steps with a day.
    next_step(fien, "Schrijf jullie wensen op")
    fien.follow(link(fien, "Voeg het eerste huishouden toe"))
    fien.fill(name="Fien en Joris", rooms="3", most_rent="900")
    fien.press("Voeg het huishouden toe")
    next_step(fien, "Beantwoord tien vragen")
    fien.press("Volgende vraag")
    fien.press("Toon het resultaat")
    fien.sees("Het plan komt")
    next_step(fien, "Open het stappenplan")
    for month in (1, 2, 3):
        fien.follow(link(fien, "Kies een datum"))
        fien.type_day("planned_on", clock.today() + dt.timedelta(days=30 * month))
        fien.press("Bewaren")

    # Published or not is theirs to decide; stopped here, the list waits.
    fien.visit(OVERVIEW)
    fien.sees("5 van de 6 stappen gedaan.")
    fien.follow(link(fien, "Bekijk jullie pagina"))
    fien.press("Maak onze pagina openbaar")
    fien.visit(OVERVIEW)
    expect(fien.page.get_by_role("heading", name="Jullie eerste uur")).to_have_count(0)

    # The first task, for who joined.
    fien.follow(link(fien, "Alle taken"))
    fien.fill(title="De gemeente bellen")
    fien.choose("owner", str(Initiative.objects.get().memberships.get(role="editor").user_id))
    fien.type_day("due_on", clock.today() + dt.timedelta(days=10))
    fien.press("Voeg de taak toe")
    fien.sees("De gemeente bellen")
    bram.visit(OVERVIEW)
    bram.press("Klaar : De gemeente bellen")
    bram.sees("Klaar: De gemeente bellen.")

    # The first meeting, which everybody finds.
    fien.follow(fien.page.get_by_role("link", name="Overleg", exact=True).first)
    fien.follow(link(fien, "Plan het eerste overleg"))
    fien.fill(title="Ledenavond", place="Het Kraaiennest", agenda="- De kavel")
    evening = dt.datetime.combine(clock.today() + dt.timedelta(days=14), dt.time(20))
    fien.type_day("starts_at", evening)
    fien.press("Plan het overleg")
    fien.sees("Ledenavond")
    bram.visit(f"{OVERVIEW}meetings/")
    bram.follow(link(bram, "Ledenavond"))
    bram.sees("De kavel")
