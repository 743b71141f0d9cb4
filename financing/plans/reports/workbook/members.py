"""Money of members that comes and goes, on the cash flow sheet (section 11.4)."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from financing.engine import Drivers
from financing.engine.members import MovingMoney
from financing.engine.time_series import growth_of
from financing.plans.figures import label_of, result_label
from financing.plans.reports.workbook.book import Linked
from financing.plans.reports.workbook.exploitation import ExploitationRows
from financing.plans.reports.workbook.figures import Figures, by_year, one
from financing.plans.reports.workbook.indices import cell_of
from financing.plans.reports.workbook.years import LONGEST, YearRow, YearSheet, total


@dataclass(frozen=True)
class MemberRows:
    """The money of one source, and what its return is more than that of the start."""

    saved: YearRow
    paid_in: YearRow
    left: YearRow
    indexed: YearRow
    balance: YearRow
    name: str
    has_return: bool

    def more_return(self, t: int) -> str:
        return f"{self.name}_return_rate*({self.balance[t - 1]}-{self.balance[0]})"


def write_members(sheet: YearSheet, figures: Figures, exploitation: ExploitationRows) -> list[MemberRows]:
    """The rows of each source of which the money moves."""
    moving = {money.source.name: money for money in figures.far.members.moving}
    found = [
        (number, moving[source.name])
        for number, source in enumerate(figures.plan.funding, start=1)
        if source.name in moving
    ]
    if found:
        sheet.part(result_label("statements.balance.member_equity"))
    return [_write_source(sheet, figures, number, money, exploitation) for number, money in found]


def _write_source(
    sheet: YearSheet, figures: Figures, number: int, money: MovingMoney, exploitation: ExploitationRows
) -> MemberRows:
    plan, source, name = figures.plan, money.source, f"funding_{number}"
    saving = exploitation.saved.get(source.name, [])
    sheet.add(Linked(f"{name}_name", source.name), unit="", bold=True)
    grows = source.indexed_by is not None
    growth = sheet.add(label_of("funding[].indexed_by"), "percent", unit="%") if grows else None
    grown = sheet.add(_("Factor since the start"), "factor", unit="×") if grows else None
    saved = sheet.add(result_label("years.member_saving"))
    paid_in = sheet.add(result_label("years.member_in"))
    left = sheet.add(result_label("years.member_out"))
    indexed = sheet.add(result_label("statements.income.member_indexation"))
    balance = sheet.add(_("At the end of the year"), bold=True)
    leaves = f"{name}_turnover_rate" if source.turnover_rate else "0"
    replaced = f"{name}_replaced" if source.turnover_rate else "1"
    if growth and grown:
        rates = growth_of(figures.far.plan, source.indexed_by or "", Drivers.neutral())[0]
        by_index = f"INDEX(growth_{cell_of(plan, source.indexed_by or '')},{{year}}-price_level_year+1)"
        growth.fill(lambda t: by_index.format(year=sheet.year(t)), rates)
        before = {1: ""} | {t: f"{grown[t - 1]}*" for t in range(2, LONGEST + 1)}
        grown.fill(lambda t: f"{before[t]}(1+{growth[t]})", np.cumprod(1 + rates))

    def times(row: YearRow | None, t: int, more: str = "") -> str:
        return f"*({more}{row[t]})" if row else ""

    saved.fill(lambda t: total(saving, t), by_year(money.saved))
    paid_in.fill(lambda t: f"{replaced}*{leaves}*{balance[0]}{times(grown, t)}", by_year(money.paid_in))
    left.fill(lambda t: f"{leaves}*{balance[t - 1]}{times(growth, t, '1+')}", by_year(money.left))
    indexed.fill(lambda t: f"{balance[t - 1]}{times(growth, t)}" if growth else "0", by_year(money.indexed))
    balance.begin(f"{name}_amount", one(money.amount))
    balance.fill(lambda t: f"{balance[t - 1]}+{indexed[t]}+{saved[t]}+{paid_in[t]}-{left[t]}", by_year(money.balance))
    return MemberRows(saved, paid_in, left, indexed, balance, name, bool(source.return_rate))
