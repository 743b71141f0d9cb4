"""What a group of the demo talks about and decides. All of it is made up."""

import datetime as dt
from uuid import UUID

from coophub.accounts.models import User
from coophub.web import clock
from financing.plans.models import Plan
from initiatives.models import DecisionMaker, DecisionManner, Initiative, Repeat
from initiatives.selectors.people import active_members
from initiatives.services.decisions import DecisionInput, record_decision
from initiatives.services.meetings import (
    MeetingPlan,
    make_decision_of_line,
    make_task_of_line,
    plan_meeting,
    write_minutes,
)
from initiatives.services.tasks import ActionInput, add_task

AGENDA = "- Verslag van de vorige keer\n- De kavel aan het kanaal\n- Wie doet de tuin?\n- Rondvraag"
MINUTES = """## De kavel aan het kanaal

We liepen de tekening van de gemeente door. De kavel is groter dan we dachten, maar een hoek is nat.

- Besluit: we vragen een optie op de kavel aan het kanaal
- De gemeente vragen wie de natte hoek onderzoekt
- Twee bureaus om een prijs vragen voor een bodemonderzoek

## Wie doet de tuin?

Drie huishoudens willen meedenken.

- Een schets van de tuin meenemen naar de volgende avond

## Rondvraag

Niets bijzonders. De volgende avond is bij de bakker boven."""
DECIDED = "we vragen een optie op de kavel aan het kanaal"
TO_DO = "De gemeente vragen wie de natte hoek onderzoekt"


def create_meetings(*, accounts: dict[str, User], plans: list[Plan]) -> None:
    """An evening with minutes and one ahead, two decisions, and a task that comes back, for the first group."""
    anna, initiative = accounts["Anna"], plans[0].initiative
    if initiative is None:
        return
    _evening_with_minutes(initiative, anna)
    record_decision(
        initiative=initiative,
        decision=DecisionInput(
            title="De contributie is 15 euro per huishouden per maand",
            decided_on=clock.today() - dt.timedelta(days=80),
            reasons="Daarvan betalen we de zaal, de notaris en het lidmaatschap van het netwerk.",
            taken_by=DecisionMaker.MEMBERS,
            manner=DecisionManner.VOTE,
            votes_for=9,
            votes_against=1,
            abstained=2,
        ),
        key=UUID(int=980),
        user=anna,
    )
    ahead = MeetingPlan("Ledenavond", _evening(12), "Boven de bakker", AGENDA)
    plan_meeting(initiative=initiative, plan=ahead, key=UUID(int=981), user=anna)
    due_on = clock.today() + dt.timedelta(days=5)
    add_task(
        initiative=initiative,
        title="Nieuwsbrief aan belangstellenden",
        owner=anna,
        due_on=due_on,
        repeat=Repeat.MONTHLY,
        key=UUID(int=982),
        user=anna,
    )


def _evening_with_minutes(initiative: Initiative, anna: User) -> None:
    plan = MeetingPlan("Ledenavond", _evening(-16), "Boven de bakker", AGENDA)
    meeting = plan_meeting(initiative=initiative, plan=plan, key=UUID(int=983), user=anna)
    people = list(active_members(initiative)[:6])
    meeting = write_minutes(
        meeting=meeting,
        minutes=MINUTES,
        present=people,
        others_present="Wethouder Van Voorbeeld, tot de pauze",
        revision=0,
        user=anna,
    )
    make_decision_of_line(meeting=meeting, title=DECIDED, line=DECIDED, user=anna)
    due_on = clock.today() + dt.timedelta(days=9)
    make_task_of_line(meeting=meeting, action=ActionInput(TO_DO, due_on), owner=people[0], line=TO_DO, user=anna)


def _evening(days: int) -> dt.datetime:
    moment = clock.local(clock.now() + dt.timedelta(days=days))
    return moment.replace(hour=20, minute=0, second=0, microsecond=0)
