"""Lists of what applied for a programme."""

from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.web.tables import Badge, Cell, Column, Table
from pilots.models import Selection
from pilots.selectors.selection import CallBoard, RankedIntake

TONES = {Selection.Outcome.CHOSEN: "good", Selection.Outcome.RESERVE: "busy", Selection.Outcome.NOT_CHOSEN: ""}


def applicant_table(board: CallBoard) -> Table:
    """Everything that applied, the highest score first. What was chosen stands there once the selection is made."""
    columns = [
        Column(_("Group")),
        Column(_("Place"), "number", empty="–"),
        Column(_("Score"), "number", places=2, empty=_("not scored yet")),
        Column(_("Scored by"), "number"),
    ]
    rows = [_row(board, applicant) for applicant in board.applicants]
    if board.call.selected_at:
        columns.append(Column(_("Choice")))
        rows = [[*row, _choice(applicant)] for row, applicant in zip(rows, board.applicants, strict=True)]
    return Table(_("Applications of groups"), columns, rows)


def _row(board: CallBoard, applicant: RankedIntake) -> list[object]:
    if applicant.is_tied:
        said = _("You said that you have an interest.")
        note = said if applicant.says_interest else _("You are tied to this group.")
        name = Cell(applicant.name, notes=[applicant.municipality, note])
        return [name, None, Cell("–"), "–"]
    url = reverse("pilots:applicant", args=[board.call.programme.slug, applicant.intake.pk])
    badge = Badge(_("scored by you"), "good") if applicant.is_scored_by_me else None
    name = Cell(applicant.name, url=url, badge=badge, notes=[applicant.municipality])
    return [name, applicant.place, applicant.score, applicant.scored_by]


def _choice(applicant: RankedIntake) -> Cell | str:
    selection = applicant.selection
    if selection is None:
        return ""
    words = selection.get_outcome_display()
    tone = TONES[Selection.Outcome(selection.outcome)]
    return Cell("", badge=Badge(words, tone))
