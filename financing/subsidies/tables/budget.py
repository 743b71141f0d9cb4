"""Where ceilings stand, and how a round divides them."""

from collections.abc import Sequence
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.web.formats import Words, euro
from coophub.web.tables import Badge, Cell, Column, Table
from financing.subsidies.models import SchemeVersion
from financing.subsidies.selectors.budget import PARTS, Bar
from financing.subsidies.selectors.rounds import Board, BoardRow
from financing.subsidies.selectors.schemes import CeilingUse


def ceiling_table(ceilings: Sequence[CeilingUse]) -> Table:
    """How the ceilings of a scheme stand, for everyone."""
    columns = [
        Column(_("For")),
        Column(_("Ceiling"), "euro"),
        Column(_("Awarded"), "euro"),
        Column(_("Asked, not decided"), "euro"),
        Column(_("Free"), "euro"),
    ]
    rows = [[use.title, use.ceiling, use.awarded, use.asked, use.free] for use in ceilings]
    return Table(_("Ceilings"), columns, rows)


def bar_table(version: SchemeVersion, bars: Sequence[Bar]) -> Table:
    """Each ceiling in its parts; every figure opens its entries."""
    entries = reverse("subsidies:entries", args=[version.pk])

    def row(bar: Bar) -> list[object]:
        ceiling = Cell(bar.ceiling, url=f"{entries}?{urlencode({'target': bar.target})}")
        parts = [
            Cell(amount, url=f"{entries}?{urlencode({'target': bar.target, 'part': part})}" if part != "free" else "")
            for part, _title, amount in bar.parts
        ]
        return [bar.title, ceiling, *parts]

    columns = [Column(_("For")), Column(_("Ceiling"), "euro"), *(Column(title, "euro") for title in PARTS.values())]
    return Table(_("Ceilings"), columns, [row(bar) for bar in bars])


def board_table(board: Board) -> Table:
    """Every application of a round against the ceiling; in a trial with what it would change."""
    columns = [
        Column(_("Place"), "number"),
        Column(_("Application")),
        Column(_("Score"), "number", places=2, empty="–"),
        Column(_("Plan"), empty="–"),
        Column(_("Asked"), "cents", empty="–"),
        Column(_("Gets"), "cents", empty="–"),
        *([Column(_("Changes"), empty="–")] if board.is_trial else []),
    ]
    rows = [_board_row(row)[: len(columns)] for row in board.rows]
    return Table(_("Applications"), columns, rows, named_by=1, row_keys=True, page=board.page)


def _board_row(row: BoardRow) -> list[object]:
    application = row.application
    if row.is_hidden:
        number = Cell(application.number, notes=[_("you have an interest")])
        return [row.place, number, None, None, None, None, None]
    return [
        row.place,
        Cell(
            f"{application.number} {application.applicant.name}",
            url=reverse("subsidies:summary", args=[application.pk]),
            notes=[application.get_target_display()],
        ),
        row.score,
        {True: _("closes"), False: _("does not close"), None: None}[row.plan_closes],
        row.asked,
        Cell(row.amount, notes=[_("by lot")] if row.by_lot else []),
        _change(row),
    ]


def _change(row: BoardRow) -> Words | Cell:
    """What a trial does to an application."""
    if row.change == "in":
        return Cell("", badge=Badge(_("Comes in"), "good"))
    if row.change == "out":
        return Cell("", badge=Badge(_("Falls out"), "bad"))
    if row.change == "more":
        return _("more than %(before)s") % {"before": euro(row.before)}
    if row.change == "less":
        return _("less than %(before)s") % {"before": euro(row.before)}
    return _("nothing")


def left_table(board: Board) -> Table:
    """What is left of each ceiling after a round."""
    columns = [Column(_("For")), *(Column(name, "euro") for name in (_("Free before"), _("Divided"), _("Left")))]
    rows = [[part.title or _("Whole scheme"), part.free, part.given, part.left] for part in board.left]
    return Table(_("What is left after this"), columns, rows)


def share_table(shares: Sequence[tuple[str, Decimal, Decimal]]) -> Table:
    """A recorded outcome: what each application asked and gets."""
    columns = [Column(_("Application")), Column(_("Asked"), "cents"), Column(_("Gets"), "cents")]
    return Table(_("What was recorded"), columns, shares, on_phone="scroll")
