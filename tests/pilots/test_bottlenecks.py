"""What holds groups up, and what was tried, through the pages of their advisor."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.web import clock
from initiatives.models import Phase, PhaseChange
from pilots.models import Bottleneck, KnownMeasure, MeasureTried, Pilot
from pilots.services.programmes import end_pilot
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.pilots import BottleneckFactory, PilotFactory
from tests.web.reading import find

pytestmark = pytest.mark.django_db

CAME_UP = dt.date(2026, 2, 3)
BUILDING_SINCE = dt.date(2026, 3, 1)


@pytest.fixture
def advisor():
    return UserFactory(roles=[Role.ADVISOR])


@pytest.fixture
def pilot(advisor):
    initiative = InitiativeFactory(phase=Phase.CONSTRUCTION)
    PhaseChange.objects.create(initiative=initiative, phase=Phase.DEVELOPMENT, on=dt.date(2026, 1, 1))
    PhaseChange.objects.create(initiative=initiative, phase=Phase.CONSTRUCTION, on=BUILDING_SINCE)
    return PilotFactory(advisor=advisor, initiative=initiative)


@pytest.fixture
def page(client, advisor, pilot):
    client.force_login(advisor)
    bottleneck = BottleneckFactory(pilot=pilot, opened_on=CAME_UP)
    return reverse("pilots:bottleneck", args=[pilot.pk, bottleneck.pk])


def form(**changes):
    return {
        "what": "financing.gap",
        "severity": "2",
        "description": "Er is twee ton te weinig.",
        "opened_on": CAME_UP.isoformat(),
        "parties": ["bank", "municipality"],
        "money_at_stake": "200.000",
        "months_at_stake": "6",
        **changes,
    }


def measure(**changes):
    return {"name": "Een andere bank vragen", "outcome": "too_early", "on": BUILDING_SINCE.isoformat(), **changes}


def test_bottleneck_keeps_the_phase_of_the_day_on_which_it_came_up(client, advisor, pilot):
    client.force_login(advisor)
    address = reverse("pilots:open_bottleneck", args=[pilot.pk])

    for _twice in range(2):
        assert client.post(address, form()).status_code == 302

    noted = Bottleneck.objects.get()
    assert (noted.category, noted.kind, noted.phase) == ("financing", "financing.gap", Phase.DEVELOPMENT)
    assert (noted.parties, noted.money_at_stake, noted.months_at_stake) == (
        ["bank", "municipality"],
        Decimal(200000),
        6,
    )
    assert AuditEntry.objects.filter(action="pilots.open_bottleneck", actor=advisor).count() == 1
    text = client.get(reverse("pilots:bottleneck", args=[pilot.pk, noted.pk])).content.decode()
    for words in ("Bank", "200.000", noted.title, noted.get_phase_display()):
        assert words in text


def test_category_without_a_kind_can_be_chosen(client, advisor, pilot):
    client.force_login(advisor)

    client.post(reverse("pilots:open_bottleneck", args=[pilot.pk]), form(what="location", parties=[]))

    assert (Bottleneck.objects.get().category, Bottleneck.objects.get().kind) == ("location", "")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("opened_on", "2999-01-01"),
        ("money_at_stake", "-5"),
        ("months_at_stake", "241"),
        ("what", "location.gap"),
        ("description", " "),
    ],
)
def test_what_cannot_be_gets_a_sentence_beside_its_field_and_what_was_typed_stays(client, advisor, pilot, field, typed):
    client.force_login(advisor)

    response = client.post(reverse("pilots:open_bottleneck", args=[pilot.pk]), form(**{field: typed}))

    assert response.context["form"].errors.keys() == {field}
    assert "200.000" in response.content.decode() or field == "money_at_stake"
    assert not Bottleneck.objects.exists()


def test_change_of_the_day_takes_the_phase_of_that_day_along(client, page, pilot):
    bottleneck = Bottleneck.objects.get()
    address = reverse("pilots:change_bottleneck", args=[pilot.pk, bottleneck.pk])

    client.post(address, form(opened_on=BUILDING_SINCE.isoformat()))

    bottleneck.refresh_from_db()
    assert (bottleneck.phase, bottleneck.kind) == (Phase.CONSTRUCTION, "financing.gap")
    assert AuditEntry.objects.filter(action="pilots.change_bottleneck").count() == 1


def test_bottleneck_cannot_come_up_after_something_was_tried(client, page, pilot):
    client.post(page, measure())
    address = reverse("pilots:change_bottleneck", args=[pilot.pk, Bottleneck.objects.get().pk])

    response = client.post(address, form(opened_on=(BUILDING_SINCE + dt.timedelta(days=1)).isoformat()))

    assert response.context["form"].errors.keys() == {"opened_on"}


def test_measure_is_kept_once_and_its_outcome_by_day(client, page):
    client.post(page, measure())
    client.post(page, measure(name="  een andere  BANK vragen ", outcome="did_not_help"))
    later = BUILDING_SINCE + dt.timedelta(days=20)
    client.post(page, measure(outcome="helped", on=later.isoformat()))

    assert KnownMeasure.objects.get().name == "Een andere bank vragen"
    assert list(MeasureTried.objects.values_list("on", "outcome")) == [
        (BUILDING_SINCE, "did_not_help"),
        (later, "helped"),
    ]
    assert AuditEntry.objects.filter(action="pilots.try_measure").count() == 3
    assert len(find(client.get(page).content.decode(), "main .story__event")) == 3


def test_measure_that_somebody_tried_is_suggested_to_another(client, page, pilot):
    client.post(page, measure())
    other = BottleneckFactory(pilot=pilot)

    text = client.get(reverse("pilots:bottleneck", args=[pilot.pk, other.pk])).content.decode()

    assert find(text, 'datalist option[value="Een andere bank vragen"]')


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": (CAME_UP - dt.timedelta(days=1)).isoformat()}, "on"),
        ({"on": "2999-01-01"}, "on"),
        ({"name": " "}, "name"),
        ({"outcome": ""}, "outcome"),
    ],
)
def test_measure_that_cannot_be_gets_a_sentence_beside_its_field(client, page, changes, field):
    response = client.post(page, measure(**changes))

    assert response.context["form"].errors.keys() == {field}
    assert not MeasureTried.objects.exists()


def test_nothing_is_tried_when_the_pilot_ended(client, page, pilot):
    end_pilot(pilot=pilot, outcome=Pilot.Outcome.STOPPED, user=None)

    assert client.post(page, measure()).status_code == 404
    assert not MeasureTried.objects.exists()


def test_list_is_narrowed_by_its_address(client, page, pilot):
    BottleneckFactory(
        pilot=pilot, category="location", kind="location.none", phase=Phase.LIVING, severity=3, parties=["bank"]
    )
    BottleneckFactory(pilot=pilot, category="scale", resolved_on=clock.today(), resolution="Gedeeld.")
    BottleneckFactory(category="uniformity")

    def shown(query):
        found = client.get(f"{reverse('pilots:bottlenecks')}?{query}").context["page"]
        return [bottleneck.category for bottleneck in found]

    assert shown("") == shown("category=nonsense") == ["location", "financing"]
    assert shown("state=solved") == ["scale"]
    for query in ("category=location", "phase=living", "severity=3", "party=bank"):
        assert shown(query) == ["location"]


def test_list_asks_the_same_number_of_queries_for_any_number(client, page, pilot):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(reverse("pilots:bottlenecks")).status_code == 200
        return len(asked)

    queries()
    before = queries()
    for _number in range(20):
        BottleneckFactory(pilot=pilot)

    assert queries() == before


@pytest.mark.parametrize(
    "columns",
    [
        {"kind": "location.none"},
        {"phase": "nowhere"},
        {"money_at_stake": Decimal(-1)},
        {"months_at_stake": 241},
    ],
)
def test_database_refuses_what_no_form_lets_through(pilot, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        BottleneckFactory(pilot=pilot, **columns)
