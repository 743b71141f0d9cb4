"""What is shown as submitted is what was submitted: no page, file or letter of a case changes when the group does.

Every page is visited from the lists of the ministry on, and read again when each fact of the group, its plan, its
members and its documents is another one.
"""

import datetime as dt
import io
import re
import zipfile
from difflib import unified_diff
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.reports.models import ReportJob
from coophub.reports.services import render
from coophub.web import clock
from financing.subsidies.models import Application
from financing.subsidies.papers.letters.kinds import KINDS
from financing.subsidies.papers.letters.letter import CommonFacts
from financing.subsidies.services import payments
from financing.subsidies.services.batches import check_account, enter_account, make_batch
from tests.factories.accounts import UserFactory
from tests.financing.subsidies.procedure.may import scenes
from tests.financing.subsidies.procedure.may.scenes import application_of, everybody
from tests.financing.subsidies.submitted.afterwards import FACTS, MARK, change_everything
from tests.pdf_words import words_of_pdf
from tests.thorough import some

pytestmark = pytest.mark.django_db

STARTS = [
    "/ministry/queue/",
    "/ministry/queue/?export=csv",
    "/ministry/applications/",
    "/ministry/objections/",
    "/ministry/rounds/",
    "/ministry/payments/",
    "/ministry/monitor/",
    "/ministry/budget/",
    "/proposals/",
    "/awards/",
    "/awards.csv",
    "/awards.json",
]
OF_A_CASE = ("/ministry/", "/proposals/", "/awards", "/documents/")
ELSEWHERE = ("/ministry/schemes/",)
HREF = re.compile(r'href="([^"]+)"')
TOKEN = re.compile(r'(csrfmiddlewaretoken" value=|X-CSRFToken": |nonce=|name="key" value=)"[^"]+"')
EVERYTHING = [Role.REVIEWER, Role.DECIDER, Role.SCHEME_MANAGER]
SORTED = re.compile(r"[?&]([a-z_]+-)?sort=[^&]*")


def paying(application: Application, people: dict) -> int:
    """An award with an account, a payment in a file for the bank, and one that is noted apart and waits."""
    scenes.awarded(application, people)
    payment = payments.order_payment(payment=application.payments.first(), user=people["manager"])
    account = enter_account(application=application, iban="NL91ABNA0417164300", name="De Hof", user=people["manager"])
    check_account(account=account, proof="Bankafschrift", user=people["decider"])
    payments.propose_paid(payment=payment, paid_on=clock.today(), user=people["manager"])
    make_batch(payments=[payment.pk], execution_date=clock.today(), user=people["manager"])
    return 0


SCENES = [
    scenes.submitted,
    scenes.drafted,
    paying,
    scenes.advance_drafted,
    scenes.settlement_drafted,
    scenes.objection_to_complete,
    scenes.objection_drafted,
]


def words_of(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "")
    if "spreadsheet" in kind:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(
                archive.read(name).decode()
                for name in sorted(archive.namelist())
                if "sheet" in name or "Strings" in name
            )
    if "pdf" in kind:
        return words_of_pdf(content)
    return TOKEN.sub("", content.decode())


def belongs(address: str) -> bool:
    """Whether it is a page of cases, and not one that was read in another order."""
    return address.startswith(OF_A_CASE) and not address.startswith(ELSEWHERE) and not SORTED.search(address)


def read_everything(client, person) -> dict[str, str]:
    """Every page of cases that this person can come to, by its address."""
    if person.is_authenticated:
        client.force_login(person)
    pages, waiting = {}, list(STARTS)
    while waiting:
        address = waiting.pop(0)
        if address in pages:
            continue
        with transaction.atomic():
            answer = client.get(address)
            pages[address] = f"{answer.status_code}\n{words_of(answer)}"
            transaction.set_rollback(True)
        assert answer.status_code < 500, address
        if "html" in answer.headers.get("Content-Type", ""):
            found = (urldefrag(urljoin(address, unescape(link))).url for link in HREF.findall(pages[address]))
            waiting += [link for link in found if not urlsplit(link).netloc and belongs(link)]
    client.logout()
    return pages


def first_difference(before: str, after: str) -> str:
    lines = unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return "\n".join(list(lines)[2:8])


@pytest.mark.parametrize("scene", some(SCENES, plain=[SCENES[-1]]), ids=lambda scene: scene.__name__)
def test_no_page_of_a_case_changes_when_the_group_does(client, scene):
    people = everybody()
    application = application_of(people)
    days = scene(application, people) or 0

    changed = changed_pages(client, application, UserFactory(roles=EVERYTHING), days)

    assert not changed, "\n".join(changed)


@pytest.mark.parametrize("role", some([None, *EVERYTHING], plain=[None]))
def test_nor_does_it_for_any_role(client, role):
    people = everybody()
    application = application_of(people)
    paying(application, people)

    changed = changed_pages(client, application, AnonymousUser() if role is None else UserFactory(roles=[role]))

    assert not changed, "\n".join(changed)


def changed_pages(client, application: Application, person, days: int = 0) -> list[str]:
    """Every page of which the words are others when the group is another, with what is different."""
    with clock.at(clock.now() + dt.timedelta(days=days)):
        before = read_everything(client, person)
        change_everything(application)
        after = read_everything(client, person)
    assert not person.is_authenticated or application.number in before["/ministry/applications/"]
    return [
        f"{address}: {first_difference(page, after.get(address, 'gone'))}"
        for address, page in before.items()
        if after.get(address) != page
    ]


def test_everything_that_is_frozen_of_a_group_is_changed_here():
    """A fact that comes into the frozen content is one that this test has to change."""
    people = everybody()
    frozen = set(application_of(people).submission.content["initiative"])

    assert frozen - {"municipality", "province"} <= set(FACTS)


@pytest.mark.parametrize("kind", [facts.kind for facts in KINDS.values()])
def test_every_letter_goes_to_who_applied(kind):
    application = application_of(everybody())
    before = CommonFacts.of(application, kind)

    change_everything(application)

    assert CommonFacts.of(Application.objects.get(pk=application.pk), kind) == before


@pytest.mark.parametrize(
    "kind", ["dossier_pdf", "dossier_zip", "submitted_plan", "application_summary", "scheme_monitor"]
)
def test_every_document_of_a_case_says_what_was_submitted(client, kind):
    people = everybody()
    application = application_of(people)
    scenes.awarded(application, people)
    client.force_login(people["decider"])
    change_everything(application)

    ask(client, application, kind)

    content = made(kind)
    if kind == "dossier_zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            words = words_of_pdf(archive.read(f"{application.number}/dossier.pdf"))
            told = [name for name in archive.namelist() if name.endswith(("aanvraag.json", ".mdto.xml"))]
            assert len(told) > len(application.submission.content["documents"])
            assert not [name for name in told if MARK in archive.read(name).decode()]
    else:
        words = words_of_pdf(content)
    assert MARK not in words
    # As a number of its own: it may well stand in the fingerprint of a file.
    assert not re.search(rf"\b{FACTS['homes']}\b", words)
    assert "Groningen" in words


def ask(client, application: Application, kind: str) -> None:
    if kind.startswith("dossier"):
        address = reverse("subsidies:export_dossier", args=[application.pk])
    elif kind == "submitted_plan":
        address = reverse("subsidies:submitted_plan_pdf", args=[application.pk])
    elif kind == "application_summary":
        address = reverse("subsidies:summary_pdf", args=[application.pk])
    else:
        address = reverse("subsidies:monitor_pdf", args=[application.scheme_version.pk])
    client.post(address, {"kind": kind.removeprefix("dossier_")})


def made(kind: str) -> bytes:
    job = ReportJob.objects.get(kind=kind)
    assert render(str(job.pk))
    job.refresh_from_db()
    return bytes(job.file.read())
