"""Making, changing and loading a plan, through its pages."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.audit.models import AuditEntry
from coophub.reports.models import ReportJob
from coophub.reports.services import render
from financing.plans.document.examples import EXAMPLES, example_document
from financing.plans.document.rows import keyed_document
from financing.plans.forms import SECTIONS, SectionForms, section_named
from financing.plans.models import Plan
from financing.plans.selectors.outcomes import outcome_of
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.plans import PlanFactory
from tests.financing.plans.sending import sent

pytestmark = pytest.mark.django_db


def page(plan, name="detail", **more):
    return reverse(f"plans:{name}", kwargs={"slug": plan.initiative.slug, "pk": plan.pk, **more})


def test_plan_starts_from_an_example_once(client, owner, initiative):
    client.force_login(owner)
    form = {"key": str(uuid.uuid4()), "name": "Ons plan", "example": "hofje-voor-ouderen"}

    for _attempt in range(2):
        assert client.post(reverse("plans:new", args=[initiative.slug]), form).status_code == 302

    plan = Plan.objects.get()
    assert (plan.name, plan.document["name"], plan.initiative) == ("Ons plan", "Ons plan", initiative)
    assert AuditEntry.objects.filter(action="plans.start", actor=owner).count() == 1


def test_result_page_says_whether_the_plan_closes_and_why(client, owner, initiative):
    plan = PlanFactory(initiative=initiative, document=example_document("de-eendracht"))
    client.force_login(owner)

    content = client.get(page(plan), headers={"accept-language": "en"}).content.decode()

    outcome = outcome_of(plan.document)
    assert "The plan does not close. From 2029" in content
    assert all(criterion.sentence.replace("'", "&#x27;") in content for criterion in outcome.criteria)
    assert content.count("<svg") >= 2


@pytest.mark.parametrize("example", [example.slug for example in EXAMPLES])
@pytest.mark.parametrize("section", [section.slug for section in SECTIONS])
def test_section_saved_as_it_was_shown_leaves_the_document_as_it_was(client, owner, initiative, example, section):
    plan = PlanFactory(initiative=initiative, document=example_document(example))
    client.force_login(owner)
    data = sent(SectionForms(section_named(section), keyed_document(plan)), plan.revision)

    response = client.post(page(plan, "section", section=section), data)

    assert response.status_code == 302, response.context["forms"].part and response.context["forms"].part.errors
    before, after = outcome_of(example_document(example)), outcome_of(Plan.objects.get().document)
    assert after.result == before.result


def test_changed_rent_changes_the_verdict(client, owner, initiative):
    plan = PlanFactory(initiative=initiative)
    client.force_login(owner)
    data = sent(SectionForms(section_named("homes"), keyed_document(plan)), plan.revision)
    data["dwellings-0-monthly_rent"] = "€ 400"

    client.post(page(plan, "section", section="homes"), data)

    plan.refresh_from_db()
    assert plan.document["dwellings"][0]["monthly_rent"] == 400
    assert plan.revision == 2
    assert not outcome_of(plan.document).closes


def test_problem_of_the_engine_stands_beside_its_field_and_keeps_what_was_typed(client, owner, initiative):
    plan = PlanFactory(initiative=initiative)
    client.force_login(owner)
    data = sent(SectionForms(section_named("basics"), keyed_document(plan)), plan.revision)
    data["part-first_year"] = "2020"

    response = client.post(page(plan, "section", section="basics"), data, headers={"accept-language": "en"})

    assert response.status_code == 200
    assert response.context["forms"].part.errors.keys() == {"first_year"}
    assert 'value="2020"' in response.content.decode()
    plan.refresh_from_db()
    assert plan.revision == 1


def test_two_editors_never_overwrite_each_other_unseen(client, owner, initiative):
    plan = PlanFactory(initiative=initiative)
    data = sent(SectionForms(section_named("basics"), keyed_document(plan)), plan.revision)
    client.force_login(owner)
    client.post(page(plan, "section", section="basics"), {**data, "part-horizon_years": "40"})

    response = client.post(page(plan, "section", section="basics"), {**data, "part-horizon_years": "30"})

    assert response.status_code == 409
    assert str(owner) in str(response.context["clash"])
    plan.refresh_from_db()
    assert plan.document["horizon_years"] == 40


def test_document_is_loaded_from_a_file(client, owner, initiative):
    client.force_login(owner)
    file = SimpleUploadedFile("plan.json", json.dumps(example_document("de-eendracht")).encode())

    client.post(reverse("plans:load", args=[initiative.slug]), {"key": str(uuid.uuid4()), "file": file})

    assert Plan.objects.get().document == example_document("de-eendracht")


DEFECTS = {
    "unknown key": ({"colour": "green"}, "colour"),
    "negative count": (
        {"dwellings": [{"name": "A", "count": -1, "area_m2": 50, "monthly_rent": 800}]},
        "dwellings[0].count",
    ),
    "rate of -100 %": ({"discount_rate": -1}, "discount_rate"),
    "two remainders": (
        {"funding": [{"name": name, "kind": "gift", "remainder": True} for name in "AB"]},
        "funding[1].remainder",
    ),
    "share of an unknown category": (
        {
            "investment": {
                "midpoint": 2028,
                "lines": [{"name": "A", "category": "additional", "share_of": "roofs", "share": 0.1}],
            }
        },
        "investment.lines[0].share_of",
    ),
    "not a number": ({"vacancy_rate": float("nan")}, "vacancy_rate"),
    "infinity": ({"market_value": float("inf")}, "market_value"),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_defect_is_named_with_its_path_and_nothing_is_stored(client, owner, initiative, defect):
    changes, path = DEFECTS[defect]
    text = json.dumps({**example_document("de-eendracht"), **changes})
    client.force_login(owner)

    response = client.post(reverse("plans:load", args=[initiative.slug]), {"key": str(uuid.uuid4()), "text": text})

    assert response.status_code == 422
    assert path in [found for found, _sentence in response.context["problems"]]
    assert "de-eendracht" in response.content.decode().lower() or "De Eendracht" in response.content.decode()
    assert Plan.objects.count() == 0


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"a": 1, "a": 2}', "[" * 100_000, '{"x": 1e999}'])
def test_text_that_is_no_document_is_refused(client, owner, initiative, text):
    client.force_login(owner)

    response = client.post(reverse("plans:load", args=[initiative.slug]), {"key": str(uuid.uuid4()), "text": text})

    assert response.status_code in (200, 422)
    assert response.context["problems"] or response.context["form"].errors
    assert Plan.objects.count() == 0


def test_pdf_is_made_in_the_background(client, owner, initiative):
    plan = PlanFactory(initiative=initiative)
    client.force_login(owner)

    client.post(page(plan, "report"))
    client.post(page(plan, "report"))
    job = ReportJob.objects.get()
    assert render(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.percentage) == ("done", 100)
    download = client.get(reverse("reports:download", args=[job.pk]))
    assert b"".join(download.streaming_content).startswith(b"%PDF-")


def test_reader_sees_a_plan_but_is_told_who_can_change_it(client, reader, initiative):
    plan = PlanFactory(initiative=initiative)
    client.force_login(reader)

    assert client.get(page(plan)).status_code == 200
    refused = client.get(page(plan, "section", section="basics"), headers={"accept-language": "en"})
    assert refused.status_code == 403
    assert "Only owners and editors" in refused.content.decode()
    assert client.post(page(plan, "remove")).status_code == 403


def test_stranger_finds_no_plan(client, initiative):
    plan = PlanFactory(initiative=initiative)
    client.force_login(UserFactory())

    assert {client.get(page(plan, name)).status_code for name in ("detail", "export", "result")} == {404}
    assert client.post(page(plan, "report")).status_code == 404
    assert ReportJob.objects.count() == 0


def test_plan_of_one_initiative_is_not_found_under_another(client, owner, initiative):
    plan, other = PlanFactory(), InitiativeFactory(owner=owner)
    client.force_login(owner)

    assert client.get(reverse("plans:detail", args=[other.slug, plan.pk])).status_code == 404


def test_list_asks_the_same_number_of_queries_for_any_number(client, owner, initiative):
    client.force_login(owner)
    address = reverse("plans:list", args=[initiative.slug])
    PlanFactory(initiative=initiative)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    PlanFactory.create_batch(4, initiative=initiative)

    with CaptureQueriesContext(connection) as many:
        response = client.get(address)

    assert len(response.context["outcomes"]) == 5
    assert len(many) == len(few)
