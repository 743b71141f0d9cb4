"""Lists of a group that are taken along as a file."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from coophub.web.tables import Column, Table
from initiatives.models import Household


def household_table(households: Sequence[Household]) -> Table:
    """Who is on the list, with everything that stands there of each."""
    columns = [
        Column(_("Place"), "number"),
        Column(_("Household")),
        Column(_("Adults"), "number"),
        Column(_("Children"), "number"),
        Column(_("Rooms at least"), "number"),
        Column(_("Living area from (m²)"), "number"),
        Column(_("Living area to (m²)"), "number"),
        Column(_("Rent up to, a month"), "cents"),
        Column(_("Pledge"), "cents"),
        Column(_("Can move from"), "day"),
        Column(_("Can move until"), "day"),
        Column(_("Remarks")),
        Column(_("Gets no home for now")),
        Column(_("Why this place")),
    ]
    rows = [
        [
            each.place,
            each.name,
            each.adults,
            each.children,
            each.rooms,
            each.area_from,
            each.area_to,
            each.most_rent,
            each.pledge,
            each.moves_from,
            each.moves_until,
            each.remarks,
            _("yes") if each.is_passed_over else "",
            each.place_reason,
        ]
        for each in households
    ]
    return Table(_("Households on the list"), columns, rows)
