"""The lines of a financing plan's investment, as an application's budget can take them over."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from financing.engine import calculate, parse_plan, result_of
from financing.plans.document.rows import KEY, keyed_document
from financing.plans.models import Plan
from financing.subsidies.law.budget import CENT
from financing.subsidies.models import BudgetLine


@dataclass(frozen=True)
class PlanLine:
    """A line with what it costs, in euros and cents; `key` is that of its row in the plan."""

    key: str
    name: str
    excl_vat: Decimal
    incl_vat: Decimal

    def amount(self, *, without_vat: bool) -> Decimal:
        """What counts for a group that gets its VAT back, or does not (KB 6)."""
        return self.excl_vat if without_vat else self.incl_vat


@dataclass(frozen=True)
class ChangedLine:
    """A row of the budget whose line in the plan is not any more as it was when it was copied; `now` is None when it is
    gone.
    """

    name: str
    revision: int
    then: Decimal
    now: Decimal | None


def plan_lines_of(plan: Plan) -> list[PlanLine]:
    """What each line of the plan costs now. Takes some milliseconds and no query."""
    rows = keyed_document(plan)["investment"].get("lines", [])
    lines = result_of(calculate(parse_plan(plan.document))).investment.lines
    return [
        PlanLine(row[KEY], line.name, _cents(line.excl_vat), _cents(line.incl_vat))
        for row, line in zip(rows, lines, strict=True)
    ]


def changed_since(plan: Plan | None, rows: Iterable[BudgetLine], *, without_vat: bool) -> list[ChangedLine]:
    """Which rows came from a plan line that is not any more what it was, and what stands there now."""
    copied = [row for row in rows if row.plan_amount is not None and row.plan_revision is not None]
    if not copied:
        return []
    now = {line.key: line for line in plan_lines_of(plan)} if plan is not None else {}
    changed = []
    for row in copied:
        line = now.get(row.plan_row)
        then, revision = row.plan_amount, row.plan_revision
        if then is None or revision is None or (line is not None and then in (line.excl_vat, line.incl_vat)):
            continue
        changed.append(
            ChangedLine(row.plan_line, revision, then, line.amount(without_vat=without_vat) if line else None)
        )
    return changed


def find_again(plan: Plan, rows: Iterable[BudgetLine]) -> None:
    """Lets rows that came from another plan go on with the line that is called the same in this one, if any."""
    copied = [row for row in rows if row.plan_line]
    keys = {line.name: line.key for line in plan_lines_of(plan)} if copied else {}
    for row in copied:
        row.plan_row = keys.get(row.plan_line, "")
        row.save(update_fields=["plan_row"])


def _cents(amount: float) -> Decimal:
    return Decimal(str(amount)).quantize(CENT)
