"""What can be chosen in a plan, with the words for each choice."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coophub.web.formats import Words
from financing.plans.figures.kinds import NO, YES


@dataclass(frozen=True)
class Choice:
    """`label` says what it is on a page and on paper; `short` in a cell of a spreadsheet, where there is little
    room.
    """

    label: Words
    short: Words = ""

    def __str__(self) -> str:
        return str(self.label)

    @property
    def in_a_cell(self) -> str:
        return str(self.short or self.label)


Choices = Mapping[str, Choice]

ANSWERS = {"yes": Choice(YES), "no": Choice(NO)}

CATEGORIES = {
    "land": Choice(_("Ground")),
    "construction": Choice(_("Building")),
    "additional": Choice(_("Fees and charges")),
    "contingency": Choice(_("For the unexpected")),
}

BASES = {**CATEGORIES, "all": Choice(_("all of these together"), _("all costs"))}
"""Of what a cost can be a share."""

SHARES = {
    "land": Choice(_("As a percentage of the ground")),
    "construction": Choice(_("As a percentage of the building costs")),
    "additional": Choice(_("As a percentage of fees and charges")),
    "contingency": Choice(_("As a percentage of the amount for the unexpected")),
    "all": Choice(_("As a percentage of all of these together")),
}
"""The same, as a way to say how much a cost is."""

SERIES = {
    "inflation": Choice(_("Prices in general")),
    "rent": Choice(_("Rents")),
    "construction": Choice(_("Building costs")),
    "maintenance": Choice(_("Maintenance costs")),
    "canon": Choice(_("Ground rent")),
    "market_value": Choice(_("Value of homes")),
}

MONEY = {
    "bank_loan": Choice(_("Loan of a bank")),
    "municipal_loan": Choice(_("Loan of the municipality")),
    "svn_loan": Choice(_("Loan of SVn")),
    "member_loan": Choice(_("Loan of members")),
    "crowdfunding": Choice(_("Crowdfunding or bonds")),
    "member_equity": Choice(_("Money of members that stays in")),
    "subsidy": Choice(_("Subsidy")),
    "gift": Choice(_("Gift")),
    "other_loan": Choice(_("Another loan")),
}

WHOSE_MONEY = {
    "bank": Choice(_("Bank")),
    "city": Choice(_("Municipality and SVn")),
    "members": Choice(_("Members")),
    "subsidy": Choice(_("Subsidy and gifts")),
    "other": Choice(_("Other loans")),
}
"""Kinds of money taken together by whose it is."""

RANKS_OF_LOANS = {
    "senior": Choice(pgettext_lazy("loan", "paid first")),
    "subordinated": Choice(pgettext_lazy("loan", "paid after the bank")),
}
RANKS_OF_OWN_MONEY = {"equity": Choice(_("own money")), "grant": Choice(_("grant or gift"))}
RANKS = {**RANKS_OF_LOANS, **RANKS_OF_OWN_MONEY}

REPAYMENTS = {
    "annuity": Choice(_("The same each month (annuity)"), _("annuity")),
    "linear": Choice(_("The same repayment (linear)"), _("linear")),
    "bullet": Choice(_("All at the end")),
}

EXITS = {
    "none": Choice(_("not counted")),
    "market_value": Choice(_("the value of the homes then"), _("value of the homes")),
    "multiple": Choice(_("a multiple of the last net rent"), _("times the net rent")),
}

TENURES = {"rent": Choice(_("let")), "sale": Choice(_("sold"))}

PRICES = {"cost": Choice(_("what the home costs"))}

INTEREST_METHODS = {
    "half": Choice(_("over half of the building costs"), _("over half")),
    "monthly": Choice(_("month by month, for each loan"), _("by month")),
}

PAID_ON = {"completion": Choice(_("when everything is ready"))}

PAYMENTS = {"12": Choice(_("every month")), "4": Choice(_("every quarter")), "1": Choice(_("once a year"))}
"""How often a loan is paid, by the payments in a year."""

UNSAID: Mapping[str, Words] = {
    "investment.lines[].indexed": _("as usual: building and fees do, ground does not"),
    "funding[].rank": _("as usual: the bank first"),
    "funding[].indexed_by": _("nothing: it stays the same amount"),
    "funding[].paid_on": _("when it is needed"),
    "dwellings[].saves_in": _("nothing is saved"),
}
"""By the path of a choice: what no choice means."""

OF_A_PLAN: tuple[Choices, ...] = (
    CATEGORIES,
    BASES,
    SERIES,
    MONEY,
    RANKS,
    REPAYMENTS,
    EXITS,
    TENURES,
    PRICES,
    INTEREST_METHODS,
    PAID_ON,
)


def choices_of(options: frozenset[str]) -> Choices:
    """The words for what the plan document lets choose. Raises StopIteration for options without words."""
    return next(choices for choices in OF_A_PLAN if options == choices.keys())
