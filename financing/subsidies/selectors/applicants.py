"""Who applies, beside whatever the ministry reads of an application."""

from typing import TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def with_applicants(found: QuerySet[M], application: str = "") -> QuerySet[M]:
    """The same, with what `Application.applicant` reads: names and places as they were submitted, without the frozen
    content that they stand in. `application` is the way to it, such as `application__`.
    """
    return found.select_related(f"{application}submission").defer(f"{application}submission__content")
