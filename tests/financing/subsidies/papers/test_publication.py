"""Figures for parliament, awards as open data, and a dossier that can be kept."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from decimal import Decimal

import pgtrigger
import pikepdf
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from coophub.accounts.models import Role
from coophub.reports.models import ReportJob
from coophub.reports.services import render
from coophub.web import clock
from financing.subsidies.models import Submission
from financing.subsidies.papers.charts import outcome_chart, province_chart
from financing.subsidies.papers.open_data import FIELDS
from financing.subsidies.schemes.examples import publish_example
from financing.subsidies.selectors.monitor import monitor_of
from financing.subsidies.selectors.publication import awards_by_day, number_of_awards
from financing.subsidies.services import deciding, ledger
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.proposals import confirmed
from tests.factories.subsidies import assessed, drafted, example_scheme, submitted_application
from tests.web.chart_schema import is_as_vega_lite_knows

pytestmark = pytest.mark.django_db


def apply(**fields):
    owner, second = UserFactory(), UserFactory()
    group = InitiativeFactory(owner=owner, **fields)
    MembershipFactory(initiative=group, user=second)
    return submitted_application(group, writer=owner, signer=second)


@pytest.fixture
def entered_only():
    """An award in the ledger without a decision behind it, as only a mistake makes: it can be undone."""
    application = apply(name="De Linde", legal_name="Wooncoöperatie De Linde U.A.", kvk_number="12345678")
    ledger.enter_award(application=application, amount=Decimal(90_000), user=None)
    return application


@pytest.fixture
def awarded():
    application = apply(name="De Linde", legal_name="Wooncoöperatie De Linde U.A.", kvk_number="12345678")
    drafted(application, UserFactory(roles=[Role.REVIEWER]))
    deciding.sign_decision(application=application, user=UserFactory(roles=[Role.DECIDER]))
    application.refresh_from_db()
    return application


def test_programs_page_through_the_same_awards(client):
    for number in range(3):
        application = apply(name=f"De Linde {number}", legal_name=f"De Linde {number} U.A.", kvk_number="12345678")
        ledger.enter_award(application=application, amount=Decimal(90_000), user=None)
    page, found = {"next": "/api/v1/awards?limit=2"}, []

    while page["next"]:
        page = client.get(page["next"].removeprefix(settings.SITE_URL)).json()
        found += page["items"]

    assert len(found) == 3
    assert [{name: award[name] for name in FIELDS} for award in found] == json.loads(
        client.get(reverse("subsidies:awards_json")).getvalue()
    )
    pages = [client.get(award["url"].removeprefix(settings.SITE_URL)).content.decode() for award in found]
    assert all(award["ontvanger"] in page for award, page in zip(found, pages, strict=True))


def test_awards_have_the_six_fields_and_nothing_else(client, entered_only):
    ledger.enter_lower_settlement(application=entered_only, amount=Decimal(10_000), user=None)

    found = json.loads(client.get(reverse("subsidies:awards_json")).getvalue())
    rows = list(csv.reader(io.StringIO(client.get(reverse("subsidies:awards_csv")).getvalue().decode())))

    [award] = found
    assert tuple(award) == FIELDS == tuple(rows[0])
    assert award["ontvanger"] == "Wooncoöperatie De Linde U.A."
    assert [(part["soort"], part["bedrag"]) for part in award["bedragen"]] == [
        ("verleend", "90000.00"),
        ("vastgesteld", "80000.00"),
    ]
    assert award["intrekkingen"] == []
    assert len(rows) == 2


def page_of(client, application) -> str:
    return client.get(reverse("subsidies:award", args=[application.number])).content.decode()


def test_an_award_has_a_page_with_what_is_for_everybody_and_no_word_about_people(client):
    application = apply(name="De Linde", legal_name="Wooncoöperatie De Linde U.A.", kvk_number="12345678")
    reviewer, decider = UserFactory(roles=[Role.REVIEWER]), UserFactory(roles=[Role.DECIDER])
    chosen, other = application.scheme_version.text_blocks.filter(letter="decision", is_always_used=False)[:2]
    assessed(application, reviewer)
    deciding.draft_decision(
        application=application,
        kind="award",
        amount=Decimal(90_000),
        reasons=f"Mevrouw Jansen overtuigde ons.\n\n{chosen.text}",
        conditions="Bel eerst Jansen.",
        user=reviewer,
    )
    deciding.sign_decision(application=application, user=decider)

    page = page_of(client, application)
    listed = client.get(reverse("subsidies:awards")).content.decode()

    told = (application.number, "De Linde U.A.", "90.000", str(application.scheme_version.scheme), chosen.text)
    assert [words for words in told if escape(words) not in page] == []
    kept_back = ("Jansen", other.text, str(reviewer), str(decider), "NL91", "Fien")
    assert [words for words in kept_back if escape(words) in page] == []
    assert reverse("subsidies:award", args=[application.number]) in listed


def test_what_is_not_published_has_no_page(client, awarded):
    natural = apply(name="Losse groep")
    drafted(natural, UserFactory(roles=[Role.REVIEWER]))
    deciding.sign_decision(application=natural, user=UserFactory(roles=[Role.DECIDER]))
    undecided = apply(name="Wacht nog", legal_name="Wacht Nog U.A.", kvk_number="12345678")

    for number in (natural.number, undecided.number, "WC-9", "%F0%9F%8F%A0"):
        assert client.get(f"/awards/{number}/").status_code == 404, number
    assert client.get(f"/awards/{awarded.number}/").status_code == 200


def test_the_page_of_an_award_that_was_undone_says_so(client, entered_only):
    undo(entered_only.ledger_entries.get(kind="award"))

    page = page_of(client, entered_only)

    assert "niets meer over" in page
    assert "ongedaan gemaakt op" in page


def test_group_without_legal_form_is_not_published(client, awarded):
    other = apply(name="Losse groep")
    drafted(other, UserFactory(roles=[Role.REVIEWER]))
    deciding.sign_decision(application=other, user=UserFactory(roles=[Role.DECIDER]))

    page = client.get(reverse("subsidies:awards")).content.decode()

    assert "De Linde" in page
    assert "Losse groep" not in page
    assert number_of_awards() == awards_by_day().count() == 1


def undo(entry):
    confirmed(ledger.propose_reversal(entry=entry, reason="Fout", user=UserFactory(roles=[Role.DECIDER])))


def kinds(parts):
    return [(part["soort"], part["bedrag"]) for part in parts]


def test_award_that_was_undone_stays_published_with_what_undid_it(client, entered_only):
    awarded = entered_only
    undo(awarded.ledger_entries.get(kind="award"))

    [award] = json.loads(client.get(reverse("subsidies:awards_json")).getvalue())
    page = client.get(reverse("subsidies:awards")).content.decode()

    assert kinds(award["bedragen"]) == [("verleend", "90000.00")]
    assert kinds(award["intrekkingen"]) == [("ongedaan gemaakt", "90000.00")]
    assert award["datumBesluit"] == clock.today().isoformat()
    assert "niets meer over" in page


def test_award_that_was_undone_and_made_again_shows_both(client, entered_only):
    awarded = entered_only
    undo(awarded.ledger_entries.get(kind="award"))
    ledger.enter_award(application=awarded, amount=Decimal(60_000), user=None, key="again")

    [award] = json.loads(client.get(reverse("subsidies:awards_json")).getvalue())
    page = client.get(reverse("subsidies:awards")).content.decode()

    assert kinds(award["bedragen"]) == [("verleend", "90000.00"), ("verleend", "60000.00")]
    assert kinds(award["intrekkingen"]) == [("ongedaan gemaakt", "90000.00")]
    assert "niets meer over" not in page
    assert number_of_awards() == awards_by_day().count() == 1


def test_withdrawal_shows_and_one_that_was_undone_does_not(client, entered_only):
    awarded = entered_only
    ledger.enter_withdrawal(application=awarded, amount=Decimal(5_000), user=None)
    [award] = json.loads(client.get(reverse("subsidies:awards_json")).getvalue())
    assert kinds(award["intrekkingen"]) == [("ingetrokken", "5000.00")]

    withdrawal = awarded.ledger_entries.get(kind="withdrawal")
    undo(withdrawal)

    [award] = json.loads(client.get(reverse("subsidies:awards_json")).getvalue())
    assert award["intrekkingen"] == []


def test_published_awards_take_as_many_queries_for_many_as_for_few(client, awarded):
    address = reverse("subsidies:awards_json")
    with CaptureQueriesContext(connection) as few:
        client.get(address).getvalue()
    for name in ("Een", "Twee"):
        other = apply(name=name, kvk_number="87654321")
        ledger.enter_award(application=other, amount=Decimal(1_000), user=None)
    with CaptureQueriesContext(connection) as many:
        assert len(json.loads(client.get(address).getvalue())) == 3

    assert len(many) == len(few)


def test_monitor_counts_and_makes_a_pdf(client, awarded, tmp_path):
    apply(name="Wacht nog")
    monitor = monitor_of(example_scheme())
    assert (monitor.received, monitor.awarded, monitor.waiting) == (2, 1, 1)
    assert (monitor.amount, monitor.homes, monitor.in_time, monitor.median_days) == (90_000, 24, 1.0, 0)
    assert sum(group.amount for group in monitor.provinces) == sum(g.amount for g in monitor.targets) == 90_000
    assert is_as_vega_lite_knows(outcome_chart(monitor))
    assert is_as_vega_lite_knows(province_chart(monitor))

    client.force_login(UserFactory(roles=[Role.REVIEWER]))
    page = client.get(reverse("subsidies:monitor")).content.decode()
    assert "90.000" in page
    response = client.post(reverse("subsidies:monitor_pdf", args=[example_scheme().pk]))
    assert response["Location"].startswith(reverse("subsidies:monitor"))
    job = ReportJob.objects.get(kind="scheme_monitor")
    assert render(str(job.pk))
    job.refresh_from_db()
    path = tmp_path / "monitor.pdf"
    path.write_bytes(job.file.read())
    command = [sys.executable, "-m", "pdfua", "check", "--format", "json", str(path)]
    found = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)["findings"]
    assert [finding for finding in found if finding["severity"] == "error"] == []


def test_province_of_what_was_submitted_before_it_was_frozen_is_that_of_its_municipality(awarded):
    apply(name="Wacht nog")
    here = awarded.submission.province
    content = {**awarded.submission.content, "initiative": {**awarded.submission.content["initiative"]}}
    del content["initiative"]["province"]

    def provinces():
        with pgtrigger.ignore("subsidies.Submission:frozen"):
            Submission.objects.filter(application=awarded).update(content=content)
        return [group.title for group in monitor_of(example_scheme()).provinces]

    assert provinces() == [here]
    content["initiative"]["municipality"] = "Verdronken dorp"
    with translation.override("en"):
        assert provinces() == ["Not known", here]


def test_figures_open_on_the_scheme_with_work_and_lead_to_the_others(client, awarded):
    other = publish_example("stimuleringslening-amsterdam", open_days=900)
    client.force_login(UserFactory(roles=[Role.REVIEWER]))

    for page in ("monitor", "budget"):
        response = client.get(reverse(f"subsidies:{page}"))
        assert response.context["version"] == example_scheme()
        assert f"?scheme={other.pk}" in response.content.decode()
        assert client.get(reverse(f"subsidies:{page}"), {"scheme": other.pk}).context["version"] == other


def test_monitor_of_an_empty_scheme_says_so(client):
    example_scheme()
    client.force_login(UserFactory(roles=[Role.DECIDER]))

    assert client.get(reverse("subsidies:monitor")).status_code == 200


def test_dossier_is_one_archivable_pdf_with_what_was_submitted(client, awarded):
    client.force_login(UserFactory(roles=[Role.DECIDER]))
    address = reverse("subsidies:export_dossier", args=[awarded.pk])
    client.post(address, {"kind": "pdf"})
    job = ReportJob.objects.get(kind="dossier_pdf")

    assert render(str(job.pk))

    job.refresh_from_db()
    with pikepdf.open(io.BytesIO(job.file.read())) as pdf:
        names = set(pdf.attachments)
        assert "aanvraag.json" in names
        assert len(names) == 1 + len(awarded.submission.content["documents"])
        kept = json.loads(pdf.attachments["aanvraag.json"].get_file().read_bytes())
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
    assert kept == Submission.objects.get(application=awarded).content


def test_dossier_as_a_zip_holds_every_file_as_it_was(client, awarded):
    client.force_login(UserFactory(roles=[Role.DECIDER]))
    client.post(reverse("subsidies:export_dossier", args=[awarded.pk]), {"kind": "zip"})
    job = ReportJob.objects.get(kind="dossier_zip")
    assert render(str(job.pk))
    job.refresh_from_db()

    with zipfile.ZipFile(io.BytesIO(job.file.read())) as archive:
        names, root = archive.namelist(), awarded.number
        assert {f"{root}/dossier.pdf", f"{root}/01-aanvraag/aanvraag.json"} <= set(names)
        files = [name for name in names if not name.endswith(".mdto.xml")]
        given = len(awarded.submission.content["documents"])
        assert sum(1 for name in files if "-document/" in name) == given > 0
        assert archive.read(f"{root}/dossier.pdf").startswith(b"%PDF-")
