"""What helps: each lever at the value where the plan closes, packages, and one click to keep them."""

import re

import pytest
from django.urls import reverse

from financing.plans.document.examples import EXAMPLES, example_document
from financing.plans.models import Scenario
from financing.plans.selectors.levers import levers_of
from financing.plans.selectors.outcomes import outcome_of
from financing.plans.services.visitors import start_visitor_plan
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db


def nearly():
    """A plan that just does not close, with every public instrument to help it."""
    document = example_document("overname-met-korting")
    for home in document["dwellings"]:
        home["monthly_rent"] = round(home["monthly_rent"] * 0.97, 2)
    return document


@pytest.fixture
def open_plan(initiative):
    return PlanFactory(initiative=initiative, document=nearly())


@pytest.fixture
def plan(open_plan):
    return open_plan


@pytest.mark.parametrize("document", [nearly(), *(example_document(example.slug) for example in EXAMPLES)])
def test_plan_closes_at_every_value_that_is_told(document):
    found = levers_of(outcome_of(document))

    assert found.closes == outcome_of(document).closes
    for lever in found.helping:
        assert outcome_of(document, {lever.driver: lever.value}).closes, lever
    for package in found.packages:
        assert outcome_of(document, package.drivers).closes, package


def test_packages_stand_by_public_cost_and_say_what_they_are():
    found = levers_of(outcome_of(nearly()))

    costs = [package.public_cost_per_dwelling for package in found.packages]
    assert len(costs) >= 2
    assert costs == sorted(costs)
    assert all(package.changes for package in found.packages)


def test_levers_are_told_in_euros(client, owner, page):
    client.force_login(owner)

    response = client.get(page("levers"), headers={"accept-language": "en"})

    content = response.content.decode()
    rent = next(lever for lever in response.context["levers"].levers if lever.driver == "rent")
    assert re.fullmatch(r"Rent €\d+ a month higher on average \(\d+\.\d%\)", rent.sentence)
    assert rent.sentence in content
    assert f'value="{rent.value}"' in content


def test_slider_answers_with_the_verdict_and_keeps_nothing(client, owner, page):
    client.force_login(owner)
    rent = next(lever for lever in levers_of(outcome_of(nearly())).levers if lever.driver == "rent")

    enough = client.get(page("try_drivers"), {"rent": rent.value}, headers={"hx-request": "true"})
    too_little = client.get(page("try_drivers"), {"rent": "1.001"}, headers={"hx-request": "true"})
    wrong = client.get(page("try_drivers"), {"rent": "-3"}, headers={"hx-request": "true"})
    whole = client.get(page("try_drivers"), {"rent": "1.001"})

    assert enough.context["tried"].closes
    assert not too_little.context["tried"].closes
    assert (wrong.status_code, wrong.context["tried"]) == (422, None)
    assert "<html" not in enough.content.decode()
    assert "<html" in whole.content.decode()
    assert Scenario.objects.count() == 0


def test_one_click_makes_a_lever_or_package_a_scenario(client, owner, page, plan):
    client.force_login(owner)
    found = levers_of(outcome_of(plan.document))

    for drivers in (found.packages[0].drivers, {found.helping[0].driver: found.helping[0].value}):
        answer = client.post(page("keep_scenario"), drivers)
        response = client.get(answer["Location"])
        assert response.context["outcome"].closes
        assert response.context["scenario"].drivers == drivers
        assert response.context["scenario"].name


def test_result_page_says_what_helps_when_the_plan_does_not_close(client, owner, page, initiative):
    client.force_login(owner)

    help_shown = client.get(page()).context["help"]

    closing = PlanFactory(initiative=initiative)
    address = f"/initiatives/{initiative.slug}/plans/{closing.pk}/"
    assert [lever.sentence for lever in help_shown.shown_first]
    assert client.get(address).context["help"] is None


def test_plan_that_closes_shows_its_room(client, owner, initiative):
    closing = PlanFactory(initiative=initiative)
    client.force_login(owner)

    response = client.get(
        f"/initiatives/{initiative.slug}/plans/{closing.pk}/levers/", headers={"accept-language": "en"}
    )

    rent = next(lever for lever in response.context["levers"].levers if lever.driver == "rent")
    assert rent.value < 1
    assert "lower on average" in rent.sentence
    assert response.context["levers"].packages == []
    assert "How much room is there?" in response.content.decode()


def test_each_slider_says_what_it_means_where_several_are_moved(client, owner, plan, page):
    client.force_login(owner)
    headers = {"hx-request": "true", "hx-target": "tried-together", "accept-language": "en"}

    together = client.get(page("try_drivers"), {"rent": "1.1", "land_cost": "1"}, headers=headers).content.decode()
    alone = client.get(
        page("try_drivers"), {"rent": "1.1"}, headers={**headers, "hx-target": "tried-rent"}
    ).content.decode()

    says = dict(re.findall(r'id="together-(\w+)-says"\s+hx-swap-oob="true"\s*>([^<]+)<', together))
    assert "higher" in says["rent"]
    assert says["land_cost"] == "as in the plan"
    assert "hx-swap-oob" not in alone


def test_visitor_sees_what_helps_as_well(client):
    _plan, token = start_visitor_plan(document=nearly())
    levers = levers_of(outcome_of(nearly()))

    content = client.get(
        reverse("plans:calculation_detail", args=[token]), headers={"accept-language": "en"}
    ).content.decode()

    assert levers.shown_first
    assert content.count('class="utrecht-unordered-list__item"') >= len(levers.shown_first)
    assert "What helps?" in content


def hopeless():
    """A plan that nothing closes: the rents do not even pay what the homes cost each year."""
    document = example_document("middenhuur-stad")
    for home in document["dwellings"]:
        home["monthly_rent"] = round(home["monthly_rent"] * 0.35, 2)
    return document


@pytest.mark.parametrize("document", [nearly(), hopeless(), *(example_document(example.slug) for example in EXAMPLES)])
def test_plan_that_does_not_close_always_gets_a_nearest_way(document):
    outcome = outcome_of(document)

    way = levers_of(outcome).nearest

    assert (way is None) == outcome.closes
    if way is not None:
        after = outcome_of(document, way.drivers)
        assert after.closes == way.closes == (not way.short)
        assert len(way.changes) == len(way.drivers)


def test_group_sees_the_nearest_way_and_can_keep_it_as_a_scenario(client, owner, initiative):
    document = example_document("middenhuur-stad")
    plan = PlanFactory(initiative=initiative, document=document)
    way = levers_of(outcome_of(document)).nearest
    client.force_login(owner)

    content = client.get(reverse("plans:detail", args=[initiative.slug, plan.pk])).content.decode()
    for change in way.changes:
        assert change in content
    client.post(reverse("plans:keep_scenario", args=[initiative.slug, plan.pk]), way.drivers)

    assert way.closes
    scenario = Scenario.objects.get()
    assert scenario.drivers == pytest.approx(way.drivers)
    assert outcome_of(document, scenario.drivers).closes


def test_plan_that_nothing_closes_is_laid_beside_the_example_most_like_it(client, owner, initiative):
    initiative.form, initiative.building = "rental", "take_over"
    initiative.save()
    plan = PlanFactory(initiative=initiative, document=hopeless())
    client.force_login(owner)

    response = client.get(reverse("plans:levers", args=[initiative.slug, plan.pk]), headers={"accept-language": "en"})

    content = response.content.decode()
    assert "Even with everything together" in content
    assert response.context["example"].slug == "overname-bij-verhuizing"
    assert "Taking over 30 let homes, with a new rent for who comes next" in content
    assert "Running costs per home in the first year" in content
    homes = {home["name"] for home in plan.document["dwellings"]}
    assert {figure.row for figure in response.context["unusual"]} <= homes


def test_visitor_is_told_the_nearest_miss_as_well(client):
    _plan, token = start_visitor_plan(document=hopeless())

    content = client.get(
        reverse("plans:calculation_detail", args=[token]), headers={"accept-language": "en"}
    ).content.decode()

    assert "This is then still short:" in content
    assert "Your plan beside an example that closes" in content


def test_slider_goes_as_far_as_somebody_would_try_and_further_when_asked(client, owner, page):
    client.force_login(owner)
    found, english = levers_of(outcome_of(nearly())), {"accept-language": "en"}
    rent, rent_further = (
        next(lever for lever in levers if lever.driver == "rent") for levers in (found.levers, found.further.levers)
    )

    near = client.get(page("levers"), headers=english).content.decode()
    far = client.get(page("levers") + "?further", headers=english).content.decode()

    assert (rent.ends.low, rent.ends.high) == (0.85, 1.15)
    assert (rent_further.ends.low, rent_further.ends.high) == (0.5, 2.0)
    assert "<span>−15%</span>" in near
    assert 'max="1.15"' in near
    assert "<span>+100%</span>" in far
    assert 'max="2.0"' in far


def test_slider_reaches_the_value_where_the_plan_closes():
    for example in EXAMPLES:
        for lever in levers_of(outcome_of(example_document(example.slug))).levers:
            assert lever.ends.low <= lever.shown <= lever.ends.high
