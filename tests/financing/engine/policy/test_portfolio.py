"""Reading a portfolio and what is asked about it: always a path and a sentence."""

import json

import pytest

from financing.engine.policy import (
    PolicyError,
    best_use_of,
    checked_budget,
    parse_portfolio,
    policy_parameters,
)
from tests.financing.engine.policy.portfolios import entry, made_up, plan_document, portfolio_document


def problems_of(document):
    with pytest.raises(PolicyError) as caught:
        parse_portfolio(document)
    return [str(problem) for problem in caught.value.problems]


def test_portfolio_is_written_back_as_it_was_read():
    document = made_up(3)

    portfolio = parse_portfolio(json.dumps(document))

    assert portfolio.document() == document
    assert portfolio.groups("target") == ["middle_incomes", "seniors", "starters"]


def test_broken_plan_is_named_with_the_path_in_it():
    late = plan_document() | {"first_year": 2020}
    wrong = plan_document() | {"vacancy_rate": 3}

    assert problems_of(portfolio_document([entry("De Eik"), entry("De Beuk", late)])) == [
        (
            "plans[1].document.first_year (De Beuk): Expected 2026 or later: the first year of letting cannot come "
            "before the price level year."
        )
    ]
    assert problems_of(portfolio_document([entry("De Linde", wrong)])) == [
        "plans[0].document.vacancy_rate (De Linde): Expected a number of at most 1.0."
    ]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (portfolio_document([]), "plans: Expected at least 1 item."),
        (
            portfolio_document([entry("a"), entry("a")]),
            "plans[1].id: Expected a name that is not used yet: “a” stands here twice.",
        ),
        (portfolio_document([entry("a", weight=0)]), "plans[0].weight (a): Expected a number greater than 0.0."),
        ("{", "document: Expected JSON: it breaks off at line 1, column 2."),
        ("[1]", "document: Expected an object with keys and values."),
        ({"plans": 3, "schema": "coophub.portfolio/1", "name": "x"}, "plans: Expected a list."),
    ],
)
def test_portfolio_that_cannot_be_used_says_where_and_why(document, said):
    assert said in problems_of(document)


@pytest.mark.parametrize("budget", [0, -1, 1e9 + 1, float("inf"), float("nan")])
def test_budget_outside_is_refused(budget):
    with pytest.raises(PolicyError, match="above 0 and of at most a billion euros"):
        checked_budget(budget)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"limits": {"floors": {"starters": 3e6}, "ceilings": {"starters": 2e6}}},
            (
                "limits.floors.starters: Expected at most the ceiling of the same group: the floor of 3000000 euros "
                "and the ceiling of 2000000 euros of “starters” contradict each other."
            ),
        ),
        (
            {"public_loan": {"term_years": 5, "grace_years": 5}},
            (
                "public_loan.grace_years: Expected fewer years than the term of 5 years: something has to be left to "
                "repay in."
            ),
        ),
        ({"rate_cut": 2}, "rate_cut: Expected a number of at most 1.0."),
        ({"colour": 1}, "colour: Expected no such key: it is not known here."),
        (
            {"storms": [{"name": "x", "drivers": {"bank_term_shift": 0.5}}]},
            "storms[0].drivers.bank_term_shift: Expected whole years.",
        ),
        ({"storms": [{"name": "x", "drivers": {"wind": 1}}]}, "storms[0].drivers.wind: Expected one of:"),
        ({"standard_deviations": {"rent": -1}}, "standard_deviations.rent: expected a number from 0"),
    ],
)
def test_parameters_that_cannot_be_used_are_named(given, said):
    with pytest.raises(PolicyError) as caught:
        policy_parameters(given)

    assert str(caught.value.problems[0]).startswith(said)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (
            {"floors": {"starters": 7e5, "seniors": 4e5}},
            (
                "limits.floors.seniors: Expected less: what is kept for “starters” + “seniors” is 1100000 euros, and "
                "the budget is 1000000 euros."
            ),
        ),
        (
            {"ceilings": {"students": 1}},
            "limits.ceilings.students: Expected a target group of the portfolio: middle_incomes, seniors, starters.",
        ),
    ],
)
def test_limits_that_the_budget_or_the_portfolio_does_not_hold_are_named(limits, said):
    portfolio = parse_portfolio(made_up(3))

    with pytest.raises(PolicyError) as caught:
        best_use_of(portfolio, [], 1e6, policy_parameters({"limits": limits}))

    assert [str(problem) for problem in caught.value.problems] == [said]
