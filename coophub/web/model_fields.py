"""Fields of models that more than one app has."""

import datetime as dt
from typing import Any, TypeVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from coophub.web import clock

FIRST_DAY, LAST_DAY = dt.date(1990, 1, 1), dt.date(2200, 12, 31)
"""What the database keeps. A form takes less, by its subject: what has happened lies behind us, what is planned ends
some years ahead.
"""
IN_WINTER = dt.timezone(dt.timedelta(hours=1))
FIRST_MOMENT = dt.datetime.combine(FIRST_DAY, dt.time.min, IN_WINTER)
LAST_MOMENT = dt.datetime.combine(LAST_DAY, dt.time.max, IN_WINTER)

SetType = TypeVar("SetType")
GetType = TypeVar("GetType")


class DayColumn(models.DateField[SetType, GetType]):
    """A day; the database refuses one outside `FIRST_DAY` and `LAST_DAY`, whichever way it comes."""

    default_validators = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        column = connection.ops.quote_name(str(self.column))
        return f"{column} BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}'"


class MomentColumn(models.DateTimeField[SetType, GetType]):
    """A moment, within the same days in the Netherlands."""

    default_validators = [MinValueValidator(FIRST_MOMENT), MaxValueValidator(LAST_MOMENT)]

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        column = connection.ops.quote_name(str(self.column))
        return f"{column} BETWEEN '{FIRST_MOMENT}' AND '{LAST_MOMENT}'"


class ChangedAtField(models.DateTimeField[dt.datetime, dt.datetime]):
    """When a row was last saved, by the clock of the product."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "editable": False, "blank": True})

    def pre_save(self, model_instance: models.Model, add: bool) -> dt.datetime:
        moment = clock.now()
        setattr(model_instance, self.attname, moment)
        return moment
