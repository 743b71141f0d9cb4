"""The money of an application: the budget, what comes from the plan, the advance and the aid."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse

from coophub.web import clock
from financing.plans.document.examples import example_document
from financing.plans.document.rows import keyed_document
from financing.plans.services.editing import save_plan
from financing.subsidies.applications.completeness import remarks_on
from financing.subsidies.applications.parts.activities import ACTIVITIES
from financing.subsidies.applications.parts.advance import ADVANCE
from financing.subsidies.applications.parts.aid import AID
from financing.subsidies.applications.parts.budget import BUDGET
from financing.subsidies.applications.parts.project import PROJECT
from financing.subsidies.applications.plan_lines import plan_lines_of
from financing.subsidies.law.budget import next_quarter, quarter_of
from financing.subsidies.models import Application, CeilingBalance, IncomeLine, State
from financing.subsidies.selectors import wizard
from financing.subsidies.services import budgeting, drafting
from financing.subsidies.services.ledger import enter_award
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import design
from tests.financing.subsidies.applications.drafting.steps import budget, missing_in, page_of, saved

pytestmark = pytest.mark.django_db


# Budget


@pytest.mark.parametrize(
    ("costs", "income", "asked", "words"),
    [
        ([], [], 0, "Fill in the costs."),
        ([Decimal(10_000)], [("own", Decimal(1_000))], 8_000, "the other €1,000.00"),
        ([Decimal(10_000)], [("own", Decimal(3_000))], 8_000, "€1,000.00 more than the costs"),
        ([Decimal(10_000)], [], 10_000, "Ask at most €9,000"),
        ([Decimal(4_000)], [("own", Decimal(1_000))], 3_000, "Ask at least €5,000"),
        ([Decimal(900_000)], [("own", Decimal(599_999))], 300_001, "Ask at most €300,000"),
    ],
)
def test_a_budget_that_is_not_right_says_what_and_how_much(draft, writer, costs, income, asked, words):
    budget(draft, writer, costs=costs, income=income, asked=asked)

    assert words in " ".join(missing_in(draft, BUDGET))


def test_a_budget_that_closes_lacks_nothing(draft, writer):
    budget(draft, writer, costs=[Decimal("9999.99"), Decimal("0.01")], income=[("own", Decimal(4_000))], asked=6_000)

    assert missing_in(draft, BUDGET) == []


def test_another_subsidy_may_not_pay_more_for_an_activity_than_it_costs(draft, writer):
    one, two = budgeting.ActivityInput("Een", None, None), budgeting.ActivityInput("Twee", None, None)
    draft = saved(budgeting.save_activities, draft, writer, rows=[one, two])
    saved(
        budgeting.save_budget,
        draft,
        writer,
        lines=[
            budgeting.BudgetInput("ontwerp", "A", Decimal(8_000), one.key),
            budgeting.BudgetInput("ontwerp", "B", Decimal(2_000), two.key),
        ],
        income=[budgeting.IncomeInput(IncomeLine.Kind.SUBSIDY, "Provincie", Decimal(4_000), "certain", two.key)],
        amount_requested=Decimal(6_000),
        vat="recoverable",
    )

    [sentence] = missing_in(draft, BUDGET)
    assert "“Twee”, which costs €2,000.00" in sentence


def test_work_that_starts_before_the_application_is_in_is_remarked_and_no_obstacle(complete, writer):
    yesterday = clock.today() - dt.timedelta(days=1)
    row = replace(design(), starts_on=yesterday)
    application = saved(budgeting.save_activities, complete, writer, rows=[row])

    [remark] = remarks_on(application)
    assert "does not count" in remark.sentence
    assert missing_in(application, ACTIVITIES) == []


# From the plan


def by_key(application, categories):
    return {line.key: categories[line.name] for line in plan_lines_of(application.plan) if line.name in categories}


def test_lines_of_the_plan_become_costs_that_remember_where_they_come_from(draft, writer):
    plan = PlanFactory(initiative=draft.initiative, revision=7)
    draft = saved(drafting.choose_plan, draft, writer, plan=plan)
    lines = {line.name: line for line in wizard.lines_to_take_over(draft)}

    draft = saved(
        budgeting.take_over_plan_lines, draft, writer, categories=by_key(draft, {"Advies en leges": "advies"})
    )

    row = draft.budget_lines.get()
    assert (row.description, row.category, row.plan_revision) == ("Advies en leges", "advies", 7)
    assert row.amount == row.plan_amount > 0
    assert set(lines) == {"Bouw", "Advies en leges", "Onvoorzien"}
    assert wizard.changes_of_the_plan(draft) == []


def test_line_of_the_plan_is_taken_over_for_what_it_is_also_when_one_before_it_went(client, draft, writer):
    document = example_document("erfpacht-met-stadslening")
    document["investment"]["lines"].insert(0, {"name": "Grond", "category": "land", "fixed": 1000})
    plan = PlanFactory(initiative=draft.initiative, document=document)
    draft = saved(drafting.choose_plan, draft, writer, plan=plan)
    chosen = {line.name: f"line_{line.key}" for line in wizard.lines_to_take_over(draft)}
    document = keyed_document(plan)
    del document["investment"]["lines"][0]
    save_plan(plan=plan, document=document, revision=plan.revision, user=writer)
    client.force_login(writer)

    client.post(
        reverse("subsidies:take_over", args=[draft.initiative.slug, draft.pk]),
        {"revision": draft.revision, chosen["Advies en leges"]: "advies"},
    )

    assert [row.description for row in Application.objects.get().budget_lines.all()] == ["Advies en leges"]


def test_a_line_is_the_same_line_under_another_name_and_another_line_under_the_same_name(draft, writer):
    plan = PlanFactory(initiative=draft.initiative)
    draft = saved(drafting.choose_plan, draft, writer, plan=plan)
    draft = saved(budgeting.take_over_plan_lines, draft, writer, categories=by_key(draft, {"Bouw": "bouw"}))
    document = keyed_document(plan)
    lines = document["investment"]["lines"]
    building = next(line for line in lines if line["name"] == "Bouw")
    building |= {"name": "Aannemer", "per_m2": building["per_m2"] + 100}
    lines.append({"key": "f" * 32, "name": "Bouw", "category": "construction", "fixed": 1_000.0})
    save_plan(plan=plan, document=document, revision=plan.revision, user=writer)
    draft = Application.objects.get()

    [changed] = wizard.changes_of_the_plan(draft)
    taken = {line.name: "already" in line.note for line in wizard.lines_to_take_over(draft)}
    draft = saved(budgeting.take_over_plan_lines, draft, writer, categories=by_key(draft, {"Aannemer": "bouw"}))

    assert changed.now > changed.then > 1_000
    assert (taken["Aannemer"], taken["Bouw"]) == (True, False)
    assert [row.plan_line for row in draft.budget_lines.all()] == ["Aannemer"]


def test_costs_from_another_plan_go_on_with_the_line_of_the_same_name(draft, writer):
    draft = saved(drafting.choose_plan, draft, writer, plan=PlanFactory(initiative=draft.initiative))
    taken = by_key(draft, {"Bouw": "bouw", "Onvoorzien": "bouw"})
    draft = saved(budgeting.take_over_plan_lines, draft, writer, categories=taken)
    document = example_document("erfpacht-met-stadslening")
    lines = document["investment"]["lines"]
    document["investment"]["lines"] = [line for line in reversed(lines) if line["name"] != "Onvoorzien"]

    draft = saved(drafting.choose_plan, draft, writer, plan=PlanFactory(initiative=draft.initiative, document=document))

    rows = {row.plan_line: row.plan_row for row in draft.budget_lines.all()}
    keys = {line.name: line.key for line in plan_lines_of(draft.plan)}
    assert rows == {"Bouw": keys["Bouw"], "Onvoorzien": ""}


def test_who_gets_vat_back_takes_amounts_over_without_it(draft, writer):
    plan = PlanFactory(initiative=draft.initiative)
    draft = saved(drafting.choose_plan, draft, writer, plan=plan)
    draft = saved(budgeting.take_over_plan_lines, draft, writer, categories=by_key(draft, {"Bouw": "bouw"}))
    with_vat = draft.budget_lines.get().amount

    line = draft.budget_lines.get()
    draft = saved(
        budgeting.save_budget,
        draft,
        writer,
        lines=[budgeting.BudgetInput("bouw", "Bouw", line.amount, None, line.key)],
        amount_requested=Decimal(0),
        vat="recoverable",
    )
    draft = saved(budgeting.take_over_plan_lines, draft, writer, categories=by_key(draft, {"Bouw": "bouw"}))

    without_vat = draft.budget_lines.get().amount
    assert abs(without_vat * Decimal("1.21") - with_vat) < Decimal("0.01")


def test_a_plan_that_changed_since_is_told_and_taken_over_again(client, draft, writer):
    plan = PlanFactory(initiative=draft.initiative)
    draft = saved(drafting.choose_plan, draft, writer, plan=plan)
    draft = saved(
        budgeting.take_over_plan_lines, draft, writer, categories=by_key(draft, {"Bouw": "bouw", "Onvoorzien": "bouw"})
    )
    lines = [dict(line) for line in plan.document["investment"]["lines"] if line["name"] != "Onvoorzien"]
    lines[0]["per_m2"] = 2_500
    plan.document = {**plan.document, "investment": {**plan.document["investment"], "lines": lines}}
    plan.revision += 1
    plan.save()
    draft = Application.objects.get()

    changed = {change.name: change for change in wizard.changes_of_the_plan(draft)}
    page = page_of(client, writer, reverse("subsidies:section", args=[draft.initiative.slug, draft.pk, BUDGET]))

    assert changed["Bouw"].now > changed["Bouw"].then
    assert changed["Onvoorzien"].now is None
    assert "came from your plan (revision 1" in page
    draft = saved(budgeting.take_over_plan_lines, draft, writer, categories=by_key(draft, {"Bouw": "bouw"}))
    assert "Bouw" not in {change.name for change in wizard.changes_of_the_plan(draft)}


# Advance and aid


def test_an_advance_needs_the_whole_amount_in_quarters_of_the_schedule(draft, writer):
    draft = saved(budgeting.save_activities, draft, writer, rows=[design()])
    draft = budget(draft, writer, costs=[Decimal(10_000)], income=[("own", Decimal(4_000))], asked=6_000)
    first = quarter_of(design().starts_on)
    quarters = [first, next_quarter(first)]

    draft = saved(budgeting.save_advance, draft, writer, wanted="yes", needs={quarters[0]: Decimal(5_999)})
    assert "You spread €5,999.00 over the quarters, and you ask €6,000.00" in missing_in(draft, ADVANCE)[0]
    draft = saved(
        budgeting.save_advance,
        draft,
        writer,
        wanted="yes",
        needs={quarters[0]: Decimal(5_999), quarters[1]: Decimal(1)},
    )
    assert missing_in(draft, ADVANCE) == []


def test_one_press_spreads_what_is_asked_evenly(client, draft, writer):
    draft = saved(budgeting.save_activities, draft, writer, rows=[design()])
    draft = budget(draft, writer, costs=[Decimal(10_000)], income=[("own", Decimal(4_000))], asked=6_000)
    client.force_login(writer)
    address = reverse("subsidies:section", args=[draft.initiative.slug, draft.pk, ADVANCE])

    answer = client.post(address, {"wanted": "yes", "spread": "1", "revision": draft.revision})

    assert answer.url == wizard.section_url(draft, ADVANCE)
    assert list(draft.liquidity_needs.values_list("amount", flat=True)) == [Decimal(1_200)] * 5
    assert missing_in(draft, ADVANCE) == []


def test_who_asks_no_advance_need_not_say_when_the_money_is_needed(draft, writer):
    saved(budgeting.save_advance, draft, writer, wanted="no", needs={})

    assert missing_in(draft, ADVANCE) == []


def test_aid_above_the_ceiling_is_told_with_what_is_left(draft, writer):
    today = clock.today()
    draft = budget(draft, writer, costs=[Decimal(100_000)], income=[("own", Decimal(40_000))], asked=60_000)
    rows = [
        budgeting.AidInput(today - dt.timedelta(days=30), "Gemeente", Decimal(250_000)),
        budgeting.AidInput(today - dt.timedelta(days=4 * 365), "Lang geleden", Decimal(299_000)),
    ]

    draft = saved(budgeting.save_aid, draft, writer, rows=rows, declared=True)

    [remark] = remarks_on(draft)
    assert "€310,000 of de-minimis aid in 3 years" in remark.sentence
    assert "at most €50,000" in remark.sentence
    assert missing_in(draft, AID) == []
    assert wizard.sums_of_section(draft, AID).figures[0].value == "€250,000.00"


# With the schemes as data


def test_a_scheme_that_is_divided_offers_the_groups_that_have_money(client, draft, writer):
    CeilingBalance.objects.filter(version=draft.scheme_version, target="cpo").delete()

    page = page_of(client, writer, reverse("subsidies:section", args=[draft.initiative.slug, draft.pk, PROJECT]))

    assert re.findall(r'name="target" value="([a-z_]+)"', page) == ["middle_incomes", "older_people"]


def test_aid_that_coophub_knows_is_told_and_counts_once(draft, writer):
    other = Application.objects.create(
        scheme_version=draft.scheme_version, initiative=draft.initiative, target="cpo", state=State.WITHDRAWN
    )
    enter_award(application=other, amount=Decimal(70_000), user=None)
    today = clock.today()
    rows = [budgeting.AidInput(today, "Ministerie", Decimal(70_000)), budgeting.AidInput(today, "Gemeente", Decimal(9))]
    draft = saved(budgeting.save_aid, draft, writer, rows=rows, declared=True)

    section = wizard.wizard_of(draft, writer).section(AID)
    figures = [figure.value for figure in wizard.sums_of_section(draft, AID).figures]

    assert [remark.sentence for remark in section.remarks] == [
        "Aid 1 was awarded through CoopHub. We count it already, so you can remove it here."
    ]
    assert figures == ["€9.00", "€70,000.00", "€70,009.00"]
