"""What a result means, in words and euros."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.formats import euro, number, percent
from financing.engine import Result
from financing.engine.result_documents import CriterionOutcome
from financing.plans.figures import headings


@dataclass(frozen=True)
class CriterionInWords:
    """One criterion: its name, what it is called, whether it holds, and what that means."""

    name: str
    title: str
    holds: bool
    sentence: str


def verdict_sentence(result: Result) -> str:
    """Does the plan close? One sentence, or two."""
    if result.closes:
        worst = min(zip(result.years.liquidity, result.years.year, strict=True))
        return str(CLOSES) % {
            "amount": euro(worst[0]),
            "year": worst[1],
        }
    failing = {criterion.name: criterion for criterion in result.criteria if not criterion.holds}
    name = next(name for name in FIRST_TOLD if name in failing)
    return " ".join([str(DOES_NOT_CLOSE), WORDS[name].short(failing[name])])


def criteria_in_words(criteria: Iterable[CriterionOutcome]) -> list[CriterionInWords]:
    """Every criterion that is switched on, the failing ones first."""
    words = [
        CriterionInWords(
            name=criterion.name,
            title=WORDS[criterion.name].title(),
            holds=criterion.holds,
            sentence=WORDS[criterion.name].good(criterion)
            if criterion.holds
            else WORDS[criterion.name].short(criterion),
        )
        for criterion in criteria
    ]
    return sorted(words, key=lambda criterion: criterion.holds)


@dataclass(frozen=True)
class _Words:
    title: Callable[[], str]
    short: "_Says"
    good: "_Says"


def _facts(criterion: CriterionOutcome) -> dict[str, Any]:
    value, name = criterion.worst_value, criterion.name
    ratio = name in ("ltv", "equity_share")
    return {
        "short": euro(criterion.shortfall),
        "first": criterion.first_year,
        "worst": criterion.worst_year,
        "value": "-"
        if value is None
        else percent(value, 1)
        if ratio
        else number(value, 2)
        if name in ("dscr", "dscr_total")
        else euro(value),
        "norm": percent(criterion.threshold, 0) if ratio else number(criterion.threshold, 2),
    }


@dataclass(frozen=True)
class _Says:
    """A sentence about a criterion; `template` has the facts' places in it, for whoever fills them in another way."""

    template: Callable[[], str]

    def __call__(self, criterion: CriterionOutcome) -> str:
        return self.template() % _facts(criterion)


CLOSES = gettext_lazy("The plan closes. The least cash at the end of a year is %(amount)s, in %(year)s.")
DOES_NOT_CLOSE = gettext_lazy("The plan does not close.")
PAID_FOR = gettext_lazy("There is money for the whole investment.")

FIRST_TOLD = ("funding", "dscr", "dscr_total", "liquidity", "reserve", "ltv", "equity_share")
"""Which failing criterion says most, first."""

WORDS = {
    "funding": _Words(
        lambda: _("The money for the investment"),
        _Says(lambda: _("For %(short)s of the investment there is no source of money yet.")),
        _Says(lambda: str(PAID_FOR)),
    ),
    "liquidity": _Words(
        lambda: str(headings.CASH_IN_HAND),
        _Says(
            lambda: _("From %(first)s there is too little cash. In the worst year, %(worst)s, %(short)s is missing.")
        ),
        _Says(lambda: _("There is enough cash in every year; the least is %(value)s, in %(worst)s.")),
    ),
    "dscr": _Words(
        lambda: _("Room to pay the bank (DSCR)"),
        _Says(
            lambda: _(
                "From %(first)s the income is too low to pay the bank with the room it asks. "
                "In the worst year, %(worst)s, %(short)s is missing."
            )
        ),
        _Says(lambda: _("The income is at least %(value)s times what the bank asks; the norm is %(norm)s.")),
    ),
    "dscr_total": _Words(
        lambda: _("Room to pay all lenders (DSCR)"),
        _Says(
            lambda: _(
                "From %(first)s the income is too low to pay all lenders together with the room that is asked. "
                "In the worst year, %(worst)s, %(short)s is missing."
            )
        ),
        _Says(lambda: _("The income is at least %(value)s times what all lenders together ask; the norm is %(norm)s.")),
    ),
    "ltv": _Words(
        lambda: _("The bank loan against the value (LTV)"),
        _Says(
            lambda: _(
                "The bank lends %(value)s of the value of the homes; the norm is at most %(norm)s. That is "
                "%(short)s too much."
            )
        ),
        _Says(lambda: _("The bank lends %(value)s of the value of the homes; the norm is at most %(norm)s.")),
    ),
    "reserve": _Words(
        lambda: _("The reserve for maintenance"),
        _Says(
            lambda: _(
                "From %(first)s the reserve for maintenance is too small. In the worst year, %(worst)s, "
                "%(short)s is missing."
            )
        ),
        _Says(lambda: _("The reserve for maintenance is enough in every year.")),
    ),
    "equity_share": _Words(
        lambda: _("Money of your own"),
        _Says(
            lambda: _(
                "Your own money and grants are %(value)s of the investment; the norm is %(norm)s. %(short)s is missing."
            )
        ),
        _Says(lambda: _("Your own money and grants are %(value)s of the investment; the norm is %(norm)s.")),
    ),
}
