"""What went out and comes back of a loan."""

from django.utils.translation import gettext as _

from coophub.web.tables import Column, Table
from financing.subsidies.selectors.loans import LoanBalance


def schedule_table(balance: LoanBalance) -> Table:
    """Every instalment."""
    columns = [
        Column(_("Due on"), "day"),
        Column(_("Interest"), "cents"),
        Column(_("Principal"), "cents"),
        Column(_("Left after it"), "cents"),
    ]
    rows = [[part.due_on, part.interest, part.principal, part.balance] for part in balance.schedule]
    return Table(_("The repayment schedule"), columns, rows, on_phone="scroll")


def account_table(balance: LoanBalance) -> Table:
    """What was taken up and paid back, by day."""
    columns = [
        Column(_("Day"), "day"),
        Column(_("Taken up"), "cents", empty="–"),
        Column(_("Interest paid"), "cents", empty="–"),
        Column(_("Principal paid back"), "cents", empty="–"),
    ]
    rows = [[line.on, line.drawn or None, line.interest or None, line.principal or None] for line in balance.account]
    return Table(_("What was taken up and paid back"), columns, rows)


def loan_tables(balance: LoanBalance | None) -> dict[str, Table]:
    """Both, by the names under which the pages of a loan draw them."""
    if balance is None:
        return {}
    return {"schedule_table": schedule_table(balance), "account_table": account_table(balance)}
