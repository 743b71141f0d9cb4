"""What holds for every page and every form, whoever has it before them: crawls that find the next one."""

import html
from copy import deepcopy
from urllib.parse import urljoin

import pytest
from django.db import transaction
from django.urls import reverse

from coophub.accounts.typed import SECRET
from coophub.audit.models import AuditEntry
from tests.scene import PEOPLE
from tests.test_access import GET, ROWS
from tests.web.reading import find

pytestmark = pytest.mark.django_db

OPEN_DATA = (
    "plans:calculation_export",
    "subsidies:awards_csv",
    "subsidies:awards_json",
    "plans:schema",
    "plans:homes_example",
    "plans:calculation_homes_example",
)
"""What everybody may have, or what holds nothing of anybody."""

WHO = ("reader", "owner", "coach", "reviewer", "decider", "manager", "administrator")
"""Whoever has a page that nobody else here has."""


@pytest.fixture
def as_person(client, scene):
    """Opens every page that somebody may see; each is taken back before the next."""

    def pages(name):
        person = scene.people.get(name)
        if person is not None:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        cookies = deepcopy(client.cookies)
        for address, rows in ROWS.items():
            if not any(method == GET and row[PEOPLE.index(name)] == "+" for method, row in rows):
                continue
            client.cookies = deepcopy(cookies)
            with transaction.atomic():
                yield address, client.get(scene.address(address))
                transaction.set_rollback(True)

    return pages


@pytest.mark.parametrize("name", WHO)
def test_what_somebody_takes_along_is_in_the_trail(as_person, name):
    untold = []
    before = AuditEntry.objects.count()
    for address, answer in as_person(name):
        is_file = answer.get("Content-Disposition", "").startswith("attachment")
        if is_file and address not in OPEN_DATA and AuditEntry.objects.count() == before:
            untold.append(address)

    assert untold == []


@pytest.mark.parametrize("name", WHO)
def test_no_browser_decides_what_a_number_is(as_person, name):
    """An input of type=number reads "1,5" as 15, or as nothing, by the language of the browser."""
    found = [
        (address, field.get("name"))
        for address, answer in as_person(name)
        if answer.status_code == 200 and "text/html" in answer.get("Content-Type", "")
        for field in find(answer.content.decode(), "input[type=number]")
    ]

    assert found == []


def long_forms(answer):
    """The forms of a page with more than two fields in which something can be typed."""
    if answer.status_code != 200 or "text/html" not in answer.get("Content-Type", ""):
        return
    for form in find(answer.content.decode(), "main form[method=post]"):
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
def test_what_was_typed_comes_back_in_every_long_form(client, as_person, name):
    """After the session ended, and after somebody signed in elsewhere while the page stood open."""
    client.handler.enforce_csrf_checks = True
    lost, count = [], 0
    for address, answer in as_person(name):
        at = answer.request["PATH_INFO"]
        for form, fields in long_forms(answer):
            count += 1
            typed = typed_words(fields)
            sent = client.post(
                urljoin(at, form.get("action") or at),
                {**typed, "csrfmiddlewaretoken": "x" * 64},
                headers={"origin": "http://testserver"},
            )
            page = html.unescape(client.get(reverse("accounts:typed")).content.decode())
            if sent.get("Location") != reverse("accounts:typed") or not all(words in page for words in typed.values()):
                lost.append((address, sent.status_code))

    assert lost == []
    print(f"{name}: {count} forms")
