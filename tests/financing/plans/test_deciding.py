"""What a plan hangs on, in words and euros that are those of the engine."""

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from coophub.web.formats import euro
from financing.engine import PlanError
from financing.plans.document.examples import example_document
from financing.plans.figures.deciding import lent_again, lent_again_by_loan
from financing.plans.selectors.outcomes import outcome_of, per_month
from tests.financing.engine.forms import FORMS, base, source, with_forms


def decides(document, drivers=None):
    with translation.override("en"):
        return outcome_of(document, drivers).decides


def closing(*names):
    """A plan that closes with these forms: a bank that asks little, and cash enough."""
    document = with_forms(*names)
    document["liquidity"] = {**document.get("liquidity", {}), "opening": 3_000_000.0}
    source("Bank", "share_of_investment", fixed=900_000.0)(document)
    return document


def test_plan_with_an_ordinary_loan_hangs_on_nothing_else():
    assert decides(base()) == []


def test_bank_is_safe_where_the_loan_of_the_city_is_not():
    document = base()
    source("Bank", "share_of_investment", fixed=900_000.0)(document)
    source("City", "per_dwelling", "repayment_rate", fixed=4_000_000.0, term_years=8, repayment="linear")(document)

    found = outcome_of(document)

    with translation.override("en"):
        (sentence,) = found.decides
    years = found.result.years
    missing = {
        year: cfads / ratio - cfads
        for year, cfads, ratio in zip(years.year, years.cfads, years.dscr_total, strict=True)
        if ratio is not None
    }
    worst = max(missing, key=missing.get)
    assert sentence.startswith("The bank is safe, “City” is not.")
    with translation.override("en"):
        assert sentence.endswith(f"in {worst} it is {euro(missing[worst])} less than all lenders together ask.")


def test_cash_in_hand_that_pays_a_lender_is_no_danger():
    (sentence,) = decides(closing())

    assert sentence.startswith("The bank is safe. For “Bonds” the income of 2035 is not enough: ")
    assert sentence.endswith(" then comes out of the cash in hand.")


def test_bonds_that_must_be_sold_again_say_when_and_how_much():
    sentences = decides(closing("rolls over"))

    assert "Every 5 years 80% of “Bonds” must be lent again: in 2035 that is €320,000." in sentences


def test_small_loans_say_that_it_never_stops():
    sentences = decides(closing("many small loans"))

    assert sentences[-2:] == [
        "Every year a part of “Bonds” ends, and 90% of that must be lent again: at most €72,000, in 2031.",
        "If nobody lends again, there still is enough cash in every year.",
    ]


def test_balloon_is_what_is_left_of_the_loan():
    document = closing("balloon rolls over")

    assert "Every 8 years all of what is left of “Bank” must be lent again: in 2038 that is €540,000." in decides(
        document
    )


def test_loan_that_is_lent_again_once_says_the_year():
    document = closing("rolls over")
    source("Bonds", rolls_over={"share": 1.0, "until": 2035})(document)

    assert "In 2035 €400,000 of “Bonds” must be lent again." in decides(document)


def test_scenario_in_which_less_is_lent_again_says_its_own_share():
    assert any("40% of “Bonds”" in sentence for sentence in decides(closing("rolls over"), {"rollover_share": 0.5}))


def test_members_whom_nobody_replaces_have_to_be_paid():
    document = closing("members leave")
    amount = next(each.amount for each in outcome_of(document).result.funding.sources if each.name == "Members")

    sentences = decides(document)

    with translation.override("en"):
        taken = f"{euro(0.12 * amount)} has to be found in {document['first_year']}."
    assert sentences[-2:] == [
        f"If nobody takes the place of members who leave, {taken}",
        "If nobody takes their place, there still is enough cash in every year.",
    ]


def test_what_is_missing_when_nobody_lends_again_is_what_the_cash_then_lacks():
    document = example_document("nooit-afgelost")

    *_others, sentence = decides(document)
    without = outcome_of(document, {"rollover_share": 0.0}).result

    with translation.override("en"):
        assert sentence == f"If nobody lends again, {euro(-without.metrics.min_liquidity)} is missing in 2038."


def test_lender_after_lender_that_stays_away_is_a_shortage_that_grows():
    *_others, sentence = decides(example_document("onderlinge-leningen"))

    assert sentence.startswith("If nobody lends again, there is too little cash from 2028. In 2037 €")


def test_buyers_at_a_price_and_at_cost():
    priced, at_cost = decides(closing("sold at a price")), decides(closing("sold at cost"))

    assert priced[-1].endswith("buyers pay €2,650,000. If they pay 10% less, €265,000 has to come from somewhere else.")
    assert at_cost[-1].endswith(": what their homes cost. If building becomes dearer, they pay more.")


@given(st.lists(st.sampled_from(sorted(FORMS)), min_size=1, max_size=4, unique=True))
@settings(max_examples=40)
def test_what_is_lent_again_is_the_same_for_all_loans_and_for_each(names):
    document = with_forms(*names)
    try:
        outcome = outcome_of(document)
    except PlanError:
        return
    together = lent_again(document, outcome.result)
    by_loan = lent_again_by_loan(document, outcome.result)

    for year, amount in enumerate(together):
        assert sum(amounts[year] for amounts in by_loan.values()) == pytest.approx(amount, abs=1)
    assert all(outcome.decides)


def test_home_costs_no_more_a_month_for_what_is_lent_again_that_day():
    all_again, none = (with_forms("many small loans") for _ in range(2))
    source("Bonds", rolls_over={"share": 1.0, "spread": True})(all_again)
    source("Bonds", rolls_over={"share": 0.0, "spread": True})(none)

    again, alone = (per_month(document, outcome_of(document).result)[0] for document in (all_again, none))

    homes = 10 + 8 + 20
    assert (alone - again) * 12 * homes == pytest.approx(80_000)
