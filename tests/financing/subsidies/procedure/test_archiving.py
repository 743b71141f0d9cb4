"""The archive of the ministry says that it took a closed dossier: once, corrected on what it read, and never undone."""

import csv
import datetime as dt
import io
import json

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from coophub.audit.selectors import entries_of
from coophub.tokens.models import TokenHolder
from coophub.web import clock
from coophub.web.clashes import ClashError
from coophub.web.formats import day
from financing.subsidies.models import Application, ArchiveStatement
from financing.subsidies.services.archiving import state_archiving
from tests.days import morning_of
from tests.factories.accounts import administrator, reviewer
from tests.factories.tokens import bearer, confirmed_token, organisation_bearer
from tests.financing.subsidies.life import DAY, refuse
from tests.financing.subsidies.papers.mdto_schema import problems_of, texts_at
from tests.financing.subsidies.papers.test_mdto import zipped

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/cases"
NUMBER = "NL-HaNA-2.10.99-1204"


@pytest.fixture
def refused(submitted, people):
    refuse(submitted, people)
    return Application.objects.select_related("decision", "submission").get(pk=submitted.pk)


@pytest.fixture
def closed(refused):
    """On a day on which it is closed."""
    with clock.at(morning_of(refused.decision.object_by + DAY)):
        yield refused


@pytest.fixture
def says(client):
    """What the archive hears when it says this of a dossier."""
    known = {}

    def put(application, *, headers=None, **document):
        if not known:
            known.update(organisation_bearer(TokenHolder.ARCHIVE))
        sent = {"identifier": NUMBER, "takenAt": clock.now().isoformat(), **document}
        return client.put(
            f"{ROOT}/{application.pk}/archiving",
            json.dumps(sent),
            content_type="application/json",
            headers={**known, **(headers or {})},
        )

    put.known = known
    return put


def test_it_is_said_read_and_corrected_on_what_was_read(client, says, closed, people):
    address = f"{ROOT}/{closed.pk}/archiving"
    sooner = clock.now() - 3 * DAY

    first = says(closed, takenAt=sooner.isoformat())
    read = client.get(address, headers=says.known)
    unread = says(closed, identifier="Anders")
    of_before = says(closed, identifier="Anders", headers={"If-Match": '"0"'})
    corrected = says(closed, identifier="Anders", headers={"If-Match": read["ETag"]})
    again = says(
        closed, identifier="Anders", takenAt=corrected.json()["takenAt"], headers={"If-Match": corrected["ETag"]}
    )

    assert (first.status_code, first.json()["identifier"]) == (201, NUMBER)
    assert dt.datetime.fromisoformat(first.json()["takenAt"]) == sooner
    assert (read.json(), read["ETag"]) == (first.json(), first["ETag"])
    assert (unread.status_code, of_before.status_code) == (428, 412)
    assert (corrected.status_code, corrected.json()["identifier"]) == (200, "Anders")
    assert (again.status_code, again["ETag"]) == (200, corrected["ETag"])
    assert list(closed.archive_statements.values_list("identifier", flat=True)) == ["Anders", NUMBER]
    told = [entry for entry in entries_of(closed) if entry.action == "subsidies.state_archiving"]
    assert [(entry.actor, entry.after["identifier"]) for entry in told] == [(None, "Anders"), (None, NUMBER)]
    assert all("archive" in entry.origin for entry in told)
    case = client.get(f"{ROOT}/{closed.pk}", headers=organisation_bearer(TokenHolder.MINISTRY)).json()
    assert case["archiving"] == corrected.json()


def test_dossier_list_file_and_metadata_say_so(client, says, closed, people):
    says(closed, identifier="Fout")
    says(closed, headers={"If-Match": "*"})

    client.force_login(people["manager"])
    page = client.get(reverse("subsidies:dossier", args=[closed.pk])).content.decode()
    lists = {
        taken: client.get(reverse("subsidies:archive"), {"archive": taken}).content.decode() for taken in ("yes", "no")
    }
    file = client.get(reverse("subsidies:archive"), {"export": "csv"})
    [row] = csv.DictReader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig")), delimiter=";")
    found = zipped(client, closed, people["decider"])

    assert page.index(NUMBER) < page.index("Fout")
    assert NUMBER in lists["yes"]
    assert closed.number not in lists["no"]
    assert row["Nummer in het archief"] == NUMBER
    dossier = found[f"{closed.number}/{closed.number}.mdto.xml"]
    assert texts_at(dossier, "identificatie/identificatieKenmerk") == [closed.number, NUMBER]
    assert problems_of(dossier) == []


def test_what_is_not_closed_is_refused(says, refused):
    answer = says(refused)

    assert (answer.status_code, ArchiveStatement.objects.exists()) == (409, False)
    assert "niet gesloten" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ({"identifier": " "}, "/identifier"),
        ({"identifier": "x" * 201}, "/identifier"),
        ({"identifier": 5}, "/identifier"),
        ({"takenAt": 1_800_000_000}, "/takenAt"),
        ({"takenAt": "2026-11-29T10:00:00"}, "/takenAt"),
        ({"takenAt": "2026-02-30T10:00:00Z"}, "/takenAt"),
        ({"takenAt": "2199-01-01T10:00:00Z"}, "/takenAt"),
        ({"takenAt": "2001-01-01T10:00:00Z"}, "/takenAt"),
        ({"taken": "x"}, "/taken"),
    ],
)
def test_what_cannot_be_is_named_by_its_place(says, closed, document, pointer):
    answer = says(closed, **document)

    assert answer.status_code == 422, answer.content
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert not ArchiveStatement.objects.exists()


def test_each_organisation_has_its_own_side_alone(client, says, closed):
    says(closed)
    reads = organisation_bearer(TokenHolder.MINISTRY)

    assert says(closed, headers={**reads, "If-Match": "*"}).status_code == 403
    assert client.get(f"{ROOT}/{closed.pk}/archiving", headers=reads).status_code == 403
    assert client.get(f"{ROOT}/{closed.pk}/archiving", headers=bearer(reviewer(), "cases:read")).status_code == 403
    assert client.get(ROOT, headers=says.known).status_code == 403
    assert client.get(f"{ROOT}/{closed.pk}", headers=says.known).status_code == 403
    assert client.get(f"{ROOT}/{closed.pk + 1}/archiving", headers=says.known).status_code == 404


def test_what_was_said_stays_and_nobody_overwrites_unread(closed):
    token = confirmed_token(TokenHolder.ARCHIVE, by=administrator(), and_by=administrator())
    facts = {"application": closed, "taken_at": clock.now(), "token": token}
    said = state_archiving(identifier=NUMBER, after=None, **facts)

    with pytest.raises(ClashError):
        state_archiving(identifier="Anders", after=None, **facts)
    for change in (lambda: ArchiveStatement.objects.update(identifier="Anders"), said.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert day(closed.archive_statements.get().taken_at) == day(clock.now())
