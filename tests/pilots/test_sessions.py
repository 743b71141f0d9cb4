"""Recording a session: lines of a note become actions, and what cannot be is said with what was typed kept."""

import datetime as dt

import pytest
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.web import clock
from initiatives.forms.agreed_lines import action_in, agreed_lines
from initiatives.services.tasks import ActionInput
from pilots.models import CoachingSession, Pilot
from pilots.services.programmes import end_pilot
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.pilots import CoachingSessionFactory, PilotFactory
from tests.pilots.test_coaching import session_form
from tests.web.reading import find, words

NOTE = "We spraken over de grond.\n- Bel de gemeente voor 1 maart\n- Maak een lijst van leden\nTot volgende keer."


@pytest.mark.moment("2026-11-30")
@pytest.mark.parametrize(
    ("line", "title", "due_on"),
    [
        ("Bel de gemeente voor 1 maart", "Bel de gemeente", dt.date(2027, 3, 1)),
        ("Bel de gemeente vóór 1 maart 2028.", "Bel de gemeente", dt.date(2028, 3, 1)),
        ("Taxatie aanvragen, uiterlijk 5 dec", "Taxatie aanvragen", dt.date(2026, 12, 5)),
        ("Uiterlijk op 30 november de brief sturen", "de brief sturen", dt.date(2026, 11, 30)),
        ("Call the bank by 3-4", "Call the bank", dt.date(2027, 4, 3)),
        ("Call the bank (before 3/4/2027)", "Call the bank", dt.date(2027, 4, 3)),
        ("Vier het voor 29 februari", "Vier het voor 29 februari", None),
        ("Brief voor 12 huurders", "Brief voor 12 huurders", None),
        ("Klaar voor 1 maart 2020", "Klaar voor 1 maart 2020", None),
        ("Klaar voor 1 maart 2099", "Klaar voor 1 maart 2099", None),
        ("Klaar voor 31-13", "Klaar voor 31-13", None),
        ("voor 1 maart", "voor 1 maart", dt.date(2027, 3, 1)),
        ("Zorg voor koffie", "Zorg voor koffie", None),
    ],
)
def test_line_is_read_as_an_action_with_its_day(line, title, due_on):
    assert action_in(line) == ActionInput(title, due_on)


def test_only_lines_with_a_dash_are_offered_and_none_without_end():
    note = NOTE + "\n* ster\n• punt\nActie: bellen\n-\n - \n-geen spatie\n- " + "x" * 201
    assert list(agreed_lines(note)) == [
        "Bel de gemeente voor 1 maart",
        "Maak een lijst van leden",
        "ster",
        "punt",
        "bellen",
        "geen spatie",
    ]
    assert len(agreed_lines("\n".join(f"- regel {number}" for number in range(50)))) == 10


@pytest.fixture
def advisor():
    return UserFactory(roles=[Role.ADVISOR])


@pytest.fixture
def pilot(advisor):
    return PilotFactory(advisor=advisor, initiative=InitiativeFactory())


@pytest.fixture
def address(pilot):
    return reverse("pilots:session", args=[pilot.pk])


@pytest.mark.django_db
@pytest.mark.moment("2026-11-30T10:00")
def test_lines_of_the_note_become_actions_with_a_tap_each(client, advisor, pilot, address):
    client.force_login(advisor)

    part = client.post(address, {"preview": "1", "summary": NOTE}, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    boxes = find(part, "input[type=checkbox]")
    assert [words(label) for label in find(part, "label")] == [
        "Bel de gemeente, klaar op 1 maart 2027",
        "Maak een lijst van leden",
    ]
    client.post(address, session_form(summary=NOTE, from_note=[boxes[0].get("value")]))

    session = CoachingSession.objects.get()
    assert [(action.task.title, action.task.due_on) for action in session.actions.all()] == [
        ("Bel de gemeente", dt.date(2027, 3, 1)),
        ("Taxatie aanvragen", clock.today() + dt.timedelta(days=14)),
    ]


@pytest.mark.django_db
def test_without_script_the_lines_are_offered_on_the_whole_page_and_nothing_is_lost(client, advisor, address):
    client.force_login(advisor)
    form = session_form(summary=NOTE, hours="", from_note=["Maak een lijst van leden"])

    response = client.post(address, {**form, "preview": "1"})

    page = response.content.decode()
    assert not find(page, ".utrecht-form-field-error-message")
    assert [box.get("value") for box in find(page, "input[name=from_note][checked]")] == ["Maak een lijst van leden"]
    assert "Taxatie aanvragen" in page
    assert find(page, "input[name=key]")[0].get("value") == form["key"]
    assert not CoachingSession.objects.exists()


@pytest.mark.django_db
def test_line_that_was_changed_since_it_was_tapped_gets_a_sentence(client, advisor, address):
    client.force_login(advisor)

    page = client.post(address, session_form(summary="- Bel de bank", from_note=["Bel de gemeente"]))

    assert page.context["form"].errors.keys() == {"from_note"}
    assert find(page.content.decode(), "[data-field=from_note] .utrecht-form-field-error-message")


@pytest.mark.django_db
def test_form_begins_as_the_last_session_was(client, advisor, pilot, address):
    CoachingSessionFactory(pilot=pilot, advisor=advisor, kind="phone")
    client.force_login(advisor)

    assert client.get(address).context["form"]["kind"].value() == "phone"


@pytest.mark.django_db
def test_session_logged_twice_from_two_forms_gets_a_sentence(client, advisor, address):
    client.force_login(advisor)
    client.post(address, session_form())

    page = client.post(address, session_form())

    assert page.context["form"].errors.keys() == {"summary"}
    assert "De bank vraagt meer eigen geld." in page.content.decode()
    assert CoachingSession.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["ended", "handed over"])
def test_who_coached_until_lately_keeps_what_was_typed(client, advisor, pilot, address, why):
    client.force_login(advisor)
    if why == "ended":
        end_pilot(pilot=pilot, outcome=Pilot.Outcome.REALISED, user=None)
    else:
        pilot.assignments.update(ended_on=clock.today())

    page = client.post(address, session_form(), headers={"accept-language": "en"})

    assert page.status_code == 200
    [error] = page.context["form"].non_field_errors()
    assert str(clock.today().year) in error
    for typed in ("De bank vraagt meer eigen geld.", "De voorzitter is moe.", "Taxatie aanvragen"):
        assert typed in page.content.decode()
    assert client.get(address).status_code == 404
    assert not CoachingSession.objects.exists()


@pytest.mark.django_db
def test_somebody_who_never_coached_the_pilot_finds_nothing(client, pilot, address):
    client.force_login(UserFactory(roles=[Role.ADVISOR]))

    assert client.post(address, session_form()).status_code == 404
