"""Asking for the spreadsheet of a plan, and getting it."""

import pytest

from coophub.reports.models import ReportJob
from coophub.reports.services import render
from financing.plans.selectors.outcomes import outcome_of
from tests.factories.accounts import UserFactory
from tests.financing.plans.reports.workbook.files import read

pytestmark = pytest.mark.django_db


def test_spreadsheet_is_made_once_in_the_background_and_says_what_the_page_says(client, owner, plan, page):
    client.force_login(owner)

    for _twice in range(2):
        assert client.post(page("workbook")).status_code == 302
    job = ReportJob.objects.get()
    assert render(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.filename) == ("done", "erfpacht-met-stadslening.xlsx")
    summary = next(iter(read(job.file.read()).values()))
    assert summary[3, 0].value == outcome_of(plan.document).sentence


def test_spreadsheet_is_of_the_plan_as_it_was_when_it_was_asked_for(client, owner, plan, page):
    client.force_login(owner)
    client.post(page("workbook"))
    before = outcome_of(plan.document).sentence
    plan.document = {**plan.document, "vacancy_rate": 0.9}
    plan.save()

    job = ReportJob.objects.get()
    assert render(str(job.pk))

    job.refresh_from_db()
    summary = next(iter(read(job.file.read()).values()))
    assert summary[3, 0].value == before != outcome_of(plan.document).sentence


def test_page_shows_the_spreadsheet_beside_the_pdf(client, owner, plan, page):
    client.force_login(owner)
    client.post(page("report"))
    client.post(page("workbook"))
    for job in ReportJob.objects.all():
        render(str(job.pk))

    content = client.get(page("detail")).content.decode()

    assert "erfpacht-met-stadslening.pdf" in content
    assert "erfpacht-met-stadslening.xlsx" in content


def test_reader_may_have_it_and_a_stranger_finds_nothing(client, reader, plan, page):
    client.force_login(reader)
    client.post(page("workbook"))
    job = ReportJob.objects.get()
    render(str(job.pk))
    download = f"/reports/{job.pk}/download/"
    assert client.get(download).status_code == 200

    client.force_login(UserFactory())

    assert client.post(page("workbook")).status_code == 404
    assert client.get(download).status_code == 404
    assert ReportJob.objects.count() == 1
