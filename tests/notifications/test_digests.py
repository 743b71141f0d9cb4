"""The message that tells several things together: once a day, of what was not seen or done, never twice."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.notifications import digests, outbox
from coophub.notifications.email_wishes import change_wishes
from coophub.notifications.models import HeldNotice, Notification, OutgoingMessage
from coophub.notifications.services import News, mark_read, notify, tell
from coophub.notifications.tasks import sweep_digests
from coophub.notifications.topics import EmailMoment, NoticeTopic
from coophub.web import clock
from initiatives.models import Task
from initiatives.services import tasks
from tests.days import AMSTERDAM
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MONDAY = dt.date(2026, 9, 7)


def on(day, hour=10):
    return clock.at(dt.datetime.combine(day, dt.time(hour), tzinfo=AMSTERDAM))


def wishing(moment=EmailMoment.DAILY, **fields):
    person = UserFactory(**fields)
    change_wishes(person=person, wishes=dict.fromkeys([NoticeTopic.MINE, NoticeTopic.GROUP], moment), user=person)
    return person


def told(*people, of="De Lindentuin", kind="initiatives_task", url="/somewhere/"):
    return notify(recipients=people, kind=kind, context={"initiative": of}, url=url)


def mails(person):
    return list(OutgoingMessage.objects.filter(recipients=[person.email]).order_by("pk"))


def test_what_somebody_wants_together_comes_the_next_morning_in_one_message():
    anna = wishing()
    with on(MONDAY):
        told(anna)
        told(anna, of="Het Hofje")
        assert sweep_digests() == 0

    with on(MONDAY + DAY):
        assert sweep_digests() == 1
        assert sweep_digests() == 0

    [mail] = mails(anna)
    assert "De Lindentuin" in mail.text
    assert "Het Hofje" in mail.text
    assert f"{settings.SITE_URL}/somewhere/" in mail.text
    assert f"{settings.SITE_URL}/notifications/wishes/" in mail.text
    assert mail.text.index("De Lindentuin") < mail.text.index("Het Hofje")


def test_no_second_message_goes_on_a_day():
    anna = wishing()
    with on(MONDAY, hour=7):
        told(anna)
    with on(MONDAY):
        assert sweep_digests() == 1
        tell(recipients=[anna], news=[_day_that_passed()])
        assert sweep_digests() == 0

    with on(MONDAY + DAY):
        assert sweep_digests() == 1
    assert len(mails(anna)) == 2


def _day_that_passed():
    return News("subsidies_overdue", {"number": "WC-1", "day": "gisteren", "count": 1}, "/x/", day=MONDAY - DAY)


@pytest.mark.parametrize("day", [MONDAY - DAY, MONDAY])
def test_what_is_due_today_does_not_wait_until_tomorrow(day):
    anna = UserFactory()
    with on(MONDAY):
        tell(recipients=[anna], news=[News("subsidies_deadline", {"number": "WC-1", "day": "nu"}, "/x/", day=day)])
        assert sweep_digests() == 1


def test_weekly_comes_on_monday_but_for_a_day_before_it():
    anna = UserFactory()
    change_wishes(person=anna, wishes={NoticeTopic.DAYS: EmailMoment.WEEKLY}, user=anna)
    soon, later = MONDAY + 3 * DAY, MONDAY + 14 * DAY
    with on(MONDAY):
        for day in (soon, later):
            tell(recipients=[anna], news=[News("subsidies_deadline", {"number": day.day, "day": day}, day=day)])

    with on(MONDAY + DAY):
        sweep_digests()
    assert [notice.day for notice in HeldNotice.objects.filter(person=anna)] == [later]
    with on(MONDAY + 6 * DAY):
        assert sweep_digests() == 0
    with on(MONDAY + 7 * DAY):
        assert sweep_digests() == 1


def test_what_was_opened_is_left_out_and_of_nothing_no_message_is_made():
    anna = wishing()
    with on(MONDAY):
        [opened] = told(anna, of="Gezien")
        told(anna, of="Ongezien")
        mark_read(user=anna, notice=opened)
    with on(MONDAY + DAY):
        sweep_digests()
        [again] = told(anna)
        mark_read(user=anna, notice=again)
    with on(MONDAY + 2 * DAY):
        assert sweep_digests() == 0

    [mail] = mails(anna)
    assert "Ongezien" in mail.text
    assert "Gezien\n" not in mail.text
    assert not HeldNotice.objects.exists()


def test_who_opened_the_page_itself_has_read_what_leads_to_it(client):
    anna = wishing()
    group = InitiativeFactory(owner=anna)
    told(anna, url=reverse("portal:overview", args=[group.slug]))
    told(anna, url="/elsewhere/")
    client.force_login(anna)

    client.get(reverse("portal:overview", args=[group.slug]))

    assert [notice.url for notice in Notification.objects.filter(recipient=anna, read_at=None)] == ["/elsewhere/"]


@pytest.mark.parametrize("over", ["done", "given away", "removed", "open"])
def test_a_task_that_is_over_is_left_out(over):
    anna, bram = wishing(), UserFactory()
    group = InitiativeFactory(owner=anna)
    MembershipFactory(initiative=group, user=bram, role="owner")
    with on(MONDAY):
        task = tasks.add_task(initiative=group, title="Bellen", owner=anna, user=bram)
        if over == "done":
            tasks.complete_task(task=task, user=bram)
        if over == "given away":
            tasks.change_task(task=task, title="Bellen", owner=bram, due_on=None, repeat="", user=bram)
        if over == "removed":
            tasks.remove_task(task=task, user=bram)

    with on(MONDAY + DAY):
        assert sweep_digests() == (over == "open")


def test_what_presses_most_comes_first():
    def held(of, day, key):
        return HeldNotice(of=of, day=day, pk=key)

    parts = digests.parts_of(
        [held("a", None, 1), held("b", MONDAY, 2), held("a", MONDAY - DAY, 3), held("b", None, 4)], most=3
    )

    assert [(part.of, [one.pk for one in part.held]) for part in parts] == [("a", [3, 1]), ("b", [2])]


def test_of_very_much_the_message_says_how_much_more_there_is():
    anna = wishing()
    with on(MONDAY):
        for number in range(digests.MOST_LINES + 2):
            told(anna, of=f"Groep {number}")
    with on(MONDAY + DAY):
        sweep_digests()

    [mail] = mails(anna)
    assert mail.text.count("- ") == digests.MOST_LINES
    assert f"{settings.SITE_URL}/notifications/\n" in mail.text


def test_the_message_is_in_the_language_of_its_reader():
    dutch, english = wishing(language="nl"), wishing(language="en")
    with on(MONDAY):
        told(dutch, english, of="A")
        told(dutch, english, of="B")
    with on(MONDAY + DAY):
        sweep_digests()

    [in_dutch], [in_english] = mails(dutch), mails(english)
    assert in_dutch.subject.endswith("die je nog niet zag")
    assert in_english.subject == "2 things that you did not see yet"


def test_who_left_gets_nothing():
    anna = wishing()
    with on(MONDAY):
        told(anna)
    anna.is_active = False
    anna.save()
    with on(MONDAY + DAY):
        assert sweep_digests() == 0
    assert not HeldNotice.objects.exists()


def test_after_missed_days_everybody_gets_one_message():
    anna = wishing()
    for ago in (3, 2, 1):
        with on(MONDAY - ago * DAY):
            told(anna, of=f"Dag {ago}")
    with on(MONDAY):
        assert sweep_digests() == 1
    assert len(mails(anna)) == 1


def test_a_message_that_breaks_off_is_made_again_whole(monkeypatch):
    anna = wishing()
    with on(MONDAY):
        told(anna)

    def end(messages):
        OutgoingMessage.objects.bulk_create(messages)
        raise SystemExit

    with on(MONDAY + DAY):
        with monkeypatch.context() as patched:
            patched.setattr(outbox, "put", end)
            with pytest.raises(SystemExit):
                sweep_digests()
        assert mails(anna) == []
        assert sweep_digests() == 1
    assert len(mails(anna)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_it_once():
    anna = wishing()
    with on(MONDAY):
        told(anna)

    def once(_number):
        try:
            with on(MONDAY + DAY):
                return sweep_digests()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(once, range(4))) == 1
    assert len(mails(anna)) == 1


def test_more_to_tell_takes_no_more_queries():
    def queries(number):
        anna = wishing()
        group = InitiativeFactory(owner=anna)
        with on(MONDAY):
            for one in range(number):
                tasks.add_task(initiative=group, title=f"Taak {one}", owner=anna, user=None)
        with on(MONDAY + DAY), CaptureQueriesContext(connection) as found:
            assert sweep_digests() == 1
        return len(found)

    assert queries(1) == queries(8)
    assert Task.objects.count() == 9


def test_telling_more_people_more_things_takes_no_more_queries():
    def queries(people, things):
        with CaptureQueriesContext(connection) as found:
            news = [News("initiatives_task", {"initiative": str(one)}) for one in range(things)]
            tell(recipients=people, news=news)
        return len(found)

    few, many = [wishing()], [wishing() for _one in range(4)]
    assert queries(few, 1) == queries(many, 5)


def test_messages_are_made_from_the_hour_on_which_the_worker_looks():
    [schedule] = [row["schedule"] for row in settings.CELERY_BEAT_SCHEDULE.values() if "digests" in row["task"]]

    assert min(schedule.hour) == digests.FIRST_HOUR
