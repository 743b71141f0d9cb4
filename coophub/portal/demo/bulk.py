"""Many initiatives at once, for load work: bulk inserts of a thousand."""

import datetime as dt
import random
from collections.abc import Iterator

from django.contrib.auth.hashers import make_password
from django.db.models import Max

from coophub.accounts.models import User
from coophub.web import clock
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
    for start in range(first, first + count, BATCH):
        numbers = range(start, min(start + BATCH, first + count))
        owners = User.objects.bulk_create(
            User(email=f"load-{number}@demo.example", name=f"Lid {number}", password=nobody) for number in numbers
        )
        initiatives = Initiative.objects.bulk_create(_initiatives(numbers, municipalities, chance, now))
        Membership.objects.bulk_create(
            Membership(initiative=initiative, user=owner, role=MemberRole.OWNER, joined_at=now)
            for initiative, owner in zip(initiatives, owners, strict=True)
        )
    return Initiative.objects.count()


def _initiatives(
    numbers: range, municipalities: list[Municipality], chance: random.Random, now: dt.datetime
) -> Iterator[Initiative]:
    for number in numbers:
        name = f"{chance.choice(WORDS)}{chance.choice(ENDS)} {number}"
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
