"""Putting homes from a file in a plan, through its pages."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coophub.audit.models import AuditEntry
from financing.plans.document.examples import example_document
from financing.plans.homes.spreadsheet import read_homes
from financing.plans.services.visitors import start_visitor_plan
from tests.financing.plans.homes.test_spreadsheet import xlsx

pytestmark = pytest.mark.django_db

ROWS = (["naam", "aantal", "m2", "huur"], ["Studio", 4, 30, 650], ["Gezin", 6, 90.5, 1200])
HOMES = [
    {"name": "Studio", "count": 4, "area_m2": 30, "monthly_rent": 650},
    {"name": "Gezin", "count": 6, "area_m2": 90.5, "monthly_rent": 1200},
]


def file(content=None, name="woningen.xlsx"):
    return SimpleUploadedFile(name, xlsx(*ROWS) if content is None else content)


def confirmed(response):
    """What the browser sends of the page that shows the homes."""
    form = response.context["homes_form"]
    return {field.html_name: field.value() for field in form}


def test_homes_are_shown_first_and_kept_when_someone_says_so(client, owner, plan, page):
    client.force_login(owner)

    shown = client.post(page("homes_import"), {"file": file(), "way": "replace"})

    plan.refresh_from_db()
    assert plan.revision == 1
    assert "Gezin" in shown.content.decode()
    response = client.post(page("homes_import"), confirmed(shown))
    plan.refresh_from_db()
    assert response.url == page("section", section="homes")
    assert plan.document["dwellings"] == HOMES
    assert AuditEntry.objects.filter(action="plans.save", actor=owner).count() == 1


def test_homes_are_added_to_those_that_are_there(client, owner, plan, page):
    client.force_login(owner)
    before = plan.document["dwellings"]

    client.post(page("homes_import"), confirmed(client.post(page("homes_import"), {"file": file(), "way": "add"})))

    plan.refresh_from_db()
    assert plan.document["dwellings"] == [*before, *HOMES]


def test_sent_twice_the_homes_are_added_once(client, owner, plan, page):
    client.force_login(owner)
    sent = confirmed(client.post(page("homes_import"), {"file": file(), "way": "add"}))
    before = len(plan.document["dwellings"])

    client.post(page("homes_import"), sent)
    again = client.post(page("homes_import"), sent)

    plan.refresh_from_db()
    assert len(plan.document["dwellings"]) == before + 2
    assert again.status_code == 302


def test_what_is_wrong_is_told_by_cell_and_nothing_is_stored(client, owner, plan, page):
    client.force_login(owner)
    content = xlsx(ROWS[0], ["Studio", 4, "groot", 650])

    response = client.post(
        page("homes_import"), {"file": file(content), "way": "replace"}, headers={"accept-language": "en"}
    )

    assert response.status_code == 422
    assert "Cell C2" in response.content.decode()
    assert "Here stands “groot”. Fill in a number." in response.content.decode()
    assert response.context["homes_form"] is None
    plan.refresh_from_db()
    assert plan.revision == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [("woningen.pdf", b"%PDF"), ("woningen.xlsx", b"no zip"), ("woningen.csv", b""), ("a.csv", b"a;b\n1;2")],
)
def test_file_that_is_no_list_of_homes_is_refused_beside_the_field(client, owner, plan, page, name, content):
    client.force_login(owner)

    response = client.post(page("homes_import"), {"file": file(content, name), "way": "replace"})

    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"file"}


@pytest.mark.parametrize("homes", ["", "{", "{}", "[1]", json.dumps([{**HOMES[0], "count": -1}])])
def test_homes_that_were_tampered_with_are_refused(client, owner, plan, page, homes):
    client.force_login(owner)

    response = client.post(page("homes_import"), {"homes": homes, "way": "replace", "revision": "1"})

    assert response.status_code == 422
    plan.refresh_from_db()
    assert plan.revision == 1


def test_example_can_be_filled_in_and_read_back(client, owner, plan, page):
    client.force_login(owner)

    response = client.get(page("homes_example"))

    assert read_homes(response.content, "voorbeeld.xlsx").count == 20


def test_reader_may_not_change_the_homes(client, reader, plan, page):
    client.force_login(reader)

    assert client.get(page("homes_import")).status_code == 403
    assert client.post(page("homes_import"), {"file": file(), "way": "replace"}).status_code == 403
    assert client.get(reverse("plans:homes_example", args=[plan.initiative.slug, plan.pk])).status_code == 403


def test_page_of_homes_leads_to_the_import(client, owner, plan, page):
    client.force_login(owner)

    assert page("homes_import") in client.get(page("section", section="homes")).content.decode()
    assert page("homes_import") not in client.get(page("section", section="costs")).content.decode()


def test_visitor_without_an_account_brings_homes_from_a_file_too(client):
    plan, token = start_visitor_plan(document=example_document("de-eendracht"))
    address = reverse("plans:calculation_homes_import", args=[token])

    assert address in client.get(reverse("plans:calculation_section", args=[token, "homes"])).content.decode()
    shown = client.post(address, {"file": file(), "way": "replace"})
    response = client.post(address, confirmed(shown))

    plan.refresh_from_db()
    assert response.url == reverse("plans:calculation_section", args=[token, "homes"])
    assert plan.document["dwellings"] == HOMES
    assert client.get(reverse("plans:calculation_homes_example", args=[token])).status_code == 200
