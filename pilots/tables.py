"""The tables of coaching."""

from django.core.paginator import Page
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.web.tables import Cell, Column, Table
from pilots.models import Pilot
from pilots.selectors import PilotWithHealth, with_health


def pilot_table(page: Page[Pilot], *, can_open: bool) -> Table:
    """A page of pilots with their health line; with links for who may open them."""
    columns = [
        Column(_("Initiative")),
        Column(_("Phase")),
        Column(_("Last contact"), "day", empty=_("not yet")),
        Column(_("Open actions"), "number"),
        Column(_("Bottlenecks"), "number"),
        Column(_("Hours used"), "number"),
    ]
    return Table(_("Pilots"), columns, [_row(pilot, can_open=can_open) for pilot in with_health(page)], page=page)


def _row(pilot: PilotWithHealth, *, can_open: bool) -> list[object]:
    return [
        Cell(
            pilot.initiative.name,
            url=reverse("pilots:pilot", args=[pilot.pk]) if can_open else "",
            notes=[pilot.initiative.municipality.name],
        ),
        pilot.initiative.get_phase_display(),
        pilot.last_contact,
        pilot.open_actions,
        pilot.open_bottlenecks,
        hours_in_words(pilot),
    ]


def hours_in_words(pilot: PilotWithHealth) -> str:
    """The hours used of the hours there are."""
    return _("%(used)s of %(budget)s") % {
        "used": floatformat(pilot.hours_used),
        "budget": floatformat(pilot.hours_budget),
    }
