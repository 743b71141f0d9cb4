"""An advisor writes a session down without a network: nothing is lost, nothing is recorded twice, and what stands in
the way is said.
"""

import datetime as dt
import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from coophub.accounts.models import Role
from coophub.web import clock
from initiatives.models import Task
from pilots.models import CoachingSession
from tests.browser.people import promised
from tests.browser.without_network import OFFLINE, READY, known, write
from tests.factories.accounts import PASSWORD, UserFactory, code_of
from tests.factories.initiatives import InitiativeFactory
from tests.factories.pilots import PilotFactory
from tests.thorough import some

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("worker")]

NOTE = "We namen de begroting door.\n- Bel de gemeente voor 1 december"


@pytest.fixture
def advisor():
    return UserFactory(roles=[Role.ADVISOR], password=PASSWORD)


@pytest.fixture
def pilot(advisor):
    return PilotFactory(advisor=advisor, initiative=InitiativeFactory(name="De Wilde Bertram"))


@pytest.fixture
def person(at_work, advisor, pilot, request):
    """The advisor, whose device was used once with a network: a phone, unless a test says otherwise."""
    person = at_work(advisor, getattr(request, "param", 390))
    person.visit("/pilots/")
    known(person.page)
    return person


@pytest.mark.parametrize("person", some([390, 1280], plain=[390]), indirect=True)
def test_session_of_a_killed_tab_is_finished_and_recorded_once(person, pilot):
    context, page = person.page.context, person.page
    context.set_offline(True)
    page.goto(f"{OFFLINE}?pilot={pilot.pk}")
    write(page, pilot, NOTE)
    person.look()
    page.close()

    page = context.new_page()
    # Whatever page of theirs is asked for: without a network this one comes.
    page.goto("/pilots/")
    expect(page.locator("[name=summary]")).to_have_value(NOTE)
    page.get_by_label("Bel de gemeente voor 1 december").check()
    page.get_by_role("button", name=READY).click()
    expect(page.locator("[data-about]")).to_have_text(re.compile("wacht op een netwerk"))
    assert not CoachingSession.objects.exists()

    context.set_offline(False)
    expect(page.locator("[data-offline-says]")).to_have_text("Vastgelegd in CoopHub: 1.")
    page.reload()
    expect(page.locator("[data-about]")).to_have_count(0)
    session = CoachingSession.objects.get()
    assert (session.summary, session.pilot) == (NOTE, pilot)
    assert Task.objects.get().title == "Bel de gemeente"


@pytest.mark.thorough
def test_answer_that_got_lost_makes_no_second_session(person, pilot):
    context, page = person.page.context, person.page
    lost = []

    def lose(route):
        lost.append(route.fetch().status)
        route.abort()

    context.route("**/sessions/received/", lose, times=1)
    page.goto(OFFLINE)
    write(page, pilot, NOTE)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name=READY).click()
    expect(page.locator("[data-about]")).to_have_text(re.compile("wacht op een netwerk"))
    assert lost == [200]
    assert CoachingSession.objects.count() == 1

    page.reload()
    expect(page.locator("[data-offline-says]")).to_have_text("Vastgelegd in CoopHub: 1.")
    assert CoachingSession.objects.count() == 1


@pytest.mark.thorough
def test_session_that_expired_is_signed_in_again_and_nothing_is_lost(person, pilot, advisor):
    context, page = person.page.context, person.page
    page.goto(OFFLINE)
    write(page, pilot, NOTE)
    Session.objects.all().delete()
    page.get_by_role("button", name=READY).click()
    expect(page.locator("[data-offline-says]")).to_have_text(re.compile("Je bent uitgelogd"))
    assert not CoachingSession.objects.exists()

    page.locator("[data-offline-sign-in] a").click()
    page.get_by_label("E-mail").fill(advisor.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.get_by_label("Code").fill(code_of(advisor))
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url(f"**{OFFLINE}")
    expect(page.locator("[data-offline-says]")).to_have_text("Vastgelegd in CoopHub: 1.")
    assert CoachingSession.objects.get().summary == NOTE
    context.close()


@pytest.mark.thorough
def test_clock_that_is_years_wrong_writes_the_right_day(person, pilot):
    context, page = person.page.context, person.page
    learnt = known(page)
    context.clock.set_fixed_time(clock.now() + dt.timedelta(days=1000))
    page.goto("/pilots/")
    known(page, before=learnt)
    context.set_offline(True)
    page.goto(OFFLINE)
    expect(page.locator("[name=held_on]")).to_have_value(clock.today().isoformat())
    write(page, pilot, NOTE)
    page.get_by_role("button", name=READY).click()
    expect(page.locator("[data-about]")).to_have_text(re.compile("wacht op een netwerk"))
    context.set_offline(False)
    expect(page.locator("[data-offline-says]")).to_have_text("Vastgelegd in CoopHub: 1.")
    assert CoachingSession.objects.get().held_on == clock.today()


def test_what_coophub_refuses_comes_back_with_its_reason(person, pilot):
    context, page = person.page.context, person.page
    context.set_offline(True)
    page.goto(OFFLINE)
    write(page, pilot, NOTE)
    page.get_by_role("button", name=READY).click()
    expect(page.locator("[data-about]")).to_have_count(1)
    pilot.ended_on, pilot.outcome = clock.today(), "continues"
    pilot.save()
    context.set_offline(False)

    expect(page.locator("[data-about]")).to_have_text(re.compile("kon niet worden vastgelegd"))
    page.get_by_role("button", name="Openen").click()
    expect(page.locator("[data-offline-errors]")).to_have_text(re.compile("Deze pilot is gestopt"))
    expect(page.locator("[name=summary]")).to_have_value(NOTE)
    assert not CoachingSession.objects.exists()


@pytest.mark.thorough
def test_signing_out_asks_first_and_leaves_nothing_to_read(person, pilot):
    context, page = person.page.context, person.page
    context.set_offline(True)
    page.goto(OFFLINE)
    write(page, pilot, NOTE)
    page.get_by_role("button", name=READY).click()
    expect(page.locator("[data-about]")).to_have_count(1)
    sealed = page.evaluate(
        """async () => {
          const database = await new Promise((resolve) => {
            const request = indexedDB.open('coophub-offline');
            request.onsuccess = () => resolve(request.result);
          });
          const all = (store) => new Promise((resolve) => {
            const request = database.transaction(store).objectStore(store).getAll();
            request.onsuccess = () => resolve(request.result);
          });
          const [rows, keys] = [await all('rows'), await all('keys')];
          database.close();
          const read = rows.map((row) => new TextDecoder('latin1').decode(row.sealed)).join('');
          const exported = await crypto.subtle.exportKey('raw', keys[0].key).catch((error) => error.name);
          return [read.includes('begroting'), exported];
        }"""
    )
    assert sealed == [False, "InvalidAccessError"]

    person.page.route("**/pilots/offline/device/", lambda route: route.abort())
    context.set_offline(False)
    page.goto("/")
    page.locator("summary", has_text="Account").or_(page.get_by_label("Account")).first.click()
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("dialog")).to_have_text(re.compile("niet zijn verstuurd"))
    # The page that is left has the same address.
    with page.expect_navigation():
        page.locator("dialog button[value=yes]").click()
    promised(page, "async () => !(await indexedDB.databases()).some(({name}) => name === 'coophub-offline')")
