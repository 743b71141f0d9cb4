"""What coaching does by itself."""

from celery import shared_task

from pilots.services import evaluation


@shared_task
def sweep_evaluations() -> int:
    """Opens rounds of questions on their first day, reminds of them and closes them after their last. After a missed
    day it makes up for it.
    """
    return evaluation.sweep_evaluations()
