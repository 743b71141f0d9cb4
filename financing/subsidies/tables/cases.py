"""The ministry's lists of applications and objections."""

import datetime as dt
from dataclasses import replace

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.addresses import Numbered
from coophub.web.lists import List, ListColumn
from coophub.web.tables import Badge, Box, Cell, Column, Gauge, Table
from financing.subsidies.models import AdvanceRequest, Application, Objection
from financing.subsidies.selectors.queue import export_rows

FULL_BAR_DAYS = 91
"""A bar of thirteen weeks is full: the usual term (KB 22)."""
DOSSIER = Numbered("subsidies:dossier")
IN_ORDER = ("submitted_at", "pk")
"""Numbers follow the order in which they were given: as texts, the 10,000th would come before the 9,999th."""


class ApplicationList(List):
    """One line a case."""

    number = ListColumn(_("Number"), "code", order_by=IN_ORDER)
    initiative = ListColumn(_("Initiative"), accessor="applicant__name", order_by="submission__initiative_name")
    scheme = ListColumn(_("Scheme"), accessor="scheme_version__title", order_by="scheme_version__scheme__name")
    amount_requested = ListColumn(_("Asked"), "euro")
    state = ListColumn(_("State"))
    decide_by = ListColumn(_("Decide by"), "day")
    reviewer = ListColumn(_("With"), empty_values=(), order_by=("assigned_to__name", "reviewer__name"))

    class Meta:
        model = Application
        fields = ["number", "initiative", "scheme", "amount_requested", "state", "decide_by", "reviewer"]
        attrs = {
            "caption": _("Applications"),
            "lead": _("Everything that was ever submitted, the newest first."),
            "none": _("No applications yet"),
            "about_none": _("As soon as a group submits an application, you find it here with its deadline."),
            "row_keys": True,
        }
        order_by = None

    def render_number(self, value: str, record: Application) -> Cell:
        return Cell(value, url=DOSSIER.of(record.pk))

    def render_initiative(self, value: str, record: Application) -> Cell:
        return Cell(value, notes=[record.applicant.municipality])

    def render_reviewer(self, record: Application) -> str:
        return str(record.assigned_to or record.reviewer or gettext("nobody"))

    def render_decide_by(self, value: dt.date, record: Application) -> dt.date | Cell:
        return due_day(value) if record.is_undecided else value


class ObjectionList(List):
    """One line an objection."""

    number = ListColumn(
        _("Number"), "code", accessor="application__number", order_by=[f"application__{field}" for field in IN_ORDER]
    )
    initiative = ListColumn(
        _("Initiative"), accessor="application__applicant__name", order_by="application__submission__initiative_name"
    )
    received_on = ListColumn(_("Received on"), "day")
    state = ListColumn(_("State"))
    hearing_at = ListColumn(_("Hearing"), "moment", empty="–")
    decide_by = ListColumn(_("Decide by"), "day")
    handler = ListColumn(_("With"), empty_values=())

    class Meta:
        model = Objection
        fields = ["number", "initiative", "received_on", "state", "hearing_at", "decide_by", "handler"]
        attrs = {
            "caption": _("Objections"),
            "lead": _("Objections of groups against decisions, the first due first."),
            "none": _("No objection waits"),
            "about_none": _("When a group objects, you find it here with the day on which you have to decide."),
            "row_keys": True,
        }
        order_by = None

    def render_number(self, value: str, record: Objection) -> Cell:
        return Cell(value, url=DOSSIER.of(record.application_id) + "?tab=decision")

    def render_initiative(self, value: str, record: Objection) -> Cell:
        return Cell(value, notes=[record.application.applicant.municipality])

    def render_received_on(self, value: dt.date, record: Objection) -> Cell:
        return Cell(value, badge=Badge(gettext("too late"), "bad") if record.is_late else None)

    def render_decide_by(self, value: dt.date, record: Objection) -> dt.date | Cell:
        return due_day(value) if record.is_open else value

    def render_handler(self, record: Objection) -> str:
        return str(record.handler or gettext("nobody"))


class DecidedObjectionList(ObjectionList):
    """Those that wait no more."""

    class Meta(ObjectionList.Meta):
        attrs = {
            **ObjectionList.Meta.attrs,
            "none": _("No objection was decided on yet"),
            "about_none": _("Here stand the objections of earlier, with their outcome."),
        }


class AdvanceList(List):
    """One line a request for an advance that waits for a decision."""

    number = ListColumn(
        _("Number"), "code", accessor="application__number", order_by=[f"application__{field}" for field in IN_ORDER]
    )
    initiative = ListColumn(
        _("Initiative"), accessor="application__applicant__name", order_by="application__submission__initiative_name"
    )
    amount = ListColumn(_("Asked"), "cents")
    asked_at = ListColumn(_("Asked on"), "moment")
    decide_by = ListColumn(_("Decide by"), "day", order_by="asked_at")

    class Meta:
        model = AdvanceRequest
        fields = ["number", "initiative", "amount", "asked_at", "decide_by"]
        attrs = {
            "caption": _("Requests for an advance"),
            "lead": _("Groups that wait for a decision on an advance, the first due first."),
            "none": _("No request waits"),
            "about_none": _(
                "When a group asks for an advance, you find it here with the day on which you have to decide."
            ),
            "row_keys": True,
        }
        order_by = None

    def render_number(self, value: str, record: AdvanceRequest) -> Cell:
        return Cell(value, url=DOSSIER.of(record.application_id) + "?tab=money")

    def render_decide_by(self, value: dt.date) -> Cell:
        return due_day(value)


class QueueList(ApplicationList):
    """The same with a box before each number, to give several to somebody at once."""

    class Meta(ApplicationList.Meta): ...

    def render_number(self, value: str, record: Application) -> Cell:
        box = Box("chosen", str(record.pk), "assign", gettext("Choose %(number)s") % {"number": value})
        return replace(super().render_number(value, record), box=box)


def due_day(on: dt.date) -> Cell:
    """A day with a bar and words for the days left."""
    left = (on - clock.today()).days
    words = (
        ngettext("one day left", "%(counter)s days left", left)
        if left >= 0
        else ngettext("one day too late", "%(counter)s days too late", -left)
    )
    gauge = Gauge(max(left, 0), FULL_BAR_DAYS, is_late=left < 0)
    return Cell(on, notes=[words % {"counter": abs(left)}], gauge=gauge)


def export_table(applications: QuerySet[Application]) -> Table:
    """The work queue to take along."""
    columns = [
        Column(_("Number")),
        Column(_("Initiative")),
        Column(_("Municipality")),
        Column(_("Scheme")),
        Column(_("Target group")),
        Column(_("Asked"), "cents"),
        Column(_("State")),
        Column(_("Received"), "day"),
        Column(_("Decide by"), "day"),
        Column(_("Days left"), "number"),
        Column(_("With")),
    ]
    return Table(_("Work queue"), columns, export_rows(applications))
