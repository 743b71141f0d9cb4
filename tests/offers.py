"""What pages offer somebody: every link that they show leads somewhere, and every form that they show works when it is
sent.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import ERROR, get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import translation
from lxml.html import HtmlElement as Element

from coophub.accounts.models import User
from coophub.audit.models import AuditEntry
from tests.doors import bare_404
from tests.factories.subsidies import CSV
from tests.web.reading import find, words

PASSWORDS = "django.contrib.auth.backends.ModelBackend"
MOST_OF_A_KIND, MOST_ASKED_OTHERWISE = 6, 2
"""Pages of one view that are walked along, and pages of it with other filters or another order."""
ERRORS = ".utrecht-form-field-error-message, .utrecht-alert--error, [role=alert]"


@dataclass(frozen=True)
class Offer:
    """A form as it stands on a page, with the button that sends it: what is filled in, what can be chosen (of radio
    buttons), which files it takes, and the `names` of all its fields.
    """

    page: str
    action: str
    button: str
    fields: Mapping[str, Sequence[str]]
    choices: Mapping[str, Sequence[str]]
    files: Sequence[str]
    names: Collection[str]

    @property
    def name(self) -> tuple[str, str]:
        return self.action, self.button


@dataclass
class Seen:
    """What somebody comes by: the pages that open with what stands there, the forms on them, and the links that end
    nowhere.
    """

    pages: dict[str, str] = field(default_factory=dict)
    offers: dict[tuple[str, str], Offer] = field(default_factory=dict)
    dead_links: list[tuple[str, str, int]] = field(default_factory=list)


FillIn = Callable[[Offer], Mapping[str, object]]


def signed_in(user: User | AnonymousUser) -> Client:
    client = Client(headers={"accept-language": "en"})
    if isinstance(user, User):
        client.force_login(user, backend=PASSWORDS)
    return client


def walk(client: Client, start: Iterable[str], *, pages: tuple[str, ...], forms: tuple[str, ...]) -> Seen:
    """From the pages `start` along every link to one of `pages`, gathering `forms`: both by how the names of the
    addresses begin to which they lead.
    """
    seen, waiting, known = Seen(), [("", address) for address in start], set()
    kinds: Counter[tuple[str, bool]] = Counter()
    while waiting:
        page, address = waiting.pop(0)
        if address in known:
            continue
        known.add(address)
        answer = client.get(address)
        if answer.status_code >= 400:
            if page:
                seen.dead_links.append((page, address, answer.status_code))
            continue
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        seen.pages[address] = content = answer.content.decode()
        # What is only looked at is no step: a preview.
        seen.offers |= {
            offer.name: offer
            for offer in offers_on(address, content)
            if _name(offer.action).startswith(forms) and offer.button != "preview"
        }
        links = (urljoin(address, link.get("href", "")) for link in find(content, "a[href]"))
        for link in {_without_anchor(link): None for link in links if _name(link).startswith(pages)}:
            kind = (_name(link), "?" in link)
            if link not in known and kinds[kind] < (MOST_ASKED_OTHERWISE if kind[1] else MOST_OF_A_KIND):
                kinds[kind] += 1
                waiting.append((address, link))
    return seen


def offers_on(page: str, content: str) -> Iterator[Offer]:
    """Every form that is sent with POST, once for each of its buttons."""
    for form in find(content, "form"):
        if form.get("method", "get").lower() != "post":
            continue
        controls = [control for control in form.iter() if control.get("name") and control.get("disabled") is None]
        buttons = [button for button in form.iter("button") if _posts(button)]
        fields, choices = _fields(controls), _choices(controls)
        files = [control.get("name", "") for control in controls if control.get("type") == "file"]
        for button in buttons:
            pressed = {button.get("name", ""): [button.get("value", "")]} if button.get("name") else {}
            action = urljoin(page, button.get("formaction") or form.get("action") or page)
            names = {control.get("name", "") for control in controls}
            yield Offer(page, action, button.get("name", ""), fields | pressed, choices, files, names)


def take(client: Client, offer: Offer, fill_in: FillIn) -> str:
    """Sends it: "done", "nothing" when all was so already, or why not. Leaves nothing behind."""
    known = {name: value for name, value in fill_in(offer).items() if name in offer.names}
    chosen = {name: values[:1] for name, values in offer.choices.items() if name not in offer.fields}
    files = {name: SimpleUploadedFile("verslag.csv", CSV) for name in offer.files}
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        before = AuditEntry.objects.count()
        answer = client.post(offer.action, {**offer.fields, **chosen, **files, **known})
        has_changed = AuditEntry.objects.count() > before
        transaction.set_rollback(True)
    client.cookies = cookies
    refused = _why_not(answer)
    return f"refused: {refused}" if refused else "done" if has_changed else "nothing"


def faults(
    people: Mapping[str, User | AnonymousUser],
    start: Callable[[str], Iterable[str]],
    *,
    pages: tuple[str, ...],
    fill_in: FillIn,
    forms: tuple[str, ...] = (),
    accepted: Collection[str] = (),
) -> list[tuple[str, ...]]:
    """Who is offered what does not work, and who is not offered what does.

    `pages` are walked along, and the `forms` on them are sent, if they are others: by how the names of their addresses
    begin. `accepted` are names of addresses that do something for who was not offered it, each with its reason where it
    is given.
    """
    with bare_404():
        return _faults(people, start, pages=pages, fill_in=fill_in, forms=forms or pages, accepted=accepted)


def _faults(
    people: Mapping[str, User | AnonymousUser],
    start: Callable[[str], Iterable[str]],
    *,
    pages: tuple[str, ...],
    fill_in: FillIn,
    forms: tuple[str, ...],
    accepted: Collection[str],
) -> list[tuple[str, ...]]:
    clients = {name: signed_in(user) for name, user in people.items()}
    seen = {name: walk(client, start(name), pages=pages, forms=forms) for name, client in clients.items()}
    every = {offer.name: offer for found in seen.values() for offer in found.offers.values()}
    wrong: list[tuple[str, ...]] = []
    for name, found in seen.items():
        wrong += [(name, page, "leads to", link, str(status)) for page, link, status in found.dead_links]
        for key, offer in every.items():
            what = take(clients[name], found.offers.get(key, offer), fill_in)
            if key in found.offers and what.startswith("refused"):
                wrong.append((name, found.offers[key].page, "offers", " ".join(key), what))
            elif key not in found.offers and what == "done" and _name(offer.action) not in accepted:
                wrong.append((name, "is not offered", " ".join(key), what))
    return wrong


def _why_not(answer: HttpResponse) -> str:
    if answer.status_code in (301, 302):
        with translation.override("en"):
            errors = [str(item) for item in get_messages(answer.wsgi_request) if item.level >= ERROR]  # type: ignore[attr-defined]
        return "sign in" if "/login/" in answer["Location"] else "; ".join(errors)
    page = answer.content.decode()
    found = [words(element) for element in find(page, f"main p, {ERRORS}")] if page else []
    return f"{answer.status_code} {' '.join(found)[:300]}"


def _posts(button: Element) -> bool:
    return button.get("type", "submit") == "submit" and button.get("formmethod", "post").lower() == "post"


def _fields(controls: Sequence[Element]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for control in controls:
        fields.setdefault(control.get("name", ""), []).extend(_values(control))
    return {name: values for name, values in fields.items() if values}


def _values(control: Element) -> list[str]:
    kind = control.get("type", "text")
    if control.tag == "textarea":
        return ["".join(control.itertext()).removeprefix("\n")]
    if control.tag == "select":
        options = [option.get("value", "") for option in control.iter("option")]
        chosen = [option.get("value", "") for option in control.iter("option") if option.get("selected") is not None]
        return chosen if any(chosen) else [option for option in options if option][:1]
    if control.tag != "input" or kind in ("file", "submit", "button"):
        return []
    if kind in ("radio", "checkbox") and control.get("checked") is None:
        return []
    return [control.get("value", "on" if kind == "checkbox" else "")]


def _choices(controls: Sequence[Element]) -> dict[str, list[str]]:
    choices: dict[str, list[str]] = {}
    for control in controls:
        if control.get("type") == "radio":
            choices.setdefault(control.get("name", ""), []).append(control.get("value", "on"))
    return choices


def _without_anchor(address: str) -> str:
    return address.partition("#")[0]


@cache
def _name(address: str) -> str:
    """The name of an address of ours."""
    parts = urlsplit(address)
    if parts.scheme or not parts.path.startswith("/"):
        return ""
    try:
        found: Any = resolve(parts.path)
    except Resolver404:
        return ""
    return str(found.view_name)
