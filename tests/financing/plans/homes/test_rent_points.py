"""The points of a home, counted from a few facts."""

import csv
import datetime as dt
import json
import subprocess
import sys
import time
from dataclasses import asdict, replace
from decimal import Decimal, getcontext
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.urls import reverse

from coophub.reports.models import ReportJob
from coophub.reports.services import render
from financing.plans.document.examples import example_document
from financing.plans.document.rows import is_room
from financing.plans.homes import points_counter
from financing.plans.homes.points_counter import PointsCounter, PointsError, counter
from financing.plans.homes.rent_points import (
    BATH,
    BOTH,
    LABELS,
    RULES_OF,
    SHOWER,
    HomeFacts,
    PointsFound,
    RoomFacts,
)
from financing.plans.homes.room_rents import highest_room_rent
from financing.plans.models import MaximumRent
from financing.plans.selectors.affordability import affordability_of
from financing.plans.selectors.outcomes import outcome_of
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db

HOME = HomeFacts(
    is_apartment=True,
    living_m2=28,
    bedroom_m2=12,
    bedrooms=1,
    kitchen_m2=8,
    bathroom_m2=5,
    storage_m2=5,
    outdoor_m2=8,
    counter_m=2.4,
    bathing=SHOWER,
    label="A+++",
    woz_value=300_000,
    built_in=2028,
)


def sent(**changes):
    return {
        "is_apartment": "apartment",
        "living_m2": "28",
        "bedrooms": "1",
        "bedroom_m2": "12",
        "kitchen_m2": "8",
        "counter_m": "2,4",
        "bathroom_m2": "5",
        "bathing": "shower",
        "storage_m2": "5",
        "outdoor_m2": "8",
        "label": "A+++",
        "woz_value": "300.000",
        "built_in": "2028",
        **changes,
    }


BETTER = (
    {"living_m2": 40},
    {"outdoor_m2": 20},
    {"bathing": BOTH},
    {"label": "A++++"},
    {"woz_value": 500_000},
    {"is_apartment": False},
)

COUNT_EACH = """
import json, sys
from dataclasses import asdict
from financing.plans.homes.rent_points import HomeFacts, count
json.dump([asdict(count(HomeFacts(**facts))) for facts in json.load(sys.stdin)], sys.stdout)
"""


@pytest.fixture(scope="module")
def counted():
    """The points of many homes, counted in one process: loading the package takes two seconds."""
    homes = [
        *(replace(HOME, **better) for better in BETTER),
        *(replace(HOME, label=label, bathing=BATH) for label in LABELS),
    ]
    done = subprocess.run(
        [sys.executable, "-c", COUNT_EACH],
        input=json.dumps([asdict(home) for home in homes]),
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        check=True,
    )
    return dict(zip(homes, [PointsFound(**found) for found in json.loads(done.stdout)], strict=True))


def test_points_are_those_of_the_package_by_part():
    found = counter.points_of(HOME)

    assert found.points == 175
    assert sum(points for _part, points in found.parts) == 174.5
    assert dict(found.parts)["Oppervlakte van vertrekken"] == 53
    assert found.remarks == []


def test_counting_leaves_this_process_as_it_was():
    precision, loaded = getcontext().prec, set(sys.modules)

    counter.points_of(HOME)

    assert getcontext().prec == precision == 28
    assert not any(name.startswith("woningwaardering") for name in set(sys.modules) - loaded)


def test_a_better_home_has_more_points(counted):
    for better in BETTER:
        assert counted[replace(HOME, **better)].points > 175, better


def test_every_label_is_known(counted):
    for label in LABELS:
        assert counted[replace(HOME, label=label, bathing=BATH)].remarks == [], label


def test_warm_process_counts_a_home_in_a_moment():
    counter.points_of(HOME)
    started = time.monotonic()

    for number in range(10):
        counter.points_of(replace(HOME, living_m2=20 + number))

    assert (time.monotonic() - started) / 10 < 0.3


def test_process_that_died_is_started_anew():
    fresh = PointsCounter()
    first = fresh.points_of(HOME)
    fresh._process.kill()

    assert fresh.points_of(HOME) == first


def test_process_that_keeps_silent_is_ended(monkeypatch):
    fresh = PointsCounter()
    fresh.points_of(HOME)
    silent = fresh._process
    monkeypatch.setattr(points_counter, "SECONDS", 0)

    with pytest.raises(PointsError):
        fresh.points_of(HOME)

    assert silent.poll() is not None


def test_home_that_the_package_cannot_count_leaves_the_process_for_the_next():
    with pytest.raises(PointsError):
        counter.points_of(replace(HOME, bathing="sauna"))

    assert counter.points_of(HOME).points == 175


def test_our_highest_rents_are_those_of_the_package():
    package = Path(find_spec("woningwaardering").submodule_search_locations[0])
    file = package / "stelsels/zelfstandige_woonruimten/maximale_huurprijzen.csv"
    theirs = {int(row["Punten"]): Decimal(row["Bedrag"]) for row in csv.DictReader(file.read_text().splitlines())}

    ours = MaximumRent.objects.filter(norms__valid_from=f"{RULES_OF}-01-01").values_list("points", "amount")

    assert dict(ours) == theirs


def counted_by_a_worker(client, address, **facts):
    """Asks for points and lets a worker count; gives the address of the page that shows them."""
    shown = client.post(address, sent(**facts))["Location"]
    render(str(ReportJob.objects.get().pk))
    return shown


def test_page_waits_for_a_worker_and_keeps_what_was_typed(client, owner, plan, page):
    client.force_login(owner)

    waiting = client.get(client.post(page("points", home=UUID(int=1)), sent())["Location"])

    assert waiting.context["job"].is_waited_for
    assert "hx-get" in waiting.content.decode()
    assert 'value="28"' in waiting.content.decode()


def test_count_begins_with_the_value_that_the_plan_knows(client, owner, plan, page):
    plan.document["dwellings"][0] |= {"woz_value": 315_000, "woz_year": 2024}
    plan.save()
    client.force_login(owner)

    def value_of(home):
        shown = client.get(page("points", home=UUID(int=home)), headers={"accept-language": "en"})
        return shown.context["form"]["woz_value"].value(), shown.content.decode()

    value, content = value_of(1)
    assert value == "315,000"
    assert (
        "In the plan stands this value, of 1 January 2024. The rules of 2026 look at the value of 1 January 2025."
        in (content)
    )
    value, content = value_of(2)
    assert value is None
    assert "In the plan stands" not in content


def test_points_are_shown_before_they_are_kept(client, owner, plan, page):
    client.force_login(owner)
    address = page("points", home=UUID(int=1))

    shown = client.get(counted_by_a_worker(client, address))
    plan.refresh_from_db()
    kept_before = dict(plan.home_points)
    answer = client.post(address, {"keep": str(ReportJob.objects.get().pk)})

    plan.refresh_from_db()
    assert (shown.context["found"].points, kept_before) == (175, {})
    assert answer["Location"] == page("affordability")
    assert plan.home_points == {UUID(int=1).hex: 175}


def test_points_of_one_home_are_not_kept_for_another(client, owner, plan, page):
    client.force_login(owner)
    counted_by_a_worker(client, page("points", home=UUID(int=1)))

    answer = client.post(page("points", home=UUID(int=2)), {"keep": str(ReportJob.objects.get().pk)})

    plan.refresh_from_db()
    assert answer.status_code == 200
    assert plan.home_points == {}


def test_count_that_fails_is_told_and_keeps_what_was_typed(client, owner, page, monkeypatch):
    monkeypatch.setattr(points_counter, "SECONDS", 0)
    client.force_login(owner)

    response = client.get(
        counted_by_a_worker(client, page("points", home=UUID(int=1))), headers={"accept-language": "en"}
    )

    assert "The points could not be counted now." in response.content.decode()
    assert 'value="28"' in response.content.decode()


def test_facts_that_cannot_be_are_refused_beside_the_field(client, owner, page):
    client.force_login(owner)

    response = client.post(page("points", home=UUID(int=1)), sent(living_m2="veel", counter_m="0,5"))

    assert set(response.context["form"].errors) == {"living_m2", "counter_m"}
    assert response.context["found"] is None


def test_home_that_is_not_in_the_plan_is_not_found(client, owner, page):
    client.force_login(owner)

    assert client.get(page("points", home=UUID(int=99))).status_code == 404


# --- Rooms -------------------------------------------------------------------------------------------

ROOM = RoomFacts(
    is_apartment=False,
    shared_by=5,
    own_m2=16,
    living_m2=30,
    kitchen_m2=14,
    bathroom_m2=7,
    storage_m2=10,
    outdoor_m2=25,
    counter_m=3,
    bathing=SHOWER,
    label="C",
    woz_value=None,
    home_m2=160,
    municipality="GM0014",
    built_in=1925,
)
"""A room as in the example with friends."""


def sent_of_room(**changes):
    facts = {**asdict(ROOM), "is_apartment": "house", "woz_value": "", **changes}
    return {name: str(value).replace(".", ",") for name, value in facts.items() if name != "municipality"}


def test_room_has_its_own_area_and_a_part_of_what_is_shared():
    found = counter.points_of(ROOM)
    alone = counter.points_of(replace(ROOM, shared_by=10))

    parts = dict(found.parts)
    assert parts["Oppervlakte van vertrekken"] == round(16 + (30 + 14 + 7) / 5)
    assert parts["Punten voor de WOZ-waarde"] == 10
    assert found.points == 57 > alone.points


def test_value_of_the_whole_home_is_held_against_others_around_the_municipality():
    low, high, unknown = (
        dict(counter.points_of(replace(ROOM, woz_value=value, municipality=place)).parts)["Punten voor de WOZ-waarde"]
        for value, place in ((200_000, "GM0014"), (900_000, "GM0014"), (900_000, "GM9999"))
    )

    assert (low, high, unknown) == (10, 14, 10)


def test_our_highest_rents_of_rooms_are_those_of_the_package():
    package = Path(find_spec("woningwaardering").submodule_search_locations[0])
    file = package / "stelsels/onzelfstandige_woonruimten/maximale_huurprijzen.csv"
    theirs = {int(row["Punten"]): Decimal(row["Bedrag"]) for row in csv.DictReader(file.read_text().splitlines())}
    norms_from = dt.date(RULES_OF, 1, 1)

    assert {points: highest_room_rent(points, norms_from=norms_from) for points in theirs} == theirs
    assert highest_room_rent(max(theirs) + 50, norms_from=norms_from) == theirs[max(theirs)]
    assert highest_room_rent(57, norms_from=dt.date(RULES_OF - 1, 1, 1)) is None


def test_rooms_of_the_example_ask_less_than_their_points_allow():
    [room] = [home for home in example_document("wonen-met-vrienden")["dwellings"] if is_room(home)]
    allowed = highest_room_rent(counter.points_of(ROOM).points, norms_from=dt.date(RULES_OF, 1, 1))

    assert room["area_m2"] <= 16 + (30 + 14 + 7) / 5 + 5
    assert Decimal(str(room["monthly_rent"])) <= allowed


def test_points_of_a_room_are_counted_and_say_how_high_its_rent_may_be(client, owner, initiative):
    plan = PlanFactory(initiative=initiative, document=example_document("wonen-met-vrienden"))
    client.force_login(owner)
    address = reverse("plans:points", args=[initiative.slug, plan.pk, UUID(int=1)])

    assert "own_m2" in client.get(address).context["form"].fields
    assert "own_m2" not in client.get(address.replace(str(UUID(int=1)), str(UUID(int=2)))).context["form"].fields
    job_page = client.post(address, sent_of_room())["Location"]
    render(str(ReportJob.objects.get().pk))
    page = client.get(job_page, headers={"accept-language": "en"})
    assert "for rooms from a few facts" in page.content.decode().replace("\n", " ").replace("  ", " ")
    client.post(address, {"keep": str(ReportJob.objects.get().pk)})

    shown = client.get(
        reverse("plans:affordability", args=[initiative.slug, plan.pk]), headers={"accept-language": "en"}
    )
    content = shown.content.decode()
    assert "57 points: room" in content
    assert "20 rooms" in content
    assert "€580.70" in content


def test_rent_of_a_room_that_is_too_high_is_said_and_another_year_has_no_highest_rent():
    def room_in(year):
        document = example_document("wonen-met-vrienden", price_level_year=year)
        document["dwellings"][0]["monthly_rent"] = 600.0
        return affordability_of(outcome_of(document), {UUID(int=1).hex: 57}).homes[0]

    room, earlier = room_in(2026), room_in(2025)

    assert (room.ceiling, room.over) == (Decimal("580.70"), Decimal("19.30"))
    assert (room.rent_segment, room.points_segment) == (None, None)
    assert (earlier.ceiling, earlier.over) == (None, 0)


def test_homes_that_are_sold_are_held_against_no_rent():
    document = example_document("wonen-met-vrienden")
    document["dwellings"][1] |= {"tenure": "sale", "sale_price": 250_000.0}

    assert [home.name for home in affordability_of(outcome_of(document), {}).homes] == [
        document["dwellings"][0]["name"]
    ]
