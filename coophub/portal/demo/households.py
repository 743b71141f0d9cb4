"""The households of the demo's groups. All of them are made up; their surnames are plants."""

import datetime as dt
import random
from decimal import Decimal
from uuid import UUID

from coophub.accounts.models import User
from coophub.web import clock
from financing.plans.models import Plan
from initiatives.models import Household, Initiative

WITH_HOUSEHOLDS = 8
SURNAMES = (
    "Akelei",
    "Bosviool",
    "Dagkoekoek",
    "Ereprijs",
    "Fluitenkruid",
    "Ganzerik",
    "Heemst",
    "Judaspenning",
    "Kattenstaart",
    "Lelietje",
    "Moerasspirea",
    "Nagelkruid",
    "Ooievaarsbek",
    "Pinksterbloem",
    "Reigersbek",
    "Speenkruid",
    "Teunisbloem",
    "Vingerhoed",
    "Wederik",
    "Zilverschoon",
)
REMARKS = ("", "", "Liefst op de begane grond.", "Hebben een hond.", "Willen helpen in de tuin.", "Werken thuis.")
WHY_FIRST = "Waren er vanaf het begin bij; besloten op de ledenavond."
WHY_NOT_NOW = "Zoekt eerst een koper voor het eigen huis."


def create_households(*, accounts: dict[str, User], plans: list[Plan]) -> None:
    """Households for the first groups with a plan, some more than half as many as it has homes, and how many rooms its
    homes have.
    """
    for plan in plans[:WITH_HOUSEHOLDS]:
        rooms = 2 if plan.document["dwellings"][0]["area_m2"] < 60 else 3
        Plan.objects.filter(pk=plan.pk).update(home_rooms={UUID(int=1).hex: rooms})
        if plan.initiative is not None:
            _fill(plan.initiative, plan, rooms)
    own = Household.objects.get(initiative=plans[0].initiative, place=1)
    own.name, own.user, own.place_reason = "Anna Appelbloesem en Gijs", accounts["Anna"], WHY_FIRST
    own.save()


def _fill(initiative: Initiative, plan: Plan, rooms: int) -> None:
    chance = random.Random(initiative.slug)
    count = min(len(SURNAMES), max(3, initiative.homes * 2 // 3))
    Household.objects.bulk_create(
        _household(initiative, plan, rooms, place, surname, chance)
        for place, surname in enumerate(chance.sample(SURNAMES, count), start=1)
    )


def _household(
    initiative: Initiative, plan: Plan, rooms: int, place: int, surname: str, chance: random.Random
) -> Household:
    """One that mostly fits; each sixth wants a room more, each fifth can bear too little, and the third waits."""
    home, today = plan.document["dwellings"][0], clock.today()
    area, rent = int(home["area_m2"]), Decimal(str(home["monthly_rent"]))
    children = chance.choice([0, 0, 1, 2])
    return Household(
        initiative=initiative,
        key=UUID(int=chance.getrandbits(128), version=4),
        name=f"Huishouden {surname}",
        adults=chance.choice([1, 2, 2]),
        children=children,
        rooms=rooms + 1 if place % 6 == 0 else chance.choice([None, rooms, max(1, rooms - 1)]),
        area_from=chance.choice([None, area - 10, area]),
        area_to=chance.choice([None, area + 15]),
        most_rent=(rent * (Decimal("0.8") if place % 5 == 0 else Decimal("1.15"))).quantize(Decimal(10)),
        pledge=Decimal(chance.choice([0, 25_000, 40_000, 55_000, 60_000])),
        moves_from=chance.choice([None, today + dt.timedelta(days=365)]),
        remarks=chance.choice(REMARKS),
        place=place,
        place_reason=WHY_NOT_NOW if place == 3 else "",
        is_passed_over=place == 3,
    )
