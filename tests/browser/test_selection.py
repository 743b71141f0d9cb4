"""From the call of a programme to its selection, with forty groups that apply: one of them by hand."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from coophub.accounts.models import Role
from coophub.web import clock
from pilots.models import IntakeScore, Pilot, Selection
from pilots.services.selection import PlaceChoice, save_selection
from tests.browser.people import DESK, PHONE, SLOW_MS
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.pilots import CallFactory, ProgrammeFactory, submitted_intake

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.xdist_group("worker"),
]

GROUPS = 40
REASON = "Jullie plan is ver, en de gemeente staat erachter."


@pytest.fixture
def call():
    return CallFactory(programme=ProgrammeFactory(name="Pilots voor ouderen", places=5))


@pytest.fixture
def others(call):
    """All groups but one, each with a score, and with what is chosen for it in a draft."""
    writer, advisor = UserFactory(), UserFactory(roles=[Role.ADVISOR])
    intakes = [submitted_intake(call=call, started_by=writer).intake for _number in range(GROUPS - 1)]
    slugs = [criterion["slug"] for criterion in call.criteria]
    IntakeScore.objects.bulk_create(
        IntakeScore(
            intake=intake,
            advisor=advisor,
            scores=dict.fromkeys(slugs, number % 9),
            explanation="Gelezen.",
            given_at=clock.now(),
        )
        for number, intake in enumerate(intakes)
    )
    return intakes


def close(call, others):
    """The last day passes, and somebody prepares what is chosen for all groups but one."""
    call.closes_on = clock.today() - dt.timedelta(days=1)
    call.save()
    choices = {
        intake.pk: PlaceChoice(Selection.Outcome.CHOSEN if number < 4 else Selection.Outcome.RESERVE, "Om het plan.")
        for number, intake in enumerate(others)
    }
    save_selection(call=call, choices=choices, revision=1, user=UserFactory(roles=[Role.ADMINISTRATOR]))


def test_from_a_call_to_a_selection_of_forty(at_work, call, others):
    owner = UserFactory(name="Fien Fluitenkruid")
    group = InitiativeFactory(name="Hof van Holland", owner=owner)

    # The group reads about the programme, applies, leaves a question open, and submits.
    fien = at_work(owner, PHONE, DESK)
    fien.visit(f"/programmes/{call.programme.slug}/")
    fien.sees("Kans om snel te realiseren")
    fien.visit(f"/initiatives/{group.slug}/coaching/")
    fien.press("Aanmelden")
    fien.fill(**{"intake-plan": "Zestien woningen.", "intake-parties": "De gemeente.", "intake-own_money": "1.250,50"})
    fien.choose("intake-place", "sure")
    expect(fien.page.locator("[data-autosave-says][data-tone=good]")).to_be_visible(timeout=SLOW_MS)
    fien.press("Stuur jullie aanmelding in")
    fien.sees("Beantwoord deze vraag.")
    expect(fien.page.locator("[name=intake-plan]")).to_have_value("Zestien woningen.")
    fien.fill(**{"intake-organisation": "Een bestuur van vijf."})
    fien.press("Stuur jullie aanmelding in")
    fien.sees("Wat jullie hebben ingediend")
    fien.sees("1.250,50")

    # An advisor scores it, and sees it among the forty.
    close(call, others)
    abel = at_work(UserFactory(roles=[Role.ADVISOR], name="Abel Akelei"), DESK, PHONE)
    abel.visit(f"/pilots/programmes/{call.programme.slug}/applications/")
    expect(abel.page.locator("tbody tr")).to_have_count(GROUPS)
    abel.follow(abel.page.get_by_role("link", name="Hof van Holland"))
    for criterion in call.criteria:
        abel.fill(**{f"score-{criterion['slug']}": "10"})
    abel.fill(**{"score-explanation": "Het verste plan."})
    abel.press("Bewaar mijn score")
    expect(abel.page.locator("tbody tr").first).to_contain_text("Hof van Holland")

    # Who runs programmes chooses the last one, is told what is missing, and makes the selection.
    berend = at_work(UserFactory(roles=[Role.ADMINISTRATOR], name="Berend Brem"), DESK, PHONE)
    berend.visit(f"/pilots/programmes/{call.programme.slug}/selection/")
    own = group.intakes.get()
    berend.choose(f"outcome-{own.pk}", "chosen")
    berend.press("Maak de keuze")
    berend.sees("Schrijf de reden op: de groep leest die.")
    assert Pilot.objects.count() == 0
    berend.fill(**{f"reason-{own.pk}": REASON})
    berend.press("Maak de keuze")
    berend.sees(REASON)
    assert Pilot.objects.count() == 5

    fien.visit(f"/initiatives/{group.slug}/coaching/")
    fien.sees(REASON)
