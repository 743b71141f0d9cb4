"""How much a group types for an application: what CoopHub knows stands there, and is only confirmed.

A plain application took 25 fields on 9 pages when everything was typed: eight parts and the page to sign on. Counted is
each field in which something is typed, chosen or ticked that did not stand there, and each page after the first.
"""

from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from coophub.documents.services import add_document
from financing.subsidies.applications.completeness import missing_from
from financing.subsidies.applications.form_page import REST
from financing.subsidies.applications.sections import SIGNATURE
from financing.subsidies.models import Application
from financing.subsidies.services import applying
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import CSV, example_scheme
from tests.offers import signed_in
from tests.web.reading import find

pytestmark = pytest.mark.django_db

FIELDS_BEFORE, PAGES_BEFORE = 25, 9
DOCUMENTS = ("Statuten of intentieverklaring", "Brief van de gemeente", "Bewijs van de bankrekening")
TYPED = {
    "work": {
        "activities": "Ontwerp.",
        "contribution": "Er komen woningen.",
        "activities-0-title": "Ontwerp",
        "activities-0-starts_on": "2027-03-01",
        "activities-0-ends_on": "2028-03-01",
    },
    "money": {
        "vat": "not_recoverable",
        "lines-0-description": "Architect",
        "lines-0-category": "ontwerp",
        "lines-0-amount": "150.000",
        "amount_requested": "120.000",
    },
    "group": {"iban": "NL91ABNA0417164300", "wanted": "no", "declared": "on"},
}


@dataclass
class Typist:
    """Somebody who sends each form as it stands, with what has to be typed."""

    client: object
    typed: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)

    def open(self, address: str) -> str:
        self.pages.append(address)
        return self.client.get(address).content.decode()

    def send(self, address: str, form, typed: dict[str, object]) -> str:
        """Gives where it leads."""
        self.typed += [name for name in typed if name != REST]
        action = urljoin(address, form.get("action") or address)
        answer = self.client.post(action, {**as_it_stands(form), **typed})
        assert answer.status_code == 302, find(answer.content.decode(), ".utrecht-form-field-error-message")
        return urldefrag(answer["Location"]).url


def as_it_stands(form) -> dict[str, list[str]]:
    """What a browser sends of a form in which nobody touches anything."""
    fields: dict[str, list[str]] = {}
    for control in form.iter("input", "select", "textarea"):
        kind, value = control.get("type", "text"), control.get("value", "")
        if control.tag == "select":
            chosen = [item.get("value") for item in control.iter("option") if item.get("selected") is not None]
            value = chosen[0] if chosen else ""
        elif control.tag == "textarea":
            value = "".join(control.itertext()).removeprefix("\n")
        elif kind in ("file", "submit") or (kind in ("radio", "checkbox") and control.get("checked") is None):
            continue
        if control.get("name"):
            fields.setdefault(control.get("name"), []).append(value)
    return fields


def form_of(button):
    return next(parent for parent in button.iterancestors() if parent.tag == "form")


@pytest.fixture
def writer():
    return UserFactory(name="Fien Fluitenkruid", language="nl")


@pytest.fixture
def initiative(writer):
    """A group of two with a plan, whose profile says who it is."""
    initiative = InitiativeFactory(
        owner=writer,
        phase="feasibility",
        target_group="middle_incomes",
        kvk_number="12345678",
        legal_name="Coöperatie De Proeftuin U.A.",
    )
    MembershipFactory(initiative=initiative, user=UserFactory(), role="editor")
    PlanFactory(initiative=initiative)
    return initiative


def written_by(user, initiative) -> tuple[Typist, Application]:
    """From "This is what you need" to the page on which one signs."""
    typist = Typist(signed_in(user))
    begin = reverse("subsidies:apply", args=[initiative.slug, example_scheme().scheme.slug])
    [form] = find(typist.open(begin), "main form")
    address = typist.send(begin, form, {})
    untyped = dict(TYPED)
    while "/sections/" in address:
        typed = untyped.pop(address.split("/")[-2], {})
        page = find(typist.open(address), "#section-form")[0]
        address, sent = typist.send(address, page, typed), address
        if rest := find(typist.client.get(sent).content.decode(), f"#section-form button[name={REST}]"):
            address = typist.send(sent, form_of(rest[0]), {REST: "1"})
    if "/documents/" in address:
        page = typist.open(address)
        for form in find(page, "form[action*='/documents/']"):
            chosen = as_it_stands(form).get("own", [""])[0]
            typed = {} if chosen else {"upload": SimpleUploadedFile("stuk.csv", CSV + form.get("action").encode())}
            typist.send(address, form, typed)
        address = find(typist.open(address), "main a.utrecht-button-link--primary-action")[0].get("href")
    assert "/check/" in address
    typist.open(address)
    return typist, Application.objects.latest("pk")


def lacks(application) -> set[str]:
    return {item.section for item in missing_from(application)}


def test_what_is_typed_is_at_most_two_thirds_of_what_it_was(writer, initiative):
    typist, application = written_by(writer, initiative)

    assert lacks(application) == {SIGNATURE}
    assert len(typist.typed) <= FIELDS_BEFORE * 2 / 3, typist.typed
    assert len(set(typist.pages[1:])) <= PAGES_BEFORE * 2 / 3, typist.pages


def test_with_documents_that_the_group_has_no_file_is_added(writer, initiative):
    for title in DOCUMENTS:
        upload = SimpleUploadedFile(f"{title}.csv", CSV + title.encode())
        add_document(subject=initiative, title=title, category="other", upload=upload, user=writer)

    typist, application = written_by(writer, initiative)

    assert lacks(application) == {SIGNATURE}
    assert "upload" not in typist.typed
    assert len(typist.typed) <= FIELDS_BEFORE / 2 + 1, typist.typed


def test_a_second_application_knows_the_account(writer, initiative):
    _typist, first = written_by(writer, initiative)
    applying.withdraw_application(application=first, user=writer)

    second = applying.start_application(version=example_scheme(), initiative=initiative, user=writer)

    assert second.answers["applicant"]["iban"] == "NL91ABNA0417164300"


def test_what_is_known_is_said_of_nobody_else(writer, initiative):
    other = UserFactory(name="Otto Olm")
    MembershipFactory(initiative=initiative, user=other, role="owner")
    _typist, first = written_by(writer, initiative)
    first.answers["applicant"]["contact_phone"] = "0612345678"
    first.save()
    applying.withdraw_application(application=first, user=writer)

    second = applying.start_application(version=example_scheme(), initiative=initiative, user=other)

    assert second.answers["applicant"]["contact_name"] == "Otto Olm"
    assert "contact_phone" not in second.answers["applicant"]


def test_of_two_plans_none_is_chosen_by_itself(writer, initiative):
    PlanFactory(initiative=initiative, name="Een ander plan")

    with translation.override("en"):
        application = applying.start_application(version=example_scheme(), initiative=initiative, user=writer)

    assert application.plan is None
