"""Why a figure of a result does not exist, in words, as the screen, the PDF and the workbook say it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from coophub.web.formats import percent
from financing.engine import Result
from financing.engine.result import NO_INVESTMENT, NO_MARKET_VALUE, NO_SENIOR_DEBT
from financing.engine.result_documents import Metrics
from financing.engine.returns import MORE_THAN_ONE, NO_EQUITY, NO_NET_INVESTMENT, NO_RATE_FOUND, NO_SIGN_CHANGE
from financing.plans.figures.verdict import WORDS

NO_OWN_MONEY = _("There is no own money.")
ONE_WAY = _("The flows are all in or all out.")
NOTHING_FOUND = _("No rate makes the flows worth nothing.")
SEVERAL = _(
    "More than one rate makes the flows worth nothing, from %(lowest)s to %(highest)s, so none of them is the return."
)
VALUE_WAITS = _(
    "Not judged yet: nobody filled in what the homes are worth. The bank compares its loan with that value, so ask a "
    "valuer."
)
ALL_SOLD = _("The homes that are sold pay for everything.")
IN_WORDS = {
    NO_EQUITY: NO_OWN_MONEY,
    NO_SIGN_CHANGE: ONE_WAY,
    NO_RATE_FOUND: NOTHING_FOUND,
    NO_SENIOR_DEBT: _("There is no loan that is paid first."),
    NO_MARKET_VALUE: _("No value is filled in."),
    NO_INVESTMENT: _("Nothing is invested."),
    NO_NET_INVESTMENT: ALL_SOLD,
}


def why_undefined(metrics: Metrics, name: str) -> str:
    """Why the figure is left out; "" when it is there."""
    reason = metrics.undefined.get(name)
    if not isinstance(reason, str):
        return ""
    if reason.startswith(MORE_THAN_ONE):
        rates = [float(rate) for rate in reason.removeprefix(f"{MORE_THAN_ONE}: ").split(", ")]
        return str(SEVERAL) % {"lowest": percent(min(rates), 1), "highest": percent(max(rates), 1)}
    return str(IN_WORDS.get(reason, reason))


@dataclass(frozen=True)
class NotJudgedYet:
    """A criterion that is not judged, because it needs a value that nobody gave."""

    title: str
    sentence: str


def what_waits(document: Mapping[str, Any], result: Result) -> list[NotJudgedYet]:
    """What a bank asks and this plan cannot be judged on yet."""
    has_senior_debt = any(source.rank == "senior" and source.amount for source in result.funding.sources)
    if not has_senior_debt or document.get("market_value"):
        return []
    return [NotJudgedYet(title=WORDS["ltv"].title(), sentence=str(VALUE_WAITS))]
