"""The figures about all groups."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router
from pydantic import Field

from coophub.portal.api.documents import CamelDocument
from coophub.portal.statistics import statistics
from coophub.web import clock

router = Router(tags=["statistics"])


class CountDocument(CamelDocument):
    """So many groups and homes of one kind, in words."""

    label: str
    groups: int
    homes: int


class LengthDocument(CamelDocument):
    """How long a phase takes. Null where too few groups went through it to say so."""

    label: str
    groups: int | None
    months: float | None = Field(description=gettext_noop("Half of the groups took longer."))


class StatisticsDocument(CamelDocument):
    """How many groups there are, where, how far they are and how long each phase takes."""

    day: dt.date
    groups: int
    homes: int
    provinces: list[CountDocument]
    phases: list[CountDocument]
    lengths: list[LengthDocument]


@router.get("", response=StatisticsDocument, by_alias=True, summary=gettext_noop("Figures about all groups"))
def figures(request: HttpRequest) -> dict[str, Any]:
    found = statistics()
    return {
        "day": clock.today(),
        "groups": found.groups,
        "homes": found.homes,
        "provinces": [CountDocument.model_validate(each) for each in found.provinces],
        "phases": [CountDocument.model_validate(each) for each in found.phases],
        "lengths": [LengthDocument.model_validate(each) for each in found.lengths],
    }
