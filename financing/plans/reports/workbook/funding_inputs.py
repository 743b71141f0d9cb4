"""The sources of money on the inputs sheet: how much each gives, and the terms of the loans."""

from typing import Any, get_args

from django.utils.translation import gettext as _

from financing.engine import Plan
from financing.engine.documents import Source
from financing.plans.figures import OF_EVERY_SOURCE, headings, keys_of, label_of
from financing.plans.figures.choices import MONEY
from financing.plans.figures.kinds import TEXT
from financing.plans.reports.workbook.book import GREY, Linked
from financing.plans.reports.workbook.choices import CHOICES
from financing.plans.reports.workbook.inputs import (
    LAST_COL,
    SPARE,
    InputColumn,
    InputSheet,
    amount_columns,
    column,
    columns_of,
    numbered,
    source_of,
)

PAYMENTS: tuple[int, ...] = get_args(Source.model_fields["payments_per_year"].annotation)


def write_funding_inputs(sheet: InputSheet, plan: Plan) -> None:
    if not plan.funding:
        return
    sheet.section(str(headings.FUNDING), LAST_COL)
    columns = [
        column("funding[].name"),
        *amount_columns("source_forms", headings.HOW_MUCH),
        column("funding[].rank", menu="loan_ranks"),
        InputColumn("own_rank", _("Rank of own money"), menu="own_ranks"),
        column("funding[].return_rate"),
        *(column(f"funding[].{key}") for key in _of_members(plan)),
    ]
    rows = [_source_row(source, _of_members(plan)) for source in plan.funding]
    first = sheet.table(columns, numbered("funding", rows), source_of(plan, "funding"))
    for row, source in enumerate(plan.funding, start=first):
        sheet.text(row, len(columns), str(MONEY[source.kind]), font_color=GREY)
    loans = [(number, source) for number, source in enumerate(plan.funding, start=1) if source.is_loan]
    if loans:
        _loans(sheet, loans)


def _of_members(plan: Plan) -> tuple[str, ...]:
    """The columns of money that leaves, where money of members does."""
    return ("turnover_rate", "replaced") if any(source.turnover_rate for source in plan.funding) else ()


def _source_row(source: Source, of_members: tuple[str, ...]) -> dict[str, Any]:
    forms = {key: getattr(source, key) for key in CHOICES["source_forms"]}
    form = next(form for form, amount in forms.items() if amount is not None and amount is not False)
    row: dict[str, Any] = {"name": source.name, "form": form, "value": None if form == "remainder" else forms[form]}
    row["rank" if source.is_loan else "own_rank"] = source.effective_rank
    if source.kind == "member_equity" and not source.is_loan:
        row["return_rate"] = source.return_rate
        row |= {key: getattr(source, key) for key in of_members}
    return row


def _by_percentage(loans: list[tuple[int, Source]]) -> bool:
    return any(source.repayment_rate is not None for _number, source in loans)


def _lent_again(sheet: InputSheet, loan: InputColumn, loans: list[tuple[int, Source]]) -> None:
    """What of which loan is lent again when its term ends."""
    rows = [
        (
            f"funding_{number}_again",
            {
                "loan": Linked(f"funding_{number}_name", source.name),
                **{key: getattr(source.rolls_over, key) for key in ("share", "rate", "until")},
            },
        )
        for number, source in loans
        if source.rolls_over
    ]
    if rows:
        sheet.section(label_of("funding[].rolls_over"), LAST_COL)
        columns = [column(f"funding[].rolls_over.{key}") for key in ("share", "rate", "until")]
        sheet.table([loan, *columns], rows)


def _loans(sheet: InputSheet, loans: list[tuple[int, Source]]) -> None:
    """The terms of the loans, and of each the changes of its rate.

    Names count among all sources: `funding_2_rate` is of the second.
    """
    sheet.section(_("Terms of the loans"), LAST_COL)
    loan = InputColumn("loan", headings.LOAN, kind=TEXT)
    columns = [
        loan,
        *columns_of(
            "funding[]",
            but=(*OF_EVERY_SOURCE, *(() if _by_percentage(loans) else ("repayment_rate",))),
            instead={"payments_per_year": [column("funding[].payments_per_year", menu=PAYMENTS)]},
        ),
    ]
    rows = [
        (f"funding_{number}", {**source.model_dump(), "loan": Linked(f"funding_{number}_name", source.name)})
        for number, source in loans
    ]
    sheet.table(columns, rows)
    _lent_again(sheet, loan, loans)
    sheet.section(label_of("funding[].rate_resets"), LAST_COL)
    columns = [loan, *columns_of("funding[].rate_resets[]")]
    resets = [(number, source, [*source.rate_resets, *[None] * SPARE]) for number, source in loans]
    rows = [
        (
            f"funding_{number}_reset_{count}",
            {
                "loan": Linked(f"funding_{number}_name", source.name),
                **(reset.model_dump() if reset else dict.fromkeys(keys_of("funding[].rate_resets[]"))),
            },
        )
        for number, source, found in resets
        for count, reset in enumerate(found, start=1)
    ]
    first = sheet.table(columns, rows)
    for number, _source, found in resets:
        sheet.column(f"funding_{number}_reset_years", 1, first, len(found))
        sheet.column(f"funding_{number}_reset_rates", 2, first, len(found))
        first += len(found)
