"""Fifteen pilots and two years of coaching, all fictional: the names of the real pilots were never published."""

import datetime as dt
import random
from decimal import Decimal
from uuid import UUID, uuid4

from django.utils import timezone

from coophub.accounts.models import User
from coophub.portal.demo.initiatives import lead_road_through
from coophub.portal.demo.programmes import create_programmes
from coophub.web import clock
from initiatives.models import Initiative, Phase, Task
from initiatives.selectors.people import owners_of
from initiatives.services.lifecycle import end_initiative
from pilots.models import (
    AgreedAction,
    Assignment,
    Bottleneck,
    CoachingGoal,
    CoachingSession,
    KnownMeasure,
    MeasureTried,
    PartyContact,
    Pilot,
    PlannedSession,
    Programme,
)
from pilots.selectors.bottlenecks import phase_on
from pilots.services.thread import agree_on_message, write_message

PILOT_COUNT = 15
OF_ENDED_PROGRAMME = 6
"""So many of the pilots were in a programme that has ended; the others are in the one that goes on."""
STOPPED = 5
"""Among the initiatives the one that stopped: its corporation keeps the homes."""
STOPPED_DAYS_AGO = 140

TALKS = (
    "We namen de begroting door. De bouwkosten zijn gestegen; de groep zoekt ruimte in het ontwerp.",
    "Gesprek met de gemeente voorbereid. De wethouder is positief, de afdeling grond nog niet.",
    "De statuten zijn bijna klaar. We bespraken hoe nieuwe leden worden gekozen.",
    "De bank vraagt meer eigen geld. We rekenden drie manieren door om dat bij elkaar te krijgen.",
    "Ledenavond bezocht. Twee huishoudens haken af, drie nieuwe hebben zich gemeld.",
    "De grondprijs is bekend. Met erfpacht komt het plan dichter bij sluitend.",
    "Rolverdeling in het bestuur besproken: er is een penningmeester bij gekomen.",
    "Een andere groep vertelde hoe zij de financiering rond kreeg.",
)
AGREEMENTS = (
    "Taxatie aanvragen",
    "Brief aan het college sturen",
    "Gesprek met de bank plannen",
    "Ledenlening uitwerken",
    "Planning van de architect opvragen",
    "Wachtlijst van belangstellenden bellen",
    "Onderhoudsplan laten maken",
)
OBSTACLES = {
    Bottleneck.Category.FINANCING: (
        "De bank leent niet meer dan zeventig procent. De groep mist nog ruim twee ton.",
        "Een gemeentelijke lening vulde het gat.",
    ),
    Bottleneck.Category.MUNICIPAL_PRIORITY: (
        "De gemeente heeft geen tijd om de kavel vrij te maken.",
        "Een vaste contactpersoon bij de gemeente hielp het verzoek verder.",
    ),
    Bottleneck.Category.UNFAMILIARITY: (
        "De notaris en de taxateur kennen deze vorm niet.",
        "Documenten van een andere groep waren een goed voorbeeld.",
    ),
    Bottleneck.Category.LOCATION: ("Er is nog geen plek.", "De groep vond een plek via de provincie."),
    Bottleneck.Category.SCALE: (
        "Tien woningen zijn te weinig om de vaste kosten te dragen.",
        "De groep deelt een adviseur en een aannemer met een groep in de buurt.",
    ),
    Bottleneck.Category.UNIFORMITY: (
        "Elke partij vraagt andere stukken; niets lijkt op het vorige project.",
        "De standaardstatuten scheelden een half jaar.",
    ),
    Bottleneck.Category.PROFESSIONALISM: (
        "Alles komt op twee mensen neer.",
        "Een procesbegeleider nam de planning over.",
    ),
}

AHEAD = (
    (-2, 19, "Ledenavond over de begroting", "Het Kraaiennest"),
    (1, 10, "De begroting na het bod van de aannemer", "https://video.example/coophub"),
    (2, 14, "Het gesprek met de wethouder voorbereiden", "Bij de groep thuis"),
    (6, 20, "Rolverdeling in het bestuur", "Buurthuis"),
    (9, 10, "De lening van de leden", "https://video.example/coophub"),
    (13, 16, "Erfpacht: wat vragen we?", "Stadhuis"),
)
"""What is planned: in how many days, at which hour, about what and where. The first was not recorded yet."""
GOALS = (
    ("De gemeente reserveert de kavel", "municipality", "Afdeling grondzaken", "Ze kijken in mei opnieuw."),
    ("Een bank wil het plan doorrekenen", "bank", "Bank voor samen wonen", "Ze vragen een taxatie."),
    ("De leden brengen twee ton bij elkaar", "adviser", "Adviesbureau Noord", "Ze maken een voorstel voor de lening."),
)
"""What pilots work towards, and with which party their advisor spoke about it."""

MEASURES: dict[str, tuple[str, str, str]] = {
    Bottleneck.Category.FINANCING: (
        Bottleneck.Kind.LENDER,
        "Een andere bank vragen",
        "Een lening van de gemeente vragen",
    ),
    Bottleneck.Category.MUNICIPAL_PRIORITY: (
        Bottleneck.Kind.CAPACITY,
        "Een brief aan de gemeenteraad",
        "Een vaste contactpersoon bij de gemeente vragen",
    ),
    Bottleneck.Category.UNFAMILIARITY: (
        Bottleneck.Kind.PARTIES,
        "Een informatieavond voor betrokkenen",
        "Documenten van een andere groep gebruiken",
    ),
    Bottleneck.Category.LOCATION: (
        Bottleneck.Kind.NO_PLACE,
        "Een oproep aan makelaars",
        "De provincie vragen mee te zoeken",
    ),
    Bottleneck.Category.SCALE: (
        Bottleneck.Kind.FIXED_COSTS,
        "Meer woningen in het plan",
        "Een adviseur delen met een andere groep",
    ),
    Bottleneck.Category.UNIFORMITY: (
        Bottleneck.Kind.DOCUMENTS,
        "Een overleg met alle partijen samen",
        "Standaardstatuten gebruiken",
    ),
    Bottleneck.Category.PROFESSIONALISM: (
        Bottleneck.Kind.FEW_PEOPLE,
        "Taken over meer leden verdelen",
        "Een procesbegeleider inhuren",
    ),
}
"""What the obstacles are within their category, a measure that did not help there, and one that did."""

MESSAGES = (
    (0, False, "De gemeente vraagt of we ook een parkeerplek per woning kunnen maken. Moeten we dat doorrekenen?"),
    (
        5,
        True,
        "Reken eerst uit wat tien plekken kosten.\n\nDaarna kijken we samen met de gemeente wat nodig is.",
    ),
    (29, False, "Dank je. We hebben het aan de architect gevraagd."),
    (76, True, "Mooi. Neem het antwoord mee naar ons gesprek, dan zetten we het in het plan."),
)
"""After how many hours, whether it is the advisor, and what they write."""


def create_coaching(*, accounts: dict[str, User], initiatives: list[Initiative]) -> list[Pilot]:
    """The programmes, their pilots and what was discussed in the two years before today."""
    chance = random.Random(2020)
    ended, going_on = create_programmes()
    # The first initiative is left out: in the demo a visitor makes it a pilot.
    chosen = initiatives[1 : PILOT_COUNT + 1]
    stopped = initiatives[STOPPED]
    chosen.remove(stopped)
    advisors = [accounts["Abel"], accounts["Iris"]]
    pilots = [
        _create_pilot(
            initiative=initiative,
            programme=ended if number < OF_ENDED_PROGRAMME else going_on,
            advisor=advisors[number % 2],
            chance=chance,
            has_ended=number < OF_ENDED_PROGRAMME // 2,
        )
        for number, initiative in enumerate(chosen)
    ]
    pilots.append(_create_stopped(stopped, going_on, advisors[len(chosen) % 2], chance))
    going = [pilot for pilot in pilots if pilot.ended_on is None]
    _look_ahead(going, chance)
    for pilot in going[:3]:
        _create_messages(pilot, pilot.assignments.filter(role=Assignment.Role.LEAD).get().advisor)
    return pilots


def _look_ahead(pilots: list[Pilot], chance: random.Random) -> None:
    """What is planned with the first pilots, what they work towards, whom their advisors spoke with, and one of them
    with a second advisor.
    """
    leads = [pilot.assignments.select_related("advisor").get() for pilot in pilots]
    for number, (pilot, lead) in enumerate(zip(pilots[: len(AHEAD)], leads, strict=False)):
        days, hour, about, place = AHEAD[number]
        PlannedSession.objects.create(
            pilot=pilot,
            advisor=lead.advisor,
            starts_at=_at(clock.today() + dt.timedelta(days=days), hour),
            kind=CoachingSession.Kind.VIDEO if place.startswith("https") else CoachingSession.Kind.VISIT,
            place=place,
            about=about,
            submission_key=UUID(int=chance.getrandbits(128), version=4),
        )
        goal, party, name, outcome = GOALS[number % len(GOALS)]
        check_on = clock.today() + dt.timedelta(days=20 * number - 10)
        CoachingGoal.objects.create(pilot=pilot, goal=goal, check_on=check_on)
        PartyContact.objects.create(
            pilot=pilot,
            party=party,
            name=name,
            on=clock.today() - dt.timedelta(days=9 + number),
            outcome=outcome,
            advisor=lead.advisor,
            submission_key=UUID(int=chance.getrandbits(128), version=4),
        )
    other = next(lead for lead in leads if lead.advisor_id != leads[0].advisor_id)
    Assignment.objects.create(
        pilot=pilots[0], advisor=other.advisor, role=Assignment.Role.EXPERT, started_on=pilots[0].started_on
    )


def _at(day: dt.date, hour: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def _create_pilot(
    *,
    initiative: Initiative,
    programme: Programme,
    advisor: User,
    chance: random.Random,
    has_ended: bool = False,
    stopped_days_ago: int | None = None,
) -> Pilot:
    today = clock.today()
    started_on = today - dt.timedelta(days=730 - chance.randint(0, 60))
    ended_days_ago = chance.randint(30, 200) if has_ended else stopped_days_ago
    ended_on = None if ended_days_ago is None else today - dt.timedelta(days=ended_days_ago)
    pilot = Pilot.objects.create(
        programme=programme,
        initiative=initiative,
        goal="De groep helpen om de financiering rond te krijgen.",
        started_on=started_on,
        ended_on=ended_on,
        outcome=Pilot.Outcome.STOPPED if stopped_days_ago else _outcome_of(initiative) if has_ended else "",
        hours_budget=Decimal(chance.choice([40, 60, 80])),
    )
    Assignment.objects.create(
        pilot=pilot, advisor=advisor, role=Assignment.Role.LEAD, started_on=started_on, ended_on=ended_on
    )
    # Who stopped is in no later phase since.
    until = ended_on if ended_on and stopped_days_ago else today
    lead_road_through(initiative, pilot_since=started_on, today=until)
    _create_sessions(pilot, advisor, ended_on or today, chance)
    _create_bottlenecks(pilot, ended_on or today, chance)
    return pilot


def _create_stopped(initiative: Initiative, programme: Programme, advisor: User, chance: random.Random) -> Pilot:
    """A group that was coached until its project came to nothing."""
    pilot = _create_pilot(
        initiative=initiative,
        programme=programme,
        advisor=advisor,
        chance=chance,
        stopped_days_ago=STOPPED_DAYS_AGO,
    )
    with clock.at(clock.now() - dt.timedelta(days=STOPPED_DAYS_AGO)):
        end_initiative(initiative=initiative, user=owners_of(initiative)[0])
    return pilot


def _outcome_of(initiative: Initiative) -> str:
    return Pilot.Outcome.REALISED if initiative.phase == Phase.LIVING else Pilot.Outcome.CONTINUES


def _create_messages(pilot: Pilot, advisor: User) -> None:
    """Question and answer between two sessions; the last message is new for the group, and one became an action."""
    start = clock.now() - dt.timedelta(days=4)
    owner = owners_of(pilot.initiative)[0]
    written = []
    for hours, is_from_advisor, text in MESSAGES:
        with clock.at(start + dt.timedelta(hours=hours)):
            author = advisor if is_from_advisor else owner
            written.append(write_message(pilot=pilot, text=text, key=uuid4(), user=author))
    agree_on_message(message=written[1], user=owner)


def _create_sessions(pilot: Pilot, advisor: User, until: dt.date, chance: random.Random) -> None:
    day = pilot.started_on + dt.timedelta(days=7)
    while day < until:
        session = CoachingSession.objects.create(
            pilot=pilot,
            advisor=advisor,
            held_on=day,
            kind=chance.choice(CoachingSession.Kind.values),
            hours=Decimal(chance.choice(["1.0", "1.5", "2.0", "3.0"])),
            summary=chance.choice(TALKS),
            internal_note=chance.choice(["", "", "De voorzitter is moe; volgende keer de rolverdeling bespreken."]),
            submission_key=UUID(int=chance.getrandbits(128), version=4),
        )
        due_on = day + dt.timedelta(days=chance.randint(14, 60))
        task = Task.objects.create(
            initiative=pilot.initiative,
            title=chance.choice(AGREEMENTS),
            due_on=due_on,
            done_at=dt.datetime.combine(due_on, dt.time(18), dt.UTC)
            if due_on < until - dt.timedelta(days=20)
            else None,
            created_by=advisor,
        )
        AgreedAction.objects.create(session=session, task=task)
        day += dt.timedelta(days=chance.randint(30, 80))


def _create_bottlenecks(pilot: Pilot, until: dt.date, chance: random.Random) -> None:
    for category in chance.sample(list(OBSTACLES), 2):
        description, resolution = OBSTACLES[category]
        opened_on = pilot.started_on + dt.timedelta(days=chance.randint(30, 300))
        resolved_on = opened_on + dt.timedelta(days=chance.randint(40, 300))
        is_resolved = chance.random() < 0.6 and resolved_on < until
        bottleneck = Bottleneck.objects.create(
            pilot=pilot,
            category=category,
            kind=MEASURES[category][0],
            phase=phase_on(pilot.initiative, opened_on),
            severity=chance.choice(Bottleneck.Severity.values),
            description=description,
            opened_on=opened_on,
            resolved_on=resolved_on if is_resolved else None,
            resolution=resolution if is_resolved else "",
        )
        _try_measures(bottleneck, is_resolved=is_resolved, until=until)


def _try_measures(bottleneck: Bottleneck, *, is_resolved: bool, until: dt.date) -> None:
    """One that did not help, and one that did when the bottleneck was solved."""
    _kind, *names = MEASURES[bottleneck.category]
    outcomes = [MeasureTried.Outcome.DID_NOT_HELP]
    outcomes.append(MeasureTried.Outcome.HELPED if is_resolved else MeasureTried.Outcome.TOO_EARLY)
    for number, (name, outcome) in enumerate(zip(names, outcomes, strict=True), start=1):
        measure, _is_new = KnownMeasure.objects.get_or_create(name=name)
        on = min(bottleneck.opened_on + dt.timedelta(days=15 * number), max(until, bottleneck.opened_on))
        MeasureTried.objects.create(bottleneck=bottleneck, measure=measure, outcome=outcome, on=on)
