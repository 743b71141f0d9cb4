"""Fields of models that more than one app has."""

import datetime as dt
from typing import Any

from django.db import models

from coophub.web import clock


class ChangedAtField(models.DateTimeField[dt.datetime, dt.datetime]):
    """When a row was last saved, by the clock of the product."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "editable": False, "blank": True})

    def pre_save(self, model_instance: models.Model, add: bool) -> dt.datetime:
        moment = clock.now()
        setattr(model_instance, self.attname, moment)
        return moment
