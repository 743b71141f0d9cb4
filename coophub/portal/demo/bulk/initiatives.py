"""Many initiatives at once, each with an owner."""

import datetime as dt
import random
from collections.abc import Iterator

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Max

from coophub.accounts.models import User
from coophub.portal.demo.bulk.rows import add_many
from coophub.web import clock
from coophub.web.progress import followed
from initiatives.models import (
    Building,
    CooperativeForm,
    Initiative,
    MemberRole,
    Membership,
    Municipality,
    Phase,
    TargetGroup,
)

BATCH = 1000
WORDS = [
    "Linden",
    "Beuken",
    "Wilgen",
    "Rozen",
    "Appel",
    "Peren",
    "Kersen",
    "Zonne",
    "Maan",
    "Sterren",
    "Water",
    "Veld",
    "Heide",
    "Duin",
    "Haven",
    "Molen",
]
ENDS = ["hof", "tuin", "huis", "kade", "erf", "wiek", "veld", "poort", "dijk", "werf"]


def create_many_initiatives(count: int) -> int:
    """Adds `count` published initiatives with an owner each, in batches; gives how many there are then."""
    first = (Initiative.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    chance = random.Random(first)
    municipalities = list(Municipality.objects.all())
    nobody = make_password(None)
    now = clock.now()
    for start in followed(range(first, first + count, BATCH), "initiatives", each=BATCH):
        numbers = range(start, min(start + BATCH, first + count))
        owners = [
            User(email=f"load-{number}@demo.example", name=f"Lid {number}", password=nobody) for number in numbers
        ]
        initiatives = list(_initiatives(numbers, municipalities, chance, now))
        with transaction.atomic():
            add_many(owners)
            add_many(initiatives)
            add_many(
                [
                    Membership(initiative_id=initiative.pk, user_id=owner.pk, role=MemberRole.OWNER, joined_at=now)
                    for initiative, owner in zip(initiatives, owners, strict=True)
                ]
            )
    return Initiative.objects.count()


def name_of(number: int, chance: random.Random) -> str:
    """A made-up name; the number makes it the only one."""
    return f"{chance.choice(WORDS)}{chance.choice(ENDS)} {number}"


def _initiatives(
    numbers: range, municipalities: list[Municipality], chance: random.Random, now: dt.datetime
) -> Iterator[Initiative]:
    for number in numbers:
        name = name_of(number, chance)
        yield Initiative(
            slug=f"load-{number}",
            name=name,
            municipality=chance.choice(municipalities),
            form=chance.choice(CooperativeForm.values),
            building=chance.choice(Building.values),
            target_group=chance.choice(TargetGroup.values),
            homes=chance.randint(5, 80),
            phase=chance.choice(Phase.values),
            summary=f"{name} is verzonnen, voor een proef met veel gegevens.",
            published_at=now,
            created_at=now - dt.timedelta(days=chance.randint(0, 2000)),
        )
