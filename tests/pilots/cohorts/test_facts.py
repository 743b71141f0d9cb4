"""What is kept of pilots for the figures is what follows from all that happened, whatever changes."""

import datetime as dt
from decimal import Decimal

import pytest
from django.forms.models import model_to_dict

from coophub.web import clock
from financing.plans.services.versions import freeze_plan
from initiatives.models import Municipality, Phase
from pilots.models import ChangedPilot, PilotFacts
from pilots.selectors.cohorts.working_out import worked_out
from pilots.services.cohorts import bring_up_to_date
from tests.days import morning_of
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, PhaseChangeFactory
from tests.factories.pilots import CoachingSessionFactory, PilotFactory
from tests.factories.plans import PlanFactory

pytestmark = [pytest.mark.django_db, pytest.mark.moment("2026-03-02T10:00")]

BEGAN = dt.date(2024, 1, 1)


def facts(found):
    return {each.pilot_id: model_to_dict(each) for each in found}


def change_row(row, **fields):
    type(row).objects.filter(pk=row.pk).update(**fields)


@pytest.fixture
def pilot():
    """A pilot with something of everything, and another beside it."""
    PilotFactory(started_on=BEGAN)
    pilot = PilotFactory(initiative=InitiativeFactory(form="rental"), started_on=BEGAN)
    PhaseChangeFactory(initiative=pilot.initiative, phase=Phase.FEASIBILITY, on=BEGAN)
    CoachingSessionFactory(pilot=pilot, advisor=UserFactory(), hours=Decimal(3), held_on=BEGAN)
    plan = PlanFactory(initiative=pilot.initiative)
    for day in (BEGAN, dt.date(2024, 6, 1)):
        with clock.at(morning_of(day)):
            freeze_plan(plan=plan, name="", user=None)
    bring_up_to_date()
    return pilot


CHANGES = {
    "a session": lambda pilot: CoachingSessionFactory(
        pilot=pilot, advisor=UserFactory(), hours=Decimal(2), held_on=BEGAN
    ),
    "a session that is gone": lambda pilot: pilot.sessions.all().delete(),
    "hours put right": lambda pilot: change_row(pilot.sessions.get(), hours=Decimal(8)),
    "a phase": lambda pilot: PhaseChangeFactory(
        initiative=pilot.initiative, phase=Phase.LIVING, on=dt.date(2025, 1, 1)
    ),
    "a phase put right": lambda pilot: change_row(
        pilot.initiative.phase_changes.get(), phase=Phase.DEVELOPMENT, on=dt.date(2024, 2, 1)
    ),
    "a phase that is gone": lambda pilot: pilot.initiative.phase_changes.all().delete(),
    "the end of coaching": lambda pilot: change_row(pilot, ended_on=dt.date(2025, 1, 1), outcome="stopped"),
    "the hours available": lambda pilot: change_row(pilot, hours_budget=Decimal(10)),
    "the end of the project": lambda pilot: change_row(
        pilot.initiative, ended_on=dt.date(2025, 2, 1), outcome="stopped"
    ),
    "the form": lambda pilot: change_row(pilot.initiative, form="cpo"),
    "the target group": lambda pilot: change_row(pilot.initiative, target_group="older_people"),
    "the province": lambda pilot: change_row(
        Municipality.objects.get(pk=pilot.initiative.municipality_id), province="Atlantis"
    ),
    "the address of the programme": lambda pilot: change_row(pilot.programme, slug="anders"),
    "a version": lambda pilot: _another_version(pilot),
    "a plan that is removed": lambda pilot: change_row(pilot.initiative.plans.get(), removed_at=clock.now()),
    "a new pilot": lambda pilot: PilotFactory(started_on=BEGAN),
}

OF_BOTH = {"the province", "the address of the programme"}
"""The two pilots here are of one municipality and one programme."""


def _another_version(pilot):
    plan = pilot.initiative.plans.get()
    change_row(plan, document={**plan.document, "funding": plan.document["funding"][:-1]})
    plan.refresh_from_db()
    freeze_plan(plan=plan, name="", user=None)


@pytest.mark.parametrize("what", CHANGES)
def test_kept_facts_follow_what_changed(pilot, what):
    before = facts(PilotFacts.objects.all())

    CHANGES[what](pilot)

    expected = facts(worked_out(clock.today()))
    assert expected != before
    # Only the pilots that changed are worked out again.
    assert 1 <= bring_up_to_date() < len(expected) or what in OF_BOTH
    assert facts(PilotFacts.objects.all()) == expected
    assert bring_up_to_date() == 0


def test_what_no_figure_follows_from_changes_nothing(pilot):
    change_row(pilot, goal="Anders")
    change_row(pilot.initiative, name="Een andere naam")
    change_row(pilot.sessions.get(), summary="Anders")

    assert not ChangedPilot.objects.exists()


def test_on_a_new_day_everybody_waited_a_day_longer(pilot):
    with clock.at(morning_of(clock.today() + dt.timedelta(days=1))):
        assert bring_up_to_date() == 2
        assert facts(PilotFacts.objects.all()) == facts(worked_out(clock.today()))


def test_a_pilot_that_is_gone_is_none_of_the_figures(pilot):
    other = PilotFactory(started_on=BEGAN)
    bring_up_to_date()
    other.delete()

    bring_up_to_date()

    assert not PilotFacts.objects.filter(pk=other.pk).exists()


def test_facts_are_kept_with_a_fixed_number_of_queries(pilot, django_assert_num_queries):
    change_row(pilot, hours_budget=Decimal(10))
    with django_assert_num_queries(10):
        bring_up_to_date()
    for _each in range(8):
        other = PilotFactory(started_on=BEGAN)
        CoachingSessionFactory(pilot=other, advisor=UserFactory(), held_on=BEGAN)

    with django_assert_num_queries(10):
        bring_up_to_date()
    with django_assert_num_queries(2):
        bring_up_to_date()
