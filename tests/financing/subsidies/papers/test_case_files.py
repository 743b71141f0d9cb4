"""The files of a case for the record system: what the group handed in and every letter, with their content."""

import hashlib
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coophub.audit.models import AuditEntry
from coophub.documents.models import DocumentVersion
from coophub.reports.models import ReportJob
from coophub.reports.services import render
from coophub.tokens.models import Scope, TokenHolder
from financing.subsidies.services import remedies
from tests.factories.accounts import reviewer
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import CSV, submitted_application
from tests.factories.tokens import bearer, organisation_bearer
from tests.financing.subsidies.life import ask_to_complete, award, complete, report
from tests.financing.subsidies.papers.mdto_schema import texts_at
from tests.financing.subsidies.papers.test_mdto import zipped

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/cases"


@pytest.fixture
def record_system():
    return organisation_bearer(TokenHolder.MINISTRY)


@pytest.fixture
def ask(client, record_system):
    def get(address, **headers):
        return client.get(address.removeprefix("http://localhost:8000"), headers={**record_system, **headers})

    return get


def make_letters(application):
    for letter in application.letters.all():
        for job in ReportJob.objects.filter(kind="letter", subject_id=str(letter.pk)):
            assert render(str(job.pk))


def bytes_of(answer):
    return b"".join(answer.streaming_content)


def test_every_file_of_a_case_is_listed_and_fetched_as_the_zip_has_it(client, ask, submitted, people):
    ask_to_complete(submitted, people)
    complete(submitted, people)
    award(submitted, people)
    report(submitted, people)
    make_letters(submitted)

    case = ask(f"{ROOT}/{submitted.pk}").json()

    handed_in = [document["title"] for document in submitted.submission.content["documents"]]
    titles = [document["title"] for document in case["documents"]]
    assert sorted(titles[:-2]) == sorted(handed_in)
    assert titles[-2:] == ["brief.csv", "eindverslag.csv"]
    assert [document["category"] for document in case["documents"][-2:]] == ["aanvulling", "eindverslag"]
    letters = case["letters"]
    assert {"remedy_request", "decision"} <= {letter["kind"] for letter in letters}
    assert all(letter["title"] and letter["language"] for letter in letters)
    files = [*case["documents"], *(letter["file"] for letter in letters)]
    kept = zipped(client, submitted, people["decider"])
    client.logout()
    for file in files:
        answer = ask(file["url"])
        content = bytes_of(answer)
        assert (answer.status_code, answer["Content-Type"]) == (200, file["contentType"]), file
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["sizeBytes"], file["checksum"])
        assert content in kept.values()
    numbers = [
        number
        for name, content in kept.items()
        if name.endswith(".mdto.xml") and not name.endswith(".bestand.mdto.xml")
        for number in texts_at(content, "identificatie/identificatieKenmerk")
    ]
    assert {file["identifier"] for file in files} < set(numbers)


def test_who_has_the_bytes_gets_none_and_who_took_them_is_written_down(ask, submitted, people):
    make_letters(submitted)
    case = ask(f"{ROOT}/{submitted.pk}").json()
    taken = AuditEntry.objects.filter(action__in=["documents.download", "reports.download"])

    for file in (case["documents"][0], case["letters"][0]["file"]):
        before = taken.count()
        answer = ask(file["url"], if_none_match=f'"{file["checksum"]}"')
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", f'"{file["checksum"]}"')
        assert taken.count() == before
        assert bytes_of(ask(file["url"]))
        newest = taken.latest("at")
        assert (taken.count(), newest.actor) == (before + 1, None)
        assert "ministry" in newest.origin


def test_what_is_not_there_yet_or_is_not_of_this_case_is_not_given(ask, submitted, people):
    other_group = InitiativeFactory(owner=people["owner"])
    signer = MembershipFactory(initiative=other_group).user
    other = submitted_application(other_group, writer=people["owner"], signer=signer)
    letter = submitted.letters.get()
    case = ask(f"{ROOT}/{submitted.pk}").json()
    elsewhere = ask(f"{ROOT}/{other.pk}").json()["documents"][0]["url"].rpartition("/documents/")[2]
    DocumentVersion.objects.filter(pk=case["documents"][0]["url"].split("/")[-2]).update(
        virus_check=DocumentVersion.VirusCheck.WAITING
    )

    assert case["letters"][0]["file"] is None
    assert ask(f"{ROOT}/{submitted.pk}/letters/{letter.pk}/content").status_code == 404
    assert ask(f"{ROOT}/{submitted.pk}/documents/{elsewhere}").status_code == 404
    assert ask(f"{ROOT}/{submitted.pk}/documents/{uuid.uuid4()}/content").status_code == 404
    assert ask(case["documents"][0]["url"]).status_code == 409
    assert not ask(f"{ROOT}/{submitted.pk}").json()["documents"][0]["canBeRead"]


def test_a_person_with_an_interest_fetches_no_file_either(client, ask, submitted, initiative):
    make_letters(submitted)
    case = ask(f"{ROOT}/{submitted.pk}").json()
    tied, rosa = reviewer(), reviewer()
    MembershipFactory(initiative=initiative, user=tied)

    for file in (case["documents"][0], case["letters"][0]["file"]):
        path = file["url"].removeprefix("http://localhost:8000")
        assert client.get(path, headers=bearer(tied, Scope.CASES)).status_code == 403
        assert client.get(path, headers=bearer(rosa, Scope.CASES)).status_code == 200


def test_the_same_file_handed_in_twice_is_there_once(ask, submitted, people):
    given = len(ask(f"{ROOT}/{submitted.pk}").json()["documents"])
    for _turn in range(2):
        ask_to_complete(submitted, people)
        remedies.complete(
            subject=submitted,
            answers={},
            uploads=[SimpleUploadedFile(f"{name}.csv", CSV) for name in ("brief", "begroting")],
            user=people["owner"],
        )

    assert len(ask(f"{ROOT}/{submitted.pk}").json()["documents"]) == given + 2
