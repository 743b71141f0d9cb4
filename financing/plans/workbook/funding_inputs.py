"""The sources of money on the inputs sheet: how much each gives, and the terms of the loans."""

from typing import Any

from django.utils.translation import gettext as _

from financing.engine import Plan
from financing.engine.documents import Source
from financing.plans.workbook.book import GREY, Linked
from financing.plans.workbook.choices import CHOICES
from financing.plans.workbook.choices import KINDS as MONEY_KINDS
from financing.plans.workbook.inputs import SPARE, Column, InputSheet, numbered, source_of, yes


def write_funding_inputs(sheet: InputSheet, plan: Plan) -> None:
    if not plan.funding:
        return
    sheet.section(_("Where the money comes from"), 11)
    columns = [
        Column("name", _("From whom"), "text"),
        Column("form", _("How the amount is given"), "source_forms"),
        Column("value", _("How much"), "amount", _("€ or %")),
        Column("rank", _("Rank"), "loan_ranks"),
        Column("own_rank", _("Rank of own money"), "own_ranks"),
        Column("return_rate", _("Return for members per year"), "rate", "%"),
    ]
    first = sheet.table(columns, numbered("funding", map(_source_row, plan.funding)), source_of(plan, "funding"))
    for row, source in enumerate(plan.funding, start=first):
        sheet.text(row, len(columns), str(MONEY_KINDS[source.kind]), font_color=GREY)
    loans = [(number, source) for number, source in enumerate(plan.funding, start=1) if source.is_loan]
    if loans:
        _loans(sheet, loans)


def _source_row(source: Source) -> dict[str, Any]:
    forms = {key: getattr(source, key) for key in CHOICES["source_forms"]}
    form = next(form for form, amount in forms.items() if amount is not None and amount is not False)
    row: dict[str, Any] = {"name": source.name, "form": form, "value": None if form == "remainder" else forms[form]}
    row["rank" if source.is_loan else "own_rank"] = source.effective_rank
    if source.kind == "member_equity" and not source.is_loan:
        row["return_rate"] = source.return_rate
    return row


def _loans(sheet: InputSheet, loans: list[tuple[int, Source]]) -> None:
    """The terms of the loans, and of each the changes of its rate. Names count among all sources: `funding_2_rate` is of the second."""
    sheet.section(_("Terms of the loans"), 11)
    columns = [
        Column("loan", _("Loan"), "text"),
        Column("rate", _("Interest per year"), "rate", "%"),
        Column("term_years", _("Years to repay in"), "term", _("years")),
        Column("repayment", _("How it is repaid"), "repayments"),
        Column("payments_per_year", _("Payments a year"), "payments", "1, 4, 12"),
        Column("balloon_share", _("Repaid only at the end"), "fraction", _("part of the loan (%)")),
        Column("grace_years", _("First years without repayment"), "years", _("years")),
        Column("capitalise_interest", _("Interest of those years is added to the loan"), "answers"),
        Column("guarantee_fee", _("Fee for the guarantee"), "fraction", _("% per year")),
    ]
    rows = [
        (
            f"funding_{number}",
            {
                **source.model_dump(),
                "loan": Linked(f"funding_{number}_name", source.name),
                "capitalise_interest": yes(source.capitalise_interest),
            },
        )
        for number, source in loans
    ]
    sheet.table(columns, rows)
    sheet.section(_("Changes of a loan's interest"), 11)
    columns = [
        Column("loan", _("Loan"), "text"),
        Column("after_years", _("After how many years"), "term", _("years")),
        Column("rate", _("Interest then"), "rate", "%"),
    ]
    resets = [(number, source, [*source.rate_resets, *[None] * SPARE]) for number, source in loans]
    rows = [
        (
            f"funding_{number}_reset_{count}",
            {
                "loan": Linked(f"funding_{number}_name", source.name),
                "after_years": reset and reset.after_years,
                "rate": reset and reset.rate,
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
