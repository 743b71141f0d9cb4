"""Nobody waits for the virus scanner: a file is there at once, and can be opened when the scanner says so."""

import socket
import time
from contextlib import contextmanager
from threading import Thread

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from coophub.audit.models import AuditEntry
from coophub.documents import scanner, services, tasks
from coophub.documents.models import DocumentVersion
from coophub.documents.services import add_document, as_upload
from coophub.notifications.models import Notification
from coophub.web import clock
from coophub.web.errors import DomainError
from tests.documents import files
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory

pytestmark = pytest.mark.django_db

AT_ONCE = 2
"""Seconds that a page may take on a busy machine; a silent scanner is waited for much longer."""


@contextmanager
def scanner_that_says(settings, answer: bytes | None):
    """A scanner that answers everything with this, or with nothing at all."""

    def serve(listening: socket.socket) -> None:
        while True:
            try:
                connection, _address = listening.accept()
            except OSError:
                return
            with connection:
                command = connection.recv(100)
                if command.startswith(b"nPING"):
                    connection.sendall(b"PONG\n")
                    continue
                while not command.endswith(b"\0\0\0\0"):
                    command = (command + connection.recv(1 << 20))[-4:]
                connection.sendall(answer or b"")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.CLAMD_ADDRESS = f"127.0.0.1:{listening.getsockname()[1]}"
        if answer is not None:
            Thread(target=serve, args=[listening], daemon=True).start()
        yield
        listening.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def group(owner):
    return InitiativeFactory(owner=owner)


@pytest.fixture
def add(group, owner):
    def add(name="begroting.pdf"):
        upload = files.upload(name, files.SOUND[name])
        return add_document(subject=group, title="Begroting", category="minutes", upload=upload, user=owner)

    return add


def test_a_scanner_that_says_nothing_makes_no_page_wait_and_the_page_says_what_is_going_on(
    client, owner, group, settings, django_capture_on_commit_callbacks
):
    client.force_login(owner)
    address = reverse("initiatives:documents", args=[group.slug])
    upload = files.upload("begroting.pdf", files.SOUND["begroting.pdf"])
    with scanner_that_says(settings, None), django_capture_on_commit_callbacks(execute=True):
        before = time.monotonic()
        answer = client.post(address, {"title": "Begroting", "category": "minutes", "upload": upload})
        took = time.monotonic() - before

    version = DocumentVersion.objects.get()
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    download = client.get(reverse("documents:download", args=[version.pk]), headers={"accept-language": "en"})

    assert (answer.status_code, version.virus_check) == (302, "waiting")
    assert took < AT_ONCE
    assert "We are checking this file for viruses." in page
    assert reverse("documents:download", args=[version.pk]) not in page
    assert (download.status_code, "Look again in a few minutes" in download.content.decode()) == (409, True)


def test_a_file_opens_when_the_scanner_found_nothing(client, owner, add, settings):
    with scanner_that_says(settings, b"stream: OK\n"):
        version = add().versions.get()
        tasks.scan_version(str(version.pk))

    version.refresh_from_db()
    client.force_login(owner)
    assert version.virus_check == "clean"
    assert client.get(reverse("documents:download", args=[version.pk])).status_code == 200


def test_a_file_that_the_scanner_refuses_is_thrown_away_and_the_page_says_so(
    client, owner, group, add, settings, django_capture_on_commit_callbacks
):
    with scanner_that_says(settings, b"stream: Eicar-Test-Signature FOUND\n"):
        document = add()
        version = document.versions.get()
        with django_capture_on_commit_callbacks(execute=True):
            tasks.scan_version(str(version.pk))

    version.refresh_from_db()
    client.force_login(owner)
    page = client.get(reverse("initiatives:documents", args=[group.slug]), headers={"accept-language": "en"})
    assert version.is_refused
    assert not default_storage.exists(version.file.name)
    assert "The virus scanner refused this file" in page.content.decode()
    assert client.get(reverse("documents:download", args=[version.pk])).status_code == 409
    assert AuditEntry.objects.get(action="documents.refuse").after["sha256"] == version.sha256
    notice = Notification.objects.get(recipient=owner)
    assert (document.title in notice.title, str(group) in notice.body) == (True, True)
    assert client.get(notice.url).status_code == 409
    with pytest.raises(DomainError, match="virus"):
        as_upload(document)


def test_what_a_silent_scanner_left_is_asked_again_when_it_is_there(add, settings, monkeypatch):
    monkeypatch.setattr(scanner, "PATIENCE", 0.1)
    monkeypatch.setattr(scanner, "PATIENCE_FOR_A_PING", 0.1)
    asked = []
    monkeypatch.setattr(services, "publish", lambda task, arguments: asked.append(arguments) or True)
    with scanner_that_says(settings, None):
        version = add().versions.get()
        assert services.scan(str(version.pk)) is None
        with clock.at(clock.now() + 2 * services.AGAIN_AFTER):
            assert tasks.sweep_scans() == 0
    with scanner_that_says(settings, b"stream: OK\n"), clock.at(clock.now() + 2 * services.AGAIN_AFTER):
        assert tasks.sweep_scans() == 1
        assert services.scan(str(version.pk)) == "clean"
        assert tasks.sweep_scans() == 0

    assert asked == [[str(version.pk)]]


def test_without_a_scanner_nothing_is_asked(add):
    assert add().versions.get().can_be_read
