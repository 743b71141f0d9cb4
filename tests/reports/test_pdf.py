"""Documents that everyone can read: tagged, and without an error that a checker finds."""

import io
import json
import subprocess
import sys
from itertools import cycle
from pathlib import Path

import pikepdf
import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import HTML

from coophub.reports import services
from coophub.reports.models import ReportJob
from coophub.reports.pdf import STATIC, StaticOnlyFetcher
from coophub.web.terms import terms_in
from financing.engine import read_result
from financing.plans.document.examples import EXAMPLES, example_document
from financing.plans.reports.plan import report_context
from financing.plans.services.versions import freeze_plan
from financing.subsidies.models import Decision
from financing.subsidies.services.deciding import sign_decision
from tests.factories.accounts import UserFactory, decider, reviewer
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import drafted, submitted_application
from tests.pdf_words import words_of_pdf
from tests.thorough import some
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db
Kind = Decision.Kind
LONG_NAME = "Waterlandseweidevogelwoningenmetuitzichtopdebinnentuinvanhethof"


@pytest.fixture
def findings_in(tmp_path):
    """What a checker of PDF/UA has to say of a document."""

    def check(content):
        path = tmp_path / "document.pdf"
        path.write_bytes(content)
        command = [sys.executable, "-m", "pdfua", "check", "--format", "json", str(path)]
        return json.loads(subprocess.run(command, capture_output=True, text=True).stdout)["findings"]

    return check


@pytest.fixture
def errors_in(findings_in):
    """Of those, what is certainly wrong."""
    return lambda content: [finding for finding in findings_in(content) if finding["severity"] == "error"]


@pytest.fixture
def application():
    owner, second = UserFactory(), UserFactory()
    initiative = InitiativeFactory(owner=owner)
    MembershipFactory(initiative=initiative, user=second)
    return submitted_application(initiative, writer=owner, signer=second)


def made(job):
    assert services.render(str(job.pk))
    job.refresh_from_db()
    return job.file.read()


def typefaces_of(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()]
        return {str(font.BaseFont).partition("+")[2] for font in fonts}


def assert_good(content, errors, language):
    assert errors == []
    assert all(name.startswith(("Source-Sans-3", "Source-Serif-4")) for name in typefaces_of(content))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith(language)
        assert str(pdf.docinfo["/Title"])
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def with_development(document):
    """The same plan with every part that a plan may have."""
    year = document["first_year"]
    return {**document, "development": {"start": f"{year - 2}-01", "construction_start": f"{year - 1}-01"}}


LANGUAGES = dict(zip((example.slug for example in EXAMPLES), cycle(["nl", "en"]), strict=False))
"""In which language each example is made."""


@pytest.mark.parametrize("example", some(LANGUAGES, plain=list(LANGUAGES)[:2]))
def test_a_bank_s_document_has_eight_to_fifteen_pages_without_a_finding(findings_in, example):
    language = LANGUAGES[example]
    document = with_development(example_document(example))
    plan = PlanFactory(document={**document, "horizon_years": 75})
    job = services.request_report(
        kind="plan", subject=plan, user=UserFactory(), parameters={"document": plan.document}, language=language
    )

    content = made(job)

    assert findings_in(content) == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert 8 <= len(pdf.pages) <= 15, len(pdf.pages)


def test_a_version_s_document_says_what_the_version_keeps(errors_in):
    plan = PlanFactory()
    version = freeze_plan(plan=plan, name="Voor de bank", user=None)
    job = services.request_report(
        kind="plan", subject=plan, user=UserFactory(), parameters={"document": {}, "version": version.number}
    )

    context = report_context(plan, job.parameters)

    assert context["outcome"].result == read_result(version.result)
    assert errors_in(made(job)) == []


@pytest.mark.parametrize("language", some(["nl", "en"], plain=["nl"]))
def test_the_plan_s_pdf_is_accessible(errors_in, language):
    plan = PlanFactory()
    job = services.request_report(
        kind="plan", subject=plan, user=UserFactory(), parameters={"document": plan.document}, language=language
    )

    content = made(job)

    assert_good(content, errors_in(content), language)


def test_a_long_word_breaks_and_pushes_no_column_off_the_page():
    plan = PlanFactory()
    plan.document["dwellings"][0]["name"] = LONG_NAME
    job = services.request_report(
        kind="plan", subject=plan, user=UserFactory(), parameters={"document": plan.document}, language="nl"
    )

    lines = words_of_pdf(made(job)).splitlines()

    assert any(LONG_NAME.startswith(line) for line in lines if 8 < len(line) < len(LONG_NAME))


@pytest.mark.thorough
def test_a_long_name_leaves_room_for_what_is_assumed_and_ends_no_page_early():
    plan = PlanFactory()
    lengths = []
    for name in ("Bouw", f"{LONG_NAME} {LONG_NAME}"):
        plan.document["investment"]["lines"][0]["name"] = name
        job = services.request_report(
            kind="plan", subject=plan, user=UserFactory(), parameters={"document": plan.document}, language="nl"
        )
        with pikepdf.open(io.BytesIO(made(job))) as pdf:
            lengths.append(len(pdf.pages))

    assert lengths[1] <= lengths[0] + 1


@pytest.mark.parametrize("language", ["nl", "en"])
def test_words_of_a_plan_are_explained_in_its_pdf_when_they_stand_in_it(language):
    plan = PlanFactory()
    with translation.override(language):
        page = render_to_string("plans/reports/plan.html", report_context(plan, {"document": plan.document}))
        read = {str(term.word) for _name, term in terms_in(page.partition('<section class="words">')[0])}

    assert read
    assert {words(term) for term in find(page, "section.words dt")} == read


def test_the_letter_of_receipt_is_accessible(application, errors_in):
    content = made(ReportJob.objects.get())

    assert_good(content, errors_in(content), "nl")


@pytest.mark.parametrize("kind", [Kind.AWARD, Kind.AWARD_PARTLY, Kind.REFUSE])
def test_every_letter_of_decision_is_accessible(application, errors_in, kind):
    amount = {Kind.AWARD: None, Kind.AWARD_PARTLY: 40_000, Kind.REFUSE: 0}[kind]
    drafted(application, reviewer(), kind=kind, amount=amount)
    sign_decision(application=application, user=decider())

    letter = application.letters.get(kind="decision")
    content = made(ReportJob.objects.get(kind="letter", subject_id=str(letter.pk)))

    assert_good(content, errors_in(content), "nl")


def test_a_caption_stays_with_its_table():
    """Where the page would end between the two."""
    look = Path(finders.find("css/report.css")).read_text()
    table = "<table><caption>Rules</caption><thead><tr><th>Rule</th></tr></thead><tr><td>Receipt</td></tr></table>"
    page = f"<html lang=en><title>Rules</title><style>{look}</style><div style='height: 240mm'></div>{table}"
    document = HTML(string=page, base_url=f"{STATIC}/", url_fetcher=StaticOnlyFetcher()).render()

    first, last = (words_of_pdf(document.copy([each]).write_pdf()) for each in document.pages)

    assert "Rules" not in first
    assert "Rules" in last
    assert "Receipt" in last
