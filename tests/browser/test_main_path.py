"""The main path, as six people and a visitor walk it: the group on a phone, who works for it at a desk. axe looks at
every page, in both widths.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from coophub.accounts.models import Role
from coophub.notifications.models import OutgoingMessage
from coophub.reports.models import ReportJob
from coophub.reports.pdf import render_pdf
from financing.subsidies.models import Application, LedgerEntry
from financing.subsidies.schemes.examples import LETTER, publish_example
from initiatives.models import Initiative
from pilots.models import Programme
from tests.browser.people import DESK, PHONE, SLOW_MS, Person
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("worker")]

PASSWORD = "zeven-groene-fietsen-9"


@pytest.fixture
def on_a_phone(open_browser):
    return lambda: Person(open_browser(PHONE), PHONE, also=(DESK,))


@pytest.fixture
def staff(open_browser):
    """Signs a person with a role in, second factor and all."""

    def signed_in(width: int, *roles: str, name: str) -> Person:
        client = Client()
        client.force_login(UserFactory(roles=roles, name=name), backend="django.contrib.auth.backends.ModelBackend")
        cookies = [(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)]
        return Person(open_browser(width, cookies), width, also=(PHONE if width == DESK else DESK,))

    return signed_in


def last_link(words: str) -> str:
    """The path in the newest e-mail whose text has these words."""
    message = OutgoingMessage.objects.filter(text__contains=words).latest("pk")
    return re.search(r"https?://[^/]+(/\S+)", message.text).group(1)


def sign_up(person: Person, name: str, email: str, start: str = "/account/signup/") -> None:
    person.visit(start)
    person.fill(name=name, email=email, password1=PASSWORD)
    person.page.locator("[name=terms]").check(force=True)
    person.follow(person.page.locator("form:has([name=password1]) button[type=submit]"))
    person.visit(last_link("/account/confirm-email/"))
    confirm = person.page.locator("main form button[type=submit]")
    if confirm.count():
        person.follow(confirm)
    person.look()


@pytest.mark.thorough
def test_from_first_idea_to_an_awarded_subsidy(on_a_phone, staff, tmp_path):
    publish_example(LETTER)
    Programme.objects.create(slug="pilots", name="Pilots van nu", starts_on="2022-01-01")
    paper = tmp_path / "stuk.pdf"
    paper.write_bytes(render_pdf("portal/demo/paper.html", {}, language="nl"))
    founder, second = on_a_phone(), on_a_phone()

    # 1. Somebody signs up, starts an initiative, and invites a second member, who accepts.
    sign_up(founder, "Fien Fluitenkruid", "fien@example.org")
    founder.visit("/initiatives/new/")
    founder.fill(name="De Proeftuin", homes="24", summary="Vierentwintig huizen om een tuin.")
    founder.choose("municipality", "GM0014")
    founder.choose("form", "rental")
    founder.choose("building", "new_build")
    founder.choose("target_group", "middle_incomes")
    founder.choose("phase", "feasibility")
    founder.follow(founder.page.locator("main form button[type=submit]").last)
    group = "/initiatives/de-proeftuin/"
    founder.visit(group)
    founder.sees("De Proeftuin")
    founder.visit(f"{group}people/")
    founder.fill(email="sam@example.org")
    founder.choose("role", "owner")
    founder.follow(founder.page.locator("form[action$='/invite/'] button[type=submit]"))
    founder.sees("sam@example.org")
    invitation = last_link("/invitations/")
    sign_up(second, "Sam Sleedoorn", "sam@example.org")
    second.visit(invitation)
    second.follow(second.page.locator("main form button[type=submit]"))
    second.visit(group)
    second.sees("De Proeftuin")

    # 2. They make a plan, see whether it closes, and download it as PDF made in the background.
    founder.visit(f"{group}plans/")
    founder.visit(f"{group}plans/new/")
    founder.choose("example", "erfpacht-met-stadslening")
    founder.press("Begin met dit voorbeeld")
    for section in ("homes", "costs", "funding", "running", "demands"):
        founder.visit(re.sub(r"/plans/(\d+)/.*", rf"/plans/\1/{section}/", founder.page.url))
    plan = re.search(r"/plans/(\d+)/", founder.page.url).group(1)
    founder.visit(f"{group}plans/{plan}/homes/")
    founder.fill(**{"dwellings-0-monthly_rent": "1.000"})
    founder.press("Opslaan en rekenen")
    founder.visit(f"{group}plans/{plan}/")
    founder.sees("Het plan komt rond")
    founder.press("Maak een PDF")
    expect(founder.page.locator("#pdf a[href*='/download/']")).to_be_visible(timeout=SLOW_MS)
    with founder.page.expect_download() as download:
        founder.page.locator("#pdf a[href*='/download/']").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")

    # 3. They apply: check, form, documents, the second member signs along, submit, receipt.
    founder.visit(f"{group}subsidy/")
    founder.visit(f"{group}subsidy/apply/stimulering-wooncooperaties/")
    founder.press("Begin de aanvraag")
    application = re.search(r"/subsidy/(\d+)/", founder.page.url).group(1)
    founder.choose("target", "middle_incomes")
    founder.fill(activities="Ontwerp en onderzoek.", contribution="Er komen 24 woningen.")
    expect(founder.page.locator("[data-autosave-says]")).to_contain_text(re.compile(r"\d\d:\d\d"), timeout=SLOW_MS)
    founder.fill(
        **{
            "activities-0-title": "Ontwerp",
            "activities-0-starts_on": "2027-03-01",
            "activities-0-ends_on": "2028-03-01",
        }
    )
    founder.press("Opslaan en verder")
    founder.choose("vat", "not_recoverable")
    founder.fill(**{"lines-0-description": "Architect", "lines-0-amount": "150.000"}, amount_requested="120.000")
    founder.choose("lines-0-category", "ontwerp")
    founder.fill(**{"income-0-description": "Leden", "income-0-amount": "30.000"})
    founder.choose("income-0-kind", "own")
    founder.choose("income-0-status", "certain")
    founder.press("Opslaan en verder")
    founder.choose("wanted", "no")
    founder.page.locator("[name=declared]").check(force=True)
    founder.fill(
        kvk_number="12345678",
        iban="NL91ABNA0417164300",
        account_name="De Proeftuin",
        contact_name="Fien Fluitenkruid",
    )
    founder.press("Opslaan en verder")
    for slug in ("statuten", "gemeente", "bank-account"):
        form = founder.page.locator(f"form[action$='/documents/{slug}/']")
        form.locator("input[type=file]").set_input_files(paper)
        founder.follow(form.locator("button[type=submit]"))
    founder.visit(f"{group}subsidy/{application}/check/")
    founder.sees("Iemand anders van de groep moet mee ondertekenen")
    founder.press("Vraag Sam Sleedoorn te ondertekenen")
    second.visit(group)
    second.sees("Fien Fluitenkruid vraagt je dit")
    second.visit(last_link("/check/"))
    second.sees("vraagt je om deze aanvraag mee te ondertekenen")
    second.press("Onderteken mee")
    founder.visit(f"{group}subsidy/{application}/check/")
    founder.confirm("Dien de aanvraag in")
    founder.sees("Jullie aanvraag is ingediend")
    founder.sees("Ontvangstbevestiging")
    expect(founder.page.locator("a[href*='/download/']").first).to_be_visible(timeout=SLOW_MS)
    number = Application.objects.get().number

    # 4. A reviewer assesses and drafts, a decider signs, the ledger takes it, the letter arrives.
    reviewer = staff(DESK, Role.REVIEWER, name="Rens Reseda")
    reviewer.visit("/ministry/queue/")
    reviewer.sees(number)
    reviewer.follow(reviewer.page.get_by_role("link", name=number))
    reviewer.choose("has_interest", "no")
    reviewer.press("Verklaar en pak op")
    reviewer.follow(reviewer.page.get_by_role("link", name="Ga naar deze stap"))
    reviewer.fill(score_haalbaar="8", score_bijdrage="7", score_groep="9", explanation="Een goed plan.")
    reviewer.choose("advice", "award")
    reviewer.press("Sla de beoordeling op")
    reviewer.follow(reviewer.page.get_by_role("link", name="Ga naar deze stap"))
    reviewer.choose("kind", "award")
    reviewer.fill(amount="120.000", reasons="Uw plan past bij het doel van de regeling.")
    reviewer.press("Leg het voor ter ondertekening")
    decider = staff(DESK, Role.DECIDER, name="Door Duizendblad")
    decider.visit("/ministry/queue/")
    decider.follow(decider.page.get_by_role("link", name=number))
    decider.follow(decider.page.get_by_role("link", name="Lees de brief en onderteken"))
    decider.sees("€ 120.000,00".replace(" ", "\u00a0"))
    decider.confirm("Onderteken het besluit")
    decider.visit("/ministry/budget/")
    assert LedgerEntry.objects.get().amount == 120_000
    founder.visit(group)
    founder.sees("Jullie krijgen € 120.000,00".replace("€ ", "€\u00a0"))
    founder.visit(f"{group}subsidy/{application}/")
    founder.sees("€ 120.000,00".replace(" ", "\u00a0"))
    expect(founder.page.locator("a[href*='/download/']")).to_have_count(3, timeout=SLOW_MS)
    with founder.page.expect_download() as download:
        founder.page.locator("a[href*='/download/']").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    assert OutgoingMessage.objects.filter(subject__contains=number, recipients=["fien@example.org"]).count() == 2

    # 5. The initiative becomes a pilot; its advisor records a session; the group sees the action.
    advisor = staff(PHONE, Role.ADVISOR, name="Arie Akkerwinde")
    administrator = staff(DESK, Role.ADMINISTRATOR, name="Bo Boerenwormkruid")
    administrator.visit("/pilots/programmes/pilots/")
    administrator.page.locator("[name=initiative]").fill("De Proeftuin")
    administrator.page.locator("[name=advisor]").select_option(label="Arie Akkerwinde")
    administrator.press("Maak er een pilot van")
    advisor.visit("/pilots/")
    advisor.follow(advisor.page.get_by_role("link", name="De Proeftuin", exact=True))
    advisor.follow(advisor.page.get_by_role("link", name="Gesprek vastleggen"))
    for more in ("+ actie", "+ knelpunt", "+ notitie"):
        advisor.page.get_by_text(more).first.click()
    advisor.fill(
        hours="1.5",
        summary="De bank vraagt meer eigen geld.",
        internal_note="Alleen voor mij.",
        action_1="Taxatie aanvragen",
    )
    advisor.choose("bottleneck_category", "financing")
    advisor.choose("bottleneck_severity", "2")
    advisor.fill(bottleneck_description="Er is twee ton te weinig.")
    advisor.press("Gesprek opslaan")
    advisor.sees("Taxatie aanvragen")
    second.visit(f"{group}coaching/")
    second.sees("Taxatie aanvragen")
    expect(second.page.locator("main")).not_to_contain_text("Alleen voor mij.")

    # 6. A visitor without an account finds the published initiative in the register.
    founder.visit(f"{group}profile/")
    founder.follow(founder.page.locator("form[action$='/publish/'] button[type=submit]"))
    visitor = on_a_phone()
    visitor.visit("/")
    visitor.visit("/register/?q=Proeftuin")
    visitor.follow(visitor.page.get_by_role("link", name="De Proeftuin").first)
    visitor.sees("Vierentwintig huizen om een tuin.")
    assert Initiative.objects.get().is_published
    assert set(ReportJob.objects.values_list("state", flat=True)) == {"done"}
