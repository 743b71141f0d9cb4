"""What coaching does by itself."""

from celery import shared_task

from pilots.services import cohorts, evaluation
from pilots.services.selection import tell_selections


@shared_task
def sweep_evaluations() -> int:
    """Opens rounds of questions on their first day, reminds of them and closes them after their last. After a missed
    day it makes up for it.
    """
    return evaluation.sweep_evaluations()


@shared_task
def sweep_facts() -> int:
    """Works out again what is kept of pilots for the figures, so that the next page finds it done. A page that is first
    does it by itself.
    """
    return cohorts.bring_up_to_date()


@shared_task
def sweep_selections() -> int:
    """Tells the groups of a selection what was chosen, as long as some were not told."""
    return tell_selections()
