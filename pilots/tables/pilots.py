"""Lists of pilots."""

from django.core.paginator import Page
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coophub.web import clock
from coophub.web.tables import Badge, Cell, Column, Table
from pilots.models import Pilot
from pilots.selectors.health import PilotWithHealth, with_health
from pilots.selectors.health import is_silent as is_silent_since


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
    rows = [_row(pilot, can_open=can_open) for pilot in with_health(pilot.pk for pilot in page)]
    return Table(_("Pilots"), columns, rows, page=page)


def _row(pilot: PilotWithHealth, *, can_open: bool) -> list[object]:
    return [
        Cell(
            pilot.initiative.name,
            url=reverse("pilots:pilot", args=[pilot.pk]) if can_open else "",
            notes=[pilot.initiative.municipality.name],
        ),
        pilot.initiative.get_phase_display(),
        _contact(pilot),
        pilot.open_actions,
        pilot.open_bottlenecks,
        hours_in_words(pilot),
    ]


def _contact(pilot: PilotWithHealth) -> Cell:
    """The last contact; who was silent for too long stands out."""
    last = pilot.last_contact
    if pilot.ended_on is not None or not is_silent_since(last):
        return Cell(last)
    weeks = (clock.today() - (last or pilot.started_on)).days // 7
    words = ngettext("%(weeks)s week silent", "%(weeks)s weeks silent", weeks) % {"weeks": weeks}
    return Cell(last, badge=Badge(words, "bad"))


def hours_in_words(pilot: PilotWithHealth) -> str:
    """The hours used of the hours there are."""
    return _("%(used)s of %(budget)s") % {
        "used": floatformat(pilot.hours_used),
        "budget": floatformat(pilot.hours_budget),
    }
