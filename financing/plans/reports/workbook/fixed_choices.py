"""What the inputs sheet says in words: what formulas are written by, so that there is no cell to fill in."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from financing.engine import Plan
from financing.plans.document.inputs import inputs_of
from financing.plans.reports.workbook.inputs import LAST_COL, InputSheet

FIXED = ("tenure", "saves_in", "rent_series", "target_series", "sale_price_indexed")
"""Of homes: what formulas are written by, so that it is no cell to fill in."""

NOT_IN_CELLS = (
    *FIXED,
    "of",
    "follows_letting",
    "spread",
    "indexed_by",
    "paid_on",
    "construction_interest_method",
)
"""What the sheet says in words, as there is no cell for it."""


def differing(items: Sequence[Any], keys: Sequence[str]) -> tuple[str, ...]:
    """The keys that say something in one of these rows: another thing than goes without saying."""
    return tuple(
        key for key in keys if any(getattr(item, key) != type(item).model_fields[key].default for item in items)
    )


def write_fixed_choices(sheet: InputSheet, plan: Plan) -> None:
    """What the plan says and no other cell of the sheet shows."""
    document = plan.model_dump(by_alias=True, exclude_unset=True)
    found = [given for given in inputs_of(document, only_given=True) if set(given.key) & set(NOT_IN_CELLS)]
    if not found:
        return
    sheet.section(_("What else the plan says"), LAST_COL)
    for given in found:
        sheet.text(sheet.row, 0, f"{given.row}: {given.label}" if given.row else given.label)
        sheet.text(sheet.row, 1, given.value)
        sheet.row += 1
