"""What nobody sends in good faith, in every parameter of every address and every field of every form, for everybody: it
is refused or kept, but a page answers, and it is no page of megabytes.

Each area of the site is gone through by everybody. What is tried where takes turns: a parameter gets another value from
each person, a field another one each time that its form is seen, up to `TIMES_A_FIELD`. Who is refused at an address is
so before anything is read, so one of each kind of refusal tries. Nothing of it is left behind.
A plain run tries one kind of page in ten, `make thorough` all.
`COOPHUB_HOSTILE=30 python -m pytest tests/test_hostile_values.py` tries every value in every field.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from zlib import crc32

import lxml.html
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from coophub.web import clock
from tests.scene import PEOPLE
from tests.test_access import GET, POST, ROWS
from tests.thorough import some

TIMES_A_FIELD = int(os.environ.get("COOPHUB_HOSTILE", "1"))
MOST_BYTES = 2_000_000
ONE_IN = 20
VISITS = 2
"""How many people try out the forms of the same page; everybody who may see it tries its parameters."""

MOST_OF_A_KIND = 25
"""Pages that differ in their arguments alone, such as the parts of a form or of a scheme."""

HOSTILE = [
    "9999-12-31",
    "1e400",
    "De\x00 hof\x0b\x1b",
    "٢٠٢٧-٠٣-٠١",
    "-0",
    "a" * 10_000,
    "0001-01-01",
    "NaN",
    "\ud83d",
    "9" * 10_000,
    "0027-02-28T00:00",
    "-1",
    "\u202e\u200b",
    "٤٢",
    "9999-12-31T23:59",
    "👩‍🌾🏠",
    "-Infinity",
    "e\u0301" * 5_000,
    "2147483648",
    "1",
    "<b>'\"; %s {0} {{ 1 }} \\",
    "99999999999999999999",
    "9999",
    "0,000000000001",
    "9999-12",
    '{"schema": "coophub.plan/1", "name": "\\ud800\\u0000", "horizon_years": 1e400}',
    "a\r\nb: c",
]

READ = sorted(
    {
        found
        for app in ("coophub", "financing", "initiatives", "pilots")
        for file in (settings.BASE_DIR / app).rglob("*.py")
        for found in re.findall(r"""GET(?:\.get|\.getlist)?[(\[]"(\w+)["]""", file.read_text(encoding="utf-8"))
    }
)
"""The parameters that views read without a form."""

AREAS = {
    "everyone": (
        "portal:",
        "api:",
        "account",
        "mfa_",
        "usersessions",
        "set_language",
        "proposals:",
        "notifications:",
        "audit:",
        "tokens:",
        "webhooks:",
        "identity:",
        "socialaccount",
    ),
    "visitors' plans": ("plans:calculat", "plans:shared", "plans:norm", "plans:example", "plans:start", "plans:schema"),
    "plans": ("plans:",),
    "groups": ("initiatives:", "pilots:", "documents:", "reports:"),
    "schemes": ("subsidies:scheme", "subsidies:new_", "subsidies:condition", "subsidies:preview", "subsidies:remove_c"),
    "subsidy": ("subsidies:",),
    "policy lab": ("lab:",),
}
KEYS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
"""Which row of a list a field belongs to."""

ENDS = ("/logout/", "/i18n/setlang/", "/accounts/demo/")
"""Forms of the frame around each page, and what ends the visit."""


@dataclass
class Form:
    """A form on a page, with what it would send as it stands, filled in where it is empty."""

    action: str
    method: str
    sent: list[tuple[str, str]]
    names: list[str]

    @property
    def kind(self) -> frozenset[str]:
        """What tells it from other forms of the same view, however many rows it has."""
        return frozenset(KEYS.sub("#", name) for name in self.names)

    def with_value(self, name: str, value: str) -> list[tuple[str, str]]:
        return [(other, kept) for other, kept in self.sent if other != name] + [(name, value)]


@dataclass
class Crawl:
    """One area, gone through by everybody."""

    area: str
    scene: object
    one_in: int
    tried: Counter = field(default_factory=Counter)
    visited: Counter = field(default_factory=Counter)
    refused: set[tuple[str, str, str]] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    requests: int = 0

    def __post_init__(self) -> None:
        self.names = sorted(name for name in ROWS if area_of(name) == self.area)[:: self.one_in]

    def go(self) -> None:
        for person in reversed(PEOPLE):  # who may do most first
            client = Client()
            if person in self.scene.people:
                client.force_login(self.scene.people[person], backend="django.contrib.auth.backends.ModelBackend")
                # Its first page notes the session; what comes after is taken back, and would note it again and again.
                client.get(reverse("portal:privacy"))
            self._go_as(person, client)

    def _go_as(self, person: str, client: Client) -> None:
        to_visit, kinds = [], Counter()
        for name, rows in ROWS.items():
            if name not in self.names:
                continue
            address = self.scene.address(name)
            for method, row in rows:
                outcome = row[PEOPLE.index(person)]
                may = outcome == "+"
                if not may and (address, method, outcome) in self.refused:
                    continue
                self.refused.add((address, method, outcome))
                if method == POST:
                    self._send(client, person, POST, address, [(each, hostile(person, each)) for each in READ])
                elif may and self.visited[address] < VISITS:
                    self.visited[address] += 1
                    to_visit.append(address)
                else:
                    self._look(client, person, address, READ)
        seen = set(to_visit)
        while to_visit:
            address = to_visit.pop(0)
            for link in self._visit(client, person, address):
                kind = kind_of(link)
                if link in seen or kind not in self.names or kinds[kind] >= MOST_OF_A_KIND:
                    continue
                seen.add(link)
                kinds[kind] += 1
                if self.visited[link] < VISITS:
                    self.visited[link] += 1
                    to_visit.append(link)

    def _visit(self, client: Client, person: str, address: str) -> list[str]:
        """Tries out a page and its forms. Gives the addresses that it links to."""
        response = self._send(client, person, GET, address, [])
        if response is None or response.streaming or b"<html" not in response.content:
            return []
        page = lxml.html.fromstring(response.content)
        links = [urljoin(address, link.get("href")) for link in page.iterfind(".//a[@href]")]
        forms = [form for form in forms_on(page, address) if not form.action.startswith(ENDS)]
        parameters = {
            name for link in links if urlsplit(link).path == address for name, _ in parse_qsl(urlsplit(link).query)
        }
        for form in forms:
            if form.method == GET:
                parameters |= set(form.names)
            for name in form.names:
                key = (kind_of(form.action), form.method, form.kind, KEYS.sub("#", name))
                if self.tried[key] < TIMES_A_FIELD:
                    self.tried[key] += 1
                    value = hostile(name, form.action, number=self.tried[key])
                    self._send(client, person, form.method, form.action, form.with_value(name, value))
        self._look(client, person, address, [*parameters, *READ])
        return [urlsplit(link).path for link in links if not urlsplit(link).netloc]

    def _look(self, client: Client, person: str, address: str, parameters: list[str]) -> None:
        chosen = [(name, hostile(person, name)) for name in sorted(set(parameters))]
        self._send(client, person, GET, address, chosen)

    def _send(self, client: Client, person: str, method: str, address: str, sent: list[tuple[str, str]]):
        """Sends it, looks where it leads, and takes everything back."""
        signed_in = deepcopy(client.cookies)
        response = None
        with transaction.atomic():
            try:
                response = request(client, method, address, sent)
                self._judge(person, method, address, sent, response)
                if method == POST and response.status_code == 302:
                    connection.check_constraints()
                    after = urljoin(address, response["Location"])
                    if not urlsplit(after).netloc:
                        self._judge(person, "after", after, sent, client.get(after))
            except Exception as error:
                self._complain(person, method, address, sent, f"{type(error).__name__}: {error}"[:300])
            transaction.set_rollback(True)
        client.cookies = signed_in
        self.requests += 1
        return response

    def _judge(self, person: str, method: str, address: str, sent: list[tuple[str, str]], response) -> None:
        if response.status_code >= 500:
            self._complain(person, method, address, sent, str(response.status_code))
        elif not response.streaming and len(response.content) > MOST_BYTES:
            self._complain(person, method, address, sent, f"{len(response.content)} bytes")

    def _complain(self, person: str, method: str, address: str, sent: list[tuple[str, str]], why: str) -> None:
        odd = {name: value[:40] for name, value in sent if value in HOSTILE and value != "1"}
        self.wrong.append(f"{person} {method} {address} {odd!a}: {why}")


def hostile(*place: str, number: int = 0) -> str:
    """A value that takes turns over the places, the same in every run."""
    return HOSTILE[(crc32(" ".join(place).encode()) + number) % len(HOSTILE)]


def request(client: Client, method: str, address: str, sent: list[tuple[str, str]]):
    written = urlencode(
        [(name.encode(errors="surrogatepass"), value.encode(errors="surrogatepass")) for name, value in sent]
    )
    if method == GET:
        return client.get(address, QUERY_STRING=written)
    return client.post(address, written, content_type="application/x-www-form-urlencoded")


def forms_on(page: lxml.html.HtmlElement, address: str) -> Iterator[Form]:
    for form in page.forms:
        action = urlsplit(urljoin(address, form.get("action") or address)).path
        fields = [each for each in form.inputs if each.name and not each.get("disabled")]
        sent = [(each.name, value) for each in fields for value in values_of(each)]
        sent = list({pair: None for pair in sent if pair[0] != "csrfmiddlewaretoken"})
        yield Form(action, form.method.lower(), sent, list(dict.fromkeys(each.name for each in fields))[:80])


def values_of(each: lxml.html.HtmlElement) -> list[str]:
    """What a field holds; where that is nothing, something that fits."""
    if each.tag == "select":
        return [option.get("value") or "" for option in each.iter("option") if option.get("selected") is not None] or [
            next((value for option in each.iter("option") if (value := option.get("value"))), "")
        ]
    if each.tag == "textarea":
        return [each.text or "Hof"]
    kind = each.get("type", "text")
    if kind in ("checkbox", "radio"):
        return [each.get("value", "on")] if each.get("checked") is not None or each.get("required") is not None else []
    if kind == "file":
        return []
    today = clock.today()
    number = "1" if each.get("inputmode") in ("numeric", "decimal") else "Hof"
    fitting = {
        "date": str(today),
        "datetime-local": f"{today}T10:00",
        "month": f"{today:%Y-%m}",
        "email": "a@example.org",
    }
    return [each.get("value") or fitting.get(kind, number)]


@cache
def kind_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def area_of(name: str) -> str:
    return next((area for area, beginnings in AREAS.items() if name.startswith(beginnings)), "")


def test_every_address_is_in_an_area():
    assert [name for name in ROWS if not area_of(name)] == []


@pytest.mark.xdist_group("hostile")
@pytest.mark.usefixtures("bare_404")
@pytest.mark.parametrize("one_in", some([ONE_IN, 1], plain=[ONE_IN]))
@pytest.mark.parametrize("area", AREAS)
def test_nothing_that_is_sent_breaks_a_page(area, one_in, scene):
    crawl = Crawl(area, scene, one_in)

    crawl.go()

    assert "\n".join(crawl.wrong) == "", f"{crawl.requests} requests"
