"""Signing along and submitting: what lapses, what is frozen, what can be read later."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.applications.completeness import missing_from
from financing.subsidies.applications.parts.budget import BUDGET
from financing.subsidies.applications.quarters import quarter_label
from financing.subsidies.applications.sections import SIGNATURE
from financing.subsidies.law.budget import quarter_of
from financing.subsidies.models import Application, State
from financing.subsidies.procedure.signing import application_to_sign, co_signature
from financing.subsidies.selectors import submitted, wizard
from financing.subsidies.services import applying, budgeting
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import MembershipFactory
from tests.factories.subsidies import complete_application, submitted_application
from tests.financing.subsidies.applications.drafting.steps import budget, page_of, saved

pytestmark = pytest.mark.django_db


# Signing


def test_saving_the_same_again_keeps_the_signature(complete, writer):
    lines = [
        budgeting.BudgetInput(line.category, line.description, line.amount, line.activity.key, line.key)
        for line in complete.budget_lines.all()
    ]
    income = [
        budgeting.IncomeInput(line.kind, line.description, line.amount, line.status, None, line.key)
        for line in complete.income_lines.all()
    ]
    saved(
        budgeting.save_budget,
        complete,
        writer,
        lines=lines,
        income=income,
        amount_requested=complete.amount_requested,
        vat="not_recoverable",
    )

    assert co_signature(complete) is not None


def test_check_page_names_who_can_sign(client, initiative, writer, second, complete):
    reader = UserFactory(name="Lies Lavas")
    MembershipFactory(initiative=initiative, user=reader, role="reader")
    draft = saved(budgeting.save_aid, complete, writer, rows=[], declared=False)

    signing = wizard.signing_of(draft, missing_from(draft), writer)

    assert [signer.person for signer in signing.signers] == [second]


# Submitting


def test_after_the_last_second_the_check_page_says_the_moment_and_keeps_the_draft(client, complete, writer):
    closes_at = complete.scheme_version.closes_at
    client.force_login(writer)

    with clock.at(closes_at + dt.timedelta(seconds=1)):
        answer = client.post(
            reverse("subsidies:submit", args=[complete.initiative.slug, complete.pk]), headers={"accept-language": "en"}
        )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"{clock.local(closes_at):%H:%M:%S} and it is" in page
    assert "Your draft is kept." in page
    assert Application.objects.get().state == State.DRAFT


def test_receipt_has_number_moment_and_what_happens_next(client, complete, writer):
    client.force_login(writer)
    where = [complete.initiative.slug, complete.pk]

    read = {"seal": application_to_sign(complete).seal}
    answer = client.post(reverse("subsidies:submit", args=where), read, follow=True, headers={"accept-language": "en"})

    application = Application.objects.get()
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("subsidies:receipt", args=where)
    assert application.number in page
    assert f"{clock.local(application.submitted_at):%H:%M:%S}" in page
    assert application.submission.sha256 in page
    for words in ("What happens next", "Decision at the latest", "the ministry", "Your receipt"):
        assert words in page


def test_a_draft_has_no_receipt_and_a_submitted_application_no_pages_to_change(client, complete, writer):
    client.force_login(writer)
    where = [complete.initiative.slug, complete.pk]
    assert client.get(reverse("subsidies:receipt", args=where)).status_code == 404

    applying.submit_application(application=complete, user=writer)

    assert client.get(reverse("subsidies:section", args=[*where, BUDGET])).status_code == 404
    assert client.get(reverse("subsidies:check", args=where)).status_code == 302
    with pytest.raises(DomainError):
        budgeting.save_activities(application=complete, rows=[], revision=complete.revision, user=writer)


def test_everything_is_frozen_and_read_by_the_ministry_as_the_group_checked_it(client, initiative, writer, second):
    draft = complete_application(initiative, writer=writer, signer=second)
    draft = saved(
        budgeting.save_aid,
        draft,
        writer,
        rows=[budgeting.AidInput(clock.today() - dt.timedelta(days=9), "Provincie Voorbeeld", Decimal(5_000))],
        declared=True,
    )
    draft = saved(
        budgeting.save_advance, draft, writer, wanted="yes", needs={quarter_of(clock.today()): draft.amount_requested}
    )
    before = submitted.preview_of(draft)
    applying.co_sign(application=draft, user=second)
    application = applying.submit_application(application=draft, user=writer)

    frozen = submitted.submitted_of(application)

    assert (frozen.co_signed_by, frozen.submitted_by) == ("Sam Sleedoorn", "Fien Fluitenkruid")
    for part in (
        "activities",
        "costs",
        "income",
        "shown",
        "documents",
        "iban",
        "vat",
        "starts_on",
        "plan_sentence",
    ):
        assert getattr(frozen, part) == getattr(before, part), part
    assert frozen.total_costs == frozen.total_covered
    reviewer = UserFactory(roles=[Role.REVIEWER])
    page = page_of(client, reviewer, reverse("subsidies:dossier", args=[application.pk]))
    quarter = quarter_label(quarter_of(clock.today()))
    for words in ("Provincie Voorbeeld", "Leden", "Coöperatie De Proeftuin U.A.", quarter, "€5,000.00"):
        assert words in page


def test_what_was_frozen_before_there_were_rows_can_still_be_read(initiative, writer, second):
    content = submitted_application(initiative, writer=writer, signer=second).submission.content
    old = {
        key: value
        for key, value in content.items()
        if key not in ("format", "activities", "income", "vat", "totals", "aid", "advance")
    }
    old["budget"] = [{"category": "ontwerp", "description": "Architect", "amount": "150.00"}]
    old["plan"] = {"document": content["plan"]["document"], "result": content["plan"]["result"]}

    read = submitted.read_content(old)

    said = {part.slug: part.said for part in read.shown}
    assert (read.total_costs, read.activities) == (Decimal(150), [])
    assert (said["advance"].is_asked, said["aid"].ceiling) == (None, None)


def test_a_submission_without_signature_is_named_as_missing(draft):
    assert [item.section for item in missing_from(draft)][-1] == SIGNATURE


def test_a_page_takes_as_many_queries_for_many_rows_as_for_few(client, draft, writer):
    client.force_login(writer)
    address = reverse("subsidies:section", args=[draft.initiative.slug, draft.pk, BUDGET])

    def count(rows):
        budget(
            Application.objects.get(), writer, costs=[Decimal(10 + rows)] * rows, income=[("own", Decimal(rows))] * rows
        )
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, follow=True).content.count(b'name="lines-') > rows
        return len(queries)

    count(1)
    assert count(2) == count(30)
