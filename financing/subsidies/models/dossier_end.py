"""Since when nothing happens in a dossier any more: kept by the database when something changes from which that
follows, so that no list works it out for all dossiers.
"""

from django.db import models

from coophub.web.model_fields import DayColumn
from financing.subsidies.models.application import Application


class DossierEnd(models.Model):
    """The last day of what there is to decide, object to, pay or pay back in an application that was received. The view
    `subsidies_dossierend_counted` counts it anew.

    `last_day` is the last day on which something of that happened or could, none while something is open. Whether it is
    the end of the dossier its state says. `reclaim_from` is the day of the settlement when more was paid and not
    reclaimed: as long after it as the law says that can still be done.
    """

    application = models.OneToOneField(Application, models.DO_NOTHING, primary_key=True, related_name="dossier_end")
    last_day = DayColumn(null=True)
    reclaim_from = DayColumn(null=True)

    def __str__(self) -> str:
        return f"{self.application}: {self.last_day}"
