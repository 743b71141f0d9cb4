"""Frozen versions, scenarios, and what is different between them."""

from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from coophub.audit.models import AuditEntry
from coophub.web.errors import DomainError
from financing.engine import Drivers, calculate, parse_plan, result_document
from financing.engine.drivers import NEUTRAL
from financing.plans.document.examples import EXAMPLES, example_document
from financing.plans.document.rows import keyed_document
from financing.plans.models import PlanVersion, Scenario
from financing.plans.selectors.drivers import driver_sentence, driver_title
from financing.plans.selectors.outcomes import outcome_of
from financing.plans.selectors.versions import comparison
from financing.plans.services.editing import save_plan
from financing.plans.services.norms import set_home_points
from financing.plans.services.versions import freeze_plan, keep_scenario, name_version
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.plans import PlanFactory, ScenarioFactory

pytestmark = pytest.mark.django_db


def changed(plan, user, **changes):
    return save_plan(plan=plan, document={**keyed_document(plan), **changes}, revision=plan.revision, user=user)


def test_version_keeps_its_name_figures_and_result(client, owner, plan, page):
    client.force_login(owner)
    before = outcome_of(plan.document)

    client.post(page("versions"), {"name": "Voor de bank"})
    changed(plan, owner, vacancy_rate=0.5)

    version = PlanVersion.objects.get()
    response = client.get(page("version", number=version.number), headers={"accept-language": "nl"})
    assert (version.name, version.number, version.result) == ("Voor de bank", 1, before.result.document())
    assert response.context["outcome"].sentence == before.sentence
    assert response.content.decode().count("data-chart-spec") == len(response.context["charts"]) >= 5
    entry = AuditEntry.objects.get(action="plans.freeze")
    assert (entry.actor, entry.after["name"]) == (owner, "Voor de bank")


def test_same_name_for_the_same_figures_is_one_version(client, owner, plan, page):
    client.force_login(owner)

    for _attempt in range(2):
        assert client.post(page("versions"), {"name": "Voor de bank"}).status_code == 302

    assert PlanVersion.objects.count() == 1


def test_same_name_for_other_figures_is_refused_beside_the_field(client, owner, plan, page):
    name_version(plan=plan, name="Voor de bank", user=owner)
    changed(plan, owner, vacancy_rate=0.5)
    client.force_login(owner)

    response = client.post(page("versions"), {"name": "Voor de bank"}, headers={"accept-language": "en"})

    assert response.context["form"].errors["name"] == [
        "There is a version with this name already, with other figures. Choose another name."
    ]
    assert PlanVersion.objects.count() == 1


def test_second_name_for_the_same_figures_is_a_second_version(owner, plan):
    first = name_version(plan=plan, name="Voor de bank", user=owner)

    second = name_version(plan=plan, name="Voor de gemeente", user=owner)

    assert (second.number, second.sha256) == (2, first.sha256)


def test_application_takes_the_last_version_when_nothing_changed(owner, plan):
    named = name_version(plan=plan, name="Voor de bank", user=owner)

    assert freeze_plan(plan=plan, name="WC-2026-0001", user=owner) == named


def test_points_belong_to_a_version(owner, plan):
    home = UUID(int=1).hex
    first = freeze_plan(plan=plan, name="Een", user=owner)
    plan = set_home_points(plan=plan, points={home: 150}, user=owner)

    second = freeze_plan(plan=plan, name="Twee", user=owner)

    first.refresh_from_db()
    assert (first.home_points, second.home_points) == ({}, {home: 150})


@pytest.mark.parametrize("column", ["document", "result", "name", "home_points", "sha256"])
def test_database_refuses_every_change_of_a_version(owner, plan, column):
    version = name_version(plan=plan, name="Voor de bank", user=owner)

    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        PlanVersion.objects.filter(pk=version.pk).update(**{column: {} if column != "name" else "Anders"})
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        PlanVersion.objects.filter(pk=version.pk).delete()


def test_reader_looks_but_keeps_nothing(client, reader, owner, plan, page):
    version = name_version(plan=plan, name="Voor de bank", user=owner)
    client.force_login(reader)

    assert client.get(page("version", number=version.number)).status_code == 200
    assert client.post(page("versions"), {"name": "Van mij"}).status_code == 403
    assert client.post(page("keep_scenario"), {"name": "Van mij", "rent": "1.1"}).status_code == 403


def test_version_of_another_plan_is_not_found_here(client, owner, initiative, page):
    other = PlanFactory(initiative=initiative)
    changed(other, owner, vacancy_rate=0.2)
    name_version(plan=other, name="Een", user=owner)
    client.force_login(owner)

    assert client.get(page("version", number=1)).status_code == 404


def test_scenario_is_kept_once_and_shows_its_result(client, owner, plan, page):
    client.force_login(owner)

    for _attempt in range(2):
        answer = client.post(page("keep_scenario"), {"name": "Hogere huur", "rent": "1.1", "land_cost": "1"})

    scenario = Scenario.objects.get()
    response = client.get(answer["Location"], headers={"accept-language": "en"})
    assert scenario.drivers == {"rent": 1.1}
    [change] = response.context["changes"]
    assert change.startswith("Rent €")
    assert change.endswith("a month higher on average (10.0%)")
    assert response.context["outcome"].result.years.gross_rent[0] == pytest.approx(
        1.1 * outcome_of(plan.document).result.years.gross_rent[0]
    )


@pytest.mark.parametrize(
    "sent", [{}, {"rent": "1"}, {"rent": "-1"}, {"rent": "nan"}, {"bank_term_shift": "1.5"}, {"rent": "x"}]
)
def test_scenario_that_changes_nothing_or_cannot_be_is_refused(client, owner, plan, page, sent):
    client.force_login(owner)

    response = client.post(page("keep_scenario"), {"name": "Niets", **sent})

    assert response.status_code == 422
    assert response.context["form"].errors
    assert Scenario.objects.count() == 0


def test_scenario_name_that_is_taken_is_refused(owner, plan):
    keep_scenario(plan=plan, name="Hogere huur", drivers={"rent": 1.1}, user=owner)

    with pytest.raises(DomainError):
        keep_scenario(plan=plan, name="Hogere huur", drivers={"rent": 1.2}, user=owner)


def test_scenario_is_removed_with_a_trace(client, owner, plan, page):
    scenario = ScenarioFactory(plan=plan)
    client.force_login(owner)

    client.post(page("remove_scenario", scenario_pk=scenario.pk))

    assert Scenario.objects.count() == 0
    assert AuditEntry.objects.get(action="plans.remove_scenario").before["scenario"] == scenario.name


@settings(max_examples=20)
@given(
    example=st.sampled_from([example.slug for example in EXAMPLES]),
    drivers=st.fixed_dictionaries(
        {},
        optional={
            "rent": st.floats(0.5, 2),
            "land_cost": st.floats(0, 1),
            "interest_shift": st.floats(-0.02, 0.02),
            "subsidy": st.floats(0, 1e6),
            "member_contribution": st.floats(0, 50_000),
            "bank_term_shift": st.integers(0, 20).map(float),
        },
    ),
)
def test_scenario_is_the_engine_s_calculation_with_those_drivers(example, drivers):
    document = example_document(example)

    found = outcome_of(document, drivers).result

    given_drivers = Drivers.of({name: [value] for name, value in drivers.items()} or {"rent": [1.0]})
    engine = result_document(calculate(parse_plan(document), given_drivers))
    assert found.closes == engine["closes"][0]
    assert found.metrics.min_liquidity == engine["metrics"]["min_liquidity"][0]
    assert found.years.liquidity == engine["years"]["liquidity"][0]
    assert found.investment.total == engine["investment"]["total"][0]


def test_comparison_shows_what_differs_and_nothing_else(owner, initiative, plan):
    version = name_version(plan=plan, name="Voor de bank", user=owner)
    changed(plan, owner, vacancy_rate=0.25)
    scenario = ScenarioFactory(plan=plan, drivers={"rent": 1.2})

    found = comparison(initiative, [f"version-{version.pk}", f"plan-{plan.pk}", f"scenario-{scenario.pk}"])

    rows = {row.label: row.values for group in found.inputs for row in group.rows}
    assert len(rows) == 2
    assert [values[1:] for values in rows.values() if values[0] != "-"] == [["25%", "25%"]]
    assert [values[:2] for values in rows.values() if values[0] == "-"] == [["-", "-"]]
    assert [column.outcome.result.closes for column in found.columns] == [True, False, True]


def test_comparison_of_four_draws_everything_on_one_scale(client, owner, initiative, plan):
    others = [PlanFactory(initiative=initiative, document=example_document(example.slug)) for example in EXAMPLES]
    client.force_login(owner)

    address = reverse("plans:compare", args=[initiative.slug])
    response = client.get(address, {"with": [f"plan-{found.pk}" for found in others]})

    assert len(response.context["comparison"].columns) == 4
    assert [len(chart.columns) for chart in response.context["charts"]] == [5, 5, 5, 5]
    assert response.content.decode().count("data-chart-spec") == 4


def test_comparison_refuses_what_is_not_the_group_s(client, owner, initiative, plan):
    stranger = PlanFactory(initiative=InitiativeFactory(owner=UserFactory()))
    client.force_login(owner)
    address = reverse("plans:compare", args=[initiative.slug])

    assert client.get(address, {"with": [f"plan-{plan.pk}", f"plan-{stranger.pk}"]}).status_code == 409
    assert client.get(address, {"with": [f"plan-{plan.pk}", "nonsense"]}).status_code == 409
    assert client.get(address, {"with": f"plan-{plan.pk}"}).context["comparison"] is None


def test_pages_ask_the_same_number_of_queries_for_any_number(client, owner, initiative, plan, page):
    client.force_login(owner)

    def add(number):
        name_version(plan=plan, name=f"Versie {number}", user=owner)
        ScenarioFactory(plan=plan)

    def queries(address):
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    addresses = [page("versions"), reverse("plans:compare", args=[initiative.slug])]
    add(1)
    few = [queries(address) for address in addresses]
    for number in range(2, 6):
        add(number)

    assert [queries(address) for address in addresses] == few


def test_every_driver_has_words_for_both_directions(plan):
    outcome = outcome_of(plan.document)

    for name, neutral in NEUTRAL.items():
        more, less = driver_sentence(name, neutral + 1, outcome), driver_sentence(name, neutral - 1, outcome)
        assert driver_title(name)
        assert more != less
