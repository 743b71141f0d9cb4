"""What a group does, and when."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web import clock
from coophub.web.fields import DayField, LineField, years_ahead
from coophub.web.formats import day
from coophub.web.forms import needed_later
from coophub.web.rows import RowForm, RowKeyField, row_set
from financing.subsidies.applications.json_values import as_json
from financing.subsidies.applications.parts.findings import DraftToJudge, FrozenPart, FrozenRows, Missing, Remark
from financing.subsidies.applications.parts.part import MOST_ROWS, FormPart, ListPiece, Stored
from financing.subsidies.models import Application, SchemeVersion

ACTIVITIES = "activities"


class ActivityForm(RowForm):
    known_by = "key"
    key = RowKeyField()
    title = needed_later(
        LineField(
            label=gettext_lazy("What do you do?"),
            max_length=200,
            help_text=gettext_lazy("For example: have the design made."),
        )
    )
    starts_on = needed_later(DayField(label=gettext_lazy("When does it start?"), latest=years_ahead(20)))
    ends_on = needed_later(DayField(label=gettext_lazy("When is it done?"), latest=years_ahead(20)))
    result = LineField(
        label=gettext_lazy("What is there then?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For example: a design that the municipality can give a permit for."),
    )


class ActivitiesPart(FormPart):
    slug = ACTIVITIES
    title = gettext_lazy("What you do, and when")
    minutes = 15
    lead = gettext_lazy("Each thing that you do, with its start and end. One activity is enough if you do one thing.")

    @classmethod
    def missing(cls, draft: DraftToJudge) -> Iterator[Missing]:
        activities = draft.activities
        if not activities:
            yield Missing(ACTIVITIES, _("Add at least one activity, with its start and end."), "id_activities-0-title")
        for number, activity in enumerate(activities):
            about = {"number": number + 1}
            if not activity.title:
                yield Missing(
                    ACTIVITIES, _("Activity %(number)s: write what you do.") % about, f"id_activities-{number}-title"
                )
            if activity.starts_on is None:
                yield Missing(
                    ACTIVITIES,
                    _("Activity %(number)s: fill in when it starts.") % about,
                    f"id_activities-{number}-starts_on",
                )
            if activity.ends_on is None:
                yield Missing(
                    ACTIVITIES,
                    _("Activity %(number)s: fill in when it is done.") % about,
                    f"id_activities-{number}-ends_on",
                )
            elif activity.starts_on is not None and activity.ends_on < activity.starts_on:
                yield Missing(
                    ACTIVITIES,
                    _("Activity %(number)s: it ends before it starts.") % about,
                    f"id_activities-{number}-ends_on",
                )

    @classmethod
    def remarks(cls, draft: DraftToJudge) -> Iterator[Remark]:
        """Work that starts before the application is in."""
        if not draft.version.has_money or draft.version.earlier_costs_count:
            return
        today = clock.today()
        for number, activity in enumerate(draft.activities):
            if activity.starts_on is not None and activity.starts_on < today:
                about = {"activity": activity.title, "day": day(activity.starts_on)}
                yield Remark(ACTIVITIES, _early_sentence(draft.version) % about, f"id_activities-{number}-starts_on")

    @classmethod
    def frozen(cls, application: Application, on: dt.date) -> FrozenPart:
        rows = [
            {
                "title": activity.title,
                "result": activity.result,
                "starts_on": as_json(activity.starts_on),
                "ends_on": as_json(activity.ends_on),
            }
            for activity in application.activities.all()
        ]
        return FrozenPart(application.answers.get(ACTIVITIES), {"activities": rows})

    @classmethod
    def rows_in(cls, content: Mapping[str, Any]) -> list[FrozenRows]:
        return [content["activities"]]

    def build(self) -> None:
        stored: Stored = [
            {
                "key": row.key,
                "title": row.title,
                "result": row.result,
                "starts_on": row.starts_on,
                "ends_on": row.ends_on,
            }
            for row in self.application.activities.all()
        ]
        formset = row_set(
            ActivityForm, "activities", stored, self.data, most=MOST_ROWS, has_spare=self.spare == "activities"
        )
        self.lists["activities"] = ListPiece(formset, gettext_lazy("Activity"), gettext_lazy("Add an activity"))


def _early_sentence(version: SchemeVersion) -> str:
    """A subsidy of the ministry follows its general rules; a loan only what its scheme says."""
    if version.is_loan:
        return _("“%(activity)s” starts on %(day)s. What you pay or order before you submit does not count.")
    return _(
        "“%(activity)s” starts on %(day)s. What you pay or order before you submit does not count "
        "(Kaderbesluit BZK-subsidies, article 6)."
    )
