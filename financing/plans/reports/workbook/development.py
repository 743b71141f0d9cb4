"""The sheet of the months until the first rent: what is spent, whose money pays for it and what must be advanced
(section 9).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from financing.engine import Plan
from financing.engine.development import ORDER, DevelopmentPhase
from financing.engine.documents import CostLine, Development, Source
from financing.engine.funding import kept_apart_of
from financing.engine.sales import SALES
from financing.plans.document.months import month_number
from financing.plans.figures import headings, label_of, result_label
from financing.plans.reports.workbook.book import GREY, UNDEFINED, Book, Linked, SheetCell
from financing.plans.reports.workbook.choices import is_, place_of
from financing.plans.reports.workbook.construction_interest import (
    InterestSheet,
    Purse,
    Turns,
    before,
    drawn_formula,
    interest_formula,
)
from financing.plans.reports.workbook.development_inputs import SPARE_PARTS, given_months, month_serial, parts_of
from financing.plans.reports.workbook.figures import Figures, YearSeries, one
from financing.plans.reports.workbook.instalments import Parts, SourceInTurn, parts_in, write_available
from financing.plans.reports.workbook.months import (
    ALL,
    AMOUNT,
    DATE_ROW,
    FIRST,
    FROM,
    MARGIN,
    MONTH,
    TO,
    MonthRow,
    MonthSheet,
    number_in,
    times_of,
)
from financing.plans.reports.workbook.years import Formula


def write_development(book: Book, figures: Figures) -> None:
    """The sheet of a plan that has a development phase."""
    development, phase = figures.plan.development, figures.here.development
    if development is None or phase is None:
        return
    writer = _Writer(book, figures, development, phase)
    writer.open(
        str(headings.UNTIL_THE_FIRST_RENT),
        _("What is paid in which month, whose money it is, what must be advanced, and what the loans cost meanwhile.")
        if writer.by_month
        else _("What is paid in which month, whose money it is, and what must be advanced. It changes no other sheet."),
    )
    book.places["development.month"] = SheetCell(writer.sheet, DATE_ROW, FIRST)
    answers = writer.leave_room_for_answers()
    spending = writer.costs(writer.ways_to_spread())
    shortage = writer.money(spending)
    writer.answers(answers, spending, shortage)
    writer.close()
    writer.rounds()


@dataclass(frozen=True)
class _Queued:
    """A source of money in the months: its name, from which month it can be used, when it is its turn, and how much it
    has, each as a formula with what that gives.
    """

    name: str | Linked
    first_month: str
    starts: int
    turn_formula: str
    turn: int
    amount_formula: str
    amount: float
    funding: int | None = None
    parts: Parts | None = None

    @property
    def text(self) -> str:
        return self.name.text if isinstance(self.name, Linked) else self.name

    @property
    def as_purse(self) -> Purse:
        return Purse(self.name, self.amount_formula, self.funding)


class _Writer(MonthSheet):
    """Writes the sheet from top to bottom."""

    def __init__(self, book: Book, figures: Figures, development: Development, phase: DevelopmentPhase) -> None:
        super().__init__(book, book.sheets["development"], times_of(figures, development))
        self.figures, self.development, self.phase = figures, development, phase
        self.spreads: dict[str, YearSeries] = {}
        self.available: list[MonthRow] = []
        by_month = "construction_interest" in book.sheets
        self.by_month = InterestSheet(book, figures, self.times) if by_month else None

    # The answers, above everything else.

    def leave_room_for_answers(self) -> int:
        first = self.sheet.row + 1
        self.sheet.row += 8
        return first

    def answers(self, first: int, spending: MonthRow, shortage: MonthRow) -> None:
        sheet, times = self.sheet, self.times
        below = sheet.row
        need, month = one(self.phase.pre_finance_need), self.phase.pre_finance_month[0]
        dates = f"${xl_col_to_name(FIRST)}${DATE_ROW + 1}:${xl_col_to_name(FIRST + times.columns - 1)}${DATE_ROW + 1}"
        most = f"INDEX({dates},MATCH(pre_finance_need,{shortage.all},0))"
        building = (
            "12*(YEAR(construction_start)-YEAR(development_start))+MONTH(construction_start)-MONTH(development_start)+1"
        )
        rows: Sequence[tuple[str, str, str, float | int | str | None, str, str]] = (
            (
                "pre_finance_need",
                _("Most that has to be advanced"),
                f"MAX({shortage.all})",
                need,
                "euro",
                "pre_finance_need",
            ),
            (
                "",
                _("In the month"),
                f'IF(pre_finance_need<half_a_cent,"{UNDEFINED}",{most})',
                month and month_serial(month_number(month)),
                MONTH,
                "pre_finance_month",
            ),
            (
                "development_months",
                _("Months until the first rent"),
                "12*(first_year-YEAR(development_start))-MONTH(development_start)+1",
                times.count,
                "count",
                "",
            ),
            (
                "construction_first",
                _("Number of the month in which building starts"),
                building,
                times.construction,
                "count",
                "",
            ),
            (
                "construction_last",
                _("Number of the last month of building"),
                "MIN(construction_first+MAX(construction_months,1)-1,development_months)",
                times.construction_end,
                "count",
                "",
            ),
            (
                "",
                _("Costs that fall in no month (must be 0)"),
                f"ROUND(total_investment{_and_kept_apart(self.figures.plan)}-{spending.at(ALL)},2)",
                0.0,
                "euro",
                "",
            ),
        )
        sheet.row = first
        for name, label, formula, value, unit, key in rows:
            style = "total_label" if name == "pre_finance_need" else ""
            sheet.text(sheet.row, 0, label, style)
            cell = sheet.formula(
                sheet.row, AMOUNT, formula, value, unit, style, key=f"development.{key}" if key else ""
            )
            if name:
                self.book.name(name, cell)
            sheet.row += 1
        sheet.row = below

    # What is spent.

    def ways_to_spread(self) -> dict[str, MonthRow]:
        """How a cost without months of its own falls: which part of it in which month."""
        times = self.times
        self.part(_("How costs are spread over the months"))
        last_before = times.construction - 1
        ways: dict[str, tuple[str, Formula, YearSeries]] = {
            "at_start": (
                _("When building starts"),
                lambda month: f"IF({self.number(month)}=construction_first,1,0)",
                times.over(times.construction, times.construction),
            ),
            "before": (
                _("Evenly before building starts"),
                lambda month: f"IF({self.number(month)}<construction_first,1/(construction_first-1),0)",
                times.over(1, last_before) if last_before else np.zeros(times.columns),
            ),
            "during": (
                _("Evenly over the building period"),
                lambda month: (
                    f"IF(AND({self.number(month)}>=construction_first,{self.number(month)}<=construction_last),"
                    "1/(construction_last-construction_first+1),0)"
                ),
                times.over(times.construction, times.construction_end),
            ),
        }
        self.spreads = {name: values for name, (_label, _formula, values) in ways.items()}
        return {
            name: self.fill(self.row(label), formula, values, unit="percent")
            for name, (label, formula, values) in ways.items()
        }

    def costs(self, ways: dict[str, MonthRow]) -> MonthRow:
        """What is paid in each month, by cost."""
        lines = list(enumerate(self.figures.plan.investment.lines, start=1))
        self.part(_("Part of a cost that falls in months of its own"))
        parts = {number: self._parts(number, line) for number, line in lines}
        self.part(_("Spending"))
        rows = [self._line(number, line, ways, *parts[number]) for number, line in lines]
        if self.figures.plan.guarantee_fund:
            rows.append(self._kept_apart())
        if self.by_month:
            self.without_interest = self._without_interest(rows)
        interest = self.interest = self.row(result_label("investment.construction_interest"))
        if not self.by_month:
            amount = one(self.figures.here.cost.construction_interest)
            self.before(interest, AMOUNT, "construction_interest", amount)
            self.fill(
                interest,
                lambda month: f"{interest.amount}*{ways['during'][month]}",
                amount * self.spreads["during"],
            )
        first = rows[0] if rows else interest
        if self.by_month:
            first = self.without_interest
        spending = self.row(_("All spending"), bold=True)
        self.fill(
            spending,
            lambda month: f"SUM({first[month]}:{interest[month].rpartition('!')[2]})",
            self.times.padded(self.phase.spending[0]),
            key="development.spending",
            bold=True,
        )
        so_far = self.times.padded(self.phase.spending[0]).cumsum()
        self.fill(
            self.row(str(headings.SPENT_SO_FAR)), lambda month: f"SUM({spending.until(month)})", so_far, total=False
        )
        return spending

    def _without_interest(self, rows: Sequence[MonthRow]) -> MonthRow:
        """What the interest of the months is worked out with."""
        values = self.times.padded(self.phase.spending[0] - self.phase.interest[0])
        return self.fill(self.row(_("Spending without interest")), lambda month: _sum_of(rows, month), values)

    def rounds(self) -> None:
        """The sheet beside it on which the interest comes to rest, of a plan that has it by month."""
        if not self.by_month:
            return
        starts = {purse.text: purse.starts for purse in self.queued}
        turns = Turns(self.sheet.quoted, self.top, self.bottom, starts, self.available)
        ordered = sorted(self.queued, key=lambda purse: purse.turn)
        purses, in_turn = ([purse.as_purse for purse in each] for each in (self.queued, ordered))
        self.by_month.write_rounds(purses, in_turn, self.without_interest, turns)

    def _kept_apart(self) -> MonthRow:
        """The guarantee fund is there from the last month on."""
        amount = kept_apart_of(self.figures.plan)
        row = self.row(label_of("guarantee_fund"))
        self.before(row, AMOUNT, "guarantee_fund_amount", amount)
        return self.fill(
            row,
            lambda month: f"IF({self.number(month)}=development_months,{row.amount},0)",
            amount * self.times.over(self.times.count, self.times.count),
        )

    def _parts(self, number: int, line: CostLine) -> tuple[list[MonthRow], YearSeries]:
        """The rows of a line's parts, and what they make of it together."""
        given = parts_of(self.development, line)
        rows, whole = [], np.zeros(self.times.columns)
        for count in range(1, len(given) + SPARE_PARTS + 1):
            entry = given[count - 1] if count <= len(given) else None
            first, last = (self.times.number(entry.from_), self.times.number(entry.to)) if entry else (0, 0)
            name = f"cost_{number}_part_{count}"
            row = self.row(Linked(f"cost_{number}_name", line.name))
            self.before(row, FROM, number_in(f"{name}_from", "0"), first, "count")
            self.before(row, TO, number_in(f"{name}_to", "0"), last, "count")
            self.before(row, AMOUNT, f"{name}_share+0", entry.share if entry else 0.0, "percent")
            share = entry.share * self.times.over(first, last) if entry else np.zeros(self.times.columns)
            self.fill(row, self._within(row), share, unit="percent")
            rows.append(row)
            whole += share
        return rows, whole

    def _within(self, row: MonthRow) -> Formula:
        first, last = row.at(FROM), row.at(TO)
        return lambda month: (
            f"IF(AND({self.number(month)}>={first},{self.number(month)}<={last}),{row.amount}/({last}-{first}+1),0)"
        )

    def _line(
        self, number: int, line: CostLine, ways: dict[str, MonthRow], parts: list[MonthRow], own: YearSeries
    ) -> MonthRow:
        amount = one(self.figures.here.cost.lines[number - 1].incl_vat)
        row = self.row(Linked(f"cost_{number}_name", line.name))
        self.before(row, AMOUNT, f"cost_{number}_incl_vat", amount)

        def formula(month: int) -> str:
            start, before, during = (ways[name][month] for name in ("at_start", "before", "during"))
            early = f"IF(construction_first>1,({before}+{during})/2,{during})"
            usual = f"CHOOSE({place_of(f'cost_{number}_category', 'categories')},{start},{during},{early},{during})"
            mine = f"SUM({parts[0][month]}:{parts[-1][month].rpartition('!')[2]})"
            return f"{row.amount}*IF(COUNT(cost_{number}_part_shares)=0,{usual},{mine})"

        return self.fill(row, formula, amount * self._spread(line, own))

    def _spread(self, line: CostLine, own: YearSeries) -> YearSeries:
        if parts_of(self.development, line):
            return own
        if line.category == "land":
            return self.spreads["at_start"]
        if line.category == "additional" and self.times.construction > 1:
            return 0.5 * (self.spreads["before"] + self.spreads["during"])
        return self.spreads["during"]

    # Whose money pays for it.

    def money(self, spending: MonthRow) -> MonthRow:
        """What is drawn from each source, the first to be used on top, and what is short at the end of each month."""
        queue = self._queue()
        if self.by_month:
            self.by_month.write_rates([purse.as_purse for purse in self.queued])
        self.part(_("Money used"))
        drawn: list[MonthRow] = []
        shortage_row = self.sheet.row + len(queue) + 2
        shortage = MonthRow(self.sheet, shortage_row, self.times.columns)
        for place, purse in enumerate(queue, start=1):
            drawn.append(self._drawn(place, purse, spending, shortage, drawn))
        if self.by_month:
            interest = self.times.padded(self.phase.interest[0])
            self.fill(self.interest, interest_formula(self, drawn, shortage), interest)
        used = self.phase.drawn.values()
        total = sum((self.times.padded(amounts[0]) for amounts in used), start=np.zeros(self.times.columns))
        all_used = self.row(_("All money used"), bold=True)
        self.fill(all_used, lambda month: _sum_of(drawn, month), total, bold=True)
        self.fill(
            self.row(_("Used so far")), lambda month: f"SUM({all_used.until(month)})", total.cumsum(), total=False
        )
        self.row(str(headings.TO_BE_ADVANCED), bold=True)
        last = self.phase.shortage[0, -1]
        return self.fill(
            shortage,
            lambda month: f"{before(shortage, month)}{spending[month]}-{all_used[month]}",
            np.concatenate([self.phase.shortage[0], np.full(MARGIN, last)]),
            key="development.shortage",
            bold=True,
            total=False,
        )

    def _money(self) -> list[_Queued]:
        """Every source of money, in the order of the plan, with what comes in early and what is sold for."""
        funding = self.figures.here.funding
        queued = [
            _Queued(
                Linked(f"funding_{number}_name", source.name),
                self._first_month(number, source),
                self._starts(source),
                _turn_of_rank(number, source),
                _turn(source.effective_rank),
                f"funding_{number}_amount",
                one(amount),
                number,
                parts_in(self.development, source.name, f"funding_{number}"),
            )
            for number, (source, amount) in enumerate(funding.sources, start=1)
        ]
        for number, income in enumerate(self.figures.plan.early_income, start=1):
            name, month = f"early_income_{number}", max(self.times.number(income.month), 1)
            starts = f"MAX(1,{number_in(f'{name}_month', '1')})"
            turn = _turn("early_income")
            queued.append(
                _Queued(
                    Linked(f"{name}_name", income.name),
                    starts,
                    month,
                    _turn_of(turn, f"{name}_amount"),
                    turn,
                    f"{name}_amount",
                    income.amount,
                )
            )
        if self.figures.plan.has_sales:
            turn, amount = _turn("sales"), one(self.figures.here.cost.sales.proceeds)
            parts = parts_in(self.development, SALES, "sales")
            queued.append(
                _Queued(
                    SALES,
                    f"MAX(1,{_first_month('sales', parts, 'construction_first')})",
                    self._given_start(SALES) or self.times.construction,
                    _turn_of(turn, "sale_proceeds"),
                    turn,
                    "sale_proceeds",
                    amount,
                    parts=parts,
                )
            )
        return queued

    def _queue(self) -> list[_Queued]:
        """Writes from when each source can be used and when it is its turn. Gives the sources in that order."""
        queued = self.queued = self._money()
        self.part(_("Whose money is used first"))
        sheet = self.sheet
        sheet.text(sheet.row, 0, _("Own money first, then grants, other loans and the bank."), "lead")
        sheet.row += 1
        for col, head in (
            (FROM, str(headings.FROM_MONTH)),
            (TO, label_of("funding[].rank")),
            (AMOUNT, str(headings.AMOUNT)),
            (ALL, _("turn")),
        ):
            sheet.text(sheet.row, col, head, font_color=GREY, align="right")
        sheet.row += 1
        top = sheet.row
        self.top, self.bottom = top + 1, top + len(queued)
        ordered = sorted(queued, key=lambda purse: purse.turn)
        rows: list[MonthRow] = []
        for purse in queued:
            row = self.row(purse.name)
            rows.append(row)
            self.before(row, FROM, purse.first_month, purse.starts, "count")
            self.before(row, TO, purse.turn_formula, purse.turn, "count")
            self.before(row, AMOUNT, purse.amount_formula, purse.amount)
            col = xl_col_to_name(TO)
            mine, ranks = f"{col}{row.number + 1}", f"${col}${self.top}:${col}${self.bottom}"
            place = f'COUNTIF({ranks},"<"&{mine})+COUNTIF(${col}${self.top}:{mine},{mine})'
            self.before(row, ALL, place, ordered.index(purse) + 1, "count")
        if any(purse.parts for purse in queued):
            waiting = [
                SourceInTurn(each.name, row, each.starts, each.parts) for each, row in zip(queued, rows, strict=True)
            ]
            order = [queued.index(purse) for purse in ordered]
            self.available = write_available(self, waiting, order, self._turns)
        return ordered

    @property
    def _turns(self) -> str:
        return f"${xl_col_to_name(ALL)}${self.top}:${xl_col_to_name(ALL)}${self.bottom}"

    def _starts(self, source: Source) -> int:
        if given := self._given_start(source.name):
            return given
        if source.paid_on == "completion":
            return self.times.count
        return self.times.construction if source.is_loan or source.remainder else 1

    def _given_start(self, name: str) -> int:
        """From which month the plan says that a source can be used; 0 where it says nothing."""
        numbers = [self.times.number(entry.from_) for entry in given_months(self.development, name)]
        return max(min(numbers), 1) if numbers else 0

    def _first_month(self, number: int, source: Source) -> str:
        rest = is_(f"funding_{number}_form", "source_forms", "remainder")
        usual = "construction_first" if source.is_loan else f"IF({rest},construction_first,1)"
        usual = "development_months" if source.paid_on == "completion" else usual
        cell = f"funding_{number}"
        return f"MAX(1,{_first_month(cell, parts_in(self.development, source.name, cell), usual)})"

    def _drawn(
        self, place: int, found: _Queued, spending: MonthRow, shortage: MonthRow, earlier: Sequence[MonthRow]
    ) -> MonthRow:
        """The money of the source whose turn it is in this place."""
        sheet, number = self.sheet, self.sheet.row
        row = MonthRow(sheet, number, self.times.columns)

        def of_turn(col: int) -> str:
            letter = f"${xl_col_to_name(col)}"
            return f"INDEX({letter}${self.top}:{letter}${self.bottom},MATCH({place},{self._turns},0))"

        sheet.formula(number, 0, of_turn(0), found.text, "text", key=f"development.drawn[{place - 1}].name")
        self.before(row, FROM, of_turn(FROM), found.starts, "count")
        self.before(row, AMOUNT, of_turn(AMOUNT), found.amount)
        if self.by_month:
            rate = self.by_month.rate_in(f"MATCH({place},{self._turns},0)")
            self.before(row, TO, rate, self.by_month.rate_of(found.as_purse), "rate")
        sheet.row += 1

        def formula(month: int) -> str:
            others = f"-({_sum_of(earlier, month)})" if earlier else ""
            asked = f"{before(shortage, month)}{spending[month]}{others}"
            return drawn_formula(self, row, month, asked, self.available[place - 1 : place])

        drawn = self.times.padded(self.phase.drawn[found.text][0])
        return self.fill(row, formula, drawn, key=f"development.drawn[{place - 1}]")


def _and_kept_apart(plan: Plan) -> str:
    return "+guarantee_fund_amount" if plan.guarantee_fund else ""


def _first_month(cell: str, parts: Parts | None, usual: str) -> str:
    return parts.first_month(usual) if parts else number_in(f"{cell}_available_from", usual)


def _turn_of_rank(number: int, source: Source) -> str:
    if source.is_loan:
        return f"IF({is_(f'funding_{number}_rank', 'loan_ranks', 'senior')},{_turn('senior')},{_turn('subordinated')})"
    return f"IF({is_(f'funding_{number}_own_rank', 'own_ranks', 'equity')},{_turn('equity')},{_turn('grant')})"


def _turn_of(turn: int, amount: str) -> str:
    """A turn that no input changes, as a formula that looks at what it is about."""
    return f"IF(ISNUMBER({amount}),{turn},{turn})"


def _turn(rank: str) -> int:
    """Which rank is used when: 1 is the first."""
    return ORDER.index(rank) + 1


def _sum_of(rows: Sequence[MonthRow], month: int) -> str:
    return f"SUM({rows[0][month]}:{rows[-1][month].rpartition('!')[2]})" if rows else "0"
