"""Putting homes from a file in a plan, through its pages."""

from functools import partial
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coophub.audit.models import AuditEntry
from coophub.reports.models import ReportJob
from coophub.reports.services import render
from coophub.web.pace import Pace
from financing.plans.document.examples import example_document
from financing.plans.document.rows import frozen_rooms, keyed_document
from financing.plans.homes.spreadsheet import read_homes
from financing.plans.reports import READ_HOMES
from financing.plans.services.editing import put_homes, save_plan
from financing.plans.services.norms import set_home_rooms
from financing.plans.services.visitors import remove_visitor_plan, start_visitor_plan
from financing.plans.views import visitors
from tests.factories.plans import PlanFactory
from tests.financing.plans.homes.test_spreadsheet import xlsx

pytestmark = pytest.mark.django_db

ROWS = (["naam", "aantal", "m2", "huur"], ["Studio", 4, 30, 650], ["Gezin", 6, 90.5, 1200])
HOMES = [
    {"name": "Studio", "count": 4, "area_m2": 30, "monthly_rent": 650},
    {"name": "Gezin", "count": 6, "area_m2": 90.5, "monthly_rent": 1200},
]


def file(content=None, name="woningen.xlsx"):
    return SimpleUploadedFile(name, xlsx(*ROWS) if content is None else content)


def asked(client, address, way="replace", **upload):
    """Sends a file, and gives the address of the page that waits for what is in it."""
    return client.post(address, {"file": file(**upload), "way": way})["Location"]


def read(client, address, way="replace", **upload):
    """Sends a file and lets a worker read it; gives the address of the page that shows what is in it."""
    found = asked(client, address, way, **upload)
    for job in ReportJob.objects.filter(state=ReportJob.State.QUEUED):
        assert render(str(job.pk))
    return found


def test_page_waits_for_a_worker_and_asks_again_by_itself(client, owner, plan, page):
    client.force_login(owner)

    found = asked(client, page("homes_import"))
    waiting = client.get(found)
    job = ReportJob.objects.get()

    assert (job.state, job.kind, waiting.status_code) == (ReportJob.State.QUEUED, READ_HOMES, 200)
    assert f'hx-get="{found}"' in waiting.content.decode()
    assert default_storage.exists(job.source.name)
    assert client.post(found).status_code == 200
    plan.refresh_from_db()
    assert plan.revision == 1


def test_homes_are_shown_first_and_kept_when_someone_says_so(
    client, owner, plan, page, django_capture_on_commit_callbacks
):
    client.force_login(owner)

    with django_capture_on_commit_callbacks(execute=True):
        found = read(client, page("homes_import"))
    shown = client.get(found)

    plan.refresh_from_db()
    assert plan.revision == 1
    assert "Gezin" in shown.content.decode()
    job = ReportJob.objects.get()
    assert (job.source.name, default_storage.exists(f"reports/{job.pk.hex[:2]}/{job.pk.hex}-source")) == ("", False)
    response = client.post(found)
    plan.refresh_from_db()
    assert response.url == page("section", section="homes")
    assert plan.document["dwellings"] == HOMES
    assert AuditEntry.objects.filter(action="plans.save", actor=owner).count() == 1


def test_homes_are_added_to_those_that_are_there_and_once_when_it_is_sent_twice(client, owner, plan, page):
    client.force_login(owner)
    before = plan.document["dwellings"]
    found = read(client, page("homes_import"), "add")

    answers = [client.post(found), client.post(found)]

    plan.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert plan.document["dwellings"] == [*before, *HOMES]


def test_home_of_the_same_name_stays_the_row_that_it_was(client, owner, plan, page):
    name = plan.document["dwellings"][1]["name"]
    client.force_login(owner)

    client.post(read(client, page("homes_import"), content=xlsx(ROWS[0], [name, 3, 40, 700], ["Nieuw", 1, 50, 800])))

    plan.refresh_from_db()
    assert [(home["name"], home["count"]) for home in plan.document["dwellings"]] == [(name, 3), ("Nieuw", 1)]
    assert plan.row_keys["/dwellings"][0] == f"{2:032x}"


def test_rooms_of_a_file_stand_with_the_homes_and_what_it_does_not_say_stays(client, owner, plan, page):
    first, second = [each["name"] for each in plan.document["dwellings"][:2]]
    set_home_rooms(plan=plan, rooms={f"{1:032x}": 5}, user=owner)
    rows = ([*ROWS[0], "kamers"], [second, 3, 40, 700, 2], ["Nieuw", 1, 50, 800, 4], [first, 1, 60, 900, None])
    client.force_login(owner)

    found = read(client, page("homes_import"), content=xlsx(*rows))
    assert "Kamers" in client.get(found).content.decode()
    client.post(found)

    plan.refresh_from_db()
    names = [home["name"] for home in plan.document["dwellings"]]
    assert dict(zip(names, [frozen_rooms(plan)[key] for key in sorted(frozen_rooms(plan))], strict=True)) == {
        second: 2,
        "Nieuw": 4,
        first: 5,
    }


def test_value_of_a_file_stands_in_the_plan_and_an_older_year_does_not_stay_beside_it(client, owner, plan, page):
    rows = ([*ROWS[0], "WOZ-waarde peildatum 1-1-2024"], [*ROWS[1], 240_000], [*ROWS[2], None])
    client.force_login(owner)
    found = read(client, page("homes_import"), content=xlsx(*rows))
    assert "240.000" in client.get(found).content.decode()

    client.post(found)
    plan.refresh_from_db()
    assert plan.document["dwellings"] == [{**HOMES[0], "woz_value": 240_000, "woz_year": 2024}, HOMES[1]]

    client.post(read(client, page("homes_import"), content=xlsx([*ROWS[0], "WOZ"], [*ROWS[1], 260_000])))
    plan.refresh_from_db()
    assert plan.document["dwellings"] == [{**HOMES[0], "woz_value": 260_000}]


def test_homes_of_one_name_take_the_places_of_those_of_that_name_in_their_order(owner, plan):
    studio = {"name": "Studio", "count": 1, "area_m2": 30.0, "monthly_rent": 600.0}
    put = partial(put_homes, plan=plan, replace=True, user=owner)
    plan = put(homes=[studio, studio], revision=plan.revision, key=uuid4())
    before = [home["key"] for home in keyed_document(plan)["dwellings"]]

    plan = put(homes=[{**studio, "count": 2}, {**studio, "count": 3}, studio], revision=plan.revision, key=uuid4())

    homes = keyed_document(plan)["dwellings"]
    assert [home["key"] for home in homes[:2]] == before
    assert ([home["count"] for home in homes], len({home["key"] for home in homes})) == ([2, 3, 1], 3)


def test_homes_that_others_changed_since_the_file_was_sent_are_not_overwritten_unseen(client, owner, plan, page):
    client.force_login(owner)
    found = read(client, page("homes_import"))
    document = keyed_document(plan)
    document["dwellings"][0]["monthly_rent"] = 1
    save_plan(plan=plan, document=document, revision=1, user=owner)

    response = client.post(found)

    plan.refresh_from_db()
    assert response.status_code == 422
    assert response.context["refusal"]
    assert plan.document["dwellings"][0]["monthly_rent"] == 1


def test_what_is_wrong_is_told_by_cell_and_nothing_is_stored(client, owner, plan, page):
    client.force_login(owner)
    client.cookies["django_language"] = "en"
    found = read(client, page("homes_import"), content=xlsx(ROWS[0], ["Studio", 4, "groot", 650]))

    responses = [client.get(found), client.post(found)]

    for response in responses:
        assert response.status_code == 200
        assert "Cell C2" in response.content.decode()
        assert "Here stands “groot”. Fill in a number." in response.content.decode()
    plan.refresh_from_db()
    assert plan.revision == 1


def test_rows_that_were_left_out_as_totals_are_named(client, owner, plan, page):
    client.force_login(owner)
    client.cookies["django_language"] = "en"

    content = client.get(
        read(client, page("homes_import"), content=xlsx(*ROWS, ["Totaal", 10, 660, 9800]))
    ).content.decode()

    assert "Row 4 adds up others and was left out." in " ".join(content.split())


@pytest.mark.parametrize(("name", "content"), [("woningen.pdf", b"%PDF"), ("a.csv", b"a" * 2_000_001)])
def test_file_of_another_kind_or_size_is_refused_beside_the_field(client, owner, plan, page, name, content):
    client.force_login(owner)

    response = client.post(page("homes_import"), {"file": file(content, name), "way": "replace"})

    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"file"}
    assert not ReportJob.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"), [("woningen.xlsx", b"PK\3\4"), ("woningen.csv", b""), ("a.csv", b"a;b\n1;2")]
)
def test_file_that_is_no_list_of_homes_is_refused_with_a_sentence(client, owner, plan, page, name, content):
    client.force_login(owner)

    response = client.get(read(client, page("homes_import"), content=content, name=name))

    assert response.status_code == 200
    assert response.context["refusal"]
    assert page("homes_import") in response.content.decode()


def test_what_a_worker_cannot_do_is_told(client, owner, plan, page, monkeypatch):
    monkeypatch.setattr("financing.plans.reports.homes.read_homes", lambda content: 1 / 0)
    client.force_login(owner)
    found = asked(client, page("homes_import"))
    render(str(ReportJob.objects.get().pk))

    response = client.get(found)

    assert "error-summary" in response.content.decode()


def test_file_of_another_plan_is_not_found(client, owner, plan, page):
    client.force_login(owner)
    found = read(client, page("homes_import"))
    other = PlanFactory(initiative=plan.initiative)

    assert client.get(found.replace(f"/{plan.pk}/", f"/{other.pk}/")).status_code == 404
    assert client.get(page("homes_found", job=uuid4())).status_code == 404


def test_example_can_be_filled_in_and_read_back(client, owner, plan, page):
    client.force_login(owner)

    response = client.get(page("homes_example"))

    assert read_homes(response.content).count == 20


def test_reader_may_not_change_the_homes(client, reader, plan, page):
    client.force_login(reader)

    assert client.get(page("homes_import")).status_code == 403
    assert client.post(page("homes_import"), {"file": file(), "way": "replace"}).status_code == 403
    assert client.get(reverse("plans:homes_example", args=[plan.initiative.slug, plan.pk])).status_code == 403


def test_page_of_homes_leads_to_the_import(client, owner, plan, page):
    client.force_login(owner)

    assert page("homes_import") in client.get(page("section", section="homes")).content.decode()
    assert page("homes_import") not in client.get(page("section", section="costs")).content.decode()


@pytest.fixture
def visitor():
    return start_visitor_plan(document=example_document("de-eendracht"))


def test_visitor_without_an_account_brings_homes_from_a_file_too(client, visitor):
    plan, token = visitor
    address = reverse("plans:calculation_homes_import", args=[token])

    assert address in client.get(reverse("plans:calculation_section", args=[token, "homes"])).content.decode()
    response = client.post(read(client, address))

    plan.refresh_from_db()
    assert response.url == reverse("plans:calculation_section", args=[token, "homes"])
    assert plan.document["dwellings"] == HOMES
    assert client.get(reverse("plans:calculation_homes_example", args=[token])).status_code == 200


def test_what_a_visitor_uploaded_goes_with_the_plan(client, visitor, django_capture_on_commit_callbacks):
    plan, token = visitor
    address = reverse("plans:calculation_homes_import", args=[token])
    read(client, address)
    asked(client, address, content=xlsx(*ROWS, ["Nog een", 1, 50, 500]))
    stored = [file.name for job in ReportJob.objects.all() for file in (job.file, job.source) if file]

    with django_capture_on_commit_callbacks(execute=True):
        remove_visitor_plan(plan=plan)

    assert len(stored) == 2
    assert not ReportJob.objects.exists()
    assert not any(default_storage.exists(name) for name in stored)


def test_visitor_uploads_no_more_than_somebody_does_by_hand(client, visitor, monkeypatch):
    _plan, token = visitor
    monkeypatch.setitem(visitors.LIMITS, "upload", Pace("calculate:upload", 2, 600))
    address = reverse("plans:calculation_homes_import", args=[token])

    answers = [client.post(address, {"file": file(), "way": "replace"}).status_code for _time in range(3)]

    assert answers == [302, 302, 429]
