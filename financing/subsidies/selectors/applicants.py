"""Who applies, beside whatever the ministry reads of an application."""

import datetime as dt
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from financing.subsidies.models import AT_THE_MINISTRY, OPEN_OBJECTIONS, RUNNING_AWARDS
from initiatives.models import Initiative

M = TypeVar("M", bound=Model)

OF_APPLICANT = tuple(f"submission__{field}" for field in ("initiative_name", "legal_name", "municipality"))
"""What `Application.applicant` reads."""


def with_applicants(found: QuerySet[M], application: str = "") -> QuerySet[M]:
    """The same, with what `Application.applicant` reads: names and places as they were submitted, without the frozen
    content that they stand in. `application` is the way to it, such as `application__`.
    """
    return found.select_related(f"{application}submission").defer(f"{application}submission__content")


def groups_with_subsidy_after(day: dt.date) -> QuerySet[Initiative]:
    """Groups of which an application, an award or an objection still runs, or was decided on after this day."""
    running = Q(applications__state__in=[*AT_THE_MINISTRY, *RUNNING_AWARDS]) | Q(
        applications__objections__state__in=OPEN_OBJECTIONS
    )
    decided = Q(applications__decision__signed_at__date__gt=day) | Q(
        applications__later_decisions__signed_at__date__gt=day
    )
    return Initiative.objects.filter(running | decided)
