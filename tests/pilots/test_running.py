"""What a programme is: its page for everybody, and the form of who runs programmes."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.utils import ProgrammingError
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.web import clock
from coophub.web.errors import DomainError
from pilots.models import Pilot, Programme
from pilots.selectors.known_programmes import known_programmes
from pilots.selectors.running import FEWEST_ENDED, places_left
from pilots.services.programmes import select_pilot
from pilots.services.running import load_known_programmes
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.pilots import CallFactory, PilotFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db

FILLED_IN = {
    "revision": "0",
    "name": "Pilots voor ouderen",
    "name_en": "Pilots for older people",
    "summary": "Begeleiding voor hofjes.",
    "goals": "Tien hofjes.",
    "starts_on": "2026-04-01",
    "ends_on": "2027-12-31",
    "target_groups": ["older_people"],
    "places": "10",
    "hours_per_pilot": "40,5",
    "coaching_budget": "60.000",
    "sources": "Kamerbrief",
    "is_public": "on",
}


@pytest.fixture
def administrator(client):
    person = UserFactory(roles=[Role.ADMINISTRATOR])
    client.force_login(person)
    return person


def public_page(client, programme, language="nl"):
    return client.get(
        reverse("pilots:public_programme", args=[programme.slug]), headers={"accept-language": language}
    ).content.decode()


def test_administrator_makes_a_programme_and_everybody_reads_it(client, administrator):
    response = client.post(reverse("pilots:new_programme"), FILLED_IN)

    made = Programme.objects.get()
    assert response.url == reverse("pilots:programme", args=[made.slug])
    assert (made.slug, made.places, made.hours_per_pilot) == ("pilots-voor-ouderen", 10, Decimal("40.5"))
    client.logout()
    page = public_page(client, made, "en")
    assert "Pilots for older people" in page
    assert "40.5" in page
    assert "€60,000" in page
    assert '<span lang="nl">Tien hofjes.</span>' in page


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(client, administrator):
    ProgrammeFactory(name="Pilots voor ouderen")

    same_name = client.post(reverse("pilots:new_programme"), FILLED_IN)
    backwards = client.post(reverse("pilots:new_programme"), {**FILLED_IN, "ends_on": "2026-03-31", "places": "0"})

    assert same_name.context["form"].errors.keys() == {"name"}
    assert backwards.context["form"].errors.keys() == {"ends_on", "places"}
    assert "Begeleiding voor hofjes." in same_name.content.decode()
    assert Programme.objects.count() == 1


def test_who_changes_a_programme_after_somebody_else_is_told_and_can_go_on(client, administrator):
    programme = ProgrammeFactory()
    address = reverse("pilots:change_programme", args=[programme.slug])
    client.post(address, {**FILLED_IN, "revision": "1"})

    refused = client.post(address, {**FILLED_IN, "revision": "1", "name": "Iets anders"})
    assert len(refused.context["form"].non_field_errors()) == 1
    assert 'value="Iets anders"' in refused.content.decode()
    programme.refresh_from_db()
    assert programme.name == "Pilots voor ouderen"

    client.post(address, {**FILLED_IN, "revision": refused.context["form"]["revision"].value(), "name": "Iets anders"})
    programme.refresh_from_db()
    assert programme.name == "Iets anders"


def test_programme_cannot_have_fewer_places_than_groups(client, administrator):
    programme = PilotFactory(programme=ProgrammeFactory(places=3)).programme
    PilotFactory(programme=programme)

    refused = client.post(
        reverse("pilots:change_programme", args=[programme.slug]), {**FILLED_IN, "revision": "1", "places": "1"}
    )

    assert refused.context["form"].errors.keys() == {"places"}


def test_programmes_of_the_ministry_are_loaded_once_and_never_changed():
    call_command("load_programmes")
    changed = Programme.objects.get(slug="vijftien-pilots")
    Programme.objects.filter(pk=changed.pk).update(places=14)

    assert load_known_programmes() == []

    assert Programme.objects.count() == len(known_programmes()) == 4
    changed.refresh_from_db()
    assert (changed.places, changed.period) == (14, "2020 – 2021")
    assert all(programme.sources for programme in Programme.objects.all())
    assert set(Programme.objects.values_list("hours_per_pilot", "coaching_budget")) == {(None, None)}


def test_public_page_names_only_groups_that_published_themselves(client):
    programme = ProgrammeFactory()
    shown = PilotFactory(programme=programme, initiative=InitiativeFactory(published=True)).initiative
    hidden = PilotFactory(programme=programme).initiative

    page = public_page(client, programme, "en")

    assert shown.name in page
    assert hidden.name not in page
    assert "One more group has no public page." in " ".join(page.split())


def test_how_it_ended_is_told_of_five_pilots_or_more(client):
    programme = ProgrammeFactory()
    for number in range(FEWEST_ENDED):
        assert "What came of it" not in public_page(client, programme, "en"), number
        PilotFactory(programme=programme, ended_on=dt.date(2026, 2, 1), outcome=Pilot.Outcome.REALISED)

    assert "What came of it" in public_page(client, programme, "en")


def test_programme_that_is_not_public_is_nowhere(client):
    programme = ProgrammeFactory(is_public=False)

    assert client.get(reverse("pilots:public_programme", args=[programme.slug])).status_code == 404
    assert programme.name not in client.get(reverse("pilots:public_programmes")).content.decode()


def test_public_pages_take_the_same_queries_for_few_and_for_many(client, django_assert_max_num_queries):
    programme = ProgrammeFactory()
    for _number in range(6):
        ProgrammeFactory()
        PilotFactory(programme=programme, initiative=InitiativeFactory(published=True))

    with django_assert_max_num_queries(3):
        client.get(reverse("pilots:public_programmes"))
    with django_assert_max_num_queries(5):
        public_page(client, programme)


def test_full_programme_takes_nobody_and_the_sentence_stands_beside_the_group(client, administrator):
    programme = PilotFactory(programme=ProgrammeFactory(places=1)).programme
    initiative, advisor = InitiativeFactory(), UserFactory(roles=[Role.ADVISOR])

    response = client.post(
        reverse("pilots:programme", args=[programme.slug]),
        {"initiative": initiative.slug, "advisor": advisor.pk, "goal": "Een plan", "hours_budget": "40"},
    )

    assert response.context["form"].errors.keys() == {"initiative"}
    assert "Een plan" in response.content.decode()
    assert Pilot.objects.count() == 1


def test_group_that_withdrew_gives_its_place_back():
    pilot = PilotFactory(
        programme=ProgrammeFactory(places=1), ended_on=dt.date(2026, 2, 1), outcome=Pilot.Outcome.WITHDREW
    )

    assert places_left(pilot.programme) == 1
    PilotFactory(programme=pilot.programme)
    assert places_left(pilot.programme) == 0


def test_database_refuses_a_pilot_too_many():
    programme = PilotFactory(programme=ProgrammeFactory(places=1)).programme

    with pytest.raises(ProgrammingError, match="no place left"):
        PilotFactory(programme=programme)


def test_programme_ends_with_what_came_of_it_and_how_it_ends_for_each_group(client, administrator):
    programme = ProgrammeFactory(ends_on=None)
    going_on, ended = (
        PilotFactory(programme=programme),
        PilotFactory(programme=programme, ended_on=dt.date(2026, 2, 1), outcome=Pilot.Outcome.REALISED),
    )
    address = reverse("pilots:end_programme", args=[programme.slug])
    sent = {"revision": "1", "outcome": "Twee groepen kwamen verder."}

    refused = client.post(address, {**sent, f"ending-{going_on.pk}": ""})
    assert refused.context["form"].errors.keys() == {f"ending-{going_on.pk}"}
    assert "Twee groepen kwamen verder." in refused.content.decode()

    client.post(address, {**sent, f"ending-{going_on.pk}": Pilot.Outcome.CONTINUES})
    programme.refresh_from_db()
    assert programme.ends_on == clock.today()
    going_on.refresh_from_db()
    ended.refresh_from_db()
    assert (going_on.outcome, going_on.ended_on) == (Pilot.Outcome.CONTINUES, clock.today())
    assert (ended.outcome, ended.ended_on) == (Pilot.Outcome.REALISED, dt.date(2026, 2, 1))
    client.logout()
    assert "Twee groepen kwamen verder." in public_page(client, programme)


def test_programme_does_not_end_while_groups_wait_for_a_choice(client, administrator):
    programme = CallFactory(closed=True).programme
    address = reverse("pilots:end_programme", args=[programme.slug])

    assert client.get(address).status_code == 409
    page = client.post(address, {"revision": "1", "outcome": "Klaar."})
    assert len(page.context["form"].non_field_errors()) == 1
    programme.refresh_from_db()
    assert programme.outcome == ""


@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_last_place_at_once_are_one():
    programme = ProgrammeFactory(places=1)
    advisor, groups = UserFactory(roles=[Role.ADVISOR]), [InitiativeFactory(), InitiativeFactory()]
    together, refused = threading.Barrier(2), []

    def take(group):
        try:
            together.wait()
            select_pilot(programme=programme, initiative=group, advisor=advisor, user=None)
        except DomainError as error:
            refused.append(error.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[group]) for group in groups]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Pilot.objects.count() == 1
    assert len(refused) == 1
