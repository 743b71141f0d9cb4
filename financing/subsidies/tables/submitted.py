"""What an application says of its activities, costs and income."""

from django.utils.translation import gettext as _

from coophub.web.tables import Cell, Column, Table
from financing.subsidies.selectors.submitted import FrozenLine, Submitted

NOT_SAID = "-"


def submitted_tables(submitted: Submitted | None) -> dict[str, Table]:
    """Every table of `subsidies/_submitted.html`, by the name under which it draws them."""
    if submitted is None:
        return {}
    return {
        "activity_table": activity_table(submitted),
        "cost_table": cost_table(submitted),
        "income_table": income_table(submitted),
    }


def activity_table(submitted: Submitted) -> Table:
    columns = [
        Column(_("Activity"), empty=NOT_SAID),
        Column(_("From"), "day", empty=NOT_SAID),
        Column(_("Done"), "day", empty=NOT_SAID),
    ]
    rows = [
        [
            Cell(activity.title or None, notes=[activity.result] if activity.result else []),
            activity.starts_on,
            activity.ends_on,
        ]
        for activity in submitted.activities
    ]
    return Table(_("Activities and schedule"), columns, rows)


def cost_table(submitted: Submitted) -> Table:
    rows: list[list[object]] = [
        [
            _line(line, _("%(kind)s, from the plan") % {"kind": line.kind} if line.from_plan else line.kind),
            line.activity or None,
            line.amount,
        ]
        for line in submitted.costs
    ]
    total: list[object] = [_("All costs"), "", submitted.total_costs]
    return _lines(submitted, _("What it costs"), Column(_("Cost"), empty=NOT_SAID), rows, total)


def income_table(submitted: Submitted) -> Table:
    rows: list[list[object]] = [
        [
            _line(line, f"{line.kind}. {line.status}" if line.status else line.kind),
            line.activity or _("all"),
            line.amount,
        ]
        for line in submitted.income
    ]
    asked: list[object] = [_("Asked"), "", submitted.amount_requested]
    total: list[object] = [_("Together"), "", submitted.total_covered]
    return _lines(submitted, _("Who pays"), Column(_("Income"), empty=NOT_SAID), [*rows, asked], total)


def _line(line: FrozenLine, note: str) -> Cell:
    return Cell(line.description or None, notes=[note])


def _lines(submitted: Submitted, caption: str, first: Column, rows: list[list[object]], total: list[object]) -> Table:
    """Lines with their amounts, and with the activity that they are for where any line says it."""
    if not submitted.has_activities_to_tell:
        rows, total = [[row[0], row[2]] for row in rows], [total[0], total[2]]
    activity = [Column(_("Activity"), empty=NOT_SAID)] if submitted.has_activities_to_tell else []
    return Table(caption, [first, *activity, Column(_("Amount"), "cents", empty=NOT_SAID)], rows, total)
