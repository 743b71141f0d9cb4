"""What somebody typed survives a session that ended: signing in again brings it back."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coophub.accounts.models import User
from initiatives.models import Initiative
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.initiatives import InitiativeFactory

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "Bellen & mailen",
    "owner": "",
    "due_on": "2026-09-30",
    "notes": "Eén.\nTwee.",
    "key": "6c1f3b52-3f0e-4b0c-9c39-0d0a52c1d0aa",
}


@pytest.fixture
def anna():
    return UserFactory(password=PASSWORD)


@pytest.fixture
def address(anna):
    return reverse("initiatives:tasks", args=[InitiativeFactory(owner=anna).slug])


@pytest.fixture
def away(client, anna, sign_in):
    """Anna was signed in here, and her session has ended."""
    sign_in(anna, PASSWORD)
    client.get(reverse("accounts:profile"))
    client.cookies.pop("sessionid")
    return client


def fields_of(page):
    """What the form holds that sends it after all."""
    form = page.split('class="form"')[1].split("</form>")[0]
    return {
        html.unescape(name): html.unescape(value)
        for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
        if name != "csrfmiddlewaretoken"
    }


def test_signing_in_brings_it_back_and_one_press_sends_it(away, anna, address, sign_in):
    answer = away.post(address, TYPED)
    assert answer.url == "/account/login/?next=/account/typed/"

    back = sign_in(anna, PASSWORD, QUERY_STRING="next=/account/typed/")
    page = away.get("/account/typed/").content.decode()

    assert back.status_code == 302
    assert fields_of(page) == TYPED
    assert f'action="{address}"' in page
    away.post(address, fields_of(page))
    assert Initiative.objects.get().tasks.get().title == "Bellen & mailen"
    assert away.get("/account/typed/").url == "/start/"


def test_nobody_else_reads_it(away, address, sign_in):
    away.post(address, TYPED)
    sign_in(UserFactory(password=PASSWORD), PASSWORD)

    assert away.get("/account/typed/").url == "/start/"


def test_nothing_is_kept_of_who_was_never_here(client, address):
    assert client.post(address, TYPED).url == f"/account/login/?next={address}"
    assert "sessionid" not in client.cookies


def test_secrets_and_files_are_not_kept_and_files_are_named(away, anna, address, sign_in):
    upload = SimpleUploadedFile("a.pdf", b"%PDF")
    away.post(address, {**TYPED, "password": "geheim", "code": "123456", "file": upload})
    sign_in(anna, PASSWORD)
    page = away.get("/account/typed/").content.decode()

    assert fields_of(page) == TYPED
    assert "Bestanden zijn niet bewaard" in page


def test_form_that_another_site_sends_is_not_kept(away, address):
    away.handler.enforce_csrf_checks = True
    assert away.post(address, TYPED).status_code == 403
    assert "sessionid" not in away.cookies


@pytest.fixture
def elsewhere(client, anna, address, sign_in):
    """Anna has a page open, and signs in once more in another window."""
    client.handler.enforce_csrf_checks = True
    client.force_login(anna)
    token = re.search(r'name="csrfmiddlewaretoken"\s+value="(\w+)"', client.get(address).content.decode())[1]
    client.cookies["csrftoken"] = "x" * 32
    return lambda **headers: client.post(address, {**TYPED, "csrfmiddlewaretoken": token}, headers=headers)


def test_page_left_stale_by_signing_in_elsewhere_brings_it_back(client, elsewhere, address):
    assert elsewhere(origin="http://testserver").url == "/account/typed/"
    client.handler.enforce_csrf_checks = False

    page = client.get("/account/typed/").content.decode()

    assert fields_of(page) == TYPED
    assert client.post(address, fields_of(page)).status_code == 302
    assert Initiative.objects.get().tasks.get().title == "Bellen & mailen"
    assert client.get("/account/typed/").url == "/start/"


@pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example"}, {"origin": "null"}])
def test_what_another_site_sends_is_not_kept(client, elsewhere, headers):
    assert elsewhere(**headers).status_code == 403
    assert client.get("/account/typed/").url == "/start/"


def test_page_left_stale_by_signing_out_elsewhere_brings_it_back_after_signing_in(client, anna, elsewhere, sign_in):
    client.get(reverse("accounts:profile"))
    client.cookies.pop("sessionid")
    assert elsewhere(origin="http://testserver").url == "/account/login/?next=/account/typed/"
    client.handler.enforce_csrf_checks = False
    sign_in(anna, PASSWORD)

    assert fields_of(client.get("/account/typed/").content.decode()) == TYPED


def test_it_can_be_thrown_away(away, anna, address, sign_in):
    away.post(address, TYPED)
    sign_in(anna, PASSWORD)
    away.post("/account/typed/")

    assert away.get("/account/typed/").url == "/start/"
    assert User.objects.count() == 1
