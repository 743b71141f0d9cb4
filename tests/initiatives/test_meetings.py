"""What a group talks about and decides: planned, written down, and the lines that become tasks and decisions."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coophub.accounts import services as accounts
from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification
from coophub.web import clock
from coophub.web.clashes import ClashError
from coophub.web.errors import DomainError
from initiatives.forms.agreed_lines import lines_of_minutes, named_in
from initiatives.models import GroupDecision, Meeting
from initiatives.services import meetings
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import (
    GroupDecisionFactory,
    InitiativeFactory,
    MeetingFactory,
    MembershipFactory,
    TaskFactory,
)
from tests.factories.pilots import PilotFactory
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db

MINUTES = "De avond begon laat.\n- Bram belt de gemeente voor {day}\n- Besluit: we kiezen de kavel\nGezellig."


@pytest.fixture
def anna():
    return UserFactory(name="Anna Berk")


@pytest.fixture
def chris():
    return UserFactory(name="Chris Es")


@pytest.fixture
def group(anna, chris):
    return InitiativeFactory(owner=anna, reader=chris, name="De Linde")


def page(group, name="meetings", *args):
    return reverse(f"initiatives:{name}", args=[group.slug, *args])


def in_days(days):
    return clock.local(clock.now() + dt.timedelta(days=days)).replace(hour=20, minute=0, second=0, microsecond=0)


def sent(**changed):
    starts_at = in_days(7).strftime("%Y-%m-%dT%H:%M")
    return {"key": str(uuid4()), "title": "Ledenavond", "starts_at": starts_at, "place": "", "agenda": "", **changed}


def written(meeting, **changed):
    return {"revision": str(meeting.minutes_revision), "minutes": meeting.minutes, "others_present": "", **changed}


def test_a_meeting_is_planned_once_and_the_others_are_told(client, anna, chris, group):
    client.force_login(anna)
    form = sent(agenda="- De kavel")

    client.post(page(group, "new_meeting"), form)
    client.post(page(group, "new_meeting"), form)

    [meeting] = group.meetings.all()
    assert (meeting.title, meeting.starts_at) == ("Ledenavond", in_days(7))
    assert [notice.recipient for notice in Notification.objects.filter(kind="initiatives_meeting_planned")] == [chris]
    assert "<li>De kavel</li>" in client.get(page(group, "meeting", meeting.key)).content.decode()


def test_one_that_took_place_is_written_down_and_nobody_is_told(client, anna, group):
    client.force_login(anna)

    client.post(page(group, "new_meeting"), sent(starts_at=in_days(-3).strftime("%Y-%m-%dT%H:%M")))

    assert group.meetings.get().is_over
    assert not Notification.objects.exists()


@pytest.mark.parametrize(
    "typed", [{"title": " "}, {"starts_at": "morgen"}, {"starts_at": "1066-01-01T20:00"}, {"agenda": "<script>x"}]
)
def test_what_cannot_be_is_said_beside_its_field_and_what_was_typed_stays(client, anna, group, typed):
    client.force_login(anna)

    answer = client.post(page(group, "new_meeting"), sent(place="Het Kraaiennest", **typed))

    [name] = typed
    assert find(answer.content.decode(), f'[name="{name}"][aria-invalid]')
    assert find(answer.content.decode(), 'input[value="Het Kraaiennest"]')
    assert not group.meetings.exists()


def test_the_others_are_told_of_another_day_and_not_of_another_agenda(anna, chris, group):
    meeting = MeetingFactory(initiative=group, starts_at=in_days(7))
    plan = meetings.MeetingPlan(meeting.title, meeting.starts_at, agenda="- De tuin")

    meetings.move_meeting(meeting=meeting, plan=plan, user=anna)
    assert not Notification.objects.exists()
    moved = meetings.move_meeting(
        meeting=meeting, plan=meetings.MeetingPlan(meeting.title, in_days(8), agenda="- De tuin"), user=anna
    )

    assert moved.times_moved == 2
    assert Notification.objects.get().recipient == chris


def test_one_with_minutes_is_not_called_off_and_one_that_was_has_none(anna, group):
    with pytest.raises(DomainError, match="has minutes"):
        meetings.cancel_meeting(meeting=MeetingFactory(initiative=group, minutes="Kort."), user=anna)
    ahead = MeetingFactory(initiative=group, starts_at=in_days(2))
    called_off = meetings.cancel_meeting(meeting=ahead, user=anna)

    assert meetings.cancel_meeting(meeting=ahead, user=anna).cancelled_at == called_off.cancelled_at
    assert Notification.objects.filter(kind="initiatives_meeting_cancelled").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=ahead.pk).update(minutes="Toch")


def test_minutes_begin_from_the_agenda_and_say_who_was_there(client, anna, chris, group):
    meeting = MeetingFactory(initiative=group, agenda="- De kavel\n- Rondvraag")
    client.force_login(anna)
    [field] = find(client.get(page(group, "minutes", meeting.key)).content.decode(), 'textarea[name="minutes"]')
    assert words(field) == "## De kavel ## Rondvraag"

    client.post(
        page(group, "minutes", meeting.key),
        written(meeting, minutes="Kort.", present=[chris.pk], others_present="De buurvrouw"),
    )

    client.force_login(chris)
    content = client.get(page(group, "meeting", meeting.key)).content.decode()
    assert "Chris Es; De buurvrouw" in " ".join(content.split())
    assert "written by Anna Berk" in content


def test_nobody_writes_minutes_before_the_meeting(client, anna, group):
    meeting = MeetingFactory(initiative=group, starts_at=in_days(1))
    client.force_login(anna)

    assert client.get(page(group, "minutes", meeting.key)).status_code == 409
    assert page(group, "minutes", meeting.key) not in client.get(page(group, "meeting", meeting.key)).content.decode()


def test_two_who_write_at_once_see_each_other(client, anna, group):
    meeting = MeetingFactory(initiative=group)
    bram = UserFactory(name="Bram")
    MembershipFactory(initiative=group, user=bram, role="editor")
    form = written(meeting, minutes="Van Anna.")
    meetings.write_minutes(meeting=meeting, minutes="Van Bram.", present=[], others_present="", revision=0, user=bram)
    client.force_login(anna)

    answer = client.post(page(group, "minutes", meeting.key), form).content.decode()

    assert "What Bram wrote meanwhile" in answer
    assert "Van Anna." in words(find(answer, 'textarea[name="minutes"]')[0])
    again = {name: find(answer, f'[name="{name}"]')[0].get("value") for name in ("revision",)} | {
        "minutes": "Van beiden.",
        "others_present": "",
    }
    client.post(page(group, "minutes", meeting.key), again)
    meeting.refresh_from_db()
    assert meeting.minutes == "Van beiden."
    with pytest.raises(ClashError):
        meetings.write_minutes(meeting=meeting, minutes="Oud.", present=[], others_present="", revision=1, user=anna)


def test_a_line_becomes_a_task_or_a_decision_with_one_tap(client, anna, group):
    bram = UserFactory(name="Bram de Wit")
    MembershipFactory(initiative=group, user=bram, role="reader")
    due_on = clock.today() + dt.timedelta(days=10)
    minutes = MINUTES.format(day=f"{due_on.day}-{due_on.month}-{due_on.year}")
    meeting = MeetingFactory(initiative=group, title="Ledenavond", minutes=minutes)
    client.force_login(anna)
    content = client.get(page(group, "meeting", meeting.key)).content.decode()
    lines = [field.get("value") for field in find(content, '[name="line"]')]
    assert len(lines) == 2

    for _twice in range(2):
        client.post(page(group, "take_line", meeting.key), {"line": lines[0], "becomes": "task"})
        client.post(page(group, "take_line", meeting.key), {"line": lines[1], "becomes": "decision"})

    task, decision = group.tasks.get(), group.decisions.get()
    assert (task.title, task.due_on, task.owner) == ("Bram belt de gemeente", due_on, bram)
    assert task.origin.startswith("Ledenavond, ")
    assert (decision.title, decision.decided_on) == ("We kiezen de kavel", clock.day_of(meeting.starts_at))
    assert not find(client.get(page(group, "meeting", meeting.key)).content.decode(), '[name="line"]')
    assert [notice.recipient for notice in Notification.objects.filter(kind="initiatives_task")] == [bram]


def test_a_line_that_is_not_in_the_minutes_becomes_nothing(client, anna, group):
    meeting = MeetingFactory(initiative=group, minutes="- Bellen")
    client.force_login(anna)

    for form in ({"line": "Iets anders", "becomes": "task"}, {"line": "Bellen", "becomes": "wet"}, {}):
        client.post(page(group, "take_line", meeting.key), form)

    assert not group.tasks.exists()
    assert not group.decisions.exists()


def test_lines_are_those_with_a_dash_and_decisions_say_so():
    lines = lines_of_minutes("Tekst\n- Bellen\nBesluit: ja\n* decision: no\n- " + "x" * 201).values()

    assert [(line.words, line.is_decision) for line in lines] == [("Bellen", False), ("ja", True), ("no", True)]
    assert len(lines_of_minutes("\n".join(f"- regel {number}" for number in range(90)))) == 60


def test_who_does_it_is_named_by_a_first_name_that_one_member_has():
    els, ella, other = (UserFactory.build(name=name) for name in ("Els Vlier", "Ella Roos", "Ella Vink"))

    assert named_in("Els: belt de gemeente", [els, ella, other]) == els
    assert named_in("Ella belt", [els, ella, other]) is None
    assert named_in("Elsa belt", [els]) is None


def test_a_decision_says_how_and_with_which_documents(client, anna, chris, group):
    client.force_login(anna)
    form = {
        "key": str(uuid4()),
        "title": "We kiezen de kavel",
        "decided_on": str(clock.today()),
        "taken_by": "members",
        "manner": "vote",
        "votes_for": "9",
        "votes_against": "1",
        "abstained": "",
        "reasons": "Hij is **droog**.",
    }

    client.post(page(group, "new_decision"), form)
    client.post(page(group, "new_decision"), form)

    decision = group.decisions.get()
    assert (decision.number, decision.votes_for, decision.votes_against, decision.abstained) == (1, 9, 1, 0)
    client.force_login(chris)
    content = " ".join(client.get(page(group, "decision", decision.key)).content.decode().split())
    assert "9 for, 1 against, 0 abstained" in content
    assert "<strong>droog</strong>" in content
    assert page(group, "change_decision", decision.key) not in content


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"manner": "vote"}, "votes_for"),
        ({"manner": "vote", "votes_for": "-1"}, "votes_for"),
        ({"decided_on": "tomorrow"}, "decided_on"),
        ({"title": ""}, "title"),
        ({"reasons": "<b>x</b>"}, "reasons"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_beside_its_field(client, anna, group, typed, field):
    client.force_login(anna)
    if typed.get("decided_on") == "tomorrow":
        typed = {"decided_on": str(clock.today() + dt.timedelta(days=1))}
    form = {"key": str(uuid4()), "title": "Ja", "decided_on": str(clock.today()), "taken_by": "board"}

    answer = client.post(page(group, "new_decision"), {**form, "manner": "consent", **typed})

    assert find(answer.content.decode(), f'[name="{field}"][aria-invalid]')
    assert not group.decisions.exists()


def test_a_decision_is_corrected_as_long_as_it_holds(client, anna, group):
    decision = GroupDecisionFactory(initiative=group, title="We kiesen")
    form = {"title": "We kiezen", "decided_on": str(decision.decided_on), "taken_by": "board", "manner": "consent"}
    client.force_login(anna)

    client.post(page(group, "change_decision", decision.key), form)
    client.post(page(group, "withdraw_decision", decision.key), {"reason": "Vervangen door besluit 2."})

    decision.refresh_from_db()
    assert (decision.title, decision.taken_by) == ("We kiezen", "board")
    assert decision.withdrawn_on == clock.today()
    assert client.get(page(group, "change_decision", decision.key)).status_code == 409
    assert "Vervangen door besluit 2." in client.get(page(group, "decision", decision.key)).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupDecision.objects.filter(pk=decision.pk).update(withdrawn_because="")


def test_only_members_read_it_and_only_editors_write(client, chris, group):
    """An advisor sees the other pages of the group, and who runs CoopHub all kinds of things, but not this."""
    meeting, decision = MeetingFactory(initiative=group), GroupDecisionFactory(initiative=group)
    coach = UserFactory(roles=[Role.ADVISOR])
    PilotFactory(initiative=group, advisor=coach)
    people = {"coach": coach, "administrator": UserFactory(roles=[Role.ADMINISTRATOR]), "stranger": UserFactory()}
    addresses = [page(group), page(group, "decisions"), page(group, "meeting", meeting.key)]
    addresses.append(page(group, "decision", decision.key))
    statuses = {}
    for name, person in people.items():
        client.force_login(person)
        statuses[name] = {client.get(address).status_code for address in addresses}
    client.force_login(chris)
    writing = {
        client.post(page(group, name, *args), {}).status_code
        for name, args in {
            "new_meeting": [],
            "change_meeting": [meeting.key],
            "cancel_meeting": [meeting.key],
            "minutes": [meeting.key],
            "take_line": [meeting.key],
            "new_decision": [],
            "withdraw_decision": [decision.key],
        }.items()
    }

    assert statuses == {"coach": {403}, "administrator": {404}, "stranger": {404}}
    assert {client.get(address).status_code for address in addresses} == {200}
    assert writing == {403}


def test_a_meeting_of_another_group_is_not_found(client, anna, group):
    other = MeetingFactory()
    client.force_login(anna)

    assert client.get(page(group, "meeting", other.key)).status_code == 404
    assert client.post(page(group, "take_line", other.key), {"line": "x", "becomes": "task"}).status_code == 404


def test_the_trail_never_says_what_was_discussed(anna, group):
    meeting = MeetingFactory(initiative=group)
    meetings.write_minutes(
        meeting=meeting, minutes="- Besluit: geheim", present=[anna], others_present="", revision=0, user=anna
    )
    meetings.make_decision_of_line(meeting=meeting, title="geheim", line="geheim", user=anna)

    entries = AuditEntry.objects.filter(action__in=["initiatives.write_minutes", "initiatives.record_decision"])
    assert entries.count() == 2
    assert "geheim" not in str([(entry.before, entry.after) for entry in entries])


def test_an_export_says_where_somebody_was(anna, group):
    meeting = MeetingFactory(initiative=group, title="Ledenavond", minutes_by=anna)
    meeting.present.add(anna)
    GroupDecisionFactory(initiative=group, title="Ja", recorded_by=anna)

    told = accounts.export_personal_data(user=anna)["meetings"]

    assert [line["title"] for line in told["meetings"]] == ["Ledenavond"]
    assert [line["title"] for line in told["decisions_written_down"]] == ["Ja"]


def test_the_pages_take_as_many_queries_for_many_as_for_few(client, anna, group, count_queries):
    client.force_login(anna)

    def fill(count):
        for number in range(count):
            meeting = MeetingFactory(initiative=group, minutes=f"- Regel {number}\n- Besluit: {number}")
            meeting.present.add(anna, UserFactory())
            MeetingFactory(initiative=group, starts_at=in_days(number + 1))
            GroupDecisionFactory(initiative=group, meeting=meeting)
            TaskFactory(initiative=group, meeting=meeting, owner=anna)
        return meeting

    fill(1)
    first = group.meetings.filter(minutes__startswith="- Regel").get()
    addresses = [page(group), page(group, "decisions"), page(group, "meeting", first.key), page(group, "tasks")]
    addresses.append(page(group, "tasks") + "?by=person")
    few = [count_queries(address) for address in addresses]
    fill(6)
    for number in range(5):
        TaskFactory(initiative=group, meeting=first, owner=UserFactory(), title=str(number))
        GroupDecisionFactory(initiative=group, meeting=first)

    assert [count_queries(address) for address in addresses] == few
