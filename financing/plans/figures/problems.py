"""What the engine finds wrong, as the reader of a page reads it."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.formats import Words, month
from financing.engine import Problem
from financing.plans.figures import FIGURES, path_of

LIMITS = ("gt", "ge", "lt", "le")

BESIDE_A_FIELD: dict[str, Words] = {
    "missing": gettext_lazy("Fill this in as well."),
    "loan_needs": gettext_lazy("Fill this in: a loan needs it."),
    "price_missing": gettext_lazy("Fill in a price, or choose that buyers pay what the home costs."),
    "cost_shares_above_one": gettext_lazy("The parts of all costs that are sold add up to more than 100%."),
    "shares_not_one": gettext_lazy("The parts of this cost must add up to 100%."),
    "parts_not_one": gettext_lazy("The parts of this source of money must add up to 100%."),
    "turnover_missing": gettext_lazy("Fill in which part of the homes changes tenants, or leave this open."),
    "saves_nowhere": gettext_lazy("Choose into which money of members it goes."),
    "saves_unknown": gettext_lazy("Choose money of members that stays in."),
    "type_unknown": gettext_lazy("One of these types of home is not in the plan any more."),
    "spread_plain": gettext_lazy(
        "Only a loan that is repaid at the end, without other interest or years without repayment, can be lent again "
        "bit by bit."
    ),
    "nothing_rolls": gettext_lazy(
        "There is nothing to lend again: choose that the loan is repaid at the end, or which part is."
    ),
    "months_missing": gettext_lazy(
        "Fill in the two months until the first rent as well: interest month by month needs them."
    ),
    "interest_grows": gettext_lazy("With this interest the costs grow without an end. Choose the other way."),
    "market_value_missing": gettext_lazy("Fill in the value of the homes as well, under homes and rents."),
    "ltv_without_value": gettext_lazy(
        "Fill in the value of the homes as well, under homes and rents, or leave this open."
    ),
    "exit_without_value": gettext_lazy("Fill in the value of the homes as well, under homes and rents."),
    "canon_twice": gettext_lazy("Fill in an amount a year, or a percentage with the value of the ground: not both."),
    "canon_half": gettext_lazy("Fill in the percentage and the value of the ground, or neither."),
    "contribution_twice": gettext_lazy("Fill in one of both: in total, or per home."),
    "rent_twice": gettext_lazy("Fill in one of both: a rent per month, or a rent per m²."),
    "bracket_end": gettext_lazy("Give every bracket an end, and leave it open in the highest one."),
    "bracket_order": gettext_lazy("There is a bracket with this end already."),
    "series_unused": gettext_lazy(
        "Nothing in the plan grows with this series any more. Choose what does, or take it away, under years and "
        "growth."
    ),
    "term_and_percentage": gettext_lazy("Fill in one of both: a number of years, or a percentage."),
}
"""By the code of a problem: the sentence for who fills in a field, where the engine speaks of keys and their values."""


def problem_beside_field(problem: Problem) -> str:
    """The sentence beside the field of a page, of a problem whose path is that of a patch."""
    figure = FIGURES.get(path_of(problem.path.split("/")))
    words: dict[str, Any] = {
        name: figure.written(_number(value)) if name in LIMITS and figure is not None else _month(str(value))
        for name, value in problem.params.items()
    }
    return str(BESIDE_A_FIELD[problem.code]) if problem.code in BESIDE_A_FIELD else _(problem.template) % words


def problem_in_words(problem: Problem) -> str:
    """The sentence in the reader's language; a limit is written as the figure is: "100%" and not 1.0."""
    figure = FIGURES.get(re.sub(r"\[[^\]]*\]", "[]", problem.path))
    words: dict[str, Any] = dict(problem.params)
    if figure is not None:
        words |= {name: figure.written(_number(words[name])) for name in LIMITS if name in words}
    return _(problem.template) % words


def _month(value: str) -> str:
    """A month in words; anything else as it is."""
    return month(value) if re.fullmatch(r"\d{4}-\d{2}", value, re.ASCII) else value


def _number(limit: str) -> float | int:
    value = float(limit)
    return int(value) if value.is_integer() else value
