"""The fields that parts share. A draft may be half done: what is missing is said by the part, not by its form."""

from decimal import Decimal
from typing import Any

from coophub.web.fields import EuroField
from coophub.web.forms import needed_later
from financing.subsidies.law.budget import CENT


def amount_field(label: Any, *, least: Decimal = CENT, **kwargs: Any) -> EuroField:
    return needed_later(EuroField(label=label, min_value=least, **kwargs))
