"""Four people at work in one group at once, each in a window of their own: nobody loses a word."""

import pytest
from playwright.sync_api import expect

from coophub.accounts.models import Role
from tests.browser.people import DESK, PHONE
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MeetingFactory, TaskFactory
from tests.factories.pilots import PilotFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.thorough]


def link(person, words):
    return person.page.locator("main").get_by_role("link", name=words).first


def test_owner_editor_reader_and_coach_work_at_once(at_work):
    owner, editor = UserFactory(name="Fien Fluitenkruid"), UserFactory(name="Bram Berk")
    reader, advisor = UserFactory(name="Cato Klaver"), UserFactory(name="Dora Distel", roles=[Role.ADVISOR])
    group = InitiativeFactory(name="Hof van Holland", owner=owner, editor=editor, reader=reader)
    pilot = PilotFactory(initiative=group, advisor=advisor)
    task, meeting = TaskFactory(initiative=group, title="Bellen"), MeetingFactory(initiative=group, title="Ledenavond")
    home = f"/initiatives/{group.slug}"
    fien, bram = at_work(owner, DESK, PHONE), at_work(editor, PHONE, DESK)
    cato, dora = at_work(reader, PHONE, DESK), at_work(advisor, DESK, PHONE)

    # Two have the same task open. What only one of them touched stays; what both did is shown before it goes.
    for person in (fien, bram):
        person.visit(f"{home}/tasks/{task.pk}/")
    fien.fill(title="De gemeente bellen over de kavel")
    fien.press("Bewaren")
    bram.choose("owner", str(reader.pk))
    bram.press("Bewaren")
    bram.sees("De gemeente bellen over de kavel")
    for person in (fien, bram):
        person.visit(f"{home}/tasks/{task.pk}/")
    fien.fill(title="De gemeente bellen en mailen")
    fien.press("Bewaren")
    bram.fill(title="De gemeente opzoeken")
    bram.press("Bewaren")
    bram.sees("De gemeente bellen en mailen")
    expect(bram.page.locator("[name=title]")).to_have_value("De gemeente opzoeken")
    bram.fill(title="De gemeente bellen, mailen en opzoeken")
    bram.press("Bewaren")

    # The reader, whose task it became, finds it, says something of it and does it; there is nothing to change.
    cato.visit(f"{home}/")
    cato.sees("De gemeente bellen, mailen en opzoeken")
    cato.visit(f"{home}/tasks/")
    expect(link(cato, "Wijzigen")).to_have_count(0)
    cato.visit(f"{home}/tasks/{task.pk}/comments/")
    cato.fill(text="Ik ga maandag.")
    cato.press("Plaats de")
    fien.visit(f"{home}/tasks/{task.pk}/comments/")
    fien.sees("Ik ga maandag.")
    cato.visit(f"{home}/tasks/")
    cato.press("Klaar")
    bram.visit(f"{home}/tasks/")
    bram.page.locator("summary", has_text="Klaar").click()
    bram.sees("door Cato Klaver")

    # Two write the minutes of one evening.
    minutes = f"{home}/meetings/{meeting.key}/minutes/"
    for person in (fien, bram):
        person.visit(minutes)
    bram.fill(minutes="De kavel is vrij.")
    bram.press("Bewaar de notulen")
    fien.fill(minutes="De bank wil een plan.")
    fien.press("Bewaar de notulen")
    fien.sees("Wat Bram Berk intussen schreef")
    fien.sees("De kavel is vrij.")
    expect(fien.page.locator("[name=minutes]")).to_have_value("De bank wil een plan.")
    fien.fill(minutes="De kavel is vrij.\n\nDe bank wil een plan.")
    fien.press("Bewaar de notulen")
    for person in (bram, cato):
        person.visit(f"{home}/meetings/{meeting.key}/")
        person.sees("De kavel is vrij.")
        person.sees("De bank wil een plan.")
    assert dora.page.goto(f"{home}/meetings/{meeting.key}/").status == 403

    # Two tell the story of the group.
    for person in (fien, bram):
        person.visit(f"{home}/profile/")
    fien.fill(description="Wij begonnen met zes mensen.")
    fien.press("Bewaren")
    bram.fill(summary="Wonen om een tuin.", description="Wij zoeken nog drie gezinnen.")
    bram.press("Bewaren")
    bram.sees("Wij begonnen met zes mensen.")
    bram.fill(description="Wij begonnen met zes mensen en zoeken nog drie gezinnen.")
    bram.press("Bewaren")
    group.refresh_from_db()
    assert group.summary == "Wonen om een tuin."
    assert group.description == "Wij begonnen met zes mensen en zoeken nog drie gezinnen."

    # The coach reads along and writes; the group answers. Neither loses what the other wrote meanwhile.
    dora.visit(f"/pilots/{pilot.pk}/")
    fien.visit(f"{home}/coaching/")
    fien.fill(text="Kun je maandag mee naar de gemeente?")
    fien.press("Stuur het bericht")
    dora.fill(text="Hoe was de avond?")
    dora.press("Stuur het bericht")
    dora.sees("Kun je maandag mee naar de gemeente?")
    for person in (bram, fien):
        person.visit(f"{home}/coaching/")
        person.sees("Hoe was de avond?")
        person.sees("Kun je maandag mee naar de gemeente?")
