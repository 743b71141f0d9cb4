"""What can be chosen on the inputs sheet, as words. A formula never holds such a word: it asks for the word's place in its list."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from financing.plans.workbook.book import Book

CHOICES: dict[str, dict[str, Any]] = {
    "answers": {"yes": gettext_lazy("yes"), "no": gettext_lazy("no")},
    "categories": {
        "land": gettext_lazy("Ground"),
        "construction": gettext_lazy("Building"),
        "additional": gettext_lazy("Fees and charges"),
        "contingency": gettext_lazy("For the unexpected"),
    },
    "bases": {
        "land": gettext_lazy("Ground"),
        "construction": gettext_lazy("Building"),
        "additional": gettext_lazy("Fees and charges"),
        "contingency": gettext_lazy("For the unexpected"),
        "all": gettext_lazy("all costs"),
    },
    "cost_forms": {
        "fixed": gettext_lazy("in total"),
        "per_dwelling": gettext_lazy("per home"),
        "per_m2": gettext_lazy("per m²"),
        "share_of": gettext_lazy("share of"),
    },
    "source_forms": {
        "fixed": gettext_lazy("in total"),
        "per_dwelling": gettext_lazy("per home"),
        "share_of_investment": gettext_lazy("share of the investment"),
        "share_of_market_value": gettext_lazy("share of the value"),
        "remainder": gettext_lazy("what is still missing"),
    },
    "operating_forms": {
        "fixed": gettext_lazy("in total"),
        "per_dwelling": gettext_lazy("per home"),
        "per_m2": gettext_lazy("per m²"),
        "share_of_gross_rent": gettext_lazy("share of the rents"),
    },
    "series": {
        "inflation": gettext_lazy("Prices in general"),
        "rent": gettext_lazy("Rents"),
        "construction": gettext_lazy("Building costs"),
        "maintenance": gettext_lazy("Maintenance costs"),
        "canon": gettext_lazy("Ground rent"),
        "market_value": gettext_lazy("Value of homes"),
    },
    "loan_ranks": {"senior": gettext_lazy("paid first"), "subordinated": gettext_lazy("paid after the bank")},
    "own_ranks": {"equity": gettext_lazy("own money"), "grant": gettext_lazy("grant or gift")},
    "repayments": {
        "annuity": gettext_lazy("annuity"),
        "linear": gettext_lazy("linear"),
        "bullet": gettext_lazy("all at the end"),
    },
    "exits": {
        "none": gettext_lazy("not counted"),
        "market_value": gettext_lazy("value of the homes"),
        "multiple": gettext_lazy("times the net rent"),
    },
}

KINDS = {
    "bank_loan": gettext_lazy("Loan of a bank"),
    "municipal_loan": gettext_lazy("Loan of the municipality"),
    "svn_loan": gettext_lazy("Loan of SVn"),
    "member_loan": gettext_lazy("Loan of members"),
    "crowdfunding": gettext_lazy("Crowdfunding or bonds"),
    "member_equity": gettext_lazy("Money of members that stays in"),
    "subsidy": gettext_lazy("Subsidy"),
    "gift": gettext_lazy("Gift"),
    "other_loan": gettext_lazy("Another loan"),
}


def word(choices: str, choice: str) -> str:
    """A choice in the reader's language."""
    return str(CHOICES[choices][choice])


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
