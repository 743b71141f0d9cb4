"""The sheet of the interest while building, worked out by month for each loan (section 11.7).

How much a loan lends hangs on the investment, and that on the interest. A sheet cannot go round, so the rounds stand
under each other: each begins with an interest, divides the money with it, and finds what that comes to. As in the
engine the next one goes along the straight line through the last two.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from financing.engine import Plan
from financing.engine.construction_interest import GENTLE, SMALL_ENOUGH, market_value_of
from financing.engine.development import DevelopmentPhase, development_of
from financing.engine.documents import Dwelling, Source
from financing.engine.funding import Funding, funding_of
from financing.engine.investment import InvestmentCost, cost_of
from financing.engine.sales import AT_COST
from financing.plans.figures import headings, result_label
from financing.plans.reports.workbook.book import GREY, Book, Linked
from financing.plans.reports.workbook.choices import is_
from financing.plans.reports.workbook.figures import Figures, one
from financing.plans.reports.workbook.funding import beside, given_of
from financing.plans.reports.workbook.months import ALL, AMOUNT, FROM, MARGIN, TO, MonthRow, MonthSheet, Times
from financing.plans.reports.workbook.years import Formula

ROUNDS = 6
"""The third is mostly the last already; so many are enough when sources are used up in other months."""

PREFINANCE = "prefinance_rate/12"


def is_by_month(plan: Plan) -> bool:
    return plan.investment.construction_interest_method == "monthly"


@dataclass(frozen=True)
class Purse:
    """A source of money on the sheet of the months: its name, what it has when the interest is known, and for a source
    of funding its number.
    """

    name: str | Linked
    amount_formula: str
    funding: int | None

    @property
    def text(self) -> str:
        return self.name.text if isinstance(self.name, Linked) else self.name


@dataclass(frozen=True)
class _Found:
    """What the engine finds in a round."""

    interest: float
    cost: InvestmentCost
    funding: Funding
    phase: DevelopmentPhase

    @property
    def found(self) -> float:
        return float(self.phase.interest.sum())


class InterestSheet(MonthSheet):
    """Writes the rates first, for the sheet of the months uses them, and the rounds when that has its spending."""

    def __init__(self, book: Book, figures: Figures, times: Times) -> None:
        super().__init__(book, book.sheets["construction_interest"], times)
        self.figures = figures
        self.rates: tuple[int, int] = (0, 0)

    def write_rates(self, purses: Sequence[Purse]) -> None:
        """What a euro of each source costs a month."""
        costs = _("What a euro costs a month")
        self.open(
            str(headings.INTEREST_WHILE_BUILDING),
            _("How much a loan lends hangs on its own interest. So the money is divided again, until nothing changes."),
            costs,
        )
        self.part(costs)
        first = self.sheet.row
        for purse in purses:
            row = self.row(purse.name)
            self.before(row, AMOUNT, self._rate(purse), self.rate_of(purse), "rate")
        self.rates = first + 1, self.sheet.row

    def _rate(self, purse: Purse) -> str:
        source = self._source(purse)
        return f"funding_{purse.funding}_rate/12" if source is not None and source.is_loan else "0"

    def rate_of(self, purse: Purse) -> float:
        source = self._source(purse)
        return (source.rate or 0.0) / 12 if source is not None and source.is_loan else 0.0

    def _source(self, purse: Purse) -> Source | None:
        return None if purse.funding is None else self.figures.plan.funding[purse.funding - 1]

    def rate_in(self, place_of_turn: str) -> str:
        """The rate of the source of which a formula gives the row in the list."""
        first, last = self.rates
        return f"INDEX({self.sheet.quoted}!$D${first}:$D${last},{place_of_turn})"

    # The rounds.

    def write_rounds(self, purses: Sequence[Purse], ordered: Sequence[Purse], lines: MonthRow, turns: "Turns") -> None:
        rounds = self._found()
        starts: list[MonthRow] = []
        ends: list[MonthRow] = []
        for number, found in enumerate(rounds):
            self.part(_("Round %(number)s") % {"number": number + 1})
            start = self.row(_("Interest to begin with"))
            self.before(start, AMOUNT, _next(starts, ends), found.interest)
            ends.append(self._round(start, found, purses, ordered, lines, turns))
            starts.append(start)
        last = rounds[-1]
        self.part(result_label("investment.construction_interest"))
        answer = self.row(result_label("investment.construction_interest"), bold=True)
        begun, came = starts[-1].amount, ends[-1].at(ALL)
        at_rest = f"IF(ABS({came}-{begun})<{SMALL_ENOUGH!r},{came},NA())"
        cell = self.sheet.formula(answer.number, AMOUNT, at_rest, last.found, style="total_label")
        self.book.name("construction_interest_found", cell)
        self.close()

    def _found(self) -> list[_Found]:
        plan, here = self.figures.plan, self.figures.here
        value = market_value_of(plan, here.indices)
        found: list[_Found] = []
        for _number in range(ROUNDS):
            interest = _after(found)
            cost = cost_of(plan, here.drivers, here.indices, here.cost.lines, np.full((1, 1), interest))
            funding = funding_of(plan, here.drivers, cost, None if value is None else value[:, :1])
            phase = development_of(plan, here.drivers, cost, funding)
            if phase is not None:
                found.append(_Found(interest, cost, funding, phase))
        return found

    def _round(
        self,
        start: MonthRow,
        found: _Found,
        purses: Sequence[Purse],
        ordered: Sequence[Purse],
        lines: MonthRow,
        turns: "Turns",
    ) -> MonthRow:
        """One time around; gives the row of its interest."""
        plan = self.figures.plan
        total = self.row(result_label("investment.total"))
        self.before(total, AMOUNT, f"all_costs+{start.amount}", one(found.cost.total))
        net = total
        sold = _proceeds(plan, total.amount)
        if plan.has_sales:
            net = self.row(result_label("investment.net"))
            self.before(net, AMOUNT, f"{total.amount}-({sold})", one(found.cost.net))
        amounts = self._amounts(found, purses, net.amount, sold)
        interest = self.row(result_label("investment.construction_interest"), bold=True)
        drawn: list[MonthRow] = []
        short = MonthRow(self.sheet, self.sheet.row + len(ordered), self.times.columns)
        for place, purse in enumerate(ordered, start=1):
            row = MonthRow(self.sheet, self.sheet.row, self.times.columns)
            drawn.append(self._drawn(row, place, purse, found, amounts, (lines, interest, short), drawn[:], turns))
        self.row(str(headings.TO_BE_ADVANCED))
        paid = self.times.padded(found.phase.interest[0])
        self.fill(interest, interest_formula(self, drawn, short), paid, bold=True)
        self.fill(
            short,
            lambda month: (
                f"{before(short, month)}{lines[month]}+{interest[month]}"
                f"-SUM({drawn[0][month]}:{drawn[-1][month].rpartition('!')[2]})"
            ),
            np.concatenate([found.phase.shortage[0], np.full(MARGIN, found.phase.shortage[0, -1])]),
            total=False,
        )
        return interest

    def _amounts(self, found: _Found, purses: Sequence[Purse], net: str, sold: str) -> tuple[int, int]:
        """What each source has with this interest, in the order of the plan."""
        plan = self.figures.plan
        self.sheet.text(self.sheet.row, FROM, str(headings.GIVEN), font_color=GREY, align="right")
        self.sheet.row += 1
        first = self.sheet.row
        sources = len(plan.funding)
        given = f"${chr(ord('A') + FROM)}${first + 1}:${chr(ord('A') + FROM)}${first + sources}"
        for purse in purses:
            row = self.row(purse.name)
            if purse.funding is None:
                formula = sold if purse.amount_formula == "sale_proceeds" else purse.amount_formula
                self.before(row, AMOUNT, formula, _amount(purse, plan, found))
                continue
            source, amount = found.funding.sources[purse.funding - 1]
            self.before(row, FROM, given_of(plan, purse.funding, source, net), 0.0 if source.remainder else one(amount))
            rest = f"MAX(0,MAX(0,{net}){beside(plan)}-SUM({given}))"
            takes_rest = is_(f"funding_{purse.funding}_form", "source_forms", "remainder")
            self.before(row, AMOUNT, f"IF({takes_rest},{rest},{row.at(FROM)})", one(amount))
        return first + 1, self.sheet.row

    def _drawn(
        self,
        row: MonthRow,
        place: int,
        purse: Purse,
        found: _Found,
        amounts: tuple[int, int],
        months: tuple[MonthRow, MonthRow, MonthRow],
        earlier: list[MonthRow],
        turns: "Turns",
    ) -> MonthRow:
        lines, interest, short = months
        turn = turns.row_of(place)
        self.sheet.formula(row.number, 0, turns.name_in(turn), purse.text, "text")
        self.before(row, FROM, turns.first_month_in(turn), turns.starts[purse.text], "count")
        self.before(row, TO, self.rate_in(turn), self.rate_of(purse), "rate")
        has = f"INDEX($D${amounts[0]}:$D${amounts[1]},{turn})"
        self.before(row, AMOUNT, has, _amount(purse, self.figures.plan, found))
        self.sheet.row += 1

        def formula(month: int) -> str:
            others = f"-SUM({earlier[0][month]}:{earlier[-1][month].rpartition('!')[2]})" if earlier else ""
            asked = f"{before(short, month)}{lines[month]}+{interest[month]}{others}"
            return drawn_formula(self, row, month, asked, turns.available[place - 1 : place])

        return self.fill(row, formula, self.times.padded(found.phase.drawn[purse.text][0]))


@dataclass(frozen=True)
class Turns:
    """The list on the sheet of the months that says when it is the turn of each source: its rows from `top` to `bottom`
    of `sheet`, and from which month each can be used. Where money comes in parts, `available` has by turn which part
    can be used.
    """

    sheet: str
    top: int
    bottom: int
    starts: dict[str, int]
    available: Sequence[MonthRow] = ()

    def _column(self, letter: str) -> str:
        return f"{self.sheet}!${letter}${self.top}:${letter}${self.bottom}"

    def row_of(self, place: int) -> str:
        return f"MATCH({place},{self._column('E')},0)"

    def name_in(self, turn: str) -> str:
        return f"INDEX({self._column('A')},{turn})"

    def first_month_in(self, turn: str) -> str:
        return f"INDEX({self._column('B')},{turn})"


def interest_formula(sheet: MonthSheet, drawn: Sequence[MonthRow], short: MonthRow) -> Formula:
    """What the money of the months before costs in a month."""

    def formula(month: int) -> str:
        if month == 1:
            return f"0*{short.at(AMOUNT)}"
        costs = "+".join(f"{row.at(TO)}*SUM({row.until(month - 1)})" for row in drawn)
        return f"IF({sheet.number(month)}<=development_months,{PREFINANCE}*{short[month - 1]}+{costs},0)"

    return formula


def drawn_formula(sheet: MonthSheet, row: MonthRow, month: int, asked: str, available: Sequence[MonthRow] = ()) -> str:
    """What a source gives of what is asked: no more than it has left, from the month on in which it can be used. Of
    what comes in parts only the part that is there; that row is then `available`.
    """
    there = "*".join([row.amount, *(part[month] for part in available)])
    left = f"{there}-SUM({row.until(month - 1)})" if month > 1 else there
    may = f"AND({sheet.number(month)}>={row.at(FROM)},{sheet.number(month)}<=development_months)"
    return f"IF({may},MAX(0,MIN({asked},{left})),0)"


def before(short: MonthRow, month: int) -> str:
    return f"{short[month - 1]}+" if month > 1 else ""


def _next(starts: Sequence[MonthRow], ends: Sequence[MonthRow]) -> str:
    """With which interest the next round begins."""
    if not ends:
        return "0*all_costs"
    found = ends[-1].at(ALL)
    if len(ends) == 1:
        return found
    begun, begun_before, found_before = starts[-1].amount, starts[-2].amount, ends[-2].at(ALL)
    apart = f"({begun}-{begun_before})"
    rise = f"({found}-{found_before})/{apart}"
    steep = f"IF(ABS({apart})<{SMALL_ENOUGH!r},TRUE,ABS({rise})>{GENTLE!r})"
    return f"IF({steep},{found},({found}-{rise}*{begun})/(1-{rise}))"


def _after(found: Sequence[_Found]) -> float:
    """The same, in figures."""
    if not found:
        return 0.0
    last = found[-1]
    if len(found) == 1:
        return last.found
    apart = last.interest - found[-2].interest
    if abs(apart) < SMALL_ENOUGH:
        return last.found
    rise = (last.found - found[-2].found) / apart
    return last.found if abs(rise) > GENTLE else (last.found - rise * last.interest) / (1.0 - rise)


def _amount(purse: Purse, plan: Plan, found: _Found) -> float:
    if purse.funding is not None:
        return one(found.funding.sources[purse.funding - 1][1])
    if purse.amount_formula == "sale_proceeds":
        return one(found.cost.sales.proceeds)
    number = int(purse.amount_formula.removeprefix("early_income_").removesuffix("_amount"))
    return plan.early_income[number - 1].amount


def _proceeds(plan: Plan, total: str) -> str:
    """What homes are sold for when the whole investment is `total`."""
    return "+".join(
        _of_type(plan, number, home, total) for number, home in enumerate(plan.dwellings, start=1) if home.is_sold
    )


def _of_type(plan: Plan, number: int, home: Dwelling, total: str) -> str:
    if home.sale_price != AT_COST:
        return f"dwellings_{number}_proceeds"
    shared = any(each.sold_share != 1 for each in plan.dwellings)
    sold = f"dwellings_{number}_sold_share*" if shared else ""
    return f"{sold}dwellings_{number}_part_of_cost*{total}"
