"""The fictional initiatives of the demo: over the whole country, in every form and phase."""

import datetime as dt
import random
from collections.abc import Iterator
from itertools import cycle

from django.utils import timezone
from django.utils.text import slugify

from coophub.accounts.models import User
from coophub.web import clock
from initiatives.models import Initiative, MemberRole, Membership, Milestone, Municipality, Phase, PhaseChange, Task
from initiatives.road_map import STEPS, RoadMapStep, steps_for

# name, municipality, form, building, target group, homes, phase, one sentence about them
ROWS = """
De Lindentuin|Utrecht|rental|new_build|middle_incomes|24|feasibility|Vierentwintig huurwoningen rond een binnentuin, voor mensen die te veel verdienen voor sociale huur en te weinig voor koop.
Het Zilveren Hof|Assen|clustered|new_build|older_people|16|development|Een hofje voor zestien huishoudens van vijftig jaar en ouder die op elkaar letten.
De Scheepskameel|Zaanstad|mixed|transformation|mixed|32|construction|Een oude loods wordt tweeëndertig woningen, de helft huur en de helft koop.
Bij de Molenwiek|Apeldoorn|cpo|new_build|starters|14|development|Veertien gezinnen laten samen hun huizen bouwen op een kavel van de gemeente.
Samen aan de Singel|Rotterdam|management|existing|social|48|living|Achtenveertig huurders beheren zelf hun complex; de corporatie blijft eigenaar.
De Wilde Appel|Nijmegen|rental|take_over|social|20|feasibility|Huurders willen twintig woningen van de corporatie overnemen en zelf opknappen.
Het Groene Dak van Zuid|Eindhoven|member_equity|new_build|middle_incomes|36|feasibility|Leden brengen eigen geld in en huren van hun eigen coöperatie.
Waterhoen|Leeuwarden|rental|new_build|mixed|18|initiative|Achttien drijvende huizen in een oude haven.
De Kastanjepoort|Maastricht|clustered|transformation|older_people|22|development|Een leeg klooster wordt een plek om samen oud te worden.
Hof van Morgenster|Zwolle|rental|new_build|middle_incomes|28|construction|Achtentwintig energiezuinige huurwoningen met een gedeelde werkplaats.
Tussen Dijk en Tuin|Tiel|cpo|new_build|starters|12|feasibility|Twaalf starterswoningen die de kopers zelf ontwerpen.
De Buurtfabriek|Tilburg|mixed|transformation|mixed|40|development|Wonen en werken in een fabriek die al tien jaar leeg staat.
Het Veerkrachthuis|Arnhem|rental|take_over|social|30|construction|Bewoners nemen hun dertig woningen over en isoleren ze zelf.
Polderlicht|Almere|owner_occupied|new_build|middle_incomes|26|living|Zesentwintig koopwoningen met een tuin van iedereen.
Kop van de Kade|Groningen|rental|new_build|middle_incomes|34|initiative|Huurwoningen boven een buurtwinkel aan het water.
De Notenboom|Deventer|clustered|new_build|older_people|15|living|Vijftien woningen rond een gezamenlijke huiskamer.
Woonkring Zeewind|Vlissingen|rental|new_build|mixed|20|initiative|Wonen aan zee voor mensen met een gewoon inkomen.
De Heksenketel|Haarlem|member_equity|transformation|middle_incomes|19|feasibility|Een ketelhuis met negentien woningen; leden kopen aandelen.
Erf aan de Es|Emmen|clustered|new_build|older_people|10|development|Tien woningen op een erf met een moestuin en een logeerkamer.
Stadslandgoed De Ree|Amersfoort|cpo|new_build|mixed|30|initiative|Dertig huishoudens willen samen bouwen aan de rand van de stad.
De Drie Ganzen|'s-Hertogenbosch|rental|new_build|middle_incomes|21|development|Huurwoningen van hout op grond in erfpacht.
Ons Blok|Amsterdam|management|existing|social|64|living|Een blok uit 1925 dat de bewoners zelf beheren.
Hooizolder|Hengelo|mixed|transformation|mixed|16|feasibility|Een boerderij en haar schuren worden zestien woningen.
De Tweede Ronde|Amsterdam|rental|new_build|middle_incomes|44|development|Huurwoningen op erfpacht, met een lening van de stad.
Rozenhof|Leiden|clustered|new_build|older_people|18|feasibility|Achttien woningen voor ouderen op loopafstand van alles.
Het Kompas van Noord|Den Helder|rental|transformation|starters|25|initiative|Jongeren willen een marinegebouw ombouwen tot woningen.
Bovenstad|Breda|owner_occupied|transformation|middle_incomes|23|construction|Koopwoningen boven winkels, met een dak om op te zitten.
De Sluiswachter|Gouda|rental|take_over|social|17|development|Zeventien huurders kopen samen hun straat.
Warmoestuin|Ede|member_equity|new_build|middle_incomes|27|initiative|Een buurt die haar eigen eten en energie maakt.
De Lange Adem|Haarlemmermeer|rental|new_build|middle_incomes|38|feasibility|Al zes jaar bezig, en nu is er grond.
Klein Vredenburcht|Dordrecht|cpo|new_build|starters|9|construction|Negen rijtjeshuizen die de kopers samen lieten ontwerpen.
Wij van de Werf|Vlaardingen|mixed|transformation|mixed|33|initiative|Een scheepswerf met woningen, ateliers en een café.
De Gouden Eeuwling|Enschede|clustered|new_build|older_people|20|initiative|Twintig woningen voor ouderen, met een kamer voor de kleinkinderen.
Veldzicht Samen|Venlo|rental|new_build|middle_incomes|16|development|Huurwoningen aan de rand van het veld.
De Vuurtorenwachters|Texel|rental|new_build|starters|12|feasibility|Eilandbewoners bouwen woningen voor hun eigen kinderen.
Halte Noord|Hoogeveen|management|existing|social|28|development|Huurders willen het beheer van hun flat overnemen.
De Oude Melkfabriek|Súdwest-Fryslân|mixed|transformation|mixed|24|feasibility|Een melkfabriek wordt woonplek en werkplaats.
Het Lage Land|Middelburg|owner_occupied|new_build|middle_incomes|14|initiative|Veertien koopwoningen op palen.
Bloesemhof|West Betuwe|clustered|new_build|older_people|12|living|Twaalf woningen in een oude boomgaard.
De Bron|Heerlen|rental|take_over|social|42|feasibility|Bewoners willen hun mijnwerkersbuurt kopen.
Zonnewende|Lelystad|member_equity|new_build|middle_incomes|31|development|Een coöperatie waarin je spaart terwijl je huurt.
Het Koetshuis|Zutphen|cpo|transformation|older_people|8|feasibility|Acht appartementen in een koetshuis, samen ontworpen.
Kameleon|Delft|rental|transformation|starters|29|initiative|Flexibele woningen in een leeg laboratorium.
"""

MONTHS_IN_PHASE = {
    Phase.INITIATIVE: 10,
    Phase.FEASIBILITY: 14,
    Phase.DEVELOPMENT: 16,
    Phase.CONSTRUCTION: 18,
    Phase.LIVING: 12,
}

TASKS = (
    "Gesprek met de wethouder voorbereiden",
    "Statuten laten lezen door de notaris",
    "Ledenavond plannen",
    "Offertes vragen aan drie architecten",
    "Begroting naast die van een ander project leggen",
    "Wachtlijst bijwerken",
)


def create_initiatives(*, accounts: dict[str, User], neighbours: list[User]) -> list[Initiative]:
    """Every initiative with its members, its road so far and some tasks. The first is the group of Anna, Bram and Chris."""
    chance, today = random.Random(2022), clock.today()
    municipalities = {municipality.name: municipality for municipality in Municipality.objects.all()}
    people = cycle(neighbours)
    initiatives = []
    for number, line in enumerate(ROWS.strip().splitlines()):
        name, municipality, form, building, target_group, homes, phase, summary = line.split("|")
        entered = _phase_days(Phase(phase), today, chance)
        begun = timezone.make_aware(dt.datetime.combine(entered[0][1], dt.time(19, 30)))
        initiative = Initiative.objects.create(
            slug=slugify(name),
            name=name,
            municipality=municipalities[municipality],
            form=form,
            building=building,
            target_group=target_group,
            homes=int(homes),
            phase=phase,
            summary=summary,
            description=f"{summary}\n\nDit initiatief is verzonnen. Het hoort bij de demo van CoopHub.",
            is_woningwet_cooperative=building in ("take_over", "existing"),
            latitude=municipalities[municipality].latitude + chance.uniform(-0.02, 0.02),
            longitude=municipalities[municipality].longitude + chance.uniform(-0.03, 0.03),
            published_at=None if number % 7 == 6 else begun + dt.timedelta(days=60),
            created_at=begun,
        )
        members = (
            [accounts["Anna"], accounts["Bram"], accounts["Chris"]] if number == 0 else [next(people) for _ in range(3)]
        )
        _add_members(initiative, members, begun)
        PhaseChange.objects.bulk_create(
            PhaseChange(initiative=initiative, phase=passed, on=day, by=members[0]) for passed, day in entered
        )
        _add_road(initiative, entered, today, chance)
        _add_tasks(initiative, members, today, chance)
        initiatives.append(initiative)
    return initiatives


def _phase_days(phase: Phase, today: dt.date, chance: random.Random) -> list[tuple[Phase, dt.date]]:
    """The phases up to `phase` with the day each began, counted back from today."""
    day = today - dt.timedelta(days=chance.randint(40, 400))
    days = [(phase, day)]
    for passed in reversed(list(Phase)[: phase.number - 1]):
        day -= dt.timedelta(days=int(MONTHS_IN_PHASE[passed] * 30 * chance.uniform(0.6, 1.6)))
        days.append((passed, day))
    return list(reversed(days))


def _add_members(initiative: Initiative, members: list[User], begun: dt.datetime) -> None:
    roles = [MemberRole.OWNER, MemberRole.OWNER, MemberRole.READER]
    Membership.objects.bulk_create(
        Membership(initiative=initiative, user=user, role=role, joined_at=begun + dt.timedelta(days=14 * number))
        for number, (user, role) in enumerate(zip(members, roles, strict=True))
    )


def _add_road(
    initiative: Initiative, entered: list[tuple[Phase, dt.date]], today: dt.date, chance: random.Random
) -> None:
    places = {step.key: place for place, step in enumerate(STEPS, start=1)}
    steps = steps_for(form=initiative.form, building=initiative.building)
    Milestone.objects.bulk_create(
        Milestone(
            initiative=initiative,
            phase=step.phase,
            key=step.key,
            position=places[step.key],
            planned_on=planned,
            done_on=done,
        )
        for step, planned, done in _dated_steps(steps, dict(entered), initiative.current_phase, today, chance)
    )


def _dated_steps(
    steps: list[RoadMapStep], entered: dict[Phase, dt.date], current: Phase, today: dt.date, chance: random.Random
) -> Iterator[tuple[RoadMapStep, dt.date | None, dt.date | None]]:
    """Steps of past phases are done; of the present phase about half; the next ones have a date."""
    for step in steps:
        phase = Phase(step.phase)
        if phase.number < current.number:
            done = min(entered[phase] + dt.timedelta(days=chance.randint(30, 240)), today - dt.timedelta(days=20))
            yield step, done, done
        elif phase == current and chance.random() < 0.45:
            done = entered[phase] + dt.timedelta(days=chance.randint(1, max(2, (today - entered[phase]).days - 5)))
            yield step, done, done
        elif phase == current:
            yield step, today + dt.timedelta(days=chance.randint(-20, 200)), None
        else:
            yield step, None, None


def _add_tasks(initiative: Initiative, members: list[User], today: dt.date, chance: random.Random) -> None:
    for title in chance.sample(TASKS, 3):
        Task.objects.create(
            initiative=initiative,
            title=title,
            owner=chance.choice(members[:2]),
            due_on=today + dt.timedelta(days=chance.randint(-10, 60)),
            created_by=members[0],
        )
