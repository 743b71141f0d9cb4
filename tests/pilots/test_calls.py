"""The call of a programme: written, published, and groups that apply."""

import datetime as dt

import pytest
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import translation

from coophub.accounts.models import Role
from coophub.notifications.models import Notification
from coophub.web import clock
from coophub.web.errors import DomainError
from pilots.models import Call, CallInvitation, Intake, SubmittedIntake
from pilots.services.calls import publish_call
from pilots.services.intakes import start_intake, submit_intake, withdraw_intake
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.pilots import (
    ANSWERS,
    CallFactory,
    IntakeFactory,
    PilotFactory,
    ProgrammeFactory,
    submitted_intake,
)
from tests.web.reading import find

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def group(owner):
    return InitiativeFactory(owner=owner)


@pytest.fixture
def call():
    return CallFactory()


@pytest.fixture
def intake(call, group):
    return IntakeFactory(call=call, initiative=group)


def address_of(intake):
    return reverse("pilots:own_intake", args=[intake.initiative.slug, intake.pk])


def standing_in(field):
    return (field.text or "").lstrip("\n") if field.tag == "textarea" else field.get("value", "")


def typed(page, **changed):
    """What the page of a draft sends, with these answers instead."""
    fields = {
        field.get("name"): standing_in(field)
        for field in find(page.content.decode(), "form[data-autosave] input, form[data-autosave] textarea")
        if field.get("type") != "radio" or field.get("checked") is not None
    }
    return {**fields, **{f"intake-{name}": value for name, value in changed.items()}}


def fields_of_call(page, **changed):
    """What the page of a call sends, with these fields instead."""
    sent = {}
    for field in find(page.content.decode(), "main form input, main form textarea"):
        if "__prefix__" not in field.get("name", "__prefix__"):
            sent[field.get("name")] = standing_in(field)
    for field in find(page.content.decode(), "main form select"):
        if "__prefix__" not in field.get("name"):
            chosen = [option.get("value") for option in find_options(field) if option.get("selected") is not None]
            sent[field.get("name")] = chosen[0] if chosen else find_options(field)[0].get("value")
    return {**sent, **changed}


def find_options(field):
    return field.findall(".//option")


# --- Writing and publishing ----------------------------------------------------------------------


@pytest.fixture
def administrator(client):
    person = UserFactory(roles=[Role.ADMINISTRATOR])
    client.force_login(person)
    return person


def test_administrator_writes_a_call_from_the_example_and_publishes_it(client, administrator):
    programme = ProgrammeFactory(places=4)
    address = reverse("pilots:call", args=[programme.slug])
    days = {"opens_on": clock.today().isoformat(), "closes_on": (clock.today() + dt.timedelta(days=30)).isoformat()}

    client.post(address, fields_of_call(client.get(address), **days, **{"questions-0-text": "Wat wordt het?"}))
    call = Call.objects.get()
    assert (call.published_at, call.revision) == (None, 1)
    assert call.questions[0] == {
        "key": "plan",
        "kind": "text",
        "text": "Wat wordt het?",
        "text_en": "What do you want to make, and for whom?",
    }
    assert call.questions[1]["options"][0]["label_en"] == "Yes, for certain"
    assert [criterion["weight"] for criterion in call.criteria] == [3, 2, 2, 1, 1]

    client.post(address, {**fields_of_call(client.get(address)), "publish": "1"})
    call.refresh_from_db()
    assert call.is_open


def test_what_is_wrong_in_a_call_stands_beside_its_field(client, administrator):
    programme = ProgrammeFactory()
    address = reverse("pilots:call", args=[programme.slug])
    sent = fields_of_call(
        client.get(address),
        **{
            "opens_on": "2026-05-02",
            "closes_on": "2026-05-01",
            "questions-1-options": "Alleen dit",
            "criteria-0-weight": "0",
        },
    )

    page = client.post(address, sent).context["page"]

    assert page.form.errors.keys() == {"closes_on"}
    assert page.questions.forms[1].errors.keys() == {"options"}
    assert page.criteria.forms[0].errors.keys() == {"weight"}
    assert Call.objects.count() == 0


def test_programme_without_places_gets_no_published_call(client, administrator):
    call = CallFactory(programme=ProgrammeFactory(), published_at=None)
    address = reverse("pilots:call", args=[call.programme.slug])

    page = client.post(address, {**fields_of_call(client.get(address)), "publish": "1"})

    assert len(page.context["page"].form.non_field_errors()) == 1
    call.refresh_from_db()
    assert call.published_at is None


def test_published_call_asks_the_same_and_closes_no_sooner(client, administrator, call):
    address = reverse("pilots:call", args=[call.programme.slug])
    sooner = (call.closes_on - dt.timedelta(days=1)).isoformat()

    refused = client.post(address, fields_of_call(client.get(address), closes_on=sooner))
    assert refused.context["page"].form.errors.keys() == {"closes_on"}

    later_day = call.closes_on + dt.timedelta(days=7)
    client.post(address, fields_of_call(client.get(address), closes_on=later_day.isoformat()))
    assert Call.objects.get().closes_on == later_day
    with pytest.raises(ProgrammingError):
        Call.objects.filter(pk=call.pk).update(questions=[])


def test_call_of_which_the_last_day_passed_is_not_published():
    call = CallFactory(closed=True, published_at=None)

    with pytest.raises(DomainError):
        publish_call(call=call, user=UserFactory())


# --- Asking and applying -------------------------------------------------------------------------


def test_advisor_asks_a_group_once_and_its_editors_are_told(client, call, group, owner):
    advisor = UserFactory(roles=[Role.ADVISOR])
    client.force_login(advisor)
    sent = {"initiative": group.slug, "note": "Jullie plan past."}

    client.post(reverse("pilots:invite", args=[call.programme.slug]), sent)
    client.post(reverse("pilots:invite", args=[call.programme.slug]), sent)

    assert CallInvitation.objects.get().invited_by == advisor
    assert Notification.objects.get(kind="pilots_invited_to_apply").recipient == owner
    client.force_login(owner)
    assert "Jullie plan past." in client.get(reverse("pilots:coaching", args=[group.slug])).content.decode()


def test_group_finds_the_open_call_begins_and_goes_on_with_one_draft(client, call, group, owner):
    client.force_login(owner)
    apply = reverse("pilots:apply", args=[group.slug, call.programme.slug])
    assert apply in client.get(reverse("pilots:coaching", args=[group.slug])).content.decode()

    first, second = client.post(apply), client.post(apply)

    intake = Intake.objects.get()
    assert first.url == second.url == address_of(intake)


@pytest.mark.parametrize("why", ["closed", "not yet", "not published", "takes part"])
def test_group_cannot_begin_when_there_is_nothing_to_begin(client, group, owner, why):
    today = clock.today()
    call = {
        "closed": lambda: CallFactory(closed=True),
        "not yet": lambda: CallFactory(opens_on=today + dt.timedelta(days=1)),
        "not published": lambda: CallFactory(published_at=None),
        "takes part": lambda: CallFactory(programme=PilotFactory(initiative=group).programme),
    }[why]()
    client.force_login(owner)

    response = client.post(reverse("pilots:apply", args=[group.slug, call.programme.slug]))

    assert response.status_code == (404 if why == "not published" else 409)
    assert Intake.objects.count() == 0


def test_draft_keeps_itself_and_says_what_could_not_be_kept(client, intake, owner):
    client.force_login(owner)
    sent = typed(client.get(address_of(intake)), plan="Dertig woningen.", own_money="veel")

    answer = client.post(address_of(intake), sent, headers={"X-Autosave": "1"}).json()

    assert answer["errors"].keys() == {"intake-own_money"}
    intake.refresh_from_db()
    assert (intake.answers["plan"], intake.answers["own_money"]) == ("Dertig woningen.", "250000")
    assert answer["fields"]["intake-revision"] == "2"


def test_submitting_with_an_open_question_marks_it_and_keeps_what_was_typed(client, intake, owner):
    client.force_login(owner)

    page = client.post(
        address_of(intake), {**typed(client.get(address_of(intake)), parties="", plan="Anders."), "submit": "1"}
    )

    assert page.context["form"].errors.keys() == {"parties"}
    intake.refresh_from_db()
    assert intake.answers["plan"] == "Anders."
    assert intake.submitted_at is None


def test_what_is_shown_as_submitted_is_what_was_submitted(client, intake, owner, group):
    client.force_login(owner)
    client.post(address_of(intake), {**typed(client.get(address_of(intake))), "submit": "1"})
    submitted = SubmittedIntake.objects.get()
    before = group.name
    group.name = "Een andere naam"
    group.save()

    assert submitted.initiative_name == before
    assert Notification.objects.get(kind="pilots_intake_received").recipient == owner
    page = client.get(address_of(intake)).content.decode()
    assert ANSWERS["parties"] in page
    assert not find(page, "form[data-autosave]")
    client.force_login(UserFactory(roles=[Role.ADVISOR]))
    assert before in client.get(reverse("pilots:applicants", args=[intake.call.programme.slug])).content.decode()


def test_nothing_is_written_after_submitting(client, call, group, owner):
    intake = submitted_intake(call=call, initiative=group).intake
    client.force_login(owner)

    response = client.post(address_of(intake), {"intake-revision": "1", "intake-plan": "Toch anders."})

    assert response.status_code == 409
    intake.refresh_from_db()
    assert intake.answers == ANSWERS
    with pytest.raises(ProgrammingError):
        SubmittedIntake.objects.update(sha256="1" * 64)


def test_application_after_closing_is_a_sentence_and_the_draft_is_kept(client, group, owner):
    intake = IntakeFactory(call=CallFactory(closed=True), initiative=group)
    client.force_login(owner)

    page = client.post(address_of(intake), {**typed(client.get(address_of(intake)), plan="Te laat."), "submit": "1"})

    assert len(page.context["form"].non_field_errors()) == 1
    assert "Te laat." in page.content.decode()
    intake.refresh_from_db()
    assert (intake.answers["plan"], intake.submitted_at) == ("Te laat.", None)


def test_database_takes_nothing_outside_the_days_of_the_call(group):
    intake = IntakeFactory(call=CallFactory(closed=True), initiative=group)

    with pytest.raises(ProgrammingError, match="not open"):
        SubmittedIntake.objects.create(
            intake=intake, content={}, sha256="0" * 64, submitted_by=UserFactory(), submitted_at=clock.now()
        )


@pytest.mark.awkward_days
def test_last_day_counts_to_its_end(call, group, owner):
    intake = IntakeFactory(call=call, initiative=group)
    end = dt.datetime.combine(call.closes_on, dt.time(23, 59, 59), clock.now().tzinfo)

    with clock.at(clock.now().astimezone().replace(year=end.year, month=end.month, day=end.day, hour=21)):
        submit_intake(intake=intake, user=owner)

    assert SubmittedIntake.objects.count() == 1


def test_two_who_answer_the_same_question_choose_and_what_nobody_touched_stays(client, intake, owner, group):
    other = UserFactory()
    MembershipFactory(initiative=group, user=other, role="editor")
    client.force_login(owner)
    opened = client.get(address_of(intake))
    client.force_login(other)
    client.post(address_of(intake), typed(client.get(address_of(intake)), plan="Van de ander.", organisation="Nieuw."))

    client.force_login(owner)
    beside = client.post(address_of(intake), typed(opened, parties="Ook de bank."))
    assert beside.status_code == 302
    intake.refresh_from_db()
    assert (intake.answers["organisation"], intake.answers["parties"]) == ("Nieuw.", "Ook de bank.")

    clash = client.post(address_of(intake), typed(opened, plan="Van mij."))
    assert clash.status_code == 409
    page = clash.content.decode()
    assert "Van de ander." in page
    assert "Van mij." in page
    seen = find(page, "input[name=seen]")[0].get("value")
    client.post(address_of(intake), {**typed(opened, plan="Van mij."), "seen": seen, "settle": "mine"})
    intake.refresh_from_db()
    assert intake.answers["plan"] == "Van mij."


def test_group_that_withdrew_can_begin_again_while_the_call_is_open(call, group, owner):
    intake = submitted_intake(call=call, initiative=group).intake

    withdraw_intake(intake=intake, user=owner)
    again = start_intake(call=call, initiative=group, user=owner)

    assert again.pk != intake.pk
    assert again.is_draft


def test_public_page_shows_an_open_call_with_its_criteria(client, call):
    address = reverse("pilots:public_programme", args=[call.programme.slug])

    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    Call.objects.update(closes_on=clock.today() - dt.timedelta(days=1))
    closed = client.get(address, headers={"accept-language": "en"}).content.decode()

    assert "Chance to realise soon" in page
    assert "Chance to realise soon" not in closed


def test_draft_is_read_in_both_languages(client, intake, owner):
    client.force_login(owner)
    with translation.override("en"):
        page = client.get(address_of(intake), headers={"accept-language": "en"}).content.decode()

    assert "Which parties support you" in page
