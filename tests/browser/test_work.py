"""The road of who assesses, who decides and who coaches, with their presses counted."""

import pytest
from playwright.sync_api import expect

from coophub.accounts.models import Role
from financing.subsidies.models import Application
from pilots.models import CoachingSession
from tests.browser.conftest import FOLD
from tests.browser.people import DESK, PHONE, SLOW_MS
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.pilots import PilotFactory
from tests.factories.subsidies import submitted_application

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("worker")]

CASES = 10


@pytest.fixture
def cases():
    owner, second = UserFactory(name="Fien Fluitenkruid"), UserFactory()
    found = []
    for number in range(CASES):
        group = InitiativeFactory(name=f"De Wilde Bertram {number}", owner=owner)
        MembershipFactory(initiative=group, user=second, role="owner")
        found.append(submitted_application(group, writer=owner, signer=second))
    return found


@pytest.mark.thorough
def test_nine_cases_stand_above_the_fold_and_keys_walk_through_them(at_work, cases):
    reviewer = at_work(UserFactory(roles=[Role.REVIEWER]), 1440)
    reviewer.visit("/ministry/queue/")

    rows = reviewer.page.locator("tbody tr")
    expect(rows).to_have_count(CASES)
    ninth = rows.nth(8).bounding_box()
    assert ninth["y"] + ninth["height"] <= FOLD, ninth

    expect(reviewer.page.locator("[name=chosen]").first).to_be_hidden()
    reviewer.page.get_by_text("Geef meerdere aan iemand").click()
    expect(reviewer.page.locator("[name=chosen]").first).to_be_visible()
    reviewer.page.locator("body").press("j")
    reviewer.page.keyboard.press("j")
    reviewer.page.keyboard.press("k")
    with reviewer.page.expect_navigation():
        reviewer.page.keyboard.press("Enter")
    reviewer.sees(cases[0].number)


@pytest.mark.thorough
def test_from_the_queue_to_the_award_on_the_overview_of_the_group(at_work, cases):
    case, *_others = cases
    owner = case.submission.submitted_by
    rosa = at_work(UserFactory(roles=[Role.REVIEWER], name="Rosa Rozemarijn"), DESK, PHONE)
    rosa.visit("/ministry/queue/")
    rosa.follow(rosa.page.get_by_role("link", name=case.number))
    rosa.choose("has_interest", "no")
    rosa.press("Verklaar en pak op")
    rosa.follow(rosa.page.get_by_role("link", name="Ga naar deze stap"))
    rosa.sees("Kijk hier eerst naar")
    rosa.fill(score_haalbaar="8", score_bijdrage="7", score_groep="9", explanation="Een goed plan.")
    rosa.choose("advice", "award")
    rosa.press("Sla de beoordeling op")
    rosa.follow(rosa.page.get_by_role("link", name="Ga naar deze stap"))
    rosa.choose("kind", "award")
    letter = rosa.page.locator("#letter")
    expect(letter).to_contain_text("Ik verleen u een subsidie", timeout=SLOW_MS)
    rosa.fill(reasons="Uw plan past bij het doel van de regeling.")
    expect(letter).to_contain_text("Uw plan past bij het doel van de regeling.", timeout=SLOW_MS)
    # A long letter scrolls; who has no mouse comes to it with the keyboard.
    letter.focus()
    expect(letter).to_be_focused()
    rosa.press("Leg het voor ter ondertekening")
    rosa.sees("wacht op de handtekening")
    expect(rosa.page.locator("main textarea[name=reasons]")).to_have_count(0)
    assert rosa.clicks <= 6

    dirk = at_work(UserFactory(roles=[Role.DECIDER], name="Dirk Dovenetel"), DESK, PHONE)
    dirk.visit("/ministry/queue/?view=sign")
    dirk.follow(dirk.page.get_by_role("link", name=case.number))
    dirk.follow(dirk.page.get_by_role("link", name="Lees de brief en onderteken"))
    for words in ("Een goed plan.", "Uw plan past bij het doel van de regeling.", "Uiterlijk beslissen op"):
        dirk.sees(words)
    dirk.confirm("Onderteken het besluit")
    dirk.sees("Het besluit is ondertekend.")
    assert dirk.clicks <= 4

    assert Application.objects.get(pk=case.pk).state == "awarded"
    group = at_work(owner, PHONE, DESK)
    group.visit(f"/initiatives/{case.initiative.slug}/")
    group.sees("90.000")


def test_a_session_is_written_down_on_a_phone_in_a_few_presses(at_work):
    advisor = UserFactory(roles=[Role.ADVISOR])
    PilotFactory(advisor=advisor, initiative=InitiativeFactory(name="De Wilde Bertram"))
    abel = at_work(advisor, 390)
    abel.visit("/pilots/")

    abel.follow(abel.page.get_by_role("link", name="Gesprek vastleggen"))
    abel.fill(summary="De bank vraagt meer eigen geld.")
    abel.page.get_by_role("button", name="1,5", exact=True).click()
    expect(abel.page.locator("[name=hours]")).to_have_value("1,5")
    expect(abel.page.locator("[name=action_1]")).to_be_hidden()
    abel.press("Gesprek opslaan")

    abel.sees("De bank vraagt meer eigen geld.")
    assert abel.clicks + 1 <= 3
    assert str(CoachingSession.objects.get().hours) == "1.5"


@pytest.mark.thorough
def test_actions_come_one_by_one(at_work):
    advisor = UserFactory(roles=[Role.ADVISOR])
    pilot = PilotFactory(advisor=advisor)
    abel = at_work(advisor, 390)
    abel.visit(f"/pilots/{pilot.pk}/sessions/new/")

    more = abel.page.get_by_text("+ actie")
    expect(more.nth(1)).to_be_hidden()
    more.nth(0).click()
    abel.page.locator("[name=action_1]").fill("Taxatie aanvragen")
    expect(more.nth(1)).to_be_visible()
    abel.look()
