"""What members write beside tasks, steps and decisions: for the group alone, told to whom it concerns."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification, OutgoingMessage
from coophub.web import clock
from initiatives.models import Comment, Membership
from initiatives.selectors.comments import Commented, named_in
from initiatives.selectors.road_map import open_tasks
from initiatives.services.comments import MOST_IN_AN_HOUR, write_comment
from initiatives.services.road_map import add_milestone
from initiatives.services.tasks import add_task
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import (
    CommentFactory,
    GroupDecisionFactory,
    InitiativeFactory,
    MembershipFactory,
)
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return {name: UserFactory(name=f"{name} de Vries") for name in ("Anna", "Bert", "Cem", "Dora")}


@pytest.fixture
def group(people):
    initiative = InitiativeFactory(owner=people["Anna"], editor=people["Bert"], reader=people["Cem"])
    MembershipFactory(initiative=initiative, user=people["Dora"], role="reader")
    return initiative


@pytest.fixture
def task(group, people):
    return add_task(initiative=group, title="Bel de gemeente", user=None, owner=people["Bert"])


@pytest.fixture
def address(group, task):
    return reverse("initiatives:task_comments", args=[group.slug, task.pk])


@pytest.fixture
def write(client, address, people):
    def write(name, text="Ik bel morgen.", at=address, **given):
        client.force_login(people[name])
        return client.post(at, {"text": text, "key": uuid.uuid4(), **given}, follow=True)

    return write


@pytest.fixture
def told(people):
    """Who got which notices since it was asked last."""

    def told():
        found = Notification.objects.filter(kind__in=["initiatives_mentioned", "initiatives_comment"])
        names = {(notice.recipient.name.split()[0], notice.kind.removeprefix("initiatives_")) for notice in found}
        found.delete()
        return names

    return told


def test_member_of_any_role_writes_and_all_members_read(client, write, address, people):
    write("Cem", "Eerste <script>")
    write("Anna", "Tweede")

    client.force_login(people["Dora"])
    page = client.get(address).content.decode()
    assert [words(text) for text in find(page, ".thread__text")] == ["Tweede", "Eerste <script>"]


def test_every_kind_of_thing_has_its_own(write, group, people, task):
    step = add_milestone(initiative=group, phase="initiative", title="Kavel", user=people["Anna"])
    decision = GroupDecisionFactory(initiative=group)
    write("Anna", at=reverse("initiatives:step_comments", args=[group.slug, step.pk]))
    write("Anna", at=reverse("initiatives:decision_comments", args=[group.slug, decision.key]))

    assert (step.comments.count(), decision.comments.count(), task.comments.count()) == (1, 1, 0)


def test_who_is_mentioned_owns_it_or_wrote_there_is_told_each_once(write, told, people):
    write("Cem", mentioned=[people["Dora"].pk])
    assert told() == {("Dora", "mentioned"), ("Bert", "comment")}

    write("Anna", "Weet @cem dat? En @Dora de Vries, @Bertus en @Annabel?")
    assert told() == {("Cem", "mentioned"), ("Dora", "mentioned"), ("Bert", "comment")}

    write("Bert")
    write("Bert")
    assert told() == {("Anna", "comment"), ("Cem", "comment")}


def test_notice_is_one_until_it_is_read_and_says_nothing_of_the_words(client, write, address, people):
    for _time in range(2):
        write("Anna", "Het wachtwoord van de bank")
    assert Notification.objects.filter(recipient=people["Bert"], kind="initiatives_comment").count() == 1
    mails = [f"{mail.subject} {mail.text}" for mail in OutgoingMessage.objects.all()]
    assert mails
    assert not any("wachtwoord" in mail for mail in mails)
    assert "wachtwoord" not in str(list(AuditEntry.objects.values()))

    client.force_login(people["Bert"])
    client.get(address)
    write("Anna")
    assert Notification.objects.filter(recipient=people["Bert"], kind="initiatives_comment").count() == 2


def test_who_left_hears_and_sees_nothing(client, write, told, address, people):
    write("Dora")
    told()
    Membership.objects.filter(user=people["Dora"]).update(left_at=clock.now())

    assert write("Dora", "Nog iets").status_code == 404
    write("Anna", "@Dora?", mentioned=[people["Dora"].pk])
    assert "Dora" not in {name for name, _kind in told()}
    client.force_login(people["Dora"])
    assert client.get(address).status_code == 404


def test_words_change_within_the_hour_and_by_who_wrote_them(client, group, task, people):
    fresh = CommentFactory(initiative=group, task=task, author=people["Cem"])
    late = CommentFactory(
        initiative=group, task=task, author=people["Cem"], written_at=clock.now() - dt.timedelta(minutes=61)
    )

    def change(comment, name):
        client.force_login(people[name])
        at = reverse("initiatives:change_comment", args=[group.slug, comment.key])
        answer = client.post(at, {"text": "Anders"})
        comment.refresh_from_db()
        return answer, comment.text

    assert change(fresh, "Anna")[0].status_code == 403
    assert change(fresh, "Cem")[1] == "Anders"
    assert fresh.changed_at is not None
    answer, text = change(late, "Cem")
    assert "can be changed for an hour" in answer.content.decode()
    assert text == "Ik bel de gemeente morgen."


@pytest.mark.parametrize(("name", "is_gone"), [("Cem", True), ("Anna", True), ("Bert", False)])
def test_what_is_removed_leaves_a_line(client, group, task, people, address, name, is_gone):
    comment = CommentFactory(initiative=group, task=task, author=people["Cem"])
    client.force_login(people[name])

    for _press in range(2):
        client.post(reverse("initiatives:remove_comment", args=[group.slug, comment.key]))

    page = " ".join(client.get(address).content.decode().split())
    assert ("It was removed on" in page, comment.text not in page) == (is_gone, is_gone)


def test_form_sent_twice_is_one_and_nobody_writes_without_end(write, group, task, people):
    key = uuid.uuid4()
    for _time in range(2):
        write("Anna", key=key)
    assert Comment.objects.count() == 1

    CommentFactory.create_batch(MOST_IN_AN_HOUR - 1, initiative=group, task=task, author=people["Anna"])
    page = write("Anna", "Nog een vraag").content.decode()
    assert "that is the most" in page
    assert "Nog een vraag" in page


def test_many_take_no_more_queries_than_one(
    client, count_queries, django_assert_num_queries, group, task, address, people
):
    client.force_login(people["Anna"])
    subject = Commented(group, task)

    def comment(author):
        write_comment(
            subject=subject, text="Zie @Cem.", mentioned=[people["Dora"]], key=uuid.uuid4(), user=people[author]
        )

    for author in ("Anna", "Bert"):
        comment(author)
    few = count_queries(address)
    for _time in range(5):
        comment("Cem")
        comment("Dora")

    assert count_queries(address) == few
    with django_assert_num_queries(1):
        assert [found.comments_count for found in open_tasks(group)] == [12]


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@Jan kan jij?", ["Jan Bakker"]),
        ("mail jan@bakker.nl", []),
        ("(@sara vos), @SARA VISSER.", ["Sara Vos", "Sara Visser"]),
        ("@Sara?", []),
        ("@Janneke", []),
        ("@", []),
    ],
)
def test_name_behind_an_at_calls_one_member(text, called):
    members = [UserFactory.build(name=name) for name in ("Jan Bakker", "Sara Vos", "Sara Visser")]

    assert [str(member) for member in named_in(text, members)] == called
