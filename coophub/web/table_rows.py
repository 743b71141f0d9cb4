"""The rows of a table as HTML, written without a template: a list of fifty has hundreds of cells, and drawing each by a
template takes several times as long. What frames them is `components/table.html`.
"""

from collections.abc import Callable

from django.utils.safestring import SafeString

from coophub.web.pieces import escaped
from coophub.web.tables import Badge, Box, Column, DrawnCell, Gauge, Slot, Table

DrawSlot = Callable[[Slot], str]


def drawn_rows(table: Table, draw_slot: DrawSlot) -> SafeString:
    """Every row. Whatever is text is escaped."""
    frames = [_frame(column, names_row=place == table.named_by) for place, column in enumerate(table.columns)]
    rows = []
    for row in table.body:
        quiet = " utrecht-table__row--quiet" if row.is_quiet else ""
        rows.append(f'<tr class="utrecht-table__row{quiet}">\n')
        for (before, after), cell in zip(frames, row.cells, strict=True):
            rows.append(f"{before}{drawn_cell(cell, draw_slot)}{after}\n")
        rows.append("</tr>\n")
    return SafeString("".join(rows))


def drawn_cell(cell: DrawnCell, draw_slot: DrawSlot) -> SafeString:
    """A value with what belongs to it: where it leads, a badge, words under it."""
    if cell.slot is not None:
        return SafeString(draw_slot(cell.slot))
    text, more = escaped(cell.text), cell.more
    if more is None:
        return SafeString(_in_lines(text))
    if more.url:
        shown = f'<a class="utrecht-link utrecht-link--html-a" href="{escaped(more.url)}">{text}</a>'
    else:
        shown = _in_lines(text)
    tone = "late" if more.gauge is not None and more.gauge.is_late else "muted"
    notes = "".join(f' <span class="{tone}">{escaped(note)}</span>' for note in more.notes)
    return SafeString(f"{_box(more.box)}{_with_gauge(shown, more.gauge)}{_badge(more.badge)}{notes}")


def _frame(column: Column, *, names_row: bool) -> tuple[str, str]:
    """What stands before and behind each cell of a column. On a phone a cell carries its heading."""
    css_class = f"utrecht-table__cell {column.css_class}".strip()
    if names_row:
        return f'<th scope="row" class="{css_class}">', "</th>"
    label = "" if column.is_silent else f' data-label="{escaped(column.name)}"'
    return f'<td class="{css_class}"{label}>', "</td>"


def _in_lines(escaped: str) -> str:
    return escaped.replace("\n", "<br>")


def _box(box: Box | None) -> str:
    if box is None:
        return ""
    name, value, form, label = (escaped(text) for text in (box.name, box.value, box.form, box.label))
    return (
        '<input class="utrecht-checkbox utrecht-checkbox--html-input" type="checkbox"'
        f' name="{name}" value="{value}" form="{form}" aria-label="{label}">'
    )


def _with_gauge(shown: str, gauge: Gauge | None) -> str:
    if gauge is None:
        return shown
    meter = (
        f'<meter class="days-bar" min="0" max="{gauge.full}" low="8" value="{gauge.left}" aria-hidden="true"></meter>'
    )
    return f'<span class="nowrap">{shown}</span> {meter}'


def _badge(badge: Badge | None) -> str:
    """As `components/badge.html` draws it."""
    if badge is None:
        return ""
    tone, label = badge.tone or "neutral", escaped(badge.label)
    return f' <span class="utrecht-status-badge badge badge--{tone}">{label}</span>'
