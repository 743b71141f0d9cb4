"""Small state aid: added up over three years against the ceiling of the day, and stopped above it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.applications.state_aid import aid_totals
from financing.subsidies.law.de_minimis import aid_ceiling, aid_ceilings
from financing.subsidies.models import Application, CeilingBalance, Submission
from financing.subsidies.schemes.examples import publish_example
from financing.subsidies.services import ledger
from tests.factories.initiatives import InitiativeFactory

TODAY = clock.today()


def test_ceilings_have_a_source_and_a_day():
    assert aid_ceiling("de_minimis", TODAY).amount == 300_000
    assert aid_ceiling("sgei_de_minimis", TODAY).amount == 750_000
    assert aid_ceiling("de_minimis", dt.date(2023, 12, 31)) is None
    assert aid_ceiling("none", TODAY) is None
    assert all(row.source for row in aid_ceilings())


@pytest.fixture
def initiative(db):
    return InitiativeFactory()


def application_of(initiative, version, declared: str = "0", granted_on: dt.date = TODAY) -> Application:
    application = Application.objects.create(
        scheme_version=version,
        initiative=initiative,
        target="middle_incomes",
        answers={"aid": {"declared": True}},
        state="withdrawn",
    )
    if Decimal(declared):
        application.aid_received.create(granted_on=granted_on, granted_by="Provincie", amount=Decimal(declared))
    return application


def test_declared_and_awarded_aid_leave_room(initiative):
    version = publish_example("stimulering")
    first = application_of(initiative, version)
    ledger.enter_award(application=first, amount=Decimal(100_000), user=None)
    second = application_of(initiative, version, declared="150000.50")

    totals = aid_totals(second, TODAY)
    assert (totals.declared, totals.awarded, totals.room) == (Decimal("150000.50"), 100_000, Decimal("49999.50"))
    with pytest.raises(DomainError) as caught:
        ledger.enter_award(application=second, amount=Decimal("49999.51"), user=None)
    assert "2023/2831" in caught.value.message
    assert ledger.enter_award(application=second, amount=Decimal("49999.50"), user=None).amount == Decimal("49999.50")


def test_increase_counts_too(initiative):
    application = application_of(initiative, publish_example("stimulering"))
    ledger.enter_award(application=application, amount=Decimal(250_000), user=None)

    with pytest.raises(DomainError):
        ledger.enter_increase(application=application, amount=Decimal(50_001), user=None, key="objection")
    ledger.enter_increase(application=application, amount=Decimal(50_000), user=None, key="objection")


@pytest.mark.parametrize(("years_ago", "counts"), [(3, False), (2, True)])
def test_aid_counts_for_three_years(initiative, years_ago, counts):
    version = publish_example("stimulering")
    day = dt.date(TODAY.year - years_ago, TODAY.month, min(TODAY.day, 28))
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    with clock.at(moment):
        ledger.enter_award(application=application_of(initiative, version), amount=Decimal(90_000), user=None)

    assert aid_totals(application_of(initiative, version), TODAY).awarded == (90_000 if counts else 0)


def test_declared_aid_counts_by_its_date(initiative):
    version = publish_example("stimulering")
    first_day = aid_ceiling("de_minimis", TODAY).first_day(TODAY)

    counts = aid_totals(application_of(initiative, version, "700", first_day), TODAY)
    no_longer = aid_totals(application_of(initiative, version, "700", first_day - dt.timedelta(days=1)), TODAY)

    assert (counts.declared, no_longer.declared) == (700, 0)


def test_an_award_through_coophub_that_is_declared_as_well_counts_once(initiative):
    version = publish_example("stimulering")
    ledger.enter_award(application=application_of(initiative, version), amount=Decimal(90_000), user=None)
    second = application_of(initiative, version, declared="90000")
    second.aid_received.create(granted_on=TODAY, granted_by="Gemeente", amount=Decimal(40))

    totals = aid_totals(second, TODAY)

    assert (totals.declared, totals.awarded, totals.room) == (40, 90_000, 209_960)


@pytest.mark.parametrize(
    ("content", "declared"),
    [
        ({"answers": {"aid": {"received": "1200.50"}}}, "1200.50"),
        ({"answers": {"aid": {}}}, "0"),
        (
            {
                "answers": {},
                "aid": {
                    "rows": [
                        {"granted_on": TODAY.isoformat(), "amount": "5"},
                        {"granted_on": "2019-01-01", "amount": "7"},
                        {"granted_on": None, "amount": None},
                    ]
                },
            },
            "5",
        ),
    ],
)
def test_what_was_submitted_counts_not_what_stands_in_the_rows_now(initiative, content, declared):
    application = application_of(initiative, publish_example("stimulering"), declared="99")
    application.submission = Submission(content=content)

    assert aid_totals(application, TODAY).declared == Decimal(declared)


def test_what_was_given_back_no_longer_counts(initiative):
    version = publish_example("stimulering")
    first = application_of(initiative, version)
    ledger.enter_award(application=first, amount=Decimal(200_000), user=None)
    ledger.enter_lower_settlement(application=first, amount=Decimal(150_000), user=None)

    assert aid_totals(application_of(initiative, version), TODAY).awarded == 50_000


def test_scheme_without_such_aid_has_no_ceiling(initiative):
    version = publish_example("leenfonds-landelijk")
    application = application_of(initiative, version, declared="299999")

    assert aid_totals(application, TODAY) is None
    ledger.enter_award(application=application, amount=Decimal(900_000), user=None)
    assert CeilingBalance.objects.get(version=version, target="").taken == 900_000
