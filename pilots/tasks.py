"""What coaching does by itself."""

from celery import shared_task

from pilots.services import evaluation
from pilots.services.selection import tell_selections


@shared_task
def sweep_evaluations() -> int:
    """Opens rounds of questions on their first day, reminds of them and closes them after their last. After a missed
    day it makes up for it.
    """
    return evaluation.sweep_evaluations()


@shared_task
def sweep_selections() -> int:
    """Tells the groups of a selection what was chosen, as long as some were not told."""
    return tell_selections()
