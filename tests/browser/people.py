"""Somebody at work in a browser."""

import datetime as dt
import re
import time
from pathlib import Path

from django.conf import settings
from playwright.sync_api import FilePayload, Locator, Page, expect

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
    for (const child of element.childNodes) if (child.nodeType === 1) read(child, kind);
  };
  read(document.documentElement, '');
  return [...kinds].map(([kind, count]) => `${kind} ${count > 1}`).sort().join();
}"""
"""Of what kinds of element a page is made, and which of them stand there more than once."""

LOOK = "[window.innerWidth, window.matchMedia('(prefers-color-scheme: dark)').matches]"

HAS_FOCUS = "found => found.includes(document.activeElement)"

SHOWS_FOCUS = """() => {
  const here = document.activeElement;
  const { top, bottom } = here.getBoundingClientRect();
  const drawn = [here, here.closest('label'), here.nextElementSibling].some((element) => {
    if (!element) return false;
    const style = getComputedStyle(element);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  });
  return drawn && bottom > 0 && top < window.innerHeight;
}"""
"""Whether what has the focus is in sight, with a line around it."""

MOST_STOPS = 250
"""After so many a page is a trap for who has no mouse."""

DAY_TYPED, MOMENT_TYPED = "%m%d%Y", "%m%d%Y%I%M%p"
"""In the order of the parts that such a field has in Chromium, whose own language here is English."""

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

    def tick(self, box: Locator) -> None:
        box.check(force=True)

    def attach(self, name: str, file: FilePayload) -> None:
        self.page.locator(f"[name='{name}']").set_input_files(file)

    def click(self, target: Locator) -> None:
        """Uses what stays on the page."""
        self.clicks += 1
        target.click()

    def confirm(self, words: str) -> None:
        """Presses a button that first asks whether one is sure."""
        self.click(self.page.get_by_role("button", name=words).first)
        dialog = self.page.locator("dialog[open]")
        agree = dialog.locator("button").filter(has_text=re.compile(words.split()[0], re.IGNORECASE))
        self.follow(agree.or_(dialog.locator("button[value=yes], button.utrecht-button--primary-action")).first)

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text, timeout=SLOW_MS)


class AtTheKeys(Person):
    """Somebody without a mouse, who comes with the Tab key to everything that they use and sees where they are."""

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.reach(self.page.locator(f"[name='{name}']"))
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(value)

    def choose(self, name: str, value: str) -> None:
        field = self.page.locator(f"[name='{name}']").first
        if field.evaluate("field => field.tagName") == "SELECT":
            self.reach(field)
            self.page.keyboard.type(field.locator(f"option[value='{value}']").inner_text().strip())
            expect(field).to_have_value(value)
        elif field.get_attribute("type") == "radio":
            self._choose_radio(name, value)
        else:
            self.tick(self.page.locator(f"[name='{name}'][value='{value}']"))

    def tick(self, box: Locator) -> None:
        self.reach(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def attach(self, name: str, file: FilePayload) -> None:
        self.reach(self.page.locator(f"[name='{name}']"))
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Enter")
        chooser.value.set_files(file)

    def click(self, target: Locator) -> None:
        self.clicks += 1
        self.reach(target)
        self.page.keyboard.press("Enter")

    def _choose_radio(self, name: str, value: str) -> None:
        """Tab comes to one of the group; the arrows go on to the others."""
        self.reach(self.page.locator(f"[name='{name}']"))
        wanted = self.page.locator(f"[name='{name}'][value='{value}']")
        self.page.keyboard.press("Space")
        for _other in range(self.page.locator(f"[name='{name}']").count()):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        expect(wanted).to_be_checked()

    def type_day(self, name: str, day: dt.date | dt.datetime) -> None:
        field = self.page.locator(f"[name='{name}']")
        self.reach(field)
        parts, written = (MOMENT_TYPED, "%Y-%m-%dT%H:%M") if isinstance(day, dt.datetime) else (DAY_TYPED, "%Y-%m-%d")
        self.page.keyboard.type(day.strftime(parts))
        expect(field).to_have_value(day.strftime(written))

    def follow(self, link: Locator) -> None:
        self.clicks += 1
        self.reach(link)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def reach(self, target: Locator) -> None:
        """With the Tab key alone, and no trap on the way."""
        for _stop in range(MOST_STOPS):
            if target.evaluate_all(HAS_FOCUS):
                assert self.page.evaluate(SHOWS_FOCUS), (self.page.url, str(target))
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no Tab comes to {target} on {self.page.url}")


HANDS: dict[str, type[Person]] = {"mouse": Person, "keyboard": AtTheKeys}
"""By which somebody works. Whoever walks a road by the keyboard alone finds what cannot be reached by it."""
