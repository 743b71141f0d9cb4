"""What assessors scored."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from coophub.web.bilingual import Bilingual
from coophub.web.tables import Column, Table

Score = Decimal | int


def score_table(scores: Sequence[tuple[Bilingual, int, Score]], *, weighted: Decimal | None = None) -> Table:
    """The weight and score of each criterion, with the weighted score under them where there is one."""
    places = 0 if weighted is None else 2
    columns = [Column(_("Criterion")), Column(_("Weight"), "number"), Column(_("Score"), "number", places=places)]
    total = None if weighted is None else [_("Weighted score"), "", weighted]
    return Table(_("Scores"), columns, scores, total, on_phone="scroll")
