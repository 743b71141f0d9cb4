"""No page of the demo leads anybody to a page that is not there or not theirs: what is offered can be opened."""

import re
from collections import deque
from html import unescape
from urllib.parse import urljoin

import pytest
from django.db import connection, transaction
from django.test import Client

from coophub.accounts.demo import give_demo_second_factor
from coophub.accounts.models import User
from coophub.portal.demo.load import load_demo
from coophub.web import clock

pytestmark = pytest.mark.xdist_group("demo")

HREF = re.compile(r'<a\b[^>]*?\bhref="([^"#]+)')
SIGNING_OUT = "/accounts/logout/"


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    """Everybody of the demo, each with what is asked of their role at the door."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(today=clock.today())
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        people = list(User.objects.filter(is_demo=True).order_by("pk"))
        for person in people:
            give_demo_second_factor(person)
        yield people
        transaction.set_rollback(True)


def kind_of(address):
    """Addresses that differ by a number, a key or a name are one page."""
    path, _mark, query = address.partition("?")
    path = re.sub(r"(?<=/)(\d+|[0-9a-f]{8}-[0-9a-f-]{27})(?=/)", "n", path)
    path = re.sub(r"^/(initiatives|register|schemes)/(?!new/)[^/]+/", r"/\1/n/", path)
    return path + "?" + ",".join(sorted(re.findall(r"(?:^|&)((?:tab|section)=[\w-]*|\w+(?==))", query)))


def links_of(response):
    if not response.get("Content-Type", "").startswith("text/html"):
        return []
    return [unescape(found) for found in HREF.findall(response.content.decode())]


def dead_ends_of(person):
    """The addresses that a person is led to and that do not open, with the page that leads there."""
    client = Client()
    client.force_login(person)
    seen, dead, waiting = set(), [], deque([("/start/", "the start"), ("/", "the start")])
    while waiting:
        address, source = waiting.popleft()
        kind = kind_of(address)
        if kind in seen or not address.startswith("/") or address.startswith(SIGNING_OUT):
            continue
        seen.add(kind)
        response = client.get(address)
        if response.status_code >= 400:
            dead.append((address, response.status_code, source))
        if response.status_code in (301, 302):
            waiting.append((response["Location"], address))
            continue
        waiting.extend((urljoin(address, link), address) for link in links_of(response))
    assert len(seen) > 20
    return dead


def test_nobody_of_the_demo_is_led_to_a_dead_end(people):
    assert {str(person): found for person in people if (found := dead_ends_of(person))} == {}
