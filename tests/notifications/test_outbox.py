"""An e-mail is written with the deed it tells of, and sent once, however often somebody tries."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives, send_mail
from django.core.mail.backends.locmem import EmailBackend
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
    fields = {"recipients": ["anna@example.org"], "subject": "Nieuws", "text": "Er is nieuws.", **fields}
    message = outbox.compose(**fields)
    outbox.put([message])
    return message


def swept():
    """What the sweeper tells workers of is sent; gives how many messages were."""
    return sum(outbox.send(message_id) for message_id in sweep_messages())


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


class LockingBackend(EmailBackend):
    """A mail server that, before it answers, has another connection lock every message at once."""

    def send_messages(self, email_messages):
        with ThreadPoolExecutor(1) as other:
            other.submit(self._lock).result()
        return super().send_messages(email_messages)

    def _lock(self):
        try:
            with transaction.atomic():
                list(OutgoingMessage.objects.select_for_update(nowait=True))
        finally:
            connection.close()


@pytest.mark.django_db(transaction=True)
def test_no_row_is_locked_while_the_mail_server_answers(settings):
    settings.MAIL_TRANSPORT = f"{__name__}.LockingBackend"

    assert outbox.send(written().pk)


def test_message_of_a_worker_that_died_is_sent_by_another():
    message = written()
    OutgoingMessage.objects.update(lease_until=clock.now() + outbox.LEASE, attempts=1)
    due()
    assert sweep_messages() == []
    assert not outbox.send(message.pk)

    OutgoingMessage.objects.update(lease_until=clock.now() - dt.timedelta(seconds=1))

    assert swept() == 1


def test_message_that_kills_every_worker_is_given_up():
    message = written()
    OutgoingMessage.objects.update(attempts=outbox.MAX_ATTEMPTS)
    due()

    assert swept() == 0

    message.refresh_from_db()
    assert message.state == State.FAILED
    assert mail.outbox == []


def test_a_message_is_told_of_again_only_when_it_had_its_time():
    message = written()
    assert sweep_messages() == [], "the worker that was told at the commit has its time"
    due()

    assert sweep_messages() == [message.pk]
    assert sweep_messages() == []


def test_the_sweeper_goes_on_where_it_was(monkeypatch):
    monkeypatch.setattr(outbox, "AT_ONCE", 2)
    messages = {written().pk for _number in range(5)}
    due()

    seen = [*sweep_messages(), *sweep_messages(), *sweep_messages()]

    assert len(seen) == 5
    assert set(seen) == messages


def test_a_mail_server_that_fails_is_tried_again_later_and_later(no_mail_server):
    message = written()
    waits = []

    for _attempt in range(3):
        due()
        assert swept() == 0
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

    assert swept() == 1

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
    assert sweep_messages() == []


def test_one_message_that_fails_holds_up_no_other(settings):
    bad = written(recipients=["a@example.org\nBcc: b@example.org"])
    written()
    due()

    assert swept() == 1
    bad.refresh_from_db()
    assert bad.state == State.QUEUED
    assert len(mail.outbox) == 1


def test_a_subject_on_two_lines_adds_no_header():
    message = written(recipients=["a@example.org"], subject="Nieuws\r\nBcc: b@example.org")

    assert outbox.send(message.pk)

    assert mail.outbox[0].subject == "Nieuws Bcc: b@example.org"
    assert mail.outbox[0].recipients() == ["a@example.org"]
