"""What static/js does, in Chromium, under the product's own Content-Security-Policy."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Dialog, Error, Page, expect, sync_playwright

from tests.thorough import some

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("showcase")]

AXE = Path("node_modules/axe-core/axe.min.js")
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def page(live_server: Any, showcase: None) -> Iterator[Page]:
    """The showcase in a browser. Fails afterwards when the page broke its policy or a script failed."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "422" not in message.text:
            complaints.append(message.text)

    def fail(error: Error) -> None:
        complaints.append(str(error))

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(base_url=live_server.url, locale="en", viewport={"width": 1440, "height": 900})
        page.on("console", hear)
        page.on("pageerror", fail)
        page.goto("/showcase/group/?quiet")
        yield page
        browser.close()
    assert complaints == []


@pytest.mark.parametrize("look", some(itertools.product(["light", "dark"], [390, 1440]), plain=[("dark", 390)]))
def test_axe_finds_nothing_and_nothing_sticks_out(page: Page, look: tuple[str, int]) -> None:
    theme, width = look
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    page.click("text=Bewaar het woningtype")
    expect(page.locator(".error-summary")).to_be_focused()

    page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", AXE_RULES)

    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_menu_closes_with_escape_and_gives_the_focus_back(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    more = page.locator(".rooms summary")
    more.click()
    expect(page.locator(".rooms .menu__list")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.locator(".rooms .menu__list")).to_be_hidden()
    expect(more).to_be_focused()


def test_a_form_saves_itself_and_says_when(page: Page) -> None:
    page.fill("#id_name", "Rijwoning")

    expect(page.locator("[data-autosave-says]")).to_contain_text("Saved at", timeout=5000)


def test_a_form_that_cannot_be_saved_says_why_and_keeps_what_was_typed(page: Page) -> None:
    page.fill("#id_rent", "850")

    expect(page.locator("[data-autosave-says]")).to_have_text("Geef het woningtype een naam.", timeout=5000)
    expect(page.locator("#id_rent")).to_have_value("850")


def test_leaving_with_unsaved_changes_warns(page: Page) -> None:
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.type("#id_name", "Rij")

    page.reload()

    assert asked == ["beforeunload"]


def test_a_row_is_added_and_taken_away(page: Page) -> None:
    page.click("text=Nog een lid")

    expect(page.locator("#id_members-TOTAL_FORMS")).to_have_value("3")
    expect(page.locator("#id_members-2-name")).to_be_focused()

    page.locator("[data-formset-row]").nth(0).locator("[data-formset-remove]").click()

    expect(page.locator("[data-formset-row]:visible")).to_have_count(2)
    expect(page.locator("#id_members-0-DELETE")).to_be_checked()
    expect(page.locator("[data-formset-row]:visible [data-formset-number]").first).to_have_text("1")


def test_j_and_k_walk_through_the_rows_of_a_table(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("tbody tr").nth(1).locator("a")).to_be_focused()

    page.keyboard.press("k")
    expect(page.locator("tbody tr").nth(0).locator("a")).to_be_focused()


def test_a_question_is_asked_before_sending(page: Page) -> None:
    page.click("text=Bewaar de leden")
    page.click("dialog >> text=No, go back")

    assert page.url.endswith("?quiet")

    page.click("text=Bewaar de leden")
    with page.expect_navigation():
        page.click("dialog >> text=Yes, do this")

    expect(page.locator("h1")).to_be_visible()


def test_a_chart_answers_to_pointing(page: Page) -> None:
    drawing = page.locator(".chart__drawing--wide")
    drawing.scroll_into_view_if_needed()
    drawing.hover()
    bar = drawing.locator("[aria-roledescription=bar]").first
    expect(page.locator(".chart__drawing.vega-embed")).to_be_visible(timeout=10000)

    bar.hover(force=True)

    expect(page.locator("#vg-tooltip-element.visible")).to_contain_text("source")


def test_the_colours_are_kept_for_the_next_page(page: Page) -> None:
    page.click("[data-theme-choice=dark]")
    expect(page.locator("[data-theme-choice=dark]")).to_have_attribute("aria-pressed", "true")

    page.reload()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_link_of_the_summary_goes_to_the_input(page: Page) -> None:
    page.click("text=Bewaar het woningtype")
    page.click(".error-summary >> text=Vorm")

    expect(page.locator("#id_tenure_0")).to_be_focused()
