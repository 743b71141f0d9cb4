"""Calculating as people do it: a neighbour on a phone, two people at one plan, and a document with mistakes."""

import json
import re
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from financing.plans.document.examples import example_document
from financing.plans.models import Plan
from financing.plans.services.sharing import share_version
from financing.plans.services.versions import freeze_plan, keep_scenario
from initiatives.models import Initiative
from tests.browser.people import DESK, PHONE, SLOW_MS, look_at, look_in_both
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.plans import PlanFactory
from tests.financing.plans.homes.test_spreadsheet import xlsx

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("worker")]


def follow(page: Page, link) -> None:
    with page.expect_navigation():
        link.click()
    look_at(page)


def type_in(page: Page, name: str, text: str) -> None:
    """Types as people do, and goes on to the next field."""
    field = page.locator(f"[name='{name}']")
    field.fill(text)
    field.press("Tab")


def saved(page: Page) -> None:
    expect(page.locator("[data-autosave-says]")).to_contain_text(re.compile(r"Bewaard om \d\d:\d\d"), timeout=SLOW_MS)


@pytest.fixture
def window(open_browser):
    """A window of somebody who is signed in."""

    def opened(user, width: int = DESK) -> Page:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return open_browser(width, [(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)])

    return opened


@pytest.mark.thorough
def test_newcomer_on_a_phone_gets_from_nothing_to_a_verdict_and_takes_it_along(open_browser):
    page = open_browser(PHONE)
    page.goto("/")
    look_at(page)
    follow(page, page.get_by_role("link", name="Rekenen").first)
    follow(page, page.get_by_role("link", name="Beantwoord tien vragen"))
    for _question in ("living", "origin"):
        follow(page, page.get_by_role("button", name="Volgende vraag"))
    assert page.locator("#panel .verdict").count() == 0
    type_in(page, "homes", "20")
    expect(page.locator("#panel .verdict")).to_contain_text("Het plan komt niet rond", timeout=SLOW_MS)
    expect(page.locator("#panel")).to_contain_text("Een woning kost per maand")
    follow(page, page.get_by_role("link", name=re.compile(r"5\. Per maand")))
    type_in(page, "rent", "1.050")
    expect(page.locator("#parts")).to_contain_text(re.compile(r"€\s1\.050 per maand"), timeout=SLOW_MS)
    follow(page, page.get_by_role("button", name="Toon het resultaat"))
    expect(page.locator(".verdict").first).to_contain_text("Het plan komt niet rond")
    private = page.url

    follow(page, page.get_by_role("link", name="Wijzig de cijfers"))
    strip = page.locator("#verdict-strip")
    expect(strip).to_contain_text("komt niet rond")
    page.goto(f"{private}funding/")
    look_at(page)
    assert not page.locator("[name='funding-1-rate']").is_visible()
    page.get_by_role("button", name="Voeg een bron van geld toe").click()
    type_in(page, "funding-2-name", "Fonds")
    expect(page.locator("[data-autosave-says]")).to_contain_text("Nog niet bewaard", timeout=SLOW_MS)
    page.locator("[name='funding-2-kind']").select_option("gift")
    page.locator("[name='funding-2-amount_form']").select_option("remainder")
    saved(page)
    expect(page.locator("#panel .verdict")).not_to_contain_text("nog geen geld", timeout=SLOW_MS)
    expect(strip).not_to_contain_text("nog geen geld")
    look_at(page)

    follow(page, page.get_by_role("button", name=re.compile("Ongedaan maken")))
    assert page.locator("[name='funding-2-name']").count() == 0
    follow(page, page.get_by_role("link", name="Wie wijzigde wat"))
    expect(page.locator("main")).to_contain_text("Bron van geld “Fonds” erbij")

    page.goto(f"{private}homes/")
    type_in(page, "dwellings-0-monthly_rent", "1.900")
    saved(page)
    expect(page.locator("#id_dwellings-0-monthly_rent_note")).to_contain_text("hoger dan gebruikelijk")

    neighbour = UserFactory(name="Noor Nagelkruid")
    client = Client()
    client.force_login(neighbour, backend="django.contrib.auth.backends.ModelBackend")
    group = InitiativeFactory(owner=neighbour, name="De Linden", slug="de-linden")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    site = re.match(r"https?://[^/]+", private).group()
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])
    page.goto("/start/")
    look_at(page)
    follow(page, page.get_by_role("link", name="Zet het bij een initiatief"))
    follow(page, page.get_by_role("button", name="Zet het daar"))
    assert Plan.objects.get().initiative == group == Initiative.objects.get()
    page.goto(private)
    expect(page.locator("h1")).to_contain_text("Dit plan is hier niet meer")
    look_at(page)


@pytest.mark.thorough
def test_two_editors_never_overwrite_each_other_unseen(window):
    anna, bram = UserFactory(name="Anna Anjer"), UserFactory(name="Bram Braam")
    group = InitiativeFactory(owner=anna)
    MembershipFactory(initiative=group, user=bram, role="editor")
    plan = PlanFactory(initiative=group)
    address = f"/initiatives/{group.slug}/plans/{plan.pk}/homes/"
    hers, his = window(anna), window(bram, PHONE)
    for page in (hers, his):
        page.goto(address)
        look_at(page)

    type_in(hers, "dwellings-0-monthly_rent", "900")
    saved(hers)
    type_in(his, "dwellings-1-count", "15")
    saved(his)
    type_in(his, "dwellings-0-monthly_rent", "950")
    expect(his.locator("[data-clash]")).to_contain_text("Anna Anjer", timeout=SLOW_MS)
    expect(his.locator("[data-clash]")).to_contain_text(re.compile(r"€\s900"))
    look_at(his)
    assert his.locator("[name='dwellings-0-monthly_rent']").input_value() == "950"
    plan.refresh_from_db()
    assert [(row["count"], row["monthly_rent"]) for row in plan.document["dwellings"]] == [(20, 900), (15, 1210.0)]

    follow(his, his.get_by_role("button", name="Houd die van mij"))
    assert his.locator("[name='dwellings-0-monthly_rent']").input_value() == "950"
    follow(his, his.get_by_role("link", name="Wie wijzigde wat"))
    expect(his.locator("main")).to_contain_text(re.compile(r"van €\s900 naar €\s950"))
    plan.refresh_from_db()
    assert plan.document["dwellings"][0]["monthly_rent"] == 950


@pytest.mark.thorough
def test_each_of_two_figures_that_both_changed_has_its_own_choice(window):
    anna, bram = UserFactory(name="Anna Anjer"), UserFactory(name="Bram Braam")
    group = InitiativeFactory(owner=anna)
    MembershipFactory(initiative=group, user=bram, role="editor")
    plan = PlanFactory(initiative=group)
    address = f"/initiatives/{group.slug}/plans/{plan.pk}/homes/"
    hers, his = window(anna), window(bram, PHONE)
    for page in (hers, his):
        page.goto(address)

    for page, rent, other in ((hers, "900", "1.300"), (his, "950", "1.350")):
        page.locator("[name='dwellings-0-monthly_rent']").fill(rent)
        type_in(page, "dwellings-1-monthly_rent", other)
        if page is hers:
            saved(page)
    expect(his.locator("[data-clash] fieldset")).to_have_count(2, timeout=SLOW_MS)
    look_at(his)
    his.locator(f"[name='settle-dwellings/#{1:032x}/monthly_rent'][value='mine']").check()
    follow(his, his.get_by_role("button", name="Bewaar wat ik koos"))
    expect(his.locator("[data-clash]")).to_contain_text("er zijn er nog een of meer open")
    his.locator(f"[name='settle-dwellings/#{2:032x}/monthly_rent'][value='theirs']").check()
    follow(his, his.get_by_role("button", name="Bewaar wat ik koos"))

    plan.refresh_from_db()
    assert [row["monthly_rent"] for row in plan.document["dwellings"]] == [950, 1300]


@pytest.mark.thorough
def test_row_stays_the_row_it_is_in_two_tabs(window):
    """In one tab the first home goes and another comes; in the other the second is changed, and its clash settled."""
    anna, bram = UserFactory(name="Anna Anjer"), UserFactory(name="Bram Braam")
    group = InitiativeFactory(owner=anna)
    MembershipFactory(initiative=group, user=bram, role="editor")
    document = example_document("erfpacht-met-stadslening")
    document["dwellings"] = [
        {"name": name, "count": 4, "area_m2": 50, "monthly_rent": rent}
        for name, rent in (("Studio", 801), ("Gezin", 802), ("Hoek", 803))
    ]
    plan = PlanFactory(initiative=group, document=document)
    address = f"/initiatives/{group.slug}/plans/{plan.pk}/homes/"
    hers, his = window(anna), window(bram, PHONE)
    for page in (hers, his):
        page.goto(address)

    away = "Deze regel weghalen"
    hers.get_by_role("button", name=away).first.click()
    hers.get_by_role("button", name="Voeg een soort woning toe").click()
    for name, text in (("name", "Zolder"), ("count", "2"), ("area_m2", "40"), ("monthly_rent", "700")):
        type_in(hers, f"dwellings-3-{name}", text)
    type_in(hers, "dwellings-1-monthly_rent", "900")
    saved(hers)
    type_in(his, "dwellings-1-monthly_rent", "950")
    clash = his.locator("[data-clash]")
    expect(clash).to_contain_text("“Gezin”", timeout=SLOW_MS)
    look_at(his)
    follow(his, his.get_by_role("button", name="Houd die van mij"))
    plan.refresh_from_db()
    rents = [(home["name"], home["monthly_rent"]) for home in plan.document["dwellings"]]
    assert rents == [("Gezin", 950), ("Hoek", 803), ("Zolder", 700)]

    type_in(hers, "dwellings-3-count", "3")
    saved(hers)
    hers.locator("[data-formset-row]").nth(2).get_by_role("button", name=away).click()
    saved(hers)
    type_in(his, "dwellings-1-monthly_rent", "850")
    expect(clash).to_contain_text("Soort woning “Hoek”", timeout=SLOW_MS)
    expect(clash).to_contain_text("weggehaald")
    look_at(his)
    follow(his, his.get_by_role("button", name="Houd die van mij"))
    plan.refresh_from_db()
    assert [(home["name"], home["count"]) for home in plan.document["dwellings"]] == [
        ("Gezin", 4),
        ("Hoek", 4),
        ("Zolder", 3),
    ]


@pytest.mark.thorough
@pytest.mark.parametrize("example", ["de-eendracht", "erfpacht-met-stadslening"])
def test_every_page_of_a_result_reads_well_on_a_phone(window, example):
    owner = UserFactory()
    group = InitiativeFactory(owner=owner)
    plan = PlanFactory(initiative=group, document=example_document(example))
    version = freeze_plan(plan=plan, name="Voor de bank", user=owner)
    scenario = keep_scenario(plan=plan, name="Hogere huur", drivers={"rent": 1.1}, user=owner)
    page = window(owner, PHONE)
    here = f"/initiatives/{group.slug}/plans"

    pages = (
        "",
        "levers/",
        "risks/",
        "affordability/",
        f"affordability/points/{UUID(int=1)}/",
        "figures/",
        "versions/",
        "links/",
    )
    for part in (*pages, f"versions/{version.number}/", f"scenarios/{scenario.pk}/"):
        page.goto(f"{here}/{plan.pk}/{part}")
        look_at(page)
    page.goto(f"{here}/compare/?with=plan-{plan.pk}&with=version-{version.pk}&with=scenario-{scenario.pk}")
    expect(page.locator("main")).to_contain_text("Wat eruit komt")
    look_at(page)

    page.goto(f"{here}/{plan.pk}/levers/")
    slider = page.locator("#together-rent")
    slider.focus()
    slider.press("Home")
    expect(page.locator("#together-rent-says")).to_contain_text("lager", timeout=SLOW_MS)
    look_at(page)


@pytest.mark.thorough
def test_financier_reads_by_a_private_link_and_takes_the_pdf_along(open_browser, window):
    owner = UserFactory()
    plan = PlanFactory(initiative=InitiativeFactory(owner=owner))
    version = freeze_plan(plan=plan, name="Voor de bank", user=owner)
    new = share_version(
        version=version, recipient="De bank", days=30, pass_phrase="vier blauwe fietsen", key=uuid4(), user=owner
    )
    bank = open_browser(PHONE)
    bank.goto(f"/shared-plans/{new.token}/")
    look_at(bank)
    bank.locator("[name='pass_phrase']").fill("vier blauwe fietsen")
    follow(bank, bank.get_by_role("button", name="Lees het plan"))

    follow(bank, bank.get_by_role("button", name="Neem het mee als PDF"))
    expect(bank.locator("#report")).to_contain_text("De PDF is klaar.", timeout=4 * SLOW_MS)
    look_at(bank)
    with bank.expect_download() as download:
        bank.locator("#report a[download]").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")

    page = window(owner, PHONE)
    page.goto(f"/initiatives/{plan.initiative.slug}/plans/{plan.pk}/links/")
    page.locator("main summary").first.click()
    expect(page.locator("main")).to_contain_text("Nam het plan mee als PDF")
    look_at(page)


def test_document_with_mistakes_is_told_where_they_are(window, tmp_path):
    owner = UserFactory()
    group = InitiativeFactory(owner=owner)
    broken = example_document("ledenkapitaal", vacancy_rate=2, colour="groen")
    broken["dwellings"][1]["count"] = -3
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(broken))
    page = window(owner, PHONE)
    page.goto(f"/initiatives/{group.slug}/plans/load/")
    look_at(page)

    page.locator("input[type=file]").set_input_files(file)
    follow(page, page.get_by_role("button", name="Laad het document"))

    for path in ("dwellings[1].count", "vacancy_rate", "colour"):
        expect(page.locator(".error-summary")).to_contain_text(path)
    assert Plan.objects.count() == 0

    file.write_text(json.dumps(example_document("ledenkapitaal")))
    page.locator("input[type=file]").set_input_files(file)
    follow(page, page.get_by_role("button", name="Laad het document"))
    assert Plan.objects.get().document == example_document("ledenkapitaal")


def test_list_of_homes_with_a_mistake_is_told_by_its_cell_and_then_taken(window, tmp_path):
    owner = UserFactory()
    group = InitiativeFactory(owner=owner)
    plan = PlanFactory(initiative=group)
    homes = f"/initiatives/{group.slug}/plans/{plan.pk}/homes/"
    page = window(owner, PHONE)
    page.goto(homes)
    follow(page, page.get_by_role("link", name="Haal de woningen uit een rekenblad"))

    wrong, right = tmp_path / "fout.xlsx", tmp_path / "goed.xlsx"
    head = ["naam", "aantal", "m2", "huur"]
    wrong.write_bytes(xlsx(head, ["Studio", 4, "groot", 650], ["Gezin", -2, 90, 1200]))
    right.write_bytes(xlsx(head, ["Studio", 4, 30, 650], ["Gezin", 6, 90.5, 1200]))
    page.locator("input[type=file]").set_input_files(wrong)
    follow(page, page.get_by_role("button", name="Lees het bestand"))
    expect(page.locator(".error-summary")).to_contain_text("Cel C2", timeout=SLOW_MS)
    expect(page.locator(".error-summary")).to_contain_text("Hier staat ‘groot’. Vul een getal in.")
    expect(page.locator(".error-summary")).to_contain_text("Cel B3")
    plan.refresh_from_db()
    assert plan.revision == 1

    follow(page, page.get_by_role("link", name="Kies een ander bestand"))
    page.locator("input[type=file]").set_input_files(right)
    follow(page, page.get_by_role("button", name="Lees het bestand"))
    expect(page.locator("main")).to_contain_text("We vonden 10 woningen", timeout=SLOW_MS)
    follow(page, page.get_by_role("button", name="Zet deze woningen in het plan"))
    assert page.url.endswith(homes)
    assert page.locator("[name='dwellings-1-name']").input_value() == "Gezin"


@pytest.mark.thorough
def test_builder_with_a_lot_in_it_fits_on_a_phone(window):
    owner = UserFactory()
    group = InitiativeFactory(
        owner=owner, name="Woongemeenschap met een hele lange naam die bijna nergens op past, ooit"
    )
    document = example_document("middenhuur-stad", name="N" * 80)
    document["dwellings"] = [
        {"name": f"Woningtype {number} aan de lange kant", "count": 30, "area_m2": 60, "monthly_rent": 1000}
        for number in range(10)
    ]
    document["funding"] = [
        {"name": f"Geldgever nummer {number} met een naam", "kind": "gift", "fixed": 100_000} for number in range(12)
    ]
    plan = PlanFactory(initiative=group, document=document, name=document["name"])
    page = window(owner, PHONE)

    for part in ("", "basics/", "homes/", "costs/", "funding/", "running/", "demands/", "history/", "assumptions/"):
        page.goto(f"/initiatives/{group.slug}/plans/{plan.pk}/{part}")
        look_at(page)


@pytest.mark.thorough
def test_group_home_by_rooms_and_bonds_that_roll_over(window):
    owner = UserFactory()
    plan = PlanFactory(initiative=InitiativeFactory(owner=owner))
    address = f"/initiatives/{plan.initiative.slug}/plans/{plan.pk}"
    page = window(owner, PHONE)
    page.goto(f"{address}/homes/")
    room = page.locator("[data-formset-row]").first
    assert not room.locator("[name='dwellings-0-counts_as']").is_visible()
    room.locator("summary").click()
    assert not room.locator("[name='dwellings-0-sale_price']").is_visible()
    look_in_both(page)

    for name, text in (("name", "Kamer"), ("area_m2", "18"), ("monthly_rent", "")):
        type_in(page, f"dwellings-0-{name}", text)
    expect(page.locator("#id_dwellings-0-monthly_rent_error")).to_contain_text("per m²", timeout=SLOW_MS)
    for name, text in (("counts_as", "0,2"), ("rent_per_m2", "28,50")):
        type_in(page, f"dwellings-0-{name}", text)
    saved(page)
    look_in_both(page)
    plan.refresh_from_db()
    assert plan.document["dwellings"][0] == {
        "name": "Kamer",
        "count": 20,
        "area_m2": 18,
        "counts_as": 0.2,
        "rent_per_m2": 28.5,
    }

    page.goto(f"{address}/funding/")
    page.get_by_role("button", name="Voeg een bron van geld toe").click()
    for name, value in (("kind", "crowdfunding"), ("amount_form", "fixed"), ("repayment", "bullet")):
        page.locator(f"[name='funding-4-{name}']").select_option(value)
    for name, text in (("name", "Obligaties"), ("amount", "300.000"), ("rate", "3"), ("term_years", "5")):
        type_in(page, f"funding-4-{name}", text)
    saved(page)
    page.locator("[data-formset-row]", has=page.locator("[name='funding-4-name']")).locator("summary").click()
    assert not page.locator("[name='funding-4-balloon_share']").is_visible()
    type_in(page, "funding-4-rolls_over.share", "100")
    type_in(page, "funding-4-rolls_over.until", "2030")
    wrong = page.locator("[id='id_funding-4-rolls_over.until_error']")
    expect(wrong).to_contain_text("2033 of later", timeout=SLOW_MS)
    look_in_both(page)
    type_in(page, "funding-4-rolls_over.until", "2053")
    saved(page)
    plan.refresh_from_db()
    assert plan.document["funding"][4]["rolls_over"] == {"share": 1, "until": 2053}
