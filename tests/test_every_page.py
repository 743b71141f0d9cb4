"""What holds for every page and every form, whoever has it before them: a crawl that finds the next one.

To open every page is what takes time, so each is opened once for each person, and every test here judges what came.
"""

import html
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from urllib.parse import urljoin

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from coophub.accounts.typed import SECRET
from coophub.audit.models import AuditEntry
from tests.scene import PEOPLE, Scene
from tests.test_access import GET, ROWS
from tests.web.reading import find

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("every page")]

OPEN_DATA = (
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


@dataclass(frozen=True)
class Page:
    """What somebody got at an address of theirs. `is_told` if the audit trail has something of it."""

    name: str
    path: str
    status: int
    kind: str
    is_file: bool
    is_told: bool
    content: bytes

    @property
    def markup(self) -> str:
        """Nothing for what is no page."""
        return self.content.decode() if self.status == 200 and "text/html" in self.kind else ""


@pytest.fixture(scope="module")
def opened(one_scene):
    """Gives what somebody gets at every address."""
    return cache(lambda name: list(open_all(one_scene, name)))


def open_all(scene: Scene, name: str) -> Iterator[Page]:
    """Opens every page that somebody may see; what it did is taken back before the next."""
    client = Client()
    client.force_login(scene.people[name], backend="django.contrib.auth.backends.ModelBackend")
    cookies = deepcopy(client.cookies)
    for address, rows in ROWS.items():
        if not any(method == GET and row[PEOPLE.index(name)] == "+" for method, row in rows):
            continue
        client.cookies = deepcopy(cookies)
        with transaction.atomic():
            before = AuditEntry.objects.count()
            answer = client.get(scene.address(address))
            yield Page(
                name=address,
                path=answer.request["PATH_INFO"],
                status=answer.status_code,
                kind=answer.get("Content-Type", ""),
                is_file=answer.get("Content-Disposition", "").startswith("attachment"),
                is_told=AuditEntry.objects.count() > before,
                content=b"".join(answer.streaming_content) if answer.streaming else answer.content,
            )
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", WHO)
def test_what_somebody_takes_along_is_in_the_trail(opened, name):
    files = [page for page in opened(name) if page.is_file and page.name not in OPEN_DATA]

    assert [page.name for page in files if not page.is_told] == []


@pytest.mark.parametrize("name", WHO)
def test_no_browser_decides_what_a_number_is(opened, name):
    """An input of type=number reads "1,5" as 15, or as nothing, by the language of the browser."""
    found = [
        (page.name, field.get("name"))
        for page in opened(name)
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


@pytest.mark.parametrize("name", WHO)
def test_what_was_typed_comes_back_in_every_long_form(client, scene, opened, name):
    """After the session ended, and after somebody signed in elsewhere while the page stood open."""
    client.force_login(scene.people[name], backend="django.contrib.auth.backends.ModelBackend")
    client.handler.enforce_csrf_checks = True
    cookies, lost = deepcopy(client.cookies), []
    on_pages = [(page, *found) for page in opened(name) for found in long_forms(page)]
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
