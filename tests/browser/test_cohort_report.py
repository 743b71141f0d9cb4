"""A cohort of fifteen, from the call of a programme to its final report: what decides it, by hand."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from coophub.accounts.models import Role
from coophub.web import clock
from initiatives.models import Initiative, Phase
from pilots.models import EvaluationReport, Pilot, Selection
from pilots.services.advisors import assign_advisor
from pilots.services.selection import PlaceChoice, save_selection
from tests.browser.people import DESK, PHONE, SLOW_MS
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import PhaseChangeFactory
from tests.factories.pilots import BottleneckFactory, CallFactory, ProgrammeFactory, submitted_intake

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.xdist_group("worker"),
]

PLACES = 15
GROUPS = 18
TEXTS = {
    "summary": "Vijftien groepen deden mee. **Zes** wonen er nu.",
    "lessons": "Wie een kavel had, ging sneller.",
    "advice": "- Begin met de gemeente",
}


@pytest.fixture
def lead():
    return UserFactory(name="Berend Brem", roles=[Role.ADMINISTRATOR])


@pytest.fixture
def call(lead):
    """Eighteen groups applied for fifteen places, and what is chosen stands in a draft."""
    programme = ProgrammeFactory(name="Pilots voor ouderen", places=PLACES, goals="Vijftien groepen verder helpen.")
    call = CallFactory(programme=programme)
    writer = UserFactory()
    intakes = [submitted_intake(call=call, started_by=writer).intake for _number in range(GROUPS)]
    call.closes_on = clock.today() - dt.timedelta(days=1)
    call.save()
    choices = {
        intake.pk: PlaceChoice(
            Selection.Outcome.CHOSEN if number < PLACES else Selection.Outcome.NOT_CHOSEN, "Om het plan."
        )
        for number, intake in enumerate(intakes)
    }
    save_selection(call=call, choices=choices, revision=1, user=lead)
    return call


def three_years_later(programme, advisors, lead):
    """Six of the fifteen live there, one after the other; each met a bottleneck, which most of them solved."""
    began = clock.today() - dt.timedelta(days=1000)
    Pilot.objects.update(started_on=began)
    for number, pilot in enumerate(programme.pilots.order_by("pk")):
        assign_advisor(pilot=pilot, advisor=advisors[number % len(advisors)], user=lead)
        PhaseChangeFactory(initiative=pilot.initiative, phase=Phase.DEVELOPMENT, on=began)
        if number < 6:
            on = began + dt.timedelta(days=500 + 30 * number)
            PhaseChangeFactory(initiative=pilot.initiative, phase=Phase.LIVING, on=on)
            Initiative.objects.filter(pk=pilot.initiative_id).update(phase=Phase.LIVING)
        BottleneckFactory(
            pilot=pilot, opened_on=began, resolved_on=began + dt.timedelta(days=200), resolution="Gebeld."
        )


def test_fifteen_from_intake_to_final_report(at_work, call, lead):
    programme = call.programme
    anna = UserFactory(name="Anna Akelei", roles=[Role.ADVISOR])
    bert = UserFactory(name="Bert Berk", roles=[Role.ADVISOR])

    # Who runs programmes makes the selection: fifteen groups become pilots.
    berend = at_work(lead, DESK, PHONE)
    berend.visit(f"/pilots/programmes/{programme.slug}/selection/")
    berend.press("Maak de keuze")
    assert programme.pilots.count() == PLACES
    three_years_later(programme, [anna, bert], lead)

    # An advisor begins the report, and finds the figures of the fifteen in it.
    writer = at_work(anna, DESK, PHONE)
    writer.visit(f"/pilots/programmes/{programme.slug}/")
    writer.press("Begin een verslag")
    report = EvaluationReport.objects.get()
    expect(writer.page.get_by_role("heading", name="Hoe lang het duurde")).to_be_visible()
    writer.sees("Financiering")
    for chapter, text in TEXTS.items():
        writer.visit(f"/pilots/reports/{report.pk}/chapters/{chapter}/")
        writer.fill(text=text)
        writer.press("Laat zien hoe het leest")
        writer.press("Bewaren")

    # A colleague has the page open while she changes the text: his is refused, and still there.
    colleague = at_work(bert, DESK, PHONE)
    colleague.visit(f"/pilots/reports/{report.pk}/chapters/lessons/")
    writer.visit(f"/pilots/reports/{report.pk}/chapters/lessons/")
    writer.fill(text="Wie een kavel had, was er na twee jaar.")
    writer.press("Bewaren")
    colleague.fill(text="De bank duurde het langst.")
    colleague.press("Bewaren")
    colleague.sees("Wie een kavel had, was er na twee jaar.")
    expect(colleague.page.locator("[name=text]").first).to_have_value("De bank duurde het langst.")
    colleague.fill(**{"comment-text": "De bank mag erbij."})
    colleague.press("Plaats de opmerking")

    # With a comment open it is not offered; she resolves it, and offers it.
    writer.visit(f"/pilots/reports/{report.pk}/")
    writer.sees("Er staat nog 1 opmerking open.")
    writer.press("Handel af")
    writer.visit(f"/pilots/reports/{report.pk}/")
    writer.press("Leg het voor om vast te stellen")
    expect(writer.page.get_by_role("button", name="Stel het vast")).to_have_count(0)

    # Somebody else reads it and makes it final; the ministry reads it, with the number to check it by.
    colleague.visit(f"/pilots/reports/{report.pk}/")
    colleague.press("Stel het vast")
    report.refresh_from_db()
    assert report.is_final
    ministry = at_work(UserFactory(roles=[Role.REVIEWER]), DESK, PHONE)
    ministry.visit("/pilots/cohorts/parliament/")
    ministry.sees("Pilots voor ouderen")
    ministry.visit("/pilots/reports/")
    ministry.follow(ministry.page.get_by_role("link", name="Pilots voor ouderen"))
    ministry.sees("Wie een kavel had, was er na twee jaar.")
    ministry.press("Neem het verslag mee als PDF")
    expect(ministry.page.get_by_role("link", name="evaluatieverslag-pilots-voor-ouderen.pdf")).to_be_visible(
        timeout=SLOW_MS
    )
    expect(ministry.page.locator("code").first).to_have_text(report.sha256)
