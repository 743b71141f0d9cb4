"""Figures of cohorts through their page."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from initiatives.models import CooperativeForm, Phase
from pilots.selectors.cohorts.analysis import CohortChoice
from pilots.services.cohorts import cohort_now
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, PhaseChangeFactory
from tests.factories.pilots import PilotFactory, ProgrammeFactory
from tests.web.reading import find

pytestmark = [pytest.mark.django_db, pytest.mark.moment("2026-03-02T10:00")]

BEGAN = dt.date(2022, 1, 3)


def pilots(count, programme, *, form=CooperativeForm.RENTAL, lived_in=0):
    """So many pilots, of which the first live there: each a hundred days after the other."""
    made = []
    for number in range(count):
        lives = number < lived_in
        initiative = InitiativeFactory(form=form, phase=Phase.LIVING if lives else Phase.FEASIBILITY)
        PhaseChangeFactory(initiative=initiative, phase=Phase.FEASIBILITY, on=BEGAN)
        if lives:
            on = BEGAN + dt.timedelta(days=300 + 100 * number)
            PhaseChangeFactory(initiative=initiative, phase=Phase.LIVING, on=on)
        made.append(PilotFactory(programme=programme, initiative=initiative, started_on=BEGAN))
    return made


@pytest.fixture
def programme():
    return ProgrammeFactory(name="Pilots voor middeninkomens", slug="midden")


@pytest.fixture
def reviewer(client):
    user = UserFactory(roles=[Role.REVIEWER])
    client.force_login(user)
    return user


def page(client, **query):
    response = client.get(reverse("pilots:cohorts"), query)
    assert response.status_code == 200
    return response


def exported(client, **query):
    response = page(client, export="csv", **query)
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_curve_of_a_programme(client, reviewer, programme):
    pilots(6, programme, lived_in=3)

    response = page(client, programme="midden")

    shown = response.context["cohort"].shown.groups[0].curve
    assert (shown.count, shown.events, shown.unfinished) == (6, 3, 3)
    assert [step.waiting for step in shown.steps] == pytest.approx([5 / 6, 4 / 6, 3 / 6, 3 / 6])
    assert shown.median == pytest.approx(500 / (365.25 / 12))
    text = response.content.decode()
    assert "Kaplan-Meier" in text
    assert [cell.text for cell in response.context["at_risk"].body[0].cells][1:3] == ["6", "5"]
    # It is drawn: a step down for each that got there.
    [line] = find(response.context["chart"].wide, "g.mark-line path")
    heights = [point.split(",")[1] for point in line.get("d")[1:].split("L")]
    assert len(set(heights)) == 4


def test_groups_are_compared_and_too_small_ones_shown_together(client, reviewer, programme):
    pilots(6, programme, form=CooperativeForm.RENTAL, lived_in=5)
    pilots(7, programme, form=CooperativeForm.CPO)
    pilots(3, programme, form=CooperativeForm.MIXED)
    pilots(2, programme, form=CooperativeForm.CLUSTERED)

    response = page(client, by="form")

    groups = response.context["cohort"].shown.groups
    assert [(str(group.title), group.curve.count) for group in groups] == [
        (str(CooperativeForm.CPO.label), 7),
        (str(CooperativeForm.RENTAL.label), 6),
        (str(groups[2].title), 5),
    ]
    assert response.context["cohort"].shown.test.p_value < 0.05
    assert "log-rank" in response.context["comparison"]


@pytest.mark.parametrize("query", [{"form": "mixed"}, {"form": "mixed", "by": "programme"}, {"form": "rental"}])
def test_nothing_is_shown_of_a_few_nor_what_leaves_a_few(client, reviewer, programme, query):
    pilots(6, programme, form=CooperativeForm.RENTAL, lived_in=3)
    pilots(4, programme, form=CooperativeForm.MIXED, lived_in=4)

    response = page(client, **query)

    assert response.context["figures"] == []
    assert response.context["chart"] is None
    assert exported(client, **query) == []


def test_choice_that_is_none_chooses_all(client, reviewer, programme):
    pilots(5, programme)

    response = page(client, programme="none", form="=1+1", until="x", by="y", province="Atlantis")

    assert response.context["cohort"].choice == CohortChoice()
    assert response.context["cohort"].count == 5


def test_file_has_the_curve_of_the_page_by_month(client, reviewer, programme):
    pilots(6, programme, lived_in=3)
    # One that came to live there two days after another, in the same month.
    close = pilots(1, programme, lived_in=1)[0].initiative.phase_changes.get(phase=Phase.LIVING)
    close.on -= dt.timedelta(days=2)
    close.save()

    rows = exported(client)

    curve = page(client).context["cohort"].shown.groups[0].curve
    assert len(rows) == len(curve.steps) - 1
    assert [float(row["Wacht nog"]) for row in rows] == [step.waiting for step in curve.steps[1:]]
    assert [int(row["Is zover"]) for row in rows] == [2, 1, 1, 0]
    months = [int(row["Binnen maanden"]) for row in rows]
    assert all(month - 1 < step.time <= month for month, step in zip(months, curve.steps[1:], strict=True))
    assert AuditEntry.objects.filter(action="pilots.take_cohort_along", actor=reviewer).count() == 1


def test_name_of_a_programme_is_no_formula_in_the_file(client, reviewer):
    pilots(5, ProgrammeFactory(name='=HYPERLINK("http://x")'))

    assert {row["Pilots"] for row in exported(client, by="programme")} == {'\'=HYPERLINK("http://x")'}


def test_queries_do_not_grow_with_pilots(client, reviewer, programme, django_assert_num_queries):
    pilots(6, programme, lived_in=2)
    page(client)  # what is asked once
    with CaptureQueriesContext(connection) as few:
        page(client, by="form")
    pilots(12, programme, form=CooperativeForm.CPO, lived_in=6)
    page(client)  # brings up to date what is kept of pilots

    with CaptureQueriesContext(connection) as many:
        page(client, by="form")

    assert len(many) == len(few)
    with django_assert_num_queries(4):
        cohort_now(CohortChoice(by="form"))


def test_no_name_of_a_group_stands_on_the_page(client, reviewer, programme):
    names = [pilot.initiative.name for pilot in pilots(6, programme, lived_in=3)]

    text = page(client).content.decode()

    assert not [name for name in names if name in text]


def test_groups_that_are_all_too_small_are_all_together(client, reviewer, programme):
    for form in (CooperativeForm.MIXED, CooperativeForm.CPO):
        pilots(3, programme, form=form)

    groups = page(client, by="form").context["cohort"].shown.groups

    assert [(group.title, group.curve.count) for group in groups] == [("Alles samen", 6)]
