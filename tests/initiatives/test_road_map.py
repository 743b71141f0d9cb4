"""Milestones, tasks and documents of a group."""

import datetime as dt
import uuid
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coophub.documents.models import Document, DocumentVersion
from coophub.notifications.models import Notification
from coophub.web.errors import DomainError
from initiatives.models import Milestone, Phase, Task
from initiatives.selectors.road_map import road_map_of, timeline_of
from initiatives.services import tasks
from initiatives.services.road_map import follow_template
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory, MilestoneFactory, TaskFactory

pytestmark = pytest.mark.django_db


def pdf(pages=1):
    """A sound PDF file; another number of pages is another file."""
    file = BytesIO()
    with pikepdf.new() as document:
        for _page in range(pages):
            document.add_blank_page()
        document.save(file)
    return file.getvalue()


@pytest.fixture
def owner(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def initiative(owner):
    initiative = InitiativeFactory(owner=owner)
    follow_template(initiative)
    return initiative


def test_next_step_is_the_first_open_one_from_the_present_phase_on(initiative):
    initiative.phase = Phase.FEASIBILITY

    assert road_map_of(initiative).next_step.key == "requirements"

    initiative.milestones.filter(phase="feasibility").update(done_on=dt.date(2026, 1, 1))
    assert road_map_of(initiative).next_step.key == "design"


def test_next_step_is_nothing_when_all_is_done(initiative):
    initiative.milestones.update(done_on=dt.date(2026, 1, 1))

    assert road_map_of(initiative).next_step is None


def test_roadmap_shows_every_phase(client, initiative):
    page = client.get(reverse("initiatives:roadmap", args=[initiative.slug])).content.decode()

    assert [phase in page for phase in ("Feasibility", "Development", "Construction", "Living")] == [True] * 4
    assert "Next step: A core group of at least five households." in page


def test_roadmap_takes_as_many_queries_for_many_steps_as_for_few(client, initiative, count_queries):
    url = reverse("initiatives:roadmap", args=[initiative.slug])
    few = count_queries(url)
    MilestoneFactory.create_batch(20, initiative=initiative)

    assert count_queries(url) == few


def test_milestone_is_planned_and_done_by_its_form(client, initiative):
    step = initiative.milestones.get(key="vision")

    response = client.post(
        reverse("initiatives:milestone", args=[initiative.slug, step.pk]),
        {"planned_on": "2026-01-10", "done_on": "2026-02-01"},
    )

    step.refresh_from_db()
    assert response.url == reverse("initiatives:roadmap", args=[initiative.slug])
    assert (step.planned_on, step.done_on) == (dt.date(2026, 1, 10), dt.date(2026, 2, 1))


@pytest.mark.moment("2026-03-10")
def test_milestone_cannot_be_done_on_a_day_to_come(client, initiative):
    step = initiative.milestones.get(key="vision")

    response = client.post(
        reverse("initiatives:milestone", args=[initiative.slug, step.pk]), {"planned_on": "", "done_on": "2026-03-11"}
    )

    step.refresh_from_db()
    assert "done_on" in response.context["form"].errors
    assert step.done_on is None


@pytest.mark.moment("2026-03-10T23:30")
def test_milestone_done_by_one_press_is_done_today_in_the_netherlands(client, initiative):
    step = initiative.milestones.get(key="vision")

    client.post(reverse("initiatives:milestone_done", args=[initiative.slug, step.pk]))

    step.refresh_from_db()
    assert step.done_on == dt.date(2026, 3, 10)


def test_milestone_of_another_initiative_is_not_there(client, initiative):
    other = MilestoneFactory()

    response = client.post(reverse("initiatives:milestone_done", args=[initiative.slug, other.pk]))

    other.refresh_from_db()
    assert response.status_code == 404
    assert other.done_on is None


def test_own_milestone_sent_twice_is_one(client, initiative):
    facts = {"title": "Buurtfeest", "phase": "initiative", "planned_on": ""}
    url = reverse("initiatives:new_milestone", args=[initiative.slug])

    client.post(url, facts)
    client.post(url, facts)

    assert initiative.milestones.filter(title="Buurtfeest").count() == 1
    assert initiative.milestones.filter(phase="initiative").last().title == "Buurtfeest"


def test_milestone_goes_off_the_road_map(client, initiative):
    step = initiative.milestones.get(key="network")
    url = reverse("initiatives:remove_milestone", args=[initiative.slug, step.pk])

    client.post(url)
    client.post(url)

    assert not Milestone.objects.filter(pk=step.pk).exists()


@pytest.mark.parametrize("name", ["phase", "new_milestone"])
def test_road_map_changes_are_not_for_readers(client, initiative, name):
    client.force_login(MembershipFactory(initiative=initiative, role="reader").user)

    assert client.post(reverse(f"initiatives:{name}", args=[initiative.slug]), {}).status_code == 403


@pytest.mark.moment("2026-03-10")
def test_timeline_marks_what_is_late(initiative):
    initiative.milestones.filter(key="vision").update(planned_on=dt.date(2026, 3, 1))
    initiative.milestones.filter(key="network").update(planned_on=dt.date(2026, 4, 1))

    events = timeline_of(road_map_of(initiative), with_steps=True)

    assert [event.state for event in events] == ["now", "late", "today", "next", "next", "next", "next", "next"]


def test_task_is_added_for_a_member_who_is_told(client, initiative):
    member = MembershipFactory(initiative=initiative, role="reader").user

    client.post(
        reverse("initiatives:tasks", args=[initiative.slug]),
        {"title": "Bel de notaris", "owner": member.pk, "due_on": "2026-04-01", "key": uuid.uuid4()},
    )

    task = initiative.tasks.get()
    assert (task.title, task.owner, task.due_on) == ("Bel de notaris", member, dt.date(2026, 4, 1))
    assert Notification.objects.get().recipient == member


def test_task_sent_twice_is_one(client, initiative):
    facts = {"title": "Bel de notaris", "owner": "", "due_on": "", "key": uuid.uuid4()}
    url = reverse("initiatives:tasks", args=[initiative.slug])

    client.post(url, facts)
    client.post(url, facts)

    assert initiative.tasks.count() == 1


def test_task_needs_an_owner_from_the_group(client, initiative):
    stranger = UserFactory()

    response = client.post(
        reverse("initiatives:tasks", args=[initiative.slug]),
        {"title": "Bel", "owner": stranger.pk, "due_on": "", "key": uuid.uuid4()},
    )

    assert "owner" in response.context["form"].errors
    with pytest.raises(DomainError):
        tasks.add_task(initiative=initiative, title="Bel", owner=stranger, user=stranger)
    assert not Task.objects.exists()


def test_task_of_their_own_is_ticked_off_by_a_reader(client, initiative):
    reader = MembershipFactory(initiative=initiative, role="reader").user
    own, other = TaskFactory(initiative=initiative, owner=reader), TaskFactory(initiative=initiative)
    client.force_login(reader)

    client.post(reverse("initiatives:complete_task", args=[initiative.slug, own.pk]))
    refused = client.post(reverse("initiatives:complete_task", args=[initiative.slug, other.pk]))

    own.refresh_from_db()
    other.refresh_from_db()
    assert own.done_by == reader
    assert refused.status_code == 403
    assert other.done_at is None


def test_task_done_twice_keeps_who_did_it_first(initiative, owner):
    task = TaskFactory(initiative=initiative)
    first = tasks.complete_task(task=task, user=owner)

    second = tasks.complete_task(task=task, user=UserFactory())

    assert (second.done_by, second.done_at) == (owner, first.done_at)


def test_task_comes_back_when_reopened(client, initiative):
    task = TaskFactory(initiative=initiative)
    client.post(reverse("initiatives:complete_task", args=[initiative.slug, task.pk]))

    client.post(reverse("initiatives:reopen_task", args=[initiative.slug, task.pk]))

    task.refresh_from_db()
    assert task.done_at is None
    assert task.done_by is None


def upload(client, initiative, **fields):
    file = SimpleUploadedFile("statuten.pdf", pdf(), content_type="application/pdf")
    facts = {"title": "", "category": "legal", "upload": file, **fields}
    return client.post(reverse("initiatives:documents", args=[initiative.slug]), facts)


def test_document_is_stored_under_the_name_of_its_file(client, initiative):
    response = upload(client, initiative)

    assert response.url == reverse("initiatives:documents", args=[initiative.slug])
    assert Document.objects.get().title == "statuten.pdf"
    assert "Statutes and agreements" in client.get(response.url).content.decode()


def test_document_keeps_its_old_version_beside_the_new(client, initiative):
    upload(client, initiative)
    document = Document.objects.get()

    client.post(
        reverse("initiatives:new_version", args=[initiative.slug, document.pk]),
        {"upload": SimpleUploadedFile("statuten-2.pdf", pdf(pages=2), content_type="application/pdf")},
    )

    assert [version.filename for version in document.versions.all()] == ["statuten-2.pdf", "statuten.pdf"]


def test_document_removed_is_off_the_list_and_kept_in_the_store(client, initiative):
    upload(client, initiative)
    document = Document.objects.get()

    client.post(reverse("initiatives:remove_document", args=[initiative.slug, document.pk]))

    assert "statuten" not in client.get(reverse("initiatives:documents", args=[initiative.slug])).content.decode()
    assert DocumentVersion.objects.count() == 1


def test_document_that_lies_about_its_type_is_refused(client, initiative):
    response = upload(client, initiative, upload=SimpleUploadedFile("plan.pdf", b"MZ\x90\x00" * 50))

    assert "upload" in response.context["form"].errors
    assert not Document.objects.exists()


def test_documents_are_for_members_and_changed_by_editors(client, initiative):
    reader = MembershipFactory(initiative=initiative, role="reader").user
    client.force_login(reader)
    seen = client.get(reverse("initiatives:documents", args=[initiative.slug]))
    refused = upload(client, initiative)
    client.force_login(UserFactory())
    stranger = client.get(reverse("initiatives:documents", args=[initiative.slug]))

    assert 'type="file"' not in seen.content.decode()
    assert refused.status_code == 403
    assert stranger.status_code == 404


def test_a_step_is_dragged_to_another_day(client, owner, initiative):
    step = initiative.milestones.first()
    Milestone.objects.filter(pk=step.pk).update(planned_on=dt.date(2027, 1, 31))
    place = reverse("initiatives:roadmap", args=[initiative.slug])
    move = reverse("initiatives:move_milestone", args=[initiative.slug, step.pk])
    shown = client.get(place).content.decode()
    assert f'data-horizon-moves="{move}"' in shown

    answer = client.post(move, {"planned_on": "2027-02-28"})

    assert answer["Location"] == place
    step.refresh_from_db()
    assert (step.planned_on, step.done_on) == (dt.date(2027, 2, 28), None)


@pytest.mark.parametrize("day", ["", "gisteren", "2199-01-01"])
def test_a_step_moves_to_no_day_that_is_none(client, owner, initiative, day):
    step = initiative.milestones.first()

    answer = client.post(reverse("initiatives:move_milestone", args=[initiative.slug, step.pk]), {"planned_on": day})

    step.refresh_from_db()
    assert (answer.status_code, step.planned_on) == (409, None)


def test_a_step_that_is_done_stays_and_is_not_dragged(client, owner, initiative):
    step = initiative.milestones.first()
    done = dt.date(2026, 1, 1)
    Milestone.objects.filter(pk=step.pk).update(planned_on=done, done_on=done)
    place = reverse("initiatives:roadmap", args=[initiative.slug])

    answer = client.post(
        reverse("initiatives:move_milestone", args=[initiative.slug, step.pk]), {"planned_on": "2026-05-01"}
    )

    step.refresh_from_db()
    assert (answer.status_code, step.planned_on, step.done_on) == (409, done, done)
    assert "data-horizon-moves" not in client.get(place).content.decode()


def test_who_only_reads_drags_nothing(client, initiative):
    reader = UserFactory()
    MembershipFactory(initiative=initiative, user=reader, role="reader")
    step = initiative.milestones.first()
    Milestone.objects.filter(pk=step.pk).update(planned_on=dt.date(2027, 1, 31))
    client.force_login(reader)
    shown = client.get(reverse("initiatives:roadmap", args=[initiative.slug])).content.decode()

    assert "data-horizon-moves" not in shown
