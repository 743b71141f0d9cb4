"""Model documents: from one advisor through another to everybody, with the versions that came before."""

import datetime as dt
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from lxml import etree

from coophub.accounts.models import Role
from coophub.documents.models import DocumentVersion
from coophub.notifications.models import Notification
from coophub.web import clock
from pilots.models import ModelVersion
from tests.factories.accounts import UserFactory
from tests.factories.pilots import model_version
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return UserFactory(roles=[Role.ADVISOR])


@pytest.fixture
def second():
    return UserFactory(roles=[Role.ADVISOR])


def form(**changes):
    return {
        "kind": "letter",
        "title": "Brief aan de gemeente",
        "about": "Zet er **jullie naam** in.\n\n- datum\n- plek",
        "holds_from": clock.today().isoformat(),
        "source": "Zelf gemaakt",
        "source_on": clock.today().isoformat(),
        "check_again_by": (clock.today() + dt.timedelta(days=365)).isoformat(),
        "upload": SimpleUploadedFile("brief.csv", b"Geachte;wethouder\n"),
        **changes,
    }


def page(client, version, name="pilots:model_version"):
    return client.get(reverse(name, args=[version.model_id, version.number]), headers={"accept-language": "en"})


def approve(client, version, seal=None):
    address = reverse("pilots:approve_model_version", args=[version.model_id, version.number])
    return client.post(address, {"seal": seal or version.seal})


def test_a_document_is_for_everybody_after_a_second_advisor(client, author, second):
    client.force_login(author)
    answer = client.post(reverse("pilots:new_model"), form())
    assert answer.status_code == 302, find(answer.content.decode(), ".utrecht-form-field-error-message")
    version = ModelVersion.objects.get()
    assert Notification.objects.filter(recipient=second).count() == 1
    assert approve(client, version).status_code == 403
    client.logout()
    assert page(client, version).status_code == page(client, version, "pilots:model_file").status_code == 404

    client.force_login(second)
    assert approve(client, version, "0" * 64).status_code == 409
    assert approve(client, version).status_code == 302
    client.logout()

    shown = client.get(reverse("pilots:model", args=[version.model_id])).content.decode()
    assert [words(line) for line in find(shown, ".prose li")] == ["datum", "plek"]
    file = page(client, version, "pilots:model_file")
    assert b"".join(file.streaming_content) == b"Geachte;wethouder\n"
    assert "brief.csv" in file["Content-Disposition"]
    assert "Brief aan de gemeente" in client.get(reverse("pilots:models")).content.decode()


def test_the_newest_is_offered_and_the_older_says_that_it_is_superseded(client, author, second):
    first = model_version(author, second)
    client.force_login(author)
    address = reverse("pilots:new_model_version", args=[first.model_id])
    refused = client.post(address, form(title="Nieuwer"))
    assert "changed" in refused.context["form"].errors
    assert refused.context["form"]["title"].value() == "Nieuwer"

    client.post(address, form(title="Nieuwer", changed="De wet veranderde."))
    waiting = ModelVersion.objects.get(number=2)
    assert "superseded" not in page(client, first).content.decode()
    assert client.get(address).status_code == 409
    client.force_login(second)
    approve(client, waiting)
    client.logout()

    assert "superseded" in page(client, first).content.decode()
    offered = client.get(reverse("pilots:model", args=[first.model_id])).content.decode()
    assert "Nieuwer" in offered
    assert "De wet veranderde." in offered
    assert reverse("pilots:model_version", args=[first.model_id, 1]) in offered
    assert page(client, first, "pilots:model_file").status_code == 200


def test_what_comes_back_is_corrected_and_read_again(client, author, second):
    version = model_version(author)
    client.force_login(second)
    at = [version.model_id, version.number]
    assert client.post(reverse("pilots:return_model_version", args=at), {"remark": ""}).status_code == 200
    client.post(reverse("pilots:return_model_version", args=at), {"remark": "Er staat een naam in."})
    assert approve(client, version).status_code == 409

    client.force_login(author)
    assert "Er staat een naam in." in page(client, version).content.decode()
    client.post(reverse("pilots:correct_model_version", args=at), form(upload="", title="Zonder naam"))
    version.refresh_from_db()
    assert (version.state, version.title, version.filename) == ("waiting", "Zonder naam", "agenda.csv")
    seal = version.seal
    client.post(reverse("pilots:correct_model_version", args=at), form(title="Zonder naam"))
    version.refresh_from_db()
    assert version.seal != seal
    assert version.filename == "brief.csv"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"upload": SimpleUploadedFile("brief.exe", b"MZ")}, "upload"),
        ({"upload": ""}, "upload"),
        ({"about": "<script>alert(1)</script>"}, "about"),
        ({"source_on": "2999-01-01"}, "source_on"),
        ({"title_en": "Letter"}, "about_en"),
        ({"kind": "wapen"}, "kind"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(client, author, changes, field):
    client.force_login(author)

    answer = client.post(reverse("pilots:new_model"), form(**changes))

    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["source"].value() == "Zelf gemaakt"
    assert not ModelVersion.objects.exists()
    assert not DocumentVersion.objects.exists()


def test_a_file_that_waits_for_the_scanner_is_not_approved(client, author, second):
    version = model_version(author)
    DocumentVersion.objects.update(virus_check="waiting")
    client.force_login(second)

    assert approve(client, version).status_code == 409
    assert page(client, version, "pilots:model_file").status_code == 409
    assert "checking this file for viruses" in page(client, version).content.decode()


def test_a_withdrawn_version_is_nowhere_and_the_one_before_is_offered_again(client, author, second):
    first = model_version(author, second)
    newer = model_version(author, second, model=first.model, title="Nieuwer", changed="Alles.")
    client.force_login(author)
    client.post(reverse("pilots:withdraw_model_version", args=[newer.model_id, 2]))
    client.logout()

    assert page(client, newer).status_code == 404
    assert client.get(reverse("pilots:model", args=[first.model_id])).context["version"] == first


def test_the_database_holds_to_it(author, second):
    version = model_version(author, second)
    for broken in (
        {"approved_by": None},
        {"approved_by": author},
        {"title": "Anders"},
        {"sha256": "0" * 64},
    ):
        with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
            ModelVersion.objects.filter(pk=version.pk).update(**broken)


def test_a_document_that_should_have_been_read_again_says_so(client, author, second):
    version = model_version(author, second, check_again_by=clock.today())

    with clock.at(clock.now() + dt.timedelta(days=2)):
        assert "should have been read again" in page(client, version).content.decode()
        listed = client.get(reverse("pilots:models"), headers={"accept-language": "en"}).content.decode()
    assert "May be out of date" in listed


def test_the_list_takes_the_same_queries_for_any_number(client, author, second, django_assert_num_queries):
    model_version(author, second)
    client.get(reverse("pilots:models"))
    with django_assert_num_queries(1):
        client.get(reverse("pilots:models"))
    model_version(author, second)
    with django_assert_num_queries(1):
        client.get(reverse("pilots:models"))


def test_examples_of_ours_are_added_once_by_two_advisors_and_open_as_documents(client, author, second):
    call_command("load_model_documents", "--added-by", author.email, "--approved-by", second.email)
    call_command("load_model_documents", "--added-by", author.email, "--approved-by", second.email)

    added = ModelVersion.objects.order_by("pk")
    assert [version.state for version in added] == ["published"] * 3
    for version in added:
        assert "voorbeeld" in version.title
        assert page(client, version).status_code == 200
        file = b"".join(page(client, version, "pilots:model_file").streaming_content)
        with zipfile.ZipFile(io.BytesIO(file)) as parts:
            text = etree.fromstring(parts.read("content.xml"))
        assert "Voorbeeld, gemaakt door CoopHub. Geen juridisch advies." in "".join(text.itertext())
    for link in find(page(client, added[1]).content.decode(), ".prose a"):
        assert client.get(link.get("href")).status_code == 200


def test_examples_need_two_advisors(author):
    for other in (author.email, UserFactory().email, "niemand@example.org"):
        with pytest.raises(CommandError):
            call_command("load_model_documents", "--added-by", author.email, "--approved-by", other)
    assert not ModelVersion.objects.exists()
