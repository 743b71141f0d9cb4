"""A newcomer, from the home page to a plan in a group: what it takes, and that it is there on another device."""

import re

import pytest
from playwright.sync_api import expect

from coophub.notifications.models import OutgoingMessage
from financing.plans.models import Plan
from tests.browser.people import DESK, PHONE, SLOW_MS, Person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.xdist_group("worker"),
]

PASSWORD = "zeven-groene-fietsen-9"

# What it took when all questions stood on one page: fields to a verdict, and clicks and fields from there to a group.
FIELDS_TO_A_VERDICT, CLICKS_TO_A_GROUP, FIELDS_TO_A_GROUP = 14, 10, 12


def two_thirds(count: int) -> int:
    return count * 2 // 3


class Newcomer(Person):
    """Counts beside clicks each page and each field that a page shows."""

    fields = pages = 0

    def look(self) -> None:
        super().look()
        self.pages += 1
        self.fields += self.page.locator("main form [data-field]:visible").count()

    def count_anew(self) -> None:
        self.fields = self.pages = self.clicks = 0

    def answer_until_a_verdict(self) -> None:
        self.visit("/")
        self.follow(self.page.get_by_role("link", name="Rekenen").first)
        self.follow(self.page.get_by_role("link", name="Beantwoord tien vragen"))
        self.press("Volgende vraag")
        self.press("Volgende vraag")
        self.fill(homes="20")
        expect(self.page.locator("#panel .verdict")).to_contain_text("Het plan komt niet rond", timeout=SLOW_MS)
        expect(self.page.locator("#panel")).to_contain_text("Een woning kost per maand")

    def sign_up_with_the_plan(self) -> None:
        self.press("Toon het resultaat")
        self.count_anew()
        self.follow(self.page.get_by_role("link", name="Zet het bij ons initiatief").first)
        self.sees("Je plan is veilig")
        self.fill(name="Fien Fluitenkruid", email="fien@example.org", password1=PASSWORD)
        self.page.locator("[name=terms]").check(force=True)
        self.press("Account maken")

    def confirm_the_address(self) -> None:
        message = OutgoingMessage.objects.filter(text__contains="/account/confirm-email/").latest("pk")
        self.clicks += 1
        self.visit(re.search(r"https?://[^/]+(/account/confirm-email/\S+)", message.text).group(1))
        self.press("Ja, dit is mijn adres")

    def begin_the_group(self) -> None:
        self.fill(name="De Proeftuin")
        self.choose("municipality", "GM0014")
        self.choose("target_group", "middle_incomes")
        self.press("Begin het initiatief")


def is_with_the_group(newcomer: Newcomer) -> None:
    plan = Plan.objects.get()
    assert plan.initiative.name == "De Proeftuin"
    assert (plan.initiative.homes, plan.initiative.form, plan.initiative.building) == (20, "rental", "new_build")
    assert newcomer.page.url.endswith(f"/initiatives/{plan.initiative.slug}/plans/{plan.pk}/")
    newcomer.sees("Het plan komt niet rond")


def test_newcomer_has_a_plan_in_a_group_for_two_thirds_of_the_trouble(open_browser):
    newcomer = Newcomer(open_browser(PHONE), PHONE, also=(DESK,))

    newcomer.answer_until_a_verdict()
    assert newcomer.fields <= two_thirds(FIELDS_TO_A_VERDICT), newcomer.fields

    newcomer.sign_up_with_the_plan()
    newcomer.confirm_the_address()
    newcomer.begin_the_group()

    is_with_the_group(newcomer)
    assert newcomer.clicks <= two_thirds(CLICKS_TO_A_GROUP), newcomer.clicks
    assert newcomer.fields <= two_thirds(FIELDS_TO_A_GROUP), newcomer.fields
    assert newcomer.pages <= newcomer.clicks + 1


def test_newcomer_who_opens_the_link_on_a_phone_finds_the_plan_there(open_browser):
    laptop, phone = Newcomer(open_browser(1280), 1280), Newcomer(open_browser(390), 390)
    laptop.answer_until_a_verdict()
    laptop.sign_up_with_the_plan()

    phone.confirm_the_address()
    phone.fill(login="fien@example.org", password=PASSWORD)
    phone.follow(phone.page.locator("form:has([name=password]) button[type=submit]").first)
    phone.sees("Het plan komt niet rond")
    phone.follow(phone.page.get_by_role("link", name="Bekijk het plan"))
    phone.page.go_back()
    phone.follow(phone.page.get_by_role("link", name="Begin onze groep met dit plan"))
    phone.begin_the_group()

    is_with_the_group(phone)


def test_newcomer_goes_back_and_on_and_finds_every_answer(open_browser):
    newcomer = Newcomer(open_browser(390), 390)
    newcomer.answer_until_a_verdict()
    newcomer.press("Volgende vraag")
    newcomer.press("Volgende vraag")
    newcomer.fill(rent="1.050")
    newcomer.press("Terug")
    newcomer.press("Terug")
    assert newcomer.page.locator("[name=homes]").input_value() == "20"
    newcomer.follow(newcomer.page.get_by_role("link", name=re.compile(r"7\. Grond")))
    assert newcomer.page.locator("[name=ground_price]").is_visible()
    newcomer.choose("ground", "included")
    expect(newcomer.page.locator("[name=ground_price]")).to_be_hidden()
    expect(newcomer.page.locator("#parts")).to_contain_text("Het kost ons niets", timeout=SLOW_MS)
    newcomer.page.go_back()
    newcomer.follow(newcomer.page.get_by_role("link", name=re.compile(r"5\. Per maand")))
    assert newcomer.page.locator("[name=rent]").input_value() == "1.050"
