"""What comes by e-mail, and when, as each person wishes."""

import pytest
from django.conf import settings
from django.urls import reverse

from coophub.audit.models import AuditEntry
from coophub.notifications.email_wishes import change_wishes, wishes_link, wishes_of
from coophub.notifications.models import EmailWish, HeldNotice, Notification, OutgoingMessage
from coophub.notifications.services import notify
from coophub.notifications.topics import KINDS, TO_CHOOSE, EmailMoment, NoticeTopic, topic_of
from tests.factories.accounts import UserFactory, advisor

pytestmark = pytest.mark.django_db
PAGE = "/notifications/wishes/"


@pytest.fixture
def anna():
    return UserFactory()


def everything(moment):
    return dict.fromkeys(TO_CHOOSE, moment)


def told(person, kind="initiatives_task"):
    return notify(recipients=[person], kind=kind, context={"initiative": "De Lindentuin", "number": "WC-1"}, url="/x/")


def sent_by(page):
    return {field.name: field.value() for field in page.context["form"]}


def test_who_chose_nothing_hears_at_once_and_of_days_once_a_day(anna):
    assert wishes_of(anna) == everything(EmailMoment.AT_ONCE) | {NoticeTopic.DAYS: EmailMoment.DAILY}
    told(anna)

    assert OutgoingMessage.objects.count() == 1
    assert not HeldNotice.objects.exists()


@pytest.mark.parametrize("moment", [EmailMoment.DAILY, EmailMoment.WEEKLY, EmailMoment.NEVER])
def test_what_is_not_wanted_at_once_stands_in_coophub_at_once(anna, moment):
    change_wishes(person=anna, wishes=everything(moment), user=anna)
    told(anna)

    assert Notification.objects.count() == 1
    assert not OutgoingMessage.objects.exists()
    assert HeldNotice.objects.count() == (moment is not EmailMoment.NEVER)


@pytest.mark.parametrize("kind", KINDS[NoticeTopic.ALWAYS])
def test_what_is_somebody_s_right_is_always_sent(anna, kind):
    change_wishes(person=anna, wishes=everything(EmailMoment.NEVER), user=anna)

    told(anna, kind)

    assert OutgoingMessage.objects.count() == 1


def test_what_nobody_placed_is_always_sent():
    assert topic_of("something_new") is NoticeTopic.ALWAYS


def test_who_wants_none_any_more_gets_none_of_what_was_held(anna):
    change_wishes(person=anna, wishes=everything(EmailMoment.DAILY), user=anna)
    told(anna)
    told(anna, "pilots_message")

    change_wishes(person=anna, wishes={NoticeTopic.MINE: EmailMoment.NEVER}, user=anna)

    assert [held.notice.kind for held in HeldNotice.objects.all()] == ["pilots_message"]


def test_each_chooses_for_themselves_on_the_page(client, anna):
    client.force_login(anna)
    chosen = sent_by(client.get(PAGE)) | {"group": "weekly"}

    response = client.post(PAGE, chosen)

    assert response.url == PAGE
    assert wishes_of(anna)[NoticeTopic.GROUP] is EmailMoment.WEEKLY
    assert sent_by(client.get(PAGE))["group"] == "weekly"
    entry = AuditEntry.objects.get(action="notifications.change_wishes")
    assert (entry.actor, entry.after) == (anna, {"email_group": "weekly"})
    client.post(PAGE, chosen)
    assert AuditEntry.objects.filter(action="notifications.change_wishes").count() == 1


def test_days_that_come_near_cannot_come_one_by_one(client, anna):
    client.force_login(anna)

    response = client.post(PAGE, sent_by(client.get(PAGE)) | {"days": "at_once"})

    assert "days" in response.context["form"].errors
    assert not EmailWish.objects.exists()


def test_only_who_works_here_chooses_about_work(client, anna):
    client.force_login(anna)
    assert "work" not in sent_by(client.get(PAGE))
    client.force_login(advisor())
    assert "work" in sent_by(client.get(PAGE))


def path_of(link):
    return link.removeprefix(settings.SITE_URL)


def test_each_message_leads_to_the_choice_without_signing_in(client, anna):
    told(anna)
    told(anna, "subsidies_letter")
    for message in OutgoingMessage.objects.all():
        assert wishes_link(anna) in message.text
        assert wishes_link(anna) in message.html
    page = path_of(wishes_link(anna))

    found = client.get(page)
    response = client.post(page, sent_by(found) | {"mine": "never"})

    assert response.url == page
    assert wishes_of(anna)[NoticeTopic.MINE] is EmailMoment.NEVER
    assert anna.email not in found.content.decode()
    assert anna.name not in found.content.decode()
    assert AuditEntry.objects.get(action="notifications.change_wishes").actor is None


@pytest.mark.parametrize("change", ["guessed", "of another", "new address", "left", "no number", "huge"])
def test_a_link_that_is_not_good_changes_nothing(client, anna, change):
    page, other = path_of(wishes_link(anna)), UserFactory()
    token = page.rstrip("/").rpartition("/")[2]
    token = {
        "guessed": f"{anna.pk}.AAAA",
        "of another": f"{other.pk}.{token.partition('.')[2]}",
        "no number": "x.y",
        "huge": f"{10**30}.y",
    }.get(change, token)
    if change == "new address":
        anna.email = "other@example.org"
    anna.is_active = change != "left"
    anna.save()

    response = client.post(reverse("notifications:wishes_by_link", args=[token]), {"mine": "never"})

    assert response.status_code == 404
    assert not EmailWish.objects.exists()
