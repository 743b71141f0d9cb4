"""The zip of a dossier is what an archive takes: a folder for each document, and metadata by MDTO for all in it."""

import hashlib
import io
import zipfile

import pgtrigger
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coophub.reports.models import ReportJob
from coophub.reports.services import render
from financing.subsidies.models import SchemeVersion
from financing.subsidies.papers.dossier_export import export_pdf
from financing.subsidies.services import remedies
from tests.factories.subsidies import CSV
from tests.financing.subsidies.life import ask_to_complete, award, complete, object_to, report
from tests.financing.subsidies.papers.mdto_schema import NAMESPACE, problems_of, texts_at

pytestmark = pytest.mark.django_db

BESIDE = ".bestand.mdto.xml"


def zipped(client, application, user) -> dict[str, bytes]:
    client.force_login(user)
    client.post(reverse("subsidies:export_dossier", args=[application.pk]), {"kind": "zip"})
    job = ReportJob.objects.filter(kind="dossier_zip").latest("created_at")
    assert render(str(job.pk))
    job.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(job.file.read())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def with_letter(submitted, people):
    award(submitted, people)
    letter = submitted.letters.get(kind="decision")
    [job] = ReportJob.objects.filter(kind="letter", subject_id=str(letter.pk))
    assert render(str(job.pk))
    return submitted


def test_everything_in_the_zip_has_its_metadata(client, with_letter, people):
    found = zipped(client, with_letter, people["decider"])

    number = with_letter.number
    metadata = {name: content for name, content in found.items() if name.endswith(".mdto.xml")}
    files = {name: content for name, content in found.items() if name not in metadata}
    records = {name: content for name, content in metadata.items() if not name.endswith(BESIDE)}
    assert {name: problems for name, content in metadata.items() if (problems := problems_of(content))} == {}
    assert {name.removesuffix(BESIDE) for name in metadata if name.endswith(BESIDE)} == set(files)
    given = len(with_letter.submission.content["documents"])
    assert len(records) == 1 + 1 + given + 1  # the dossier, the application, its documents, a letter
    assert set(records) == {"/".join([*(parts := name.split("/")[:-1]), f"{parts[-1]}.mdto.xml"]) for name in files}

    dossier = records.pop(f"{number}/{number}.mdto.xml")
    assert texts_at(dossier, "identificatie/identificatieKenmerk") == [number]
    assert texts_at(dossier, "aggregatieniveau/begripLabel") == ["Dossier"]
    assert texts_at(dossier, "archiefvormer/verwijzingNaam") == [with_letter.scheme_version.issued_by]
    assert texts_at(dossier, "waardering/begripCode") == ["N"]
    assert texts_at(dossier, "betrokkene/betrokkeneActor/verwijzingNaam") == [with_letter.applicant.full_name]
    parts = texts_at(dossier, "bevatOnderdeel/verwijzingIdentificatie/identificatieKenmerk")
    assert sorted(parts) == sorted(number for record in records.values() for number in _numbers_of(record))
    for record in records.values():
        assert texts_at(record, "isOnderdeelVan/verwijzingIdentificatie/identificatieKenmerk") == [number]

    for name, content in files.items():
        about = metadata[f"{name}{BESIDE}"]
        [of] = texts_at(about, "isRepresentatieVan/verwijzingIdentificatie/identificatieKenmerk")
        [record] = [each for each in (dossier, *records.values()) if of in _numbers_of(each)]
        assert texts_at(record, "heeftRepresentatie/verwijzingNaam") == [name.rpartition("/")[2]]
        assert texts_at(about, "naam") == [name.rpartition("/")[2]]
        assert texts_at(about, "omvang") == [str(len(content))]
        assert texts_at(about, "checksum/checksumWaarde") == [hashlib.sha256(content).hexdigest()]
    kept = {document["sha256"] for document in with_letter.submission.content["documents"]}
    assert kept <= {texts_at(about, "checksum/checksumWaarde")[0] for name, about in metadata.items() if BESIDE in name}


def _numbers_of(record: bytes) -> list[str]:
    return texts_at(record, "identificatie/identificatieKenmerk")


def test_what_was_added_on_request_and_with_a_report_goes_along_under_names_of_their_own(client, submitted, people):
    ask_to_complete(submitted, people)
    complete(submitted, people)
    award(submitted, people)
    objection = object_to(submitted, people)
    ask_to_complete(objection, people)
    remedies.complete(
        subject=objection,
        answers=dict.fromkeys(objection.remedy_requests.get().points, "Zie de bijlage."),
        uploads=[SimpleUploadedFile("brief.csv", CSV), SimpleUploadedFile("brief.csv", b"a;b\n1;2\n")],
        user=people["owner"],
    )
    report(submitted, people)
    given = len(submitted.submission.content["documents"])

    found = zipped(client, submitted, people["decider"])
    with pikepdf.open(io.BytesIO(export_pdf(submitted, "nl"))) as pdf:
        attached = list(pdf.attachments)

    documents = {name.rpartition("/")[2] for name in found if "-document/" in name and not name.endswith(".mdto.xml")}
    assert len([name for name in found if "-document/" in name and name.endswith(BESIDE)]) == given + 3
    assert {"aanvulling-brief.csv", "eindverslag-eindverslag.csv"} <= documents
    assert len([name for name in attached if name.startswith("documenten/")]) == given + 3
    assert {"documenten/aanvulling-brief.csv", "documenten/aanvulling-brief-2.csv"} <= set(attached)


def test_without_an_archive_creator_there_is_no_metadata_and_the_page_says_so(client, submitted, people, settings):
    with pgtrigger.ignore("subsidies.SchemeVersion:published_is_frozen"):
        SchemeVersion.objects.update(issued_by="")
    client.force_login(people["decider"])
    address = reverse("subsidies:export_dossier", args=[submitted.pk])

    page = client.get(address).content.decode()
    bare = zipped(client, submitted, people["decider"])
    settings.ARCHIVE_CREATOR = "Ministerie van Wonen"

    assert "ARCHIVE_CREATOR" in page
    assert "ARCHIVE_CREATOR" not in client.get(address).content.decode()
    assert f"{submitted.number}/dossier.pdf" in bare
    assert not [name for name in bare if name.endswith(".mdto.xml")]


def test_the_schema_here_refuses_what_stands_in_another_order_or_is_not_there():
    term = "<begripLabel>V</begripLabel><begripBegrippenlijst><verwijzingNaam>x</verwijzingNaam></begripBegrippenlijst>"
    file = {
        "identificatie": "<identificatieKenmerk>1</identificatieKenmerk><identificatieBron>x</identificatieBron>",
        "naam": "a.pdf",
        "omvang": "1",
        "bestandsformaat": term,
        "checksum": f"<checksumAlgoritme>{term}</checksumAlgoritme><checksumWaarde>a</checksumWaarde>"
        "<checksumDatum>2026-03-02T10:00:00</checksumDatum>",
        "isRepresentatieVan": "<verwijzingNaam>x</verwijzingNaam>",
    }

    def written(names, **changed):
        inside = "".join(f"<{name}>{ {**file, **changed}[name] }</{name}>" for name in names)
        return f'<MDTO xmlns="{NAMESPACE.strip("{}")}"><bestand>{inside}</bestand></MDTO>'.encode()

    names = list(file)
    assert problems_of(written(names)) == []
    assert problems_of(written(names[::-1]))
    assert all(problems_of(written([name for name in names if name != left_out])) for left_out in names)
    assert problems_of(written(names, naam=" "))
    assert problems_of(written(names, omvang="veel"))
