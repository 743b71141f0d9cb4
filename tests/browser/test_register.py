"""A group in the register: published, found, written to, answered and withdrawn; and the register without scripts."""

import re

import pytest
from playwright.sync_api import expect

from coophub.notifications.models import OutgoingMessage
from coophub.portal.selectors import PER_PAGE
from tests.browser.people import DESK, PHONE, AtTheKeys, Person
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import ASSEN, InitiativeFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


class WithoutScripts(Person):
    """Somebody whose browser runs no script. axe needs one: it looks at a twin of each page, in a browser that runs
    scripts but gets none.
    """

    def __init__(self, page, twin, width, also):
        super().__init__(page, width, also)
        self.twin = Person(twin, width, also)

    def look(self):
        page = re.sub(r"<script\b.*?</script>", "", self.page.content(), flags=re.DOTALL)
        self.twin.page.route(self.page.url, lambda route: route.fulfill(body=page, content_type="text/html"))
        self.twin.visit(self.page.url)


def last_link(words):
    message = OutgoingMessage.objects.filter(text__contains=words).latest("pk")
    return re.search(r"https?://[^/]+(/\S+)", message.text).group(1), message.recipients


@pytest.mark.parametrize("by", [Person, AtTheKeys], ids=lambda by: by.__name__)
@pytest.mark.thorough
def test_published_found_written_to_answered_and_withdrawn(at_work, open_browser, by):
    owner = UserFactory(name="Fien Fluitenkruid", email="fien@example.org")
    group = InitiativeFactory(name="De Zonnewijzer", owner=owner)
    profile, public = f"/initiatives/{group.slug}/profile/", f"/register/{group.slug}/"
    fien = at_work(owner, PHONE, DESK, by=by)
    visitor = by(open_browser(PHONE), PHONE, also=(DESK,))

    # Before it is public nobody finds it, and its address says nothing.
    assert visitor.page.goto(public).status == 404
    visitor.visit("/register/?q=zonnewijzer")
    expect(link(visitor, "De Zonnewijzer")).to_have_count(0)

    # The group looks at it as the public will, and publishes.
    fien.visit(profile)
    fien.follow(link(fien, "Bekijk hoe het zou worden"))
    fien.sees("Dit is een voorbeeld.")
    expect(link(fien, "Schrijf aan deze groep")).to_have_count(0)
    fien.follow(link(fien, "Terug naar het profiel"))
    fien.press("Maak onze pagina openbaar")
    fien.sees("Jullie pagina is openbaar.")

    # A visitor finds it with one letter wrong, and writes.
    visitor.visit("/")
    visitor.follow(visitor.page.get_by_role("link", name="Initiatieven").first)
    visitor.fill(q="zonnewijser")
    visitor.press("Tonen")
    visitor.sees("Deze namen lijken erop.")
    visitor.follow(link(visitor, "De Zonnewijzer"))
    visitor.follow(link(visitor, "Schrijf aan deze groep"))
    visitor.fill(name="Gijs Gagel", email="gijs@example.org", text="Is er nog plek voor ons drieën?")
    visitor.press("Stuur het bericht")
    visitor.sees("De Zonnewijzer heeft je bericht. Ze antwoorden je op gijs@example.org.")

    # The owner reads it, without an address, and answers from CoopHub.
    people, told = last_link("/people/")
    assert told == ["fien@example.org"]
    fien.visit(people)
    fien.sees("Is er nog plek voor ons drieën?")
    expect(fien.page.locator("main")).not_to_contain_text("gijs@example.org")
    fien.follow(link(fien, "Antwoorden Gijs Gagel"))
    fien.fill(text="Kom donderdag kijken.")
    fien.press("Verstuur het antwoord")
    fien.sees("Gijs Gagel krijgt een link naar je antwoord.")

    # The visitor reads the answer behind a link, and sees no name and no address of who wrote it.
    answer, told = last_link("/messages/")
    assert told == ["gijs@example.org"]
    visitor.visit(answer)
    visitor.sees("Kom donderdag kijken.")
    expect(visitor.page.locator("body")).not_to_contain_text("Fien")
    expect(visitor.page.locator("body")).not_to_contain_text("fien@example.org")

    # Withdrawn: gone from the register, its page and the way to write; what was answered stays readable.
    fien.visit(profile)
    fien.press("Verberg onze pagina")
    fien.sees("Jullie pagina is verborgen.")
    visitor.visit("/register/?q=zonnewijzer")
    expect(link(visitor, "De Zonnewijzer")).to_have_count(0)
    for address in (public, f"{public}write/", f"{public}image.png"):
        assert visitor.page.goto(address).status == 404, address
    visitor.visit(answer)
    visitor.sees("Kom donderdag kijken.")
    expect(link(visitor, "Opnieuw schrijven")).to_have_count(0)


@pytest.mark.thorough
def test_register_without_scripts(open_browser):
    for number in range(PER_PAGE + 1):
        InitiativeFactory(name=f"Hofje {number:02}", published=True, phase="living" if number == 3 else "initiative")
    InitiativeFactory(name="De Zonnewijzer", municipality_id=ASSEN, published=True, seeks_members=True)
    InitiativeFactory(name="Geheim")
    page = open_browser(PHONE, java_script_enabled=False)
    visitor = WithoutScripts(page, open_browser(PHONE), PHONE, also=(DESK,))

    # The list holds what the map shows; what only a script can do is not offered.
    visitor.visit("/register/")
    visitor.sees("26 initiatieven")
    assert len(cards(visitor)) == PER_PAGE
    visitor.page.locator("summary", has_text="Zet deze kaart op je eigen site").click()
    visitor.sees("<iframe")
    for words in ("Toon de kaart", "Kopiëren"):
        expect(visitor.page.get_by_role("button", name=words)).to_have_count(0)
    expect(visitor.page.locator("[data-map]")).to_be_hidden()

    # Pages.
    seen = set(cards(visitor))
    visitor.follow(link(visitor, "Volgende"))
    seen |= set(cards(visitor))
    assert len(seen) == PER_PAGE + 2
    assert "Geheim" not in seen
    visitor.follow(link(visitor, "Vorige"))
    visitor.sees("Bladzijde 1 van 2")

    # Searching: stems, and a letter wrong.
    visitor.fill(q="zonnewijser")
    visitor.press("Tonen")
    assert cards(visitor) == ["De Zonnewijzer"]
    visitor.fill(q="tuinen")
    visitor.press("Tonen")
    visitor.sees("26 initiatieven")

    # Filters, one with another, and out of them again.
    visitor.follow(link(visitor, "Alles wissen"))
    visitor.page.locator("summary", has_text="Meer filters").click()
    visitor.choose("province", "Drenthe")
    visitor.choose("seeks_members", "yes")
    visitor.press("Tonen")
    assert cards(visitor) == ["De Zonnewijzer"]
    expect(visitor.page.locator("[name=province]")).to_have_value("Drenthe")
    visitor.choose("phase", "living")
    visitor.press("Tonen")
    visitor.sees("Er is nog geen initiatief in Drenthe")
    assert cards(visitor) == []
    visitor.follow(link(visitor, "Alles wissen"))
    visitor.page.locator("summary", has_text="Meer filters").click()
    visitor.choose("phase", "living")
    visitor.press("Tonen")
    assert cards(visitor) == ["Hofje 03"]

    # And to the page of a group, and its form.
    visitor.follow(link(visitor, "Hofje 03"))
    visitor.sees("Vierentwintig huizen om een tuin.")
    visitor.follow(link(visitor, "Schrijf aan deze groep"))
    visitor.fill(name="Gijs Gagel", email="gijs@example.org", text="Is er nog plek?")
    visitor.press("Stuur het bericht")
    visitor.sees("Hofje 03 heeft je bericht.")


def link(person, words):
    return person.page.locator("main").get_by_role("link", name=words)


def cards(person):
    return person.page.locator(".initiative-card h3").all_inner_texts()
