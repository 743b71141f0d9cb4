"""`make screenshots`: a picture of one page of each kind in the demo, for each role, and sheets with all of them.

`.local/screenshots/index.html` has the sheets. Says at the end on which pages something does not load or run, or is
wider than the screen.
"""

import argparse
import html
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import count, product
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from scripts.run import BIN, LOCAL_DIR, ROOT, listen
from scripts.slow_pages import LEFT_ALONE, LINK, ROLES
from scripts.slow_pages import NUMBERS as KEYS

FOLDER = LOCAL_DIR / "screenshots"
VISITOR = "visitor"
NAMES = re.compile(r"/(initiatives|register|municipalities|examples|plan)/[\w-]+")
FILES = re.compile(r"\.(pdf|csv|json|xlsx|zip|ics|txt|svg|png|xml)$|/(download|file|pdf|workbook|export)/|[?&]export=")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PATIENCE = 30_000


class Look(NamedTuple):
    """How a page is looked at."""

    width: int
    language: str
    theme: str

    @property
    def name(self) -> str:
        return f"{self.width}-{self.language}-{self.theme}"


def kind_of(address: str) -> str:
    """What the address of a page has in common with those of others of its kind."""
    path, _mark, query = address.partition("?")
    names = sorted(part.partition("=")[0] for part in query.split("&"))
    tab = re.search(r"(?:tab|section|view)=[\w-]+", query)
    return NAMES.sub(r"/\1/#", KEYS.sub("#", path)) + (tab.group() if tab else "&".join(names))


def addresses(context: BrowserContext, site: str) -> Iterator[str]:
    """One page of each kind to which links lead from the first page."""
    known, waiting = set(), ["/", "/start/"]
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind in known:
            continue
        known.add(kind)
        answer = context.request.get(site + address)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        yield address
        here = answer.url.removeprefix(site)
        links = (urljoin(here, html.unescape(link)) for link in LINK.findall(answer.text()))
        waiting += [link for link in links if not LEFT_ALONE.match(link) and not FILES.search(link)]


def signed_in(browser: Browser, site: str, role: str, look: Look) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": look.width, "height": 900},
        color_scheme="dark" if look.theme == "dark" else "light",
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
    )
    context.set_default_timeout(PATIENCE)
    if role != VISITOR:
        page = context.new_page()
        page.goto(f"{site}/account/login/")
        page.get_by_role("button", name=re.compile(role, re.IGNORECASE)).first.click()
        page.wait_for_load_state()
        page.close()
    # After signing in, which brings the language of the person.
    context.add_cookies([{"name": "django_language", "value": look.language, "url": site}])
    return context


def picture(page: Page, address: str, path: Path) -> list[str]:
    """Takes it, and says what is wrong with the page at first sight."""
    wrong: list[str] = []
    page.on("response", lambda answer: wrong.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    page.screenshot(path=path, full_page=True, type="jpeg", quality=70)
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*wrong, f"{wider} px wider than the screen"] if wider > 0 else wrong


def take_all(browser: Browser, site: str, roles: list[str], looks: list[Look]) -> tuple[list[str], list[str]]:
    """The pictures of every role and look: parts of the index, and what is wrong."""
    sheets, wrong = [], []
    for role, look in product(roles, looks):
        folder = FOLDER / role / look.name
        folder.mkdir(parents=True, exist_ok=True)
        context = signed_in(browser, site, role, look)
        shown = []
        for number, address in zip(count(1), addresses(context, site)):
            path = folder / f"{number:03}.jpg"
            page = context.new_page()
            wrong += [f"{role}, {look.name}: {address}: {fault}" for fault in picture(page, site + address, path)]
            page.close()
            shown.append(figure(path, address))
        context.close()
        sheets.append(f"<h2>{role}, {look.name}</h2><div>{''.join(shown)}</div>")
        print(f"{role}, {look.name}: {len(shown)} pages", flush=True)
    return sheets, wrong


def figure(path: Path, address: str) -> str:
    source = path.relative_to(FOLDER)
    return (
        f'<figure><a href="{source}"><img src="{source}" loading="lazy" alt=""></a>'
        f"<figcaption>{html.escape(address)}</figcaption></figure>"
    )


def index(sheets: list[str]) -> str:
    style = (
        "div{display:flex;flex-wrap:wrap;gap:1rem}figure{width:16rem;margin:0}figcaption{font:.7rem sans-serif;"
        "overflow-wrap:anywhere}img{width:100%;max-height:24rem;object-fit:cover;object-position:top;"
        "border:1px solid #aaa}"
    )
    return f"<!doctype html><meta charset=utf-8><title>CoopHub</title><style>{style}</style>{''.join(sheets)}"


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--roles", default=",".join((VISITOR, *ROLES)), help="default: all of them")
    parser.add_argument("--widths", default="390,1280", help="default: 390,1280")
    parser.add_argument("--languages", default="nl", help="nl, en or both; default: nl")
    parser.add_argument("--themes", default="light", help="light, dark or both; default: light")
    return parser.parse_args()


def main() -> None:
    choice = asked()
    looks = [
        Look(int(width), language, theme)
        for width, language, theme in product(
            *(getattr(choice, name).split(",") for name in ("widths", "languages", "themes"))
        )
    ]
    door = listen()
    site = f"http://localhost:{door.getsockname()[1]}"
    web = subprocess.Popen(
        [BIN / "gunicorn", "coophub.wsgi", "--bind", f"fd://{door.fileno()}", "--threads", "4", "--log-level", "error"],
        cwd=ROOT,
        pass_fds=[door.fileno()],
        env=os.environ | {"COOPHUB_DEMO": "1", "SITE_URL": site},
    )
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
            sheets, wrong = take_all(browser, site, choice.roles.split(","), looks)
    finally:
        web.terminate()
        web.wait()
    (FOLDER / "index.html").write_text(index(sheets), encoding="utf-8")
    print(f"Look at {(FOLDER / 'index.html').relative_to(ROOT)}")
    sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
