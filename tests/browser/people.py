"""Somebody at work in a browser."""

import re
import time
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Locator, Page, expect

AXE = (Path(settings.BASE_DIR) / "node_modules/axe-core/axe.min.js").read_text()
SLOW_MS = 30_000
PHONE, DESK = 390, 1280

UNDER_WAY = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"

STRUCTURE = """() => {
  const said = ['role', 'type', 'lang', 'data-theme', 'data-tone', 'aria-expanded', 'aria-selected', 'aria-current'];
  const kinds = new Map();
  const read = (element, above) => {
    const attributes = element.getAttributeNames().sort().join();
    const values = said.map((name) => element.getAttribute(name)).join();
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const name = `${element.tagName}.${element.className.baseVal ?? element.className}[${attributes}]${values}`;
    const kind = `${above}>${name}`;
    kinds.set(`${kind}${hasText}`, (kinds.get(`${kind}${hasText}`) ?? 0) + 1);
    for (const child of element.children) read(child, kind);
  };
  read(document.documentElement, '');
  return [...kinds].map(([kind, count]) => `${kind} ${count > 1}`).sort().join();
}"""
"""Of what kinds of element a page is made, and which of them stand there more than once."""

LOOK = "[window.innerWidth, window.matchMedia('(prefers-color-scheme: dark)').matches]"

judged: set[tuple[int, ...]] = set()
"""What axe found nothing in: how wide the window was, whether it was dark, and the structure of the page. Other
words, and more or fewer of the same rows, change nothing of what it says.
"""


def look_at(page: Page) -> None:
    """Nothing that axe finds, nothing wider than the window, once every part of the page that comes later is there."""
    page.wait_for_function("parts => !document.querySelector(parts)", arg=UNDER_WAY)
    structure = (*page.evaluate(LOOK), hash(page.evaluate(STRUCTURE)))
    if structure not in judged:
        _ask_axe(page)
        judged.add(structure)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, (page.url, page.viewport_size, wide)


def _ask_axe(page: Page) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    wrong = [(item["id"], [node["html"][:150] for node in item["nodes"][:3]]) for item in found["violations"]]
    assert not wrong, (page.url, page.viewport_size, wrong)


def look_in_both(page: Page) -> None:
    """On a desk first, and then as wide as a phone."""
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        look_at(page)


def promised(page: Page, script: str, argument: object = None) -> object:
    """What an asynchronous function of the browser gives, asked again until it gives something. `wait_for_function`
    takes the promise itself for an answer.
    """
    end = time.monotonic() + SLOW_MS / 1000
    while not (given := page.evaluate(script, argument)):
        assert time.monotonic() < end, script
        page.wait_for_timeout(50)
    return given


class Person:
    """Somebody with a window of their own. Each page they come to is looked at by axe once, as wide as their window and
    as wide as `also`; `clicks` counts what they pressed.
    """

    def __init__(self, page: Page, width: int, also: tuple[int, ...] = ()) -> None:
        self.page = page
        self.width = width
        self.also = also
        self.seen: set[str] = set()
        self.clicks = 0

    def visit(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def look(self) -> None:
        place = re.sub(r"\d+|[0-9a-f-]{20,}", "n", self.page.url) + self.page.title()
        if place in self.seen:
            return
        self.seen.add(place)
        for width in self.also:
            self._set_width(width)
            look_at(self.page)
            self._set_width(self.width)
        look_at(self.page)

    def _set_width(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 900})

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"[name='{name}']").fill(value)

    def choose(self, name: str, value: str) -> None:
        field = self.page.locator(f"[name='{name}']").first
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            self.page.locator(f"[name='{name}'][value='{value}']").check(force=True)

    def press(self, words: str) -> None:
        self.follow(self.page.get_by_role("button", name=words).first)

    def follow(self, link: Locator) -> None:
        """Clicks, waits until the browser has really come to another page, and looks at it."""
        self.clicks += 1
        with self.page.expect_navigation():
            link.click()
        self.look()

    def confirm(self, words: str) -> None:
        """Presses a button that first asks whether one is sure."""
        self.clicks += 1
        self.page.get_by_role("button", name=words).first.click()
        dialog = self.page.locator("dialog[open]")
        agree = dialog.locator("button").filter(has_text=re.compile(words.split()[0], re.IGNORECASE))
        self.follow(agree.or_(dialog.locator("button[value=yes], button.utrecht-button--primary-action")).first)

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text, timeout=SLOW_MS)
