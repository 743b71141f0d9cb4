"""What can be chosen on the inputs sheet, as words.

A formula never holds such a word: it asks for the word's place in its list.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from financing.plans.figures import FIGURES
from financing.plans.figures.choices import (
    ANSWERS,
    BASES,
    CATEGORIES,
    EXITS,
    RANKS_OF_LOANS,
    RANKS_OF_OWN_MONEY,
    REPAYMENTS,
    SERIES,
    Choice,
    Choices,
)
from financing.plans.reports.workbook.book import Book


def _ways(rows: str, *keys: str) -> Choices:
    """The ways to give an amount of the rows of a list."""
    figures = {key: FIGURES[f"{rows}[].{key}"] for key in keys}
    return {key: Choice(figure.label, figure.short) for key, figure in figures.items()}


CHOICES: Mapping[str, Choices] = {
    "answers": ANSWERS,
    "categories": CATEGORIES,
    "bases": BASES,
    "cost_forms": _ways("investment.lines", "fixed", "per_dwelling", "per_m2", "share_of"),
    "source_forms": _ways(
        "funding", "fixed", "per_dwelling", "per_m2", "share_of_investment", "share_of_market_value", "remainder"
    ),
    "operating_forms": _ways("operating_costs", "fixed", "per_dwelling", "per_m2", "share_of_gross_rent"),
    "series": SERIES,
    "loan_ranks": RANKS_OF_LOANS,
    "own_ranks": RANKS_OF_OWN_MONEY,
    "repayments": REPAYMENTS,
    "exits": EXITS,
}


def word(choices: str, choice: str) -> str:
    """A choice in the reader's language."""
    return CHOICES[choices][choice].in_a_cell


def place_of(name: str, choices: str) -> str:
    """The number of what was chosen in an input, as a formula: 1 for the first of the list."""
    return f"MATCH({name},list_{choices},0)"


def is_(name: str, choices: str, choice: str) -> str:
    """Whether an input holds this choice, as a formula."""
    return f"{name}={named(choices, choice)}"


def named(choices: str, choice: str) -> str:
    """The name of the cell that holds the word of a choice."""
    return f"word_{choices}_{choice}"


def write_choices(book: Book) -> None:
    """The lists, each in a column: the inputs' menus show them and the formulas look in them."""
    sheet = book.sheets["lists"]
    sheet.heading(_("Lists"), _("The words to choose from on the inputs sheet. The formulas look them up here."))
    for col, (choices, words) in enumerate(CHOICES.items()):
        for number, choice in enumerate(words):
            sheet.text(sheet.row + number, col, word(choices, choice))
            book.name(named(choices, choice), sheet.cell(sheet.row + number, col))
        first, last = sheet.cell(sheet.row, col), sheet.cell(sheet.row + len(words) - 1, col)
        book.name(f"list_{choices}", f"{first}:{str(last).rpartition('!')[2]}")
    sheet.worksheet.set_column(0, len(CHOICES) - 1, 22)
    sheet.worksheet.hide()
    sheet.protect()
