"""What an official sees of a plan, and what an answer does in it."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from coophub.web.errors import DomainError
from financing.plans.document.examples import example_document
from financing.plans.selectors.answers import answer_in
from financing.plans.selectors.outcomes import outcome_of
from financing.plans.services.enquiries import put_answer
from initiatives.selectors.enquiries import as_sent
from initiatives.selectors.shared_plans import plans_to_share
from tests.factories.accounts import UserFactory
from tests.factories.enquiries import answered, sent_enquiry
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.plans import PlanFactory
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def anna():
    return UserFactory(name="Anna")


@pytest.fixture
def group(anna):
    return InitiativeFactory(owner=anna)


@pytest.fixture
def plan(group):
    return PlanFactory(initiative=group)


def answer_with(group, user, *, asked=None, **facts):
    return answered(sent_enquiry(group, user, **(asked or {})), **facts)


def land_lines(document):
    return [line for line in document["investment"]["lines"] if line["category"] == "land"]


@pytest.mark.parametrize("part", [name for name, _label in plans_to_share().parts])
def test_official_sees_the_parts_that_were_chosen_and_no_other(group, anna, plan, part):
    asked = as_sent(sent_enquiry(group, anna, plan_key=str(plan.pk), parts=[part]).enquiry)

    labels = [label for label, _words in asked.plan]
    every = [
        label for label, _words in plans_to_share().lines(group, str(plan.pk), ["verdict", "homes", "costs", "funding"])
    ]
    assert labels
    assert set(labels) < set(every)
    assert asked.plan_name == plan.name


def test_what_is_shared_is_kept_in_both_languages(group, anna, plan):
    enquiry = sent_enquiry(group, anna, plan_key=str(plan.pk), parts=["homes"]).enquiry

    with translation.override("nl"):
        assert ("Woningen", "36") in as_sent(enquiry).plan
    assert ("Homes", "36") in as_sent(enquiry).plan


def test_price_takes_the_place_of_the_one_line_for_land(group, anna):
    plan = PlanFactory(initiative=group, document=example_document("cpo-ouderen"))
    assert len(land_lines(plan.document)) == 1
    answer = answer_with(group, anna, land_price=Decimal(250_000))

    put_answer(plan=plan, answer=answer, revision=plan.revision, user=anna)

    plan.refresh_from_db()
    [line] = land_lines(plan.document)
    assert line["fixed"] == 250_000
    assert not {"per_dwelling", "per_m2", "share_of", "share"} & set(line)


def test_price_becomes_a_line_where_the_plan_has_none_and_it_costs_that_much(group, anna, plan):
    answer = answer_with(group, anna, land_price=Decimal(250_000))
    found = answer_in(plan, answer)

    assert not land_lines(plan.document)
    assert found.after.result.investment.total > found.before.result.investment.total + 249_999
    assert found.changes == ["Land: €250,000, before VAT"]


def test_several_lines_for_land_are_left_to_the_group(group, anna, plan):
    for name in ("Kavel", "Sanering"):
        plan.document["investment"]["lines"].append({"name": name, "category": "land", "fixed": 1000})
    plan.save()

    found = answer_in(plan, answer_with(group, anna, land_price=Decimal(250_000)))

    assert (found.changes, found.after, len(found.left)) == ([], None, 1)


def test_canon_is_that_of_the_answer_and_no_part_of_a_value_any_more(group, anna, plan):
    plan.document["ground_lease"] = {"rate": 0.02, "land_value": 1_000_000, "first_canon_year": 2030}
    plan.save()

    put_answer(
        plan=plan,
        answer=answer_with(group, anna, canon_per_year=Decimal("12500.50")),
        revision=plan.revision,
        user=anna,
    )

    plan.refresh_from_db()
    assert plan.document["ground_lease"] == {"amount": 12500.5, "first_canon_year": 2030}


def test_loan_of_the_municipality_gets_amount_interest_and_term(group, anna, plan):
    answer = answer_with(
        group,
        anna,
        asked={"kind": "loan"},
        loan_amount=Decimal(900_000),
        interest_rate=Decimal("0.0125"),
        term_years=35,
    )

    put_answer(plan=plan, answer=answer, revision=plan.revision, user=anna)

    plan.refresh_from_db()
    [loan] = [source for source in plan.document["funding"] if source["kind"] == "municipal_loan"]
    assert (loan["fixed"], loan["rate"], loan["term_years"]) == (900_000, 0.0125, 35)
    assert "per_dwelling" not in loan
    assert outcome_of(plan.document).result.funding.gap == pytest.approx(0)


def test_loan_that_the_plan_does_not_have_comes_when_the_answer_says_all_of_it(group, anna):
    plan = PlanFactory(initiative=group)
    plan.document["funding"] = [s for s in plan.document["funding"] if s["kind"] != "municipal_loan"]
    plan.save()
    half = answer_with(group, anna, asked={"kind": "loan"}, loan_amount=Decimal(900_000))
    whole = answer_with(
        group,
        anna,
        asked={"kind": "loan"},
        loan_amount=Decimal(900_000),
        interest_rate=Decimal("0.01"),
        term_years=30,
    )

    assert answer_in(plan, half).after is None
    assert "Add the loan at Funding." in answer_in(plan, half).left[0]
    found = answer_in(plan, whole)
    assert found.after is not None
    put_answer(plan=plan, answer=whole, revision=plan.revision, user=anna)
    plan.refresh_from_db()
    assert plan.document["funding"][0]["name"] == "municipality of Assen"


def test_page_shows_it_first_and_one_click_puts_it_in_and_back(client, group, anna, plan):
    answer = answer_with(group, anna, land_price=Decimal(250_000))
    client.force_login(anna)
    page = client.get(reverse("plans:answer", args=[group.slug, answer.enquiry_id]))
    assert "Land: €250,000, before VAT" in words(find(page.content.decode(), "main")[0])
    plan.refresh_from_db()
    assert plan.revision == 1

    address = reverse("plans:put_answer", args=[group.slug, plan.pk, answer.enquiry_id])
    done = client.post(address, {"revision": plan.revision}, follow=True)
    assert "The answer stands in your plan." in done.content.decode()
    client.post(address, {"revision": plan.revision})

    plan.refresh_from_db()
    assert (plan.revision, land_lines(plan.document)[0]["fixed"]) == (2, 250_000)
    page = client.get(reverse("plans:answer", args=[group.slug, answer.enquiry_id]))
    assert "These figures stand in this plan already." in page.content.decode()
    client.post(reverse("plans:undo", args=[group.slug, plan.pk]), {"revision": plan.revision})
    plan.refresh_from_db()
    assert not land_lines(plan.document)


def test_no_is_not_put_anywhere(group, anna):
    assert not answer_with(group, anna, outcome="no", reason="Geen ruimte.", land_price=Decimal(1)).has_figures


def test_answer_belongs_to_the_plans_of_the_group_that_asked(group, anna):
    other = PlanFactory(initiative=InitiativeFactory(owner=anna))

    with pytest.raises(DomainError):
        put_answer(
            plan=other, answer=answer_with(group, anna, land_price=Decimal(1)), revision=other.revision, user=anna
        )


def test_reader_sees_what_it_does_and_changes_nothing(client, group, anna, plan):
    answer = answer_with(group, anna, land_price=Decimal(250_000))
    reader = UserFactory()
    MembershipFactory(initiative=group, user=reader, role="reader")
    client.force_login(reader)

    page = client.get(reverse("plans:answer", args=[group.slug, answer.enquiry_id]))

    assert "Put it into the plan" not in page.content.decode()
    address = reverse("plans:put_answer", args=[group.slug, plan.pk, answer.enquiry_id])
    assert client.post(address, {"revision": 1}).status_code == 403


def test_plans_of_another_group_are_not_on_the_page(client, group, anna, plan):
    PlanFactory(name="Van het zwanennest")
    client.force_login(anna)
    answer = answer_with(group, anna, land_price=Decimal(1))

    page = client.get(reverse("plans:answer", args=[group.slug, answer.enquiry_id]))

    assert "zwanennest" not in page.content.decode()
