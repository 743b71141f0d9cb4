"""What holds for every page and every form, whoever has it before them: a crawl that finds the next one.

To open every page is what takes time, so each is opened once for each person, and every test here judges what came.
"""

import html
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, partial
from urllib.parse import urljoin

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from coophub.accounts.typed import SECRET
from coophub.audit.models import AuditEntry
from tests.hidden import WHERE
from tests.readable import SEARCHES, files_on, readable
from tests.scene import PEOPLE, WORDS_BESIDE, Scene
from tests.test_access import GET, ROWS, outcome_of
from tests.thorough import some
from tests.web.reading import find

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("every page")]

OPEN_DATA = (
    "api:dataset_file",
    "plans:calculation_export",
    "subsidies:awards_csv",
    "subsidies:awards_json",
    "plans:schema",
    "plans:homes_example",
    "plans:calculation_homes_example",
    "pilots:model_file",
)
"""What everybody may have, or what holds nothing of anybody."""

WHO = ("reader", "owner", "coach", "reviewer", "decider", "manager", "administrator")
"""Whoever has a page that nobody else here has."""

IN_EVERY_RUN = ("nobody", "owner")


@dataclass(frozen=True)
class Page:
    """What somebody got at an address, with its outcome in the letters of the table. `is_told` if the audit trail has
    something of it.
    """

    name: str
    path: str
    status: int
    outcome: str
    headers: Mapping[str, str]
    content: bytes
    is_told: bool

    @property
    def is_file(self) -> bool:
        return self.headers.get("Content-Disposition", "").startswith("attachment")

    @property
    def markup(self) -> str:
        """Nothing for what is no page."""
        is_page = self.status == 200 and "text/html" in self.headers.get("Content-Type", "")
        return self.content.decode() if is_page else ""


class Opened:
    """Every page, opened once by this person. What a page does is taken back before the next is opened."""

    def __init__(self, scene: Scene, person: str) -> None:
        self.place = PEOPLE.index(person)
        self.client = Client()
        self.is_signed_in = person in scene.people
        if self.is_signed_in:
            self.client.force_login(scene.people[person], backend="django.contrib.auth.backends.ModelBackend")
            # Its first page notes the session, which is of no interest here.
            self.client.get(reverse("portal:privacy"))
        self.cookies = deepcopy(self.client.cookies)
        names = [name for name, rows in ROWS.items() if any(method == GET for method, _row in rows)]
        self.pages = [self.open(name, scene.address(name)) for name in names]

    @property
    def own(self) -> list[Page]:
        """What they may see."""
        return [page for page in self.pages if page.outcome == "+"]

    def open(self, name: str, path: str, words: Mapping[str, str] | None = None) -> Page:
        self.client.cookies = deepcopy(self.cookies)
        with transaction.atomic():
            before = AuditEntry.objects.count()
            answer = self.client.get(path, words)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            is_told = AuditEntry.objects.count() > before
            transaction.set_rollback(True)
        return Page(name, path, answer.status_code, outcome_of(answer), answer.headers, content, is_told)


@pytest.fixture(scope="module")
def opened(one_scene: Scene, bare_404: None) -> Callable[[str], Opened]:
    """Gives what somebody gets at every address."""
    return cache(partial(Opened, one_scene))


@pytest.mark.parametrize("name", some(PEOPLE, plain=IN_EVERY_RUN))
def test_everybody_sees_what_the_table_says(scene, opened, name):
    found, wrong = opened(name), []
    for page in found.pages:
        [row] = [row for method, row in ROWS[page.name] if method == GET]
        assert page.status < 500, page.name
        if found.is_signed_in and "L" in row:
            assert page.headers["Cache-Control"] == "private, no-store", page.name
        if page.outcome != row[found.place]:
            wrong.append((page.name, f"expected {row[found.place]}, got {page.outcome} ({page.status})"))

    assert wrong == []


def words_shown(opened: Opened, page: Page) -> str:
    """What somebody reads there: when they search for what stands beside it, and in the files that it offers, too."""
    parts = [page]
    if SEARCHES in page.markup:
        parts += [opened.open(page.name, page.path, {"q": word}) for word in WORDS_BESIDE]
    shown = " ".join(readable(part.content) for part in parts)
    files = [opened.open(page.name, file) for file in files_on(shown, page.path)]
    return " ".join([shown, *(readable(file.content) for file in files)]).lower()


@pytest.mark.parametrize("name", some(PEOPLE, plain=IN_EVERY_RUN))
def test_what_is_for_few_is_found_by_nobody_else(scene, opened, name):
    by_them = opened(name)
    found: dict[str, set[str]] = {word: set() for word in WHERE}
    for page in by_them.pages:
        shown = words_shown(by_them, page)
        for word in WHERE:
            if word in shown:
                found[word].add(page.name)

    searched = {page.name for page in by_them.pages if SEARCHES in page.markup}
    assert found == {word: where.get(name, set()) for word, where in WHERE.items()}
    assert {"pilots:guides", "portal:register"} <= searched


@pytest.mark.parametrize("name", some(WHO, plain=IN_EVERY_RUN))
def test_what_somebody_takes_along_is_in_the_trail(scene, opened, name):
    files = [page for page in opened(name).own if page.is_file and page.name not in OPEN_DATA]

    assert [page.name for page in files if not page.is_told] == []


@pytest.mark.parametrize("name", some(WHO, plain=IN_EVERY_RUN))
def test_no_browser_decides_what_a_number_is(scene, opened, name):
    """An input of type=number reads "1,5" as 15, or as nothing, by the language of the browser."""
    found = [
        (page.name, field.get("name"))
        for page in opened(name).own
        if page.markup
        for field in find(page.markup, "input[type=number]")
    ]

    assert found == []


def long_forms(page):
    """The forms of a page with more than two fields in which something can be typed."""
    for form in find(page.markup, "main form[method=post]") if page.markup else []:
        fields = [field for field in form.iter() if field.tag in ("input", "textarea", "select") and is_typed(field)]
        if len(fields) > 2:
            yield form, fields


def is_typed(field):
    unseen = ("hidden", "submit", "button", "file", "password", "checkbox", "radio")
    name = field.get("name") or ""
    return bool(name) and field.get("type") not in unseen and not any(word in name for word in SECRET)


def typed_words(fields):
    return {field.get("name"): f"Getypt in {field.get('name')} <&>" for field in fields}


@pytest.mark.parametrize("name", some(WHO, plain=IN_EVERY_RUN))
def test_what_was_typed_comes_back_in_every_long_form(client, scene, opened, name):
    """After the session ended, and after somebody signed in elsewhere while the page stood open."""
    client.force_login(scene.people[name], backend="django.contrib.auth.backends.ModelBackend")
    client.handler.enforce_csrf_checks = True
    cookies, lost = deepcopy(client.cookies), []
    on_pages = [(page, *found) for page in opened(name).own for found in long_forms(page)]
    for page, form, fields in on_pages:
        typed = typed_words(fields)
        client.cookies = deepcopy(cookies)
        with transaction.atomic():
            sent = client.post(
                urljoin(page.path, form.get("action") or page.path),
                {**typed, "csrfmiddlewaretoken": "x" * 64},
                headers={"origin": "http://testserver"},
            )
            kept = html.unescape(client.get(reverse("accounts:typed")).content.decode())
            transaction.set_rollback(True)
        if sent.get("Location") != reverse("accounts:typed") or not all(words in kept for words in typed.values()):
            lost.append((page.name, sent.status_code))

    assert on_pages
    assert lost == []
