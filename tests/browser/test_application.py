"""A group of neighbours writes its application on a phone, from the conditions to the receipt. axe looks at every
page.
"""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from coophub.reports.pdf import render_pdf
from financing.subsidies.models import Application, State
from financing.subsidies.schemes.examples import LETTER, publish_example
from tests.browser.people import PHONE, SLOW_MS, Person
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.plans import PlanFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.xdist_group("worker"),
]


@pytest.fixture
def group(transactional_db):
    """Two people with a plan, and a scheme that is open."""
    first, second = UserFactory(name="Fien Fluitenkruid"), UserFactory(name="Sam Sleedoorn")
    initiative = InitiativeFactory(slug="proeftuin", name="De Proeftuin", phase="feasibility", owner=first)
    MembershipFactory(initiative=initiative, user=second, role="editor")
    PlanFactory(initiative=initiative)
    publish_example(LETTER)
    return first, second


@pytest.fixture
def on_a_phone(open_browser):
    def window(user) -> Person:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        return Person(open_browser(PHONE, [(settings.SESSION_COOKIE_NAME, cookie.value)]), PHONE)

    return window


def wait_until_kept(person: Person) -> None:
    expect(person.page.locator("[data-autosave-says]")).to_contain_text(re.compile(r"\d\d:\d\d"), timeout=SLOW_MS)


def is_complete(page, part: str) -> None:
    expect(page.locator(f"#progress-{part}")).to_contain_text("Hier ontbreekt niets.", timeout=SLOW_MS)


def pages_of_the_form(page) -> set[str]:
    """Fills up with the pages on which somebody writes, adds files, and signs, as they come along."""
    opened: set[str] = set()

    def note(frame) -> None:
        found = re.search(r"/subsidy/\d+/([a-z-]+/(?:[a-z-]+/)?)", frame.url)
        if found and frame == page.main_frame and "receipt" not in found[1]:
            opened.add(found[1])

    page.on("framenavigated", note)
    return opened


def test_neighbours_apply_on_a_phone(group, on_a_phone, tmp_path):
    paper = tmp_path / "stuk.pdf"
    paper.write_bytes(render_pdf("portal/demo/paper.html", {}, language="nl"))
    first, second = on_a_phone(group[0]), on_a_phone(group[1])
    page = first.page
    opened = pages_of_the_form(page)

    # The conditions, and a draft that says what is next.
    first.visit("/initiatives/proeftuin/subsidy/apply/stimulering-wooncooperaties/")
    first.press("Begin de aanvraag")
    application = Application.objects.get()
    draft = f"/initiatives/proeftuin/subsidy/{application.pk}/"
    first.visit(draft)
    first.sees("0 van de 4 delen zijn compleet")
    first.follow(page.get_by_role("link", name="Ga verder met: Wat jullie gaan doen"))
    expect(page.locator("[name=activities]")).to_be_focused()

    # What is typed is kept by itself, and what is missing goes away with it.
    first.choose("target", "middle_incomes")
    first.fill(activities="Ontwerp en onderzoek.", contribution="Er komen 24 woningen.")
    wait_until_kept(first)
    is_complete(page, "project")

    # Two activities; a row that was added is kept once, however often it is kept.
    first.fill(**{"activities-0-title": "Ontwerp", "activities-0-starts_on": "2027-03-01"})
    first.fill(**{"activities-0-ends_on": "2027-12-31"})
    page.get_by_role("button", name="Voeg een activiteit toe").click()
    first.fill(**{"activities-1-title": "Onderzoek"})
    expect(page.locator("#progress-activities")).to_contain_text("Activiteit 2", timeout=SLOW_MS)
    first.fill(**{"activities-1-starts_on": "2027-06-01", "activities-1-ends_on": "2028-02-01"})
    is_complete(page, "activities")
    expect(page.locator("#wizard-steps")).to_contain_text("1 van de 4 delen")
    assert application.activities.count() == 2
    first.press("Opslaan en verder")

    # The only plan is chosen already; costs come from it.
    first.choose("vat", "not_recoverable")
    first.sees("van de kosten")
    wait_until_kept(first)
    first.follow(page.get_by_role("link", name="Neem kosten over uit jullie financieel plan"))
    first.choose(f"line_{2:032x}", "advies")
    first.press("Neem over in de begroting")
    expect(page.locator("[name='lines-0-description']")).to_have_value("Advies en leges")
    design = page.locator("[name='lines-0-activity'] option").nth(1).get_attribute("value")
    first.choose("lines-0-activity", design)
    first.fill(**{"lines-0-amount": "150.000"}, amount_requested="120.000")
    first.sees("Vul in wie de andere")
    first.fill(**{"income-0-description": "Leden", "income-0-amount": "30.000"})
    first.choose("income-0-kind", "own")
    first.choose("income-0-status", "certain")
    first.sees("Beide kanten zijn gelijk.")
    first.press("Opslaan en verder")

    # What cannot be read is said beside its field; the rest stays.
    first.fill(kvk_number="123", iban="NL91ABNA0417164300", account_name="De Proeftuin", contact_name="Fien")
    first.press("Opslaan en verder")
    expect(page.locator("#id_kvk_number_error")).to_be_visible()
    expect(page.locator("#id_iban")).to_have_value(re.compile("NL91"))
    first.fill(kvk_number="12345678")

    # An advance: the quarters of the schedule, with the same sum as what is asked.
    expect(page.locator("[name^=quarter_]").first).to_be_hidden()
    first.choose("wanted", "yes")
    first.sees("Dat moet hetzelfde zijn")
    quarters = page.locator("[name^=quarter_]")
    expect(quarters).to_have_count(5)
    expect(quarters.first).to_be_visible()
    for number in range(5):
        quarters.nth(number).fill("24.000")
    is_complete(page, "advance")

    # De-minimis aid is added up beside its ceiling.
    first.fill(**{"aid-0-granted_by": "Gemeente", "aid-0-granted_on": "2025-05-01", "aid-0-amount": "200.000"})
    first.sees("Het hoogste is")
    page.locator("[name=declared]").check(force=True)
    first.press("Opslaan en verder")

    # Documents: add, remove, add again.
    for slug in ("statuten", "gemeente", "bank-account"):
        form = page.locator(f"form[action$='/documents/{slug}/']")
        form.locator("input[type=file]").set_input_files(paper)
        first.follow(form.locator("button[type=submit]"))
    page.locator("#document-gemeente summary").click()
    first.confirm("Verwijder het")
    first.visit(f"{draft}check/")
    first.follow(page.get_by_role("link", name="Voeg dit document toe: Brief van de gemeente"))
    expect(page.locator("#id_gemeente_upload")).to_be_focused()
    page.locator("#id_gemeente_upload").set_input_files(paper)
    first.follow(page.locator("form[action$='/documents/gemeente/'] button[type=submit]"))

    # The first writes a bit more after the second has signed: the signature lapses, and both pages say so.
    second.visit(draft)
    second.follow(second.page.get_by_role("link", name="Controleer en onderteken mee"))
    second.sees("Ontwerp en onderzoek.")
    second.press("Onderteken mee")
    second.sees("dan vervalt die handtekening")
    first.visit(f"{draft}sections/project/")  # The address of a part leads to its page.
    first.fill(activities="Ontwerp, onderzoek en begeleiding.")
    first.press("Opslaan en verder")
    first.visit(f"{draft}check/")
    first.sees("Die handtekening telt niet meer")
    second.visit(f"{draft}check/")
    second.press("Onderteken mee")

    # Nine pages were too many: two thirds of them is six.
    assert len(opened) <= 6, opened

    # Submit, and the receipt.
    first.visit(f"{draft}check/")
    first.confirm("Dien de aanvraag in")
    application = Application.objects.get()
    assert application.state == State.SUBMITTED
    first.sees(application.number)
    first.sees("Uiterlijk een besluit")
    expect(page.locator("a[href*='/download/']").first).to_be_visible(timeout=SLOW_MS)
    second.visit(draft)
    second.page.locator("#submitted summary").click()
    second.sees("Ontwerp, onderzoek en begeleiding.")


def test_two_people_who_write_at_once_see_each_others_words(group, on_a_phone):
    first, second = on_a_phone(group[0]), on_a_phone(group[1])
    first.visit("/initiatives/proeftuin/subsidy/apply/stimulering-wooncooperaties/")
    first.press("Begin de aanvraag")
    address = first.page.url
    second.visit(address)

    first.fill(activities="Van Fien.")
    wait_until_kept(first)
    second.fill(activities="Van Sam.")
    clash = second.page.locator("[data-clash]")
    expect(clash).to_contain_text("Fien Fluitenkruid", timeout=SLOW_MS)
    expect(clash).to_contain_text("Van Fien.")
    expect(second.page.locator("[name=activities]")).to_have_value("Van Sam.")
    assert Application.objects.get().answers["project"]["activities"] == "Van Fien."
    second.press("Houd die van mij")
    assert Application.objects.get().answers["project"]["activities"] == "Van Sam."
