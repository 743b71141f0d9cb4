"""Notices: in one's own language, for one's own eyes."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.notifications import selectors
from coophub.notifications.models import Notification, OutgoingMessage
from coophub.notifications.services import mark_read, notify, send_email
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
TASK = {"initiative": "De Lindentuin"}


@pytest.fixture
def anna():
    return UserFactory()


def told(*people, **fields):
    return notify(recipients=people, kind="initiatives_task", context=TASK, url="/start/", **fields)


def test_each_is_told_in_their_own_language_and_by_mail():
    dutch, english = UserFactory(language="nl"), UserFactory(language="en")

    told(dutch, english)

    titles = {notice.recipient: notice.title for notice in Notification.objects.all()}
    assert titles[dutch] != titles[english]
    mails = {message.recipients[0]: message for message in OutgoingMessage.objects.all()}
    assert mails[dutch.email].subject == titles[dutch]
    assert mails[english.email].subject == titles[english]
    assert all("http" in message.text and "/start/" in message.text for message in mails.values())


def test_what_people_typed_is_escaped_in_html_and_as_typed_in_text(anna):
    notify(
        recipients=[anna], kind="initiatives_task", context={**TASK, "initiative": "<b>Tuin & Co</b>"}, url="/start/"
    )

    message = OutgoingMessage.objects.get()
    assert "<b>Tuin & Co</b>" in message.text + message.subject
    assert "<b>Tuin" not in message.html


def test_a_notice_without_mail(anna):
    told(anna, email=False)

    assert selectors.unread_count(anna) == 1
    assert not OutgoingMessage.objects.exists()


def test_what_is_rolled_back_is_told_to_nobody(anna):
    with transaction.atomic():
        told(anna)
        transaction.set_rollback(True)

    assert not Notification.objects.exists()
    assert not OutgoingMessage.objects.exists()


def test_an_address_without_account_gets_its_mail_in_the_language_asked_for():
    context = {
        "initiative": "De Lindentuin",
        "invited_by": "Anna",
        "days": 14,
        "url": "https://coophub.example/invitations/x/",
    }

    send_email(to="sam@example.org", language="nl", kind="initiatives_invitation", context=context)

    message = OutgoingMessage.objects.get()
    assert message.recipients == ["sam@example.org"]
    assert "https://coophub.example/invitations/x/" in message.text


def test_the_page_shows_mine_and_marks_as_read(client, anna):
    told(anna, UserFactory())
    client.force_login(anna)

    page = client.get(reverse("notifications:list"))
    assert [notice.recipient for notice in page.context["page"]] == [anna]

    response = client.post(reverse("notifications:open", args=[selectors.notices_of(anna).get().pk]))
    assert response.url == "/start/"
    assert selectors.unread_count(anna) == 0


def test_a_notice_leads_to_no_other_site(client, anna):
    notice = told(anna)[0]
    Notification.objects.filter(pk=notice.pk).update(url="https://elsewhere.example/")
    client.force_login(anna)

    response = client.post(reverse("notifications:open", args=[notice.pk]))

    assert response.url == reverse("notifications:list")


def test_somebody_else_s_notice_does_not_exist(client, anna):
    notice = told(UserFactory())[0]
    client.force_login(anna)

    assert client.post(reverse("notifications:open", args=[notice.pk])).status_code == 404
    assert mark_read(user=anna, notice=notice) == 0
    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_are_read_at_once_and_only_mine(client, anna):
    other = UserFactory()
    told(anna, other)
    told(anna)
    client.force_login(anna)

    client.post(reverse("notifications:mark_all_read"))

    assert selectors.unread_count(anna) == 0
    assert selectors.unread_count(other) == 1


def test_the_page_takes_the_same_queries_for_few_and_many(client, anna):
    client.force_login(anna)
    client.get(reverse("notifications:list"))
    counts = []
    for _round in range(2):
        told(anna)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("notifications:list"))
        counts.append(len(queries))
        for _more in range(10):
            told(anna)

    assert counts[0] == counts[1]
