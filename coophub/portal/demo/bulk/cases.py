"""Many applications at once: copies of the cases of the demo, under a version of its scheme with room for all."""

import datetime as dt
import random
from itertools import count
from typing import cast

from django.db import transaction
from pydantic_core import to_jsonable_python

from coophub.portal.demo.bulk.copying import ExampleCase, Key, add_copies
from coophub.portal.demo.bulk.initiatives import name_of
from coophub.portal.demo.people import FIRST_NAMES, SURNAMES
from coophub.web import clock
from coophub.web.progress import followed
from financing.subsidies.models import Application, NumberSeries, SchemeVersion, State
from financing.subsidies.schemes.document import add_parts, apply_fields, document_of
from financing.subsidies.schemes.examples import LETTER, example_named
from initiatives.models import Initiative
from initiatives.selectors.people import active_members

BATCH = 100
APART = dt.timedelta(seconds=10)
"""Copies of one case come in one after another, on the same day: so every term and day in them stays true."""
WITHIN = dt.timedelta(hours=3)


def create_many_applications(wanted: int) -> int:
    """Adds `wanted` applications, in turn after each case of the demo; gives how many there are then.

    Needs the demo.
    """
    first = SchemeVersion.objects.get(scheme__slug=example_named(LETTER).slug, number=1)
    cases = list(
        Application.objects.filter(scheme_version=first)
        .exclude(state=State.DRAFT)
        .select_related("initiative", "scheme_version__scheme")
        .order_by("pk")
    )
    version = _version_with_room(first, times=wanted // len(cases) + 1)
    chance = random.Random(wanted)
    for place, application in enumerate(followed(cases, "cases to copy")):
        _copy(application, version, len(range(place, wanted, len(cases))), chance)
    return Application.objects.count()


@transaction.atomic
def _version_with_room(first: SchemeVersion, *, times: int) -> SchemeVersion:
    """The next version of a scheme, the same but for ceilings that are so many times as high."""
    document = document_of(first)
    document["ceilings"] = {
        target: ceiling * times for target, ceiling in first.balances.values_list("target", "ceiling")
    }
    last = SchemeVersion.objects.filter(scheme=first.scheme).latest("number")
    version = SchemeVersion(
        scheme=first.scheme,
        number=last.number + 1,
        opens_at=first.opens_at,
        closes_at=first.closes_at,
        maximum_amount=first.maximum_amount,
    )
    apply_fields(version, document)
    version.save()
    add_parts(version, document)
    version.published_at = version.opens_at
    version.save(update_fields=["published_at"])
    return version


def _copy(application: Application, version: SchemeVersion, wanted: int, chance: random.Random) -> None:
    people = list(active_members(application.initiative))
    received = cast(dt.datetime, application.submitted_at)
    old = {
        "name": application.initiative.name,
        "slug": application.initiative.slug,
        "number": str(application.number),
        "received": to_jsonable_python(received),
        "scheme": str(application.scheme_version),
        **{f"name of {person.pk}": person.name for person in people},
        **{f"mail of {person.pk}": person.email for person in people},
    }
    example = ExampleCase.of(application, old.values())
    fixed: dict[Key, int] = {(SchemeVersion, application.scheme_version_id): version.pk}
    group_numbers = count((Initiative.objects.latest("pk").pk) + 1)
    for start in range(0, wanted, BATCH):
        size = min(BATCH, wanted - start)
        later = [(start + place) * APART % WITHIN for place in range(size)]
        with transaction.atomic():
            words = []
            for moved, number in zip(later, _numbers(application, size), strict=True):
                group = next(group_numbers)
                new = {
                    "name": name_of(group, chance),
                    "slug": f"load-{group}",
                    "number": number,
                    "received": to_jsonable_python(received + moved),
                    "scheme": str(version),
                    **{f"name of {person.pk}": _person(chance) for person in people},
                    **{f"mail of {person.pk}": f"load-{group}-{person.pk}@demo.example" for person in people},
                }
                words.append({old[what]: new[what] for what in old})
            add_copies(example, words, later, fixed)


def _numbers(application: Application, size: int) -> list[str]:
    """So many next numbers of the year in which a case came in."""
    series, _is_new = NumberSeries.objects.select_for_update().get_or_create(
        scheme=application.scheme_version.scheme, year=clock.day_of(application.submitted_at).year, defaults={"last": 0}
    )
    numbers = []
    for _number in range(size):
        series.last += 1
        numbers.append(str(series))
    series.save(update_fields=["last"])
    return numbers


def _person(chance: random.Random) -> str:
    return f"{chance.choice(FIRST_NAMES)} {chance.choice(SURNAMES)}"
