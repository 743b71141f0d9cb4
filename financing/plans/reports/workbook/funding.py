"""The funding sheet: how much each source gives and what is still missing (section 3 of the financing model)."""

from django.utils.translation import gettext as _

from financing.engine import Plan
from financing.engine.documents import Source
from financing.plans.figures import headings, label_of, result_label
from financing.plans.figures.choices import WHOSE_MONEY
from financing.plans.reports.workbook.book import Book, Sheet
from financing.plans.reports.workbook.choices import is_, named, place_of, word
from financing.plans.reports.workbook.figures import Figures, one
from financing.plans.reports.workbook.homes import area_of, homes_of
from financing.plans.reports.workbook.indices import factor_in

NAME, RANK, GIVEN, AMOUNT, SHARE, RETURN = range(6)
RANKS = {"senior": "loan_ranks", "subordinated": "loan_ranks", "equity": "own_ranks", "grant": "own_ranks"}


def write_funding(book: Book, figures: Figures) -> None:
    sheet = book.sheets["funding"]
    sheet.heading(
        str(headings.FUNDING),
        _("A source that takes what is still missing is worked out last, from what the others leave."),
    )
    sheet.text(sheet.row, 0, _("Value of the homes in the first year"))
    value = figures.here.market_value
    first = 0.0 if value is None else one(value)
    cell = sheet.formula(sheet.row, AMOUNT, f"market_value*{factor_in('market_value', 'first_year')}", first)
    book.name("market_value_first_year", cell)
    sheet.row += 2
    heads = (
        str(headings.SOURCE),
        label_of("funding[].rank"),
        str(headings.GIVEN),
        result_label("funding.sources[].amount"),
        result_label("funding.sources[].share"),
        _("Return a year"),
    )
    head, last = sheet.row + 1, sheet.row + 1 + len(figures.plan.funding)
    sheet.heads(heads, left=(NAME, RANK))
    for number, source in enumerate(figures.plan.funding, start=1):
        _write_source(sheet, figures, number, source, head, last)
        sheet.row += 1
    _write_totals(sheet, figures, head, last)
    sheet.worksheet.set_column(0, 0, 44)
    sheet.worksheet.set_column(1, RETURN, 17)
    sheet.worksheet.freeze_panes(3, 1)
    sheet.protect()


def _write_source(sheet: Sheet, figures: Figures, number: int, source: Source, head: int, last: int) -> None:
    row, name, result = sheet.row, f"funding_{number}", figures.result.funding.sources[number - 1]
    rank = source.effective_rank
    amount = result.amount
    sheet.formula(row, NAME, f"{name}_name", source.name, "text")
    rank_name = f"{name}_rank" if source.is_loan else f"{name}_own_rank"
    sheet.formula(row, RANK, rank_name, word(RANKS[rank], rank), "text")
    plan = figures.plan
    given = given_of(plan, number, source, "net_investment")
    sheet.formula(row, GIVEN, given, 0.0 if source.remainder else amount)
    rest = f"MAX(0,MAX(0,net_investment){beside(plan)}-SUM($C${head}:$C${last}))"
    cell = sheet.formula(
        row,
        AMOUNT,
        f"IF({is_(f'{name}_form', 'source_forms', 'remainder')},{rest},C{row + 1})",
        amount,
        key=f"funding.sources[{number - 1}].amount",
    )
    sheet.book.name(f"{name}_amount", cell)
    sheet.formula(
        row,
        SHARE,
        f'IF(net_investment<=0,"-",D{row + 1}/net_investment)',
        result.share,
        "percent",
        key=f"funding.sources[{number - 1}].share",
    )
    if source.kind == "member_equity" and not source.is_loan:
        sheet.formula(row, RETURN, f"D{row + 1}*{name}_return_rate", amount * (source.return_rate or 0.0))


def given_of(plan: Plan, number: int, source: Source, net: str) -> str:
    """What a source gives of so much that is to be paid for, but for what takes what is still missing."""
    value = f"funding_{number}_value"
    homes, area = homes_of(plan, source.of), area_of(plan, source.of)
    forms = f"{value},{value}*{homes},{value}*{area},{value}*MAX(0,{net}),{value}*market_value_first_year,0"
    return f"CHOOSE({place_of(f'funding_{number}_form', 'source_forms')},{forms})"


def beside(plan: Plan) -> str:
    """What has to be covered beside the investment, and what came in before the first year: the end of a formula."""
    apart = "+guarantee_fund_amount" if plan.guarantee_fund else ""
    return apart + "".join(f"-early_income_{number}_amount" for number in range(1, len(plan.early_income) + 1))


def _write_totals(sheet: Sheet, figures: Figures, head: int, last: int) -> None:
    funding, result = figures.here.funding, figures.result.funding
    ranks, amounts = f"$B${head}:$B${last}", f"$D${head}:$D${last}"

    def of_rank(rank: str) -> str:
        return f"SUMIF({ranks},{named(RANKS[rank], rank)},{amounts})"

    rows = (
        ("total_funding", result_label("funding.total"), f"SUM({amounts})", result.total, "funding.total"),
        (
            "funding_gap",
            str(headings.GAP_OR_MORE),
            f"net_investment{beside(figures.plan)}-total_funding",
            result.gap,
            "funding.gap",
        ),
        ("senior_loans", _("Loans that are paid first"), of_rank("senior"), one(funding.of_rank("senior")), ""),
        (
            "subordinated_loans",
            str(WHOSE_MONEY["other"]),
            of_rank("subordinated"),
            one(funding.of_rank("subordinated")),
            "",
        ),
        ("own_money", _("Own money"), of_rank("equity"), one(funding.of_rank("equity")), ""),
        ("grants", _("Grants and gifts"), of_rank("grant"), one(funding.of_rank("grant")), ""),
        (
            "equity_return",
            _("Return on own money, a year"),
            f"SUM($F${head}:$F${last})",
            one(funding.equity_return),
            "",
        ),
    )
    for name, label, formula, value, key in rows:
        style = "total_label" if name in ("total_funding", "funding_gap") else ""
        sheet.text(sheet.row, 0, label, style)
        for col in (RANK, GIVEN):
            sheet.text(sheet.row, col, "", style)
        sheet.book.name(name, sheet.formula(sheet.row, AMOUNT, formula, value, style=style, key=key))
        sheet.row += 1
