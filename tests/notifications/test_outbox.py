"""An e-mail is written with the deed it tells of, and sent once, however often somebody tries."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import connection, transaction

from coophub.notifications import outbox
from coophub.notifications.models import OutgoingMessage
from coophub.notifications.tasks import sweep_messages
from coophub.web import clock

State = OutgoingMessage.State
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def transport(settings):
    settings.EMAIL_BACKEND = "coophub.notifications.outbox.OutboxBackend"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def no_mail_server(settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def written(**fields):
    return outbox.put(recipients=["anna@example.org"], subject="Nieuws", text="Er is nieuws.", **fields)


def due():
    OutgoingMessage.objects.update(next_attempt_at=clock.now() - dt.timedelta(seconds=1))


def test_django_s_own_mail_goes_through_the_outbox():
    message = EmailMultiAlternatives("Onderwerp", "tekst", to=["a@example.org"], bcc=["b@example.org"])
    message.attach_alternative("<p>tekst</p>", "text/html")

    assert message.send() == 1

    row = OutgoingMessage.objects.get()
    assert (row.recipients, row.subject, row.html) == (["a@example.org", "b@example.org"], "Onderwerp", "<p>tekst</p>")
    assert mail.outbox == []


def test_what_is_rolled_back_is_never_sent():
    with transaction.atomic():
        send_mail("Onderwerp", "tekst", None, ["a@example.org"])
        transaction.set_rollback(True)

    assert not OutgoingMessage.objects.exists()


def test_a_message_is_sent_once():
    message = written(html="<p>Er is nieuws.</p>")

    assert outbox.send(message.pk)
    assert not outbox.send(message.pk)

    [sent] = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["anna@example.org"], "Nieuws", "Er is nieuws.")
    assert sent.alternatives[0][0] == "<p>Er is nieuws.</p>"
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_it_once():
    message = written()

    def once(_number):
        try:
            return outbox.send(message.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(once, range(4))) == 1
    assert len(mail.outbox) == 1


def test_a_mail_server_that_fails_is_tried_again_later_and_later(no_mail_server):
    message = written()
    waits = []

    for _attempt in range(3):
        due()
        assert sweep_messages() == 0
        message.refresh_from_db()
        waits.append(message.next_attempt_at - clock.now())

    assert message.state == State.QUEUED
    assert "refused" in message.last_error
    assert [round(wait / outbox.FIRST_WAIT, 1) for wait in waits] == [1, 2, 4]
    assert outbox.waiting_messages() == []


def test_after_a_failure_it_is_sent_when_the_server_is_back(no_mail_server, settings):
    message = written()
    outbox.send(message.pk)
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    due()

    assert sweep_messages() == 1

    message.refresh_from_db()
    assert (message.state, message.last_error) == (State.SENT, "")
    assert len(mail.outbox) == 1


def test_after_so_many_attempts_it_is_given_up_and_kept(no_mail_server):
    message = written()

    for _attempt in range(outbox.MAX_ATTEMPTS):
        outbox.send(message.pk)

    message.refresh_from_db()
    assert message.state == State.FAILED
    due()
    assert sweep_messages() == 0


def test_one_message_that_fails_holds_up_no_other(settings):
    bad = outbox.put(recipients=["a@example.org\nBcc: b@example.org"], subject="Nieuws", text="x")
    written()

    assert sweep_messages() == 1
    bad.refresh_from_db()
    assert bad.state == State.QUEUED
    assert len(mail.outbox) == 1


def test_a_subject_on_two_lines_adds_no_header():
    message = outbox.put(recipients=["a@example.org"], subject="Nieuws\r\nBcc: b@example.org", text="x")

    assert outbox.send(message.pk)

    assert mail.outbox[0].subject == "Nieuws Bcc: b@example.org"
    assert mail.outbox[0].recipients() == ["a@example.org"]
